// What is wanted and what happens around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer, steps taken back.
// Event types 180 to 199 of the journal are theirs.

/// What somebody wants.
public enum CourseCommand: Equatable, Sendable {}

/// What has happened.
public enum CourseEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum CourseRejection: Equatable, Sendable {}
