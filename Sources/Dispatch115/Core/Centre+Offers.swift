// Decisions and their fold around offers to stations: asked, answered, fallen silent, withdrawn.

extension Centre {
    func decide(_ command: OfferCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ offer: OfferEvent, _ event: Event) {
        switch offer {}
    }
}
