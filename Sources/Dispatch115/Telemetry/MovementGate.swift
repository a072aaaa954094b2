// Whether a unit can be where its box says: against the last accepted fix, at most 200 km/h. What is faster
// is held and flagged; three fixes in a row that agree with each other are believed (the box was carried, or
// its first position was wrong). Never moves a unit backwards in time.
//
// Time is the box's own: between two of its fixes its clock's error cancels. Only when the box's last time
// lay ahead of ours (its clock was ahead, or ours stepped back) and now goes back, our monotonic clock is
// used: otherwise a unit would stand still for as long as its clock was ahead.

import Glibc

struct MovementGate: Sendable {
    enum Verdict: Equatable {
        case accepted
        /// The third consistent one of a held track.
        case believed
        case held
        case same
        case history
    }

    static let limitMetresPerSecond = 200 / 3.6
    static let heldFixes = 3
    private static let metresPerE7 = 6_371_008.8 * Double.pi / 180 * 1e-7

    private struct Point {
        var latitudeE7: Int32 = 0
        var longitudeE7: Int32 = 0
        var measured: Int64 = .min
        /// Monotonic.
        var received: Int64 = 0
    }

    private let limitMetresPerSecond: Double
    private var last = Point()
    private var held = Point()
    private var heldCount = 0

    init(limitMetresPerSecond: Double = MovementGate.limitMetresPerSecond) {
        self.limitMetresPerSecond = limitMetresPerSecond
    }

    var hasFix: Bool { last.measured != .min }

    /// `measured` must lie within a few days of `now`, the coordinate on the globe.
    @inline(__always)
    mutating func judge(
        latitudeE7: Int32, longitudeE7: Int32, measured: Int64, isLate: Bool, now: ClockReading
    ) -> Verdict {
        if isLate { return .history }
        let point = Point(
            latitudeE7: latitudeE7, longitudeE7: longitudeE7, measured: measured,
            received: now.monotonicNanoseconds)
        guard hasFix else {
            last = point
            return .accepted
        }
        if measured == last.measured { return .same }
        let elapsed: Int64
        if measured > last.measured {
            elapsed = measured - last.measured
        } else if last.measured > now.wallNanoseconds {
            elapsed = now.monotonicNanoseconds - last.received
        } else {
            return .history
        }
        if isPossible(from: last, to: point, nanoseconds: elapsed) {
            last = point
            heldCount = 0
            return .accepted
        }
        return hold(point)
    }

    private mutating func hold(_ point: Point) -> Verdict {
        if heldCount > 0, point.measured == held.measured { return .held }
        let agrees =
            heldCount > 0 && point.measured > held.measured
            && isPossible(from: held, to: point, nanoseconds: point.measured - held.measured)
        held = point
        heldCount = agrees ? heldCount + 1 : 1
        guard heldCount >= MovementGate.heldFixes else { return .held }
        last = point
        heldCount = 0
        return .believed
    }

    private func isPossible(from: Point, to: Point, nanoseconds: Int64) -> Bool {
        let allowed = limitMetresPerSecond * Double(max(0, nanoseconds)) * 1e-9
        return MovementGate.squaredMetres(from, to) <= allowed * allowed
    }

    /// On the plane that touches the earth between both: right within a percent up to some 500 km, too large
    /// beyond, which only holds a fix more.
    private static func squaredMetres(_ a: Point, _ b: Point) -> Double {
        let north = Double(b.latitudeE7) - Double(a.latitudeE7)
        var east = abs(Double(b.longitudeE7) - Double(a.longitudeE7))
        if east > 1_800_000_000 { east = 3_600_000_000 - east }
        let middle = (Double(a.latitudeE7) + Double(b.latitudeE7)) * 0.5e-7 * Double.pi / 180
        east *= cos(middle)
        return (north * north + east * east) * metresPerE7 * metresPerE7
    }
}
