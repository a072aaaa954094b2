// The engine's part around the course of an incident beyond its units: reopened, mass casualty,
// standby, transfer, steps taken back: numbers looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: CourseRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: CourseRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ course: CourseEvent, _ event: Event) {
        switch course {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of course: CourseEvent) -> IncidentID {
        switch course {}
    }

    /// The unit that it concerns.
    func unit(of course: CourseEvent) -> UnitID {
        switch course {}
    }
}
