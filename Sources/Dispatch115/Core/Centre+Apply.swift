// The fold: what an event does to the centre. Cannot fail: an event was decided against the state it is
// applied to, so a row that is missing here is a broken invariant of ours.

extension Centre {
    /// Applies the next event. Its sequence must follow the last one.
    public mutating func apply(_ event: Event) {
        precondition(event.sequence == sequence + 1, "events are applied in order and once")
        sequence = event.sequence
        epoch = event.epoch
        clients.record(client: event.client, sequence: event.sequence)
        noteDay(event.at)
        let reserving = reservingAssignments(event.body)
        let taken = takenPlaces(reserving.0) + takenPlaces(reserving.1)
        switch event.body {
        case .epochStarted(let number, _): lastOrder = max(lastOrder, Centre.firstOrder(of: number))
        case .stationDefined(let id, let number, let coordinate, let name):
            if id.index == stations.count {
                stations.append(Station(number: number, coordinate: coordinate))
                stationNames.append(name)
                stationByNumber[number] = id.index
            } else {
                stations[Int(id.index)].coordinate = coordinate
                stationNames[Int(id.index)] = name
            }
        case .unitDefined(let id, let number, let kind, let station, let skills, let equipment):
            if id.index == units.count {
                units.append(
                    Unit(number: number, kind: kind, station: station, skills: skills, equipment: equipment))
                unitByNumber[number] = id.index
            } else {
                units[Int(id.index)].kind = kind
                units[Int(id.index)].station = station
                define(id, skills, equipment)
            }
        case .callReceived(let id, let phone):
            precondition(id.index == calls.end)
            keep(phone)
            calls.append(Call(receivedAt: event.at, phone: phone.id, incident: .none))
        case .incidentOpened(let id, let call, let priority, let place, let words):
            open(id, call, priority, place, words, event.at)
        case .incidentPlaced(let id, _, let place):
            setPlace(id, place)
        case .priorityChanged(let id, _, let priority):
            incidents[id.index].priority = priority
            // A triage that changes it says so in its own event, which follows.
            incidents[id.index].isPrioritySetByPerson = event.actor.kind == .console
            awaitUnit(id)
            awaitArrival(id)
        case .noted(let id, let text):
            addNote(id, text, event)
        case .recommended: break
        case .dispatched(let id, let incident, let unit, let order, _):
            bind(id, incident, unit, order, event.at)
        case .orderConfirmed(let unit, _, let assignment):
            confirm(unit, assignment, event.at)
        case .orderRenewed(let id, let order):
            renew(id, order, .dispatch, event.at)
        case .assignmentMoved(let id, _, let state, let button, let occurredAt, _, let destination, let press):
            move(id, state, button, occurredAt, destination, press)
        case .assignmentCancelled(let id, _, let reason, let order):
            cancel(id, reason, order, event.at)
        case .pressIgnored(let unit, _, let press):
            units[Int(unit.index)].lastPress = press
        case .patientLoaded(let id, let incident, let assignment, let destination):
            load(id, incident, assignment, destination)
        case .patientEnded(let id, let outcome):
            end(id, outcome)
        case .incidentClosed(let id, let disposition):
            close(id, disposition, event.at)
        case .alertRaised(let alert, let kind, let subject):
            raise(alert, kind, subject, event.at)
        case .alertCleared(let alert):
            clear(alert, event.at)
        case .retired(let bounds):
            retire(bounds)
        case .call(let call): apply(call, event)
        case .triage(let triage): apply(triage, event)
        case .offer(let offer): apply(offer, event)
        case .duty(let duty): apply(duty, event)
        case .patient(let patient): apply(patient, event)
        case .course(let course): apply(course, event)
        case .alert(let alert): apply(alert, event)
        case .shift(let shift): apply(shift, event)
        case .privacy(let privacy): apply(privacy)
        case .hospital(let hospital): apply(hospital, event)
        case .destination(let destination): apply(destination, event)
        case .notice(let notice): apply(notice, event)
        case .referral(let referral): apply(referral, event)
        }
        if reserving.0.isSet || reserving.1.isSet { settlePlaces(reserving, before: taken, event) }
    }

    // MARK: - Text

    mutating func keep(_ text: Text) {
        guard text.id.isSet else { return }
        precondition(text.id.index == texts.end, "texts are numbered in order")
        texts.append(text.content)
    }

    // MARK: - Incidents

