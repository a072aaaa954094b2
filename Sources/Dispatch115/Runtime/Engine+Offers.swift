// The engine's part around offers to stations: asked, answered, fallen silent, withdrawn: numbers
// looked up, answers that
// need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: OfferRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {}
    }

    /// Answers a line that only asks.
    func show(_ request: OfferRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {}
    }

    /// What the event causes outside.
    func letOut(_ offer: OfferEvent, _ event: Event) {
        switch offer {}
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of offer: OfferEvent) -> IncidentID {
        switch offer {}
    }

    /// The unit that it concerns.
    func unit(of offer: OfferEvent) -> UnitID {
        switch offer {}
    }
}
