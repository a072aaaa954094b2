// What time itself does: alerts that fall due, and the oldest closed incidents leaving memory.

extension Centre {
    func fireDeadlines(_ draft: inout Draft) {
        let now = draft.submission.now
        var seen: [Deadline] = []
        for deadline in deadlines.due(now) where isDue(deadline, now) {
            // The same subject may wait twice in the heap (a priority that changed): one alert will do.
            let twin = seen.contains { $0.kind == deadline.kind && $0.subject == deadline.subject }
            guard !twin else { continue }
            seen.append(deadline)
            switch deadline.kind {
            case .orderUndelivered: draft.raise(.orderUndelivered, subject: deadline.subject)
            case .crewSilent: draft.raise(.crewSilent, subject: deadline.subject)
            case .incidentWaiting:
                let isEmergency = incidents[deadline.subject].course.kind == .emergency
                draft.raise(isEmergency ? .incidentWaiting : .plannedDue, subject: deadline.subject)
            }
        }
    }

    /// Whether the reason for a deadline still stands.
    private func isDue(_ deadline: Deadline, _ now: Timestamp) -> Bool {
        switch deadline.kind {
        case .orderUndelivered:
            guard assignments.contains(deadline.subject) else { return false }
            let row = assignments[deadline.subject]
            guard !row.isOrderDelivered, row.orderAlert < 0, self[row.unit].order == row.order else {
                return false
            }
            // A crew that speaks has its order, by whatever way.
            return row.state.isLive ? !row.hasCrewAnswered : row.endReason.isStandDown
        case .crewSilent:
            guard assignments.contains(deadline.subject) else { return false }
            let row = assignments[deadline.subject]
            return row.state.isLive && !row.hasCrewAnswered && row.crewAlert < 0
        case .incidentWaiting:
            guard incidents.contains(deadline.subject) else { return false }
            let row = incidents[deadline.subject]
            guard row.phase == .waiting, row.waitingAlert < 0 else { return false }
            if row.course.kind != .emergency, openAlert(of: .plannedDue, about: deadline.subject) >= 0 {
                return false
            }
            return waitingDeadline(row) <= now
        }
    }

    /// When an incident without a unit is told of; planned work when it is due.
    func waitingDeadline(_ incident: Incident) -> Timestamp {
        if incident.course.plannedAt.isSet { return max(incident.course.plannedAt, incident.waitingSince) }
        return waitingLimit(incident)
    }

    private func waitingLimit(_ incident: Incident) -> Timestamp {
        incident.waitingSince.adding(seconds: rules.waitingAlertSeconds[Int(incident.priority.rawValue)])
    }

    /// Lets go of deadlines that were looked at. Not part of the fold: a deadline that has fired, or whose
    /// reason is gone, is void whether it is still in the heap or not.
    public mutating func forgetFiredDeadlines(_ now: Timestamp) {
        deadlines.removeDue(now)
    }

    /// All deadlines that the state implies: what a centre read from a snapshot starts with.
    mutating func rebuildDeadlines() {
        var rebuilt = DeadlineHeap()
        for incident in openIncidents where self[incident].phase == .waiting {
            rebuilt.add(
                Deadline(
                    at: waitingDeadline(self[incident]), kind: .incidentWaiting, subject: incident.index))
        }
        for unit in units where unit.orderAssignment.isSet && assignments.contains(unit.orderAssignment.index)
        {
            let row = self[unit.orderAssignment]
            let ordered = row.orderedAt
            if !row.isOrderDelivered {
                rebuilt.add(
                    Deadline(
                        at: ordered.adding(seconds: rules.orderAlertSeconds), kind: .orderUndelivered,
                        subject: unit.orderAssignment.index))
            }
            if row.state.isLive && !row.hasCrewAnswered {
                rebuilt.add(
                    Deadline(
                        at: ordered.adding(seconds: rules.crewAlertSeconds), kind: .crewSilent,
                        subject: unit.orderAssignment.index))
            }
        }
        deadlines = rebuilt
    }

    /// Lets the oldest closed incidents go when twice the kept number is there: seldom, and many at once.
    func retireOldest(_ draft: inout Draft) {
        let kept = rules.keptIncidents
        guard incidents.rows.count > Int(2 * kept) else { return }
        var first = incidents.base
        while first < incidents.end - kept, !incidents[first].isOpen { first += 1 }
        guard first > incidents.base else { return }
        draft.add(.retired(bounds(keepingFrom: first)))
    }

    /// The first row of each table that an incident from `first` on still needs.
    private func bounds(keepingFrom first: Int32) -> RetiredBounds {
        var bounds = RetiredBounds(
            incidents: first, calls: calls.end, assignments: assignments.end, patients: patients.end,
            notes: notes.end, texts: texts.end, alerts: openAlerts.first ?? alerts.end, offers: offers.end)
        func keep(_ bound: inout Int32, _ index: Int32) {
            if index >= 0 && index < bound { bound = index }
        }
        for alert in openAlerts {
            switch alerts[alert].kind.subjectKind {
            case .assignment: keep(&bounds.assignments, alerts[alert].subject)
            case .offer: keep(&bounds.offers, alerts[alert].subject)
            case .call: keep(&bounds.calls, alerts[alert].subject)
            case .incident, .unit, .centre: break
            }
        }
        for index in first..<incidents.end {
            let row = incidents[index]
            keep(&bounds.calls, row.call.index)
            keep(&bounds.assignments, row.firstAssignment.index)
            keep(&bounds.patients, row.firstPatient.index)
            keep(&bounds.notes, row.firstNote)
            keep(&bounds.texts, row.placeSaid.index)
            keep(&bounds.texts, row.placeName.index)
            keep(&bounds.texts, row.words.index)
            keep(&bounds.texts, calls[row.call.index].phone.index)
            if row.firstNote >= 0 { keep(&bounds.texts, notes[row.firstNote].text.index) }
            keep(&bounds.texts, row.course.doctor.index)
            keep(&bounds.texts, row.course.bed.index)
            keep(&bounds.texts, row.course.escort.index)
            keep(&bounds.texts, row.course.placeBefore?.said.index ?? -1)
            keep(&bounds.texts, row.course.placeBefore?.name.index ?? -1)
            // Patients' words are younger than the incident's, but an incident need not have any.
            for patient in patients(of: IncidentID(index: index)) {
                keep(&bounds.texts, self[patient].notes.words.index)
            }
        }
        return bounds
    }
}
