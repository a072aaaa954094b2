import Geo

/// How old a fix may be, and what a parked unit is taken for. Seconds.
public struct FreshnessRules: Equatable, Sendable {
    /// Up to this age the fix of a moving unit is fresh.
    public var freshSeconds: Int64 = 10
    /// Above this age a unit is not proposed by itself; a person may still choose it.
    public var staleSeconds: Int64 = 60
    /// A unit inside this distance of its station, and heard of within `parkedSeconds`, counts as there.
    public var fenceMetres: Double = 150
    public var parkedSeconds: Int64 = 60

    public init() {}
}

/// How much a position is worth now.
public enum Freshness: UInt8, Sendable {
    case fresh
    /// Shown with its age, still proposed.
    case ageing
    /// Not proposed by itself.
    case stale
    /// At its station: keep-alives are seldom there, and that is enough.
    case parked
    /// Nothing was ever heard.
    case none
}

/// What is known of where a unit is.
public struct Sighting: Equatable, Sendable {
    public var fix: Fix?
    public var freshness: Freshness
    /// Seconds since it was measured (for a parked unit: since it was last heard); 0 without a fix.
    public var ageSeconds: Int64

    public init(fix: Fix?, freshness: Freshness, ageSeconds: Int64) {
        self.fix = fix
        self.freshness = freshness
        self.ageSeconds = ageSeconds
    }

    /// As of when the unit is known to be there; `.none` without a fix.
    func seenAt(_ now: Timestamp) -> Timestamp {
        guard let fix else { return .none }
        return freshness == .parked ? now.adding(seconds: -ageSeconds) : fix.measuredAt
    }

    public static let none = Sighting(fix: nil, freshness: .none, ageSeconds: 0)
}
