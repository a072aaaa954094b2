// What the receiver tells the engine besides fixes: what the crew said, and what the line to a unit does.

/// Something that concerns one unit.
public enum UnitSignal: Equatable, Sendable {
    case press(UnitPress)
    /// The unit has taken this order. Once per change; again after a restart of the service.
    case orderAcknowledged(unit: UnitID, orderID: UInt64, receivedAt: Timestamp)
    /// No acknowledgement after the last try: phone the crew.
    case orderGivenUp(unit: UnitID, orderID: UInt64)
    /// The unit was silent for over a minute.
    case heardAgain(unit: UnitID, silentSeconds: Int64)
    /// The box reports, but no longer with a position; and again with one.
    case positionLost(unit: UnitID)
    case positionRegained(unit: UnitID)
    /// A position over 200 km/h away is held back.
    case jumpHeld(unit: UnitID)
    /// Somebody sent a frame in this unit's name without its key. Ten at once, then one a second are told.
    case proofFailed(unit: UnitID, source: SocketAddress)
}

/// A button that was pressed. Passed on again about every second until it is told to be durable, so that
/// what it does must depend on the press id.
public struct UnitPress: Equatable, Sendable {
    public var unit: UnitID
    public var button: Button
    public var pressID: UInt32
    /// When, by the box's clock; by ours where the box's time is impossible.
    public var pressedAt: Timestamp
    public var receivedAt: Timestamp
    /// A station's or hospital's number, 0 not said.
    public var destination: UInt16

    public init(
        unit: UnitID, button: Button, pressID: UInt32, pressedAt: Timestamp, receivedAt: Timestamp,
        destination: UInt16
    ) {
        self.unit = unit
        self.button = button
        self.pressID = pressID
        self.pressedAt = pressedAt
        self.receivedAt = receivedAt
        self.destination = destination
    }
}

/// An order to send until its unit acknowledges it.
public struct UnitOrder: Equatable, Sendable {
    public var unit: UnitID
    public var content: OrderContent

    public init(unit: UnitID, content: OrderContent) {
        self.unit = unit
        self.content = content
    }
}
