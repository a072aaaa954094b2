// Lines about alerts as the desk handles them: acknowledged, and those that the service itself
// raises: their rows of the table of commands and what they ask for.

/// One parsed line.
enum AlertRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let alertRows: [CommandSpec] = []
}
