// What was known when a decision was made. It is written into the decision's event, because positions are
// not events: without it nobody could explain the decision next week.

import Geo

/// What a candidate was worth, and why it lost.
public enum Standing: UInt8, CaseIterable, Sendable {
    /// Free, fresh and suitable.
    case eligible = 0
    /// Bound to another incident.
    case busy
    case offDuty
    /// Its last fix is too old to be proposed by itself.
    case stale
    /// Nothing was ever heard of it.
    case noFix
    /// It cannot do what is needed.
    case wrongKind
    /// On duty, but broken down, at a meal and the like.
    case outOfService
}

/// One unit as it was seen for a decision.
public struct Candidate: Equatable, Sendable {
    public var unit: UnitID
    public var standing: Standing
    /// Where it was; nil where nothing is known.
    public var coordinate: Coordinate?
    /// When that was measured; for a parked unit that is taken to be at its station, when it was last heard.
    public var measuredAt: Timestamp
    /// Seconds to the place; -1 where it cannot be said.
    public var travelSeconds: Int32

    public init(
        unit: UnitID, standing: Standing, coordinate: Coordinate?, measuredAt: Timestamp, travelSeconds: Int32
    ) {
        self.unit = unit
        self.standing = standing
        self.coordinate = coordinate
        self.measuredAt = measuredAt
        self.travelSeconds = travelSeconds
    }
}

/// How travel times were found.
public enum TravelMethod: UInt8, CaseIterable, Sendable {
    /// No place, so no times.
    case none = 0
    /// Straight line times detour factor over speed.
    case straightLine
}

/// Everything a decision rested on.
public struct Basis: Equatable, Sendable {
    public var place: Coordinate?
    public var method: TravelMethod
    /// Ranked: the eligible first, by travel seconds and then by unit number; then why others lost.
    public var candidates: [Candidate]

    public init(place: Coordinate?, method: TravelMethod, candidates: [Candidate]) {
        self.place = place
        self.method = method
        self.candidates = candidates
    }

    public static let unknown = Basis(place: nil, method: .none, candidates: [])
}
