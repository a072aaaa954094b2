// What is wanted and what happens around alerts as the desk handles them: acknowledged, and those
// that the service itself raises.
// Event types 200 to 209 of the journal are theirs.

/// What somebody wants.
public enum AlertCommand: Equatable, Sendable {
    /// A person has seen these: all of them, or none. Those already acknowledged are passed over.
    case acknowledge([Int32])
    /// The service's own watch: this stands now (`stands` nil: it is over). `subject` is the unit, or 0.
    case watch(AlertKind, subject: Int32, stands: AlertMeasure?)
}

/// How much it is: so many units of so many; both 0 where there is nothing to count.
public struct AlertMeasure: Equatable, Sendable {
    public var count: Int32
    public var of: Int32

    public init(count: Int32 = 0, of: Int32 = 0) {
        self.count = count
        self.of = of
    }
}

/// What has happened.
public enum AlertEvent: Equatable, Sendable {
    case acknowledged(alert: Int32)
    /// How much an open alert is about now.
    case measured(alert: Int32, AlertMeasure)
}

/// Why nothing changes.
public enum AlertRejection: Equatable, Sendable {
    /// No such number was given yet.
    case unknown(Int32)
    /// It was cleared, and is remembered.
    case over(Int32)
    /// It was cleared long ago; the journal has it.
    case retired(Int32)
    /// All that were named had been acknowledged.
    case acknowledgedAlready(Int32)
}
