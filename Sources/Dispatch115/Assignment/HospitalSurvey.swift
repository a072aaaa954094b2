// What the centre knows of its hospitals at one moment, as the chooser looks at it; and which patients of
// an incident ask for one, with what each needs. Reads the centre and changes nothing.
//
// Cost: a travel time for each hospital, and the newest `lookedAt` assignments once for how long hand-overs
// take.

import Geo

public struct HospitalSurvey {
    public let travel: any TravelTimes
    public let method: TravelMethod
    public let chooser: HospitalChooser

    /// Assignments that are looked at for hand-overs, newest first.
    static let lookedAt: Int32 = 4_096
    /// Of one hospital's hand-overs the newest so many count, and no fewer than the second number.
    static let mostHandovers = 11
    static let fewestHandovers = 3
    /// Longer ones are steps that somebody forgot to report.
    static let longestHandover: Int64 = 4 * 3_600

    public init(travel: any TravelTimes, method: TravelMethod, chooser: HospitalChooser = HospitalChooser()) {
        self.travel = travel
        self.method = method
        self.chooser = chooser
    }

    /// Hospitals that are there, in the order of their definition.
    public func sights(from place: Coordinate?, in centre: Centre, now: Timestamp) -> [HospitalSight] {
        let handovers = learnt(centre)
        let reds = tagged(.red, centre)
        let yellows = tagged(.yellow, centre)
        return centre.hospitalIDs.filter { !centre[$0].isWithdrawn }.map { id in
            let row = centre[id]
            let diversion = centre.diversion(id, now)
            let reception = centre.reception(id, now)
            var sight = HospitalSight(
                hospital: id, number: row.number, capabilities: row.capabilities,
                diversion: diversion.status, travelSeconds: seconds(from: place, to: row.coordinate))
            sight.diversionUntil = diversion.validUntil
            sight.diversionReason = diversion.reason
            for kind in BedKind.allCases {
                let bed = centre.bed(id, kind)
                sight[kind] = HospitalSight.Room(
                    reported: bed.reported(now), inbound: bed.inbound,
                    asOf: Centre.isPast(bed.said.validUntil, now) ? bed.said.validUntil : bed.said.asOf)
            }
            let index = Int(id.index)
            if reception.redPlaces >= 0 { sight.redPlaces = reception.redPlaces - reds[index] }
            if reception.yellowPlaces >= 0 { sight.yellowPlaces = reception.yellowPlaces - yellows[index] }
            if reception.offloadMinutes >= 0 {
                sight.handoverSeconds = reception.offloadMinutes * 60
                sight.handoverSource = .reported
            } else if let seconds = handovers[index] {
                sight.handoverSeconds = seconds
                sight.handoverSource = .learnt
            }
            return sight
        }
    }

    /// 0 for all where nobody knows the place: then it decides nothing.
    private func seconds(from place: Coordinate?, to hospital: Coordinate) -> Int32 {
        guard let place else { return 0 }
        var seconds: [Int32] = []
        travel.travelSeconds(from: [place], to: hospital, into: &seconds)
        guard let first = seconds.first, first != TravelAnswer.unreachableSeconds else { return -1 }
        return first
    }

    /// Seconds from arrival to hand-over by hospital: the middle one of the last; nil where there were too
    /// few.
    func learnt(_ centre: Centre) -> [Int32?] {
        var found = [[Int64]](repeating: [], count: centre.hospitals.count)
        let table = centre.assignments
        var next = table.end - 1
        let last = max(table.base, table.end - HospitalSurvey.lookedAt)
        while next >= last {
            let row = table[next]
            next -= 1
            guard row.destination.isSet, row.times.atDestination.isSet, row.times.transferOfCare.isSet,
                !row.enteredAt.isSet, found[Int(row.destination.index)].count < HospitalSurvey.mostHandovers
            else { continue }
            let seconds = row.times.transferOfCare.seconds(since: row.times.atDestination)
            guard seconds <= HospitalSurvey.longestHandover else { continue }
            found[Int(row.destination.index)].append(seconds)
        }
        return found.map { durations in
            guard durations.count >= HospitalSurvey.fewestHandovers else { return nil }
            return Int32(clamping: durations.sorted()[durations.count / 2])
        }
    }

