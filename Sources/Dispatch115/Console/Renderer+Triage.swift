// What is said of triage: answers, what follows from them, and what the incident needs.

extension Renderer {
    /// The event in one line without its number.
    func what(_ triage: TriageEvent, _ event: Event, _ centre: Centre) -> String {
        switch triage {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ triage: TriageEvent, _ centre: Centre) -> [String] {
        switch triage {}
    }

    func why(_ rejection: TriageRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: TriageRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
