// Decisions and their fold around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer, steps taken back.

extension Centre {
    func decide(_ command: CourseCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ course: CourseEvent, _ event: Event) {
        switch course {}
    }
}
