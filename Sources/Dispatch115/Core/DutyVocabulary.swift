// What is wanted and what happens around duty: crews logging on and off, units out of service,
// returning, at their station.
// Event types 150 to 159 of the journal are theirs.

/// What somebody wants.
public enum DutyCommand: Equatable, Sendable {}

/// What has happened.
public enum DutyEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum DutyRejection: Equatable, Sendable {}
