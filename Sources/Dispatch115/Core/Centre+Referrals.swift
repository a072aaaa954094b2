// Decisions around referrals to telehealth, and their fold. An incident is in exactly one place: in telehealth's
// hands while its newest referral is open, else in the queue, with its age since the ring either way. Whatever
// fails, its deadline gives it back; nothing waits for a destination to be there.

extension Centre {
    public subscript(referral: ReferralID) -> Referral { referrals[referral.index] }

    /// Whether it is in telehealth's hands.
    public func isReferred(_ incident: IncidentID) -> Bool { openReferral(of: incident).isSet }

    /// The referral that stands; `none` where the incident is here.
    public func openReferral(of incident: IncidentID) -> ReferralID {
        let newest = self[incident].referral
        return referrals.contains(newest.index) && self[newest].state.isOpen ? newest : .none
    }

    /// The referrals of an incident that are in memory, newest first.
    public func referrals(of incident: IncidentID) -> [ReferralID] {
        var found: [ReferralID] = []
        var next = self[incident].referral
        while referrals.contains(next.index) {
            found.append(next)
            next = self[next].previous
        }
        return found
    }

    /// Those in telehealth's hands, by when they were handed over.
    public var openReferrals: [ReferralID] {
        openIncidents.map { openReferral(of: $0) }.filter(\.isSet).sorted()
    }

