// The history rows of an event: what its unit, incident or assignment was before and is now. Exhaustive, a
// switch a table; an event that says nothing new of a thing leaves no row in that thing's history.

/// What an event itself does not tell of the state before it; taken before it is applied.
struct ResultsBefore {
    /// Of the incident whose place changes.
    var certainty: PlaceCertainty?
    /// Of the offer that the event is about.
    var offer: OfferState?
    /// Whether a unit is defined for the first time.
    var isNewUnit = false

    init(_ event: Event, _ centre: Centre) {
        switch event.body {
        case .incidentPlaced(let id, _, _), .course(.placeRestored(let id)):
            certainty = centre[id].certainty
        case .offer(.asked(let id, _)), .offer(.accepted(let id, _, _, _, _, _)),
            .offer(.declined(let id, _, _, _, _)), .offer(.fellSilent(let id)),
            .offer(.withdrawn(let id, _)):
            offer = centre.offers[id.index].state
        case .unitDefined(let id, _, _, _, _, _): isNewUnit = Int(id.index) == centre.units.count
        default: break
        }
    }
}

extension ResultsProjection {
    /// After the event was applied.
    mutating func addHistory(_ event: Event, _ before: ResultsBefore) {
        addUnitHistory(event, before)
        addIncidentHistory(event, before)
        addAssignmentHistory(event)
    }

    private func common(_ event: Event, _ ordinal: Int64) -> [ResultsValue] {
        [
            rows.code, .integer(event.sequence), .integer(ordinal), .time(event.at),
            .word(event.actor.kind), .number(event.actor.number),
        ]
    }

    // MARK: - Units

    /// Its live assignment's state, or how it stands without one.
    private func status(_ unit: UnitID, _ free: String) -> String {
        let row = centre[unit]
        if row.live.isSet { return centre[row.live].state.resultsWord }
        return !row.isOnDuty ? "offDuty" : row.duty.reason != .none ? "outOfService" : free
    }

    private mutating func add(
        unit: UnitID, _ event: Event, free: String, _ reason: ResultsValue, _ assignment: AssignmentID
    ) {
        growing.units.append(
            common(event, 0) + [
                ResultsRows.number(unit, centre), .text(status(unit, free)), reason, .said(assignment),
            ])
    }

    private mutating func addUnitHistory(_ event: Event, _ before: ResultsBefore) {
        switch event.body {
        case .unitDefined(let id, _, _, _, _, _):
            if before.isNewUnit { add(unit: id, event, free: "onDuty", .null, .none) }
        case .dispatched(let id, _, let unit, _, _): add(unit: unit, event, free: "free", .null, id)
        case .assignmentMoved(let id, let from, let to, _, _, _, _, _):
            if from != to { add(unit: centre[id].unit, event, free: "free", .null, id) }
        case .assignmentCancelled(let id, _, let reason, _):
            add(unit: centre[id].unit, event, free: "free", .word(reason), id)
        case .duty(let duty): addUnitHistory(duty, event)
        case .course(.stepTakenBack(let id, _, _, _)):
            add(unit: centre[id].unit, event, free: "free", .null, id)
        case .shift(.runEntered(let id, _, let unit, let state, _, _)):
            if state.isLive { add(unit: unit, event, free: "free", .null, id) }
        case .epochStarted, .stationDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .recommended, .orderConfirmed, .orderRenewed, .pressIgnored,
            .patientLoaded, .patientEnded, .incidentClosed, .alertRaised, .alertCleared, .retired, .call,
            .triage, .offer, .patient, .alert, .privacy, .hospital, .destination, .notice, .referral:
            break
        case .course(.reopened), .course(.massCasualty), .course(.planned), .course(.transferPlanned),
            .course(.takenBack), .course(.noteWithdrawn), .course(.placeRestored):
            break
        case .shift(.readBack), .shift(.handedOver), .shift(.incidentBackdated), .shift(.closeBackdated),
            .shift(.formsReserved):
            break
        }
    }

    private mutating func addUnitHistory(_ duty: DutyEvent, _ event: Event) {
        switch duty {
        case .loggedOn(let unit, _, _, _), .backInService(let unit), .restored(let unit):
            add(unit: unit, event, free: "onDuty", .null, centre[unit].live)
        case .loggedOff(let unit, let reason): add(unit: unit, event, free: "onDuty", .word(reason), .none)
        case .outOfService(let unit, let reason, _, _):
            add(unit: unit, event, free: "onDuty", .word(reason), .none)
        case .whereabouts, .odometerRead, .odometerWithdrawn: break
        }
    }

