// What is said of calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one.

extension Renderer {
    /// The event in one line without its number.
    func what(_ call: CallEvent, _ event: Event, _ centre: Centre) -> String {
        switch call {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ call: CallEvent, _ centre: Centre) -> [String] {
        switch call {}
    }

    func why(_ rejection: CallRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: CallRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
