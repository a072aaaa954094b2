// What is wanted and what happens around the shift's hand-over, and entries made late from paper forms.
// Event types 210 to 219 of the journal are theirs.

/// What somebody wants.
public enum ShiftCommand: Equatable, Sendable {}

/// What has happened.
public enum ShiftEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum ShiftRejection: Equatable, Sendable {}
