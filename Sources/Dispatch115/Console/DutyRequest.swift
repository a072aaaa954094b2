// Lines about duty: crews logging on and off, units out of service, returning, at their station:
// their rows of the table of commands and what they ask for.

/// One parsed line.
enum DutyRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let dutyRows: [CommandSpec] = []
}
