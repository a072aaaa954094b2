// The history of assignments, and the rows of decisions and hand-overs: what only grows and belongs to one
// event each.

extension ResultsProjection {
    private mutating func add(
        assignment id: AssignmentID, _ event: Event, from: ResultsValue, to: ResultsValue,
        occurredAt: Timestamp = .none, isLate: Bool = false, ordinal: Int64 = 0
    ) {
        growing.assignments.append([
            rows.code, .integer(event.sequence), .integer(ordinal), .time(event.at),
            .word(event.actor.kind), .number(event.actor.number), .said(id), .text(event.body.name), from,
            to, .moment(occurredAt), .flag(isLate),
        ])
    }

    /// The state stays what it is.
    private mutating func add(unmoved id: AssignmentID, _ event: Event, ordinal: Int64 = 0) {
        guard centre.assignments.contains(id.index) else { return }
        let state = ResultsValue.word(centre[id].state)
        add(assignment: id, event, from: state, to: state, ordinal: ordinal)
    }

    mutating func addAssignmentHistory(_ event: Event) {
        switch event.body {
        case .dispatched(let id, _, _, _, _):
            add(assignment: id, event, from: .null, to: .word(AssignmentState.dispatched))
        case .orderConfirmed(_, _, let id), .orderRenewed(let id, _): add(unmoved: id, event)
        case .assignmentMoved(let id, let from, let to, _, let occurredAt, let isLate, _, _):
            add(
                assignment: id, event, from: .word(from), to: .word(to), occurredAt: occurredAt,
                isLate: isLate)
        case .assignmentCancelled(let id, let from, _, _):
            add(assignment: id, event, from: .word(from), to: .word(AssignmentState.cancelled))
        case .offer(.linked(let care, let transport)):
            add(unmoved: care, event)
            add(unmoved: transport, event, ordinal: 1)
        case .duty(.odometerRead(_, _, _, let trip, _)), .duty(.odometerWithdrawn(_, _, _, let trip)):
            add(unmoved: trip, event)
        case .course(.stepTakenBack(let id, let from, let to, _)):
            add(assignment: id, event, from: .word(from), to: .word(to))
        case .shift(.runEntered(let id, _, _, let state, let times, _)):
            add(
                assignment: id, event, from: .null, to: .word(state), occurredAt: times.dispatchNotified,
                isLate: true)
        case .offer(.planned), .offer(.asked), .offer(.accepted), .offer(.declined), .offer(.fellSilent),
            .offer(.withdrawn), .offer(.proposed):
            break
        case .duty(.loggedOn), .duty(.loggedOff), .duty(.outOfService), .duty(.backInService),
            .duty(.whereabouts), .duty(.restored):
            break
        case .course(.reopened), .course(.massCasualty), .course(.planned), .course(.transferPlanned),
            .course(.takenBack), .course(.noteWithdrawn), .course(.placeRestored):
            break
        case .shift(.readBack), .shift(.handedOver), .shift(.incidentBackdated), .shift(.closeBackdated),
            .shift(.formsReserved):
            break
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .recommended, .pressIgnored, .patientLoaded, .patientEnded,
            .incidentClosed, .alertRaised, .alertCleared, .retired, .call, .triage, .patient, .alert,
            .privacy, .hospital, .destination, .notice, .referral:
            break
        }
    }

    // MARK: - Decisions

    /// Recommendations with their candidates, and hand-overs.
    mutating func addDecisions(_ event: Event) {
        switch event.body {
        case .recommended(let incident, let basis): add(basis, of: incident, "shown", event)
        case .dispatched(_, let incident, _, _, let basis): add(basis, of: incident, "dispatched", event)
        case .offer(.planned(_, let incident, _, _, let basis)): add(basis, of: incident, "offered", event)
        case .shift(.handedOver(let from, let to, let code, let counts, let note)):
            growing.handOvers.append([
                rows.code, .integer(event.sequence), .time(event.at), .number(from), .number(to),
                .number(code), .number(counts[.incident]), .number(counts[.alert]), .number(counts[.call]),
                .text(note.id),
            ])
        case .offer(.asked), .offer(.accepted), .offer(.declined), .offer(.fellSilent), .offer(.withdrawn),
            .offer(.linked), .offer(.proposed):
            break
        case .shift(.readBack), .shift(.incidentBackdated), .shift(.runEntered), .shift(.closeBackdated),
            .shift(.formsReserved):
            break
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .orderConfirmed, .orderRenewed, .assignmentMoved,
            .assignmentCancelled, .pressIgnored, .patientLoaded, .patientEnded, .incidentClosed,
            .alertRaised, .alertCleared, .retired, .call, .triage, .duty, .patient, .course, .alert, .privacy,
            .hospital, .destination, .notice, .referral:
            break
        }
    }

    private mutating func add(_ basis: Basis, of incident: IncidentID, _ purpose: String, _ event: Event) {
        growing.recommendations.append([
            rows.code, .integer(event.sequence), .time(event.at), .word(event.actor.kind),
            .number(event.actor.number), .said(incident), .text(purpose), .word(basis.method),
            ResultsRows.latitude(basis.place), ResultsRows.longitude(basis.place),
        ])
        for (place, candidate) in basis.candidates.enumerated() {
            growing.candidates.append([
                rows.code, .integer(event.sequence), .integer(Int64(place) + 1),
                ResultsRows.number(candidate.unit, centre), .word(candidate.standing),
                .counted(candidate.travelSeconds), ResultsRows.latitude(candidate.coordinate),
                ResultsRows.longitude(candidate.coordinate), .moment(candidate.measuredAt),
            ])
        }
    }
}
