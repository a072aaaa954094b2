// The engine's part around patients: numbers looked up, lists, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: PatientRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .list: preconditionFailure("this changes nothing")
        case .add(let incident, let count, let ask):
            return details(ask, renderer, of: nil, in: incident).map {
                .patient(.add(IncidentID(number: incident), count: count, $0))
            }
        case .change(let incident, let patient, let ask):
            return details(ask, renderer, of: patient, in: incident).map {
                .patient(.change(IncidentID(number: incident), patient: patient, $0))
            }
        case .transport(let number, let patients, let hospital, let at):
            return self.hospital(hospital, renderer).flatMap { destination in
                units([number], renderer).map {
                    .patient(
                        .transport(
                            $0[0], patients: patients, destination: destination, occurredAt: at ?? .none))
                }
            }
        }
    }

    /// `patient` is the number within the incident; nil for one that is added.
    private func details(_ ask: PatientAsk, _ renderer: Renderer, of patient: Int32?, in incident: Int32)
        -> Result<PatientDetails, Unresolved>
    {
        hospital(ask.hospital, renderer).flatMap { destination in
            units(ask.unit.map { [$0] } ?? [], renderer).flatMap { units in
                tag(ask, renderer).map { tag in
                    var details = PatientDetails()
                    details.outcome = ask.outcome
                    details.tag = tag
                    details.words = ask.words
                    details.destination = destination
                    details.unit = units.first ?? .none
                    if let start = ask.start ?? ask.jumpStart {
                        let words = ask.words.isEmpty ? self.words(of: patient, in: incident) : ask.words
                        details.words = renderer.words(words, with: start)
                    }
                    return details
                }
            }
        }
    }

    /// What is said of the patient so far.
    private func words(of patient: Int32?, in incident: Int32) -> String {
        let id = IncidentID(number: incident)
        guard let patient, centre.incidents.contains(id.index) else { return "" }
        let row = centre.patients(of: id).first { centre[$0].notes.number == patient }
        return row.flatMap { centre.text(centre[$0].notes.words) } ?? ""
    }

    /// The tag that was said, or that the answers give.
    private func tag(_ ask: PatientAsk, _ renderer: Renderer) -> Result<TriageTag?, Unresolved> {
        guard let start = ask.start ?? ask.jumpStart else { return .success(ask.tag) }
        guard ask.tag == nil, ask.start == nil || ask.jumpStart == nil else {
            return .failure(Unresolved(text: renderer.tagTwice()))
        }
        if case .tag(let tag) = start.outcome { return .success(tag) }
        return .failure(Unresolved(text: renderer.undecided(start)))
    }

    /// `none` where no number was said.
    func hospital(_ number: Int32?, _ renderer: Renderer) -> Result<HospitalID, Unresolved> {
        guard let number else { return .success(.none) }
        let hospital = centre.hospital(numbered: number)
        guard hospital.isSet else {
            return .failure(Unresolved(text: renderer.unknownHospital(number, centre)))
        }
        return .success(hospital)
    }

    /// Answers a line that only asks.
    func show(_ request: PatientRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard case .list(let number) = request else { preconditionFailure("these are acts") }
        let incident = IncidentID(number: number)
        guard centre.incidents.contains(incident.index) else {
            let retired = incident.isSet && incident.index < centre.incidents.end
            reply(
                input,
                renderer.refused(retired ? .incidentRetired(incident) : .incidentUnknown(incident), centre))
            return
        }
        reply(input, renderer.patients(of: incident, centre))
    }

    /// What the event causes outside: who has a patient on board can no longer be called away.
    func letOut(_ patient: PatientEvent, _ event: Event) {
        let unit = unit(of: patient)
        if unit.isSet { noteFree(unit) }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of patient: PatientEvent) -> IncidentID {
        let id = Centre.patient(of: patient)
        return centre.patients.contains(id.index) ? centre[id].incident : .none
    }

    /// The unit that it concerns.
    func unit(of patient: PatientEvent) -> UnitID {
        switch patient {
        case .boarded(_, _, let to, _, _): unit(of: to)
        case .unboarded(_, let from, _): unit(of: from)
        case .added, .described, .tagged, .destined, .reopened: .none
        }
    }

    private func unit(of assignment: AssignmentID) -> UnitID {
        centre.assignments.contains(assignment.index) ? centre[assignment].unit : .none
    }
}