    private mutating func open(
        _ id: IncidentID, _ call: CallID, _ priority: Priority, _ place: PlaceRecord, _ words: Text,
        _ at: Timestamp
    ) {
        precondition(id.index == incidents.end)
        keep(place.said)
        keep(place.name)
        keep(words)
        // The clock starts at the ring, not when somebody has typed.
        let rang = min(at, calls[call.index].receivedAt)
        incidents.append(
            Incident(
                call: call, priority: priority, coordinate: place.coordinate, certainty: place.certainty,
                precisionMetres: place.precisionMetres, placeSaid: place.said.id, placeName: place.name.id,
                words: words.id, openedAt: rang, waitingSince: rang))
        incidents[id.index].madeAt = at
        calls[call.index].incident = id
        settle(call)
        openIncidents.append(id)
        awaitUnit(id)
        awaitArrival(id)
    }

    /// What a unit brings by itself; a crew that brings something else this shift keeps it.
    private mutating func define(_ id: UnitID, _ skills: Skills, _ equipment: Equipment) {
        let index = Int(id.index)
        if units[index].skills == units[index].duty.definedSkills { units[index].skills = skills }
        if units[index].equipment == units[index].duty.definedEquipment {
            units[index].equipment = equipment
        }
        units[index].duty.definedSkills = skills
        units[index].duty.definedEquipment = equipment
    }

    private mutating func setPlace(_ id: IncidentID, _ place: PlaceRecord) {
        keep(place.said)
        keep(place.name)
        rememberPlace(id)
        incidents[id.index].coordinate = place.coordinate
        incidents[id.index].certainty = place.certainty
        incidents[id.index].precisionMetres = place.precisionMetres
        if place.said.id.isSet { incidents[id.index].placeSaid = place.said.id }
        incidents[id.index].placeName = place.name.id
    }

    mutating func awaitUnit(_ id: IncidentID) {
        let row = self[id]
        guard row.phase == .waiting else { return }
        deadlines.add(Deadline(at: waitingDeadline(row), kind: .incidentWaiting, subject: id.index))
    }

    private mutating func addNote(_ id: IncidentID, _ text: Text, _ event: Event) {
        keep(text)
        let note = notes.end
        notes.append(Note(text: text.id, at: event.at, actor: event.actor, next: -1))
        if incidents[id.index].lastNote >= 0 {
            notes[incidents[id.index].lastNote].next = note
        } else {
            incidents[id.index].firstNote = note
        }
        incidents[id.index].lastNote = note
    }

    private mutating func close(_ id: IncidentID, _ disposition: Disposition, _ at: Timestamp) {
        // A wall clock that stepped back must not end it before it began.
        incidents[id.index].closedAt = max(at, incidents[id.index].openedAt)
        incidents[id.index].disposition = disposition
        openIncidents.removeSorted(id)
    }

    // MARK: - Assignments

    private mutating func bind(
        _ id: AssignmentID, _ incident: IncidentID, _ unit: UnitID, _ order: OrderID, _ at: Timestamp
    ) {
        precondition(id.index == assignments.end)
        precondition(!units[Int(unit.index)].live.isSet, "a unit has at most one live assignment")
        var row = Assignment(incident: incident, unit: unit, order: order, orderedAt: at)
        row.times.callReceived = calls[incidents[incident.index].call.index].receivedAt
        row.times.dispatchNotified = at
        assignments.append(row)
        link(id, to: incident)
        incidents[incident.index].liveAssignments += 1
        units[Int(unit.index)].live = id
        units[Int(unit.index)].duty.whereabouts = .unknown
        renew(id, order, .dispatch, at)
    }

    /// Puts an assignment at the end of its incident's.
    mutating func link(_ id: AssignmentID, to incident: IncidentID) {
        let previous = incidents[incident.index].lastAssignment
        if previous.isSet {
            assignments[previous.index].next = id
        } else {
            incidents[incident.index].firstAssignment = id
        }
        incidents[incident.index].lastAssignment = id
    }

    /// Gives the assignment's unit an order and waits for the box and, on the way out, for the crew.
    mutating func renew(_ id: AssignmentID, _ order: OrderID, _ kind: OrderKind, _ at: Timestamp) {
        lastOrder = order
        assignments[id.index].order = order
        assignments[id.index].orderedAt = at
        assignments[id.index].isOrderDelivered = false
        assignments[id.index].hasCrewAnswered = false
        let unit = Int(assignments[id.index].unit.index)
        units[unit].order = order
        units[unit].orderKind = kind
        units[unit].orderAssignment = id
        units[unit].isOrderDelivered = false
        deadlines.add(
            Deadline(
                at: at.adding(seconds: rules.orderAlertSeconds), kind: .orderUndelivered, subject: id.index))
        guard kind == .dispatch else { return }
        deadlines.add(
            Deadline(at: at.adding(seconds: rules.crewAlertSeconds), kind: .crewSilent, subject: id.index))
    }

