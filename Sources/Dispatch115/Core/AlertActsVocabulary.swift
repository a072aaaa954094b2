// What is wanted and what happens around alerts as the desk handles them: acknowledged, and those
// that the service itself raises.
// Event types 200 to 209 of the journal are theirs.

/// What somebody wants.
public enum AlertCommand: Equatable, Sendable {}

/// What has happened.
public enum AlertEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum AlertRejection: Equatable, Sendable {}
