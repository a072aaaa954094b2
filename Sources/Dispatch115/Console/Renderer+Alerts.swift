// Alerts: states somebody must look at. Their lines begin with `!`, so that they are told from a reply
// between whose lines they never stand.

extension Renderer {
    /// The line for an event that raises or clears an alert; nil for any other.
    func alertLine(_ event: Event, _ centre: Centre) -> String? {
        switch event.body {
        case .alertRaised(_, let kind, let subject):
            return raised(kind, subject, centre)
        case .alertCleared(let alert):
            return say(vi: "! hết báo động \(alert + 1)", en: "! alert \(alert + 1) is over")
                + kept(alert, centre)
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .recommended, .dispatched, .orderConfirmed, .orderRenewed,
            .assignmentMoved,
            .assignmentCancelled, .pressIgnored, .patientLoaded, .patientEnded, .incidentClosed, .retired,
            .call, .triage, .offer, .duty, .patient, .course, .alert, .shift:
            return nil
        }
    }

    /// Every alert that is open, the most urgent first, one line each; empty where there is none.
    func openAlerts(_ centre: Centre, now: Timestamp) -> String {
        let ordered = centre.openAlerts.filter { centre.alerts.contains($0) }.sorted { left, right in
            let (a, b) = (urgency(left, centre), urgency(right, centre))
            return a == b ? left < right : a < b
        }
        return ordered.map { alert in
            let row = centre.alerts[alert]
            return raised(row.kind, row.subject, centre) + " · " + age(now.seconds(since: row.raisedAt))
        }.joined(separator: "\n")
    }

    private func raised(_ kind: AlertKind, _ subject: Int32, _ centre: Centre) -> String {
        let line = "! " + self.subject(kind, subject, centre) + ": " + kind.phrase[language]
        switch kind {
        case .incidentWaiting, .incidentWithoutUnit, .incidentOverdue, .withoutTransport, .plannedDue,
            .offersExhausted:
            return line + " -> \(verb(.recommend)) \(subject + 1)"
        case .orderUndelivered, .crewSilent, .unitSilent:
            return line + say(vi: " -> gọi kíp xe", en: " -> phone the crew")
        case .offerSilent: return line + say(vi: " -> gọi trạm", en: " -> phone the station")
        case .callWaiting, .callbackOverdue, .fleetStale, .massFixLoss, .notDurable: return line
        }
    }

    private func urgency(_ alert: Int32, _ centre: Centre) -> Int {
        guard let id = incidentOf(alert, centre), centre.incidents.contains(id.index) else { return 9 }
        return centre[id].priority.urgencyOrder
    }

    private func incidentOf(_ alert: Int32, _ centre: Centre) -> IncidentID? {
        let id = centre.incident(of: centre.alerts[alert].kind, centre.alerts[alert].subject)
        return id.isSet ? id : nil
    }

    /// What an alert is about, with its priority and place.
    func subject(_ kind: AlertKind, _ subject: Int32, _ centre: Centre) -> String {
        switch kind.subjectKind {
        case .incident: return named(IncidentID(index: subject), centre)
        case .call: return say(vi: "cuộc gọi \(subject + 1)", en: "call \(subject + 1)")
        case .offer:
            guard centre.offers.contains(subject) else {
                return say(vi: "đề nghị \(subject + 1)", en: "offer \(subject + 1)")
            }
            let row = centre.offers[subject]
            return say(vi: "trạm ", en: "station ") + stationNumber(row.station, centre) + ", "
                + named(row.incident, centre)
        case .unit: return unit(UnitID(index: subject), centre)
        case .centre: return say(vi: "trung tâm", en: "the centre")
        case .assignment:
            guard centre.assignments.contains(subject) else {
                return assignment(AssignmentID(index: subject), centre)
            }
            let row = centre.assignments[subject]
            return unit(row.unit, centre) + ", " + named(row.incident, centre)
        }
    }

    private func named(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return incident(id) }
        return incident(id) + " " + centre[id].priority.code + " (" + place(of: id, centre) + ")"
    }

    /// ": what it was about", where that is still known.
    func kept(_ alert: Int32, _ centre: Centre) -> String {
        guard centre.alerts.contains(alert) else { return "" }
        let row = centre.alerts[alert]
        return ": " + subject(row.kind, row.subject, centre) + ": " + row.kind.phrase[language]
    }
}
