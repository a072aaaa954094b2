// The engine's part around triage: answers, what follows from them, and what the incident needs:
// numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: TriageRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: TriageRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ triage: TriageEvent, _ event: Event) {
        switch triage {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of triage: TriageEvent) -> IncidentID {
        switch triage {}
    }

    /// The unit that it concerns.
    func unit(of triage: TriageEvent) -> UnitID {
        switch triage {}
    }
}
