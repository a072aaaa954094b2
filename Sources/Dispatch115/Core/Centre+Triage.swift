// Decisions and their fold around triage: answers, what follows from them, and what the incident needs.

extension Centre {
    func decide(_ command: TriageCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ triage: TriageEvent, _ event: Event) {
        switch triage {}
    }
}