    /// Patients with this tag on their way to each hospital.
    private func tagged(_ tag: TriageTag, _ centre: Centre) -> [Int32] {
        var counts = [Int32](repeating: 0, count: centre.hospitals.count)
        for incident in centre.openIncidents where centre[incident].openPatients > 0 {
            for patient in centre.patients(of: incident) {
                let row = centre[patient]
                guard row.outcome == .open, row.notes.tag == tag, row.assignment.isSet, row.destination.isSet
                else { continue }
                counts[Int(row.destination.index)] += 1
            }
        }
        return counts
    }

    // MARK: - For whom

    /// Patients that have not left yet, each with its need; where nobody has spoken of one and a unit is
    /// there, one without a number. `numbers` names patients, those that have left too. `said` is what
    /// triage says of the incident, `stated` what a person says now.
    public func demands(
        _ incident: IncidentID, numbers: [Int32], said: HospitalNeed, stated: HospitalNeed?, in centre: Centre
    ) -> [HospitalDemand] {
        let all = centre.patients(of: incident).filter { centre[$0].outcome == .open }
        let asked = all.filter { id in
            if !numbers.isEmpty { return numbers.contains(centre[id].notes.number) }
            let assignment = centre[id].assignment
            return !assignment.isSet || centre[assignment].state < .transporting
        }
        let isOne = centre[incident].course.estimate <= 1 && all.count <= 1
        if all.isEmpty, numbers.isEmpty, centre[incident].firstPatient == .none {
            let before = centre[incident].proposal
            let need = stated ?? (before.isSet && before.need.isStated ? before.need : said)
            return [HospitalDemand(patient: .none, need: need)]
        }
        return asked.map { id in
            let row = centre[id]
            let need = HospitalSurvey.need(
                row.notes.tag, said, stated: stated ?? (row.proposal.need.isStated ? row.proposal.need : nil),
                isOne: isOne)
            return HospitalDemand(patient: id, need: need, tag: row.notes.tag)
        }
    }

    /// What triage says of an incident holds of its only patient; of several it is what would be good to
    /// have.
    static func need(_ tag: TriageTag, _ said: HospitalNeed, stated: HospitalNeed?, isOne: Bool)
        -> HospitalNeed
    {
        if var stated {
            stated.isRed = tag == .red
            stated.isYellow = tag == .yellow
            return stated
        }
        let special = said.required.subtracting(.emergencyDepartment)
        if isOne {
            if said.isUnstable { return HospitalNeed(saying: special, isUnstable: true, tag: tag) }
            return HospitalNeed(saying: special, hoping: said.preferred, tag: tag)
        }
        return HospitalNeed(saying: [], hoping: tag == .green ? [] : special, tag: tag)
    }

    // MARK: - The whole answer

    /// Hospitals for these patients, as they would be proposed; `chosen` must be among what is kept.
    public func proposal(
        _ demands: [HospitalDemand], from place: Coordinate?, isMassCasualty: Bool,
        with chosen: [HospitalID] = [], in centre: Centre, now: Timestamp
    ) -> HospitalProposal {
        let sights = sights(from: place, in: centre, now: now)
        let plan = chooser.plan(demands, sights, isMassCasualty: isMassCasualty)
        let need = plan.first?.need ?? demands.first?.need ?? .emergency
        let ranking = chooser.rank(need, sights)
        let mine = plan.first.map { [$0.hospital] } ?? []
        return HospitalProposal(
            basis: HospitalBasis(
                place: place, method: place == nil ? .none : method, need: need,
                candidates: HospitalChooser.kept(ranking, with: chosen + mine),
                considered: Int32(clamping: sights.count)),
            plan: plan)
    }
}
