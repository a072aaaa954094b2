// Decisions and their fold around patients: added, taken on board, each with an outcome and a
// destination.

extension Centre {
    func decide(_ command: PatientCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ patient: PatientEvent, _ event: Event) {
        switch patient {}
    }
}
