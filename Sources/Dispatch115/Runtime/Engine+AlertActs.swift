// The engine's part around alerts as the desk handles them: acknowledged, and those that the
// service itself raises: numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: AlertRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: AlertRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ alert: AlertEvent, _ event: Event) {
        switch alert {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of alert: AlertEvent) -> IncidentID {
        switch alert {}
    }

    /// The unit that it concerns.
    func unit(of alert: AlertEvent) -> UnitID {
        switch alert {}
    }
}
