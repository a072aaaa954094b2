// Lines about the shift's hand-over, and entries made late from paper forms: their rows of the
// table of commands and what they ask for.

/// One parsed line.
enum ShiftRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let shiftRows: [CommandSpec] = []
}