    func decide(_ command: ReferralCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .refer(let incident, let due, let words): try refer(incident, due, words, &draft)
        case .takeBack(let incident):
            try requireOpen(incident)
            let id = openReferral(of: incident)
            guard id.isSet else { throw .referral(.notReferred(incident)) }
            draft.add(.referral(.withdrawn(id, .takenBack)))
        case .answer(let id, let status, let words, let at, let isByPhone):
            try answer(id, status, words, at, isByPhone, &draft)
        }
    }

    private func refer(_ incident: IncidentID, _ due: Timestamp, _ words: String, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireOpen(incident)
        try requireShort(words)
        let row = self[incident]
        guard row.course.kind == .emergency else { throw .course(.planned(incident, row.course.kind)) }
        let open = openReferral(of: incident)
        guard !open.isSet else { throw .referral(.alreadyReferred(open)) }
        for assignment in assignments(of: incident) where self[assignment].state.isLive {
            throw .incidentHasUnit(incident, self[assignment].unit)
        }
        guard row.priority == .p0 else { throw .referral(.needsVehicle(incident, row.priority)) }
        let phone = calls.contains(row.call.index) ? text(self[row.call].phone) ?? "" : ""
        guard !PhoneNumber.key(phone).isEmpty else { throw .referral(.noNumber(incident)) }
        let now = draft.submission.now
        guard !due.isSet || due > now else { throw .referral(.dueInPast(due)) }
        guard referrals.end < .max else { throw .centreFull }
        clearWaiting(incident, &draft)
        clearReturned(incident, &draft)
        draft.add(
            .referral(
                .offered(
                    ReferralID(index: referrals.end), incident,
                    due: due.isSet ? due : now.adding(seconds: rules.referralAnswerSeconds),
                    words: draft.text(words))))
    }

    private func answer(
        _ id: ReferralID, _ status: TaskStatus, _ words: String, _ at: Timestamp, _ isByPhone: Bool,
        _ draft: inout Draft
    ) throws(Rejection) {
        guard id.index >= 0, id.index < referrals.end else { throw .referral(.unknown(id)) }
        guard referrals.contains(id.index) else { throw .referral(.retired(id)) }
        try requireShort(words)
        let row = self[id]
        let now = draft.submission.now
        let moment = moment(at, since: row.offeredAt, now)
        guard row.state.isOpen else {
            guard isNews(row, status, words) else { throw .nothingChanges }
            draft.add(.referral(.answeredLate(id, status, at: moment, words: draft.text(words))))
            return
        }
        switch status {
        case .delivered: guard row.state == .offered else { throw .nothingChanges }
        case .accepted: guard row.state != .accepted else { throw .nothingChanges }
        case .rejected, .completed: break
        }
        // What was promised to be asked about later than our own limit stays so.
        let due =
            status == .accepted ? max(row.dueAt, now.adding(seconds: rules.referralWorkSeconds)) : .none
        draft.add(
            .referral(
                .answered(
                    id, status, at: moment, due: due, words: draft.text(words), isByPhone: isByPhone)))
        switch status {
        case .delivered, .accepted: break
        case .rejected: draft.raise(.referralReturned, subject: id.index)
        case .completed: finish(row.incident, id, &draft)
        }
    }

    /// Done by telehealth: closed, or in the queue with an alert where something here stands in the way.
    private func finish(_ incident: IncidentID, _ id: ReferralID, _ draft: inout Draft) {
        var closing = draft
        do {
            try close(incident, .noVehicleNeeded, &closing)
            draft = closing
        } catch {
            draft.raise(.referralReturned, subject: id.index)
        }
    }

    /// Whether an answer to a referral that is over says what nobody knows yet.
    private func isNews(_ row: Referral, _ status: TaskStatus, _ words: String) -> Bool {
        switch status {
        case .delivered: return false
        case .accepted: if row.acceptedAt.isSet { return false }
        case .rejected: if row.state == .rejected { return false }
        case .completed: if row.state == .completed { return false }
        }
        return row.lateAnswer != status || (text(row.lateWords) ?? "") != words
    }

    /// Its time is up: the incident stands in the queue again.
    func lapse(_ id: ReferralID, _ draft: inout Draft) {
        draft.add(.referral(.fellLate(id)))
        draft.raise(.referralReturned, subject: id.index)
    }

    func isReferralDue(_ index: Int32, _ now: Timestamp) -> Bool {
        referrals.contains(index) && referrals[index].state.isOpen && referrals[index].dueAt <= now
    }

    private func clearReturned(_ incident: IncidentID, _ draft: inout Draft) {
        let newest = self[incident].referral
        if newest.isSet { draft.clear(openAlert(of: .referralReturned, about: newest.index)) }
    }

    // MARK: - What everything else means for a referral

    /// At a decision's end: what it does to incidents that telehealth has, or has given back.
    func settleReferrals(_ draft: inout Draft) {
        var over: [IncidentID] = []
        var ended: [ReferralID] = []
        for event in draft.events {
            switch event.body {
            case .priorityChanged(let id, _, let to) where to != .p0:
                settle(id, .escalated, &over, ended, &draft)
            case .dispatched(_, let id, _, _, _), .shift(.runEntered(_, let id, _, _, _, _)):
                settle(id, .unitSent, &over, ended, &draft)
            case .incidentClosed(let id, _): settle(id, .closed, &over, ended, &draft)
            case .referral(.answered(let id, .completed, _, _, _, _)): ended.append(id)
            case .triage(.answered(let id, _, _, _, _, _, .p0, _, _)), .incidentPlaced(let id, _, _),
                .course(.placeRestored(let id)):
                update(id, &draft)
            default: continue
            }
        }
    }

    private func settle(
        _ incident: IncidentID, _ why: ReferralWithdrawal, _ over: inout [IncidentID],
        _ ended: [ReferralID], _ draft: inout Draft
    ) {
        // Opened, or settled, by this very decision.
        guard incidents.contains(incident.index), !over.contains(incident) else { return }
        over.append(incident)
        clearReturned(incident, &draft)
        let open = openReferral(of: incident)
        if open.isSet, !ended.contains(open) { draft.add(.referral(.withdrawn(open, why))) }
    }

    private func update(_ incident: IncidentID, _ draft: inout Draft) {
        guard incidents.contains(incident.index) else { return }
        let open = openReferral(of: incident)
        if open.isSet { draft.add(.referral(.updated(open, version: self[open].version + 1))) }
    }

    // MARK: - The fold

    /// `event` carries the time and the actor.
    mutating func apply(_ referral: ReferralEvent, _ event: Event) {
        switch referral {
        case .offered(let id, let incident, let due, let words):
            precondition(id.index == referrals.end)
            keep(words)
            referrals.append(
                Referral(
                    incident: incident, offeredAt: event.at, dueAt: due, words: words.id,
                    previous: incidents[incident.index].referral))
            incidents[incident.index].referral = id
            deadlines.add(Deadline(at: due, kind: .referralLate, subject: id.index))
        case .answered(let id, let status, let at, let due, let words, let isByPhone):
            keep(words)
            answer(id, status, at, due, words.id, isByPhone)
        case .fellLate(let id):
            referrals[id.index].state = .late
            referrals[id.index].version += 1
            giveBack(id, event.at)
        case .withdrawn(let id, let why):
            referrals[id.index].state = .withdrawn
            referrals[id.index].withdrawal = why
            referrals[id.index].version += 1
            giveBack(id, event.at)
        case .answeredLate(let id, let status, let at, let words):
            keep(words)
            referrals[id.index].lateAnswer = status
            referrals[id.index].lateAt = at
            referrals[id.index].lateWords = words.id
        case .updated(let id, let version): referrals[id.index].version = version
        }
    }

    private mutating func answer(
        _ id: ReferralID, _ status: TaskStatus, _ at: Timestamp, _ due: Timestamp, _ words: TextID,
        _ isByPhone: Bool
    ) {
        referrals[id.index].isByPhone = isByPhone
        if words.isSet { referrals[id.index].answer = words }
        if !self[id].deliveredAt.isSet { referrals[id.index].deliveredAt = at }
        switch status {
        case .delivered: referrals[id.index].state = .delivered
        case .accepted:
            referrals[id.index].state = .accepted
            referrals[id.index].acceptedAt = at
            referrals[id.index].dueAt = due
            deadlines.add(Deadline(at: due, kind: .referralLate, subject: id.index))
        case .rejected:
            referrals[id.index].state = .rejected
            giveBack(id, at)
        case .completed:
            if !self[id].acceptedAt.isSet { referrals[id.index].acceptedAt = at }
            referrals[id.index].state = .completed
            giveBack(id, at)
        }
    }

    /// Out of telehealth's hands: where it is open it waits here, as long as it has waited since it rang.
    private mutating func giveBack(_ id: ReferralID, _ at: Timestamp) {
        referrals[id.index].endedAt = max(at, self[id].offeredAt)
        if self[self[id].incident].isOpen { awaitUnit(self[id].incident) }
    }

    /// The oldest referral that stays where incidents before this one leave memory.
    func firstReferral(keepingIncidentsFrom bound: Int32) -> Int32 {
        var first = referrals.base
        while first < referrals.end, referrals[first].incident.index < bound { first += 1 }
        return first
    }

    // MARK: - What must always be true

    /// Between two decisions.
    func checkReferrals(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in referrals.base..<referrals.end {
            let row = referrals[index]
            let id = ReferralID(index: index)
            must(
                row.state.isOpen != row.endedAt.isSet, "referral \(id.number): its end does not fit its state"
            )
            must(
                (row.state == .withdrawn) == (row.withdrawal != nil), "referral \(id.number): why withdrawn")
            must(!row.previous.isSet || row.previous < id, "referral \(id.number): the one before")
            guard incidents.contains(row.incident.index) else {
                must(!row.state.isOpen, "referral \(id.number) is open, its incident gone")
                continue
            }
            let incident = self[row.incident]
            if row.state.isOpen {
                must(incident.referral == id, "referral \(id.number) is not its incident's newest")
                must(incident.isOpen, "referral \(id.number) is open, its incident closed")
                must(incident.priority == .p0, "referral \(id.number): its incident needs a vehicle")
                must(incident.liveAssignments == 0, "referral \(id.number): a unit is on it")
                must(incident.waitingAlert < 0, "referral \(id.number): its incident waits here too")
                must(row.dueAt.isSet, "referral \(id.number) waits for ever")
                must(
                    deadlines.entries.contains {
                        $0.kind == .referralLate && $0.subject == index && $0.at <= row.dueAt
                    }, "referral \(id.number): nobody watches its time")
            }
        }
        for alert in openAlerts where alerts[alert].kind == .referralReturned {
            let subject = alerts[alert].subject
            must(
                referrals.contains(subject) && !referrals[subject].state.isOpen
                    && self[referrals[subject].incident].isOpen
                    && self[referrals[subject].incident].referral.index == subject,
                "alert \(alert): its incident is not back")
        }
    }
}
