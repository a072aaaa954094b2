// Who would be there first. Ranks by travel seconds and then by unit number, so that the same knowledge
// gives the same answer; says of those nearby that were not ranked why they lost. Decides nothing: a person
// or a rule turns a recommendation into an assignment.
//
// Cost: a few queries of the grid, whatever the size of the fleet; staleness is looked at for the units
// found, and more are asked for only when too many of them are stale.

import Geo

public struct Recommender {
    /// Travel times of each kind of unit.
    public let travel: [(kind: UnitKind, times: any TravelTimes)]
    public let method: TravelMethod
    /// How many units are ranked.
    public let rankedCount: Int
    /// How many of the nearest are looked at for why they lost.
    public let consideredCount: Int

    public init(
        travel: [(kind: UnitKind, times: any TravelTimes)], method: TravelMethod, rankedCount: Int,
        consideredCount: Int
    ) {
        self.travel = travel
        self.method = method
        self.rankedCount = rankedCount
        self.consideredCount = consideredCount
    }

    /// What is known for sending somebody to `place`. `also` names units that must be among the candidates
    /// because somebody chose them.
    public func basis(
        for place: Coordinate?, also chosen: [UnitID] = [], in centre: Centre, fleet: Fleet, now: Timestamp
    ) -> Basis {
        guard let place else {
            return Basis(
                place: nil, method: .none,
                candidates: chosen.map { candidate($0, nil, in: centre, fleet: fleet, now: now) })
        }
        var eligible: [Candidate] = []
        for (kind, times) in travel {
            let found = nearestEligible(kind, place, in: centre, fleet: fleet, now: now)
            eligible += measured(found, times, place)
        }
        eligible.sort { faster($0, $1, in: centre) }
        eligible.removeSubrange(min(rankedCount, eligible.count)...)
        var lost: [Candidate] = []
        let nearby = fleet.nearestAny(to: place, count: consideredCount)
        for unit in chosen + nearby
        where !eligible.contains(where: { $0.unit == unit }) && !lost.contains(where: { $0.unit == unit }) {
            let seen = candidate(unit, place, in: centre, fleet: fleet, now: now)
            // An eligible one that is slower than those ranked has not lost by any fault.
            if seen.standing != .eligible || chosen.contains(unit) { lost.append(seen) }
        }
        lost.sort { faster($0, $1, in: centre) }
        return Basis(place: place, method: method, candidates: eligible + lost)
    }

    /// One unit as it is seen now, with its travel time where it can be said.
    public func candidate(
        _ unit: UnitID, _ place: Coordinate?, in centre: Centre, fleet: Fleet, now: Timestamp
    ) -> Candidate {
        let seen = fleet.sighting(of: unit, in: centre, now: now)
        var candidate = Candidate(
            unit: unit, standing: standing(unit, seen, centre), coordinate: seen.fix?.coordinate,
            measuredAt: seen.seenAt(now), travelSeconds: -1)
        let kind = centre[unit].kind
        if let place, let from = candidate.coordinate,
            let times = travel.first(where: { $0.kind == kind })?.times
        {
            candidate.travelSeconds = measured([(candidate, from)], times, place)[0].travelSeconds
        }
        return candidate
    }

    private func standing(_ id: UnitID, _ seen: Sighting, _ centre: Centre) -> Standing {
        let unit = centre[id]
        if !unit.isOnDuty { return .offDuty }
        if !unit.isInService { return .outOfService }
        if unit.live.isSet, !centre.isInterruptible(id) { return .busy }
        switch seen.freshness {
        case .none: return .noFix
        case .stale: return .stale
        case .fresh, .ageing, .parked: return .eligible
        }
    }

    private func nearestEligible(
        _ kind: UnitKind, _ place: Coordinate, in centre: Centre, fleet: Fleet, now: Timestamp
    ) -> [(Candidate, Coordinate)] {
        var asked = rankedCount + 8
        while true {
            let near = fleet.nearestFree(kind, to: place, count: asked)
            var found: [(Candidate, Coordinate)] = []
            for unit in near {
                let seen = fleet.sighting(of: unit, in: centre, now: now)
                guard let fix = seen.fix, standing(unit, seen, centre) == .eligible else { continue }
                found.append(
                    (
                        Candidate(
                            unit: unit, standing: .eligible, coordinate: fix.coordinate,
                            measuredAt: seen.seenAt(now), travelSeconds: -1), fix.coordinate
                    ))
            }
            if found.count >= rankedCount || near.count < asked { return found }
            asked *= 4
        }
    }

    private func measured(
        _ found: [(Candidate, Coordinate)], _ times: any TravelTimes, _ place: Coordinate
    ) -> [Candidate] {
        var seconds: [Int32] = []
        times.travelSeconds(from: found.map(\.1), to: place, into: &seconds)
        return zip(found, seconds).map { pair, seconds in
            var candidate = pair.0
            candidate.travelSeconds = seconds == TravelAnswer.unreachableSeconds ? -1 : seconds
            return candidate
        }
    }

    /// The sooner; where that is equal, the lower number. Those without a time come last.
    private func faster(_ left: Candidate, _ right: Candidate, in centre: Centre) -> Bool {
        let leftSeconds = left.travelSeconds < 0 ? Int32.max : left.travelSeconds
        let rightSeconds = right.travelSeconds < 0 ? Int32.max : right.travelSeconds
        if leftSeconds != rightSeconds { return leftSeconds < rightSeconds }
        return centre[left.unit].number < centre[right.unit].number
    }
}
