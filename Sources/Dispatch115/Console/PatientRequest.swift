// Lines about patients: added, taken on board, each with an outcome and a destination: their rows
// of the table of commands and what they ask for.

/// One parsed line.
enum PatientRequest: Equatable, Sendable {
    var changesSomething: Bool {
        switch self {}
    }
}

extension CommandTable {
    static let patientRows: [CommandSpec] = []
}
