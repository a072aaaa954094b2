// What is wanted and what happens around triage: answers, what follows from them, and what the
// incident needs.
// Event types 120 to 129 of the journal are theirs.

/// What somebody wants.
public enum TriageCommand: Equatable, Sendable {}

/// What has happened.
public enum TriageEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum TriageRejection: Equatable, Sendable {}