    // MARK: - Incidents

    private mutating func add(
        incident: IncidentID, _ event: Event, from: ResultsValue, to: ResultsValue, ordinal: Int64 = 0
    ) {
        growing.incidents.append(
            common(event, ordinal) + [.said(incident), .text(event.body.name), from, to])
    }

    private mutating func addIncidentHistory(_ event: Event, _ before: ResultsBefore) {
        switch event.body {
        case .incidentOpened(let id, _, let priority, _, _):
            add(incident: id, event, from: .null, to: .word(priority))
        case .incidentPlaced(let id, _, let place):
            add(incident: id, event, from: .word(before.certainty), to: .word(place.certainty))
        case .priorityChanged(let id, let from, let to):
            add(incident: id, event, from: .word(from), to: .word(to))
        case .noted(let id, _): add(incident: id, event, from: .null, to: .text("\(centre.notes.end)"))
        case .incidentClosed(let id, let disposition):
            add(incident: id, event, from: .null, to: .word(disposition))
        case .call(.bound(_, let from, let to)):
            if from.isSet, from != to { add(incident: from, event, from: .text("bound"), to: .null) }
            add(
                incident: to, event, from: .null, to: .text("bound"),
                ordinal: from.isSet && from != to ? 1 : 0)
        case .triage(.answered(let id, _, _, _, let said, let from, _, _, _)):
            add(incident: id, event, from: .word(from), to: .word(said))
        case .triage(.instructed(let id, _, let instruction, _, _, _)):
            add(incident: id, event, from: .null, to: .text(instruction))
        case .offer(let offer): addIncidentHistory(offer, event, before)
        case .course(let course): addIncidentHistory(course, event, before)
        case .referral(let referral):
            // What is told anew is nothing new of the incident.
            if case .updated = referral { break }
            let row = centre[referral.id]
            add(incident: row.incident, event, from: .null, to: .word(row.state))
        case .shift(.incidentBackdated(let id, _, _)):
            add(incident: id, event, from: .null, to: .text("late"))
        case .shift(.closeBackdated(let id, _)):
            add(incident: id, event, from: .null, to: .text("late"))
        case .shift(.readBack), .shift(.handedOver), .shift(.runEntered), .shift(.formsReserved): break
        case .call(.rang), .call(.answered), .call(.parked), .call(.ended), .call(.claimed),
            .call(.released), .call(.tried), .call(.numbered), .call(.finished):
            break
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .recommended, .dispatched,
            .orderConfirmed, .orderRenewed, .assignmentMoved, .assignmentCancelled, .pressIgnored,
            .patientLoaded, .patientEnded, .alertRaised, .alertCleared, .retired, .duty, .patient, .alert,
            .privacy, .hospital, .destination, .notice:
            break
        }
    }

    private mutating func addIncidentHistory(
        _ offer: OfferEvent, _ event: Event, _ before: ResultsBefore
    ) {
        switch offer {
        case .planned(_, let incident, let stations, _, _):
            add(incident: incident, event, from: .null, to: .text("\(stations.count)"))
        case .asked(let id, _), .accepted(let id, _, _, _, _, _), .declined(let id, _, _, _, _),
            .fellSilent(let id), .withdrawn(let id, _):
            let row = centre.offers[id.index]
            add(incident: row.incident, event, from: .word(before.offer), to: .word(row.state))
        case .proposed(let incident, let proposal):
            add(incident: incident, event, from: .null, to: .word(proposal.kind))
        case .linked: break
        }
    }

    private mutating func addIncidentHistory(
        _ course: CourseEvent, _ event: Event, _ before: ResultsBefore
    ) {
        switch course {
        case .reopened(let id, let was, _): add(incident: id, event, from: .word(was), to: .null)
        case .massCasualty(let id, let from, let to):
            add(incident: id, event, from: .text("\(from)"), to: .text("\(to)"))
        case .planned(let id, let kind, _, _):
            add(incident: id, event, from: .word(IncidentKind.emergency), to: .word(kind))
        case .transferPlanned(let id, _, _, _, _): add(incident: id, event, from: .null, to: .null)
        case .noteWithdrawn(let id, let note):
            add(incident: id, event, from: .text("\(note + 1)"), to: .null)
        case .placeRestored(let id):
            add(incident: id, event, from: .word(before.certainty), to: .word(centre[id].certainty))
        case .takenBack, .stepTakenBack: break
        }
    }
}
