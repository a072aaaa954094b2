// The engine's part around patients: added, taken on board, each with an outcome and a destination:
// numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: PatientRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: PatientRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ patient: PatientEvent, _ event: Event) {
        switch patient {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of patient: PatientEvent) -> IncidentID {
        switch patient {}
    }

    /// The unit that it concerns.
    func unit(of patient: PatientEvent) -> UnitID {
        switch patient {}
    }
}
