// The engine's part around duty: crews logging on and off, units out of service, returning, at
// their station: numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: DutyRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: DutyRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ duty: DutyEvent, _ event: Event) {
        switch duty {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of duty: DutyEvent) -> IncidentID {
        switch duty {}
    }

    /// The unit that it concerns.
    func unit(of duty: DutyEvent) -> UnitID {
        switch duty {}
    }
}
