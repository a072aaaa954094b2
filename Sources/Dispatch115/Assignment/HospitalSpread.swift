// Several patients at once: each takes a place that those after it do not have, so that no hospital gets more
// reds than it has room for while another has room. The most urgent choose first; the dead need no hospital.
//
// Beside the order of one patient: a hospital with room left stands before one without, however much nearer
// that one is; where none has room, the one that is over by the fewest. Where nobody knows how many are
// free, a plan sends `unknownPlaces` and then takes it for full. Cost: patients times hospitals.

/// A patient to be planned for.
public struct HospitalDemand: Equatable, Sendable {
    public var patient: PatientID
    public var need: HospitalNeed
    public var tag: TriageTag

    public init(patient: PatientID, need: HospitalNeed, tag: TriageTag = .none) {
        self.patient = patient
        self.need = need
        self.tag = tag
    }
}

extension HospitalChooser {
    /// In the order of urgency, and then as given. `hospitals` may be empty: then nobody has one. A single
    /// patient goes where `rank` says, unless others of a mass casualty are on their way.
    public func plan(
        _ demands: [HospitalDemand], _ hospitals: [HospitalSight], isMassCasualty: Bool = false
    ) -> [PlannedPatient] {
        var sights = hospitals
        /// Patients that this plan has sent, by hospital and bed kind.
        var sent = hospitals.map { _ in [Int32](repeating: 0, count: BedKind.allCases.count) }
        let order = demands.indices.filter { demands[$0].tag != .black }.sorted {
            (demands[$0].tag.urgencyOrder, $0) < (demands[$1].tag.urgencyOrder, $1)
        }
        return order.map { index in
            let demand = demands[index]
            guard let best = best(demand.need, sights, sent, isSpread: isMassCasualty || order.count > 1)
            else {
                return PlannedPatient(
                    patient: demand.patient, need: demand.need, hospital: .none, standing: .unreachable)
            }
            let candidate = candidate(demand.need, sights[best])
            take(demand.need, &sights[best], &sent[best])
            return PlannedPatient(
                patient: demand.patient, need: demand.need, hospital: candidate.hospital,
                travelSeconds: candidate.travelSeconds, handoverSeconds: candidate.handoverSeconds,
                standing: candidate.standing)
        }
    }

    private func best(
        _ need: HospitalNeed, _ sights: [HospitalSight], _ sent: [[Int32]], isSpread: Bool
    ) -> Int? {
        var best: (index: Int, over: Int32, key: Key)?
        for (index, sight) in sights.enumerated() {
            let candidate = candidate(need, sight)
            let key = key(need, candidate, sight.number)
            let over = isSpread && !need.isUnstable ? over(candidate, sent[index][need.bed.place]) : 0
            if let now = best,
                (now.key.tier, now.over) < (key.tier, over)
                    || (now.key.tier, now.over) == (key.tier, over) && now.key < key
            {
                continue
            }
            best = (index, over, key)
        }
        return best?.index
    }

    /// By how many this patient would be too many; 0 where there is room.
    private func over(_ candidate: HospitalCandidate, _ sent: Int32) -> Int32 {
        if let room = candidate.room { return max(0, 1 - room) }
        return max(0, sent + 1 - rules.unknownPlaces)
    }

    private func take(_ need: HospitalNeed, _ sight: inout HospitalSight, _ sent: inout [Int32]) {
        sight[need.bed].inbound += 1
        sent[need.bed.place] += 1
        if need.isRed, let places = sight.redPlaces { sight.redPlaces = places - 1 }
        if need.isYellow, let places = sight.yellowPlaces { sight.yellowPlaces = places - 1 }
    }
}
