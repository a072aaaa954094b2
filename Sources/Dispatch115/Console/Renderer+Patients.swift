// What is said of patients: added, taken on board, each with an outcome and a destination.

extension Renderer {
    /// The event in one line without its number.
    func what(_ patient: PatientEvent, _ event: Event, _ centre: Centre) -> String {
        switch patient {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ patient: PatientEvent, _ centre: Centre) -> [String] {
        switch patient {}
    }

    func why(_ rejection: PatientRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: PatientRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
