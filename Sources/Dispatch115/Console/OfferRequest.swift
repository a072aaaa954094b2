// Lines about offers to stations: asked, answered, fallen silent, withdrawn: their rows of the
// table of commands and what they ask for.

/// One parsed line.
enum OfferRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let offerRows: [CommandSpec] = []
}
