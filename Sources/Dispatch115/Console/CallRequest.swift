// Lines about calls: rung, answered, abandoned, claimed, called back, bound to an incident, ended
// without one: their rows of the table of commands and what they ask for.

/// One parsed line.
enum CallRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let callRows: [CommandSpec] = []
}
