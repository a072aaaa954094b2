// Taking a line back: what can honestly be taken back, and only while nothing was built on it. What has
// left the house (an order to a unit) is not taken back; it is answered with what does it. Nothing is
// erased: the line stays, and events say that it was taken back and what that changed. Linear in the events
// that came later.

extension Centre {
    /// How long one's own line may be taken back.
    static let undoMinutes: Int64 = 15

    func undo(_ undone: LineToUndo, _ anybodys: Bool, _ draft: inout Draft) throws(Rejection) {
        guard let first = undone.line.first, let last = undone.line.last else { throw .nothingChanges }
        if case .unit = first.actor.kind {
            throw no(first, .boxPressed(unit(numbered: Int32(clamping: first.actor.number))))
        }
        guard first.actor.kind == .console else { throw no(first, .nothingToTakeBack) }
        for event in undone.later {
            if case .course(.takenBack(let low, let high)) = event.body,
                low <= last.sequence, high >= first.sequence
            {
                throw no(first, .takenBackAlready(event.sequence))
            }
        }
        guard anybodys || first.actor == draft.submission.actor else { throw no(first, .othersLine) }
        let age = draft.submission.now.seconds(since: first.at)
        guard anybodys || age <= Centre.undoMinutes * 60 else {
            throw no(first, .tooLate(minutes: Centre.undoMinutes))
        }
        try undoMain(undone, first, last, &draft)
    }

    private func no(_ event: Event, _ obstacle: UndoObstacle) -> Rejection {
        .course(.notUndone(sequence: event.sequence, obstacle))
    }

    /// The event that makes the line what it is decides how it is taken back: orders that have left first.
    private func undoMain(_ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft)
        throws(Rejection)
    {
        for event in undone.line {
            if case .dispatched(_, _, let unit, _, _) = event.body { throw no(first, .orderHasLeft(unit)) }
        }
        for event in undone.line {
            switch event.body {
            case .incidentOpened(let id, _, _, _, _): throw no(first, .incidentOpened(id))
            case .assignmentCancelled(let id, _, _, _):
                guard assignments.contains(id.index) else { throw no(first, .nothingToTakeBack) }
                throw no(first, .standDownHasLeft(self[id].unit, self[id].incident))
            case .assignmentMoved: return try undoStep(event, undone, first, last, &draft)
            case .incidentClosed(let id, let disposition):
                return try undoClose(id, disposition, undone, first, last, &draft)
            default: continue
            }
        }
        for event in undone.line {
            switch event.body {
            case .incidentPlaced(let id, _, _): return try undoPlace(id, undone, first, last, &draft)
            case .priorityChanged(let id, _, _), .course(.massCasualty(let id, _, _)):
                return try undoPriority(id, undone, first, last, &draft)
            case .noted(let id, let text): return try undoNote(id, text, first, last, &draft)
            case .patient, .patientEnded: return try undoPatients(undone, first, last, &draft)
            case .duty(let duty): return try undoDuty(duty, undone, first, last, &draft)
            case .hospital(.bedChosen): return try undoPatients(undone, first, last, &draft)
            case .hospital(let hospital):
                return try undoHospital(hospital, undone, first, last, &draft)
            default: continue
            }
        }
        throw no(first, .nothingToTakeBack)
    }

    /// Refuses where an event that came later passes the test.
    private func requireNothingFollowed(
        _ undone: LineToUndo, _ first: Event, _ follows: (EventBody) -> Bool
    ) throws(Rejection) {
        for event in undone.later where follows(event.body) { throw no(first, .followed(event.sequence)) }
    }

    private func requireOpen(_ incident: IncidentID, _ first: Event) throws(Rejection) {
        guard incidents.contains(incident.index) else { throw .incidentRetired(incident) }
        guard self[incident].isOpen else { throw no(first, .incidentClosed(incident)) }
    }

    private func mark(_ first: Event, _ last: Event, _ draft: inout Draft) {
        draft.add(.course(.takenBack(first: first.sequence, last: last.sequence)))
    }

    // MARK: - Steps

