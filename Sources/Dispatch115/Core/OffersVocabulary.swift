// What is wanted and what happens around offers to stations: asked, answered, fallen silent, withdrawn.
// Event types 130 to 149 of the journal are theirs.

/// What somebody wants.
public enum OfferCommand: Equatable, Sendable {}

/// What has happened.
public enum OfferEvent: Equatable, Sendable {}

/// Why nothing changes.
public enum OfferRejection: Equatable, Sendable {}
