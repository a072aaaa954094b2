// Decisions and their fold around the shift's hand-over, and entries made late from paper forms.

extension Centre {
    func decide(_ command: ShiftCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {}
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ shift: ShiftEvent, _ event: Event) {
        switch shift {}
    }
}
