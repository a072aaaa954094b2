// Decisions about a station's yes and no.

extension Centre {
    func accept(
        _ unit: UnitID, _ named: IncidentID, _ from: StationID, _ crew: String, _ basis: Basis,
        _ draft: inout Draft
    ) throws(Rejection) {
        try requireUnit(unit)
        try requireShort(crew)
        let station = self[unit].station
        if from.isSet, from != station { throw .offer(.unitOfOtherStation(unit, from)) }
        let id = try offerMeant(by: station, named)
        let row = offers[id.index]
        let incident = row.incident
        switch row.state {
        case .planned, .asked: break
        case .silent, .declined: guard stillWants(incident) else { throw .offer(.othersHaveIt(id)) }
        case .withdrawn: throw .offer(.withdrawn(id))
        case .accepted: throw .offer(.alreadyAccepted(id))
        }
        do { try requireFree(unit, for: incident) } catch {
            switch error {
            case .unitBusy(_, _, let other): throw .offer(.unitTaken(unit, on: other, id))
            case .unitOffDuty: throw .offer(.unitOff(unit, id))
            default: throw error
            }
        }
        guard assignments.end < .max else { throw .centreFull }
        let assignment = AssignmentID(index: assignments.end)
        clearOfferAlerts(incident, &draft)
        // Planned work gives way in the same breath, and that order's alert with it.
        let isTaken = self[unit].live.isSet
        if isTaken { cancel(self[unit].live, .diverted, order: 0, &draft) }
        draft.add(.dispatched(assignment, incident, unit, order: lastOrder + 1, basis))
        draft.add(
            .offer(
                .accepted(
                    id, unit, assignment, isByPhone: !from.isSet, isLate: !row.state.isOpen,
                    crew: draft.text(crew))))
        if !isTaken { clearOldOrder(of: unit, &draft) }
        clearWaiting(incident, &draft)
        link(incident, sending: [unit], first: assignment, &draft)
        settleOffers(incident, sending: [unit], accepted: id, &draft)
    }

    func decline(
        _ station: StationID, _ incident: IncidentID, _ reason: DeclineReason, _ until: Timestamp,
        _ words: String, _ isByPhone: Bool, _ draft: inout Draft
    ) throws(Rejection) {
        try requireShort(words)
        let id = try offerMeant(by: station, incident)
        let row = offers[id.index]
        if until.isSet, until <= draft.submission.now { throw .offer(.untilPast(until)) }
        switch row.state {
        case .planned, .asked, .silent: break
        case .declined:
            // It may say more, such as until when.
            guard row.reason != reason || row.busyUntil != until || !words.isEmpty else {
                throw .nothingChanges
            }
        case .withdrawn: throw .offer(.withdrawn(id))
        case .accepted: throw .offer(.alreadyAccepted(id))
        }
        draft.clear(openAlert(of: .offerSilent, about: id.index))
        draft.add(
            .offer(
                .declined(id, reason, until: until, isByPhone: isByPhone, words: draft.text(words))))
        if row.state.isOpen { askNext(row.incident, ended: [id], &draft) }
    }
}
