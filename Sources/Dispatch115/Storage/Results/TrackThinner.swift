// Which fixes become rows of the track: enough to draw where a unit went and to say when it stood, and no more.
// A box sends one a second; a run of ten minutes keeps about 60 to 150 of its 600. Pure: times are the fixes' own.
// It never moves a fix or makes one up; what it leaves out it counts.
// Cost: one distance a fix; 32 bytes a unit.

import Geo

/// How much the results can take now; whoever writes them says so.
public enum TrackPressure: UInt8, CaseIterable, Comparable, Sendable {
    case none = 0
    /// They are behind: a fifth of the points.
    case high
    /// The waiting positions are nearly at their bound: where it is about once a minute.
    case severe

    public static func < (left: TrackPressure, right: TrackPressure) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Thins the tracks of all units. For one thread.
public struct TrackThinner: Sendable {
    /// Where fixes went. What was left out is lost to the track, not to the fleet.
    public struct Counts: Equatable, Sendable {
        public var kept = 0
        /// Told nothing new.
        public var redundant = 0
        /// Would have been kept without pressure.
        public var pressed = 0
        /// Not measured after the unit's last kept one.
        public var late = 0

        public init() {}
    }

    /// When a fix is worth a row, for one degree of pressure.
    struct Spacing: Sendable {
        var metres: Double
        /// Since the last kept one, while it moves.
        var movingSeconds: Int64
        var parkedSeconds: Int64
        /// A turn of so much; nil: turns are no reason.
        var turnCentidegrees: Int32?
    }

    /// Below this a heading means nothing, and a unit is taken to stand.
    static let movingCentimetresPerSecond: UInt16 = 100
    /// Where a box jitters it has not turned.
    static let turnMetres = 10.0

    private struct Last {
        var coordinate: Coordinate?
        var measuredAt = Timestamp.none
        var heading: UInt16 = 65_535
        var wasMoving = false
    }

    private var last: [Last] = []
    public private(set) var counts = Counts()

    public init() {}

    static func spacing(_ pressure: TrackPressure) -> Spacing {
        switch pressure {
        case .none: Spacing(metres: 50, movingSeconds: 10, parkedSeconds: 300, turnCentidegrees: 3_000)
        case .high: Spacing(metres: 300, movingSeconds: 60, parkedSeconds: 900, turnCentidegrees: nil)
        case .severe: Spacing(metres: 2_000, movingSeconds: 60, parkedSeconds: 3_600, turnCentidegrees: nil)
        }
    }

    /// Whether the fix of the unit with this place in the table of units becomes a row. `fix` must have passed
    /// the checks of the receiver.
    public mutating func keeps(unit: UnitID, fix: Fix, pressure: TrackPressure = .none) -> Bool {
        guard unit.index >= 0 else { return false }
        let index = Int(unit.index)
        while last.count <= index { last.append(Last()) }
        let before = last[index]
        if before.measuredAt.isSet, fix.measuredAt <= before.measuredAt {
            counts.late += 1
            return false
        }
        guard TrackThinner.isWorth(fix, after: before, TrackThinner.spacing(pressure)) else {
            let isPressed =
                pressure != .none && TrackThinner.isWorth(fix, after: before, TrackThinner.spacing(.none))
            if isPressed { counts.pressed += 1 } else { counts.redundant += 1 }
            return false
        }
        last[index] = Last(
            coordinate: fix.coordinate, measuredAt: fix.measuredAt, heading: fix.headingCentidegrees,
            wasMoving: TrackThinner.isMoving(fix))
        counts.kept += 1
        return true
    }

    private static func isMoving(_ fix: Fix) -> Bool {
        fix.speedCentimetresPerSecond >= movingCentimetresPerSecond
    }

    private static func isWorth(_ fix: Fix, after before: Last, _ spacing: Spacing) -> Bool {
        guard let place = before.coordinate else { return true }
        let metres = place.distanceMetres(to: fix.coordinate)
        if metres >= spacing.metres { return true }
        let seconds = fix.measuredAt.seconds(since: before.measuredAt)
        if seconds >= spacing.parkedSeconds { return true }
        let moves = isMoving(fix)
        // That it has come to a stand, or sets off, is said at once; a box that flickers between the two says it
        // no oftener than one that moves.
        if moves || before.wasMoving, seconds >= spacing.movingSeconds { return true }
        guard let turn = spacing.turnCentidegrees, moves, metres >= turnMetres else { return false }
        return turned(from: before.heading, to: fix.headingCentidegrees) >= turn
    }

    /// The smaller angle between two headings; 0 where one is unknown.
    private static func turned(from: UInt16, to: UInt16) -> Int32 {
        guard from < 36_000, to < 36_000 else { return 0 }
        let angle = abs(Int32(from) - Int32(to))
        return min(angle, 36_000 - angle)
    }
}
