// Where the units are, as far as anybody knows, and which of them are free: what a recommendation looks at.
// Owned by one thread (the engine's); fixes reach it through the receiver's ring. Holds one fix a unit,
// never a history. Cost of a fix: one move in the grid.

import Geo

public final class Fleet {
    public let rules: FreshnessRules
    private let index: FleetIndex
    private var fixes: ContiguousArray<Fix?> = []
    /// One byte per unit, 1 where it is free and on duty; a list for each kind, since each has its speed.
    private var freeByKind: [[UInt8]]
    private let hits = FleetHits(capacity: 64)
    /// When a unit was last heard at all, with or without a new position; `.none` where that is not known.
    public var heardAt: (UnitID) -> Timestamp = { _ in .none }

    /// `centre` is the middle of the area, where the grid is best.
    public init(around centre: Coordinate, rules: FreshnessRules) {
        index = FleetIndex(centre: centre)
        self.rules = rules
        freeByKind = UnitKind.allCases.map { _ in [] }
    }

    /// Takes a fix unless a newer one is known: late ones never move a unit backwards.
    public func take(_ fix: Fix) {
        let unit = Int(fix.unit.index)
        if unit >= fixes.count { fixes.append(contentsOf: repeatElement(nil, count: unit + 1 - fixes.count)) }
        if let known = fixes[unit], known.measuredAt > fix.measuredAt { return }
        fixes[unit] = fix
        index.move(fix.unit.index, to: fix.coordinate)
    }

    /// Notes whether a unit is free; call it when the unit was defined or its assignment changed. One that may be
    /// taken from what it does (`isInterruptible`) counts as free.
    public func note(_ id: UnitID, _ unit: Unit, isInterruptible: Bool = false) {
        for (position, kind) in UnitKind.allCases.enumerated() {
            let missing = Int(id.index) + 1 - freeByKind[position].count
            if missing > 0 { freeByKind[position].append(contentsOf: repeatElement(0, count: missing)) }
            let free = unit.kind == kind && unit.isInService && (!unit.live.isSet || isInterruptible)
            freeByKind[position][Int(id.index)] = free ? 1 : 0
        }
    }

    public func fix(of unit: UnitID) -> Fix? {
        Int(unit.index) < fixes.count ? fixes[Int(unit.index)] : nil
    }

    /// What is known of a unit's place, and what that is worth at `now`.
    public func sighting(of id: UnitID, in centre: Centre, now: Timestamp) -> Sighting {
        guard let fix = fix(of: id) else { return .none }
        let unit = centre[id]
        let age = now.seconds(since: fix.measuredAt)
        if !unit.live.isSet {
            let heard = now.seconds(since: max(fix.receivedAt, heardAt(id)))
            let station = centre[unit.station].coordinate
            if heard <= rules.parkedSeconds, fix.coordinate.distanceMetres(to: station) <= rules.fenceMetres {
                return Sighting(fix: fix, freshness: .parked, ageSeconds: heard)
            }
        }
        let freshness: Freshness =
            age <= rules.freshSeconds ? .fresh : age <= rules.staleSeconds ? .ageing : .stale
        return Sighting(fix: fix, freshness: freshness, ageSeconds: age)
    }

    /// The nearest units of a kind that are free, nearest first; stale ones among them.
    func nearestFree(_ kind: UnitKind, to place: Coordinate, count: Int) -> [UnitID] {
        guard let position = UnitKind.allCases.firstIndex(of: kind) else { return [] }
        freeByKind[position].withUnsafeBufferPointer {
            index.nearest(to: place, count: count, eligible: $0, into: hits)
        }
        return (0..<hits.count).map { UnitID(index: hits[$0].id) }
    }

    /// The nearest units whatever they do.
    func nearestAny(to place: Coordinate, count: Int) -> [UnitID] {
        index.nearest(to: place, count: count, eligible: nil, into: hits)
        return (0..<hits.count).map { UnitID(index: hits[$0].id) }
    }
}
