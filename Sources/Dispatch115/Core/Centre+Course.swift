// Decisions and their fold around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer. Lines taken back stand in Centre+Undo.

extension Centre {
    static let largestEstimate: Int32 = 5_000

    func decide(_ command: CourseCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .reopen(let incident): try reopen(incident, &draft)
        case .massCasualty(let incident, let estimate): try massCasualty(incident, estimate, &draft)
        case .standby(let place, let words, let priority, let at, let to):
            guard !to.isSet || to > max(at, draft.submission.now) else {
                throw .course(.plannedTimePassed(to))
            }
            try openIncident("", priority, place, words, takesCall: false, &draft)
            draft.add(.course(.planned(IncidentID(index: incidents.end), .standby, at: at, to: to)))
        case .transfer(let plan): try transfer(plan, &draft)
        case .undo(let line, let anybodys): try undo(line, anybodys, &draft)
        }
    }

    private func reopen(_ incident: IncidentID, _ draft: inout Draft) throws(Rejection) {
        guard incident.index >= 0, incident.index < incidents.end else { throw .incidentUnknown(incident) }
        guard incidents.contains(incident.index) else { throw .incidentRetired(incident) }
        guard let disposition = self[incident].disposition, !self[incident].isOpen else {
            throw .course(.notClosed(incident))
        }
        guard draft.submission.now.seconds(since: self[incident].closedAt) <= rules.reopenSeconds else {
            throw .course(.closedLongAgo(incident, hours: rules.reopenSeconds / 3600))
        }
        try requireOwnCall(incident)
        draft.add(.course(.reopened(incident, was: disposition, isFresh: true)))
    }

    /// What was closed as a duplicate has given its call away, and does not come back without it.
    func requireOwnCall(_ incident: IncidentID) throws(Rejection) {
        let call = self[incident].call
        guard calls.contains(call.index), self[call].incident != incident else { return }
        throw .course(.boundElsewhere(incident, self[call].incident))
    }

    private func massCasualty(_ incident: IncidentID, _ estimate: Int32, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireOpen(incident)
        let row = self[incident]
        guard row.course.kind == .emergency else { throw .course(.planned(incident, row.course.kind)) }
        guard estimate >= 1, estimate <= Centre.largestEstimate else {
            throw .course(.estimateUnfit(limit: Centre.largestEstimate))
        }
        guard estimate != row.course.estimate || row.priority != .p1 else { throw .nothingChanges }
        if estimate != row.course.estimate {
            draft.add(.course(.massCasualty(incident, from: row.course.estimate, to: estimate)))
        }
        if row.priority != .p1 { try prioritise(incident, .p1, &draft) }
    }

    private func transfer(_ plan: TransferPlan, _ draft: inout Draft) throws(Rejection) {
        for hospital in [plan.from, plan.to] {
            try requireHospital(hospital)
        }
        guard plan.from != plan.to else { throw .course(.sameHospital(plan.from)) }
        for words in [plan.doctor, plan.bed, plan.escort] { try requireShort(words) }
        guard patients.end < .max else { throw .centreFull }
        let place = PlaceReport(
            coordinate: self[plan.from].coordinate, certainty: .exact, said: "", name: plan.fromName)
        try openIncident("", plan.priority, place, plan.words, takesCall: false, &draft)
        let incident = IncidentID(index: incidents.end)
        let patient = PatientID(index: patients.end)
        draft.add(.course(.planned(incident, .transfer, at: plan.at, to: .none)))
        draft.add(
            .course(
                .transferPlanned(
                    incident, from: plan.from, doctor: draft.text(plan.doctor), bed: draft.text(plan.bed),
                    escort: draft.text(plan.escort))))
        draft.add(.patient(.added(patient, incident, words: .none)))
        draft.add(.patient(.destined(patient, from: .none, to: plan.to)))
    }

    // MARK: - The fold

    /// `event` carries the time and the actor.
    mutating func apply(_ course: CourseEvent, _ event: Event) {
        switch course {
        case .reopened(let id, _, let isFresh): reopen(id, isFresh, event.at)
        case .massCasualty(let id, _, let estimate): incidents[id.index].course.estimate = estimate
        case .planned(let id, let kind, let at, let to):
            incidents[id.index].course.kind = kind
            incidents[id.index].course.plannedAt = at
            incidents[id.index].course.plannedTo = to
            awaitUnit(id)
        case .transferPlanned(let id, let from, let doctor, let bed, let escort):
            for text in [doctor, bed, escort] { keep(text) }
            incidents[id.index].course.from = from
            incidents[id.index].course.doctor = doctor.id
            incidents[id.index].course.bed = bed.id
            incidents[id.index].course.escort = escort.id
        case .takenBack: break
        case .noteWithdrawn(_, let note): notes[note].isWithdrawn = true
        case .stepTakenBack(let id, _, let state, let button): takeBack(id, to: state, button)
        case .placeRestored(let id): restorePlace(id)
        }
    }

    private mutating func reopen(_ id: IncidentID, _ isFresh: Bool, _ at: Timestamp) {
        incidents[id.index].closedAt = .none
        incidents[id.index].disposition = nil
        incidents[id.index].course.reopenedAt = at
        incidents[id.index].paper.closeEnteredAt = .none
        if isFresh {
            incidents[id.index].waitingSince = at
            incidents[id.index].course.completedBefore = incidents[id.index].completedAssignments
        }
        let position = openIncidents.firstIndex { $0 > id } ?? openIncidents.endIndex
        openIncidents.insert(id, at: position)
        awaitUnit(id)
        awaitArrival(id)
    }

    /// `state` is the one the assignment goes back to.
    private mutating func takeBack(_ id: AssignmentID, to state: AssignmentState, _ button: Button) {
        assignments[id.index].state = state
        assignments[id.index].times[LegalMoves.timePoint(of: button)] = .none
        if button == .transport { assignments[id.index].destination = .none }
        guard state == .dispatched else { return }
        // Nobody has heard the crew after all.
        assignments[id.index].hasCrewAnswered = false
        let ordered = assignments[id.index].orderedAt
        deadlines.add(
            Deadline(
                at: ordered.adding(seconds: rules.crewAlertSeconds), kind: .crewSilent, subject: id.index))
        guard !assignments[id.index].isOrderDelivered else { return }
        deadlines.add(
            Deadline(
                at: ordered.adding(seconds: rules.orderAlertSeconds), kind: .orderUndelivered,
                subject: id.index))
    }

    mutating func rememberPlace(_ id: IncidentID) {
        let row = incidents[id.index]
        var before = PlaceBefore()
        before.coordinate = row.coordinate
        before.certainty = row.certainty
        before.precisionMetres = row.precisionMetres
        before.said = row.placeSaid
        before.name = row.placeName
        incidents[id.index].course.placeBefore = before
    }

    private mutating func restorePlace(_ id: IncidentID) {
        guard let before = incidents[id.index].course.placeBefore else { return }
        incidents[id.index].coordinate = before.coordinate
        incidents[id.index].certainty = before.certainty
        incidents[id.index].precisionMetres = before.precisionMetres
        incidents[id.index].placeSaid = before.said
        incidents[id.index].placeName = before.name
        incidents[id.index].course.placeBefore = nil
    }
}
