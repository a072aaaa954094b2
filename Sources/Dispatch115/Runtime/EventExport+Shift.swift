// What happens around the shift's hand-over, and entries made late from paper forms, as fields of JSON.

extension EventExport {
    static func describe(_ shift: ShiftEvent) -> Fields {
        switch shift {}
    }
}
