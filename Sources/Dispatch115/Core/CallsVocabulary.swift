// What is wanted and what happens around calls: rung, answered, abandoned, claimed, called back,
// bound to an incident, ended without one.
// Event types 100 to 119 of the journal are theirs.

/// What somebody wants.
public enum CallCommand: Equatable, Sendable {}

/// What has happened.
public enum CallEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum CallRejection: Equatable, Sendable {}
