// Decisions about assignments: sending, stepping, standing down, diverting, and what the boxes report.

extension Centre {
    func dispatch(_ units: [UnitID], _ incident: IncidentID, _ basis: Basis, _ draft: inout Draft)
        throws(Rejection)
    {
        guard !units.isEmpty else { throw .noUnitNamed }
        try requireOpen(incident)
        for (position, unit) in units.enumerated() {
            try requireFree(unit, for: incident)
            guard !units[..<position].contains(unit) else { throw .unitNamedTwice(unit) }
        }
        guard assignments.end < .max - Int32(units.count) else { throw .centreFull }
        // Planned work gives way: those units leave it in the same breath.
        for unit in units where self[unit].live.isSet { cancel(self[unit].live, .diverted, order: 0, &draft) }
        for (position, unit) in units.enumerated() {
            draft.add(
                .dispatched(
                    AssignmentID(index: assignments.end + Int32(position)), incident, unit,
                    order: lastOrder + 1 + OrderID(position), basis))
        }
        // Who leaves planned work has had that order's alert cleared with it.
        for unit in units where !self[unit].live.isSet { clearOldOrder(of: unit, &draft) }
        clearWaiting(incident, &draft)
        link(incident, sending: units, first: AssignmentID(index: assignments.end), &draft)
        settleOffers(incident, sending: units, &draft)
    }

    /// Nobody waits there any more: somebody goes, or it is over.
    func clearWaiting(_ incident: IncidentID, _ draft: inout Draft) {
        draft.clear(self[incident].waitingAlert)
        draft.clear(self[incident].withoutUnitAlert)
        if self[incident].course.kind != .emergency {
            draft.clear(openAlert(of: .plannedDue, about: incident.index))
        }
    }

    /// A new order takes the place of a stand-down that no box has confirmed.
    func clearOldOrder(of unit: UnitID, _ draft: inout Draft) {
        let old = self[unit].orderAssignment
        if assignments.contains(old.index) { draft.clear(self[old].orderAlert) }
    }

    func divert(_ unit: UnitID, _ incident: IncidentID, _ basis: Basis, _ draft: inout Draft)
        throws(Rejection)
    {
        let old = try requireLive(unit)
        try requireOpen(incident)
        guard self[old].incident != incident else { throw .alreadyOnIncident(unit, incident) }
        guard LegalMoves.canDivert(from: self[old].state) else {
            throw .divertNotLegal(unit, from: self[old].state)
        }
        try requireEmpty(unit, old)
        cancel(old, .diverted, order: 0, &draft)
        draft.add(
            .dispatched(
                AssignmentID(index: assignments.end), incident, unit, order: lastOrder + 1, basis))
        clearWaiting(incident, &draft)
        link(incident, sending: [unit], first: AssignmentID(index: assignments.end), &draft)
        settleOffers(incident, sending: [unit], &draft)
    }

    func standDown(_ unit: UnitID, _ reason: EndReason, _ note: String, _ draft: inout Draft)
        throws(Rejection)
    {
        let assignment = try requireLive(unit)
        guard LegalMoves.canStandDown(from: self[assignment].state) else {
            throw .standDownNotLegal(unit, from: self[assignment].state)
        }
        try requireEmpty(unit, assignment)
        try requireShort(note)
        cancel(
            assignment, reason.isStandDown ? reason : .stoodDown, order: lastOrder + 1, &draft)
        if !note.isEmpty { draft.add(.noted(self[assignment].incident, draft.text(note))) }
    }

    /// A unit with a patient on board goes nowhere else before that patient has an outcome or another unit.
    private func requireEmpty(_ unit: UnitID, _ assignment: AssignmentID) throws(Rejection) {
        if let patient = openPatients(on: assignment).first { throw .patient(.unitHasPatient(unit, patient)) }
    }

    /// Ends an assignment before its time; an incident that loses its last unit says so.
    func cancel(
        _ assignment: AssignmentID, _ reason: EndReason, order: OrderID, _ draft: inout Draft
    ) {
        let row = self[assignment]
        draft.add(.assignmentCancelled(assignment, from: row.state, reason, order: order))
        draft.clear(row.orderAlert)
        draft.clear(row.crewAlert)
        let incident = self[row.incident]
        // Planned work that loses its unit is due again, or later: that has an alert of its own.
        if incident.course.kind == .emergency, incident.liveAssignments == 1,
            incident.servedAssignments == 0 || incident.openPatients > 0, incident.withoutUnitAlert < 0
        {
            draft.raise(.incidentWithoutUnit, subject: row.incident.index)
        }
        unlink(assignment, &draft)
    }

    /// `chosen` are the patients that a TR takes on board; empty for those who wait.
    func step(
        _ unit: UnitID, _ button: Button, _ occurredAt: Timestamp, _ said: HospitalID,
        taking chosen: [PatientID] = [], bed: BedKind? = nil, _ draft: inout Draft
    ) throws(Rejection) {
        if button == .acknowledge, try toldByVoice(unit, &draft) { return }
        let assignment = try requireLive(unit)
        let row = self[assignment]
        let target = try requireLegal(button, unit, row)
        var destination = said
        if button == .transport {
            if !destination.isSet { destination = plannedDestination(assignment, chosen) }
            guard destination.isSet else { throw .hospitalNeeded(unit) }
            // Whoever is on the way to one that was withdrawn meanwhile may take the rest there.
            if destination != row.destination { try requireHospital(destination) }
            let boards = chosen.contains { self[$0].assignment != assignment }
            let moves = bed != nil && changesBed(assignment, chosen, bed)
            guard target != row.state || destination != row.destination || boards || moves else {
                throw .nothingChanges
            }
        }
        let now = draft.submission.now
        let latest = row.times.latest
        if occurredAt.isSet {
            guard occurredAt <= now else { throw .timeInFuture(occurredAt) }
            guard occurredAt >= latest else { throw .timeBeforeLastStep(occurredAt, last: latest) }
        }
        // A wall clock that stepped back must not make an interval negative.
        let moment = occurredAt.isSet ? occurredAt : max(now, latest)
        move(
            assignment, button, to: target, moment, isLate: occurredAt.isSet, destination, taking: chosen,
            bed: bed, press: 0, &draft)
    }

