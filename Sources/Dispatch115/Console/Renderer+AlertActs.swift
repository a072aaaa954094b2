// What is said of alerts as the desk handles them: acknowledged, and those that the service itself
// raises.

extension Renderer {
    /// The event in one line without its number.
    func what(_ alert: AlertEvent, _ event: Event, _ centre: Centre) -> String {
        switch alert {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ alert: AlertEvent, _ centre: Centre) -> [String] {
        switch alert {}
    }

    func why(_ rejection: AlertRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: AlertRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
