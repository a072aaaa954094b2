// Lines about the course of an incident beyond its units: reopened, mass casualty, standby,
// transfer, steps taken back: their rows of the table of commands and what they ask for.

/// One parsed line.
enum CourseRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let courseRows: [CommandSpec] = []
}