    private mutating func confirm(_ unit: UnitID, _ assignment: AssignmentID, _ at: Timestamp) {
        units[Int(unit.index)].isOrderDelivered = true
        guard assignments.contains(assignment.index) else { return }
        assignments[assignment.index].isOrderDelivered = true
        // Of a crew that is under way no other answer is asked than that its box has the new place.
        if assignments[assignment.index].state != .dispatched {
            assignments[assignment.index].hasCrewAnswered = true
        }
        if !assignments[assignment.index].times.unitNotified.isSet,
            units[Int(unit.index)].orderKind == .dispatch
        {
            // Whoever has answered had been notified by then, whenever the box's word came.
            let times = assignments[assignment.index].times
            let notified = min(at, times.firstAnswer ?? at)
            assignments[assignment.index].times.unitNotified = max(notified, times.dispatchNotified)
        }
    }

    private mutating func move(
        _ id: AssignmentID, _ state: AssignmentState, _ button: Button, _ occurredAt: Timestamp,
        _ destination: HospitalID, _ press: UInt32
    ) {
        let unit = Int(assignments[id.index].unit.index)
        if press != 0 { units[unit].lastPress = press }
        let redirected = assignments[id.index].state == state
        assignments[id.index].state = state
        if !redirected { assignments[id.index].times[LegalMoves.timePoint(of: button)] = occurredAt }
        assignments[id.index].destination = destination
        assignments[id.index].hasCrewAnswered = true
        if redirected {
            for patient in openPatients(on: id) { patients[patient.index].destination = destination }
        }
        if state == .completed {
            incidents[assignments[id.index].incident.index].completedAssignments += 1
            release(id)
        }
    }

    private mutating func cancel(
        _ id: AssignmentID, _ reason: EndReason, _ order: OrderID, _ at: Timestamp
    ) {
        assignments[id.index].state = .cancelled
        assignments[id.index].endReason = reason
        assignments[id.index].times.cancelled = max(at, assignments[id.index].times.latest)
        release(id)
        let incident = assignments[id.index].incident
        if incidents[incident.index].phase == .waiting {
            incidents[incident.index].waitingSince = at
            awaitUnit(incident)
        }
        if order != 0 { renew(id, order, .standDown, at) }
    }

    private mutating func release(_ id: AssignmentID) {
        units[Int(assignments[id.index].unit.index)].live = .none
        incidents[assignments[id.index].incident.index].liveAssignments -= 1
    }

    // MARK: - Alerts

    private mutating func raise(_ alert: Int32, _ kind: AlertKind, _ subject: Int32, _ at: Timestamp) {
        precondition(alert == alerts.end)
        alerts.append(Alert(kind: kind, subject: subject, raisedAt: at))
        openAlerts.append(alert)
        point(kind, subject, to: alert)
    }

    private mutating func clear(_ alert: Int32, _ at: Timestamp) {
        alerts[alert].clearedAt = max(at, alerts[alert].raisedAt)
        openAlerts.removeSorted(alert)
        point(alerts[alert].kind, alerts[alert].subject, to: -1)
    }

    private mutating func point(_ kind: AlertKind, _ subject: Int32, to alert: Int32) {
        switch kind {
        case .orderUndelivered: assignments[subject].orderAlert = alert
        case .crewSilent: assignments[subject].crewAlert = alert
        case .incidentWaiting: incidents[subject].waitingAlert = alert
        case .incidentWithoutUnit: incidents[subject].withoutUnitAlert = alert
        case .incidentOverdue: incidents[subject].overdueAlert = alert
        case .withoutTransport, .plannedDue, .offerSilent, .offersExhausted, .callWaiting,
            .callbackOverdue, .noticePhone, .noticeRejected, .noticeSilent, .referralReturned, .unitSilent,
            .fleetStale, .massFixLoss, .notDurable, .resultsAway, .hospitalClosed, .publishingAway,
            .publishingDead:
            // Found by `openAlert(of:about:)`: there are never many open.
            break
        }
    }

    private mutating func retire(_ bounds: RetiredBounds) {
        incidents.retire(before: bounds.incidents)
        forgetExchanges(before: bounds.calls)
        calls.retire(before: bounds.calls)
        assignments.retire(before: bounds.assignments)
        patients.retire(before: bounds.patients)
        notes.retire(before: bounds.notes)
        texts.retire(before: bounds.texts)
        alerts.retire(before: bounds.alerts)
        offers.retire(before: bounds.offers)
        notices.retire(before: firstNotice(keepingAssignmentsFrom: bounds.assignments))
        referrals.retire(before: firstReferral(keepingIncidentsFrom: bounds.incidents))
        forgetRetiredDutyTexts()
        forgetRetiredReporters()
    }
}

extension Array where Element: Comparable {
    /// Takes an element out of a sorted array.
    mutating func removeSorted(_ element: Element) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < element { low = middle + 1 } else { high = middle }
        }
        if low < count, self[low] == element { remove(at: low) }
    }
}
