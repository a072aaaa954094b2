// The engine's part around where patients are taken: what each needs from triage and tags, hospitals
// surveyed, and which of units and hospitals a RE is about.

import Geo

extension Engine {
    /// How hospitals are looked at; travel times are those of cars.
    var survey: HospitalSurvey {
        let recommender = surroundings.recommender
        guard let car = recommender.travel.first(where: { $0.kind == .car }) else {
            preconditionFailure("no travel times of cars")
        }
        var rules = HospitalChoiceRules()
        rules.handoverSeconds = Int32(surroundings.configuration.hospitals.handoverMinutes * 60)
        return HospitalSurvey(
            travel: car.times, method: recommender.method, chooser: HospitalChooser(rules: rules))
    }

    func resolve(
        _ request: DestinationRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp
    ) -> Result<Command, Unresolved> {
        switch request {
        case .recommend(let incident, let patients, let need):
            return recommendation(
                for: IncidentID(number: incident), patients: patients, need: need, renderer, now)
        case .transport(let line, let reason): return transport(line, reason, renderer, now)
        }
    }

    // MARK: - RE

    /// Units while nobody is there; hospitals once somebody is, and units with them where some are still
    /// needed.
    func recommendation(
        for incident: IncidentID, patients: [Int32] = [], need: HospitalNeed? = nil, _ renderer: Renderer,
        _ now: Timestamp
    ) -> Result<Command, Unresolved> {
        guard centre.incidents.contains(incident.index), centre[incident].isOpen else {
            return .success(.offer(proposal(for: incident, now)))
        }
        for number in patients {
            let id = centre.patients(of: incident).first { centre[$0].notes.number == number }
            guard let id else { return refusal(.patient(.unknown(incident, number: number)), renderer) }
            guard centre[id].outcome == .open else { return refusal(.patient(.ended(id)), renderer) }
        }
        let isMeant = !patients.isEmpty || need != nil
        let isThere = isMeant || !centre.unitsOnScene(of: incident).isEmpty
        let who = isThere ? demands(incident, patients, need) : []
        guard !who.isEmpty else { return .success(.offer(proposal(for: incident, now))) }
        drainFixes()
        let hospitals = survey.proposal(
            who, from: place(of: who, incident, now),
            isMassCasualty: centre[incident].course.estimate > 1, in: centre, now: now)
        var units: UnitProposal?
        if !isMeant, centre.stillNeeded(incident) > 0,
            case .propose(_, let basis, let wanted) = proposal(for: incident, now)
        {
            units = UnitProposal(basis: basis, proposal: wanted)
        }
        return .success(.destination(.propose(incident, hospitals, units: units)))
    }

    private func refusal(_ rejection: Rejection, _ renderer: Renderer) -> Result<Command, Unresolved> {
        .failure(Unresolved(text: renderer.refused(rejection, centre)))
    }

    private func demands(_ incident: IncidentID, _ patients: [Int32], _ need: HospitalNeed?)
        -> [HospitalDemand]
    {
        survey.demands(incident, numbers: patients, said: triaged(incident), stated: need, in: centre)
    }

    /// What the answers of triage say of the hospital.
    private func triaged(_ incident: IncidentID) -> HospitalNeed {
        let known = knownAnswers(incident)
        guard !known.isEmpty else { return .emergency }
        let said = surroundings.triage.cards.evaluate(known).hospital
        return HospitalNeed(saying: said.capabilities, isUnstable: said.isNearest)
    }

    /// The scene; or where the unit is now that has them all on board and is under way.
    private func place(of demands: [HospitalDemand], _ incident: IncidentID, _ now: Timestamp) -> Coordinate?
    {
        let scene = centre[incident].coordinate
        var unit = UnitID.none
        for demand in demands {
            guard demand.patient.isSet, centre[demand.patient].assignment.isSet else { return scene }
            let row = centre[centre[demand.patient].assignment]
            guard row.state == .transporting, !unit.isSet || unit == row.unit else { return scene }
            unit = row.unit
        }
        guard unit.isSet else { return scene }
        let seen = fleet.sighting(of: unit, in: centre, now: now)
        return seen.freshness == .fresh || seen.freshness == .ageing ? seen.fix?.coordinate ?? scene : scene
    }

