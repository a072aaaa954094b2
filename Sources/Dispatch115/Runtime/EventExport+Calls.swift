// What happens around calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one, as fields of JSON.

extension EventExport {
    static func describe(_ call: CallEvent) -> Fields {
        switch call {}
    }
}
