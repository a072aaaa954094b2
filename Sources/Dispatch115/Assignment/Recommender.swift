// Who would be there first and can do what is needed. Ranks by travel seconds and then by unit number, so that
// the same knowledge gives the same answer; says of those nearby that were not ranked why they lost. Decides
// nothing: a person or a rule turns a recommendation into an assignment.
//
// Cost: a few queries of the grid; staleness and skills are looked at for the units found, and more are asked
// for only when too many of them are stale or lack what is needed, at most `mostAsked` of a kind.

import Geo

public struct Recommender {
    /// Travel times of each kind of unit.
    public let travel: [(kind: UnitKind, times: any TravelTimes)]
    public let method: TravelMethod
    /// How many units are ranked.
    public let rankedCount: Int
    /// How many of the nearest are looked at for why they lost.
    public let consideredCount: Int
    /// A unit that would travel longer is not proposed by itself.
    public let farthestSeconds: Int32
    /// A motorbike that is there so much before what carries is proposed ahead of it.
    public let motorbikeFirstSeconds: Int32

    static let mostAsked = 4_096

    public init(
        travel: [(kind: UnitKind, times: any TravelTimes)], method: TravelMethod, rankedCount: Int,
        consideredCount: Int, farthestSeconds: Int32 = .max, motorbikeFirstSeconds: Int32 = 120
    ) {
        self.travel = travel
        self.method = method
        self.rankedCount = rankedCount
        self.consideredCount = consideredCount
        self.farthestSeconds = farthestSeconds
        self.motorbikeFirstSeconds = motorbikeFirstSeconds
    }

    /// Everything that one question rests on.
    struct Question {
        let need: Need
        /// Stations that have said no to this incident.
        let declined: [StationID]
        let centre: Centre
        let fleet: Fleet
        let now: Timestamp
    }

    /// What is known for sending somebody to `place`. `need` is what whoever goes must bring; `incident` the one
    /// it is for, whose stations may have declined; `also` names units that must be among the candidates because
    /// somebody chose them; `ranked` replaces `rankedCount`.
    public func basis(
        for place: Coordinate?, need: Need = .anyone, incident: IncidentID = .none,
        also chosen: [UnitID] = [], ranked: Int? = nil, in centre: Centre, fleet: Fleet, now: Timestamp
    ) -> Basis {
        let declined = centre.incidents.contains(incident.index) ? centre.stationsDeclining(incident) : []
        let question = Question(need: need, declined: declined, centre: centre, fleet: fleet, now: now)
        guard let place else {
            return Basis(
                place: nil, method: .none, candidates: chosen.map { candidate($0, nil, question) })
        }
        let ranked = ranked ?? rankedCount
        var eligible: [Candidate] = []
        var lost: [Candidate] = []
        for (kind, times) in travel {
            let found = gather(kind, place, ranked, question)
            eligible += measured(found.able, times, place)
            lost += measured(found.partial, times, place)
        }
        for index in eligible.indices where eligible[index].travelSeconds > farthestSeconds {
            eligible[index].standing = .tooFar
        }
        lost += eligible.filter { !$0.standing.canGo }
        eligible.removeAll { !$0.standing.canGo }
        eligible.sort { faster($0, $1, in: centre) }
        eligible.removeSubrange(min(ranked, eligible.count)...)
        let nearby = fleet.nearestAny(to: place, count: consideredCount)
        for unit in chosen + nearby
        where !eligible.contains(where: { $0.unit == unit }) && !lost.contains(where: { $0.unit == unit }) {
            var seen = candidate(unit, place, question)
            // One that could go and is slower than those ranked has lost by that alone.
            if seen.standing.canGo, !chosen.contains(unit) { seen.standing = .farther }
            lost.append(seen)
        }
        lost.sort { faster($0, $1, in: centre) }
        return Basis(place: place, method: method, candidates: eligible + lost)
    }

