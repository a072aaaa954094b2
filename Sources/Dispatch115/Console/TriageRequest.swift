// Lines about triage: answers, what follows from them, and what the incident needs: their rows of
// the table of commands and what they ask for.

/// One parsed line.
enum TriageRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let triageRows: [CommandSpec] = []
}
