// What time itself does: alerts that fall due, and the oldest closed incidents leaving memory.

extension Centre {
    func fireDeadlines(_ draft: inout Draft) {
        let now = draft.submission.now
        var seen: [Deadline] = []
        var silent: [OfferID] = []
        var alerted: Set<String>?
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
            case .incidentOverdue: draft.raise(.incidentOverdue, subject: deadline.subject)
            case .offerSilent: silent.append(OfferID(index: deadline.subject))
            case .callWaiting:
                guard mayAlertOfRinging(deadline.subject, &alerted) else { continue }
                draft.raise(.callWaiting, subject: deadline.subject)
            case .callbackOverdue: draft.raise(.callbackOverdue, subject: deadline.subject)
            case .bedsRunOut, .receptionRunsOut, .diversionRunsOut, .hospitalClosed:
                fireHospital(deadline, &draft)
            }
        }
        fallSilent(silent, &draft)
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
        case .incidentOverdue: return isOverdue(deadline.subject, now)
        case .offerSilent:
            guard offers.contains(deadline.subject) else { return false }
            let row = offers[deadline.subject]
            return row.state == .asked && row.expiresAt <= now
        case .callWaiting, .callbackOverdue: return isCallDue(deadline, now)
        case .bedsRunOut, .receptionRunsOut, .diversionRunsOut, .hospitalClosed:
            return isHospitalDue(deadline, now)
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
        let ringing = deadlines.due(now).filter { $0.kind == .callWaiting && stillRings($0.subject) }
        deadlines.removeDue(now)
        // Held back because another call of its number is alerted of: looked at again.
        for deadline in ringing {
            deadlines.add(
                Deadline(
                    at: now.adding(seconds: max(1, rules.callAlertSeconds)), kind: .callWaiting,
                    subject: deadline.subject))
        }
    }

    /// All deadlines that the state implies: what a centre read from a snapshot starts with.
    mutating func rebuildDeadlines() {
        var rebuilt = DeadlineHeap()
        for incident in openIncidents where self[incident].phase == .waiting {
            rebuilt.add(
                Deadline(
                    at: waitingDeadline(self[incident]), kind: .incidentWaiting, subject: incident.index))
        }
        // Whether somebody has arrived is asked when it falls due.
        for incident in openIncidents where self[incident].priority != .p0 {
            rebuilt.add(
                Deadline(
                    at: targetDeadline(self[incident]), kind: .incidentOverdue, subject: incident.index))
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
        for index in offers.base..<offers.end where offers[index].state == .asked {
            rebuilt.add(Deadline(at: offers[index].expiresAt, kind: .offerSilent, subject: index))
        }
        for call in openCalls { addDeadline(of: call, to: &rebuilt) }
        addHospitalDeadlines(to: &rebuilt)
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
            notes: notes.end, texts: texts.end,
            alerts: min(openAlerts.first ?? alerts.end, alerts.end - Centre.keptAlerts), offers: offers.end)
        func keep(_ bound: inout Int32, _ index: Int32) {
            if index >= 0 && index < bound { bound = index }
        }
        for alert in openAlerts {
            switch alerts[alert].kind.subjectKind {
            case .assignment: keep(&bounds.assignments, alerts[alert].subject)
            case .offer: keep(&bounds.offers, alerts[alert].subject)
            case .call: keep(&bounds.calls, alerts[alert].subject)
            case .incident, .unit, .hospital, .centre: break
            }
        }
        for call in openCalls { keep(&bounds.calls, call.index) }
        for index in first..<incidents.end {
            let row = incidents[index]
            keep(&bounds.calls, row.call.index)
            keep(&bounds.assignments, row.firstAssignment.index)
            keep(&bounds.patients, row.firstPatient.index)
            keep(&bounds.notes, row.firstNote)
            keep(&bounds.texts, row.placeSaid.index)
            keep(&bounds.texts, row.placeName.index)
            keep(&bounds.texts, row.words.index)
            keep(&bounds.offers, row.offers.first.index)
            for offer in offers(of: IncidentID(index: index)) {
                keep(&bounds.texts, offers[offer.index].words.index)
            }
            if let triage = row.triage { keep(&bounds.texts, triage.answers.index) }
            keep(&bounds.texts, row.telling.title.index)
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
        for index in bounds.calls..<calls.end {
            keep(&bounds.texts, calls[index].phone.index)
            keep(&bounds.texts, calls[index].recording.index)
            keep(&bounds.texts, calls[index].words.index)
        }
        return bounds
    }
}
