// Decisions and their fold around calls: rung, answered, abandoned, claimed, called back, bound to
// an incident, ended without one.

extension Centre {
    func decide(_ command: CallCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ call: CallEvent, _ event: Event) {
        switch call {}
    }
}
