// What a decision means for notices: looked at once all its events are known, so that no way of starting,
// turning, ending or taking back a transport can be forgotten. And what must always be true of notices.
// Cost: one look at each event of the decision; nothing more where no transport is concerned.

/// How the assignments that a decision concerns will stand after it, in the order in which it names them.
private struct TransportOutlook {
    struct Row {
        var assignment: AssignmentID
        var state: AssignmentState
        var destination: HospitalID
        /// Whether something happened that its hospital is told.
        var isNews = false
        /// Made by this very decision.
        var isNew = false
    }

    var rows: [Row] = []

    mutating func change(
        _ id: AssignmentID, _ centre: Centre, isNews: Bool = true, _ body: (inout Row) -> Void
    ) {
        var place = rows.firstIndex { $0.assignment == id }
        if place == nil {
            guard centre.assignments.contains(id.index) else { return }
            rows.append(
                Row(
                    assignment: id, state: centre[id].state, destination: centre[id].destination))
            place = rows.count - 1
        }
        guard let place else { return }
        body(&rows[place])
        if isNews { rows[place].isNews = true }
    }

    mutating func touch(_ id: AssignmentID, _ centre: Centre) { change(id, centre) { _ in } }

    mutating func touch(_ patient: PatientID, _ centre: Centre) {
        guard centre.patients.contains(patient.index), centre[patient].assignment.isSet else { return }
        touch(centre[patient].assignment, centre)
    }

    mutating func touch(all incident: IncidentID, _ centre: Centre) {
        guard centre.incidents.contains(incident.index), centre[incident].liveAssignments > 0 else { return }
        for id in centre.assignments(of: incident) where centre[id].state == .transporting {
            touch(id, centre)
        }
    }
}

extension Centre {
    /// At a decision's end: notices opened, told anew and closed.
    func settleNotices(_ draft: inout Draft) {
        var outlook = TransportOutlook()
        for event in draft.events { look(event.body, &outlook) }
        var next = notices.end
        for row in outlook.rows {
            let newest = row.isNew ? NoticeID.none : self[row.assignment].notice
            let live = row.isNew ? NoticeID.none : liveNotice(of: row.assignment)
            let isWanted = row.state == .transporting && row.destination.isSet
            if live.isSet {
                if isWanted, self[live].hospital == row.destination {
                    // Who is phoned is told nothing by itself.
                    if row.isNews, self[live].isElectronic {
                        draft.add(.notice(.updated(live, version: self[live].version + 1)))
                    }
                    continue
                }
                clearAlerts(of: live, &draft)
                draft.add(.notice(.closed(live, end(row, live), version: self[live].version + 1)))
            } else if !isWanted, row.isNews, newest.isSet, notices.contains(newest.index),
                self[newest].end == .arrived, self[newest].isElectronic, row.state >= .handedOver
            {
                // The hospital that the patient was brought to gets the last time points too.
                draft.add(.notice(.updated(newest, version: self[newest].version + 1)))
            }
            guard isWanted, next < .max else { continue }
            open(NoticeID(index: next), row.assignment, row.destination, &draft)
            next += 1
        }
    }

    private func open(
        _ id: NoticeID, _ assignment: AssignmentID, _ hospital: HospitalID, _ draft: inout Draft
    ) {
        let isElectronic = self[hospital].capabilities.contains(.notices)
        let due = draft.submission.now.adding(seconds: rules.noticeAnswerSeconds)
        draft.add(
            .notice(
                .opened(
                    id, assignment, hospital, isElectronic: isElectronic, due: isElectronic ? due : .none)))
        if !isElectronic { draft.raise(.noticePhone, subject: id.index) }
    }

    private func end(_ row: TransportOutlook.Row, _ live: NoticeID) -> NoticeEnd {
        if row.state == .transporting { return row.destination.isSet ? .otherHospital : .cancelled }
        return row.state >= .atHospital && row.state != .cancelled ? .arrived : .cancelled
    }

    private func look(_ body: EventBody, _ outlook: inout TransportOutlook) {
        switch body {
        case .assignmentMoved(let id, _, let to, _, _, _, let destination, _):
            outlook.change(id, self) {
                $0.state = to
                $0.destination = destination
            }
        case .assignmentCancelled(let id, _, _, _):
            outlook.change(id, self) { $0.state = .cancelled }
        case .course(.stepTakenBack(let id, _, let to, _)): outlook.change(id, self) { $0.state = to }
        case .shift(.runEntered(let id, _, _, let state, _, let destination)):
            outlook.rows.append(
                TransportOutlook.Row(
                    assignment: id, state: state, destination: destination, isNew: true))
        case .patientLoaded(_, _, let id, _): outlook.touch(id, self)
        case .patientEnded(let patient, _): outlook.touch(patient, self)
        case .patient(.boarded(_, let from, let to, _, _)):
            if from.isSet { outlook.touch(from, self) }
            outlook.touch(to, self)
        case .patient(.unboarded(_, let from, _)): outlook.touch(from, self)
        case .patient(.described(let patient, _)), .patient(.tagged(let patient, _, _)),
            .patient(.reopened(let patient, _)):
            outlook.touch(patient, self)
        case .priorityChanged(let incident, _, _), .triage(.answered(let incident, _, _, _, _, _, _, _, _)):
            outlook.touch(all: incident, self)
        default: return
        }
    }

    // MARK: - What must always be true

    /// Between two decisions.
    func checkNotices(_ must: (Bool, @autoclosure () -> String) -> Void) {
        var live: [NoticeID] = []
        for index in notices.base..<notices.end {
            let row = notices[index]
            let id = NoticeID(index: index)
            must(row.state.isLive == (row.end == nil), "notice \(id.number): its end does not fit its state")
            must(row.state.isLive != row.endedAt.isSet, "notice \(id.number): when it ended")
            must(!row.previous.isSet || row.previous < id, "notice \(id.number): the one before")
            must(row.isElectronic == row.dueAt.isSet, "notice \(id.number): how long it waits")
            guard row.state.isLive else { continue }
            live.append(id)
            must(
                assignments.contains(row.assignment.index)
                    && assignments[row.assignment.index].notice == id,
                "notice \(id.number) is not its assignment's newest")
        }
        for index in assignments.base..<assignments.end {
            let row = assignments[index]
            let mine = live.filter { self[$0].assignment.index == index }
            let isWanted = row.state == .transporting && row.destination.isSet
            must(mine.count == (isWanted ? 1 : 0), "assignment \(index + 1) has \(mine.count) live notices")
            for id in mine {
                must(self[id].hospital == row.destination, "notice \(id.number) is to another hospital")
                must(self[id].incident == row.incident, "notice \(id.number) is of another incident")
            }
        }
        for alert in openAlerts where alerts[alert].kind.subjectKind == .notice {
            let row = alerts[alert]
            guard notices.contains(row.subject) else {
                must(false, "alert \(alert) is of a notice that has gone")
                continue
            }
            let state = notices[row.subject].state
            switch row.kind {
            case .noticePhone: must(state == .asked, "alert \(alert): its hospital was phoned")
            case .noticeRejected: must(state == .rejected, "alert \(alert): its notice is \(state)")
            default: must(state == .silent, "alert \(alert): its notice is \(state)")
            }
        }
    }
}
