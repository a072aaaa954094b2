// What is said of duty: crews logging on and off, units out of service, returning, at their station.

extension Renderer {
    /// The event in one line without its number.
    func what(_ duty: DutyEvent, _ event: Event, _ centre: Centre) -> String {
        switch duty {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ duty: DutyEvent, _ centre: Centre) -> [String] {
        switch duty {}
    }

    func why(_ rejection: DutyRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: DutyRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