    /// AK for an order that waits for its box, where AK is no step of the assignment (a stand-down, or a
    /// place told anew): somebody has told the crew, and the alerts about it are over.
    private func toldByVoice(_ unit: UnitID, _ draft: inout Draft) throws(Rejection) -> Bool {
        try requireUnit(unit)
        let row = self[unit]
        guard !row.isOrderDelivered, assignments.contains(row.orderAssignment.index),
            self[row.orderAssignment].state != .dispatched
        else { return false }
        draft.add(.orderConfirmed(unit, order: row.order, row.orderAssignment))
        draft.clear(self[row.orderAssignment].orderAlert)
        draft.clear(self[row.orderAssignment].crewAlert)
        return true
    }

    func press(
        _ unit: UnitID, _ button: Button, _ press: UInt32, _ pressedAt: Timestamp, _ destination: HospitalID,
        _ draft: inout Draft
    ) throws(Rejection) {
        try requireUnit(unit)
        guard press > self[unit].lastPress else { throw .pressRepeated(unit, press: press) }
        let known = destination.index < hospitals.count ? destination : .none
        let assignment = self[unit].live
        let planned =
            known.isSet || button != .transport || !assignment.isSet
            ? known : plannedDestination(assignment, [])
        guard assignment.isSet, let target = legalTarget(button, unit, self[assignment]),
            target != self[assignment].state
                || (known.isSet && known != self[assignment].destination)
        else {
            draft.add(.pressIgnored(unit, button, press: press))
            return
        }
        // The box's clock is not ours: its time is kept between the last step (or its getting the order) and now.
        let now = draft.submission.now
        let latest = max(self[assignment].times.latest, self[assignment].times.unitNotified)
        let moment = max(min(pressedAt.isSet ? pressedAt : now, now), latest)
        let isLate = now.seconds(since: moment) >= 60
        move(assignment, button, to: target, moment, isLate: isLate, planned, press: press, &draft)
    }

    private func move(
        _ assignment: AssignmentID, _ button: Button, to target: AssignmentState, _ moment: Timestamp,
        isLate: Bool, _ destination: HospitalID, taking chosen: [PatientID] = [], bed: BedKind? = nil,
        press: UInt32, _ draft: inout Draft
    ) {
        let row = self[assignment]
        let told = button == .transport && destination.isSet ? destination : row.destination
        draft.add(
            .assignmentMoved(
                assignment, from: row.state, to: target, button, occurredAt: moment, isLate: isLate,
                destination: told, press: press))
        if button == .transport { board(assignment, chosen, told, bed, &draft) }
        if button == .handOver {
            for patient in openPatients(on: assignment) { draft.add(.patientEnded(patient, .handedOver)) }
        }
        // The crew has spoken: nobody need phone it any more.
        draft.clear(row.orderAlert)
        draft.clear(row.crewAlert)
        if target >= .onScene { draft.clear(self[row.incident].overdueAlert) }
    }

    func confirmOrder(_ unit: UnitID, _ order: OrderID, _ draft: inout Draft) throws(Rejection) {
        try requireUnit(unit)
        let row = self[unit]
        guard order != 0, order == row.order else { throw .orderUnknown(unit, order) }
        guard !row.isOrderDelivered else { throw .nothingChanges }
        draft.add(.orderConfirmed(unit, order: order, row.orderAssignment))
        if assignments.contains(row.orderAssignment.index) {
            draft.clear(self[row.orderAssignment].orderAlert)
            if self[row.orderAssignment].state != .dispatched {
                draft.clear(self[row.orderAssignment].crewAlert)
            }
        }
    }

    // MARK: - What is asked first

    func requireFree(_ unit: UnitID, for incident: IncidentID) throws(Rejection) {
        try requireUnit(unit)
        let row = self[unit]
        guard row.isOnDuty else { throw .unitOffDuty(unit) }
        guard row.isInService else { throw .duty(.outOfService(unit)) }
        guard row.live.isSet else { return }
        let other = self[row.live].incident
        if other == incident { throw .alreadyOnIncident(unit, incident) }
        if self[incident].course.kind == .emergency, isInterruptible(unit) { return }
        throw .unitBusy(unit, row.live, other)
    }

    func requireLive(_ unit: UnitID) throws(Rejection) -> AssignmentID {
        try requireUnit(unit)
        guard self[unit].live.isSet else { throw .unitHasNoAssignment(unit) }
        return self[unit].live
    }

    private func requireLegal(_ button: Button, _ unit: UnitID, _ row: Assignment) throws(Rejection)
        -> AssignmentState
    {
        if button == .available, let patient = openPatients(on: self[unit].live).first {
            throw .patientOpen(unit, patient)
        }
        if button == .transport, !self[unit].kind.canTransport { throw .kindCannotTransport(unit) }
        guard let target = LegalMoves.target(of: button, from: row.state) else {
            throw .moveNotLegal(unit, from: row.state, button)
        }
        if button == .available { try requireNobodyLeft(unit, row) }
        return target
    }

    private func legalTarget(_ button: Button, _ unit: UnitID, _ row: Assignment) -> AssignmentState? {
        do { return try requireLegal(button, unit, row) } catch { return nil }
    }
}
