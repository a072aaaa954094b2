// Decisions and their fold around duty: crews logging on and off, units out of service, returning,
// at their station.

extension Centre {
    func decide(_ command: DutyCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ duty: DutyEvent, _ event: Event) {
        switch duty {}
    }
}