    /// The answer to a RE that was about hospitals.
    func hospitalsReply(
        _ incident: IncidentID, _ proposal: HospitalProposal, _ units: UnitProposal?, _ events: [Event],
        _ renderer: Renderer, _ now: Timestamp
    ) -> String {
        let first = events.first?.sequence ?? centre.sequence
        let hospitals = renderer.hospitals(for: incident, proposal, sequence: first, centre, now: now)
        guard let units else { return hospitals }
        let event = events.first { if case .recommended = $0.body { true } else { false } }
        return hospitals + "\n"
            + renderer.recommendation(
                incident, units.basis, units.proposal, sequence: event?.sequence ?? first, centre, now: now)
    }

    // MARK: - TR

    func transport(_ line: DestinationLine, _ reason: String, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        hospital(line.hospital, renderer).flatMap { hospital in
            units([line.unit], renderer).map { units in
                var wish = TransportWish(
                    unit: units[0], patients: line.patients, hospital: hospital, occurredAt: line.at ?? .none,
                    bed: line.bed, reason: reason)
                // What is known now is not what was known then.
                if line.at == nil { wish.basis = basis(of: wish, now) }
                return .destination(.transport(wish))
            }
        }
    }

    /// What the choice rests on: for the first patient that the unit would take.
    private func basis(of wish: TransportWish, _ now: Timestamp) -> HospitalBasis {
        guard let first = firstDemand(of: wish.unit, patients: wish.patients) else { return .unknown }
        drainFixes()
        return survey.proposal(
            [first], from: place(of: [first], centre[centre[wish.unit].live].incident, now),
            isMassCasualty: false, with: [wish.hospital], in: centre, now: now
        ).basis
    }

    /// Hospitals for whom the unit has on board, or would take; the best first.
    func hospitalsRanked(for unit: UnitID, _ now: Timestamp) -> [HospitalCandidate] {
        guard let first = firstDemand(of: unit, patients: []) else { return [] }
        drainFixes()
        let place = place(of: [first], centre[centre[unit].live].incident, now)
        return survey.chooser.rank(first.need, survey.sights(from: place, in: centre, now: now))
    }

    /// The most urgent of these patients, or of those that the unit would take; those on board once it is on its
    /// way.
    private func firstDemand(of unit: UnitID, patients: [Int32]) -> HospitalDemand? {
        let assignment = centre[unit].live
        guard assignment.isSet else { return nil }
        let incident = centre[assignment].incident
        var who = demands(incident, patients, nil)
        if who.isEmpty {
            let aboard = centre.patients(of: incident).filter {
                centre[$0].assignment == assignment && centre[$0].outcome == .open
            }
            who = demands(incident, aboard.map { centre[$0].notes.number }, nil)
        }
        return who.min { $0.tag.urgencyOrder < $1.tag.urgencyOrder }
    }

    // MARK: - What the events concern

    /// Nothing leaves by them: the step of the same decision does.
    func letOut(_ destination: DestinationEvent, _ event: Event) {}

    func incident(of destination: DestinationEvent) -> IncidentID {
        switch destination {
        case .proposed(let id, _): id
        case .chosen(let assignment, _, _, _, _, _), .explained(let assignment, _, _):
            incident(of: assignment)
        }
    }

    func unit(of destination: DestinationEvent) -> UnitID {
        switch destination {
        case .proposed: .none
        case .chosen(let id, _, _, _, _, _), .explained(let id, _, _):
            centre.assignments.contains(id.index) ? centre[id].unit : .none
        }
    }
}
