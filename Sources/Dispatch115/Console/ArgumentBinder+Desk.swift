// Requests of duty, patients and course from their bound arguments. Whatever is required is there: `bind`
// has seen to it.

extension ArgumentBinder {
    var logOn: DutyRequest {
        var skills: Skills?
        var equipment: Equipment?
        if case .skills(let given) = self[.skills] { skills = given }
        if case .equipment(let given) = self[.equipment] { equipment = given }
        return .logOn(
            unit: number(.unit), crew: text(.crew) ?? "", skills: skills, equipment: equipment,
            kilometres: numberIfAny(.kilometres))
    }

    var outOfService: DutyRequest {
        guard case .outReason(let reason) = required(.outReason) else { broken() }
        return .outOfService(
            unit: number(.unit), reason, until: moment(.plannedTime), note: text(.remark) ?? "")
    }

    // MARK: - Patients

    var patients: PatientRequest {
        var ask = PatientAsk()
        if case .outcome(let outcome) = self[.outcome] { ask.outcome = outcome }
        if case .tag(let tag) = self[.tag] { ask.tag = tag }
        if case .start(let answers) = self[.start] {
            ask.start = StartTriage(method: .start, answers: answers)
        }
        if case .start(let answers) = self[.jumpStart] {
            ask.jumpStart = StartTriage(method: .jumpStart, answers: answers)
        }
        ask.hospital = numberIfAny(.hospital)
        ask.unit = numberIfAny(.unit)
        ask.bed = bedKind
        ask.words = text(.person) ?? ""
        let incident = number(.incident)
        guard case .patient(let reference) = self[.patient] else { return .list(incident: incident) }
        switch reference {
        case .new(let count):
            return .add(incident: incident, count: count, ask)
        case .number(let patient):
            return ask.isEmpty
                ? .list(incident: incident) : .change(incident: incident, patient: patient, ask)
        }
    }

    var transport: Request {
        var named: [Int32] = []
        if case .numbers(let patients) = self[.patients] { named = patients }
        guard !named.isEmpty || bedKind != nil else { return step(.transport) }
        return .patient(
            .transport(
                unit: number(.unit), patients: named, hospital: numberIfAny(.hospital), at: moment(.time),
                bed: bedKind))
    }

    // MARK: - Course

    var standDown: Request {
        var reason = EndReason.stoodDown
        if case .standDownReason(let given) = self[.standDownReason] { reason = given }
        let note = text(.remark) ?? ""
        guard reason != .stoodDown || !note.isEmpty else { return .standDown(unit: number(.unit)) }
        return .course(.standDown(unit: number(.unit), reason, note: note))
    }

    var standby: CourseRequest {
        let at = moment(.plannedTime)
        var to = moment(.plannedEnd)
        // From 22:00 to 2:00: the end lies after the beginning.
        if let begins = at, let ends = to, ends <= begins { to = ends.adding(seconds: 86_400) }
        return .standby(
            place: text(.place) ?? "", words: text(.words) ?? "", priority: priority, at: at, to: to)
    }

    var transfer: TransferRequest {
        TransferRequest(
            from: number(.fromHospital), to: number(.hospital), priority: priority, at: moment(.plannedTime),
            doctor: text(.doctor) ?? "", bed: text(.bed) ?? "", escort: text(.escort) ?? "",
            words: text(.words) ?? "")
    }

    private func numberIfAny(_ kind: ArgumentKind) -> Int32? {
        if case .number(let number) = self[kind] { return number }
        return nil
    }

    private func moment(_ kind: ArgumentKind) -> Timestamp? {
        if case .time(let moment) = self[kind] { return moment }
        return nil
    }
}
