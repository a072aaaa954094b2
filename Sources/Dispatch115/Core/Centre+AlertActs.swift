// Decisions and their fold around alerts as the desk handles them: acknowledged, and those that the
// service itself raises. Acknowledging says that a person has seen an alert; only its reason's end clears it.

extension Centre {
    /// How many of the newest alerts stay when the oldest incidents leave memory: what `ALERTS all` shows.
    static let keptAlerts: Int32 = 200

    func decide(_ command: AlertCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .acknowledge(let named): try acknowledge(named, &draft)
        case .watch(let kind, let subject, let measure): try watch(kind, subject, measure, &draft)
        }
    }

    private func acknowledge(_ named: [Int32], _ draft: inout Draft) throws(Rejection) {
        var fresh: [Int32] = []
        for alert in named {
            guard alert >= 0, alert < alerts.end else { throw .alert(.unknown(alert)) }
            guard alerts.contains(alert) else { throw .alert(.retired(alert)) }
            guard !alerts[alert].clearedAt.isSet else { throw .alert(.over(alert)) }
            if !alerts[alert].acknowledgedAt.isSet, !fresh.contains(alert) { fresh.append(alert) }
        }
        guard !fresh.isEmpty else { throw .alert(.acknowledgedAlready(named.first ?? -1)) }
        for alert in fresh { draft.add(.alert(.acknowledged(alert: alert))) }
    }

    /// Raises, measures anew or clears one of the alerts that the service finds by looking.
    private func watch(
        _ kind: AlertKind, _ subject: Int32, _ measure: AlertMeasure?, _ draft: inout Draft
    ) throws(Rejection) {
        let open = openAlert(of: kind, about: subject)
        guard let measure else {
            guard open >= 0 else { throw .nothingChanges }
            draft.clear(open)
            return
        }
        switch kind.subjectKind {
        case .unit:
            try requireUnit(UnitID(index: subject))
            guard units[Int(subject)].live.isSet else { throw .unitHasNoAssignment(UnitID(index: subject)) }
        case .centre: guard subject == 0 else { throw .nothingChanges }
        case .assignment, .incident, .offer, .call, .hospital:
            // Raised by what happens to them, never by looking.
            throw .nothingChanges
        }
        let isMeasured = measure != AlertMeasure()
        if open >= 0 {
            guard isMeasured, alerts[open].measure != measure else { throw .nothingChanges }
            draft.add(.alert(.measured(alert: open, measure)))
        } else {
            draft.raise(kind, subject: subject)
            if isMeasured { draft.add(.alert(.measured(alert: alerts.end, measure))) }
        }
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ alert: AlertEvent, _ event: Event) {
        switch alert {
        case .acknowledged(let alert):
            alerts[alert].acknowledgedAt = max(event.at, alerts[alert].raisedAt)
            alerts[alert].acknowledgedBy = event.actor
        case .measured(let alert, let measure): alerts[alert].measure = measure
        }
    }

    // MARK: - Overdue

    /// When an incident's target runs out: its priority's time after its call was received.
    func targetDeadline(_ incident: Incident) -> Timestamp {
        // Of what came from paper nobody could be late before it was typed.
        if incident.paper.isLate {
            return incident.paper.enteredAt.adding(
                seconds: rules.targetSeconds[Int(incident.priority.rawValue)])
        }
        let start = calls.contains(incident.call.index) ? calls[incident.call.index].receivedAt : .none
        let first = start.isSet ? min(start, incident.openedAt) : incident.openedAt
        return max(first, incident.course.reopenedAt)
            .adding(seconds: rules.targetSeconds[Int(incident.priority.rawValue)])
    }

    /// Whether a target runs for it: open, with a priority that sends a vehicle, and nobody there yet.
    func awaitsArrival(_ id: IncidentID) -> Bool {
        let row = self[id]
        guard row.isOpen, row.priority != .p0, row.course.kind == .emergency, row.servedAssignments == 0
        else { return false }
        return !assignments(of: id).contains { self[$0].hasArrived }
    }

    mutating func awaitArrival(_ id: IncidentID) {
        let row = self[id]
        guard row.isOpen, row.priority != .p0 else { return }
        deadlines.add(Deadline(at: targetDeadline(row), kind: .incidentOverdue, subject: id.index))
    }

    func isOverdue(_ index: Int32, _ now: Timestamp) -> Bool {
        guard incidents.contains(index), incidents[index].overdueAlert < 0 else { return false }
        let id = IncidentID(index: index)
        return targetDeadline(self[id]) <= now && awaitsArrival(id)
    }

    /// Whether the open alert is about the reddest, which is said again until somebody acknowledges it.
    public func isRed(_ alert: Int32) -> Bool {
        let id = incident(of: alerts[alert].kind, alerts[alert].subject)
        return id.isSet && incidents.contains(id.index) && self[id].priority == .p1
    }

    /// One sentence per broken invariant about alerts.
    func checkAlerts(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in alerts.base..<alerts.end {
            let row = alerts[index]
            must(
                !row.clearedAt.isSet || row.clearedAt >= row.raisedAt, "alert \(index) ends before it begins")
            must(
                !row.acknowledgedAt.isSet || row.acknowledgedAt >= row.raisedAt,
                "alert \(index) was seen before it was there")
            must(
                row.acknowledgedAt.isSet == (row.acknowledgedBy != nil),
                "alert \(index): who has seen it does not fit")
            must(row.clearedAt.isSet != openAlerts.contains(index), "alert \(index) is lost")
        }
        for (position, alert) in openAlerts.enumerated() where alerts.contains(alert) {
            let row = alerts[alert]
            let twin = openAlerts[..<position].contains {
                alerts[$0].kind == row.kind && alerts[$0].subject == row.subject
            }
            must(!twin, "alert \(alert) stands twice")
            if row.kind == .incidentOverdue {
                must(
                    incidents.contains(row.subject) && incidents[row.subject].overdueAlert == alert,
                    "incident \(row.subject) does not know its alert \(alert)")
            }
        }
    }
}

extension Assignment {
    /// Whether its crew has been at the scene.
    var hasArrived: Bool {
        times.onScene.isSet || times.atPatient.isSet || times.leftScene.isSet
    }
}
