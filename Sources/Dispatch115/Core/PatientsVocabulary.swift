// What is wanted and what happens around patients: added, taken on board, each with an outcome and
// a destination.
// Event types 160 to 179 of the journal are theirs.

/// What somebody wants.
public enum PatientCommand: Equatable, Sendable {}

/// What has happened.
public enum PatientEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum PatientRejection: Equatable, Sendable {}
