// The engine's part around calls: rung, answered, abandoned, claimed, called back, bound to an
// incident, ended without one: numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: CallRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: CallRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ call: CallEvent, _ event: Event) {
        switch call {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of call: CallEvent) -> IncidentID {
        switch call {}
    }

    /// The unit that it concerns.
    func unit(of call: CallEvent) -> UnitID {
        switch call {}
    }
}
