// What is said of the shift's hand-over, and entries made late from paper forms.

extension Renderer {
    /// The event in one line without its number.
    func what(_ shift: ShiftEvent, _ event: Event, _ centre: Centre) -> String {
        switch shift {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ shift: ShiftEvent, _ centre: Centre) -> [String] {
        switch shift {}
    }

    func why(_ rejection: ShiftRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: ShiftRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
