// Taking back what was said of patients and of duty: the second half of Centre+Undo, by the same rules.

extension Centre {
    /// What a line said of patients, taken back from its end.
    func undoPatients(_ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft)
        throws(Rejection)
    {
        var touched: [PatientID] = []
        for event in undone.line {
            if case .patient(.described) = event.body {
                throw .course(.notUndone(sequence: first.sequence, .nothingToTakeBack))
            }
            if let patient = Centre.patient(of: event.body), !touched.contains(patient) {
                touched.append(patient)
            }
        }
        for patient in touched where !patients.contains(patient.index) {
            throw .course(.notUndone(sequence: first.sequence, .nothingToTakeBack))
        }
        guard let incident = touched.first.map({ self[$0].incident }) else {
            throw .course(.notUndone(sequence: first.sequence, .nothingToTakeBack))
        }
        guard self[incident].isOpen else {
            throw .course(.notUndone(sequence: first.sequence, .incidentClosed(incident)))
        }
        for event in undone.later {
            if let patient = Centre.patient(of: event.body), touched.contains(patient) {
                throw .course(.notUndone(sequence: first.sequence, .followed(event.sequence)))
            }
            // A unit that has moved on with the patient has built on it.
            if case .assignmentMoved(let moved, _, _, _, _, _, _, _) = event.body,
                Centre.boards(undone.line, moved)
            {
                throw .course(.notUndone(sequence: first.sequence, .followed(event.sequence)))
            }
        }
        draft.add(.course(.takenBack(first: first.sequence, last: last.sequence)))
        let open = try takeBackPatients(undone.line, first, &draft)
        let row = self[incident]
        if row.liveAssignments == 0, row.servedAssignments > 0, open(row) == 0 {
            clearWaiting(incident, &draft)
        }
    }

    /// Gives how many patients will then be open.
    private func takeBackPatients(_ line: [Event], _ first: Event, _ draft: inout Draft)
        throws(Rejection) -> (Incident) -> Int32
    {
        var change: Int32 = 0
        for event in line.reversed() {
            switch event.body {
            case .patientEnded(let patient, let outcome):
                guard self[patient].outcome == outcome else { continue }
                draft.add(.patient(.reopened(patient, was: outcome)))
                change += 1
            case .patient(.added(let patient, _, _)):
                draft.add(.patientEnded(patient, .mistaken))
                change -= 1
            case .patient(.tagged(let patient, let from, let to)):
                draft.add(.patient(.tagged(patient, from: to, to: from)))
            case .hospital(.bedChosen(let patient, let from, let to)):
                draft.add(.hospital(.bedChosen(patient, from: to, to: from)))
            case .patient(.destined(let patient, let from, let to)):
                draft.add(.patient(.destined(patient, from: to, to: from)))
            case .patient(.boarded(let patient, let from, let to, let before, let destination)):
                guard self[patient].assignment == to, self[to].state.isLive else {
                    throw .course(.notUndone(sequence: first.sequence, .nothingToTakeBack))
                }
                guard from.isSet else {
                    draft.add(.patient(.unboarded(patient, from: to, destination: before)))
                    continue
                }
                guard self[from].state.isLive, self[from].state <= .transporting else {
                    throw .course(.notUndone(sequence: first.sequence, .nothingToTakeBack))
                }
                draft.add(
                    .patient(
                        .boarded(patient, from: to, to: from, before: destination, destination: before)))
            default: break
            }
        }
        return { $0.openPatients + change }
    }

    private static func patient(of body: EventBody) -> PatientID? {
        switch body {
        case .patientEnded(let patient, _), .patientLoaded(let patient, _, _, _): patient
        case .patient(let event): patient(of: event)
        case .hospital(.bedChosen(let patient, _, _)): patient
        default: nil
        }
    }

    /// The patient that an event is about.
    static func patient(of event: PatientEvent) -> PatientID {
        switch event {
        case .added(let patient, _, _), .tagged(let patient, _, _), .destined(let patient, _, _),
            .described(let patient, _),
            .boarded(let patient, _, _, _, _), .unboarded(let patient, _, _), .reopened(let patient, _):
            patient
        }
    }

    private static func boards(_ line: [Event], _ assignment: AssignmentID) -> Bool {
        line.contains { event in
            if case .patient(.boarded(_, _, let to, _, _)) = event.body { return to == assignment }
            return false
        }
    }

    /// The unit that an event is about.
    static func unit(of event: DutyEvent) -> UnitID {
        switch event {
        case .loggedOn(let unit, _, _, _), .loggedOff(let unit, _), .outOfService(let unit, _, _, _),
            .backInService(let unit), .whereabouts(let unit, _), .odometerRead(let unit, _, _, _, _),
            .odometerWithdrawn(let unit, _, _, _), .restored(let unit):
            unit
        }
    }

    /// ON, OFF, OOS and odometer readings, as long as nothing was built on them.
    func undoDuty(
        _ duty: DutyEvent, _ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        func no(_ obstacle: UndoObstacle) -> Rejection {
            .course(.notUndone(sequence: first.sequence, obstacle))
        }
        let unit = Centre.unit(of: duty)
        for event in undone.later {
            switch event.body {
            case .duty(.whereabouts): continue
            case .duty(let later) where Centre.unit(of: later) == unit: throw no(.followed(event.sequence))
            case .dispatched(_, _, let sent, _, _) where sent == unit: throw no(.followed(event.sequence))
            default: continue
            }
        }
        var changes: [DutyEvent] = []
        for event in undone.line.reversed() {
            switch event.body {
            case .duty(.odometerRead(_, let kilometres, let before, let trip, _)):
                guard self[unit].duty.odometer == kilometres else { throw no(.nothingToTakeBack) }
                changes.append(.odometerWithdrawn(unit, kilometres: kilometres, to: before, trip))
            case .duty(.loggedOn), .duty(.loggedOff), .duty(.outOfService), .duty(.backInService):
                guard self[unit].duty.before.isKnown else { throw no(.nothingToTakeBack) }
                guard !self[unit].live.isSet else { throw no(.orderHasLeft(unit)) }
                if !changes.contains(.restored(unit)) { changes.append(.restored(unit)) }
            default: continue
            }
        }
        guard !changes.isEmpty else { throw no(.nothingToTakeBack) }
        draft.add(.course(.takenBack(first: first.sequence, last: last.sequence)))
        for change in changes { draft.add(.duty(change)) }
    }
}
