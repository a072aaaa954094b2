// What is said of the course of an incident beyond its units: reopened, mass casualty, standby,
// transfer, steps taken back.

extension Renderer {
    /// The event in one line without its number.
    func what(_ course: CourseEvent, _ event: Event, _ centre: Centre) -> String {
        switch course {}
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ course: CourseEvent, _ centre: Centre) -> [String] {
        switch course {}
    }

    func why(_ rejection: CourseRejection, _ centre: Centre) -> String {
        switch rejection {}
    }

    /// What would be accepted instead.
    func better(_ rejection: CourseRejection, _ centre: Centre) -> String {
        switch rejection {}
    }
}
