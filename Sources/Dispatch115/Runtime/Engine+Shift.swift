// The engine's part around the shift's hand-over, and entries made late from paper forms: numbers
// looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: ShiftRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: ShiftRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ shift: ShiftEvent, _ event: Event) {
        switch shift {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of shift: ShiftEvent) -> IncidentID {
        switch shift {}
    }

    /// The unit that it concerns.
    func unit(of shift: ShiftEvent) -> UnitID {
        switch shift {}
    }
}
