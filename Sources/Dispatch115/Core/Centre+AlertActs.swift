// Decisions and their fold around alerts as the desk handles them: acknowledged, and those that the
// service itself raises.

extension Centre {
    func decide(_ command: AlertCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ alert: AlertEvent, _ event: Event) {
        switch alert {}
    }
}