    private func undoStep(
        _ event: Event, _ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        guard case .assignmentMoved(let id, let from, let to, let button, _, _, _, let press) = event.body,
            assignments.contains(id.index)
        else { throw no(first, .nothingToTakeBack) }
        let row = self[id]
        guard press == 0 else { throw no(first, .boxPressed(row.unit)) }
        if button == .available { throw no(first, .unitIsFree(row.unit, row.incident)) }
        guard from != to else { throw no(first, .hospitalChanged(row.unit)) }
        try requireNothingFollowed(undone, first) { body in
            switch body {
            case .assignmentMoved(let other, _, _, _, _, _, _, _), .assignmentCancelled(let other, _, _, _),
                .patientLoaded(_, _, let other, _):
                return other == id
            case .patient(.boarded(_, let left, let taken, _, _)): return left == id || taken == id
            case .patientEnded(let patient, _): return isOn(patient, id)
            default: return false
            }
        }
        try requireOpen(row.incident, first)
        guard row.state == to else { throw no(first, .nothingToTakeBack) }
        mark(first, last, &draft)
        for other in undone.line.reversed() {
            switch other.body {
            case .patientEnded(let patient, let outcome) where button == .handOver && isOn(patient, id):
                draft.add(.patient(.reopened(patient, was: outcome)))
            case .patient(.boarded(let patient, _, let taken, let before, _)) where taken == id:
                draft.add(.patient(.unboarded(patient, from: id, destination: before)))
            case .patientLoaded(let patient, _, let taken, _) where taken == id:
                draft.add(.patientEnded(patient, .mistaken))
            default: break
            }
        }
        draft.add(.course(.stepTakenBack(id, from: to, to: from, button)))
    }

    private func isOn(_ patient: PatientID, _ assignment: AssignmentID) -> Bool {
        patients.contains(patient.index) && self[patient].assignment == assignment
    }

    // MARK: - Incidents

    private func undoClose(
        _ id: IncidentID, _ disposition: Disposition, _ undone: LineToUndo, _ first: Event, _ last: Event,
        _ draft: inout Draft
    ) throws(Rejection) {
        guard incidents.contains(id.index) else { throw .incidentRetired(id) }
        try requireNothingFollowed(undone, first) { body in
            if case .course(.reopened(let other, _, _)) = body { return other == id }
            return false
        }
        guard !self[id].isOpen else { throw no(first, .nothingToTakeBack) }
        try requireOwnCall(id)
        mark(first, last, &draft)
        draft.add(.course(.reopened(id, was: disposition, isFresh: false)))
        for other in undone.line {
            if case .patientEnded(let patient, let outcome) = other.body, self[patient].incident == id {
                draft.add(.patient(.reopened(patient, was: outcome)))
            }
        }
    }

    private func undoPlace(
        _ id: IncidentID, _ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        try requireOpen(id, first)
        try requireNothingFollowed(undone, first) { body in
            switch body {
            case .incidentPlaced(let other, _, _), .course(.placeRestored(let other)): return other == id
            default: return false
            }
        }
        guard self[id].course.placeBefore != nil else { throw no(first, .nothingToTakeBack) }
        mark(first, last, &draft)
        draft.add(.course(.placeRestored(id)))
        renewOrders(id, &draft)
    }

    private func undoPriority(
        _ id: IncidentID, _ undone: LineToUndo, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        try requireOpen(id, first)
        try requireNothingFollowed(undone, first) { body in
            switch body {
            case .priorityChanged(let other, _, _), .course(.massCasualty(let other, _, _)):
                return other == id
            default: return false
            }
        }
        for event in undone.line {
            switch event.body {
            case .priorityChanged(let other, _, let to) where other == id && self[id].priority != to:
                throw no(first, .nothingToTakeBack)
            case .course(.massCasualty(let other, _, let to))
            where other == id && self[id].course.estimate != to:
                throw no(first, .nothingToTakeBack)
            default: continue
            }
        }
        mark(first, last, &draft)
        for event in undone.line.reversed() {
            switch event.body {
            case .priorityChanged(let other, let from, _) where other == id:
                try prioritise(id, from, &draft)
            case .course(.massCasualty(let other, let from, let to)) where other == id:
                draft.add(.course(.massCasualty(id, from: to, to: from)))
            default: break
            }
        }
    }

    private func undoNote(
        _ id: IncidentID, _ text: Text, _ first: Event, _ last: Event, _ draft: inout Draft
    ) throws(Rejection) {
        guard incidents.contains(id.index) else { throw .incidentRetired(id) }
        var note = self[id].firstNote
        while note >= 0, notes[note].text != text.id { note = notes[note].next }
        guard note >= 0, !notes[note].isWithdrawn else { throw no(first, .nothingToTakeBack) }
        mark(first, last, &draft)
        draft.add(.course(.noteWithdrawn(id, note: note)))
    }
}
