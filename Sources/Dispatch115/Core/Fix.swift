import Geo

/// Where a unit is, with the time it was measured and received. A plain value: it crosses threads by copy
/// and is written into the events of decisions that used it.
public struct Fix: Equatable, Sendable {
    public var unit: UnitID
    public var coordinate: Coordinate
    /// When the unit's box measured it, by the box's clock.
    public var measuredAt: Timestamp
    /// When it was received here, by the wall clock.
    public var receivedAt: Timestamp
    /// Centimetres a second over ground.
    public var speedCentimetresPerSecond: UInt16
    /// Hundredths of a degree clockwise from north, 0...35_999; 65_535 where the box does not know.
    public var headingCentidegrees: UInt16
    /// 0 no position, 1 GPS, 2 differential, 3 dead reckoning.
    public var quality: UInt8
    /// Whether the datagram proved who sent it.
    public var isAuthenticated: Bool

    public init(
        unit: UnitID, coordinate: Coordinate, measuredAt: Timestamp, receivedAt: Timestamp,
        speedCentimetresPerSecond: UInt16 = 0, headingCentidegrees: UInt16 = 65_535, quality: UInt8 = 1,
        isAuthenticated: Bool = true
    ) {
        self.unit = unit
        self.coordinate = coordinate
        self.measuredAt = measuredAt
        self.receivedAt = receivedAt
        self.speedCentimetresPerSecond = speedCentimetresPerSecond
        self.headingCentidegrees = headingCentidegrees
        self.quality = quality
        self.isAuthenticated = isAuthenticated
    }
}