    /// One unit as it is seen now, with its travel time where it can be said.
    func candidate(_ unit: UnitID, _ place: Coordinate?, _ question: Question) -> Candidate {
        let seen = question.fleet.sighting(of: unit, in: question.centre, now: question.now)
        var candidate = Candidate(
            unit: unit, standing: standing(unit, seen, question), coordinate: seen.fix?.coordinate,
            measuredAt: seen.seenAt(question.now), travelSeconds: -1)
        let kind = question.centre[unit].kind
        if let place, let from = candidate.coordinate,
            let times = travel.first(where: { $0.kind == kind })?.times
        {
            candidate.travelSeconds = measured([(candidate, from)], times, place)[0].travelSeconds
            if candidate.standing.canGo, candidate.travelSeconds > farthestSeconds {
                candidate.standing = .tooFar
            }
        }
        return candidate
    }

    /// The first reason that counts against it: whether it is there at all, then what its station has said,
    /// then what it can do.
    private func standing(_ id: UnitID, _ seen: Sighting, _ question: Question) -> Standing {
        let unit = question.centre[id]
        if !unit.isOnDuty { return .offDuty }
        if !unit.isInService { return .outOfService }
        let isStandby = unit.live.isSet && question.centre.isInterruptible(id)
        if unit.live.isSet, !isStandby { return .busy }
        switch seen.freshness {
        case .none: return .noFix
        case .stale: return .stale
        case .fresh, .ageing, .parked: break
        }
        if question.declined.contains(unit.station) { return .declined }
        if question.centre.isBusy(unit.station, question.now) { return .stationBusy }
        let missing = question.need.missing(from: Capability(of: unit))
        if missing.transport { return .wrongKind }
        if !missing.skills.isEmpty { return .lacksSkill }
        if !missing.equipment.isEmpty { return .lacksEquipment }
        return isStandby ? .standby : .eligible
    }

    typealias Seen = (candidate: Candidate, from: Coordinate)

    /// The nearest of a kind that can go, and of those that can only help the nearest few of each sort.
    private func gather(_ kind: UnitKind, _ place: Coordinate, _ ranked: Int, _ question: Question)
        -> (able: [Seen], partial: [Seen])
    {
        let canBeAble = !question.need.transport || kind.canTransport
        var asked = ranked + 8
        while true {
            let near = question.fleet.nearestFree(kind, to: place, count: asked)
            var able: [Seen] = []
            var partial: [Seen] = []
            var sorts: [Capability] = []
            for unit in near {
                let seen = question.fleet.sighting(of: unit, in: question.centre, now: question.now)
                let standing = standing(unit, seen, question)
                guard let fix = seen.fix, standing.canGo || standing.isPartial else { continue }
                let candidate = Candidate(
                    unit: unit, standing: standing, coordinate: fix.coordinate,
                    measuredAt: seen.seenAt(question.now), travelSeconds: -1)
                if standing.canGo {
                    able.append((candidate, fix.coordinate))
                } else {
                    let sort = contribution(unit, question)
                    guard sorts.filter({ $0 == sort }).count < Recommender.ofASort else { continue }
                    sorts.append(sort)
                    partial.append((candidate, fix.coordinate))
                }
            }
            let isEnough =
                canBeAble
                ? able.count >= ranked
                : sorts.contains { question.need.skills.isSubset(of: $0.skills) }
            if isEnough || near.count < asked || asked >= Recommender.mostAsked { return (able, partial) }
            asked *= 4
        }
    }

    /// Of units that bring the same of what is needed only the nearest matter.
    private static let ofASort = 2

    private func contribution(_ unit: UnitID, _ question: Question) -> Capability {
        let brings = Capability(of: question.centre[unit])
        return Capability(
            skills: brings.skills.intersection(question.need.skills),
            equipment: brings.equipment.intersection(question.need.equipment), transport: brings.transport)
    }

    private func measured(_ found: [Seen], _ times: any TravelTimes, _ place: Coordinate) -> [Candidate] {
        guard !found.isEmpty else { return [] }
        var seconds: [Int32] = []
        times.travelSeconds(from: found.map(\.from), to: place, into: &seconds)
        return zip(found, seconds).map { seen, seconds in
            var candidate = seen.candidate
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
