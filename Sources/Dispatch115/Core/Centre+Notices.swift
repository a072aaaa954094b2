// Decisions around pre-arrival notices. A transport that is under way to a hospital has exactly one live notice,
// to that hospital; where it goes is not known there is none. What happens to transports opens, changes and
// closes notices at the end of the decision that does it (Centre+NoticesSettle); here are the answers.

extension Centre {
    public subscript(notice: NoticeID) -> Notice { notices[notice.index] }

    /// The notice that stands for an assignment; `none` where it is under way to no hospital.
    public func liveNotice(of assignment: AssignmentID) -> NoticeID {
        let newest = self[assignment].notice
        return notices.contains(newest.index) && self[newest].state.isLive ? newest : .none
    }

    /// The notices of an assignment that are in memory, newest first.
    public func notices(of assignment: AssignmentID) -> [NoticeID] {
        var found: [NoticeID] = []
        var next = self[assignment].notice
        while notices.contains(next.index) {
            found.append(next)
            next = self[next].previous
        }
        return found
    }

    /// Those of transports under way, in the order of the units.
    public var liveNotices: [NoticeID] {
        units.filter { $0.live.isSet }.map { liveNotice(of: $0.live) }.filter(\.isSet)
    }

    /// The notice that a dispatcher means by a unit.
    public func noticeMeant(by unit: UnitID) throws(Rejection) -> NoticeID {
        let assignment = try requireLive(unit)
        let id = liveNotice(of: assignment)
        guard id.isSet else { throw .notice(.noTransport(unit)) }
        return id
    }

    /// Those whose time is up: whoever knows a better hospital says so before the clock does.
    public func noticesDue(_ now: Timestamp) -> [NoticeID] {
        deadlines.due(now).filter { $0.kind == .noticeSilent && isNoticeDue($0.subject, now) }
            .map { NoticeID(index: $0.subject) }
    }

    func decide(_ command: NoticeCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .answer(let id, let status, let words, let at, let isByPhone, let next):
            try answer(id, status, words, at, isByPhone, next, &draft)
        case .lapse(let id, let next):
            try requireKnown(id)
            guard isNoticeDue(id.index, draft.submission.now) else { throw .nothingChanges }
            lapse(id, next, &draft)
        case .keepGoing(let id, let words):
            try requireKnown(id)
            try requireShort(words)
            guard !words.isEmpty else { throw .notice(.reasonMissing(id)) }
            let row = self[id]
            guard row.state == .rejected || row.state == .silent else {
                throw .notice(.nothingAgainst(id))
            }
            clearAlerts(of: id, &draft)
            draft.add(
                .notice(.keptGoing(id, version: row.version + 1, words: draft.text(words))))
        }
    }

    private func requireKnown(_ id: NoticeID) throws(Rejection) {
        guard id.index >= 0, id.index < notices.end else { throw .notice(.unknown(id)) }
        guard notices.contains(id.index) else { throw .notice(.retired(id)) }
    }

    private func answer(
        _ id: NoticeID, _ status: TaskStatus, _ words: String, _ at: Timestamp, _ isByPhone: Bool,
        _ next: HospitalAlternative, _ draft: inout Draft
    ) throws(Rejection) {
        try requireKnown(id)
        try requireShort(words)
        guard status != .completed else { throw .notice(.notItsAnswer(id, status)) }
        let row = self[id]
        let moment = moment(at, since: row.openedAt, draft.submission.now)
        guard row.state.isLive else {
            guard isNews(row, status, words) else { throw .nothingChanges }
            draft.add(.notice(.answeredLate(id, status, at: moment, words: draft.text(words))))
            return
        }
        let isSame = (text(row.words) ?? "") == words
        switch status {
        case .delivered:
            // A reminder to phone is done, whatever is known otherwise.
            guard row.state == .asked else { throw .nothingChanges }
        case .accepted: guard row.state != .accepted || !isSame else { throw .nothingChanges }
        case .rejected: guard row.state != .rejected || !isSame else { throw .nothingChanges }
        case .completed: throw .nothingChanges
        }
        let known = knownHospital(next)
        if status != .rejected || row.state != .rejected { clearAlerts(of: id, &draft) }
        draft.add(
            .notice(
                .answered(
                    id, status, at: moment, words: draft.text(words), isByPhone: isByPhone,
                    next: status == .rejected ? known : .none)))
        if status == .rejected, row.state != .rejected { draft.raise(.noticeRejected, subject: id.index) }
    }

    private func knownHospital(_ next: HospitalAlternative) -> HospitalAlternative {
        next.hospital.index >= 0 && next.hospital.index < hospitals.count ? next : .none
    }

    /// Whether an answer to a notice that is over says what nobody knows yet.
    private func isNews(_ row: Notice, _ status: TaskStatus, _ words: String) -> Bool {
        guard status != .delivered else { return false }
        let wasSaid = row.lastAnswer == status && (text(row.words) ?? "") == words
        return !wasSaid && (row.lateAnswer != status || (text(row.lateWords) ?? "") != words)
    }

    /// No answer in time.
    func lapse(_ id: NoticeID, _ next: HospitalAlternative, _ draft: inout Draft) {
        draft.add(.notice(.fellSilent(id, next: knownHospital(next))))
        draft.raise(.noticeSilent, subject: id.index)
    }

    func isNoticeDue(_ index: Int32, _ now: Timestamp) -> Bool {
        guard notices.contains(index) else { return false }
        let row = notices[index]
        guard row.state == .asked || row.state == .delivered else { return false }
        return row.isElectronic && row.dueAt <= now
    }

    func clearAlerts(of id: NoticeID, _ draft: inout Draft) {
        for kind in [AlertKind.noticePhone, .noticeRejected, .noticeSilent] {
            draft.clear(openAlert(of: kind, about: id.index))
        }
    }

    // MARK: - The fold

    /// `event` carries the time and the actor.
    mutating func apply(_ notice: NoticeEvent, _ event: Event) {
        switch notice {
        case .opened(let id, let assignment, let hospital, let isElectronic, let due):
            precondition(id.index == notices.end)
            notices.append(
                Notice(
                    assignment: assignment, incident: self[assignment].incident, hospital: hospital,
                    isElectronic: isElectronic, openedAt: event.at, dueAt: due,
                    previous: self[assignment].notice))
            assignments[assignment.index].notice = id
            if due.isSet { deadlines.add(Deadline(at: due, kind: .noticeSilent, subject: id.index)) }
        case .updated(let id, let version): notices[id.index].version = version
        case .answered(let id, let status, let at, let words, let isByPhone, let next):
            keep(words)
            answer(id, status, at, words.id, isByPhone, next)
        case .fellSilent(let id, let next):
            notices[id.index].state = .silent
            notices[id.index].next = next
        case .keptGoing(let id, let version, let words):
            keep(words)
            notices[id.index].keptGoingAt = event.at
            notices[id.index].keptGoing = words.id
            notices[id.index].version = version
        case .closed(let id, let end, let version):
            notices[id.index].lastAnswer = self[id].answerSaid
            notices[id.index].state = .closed
            notices[id.index].end = end
            notices[id.index].endedAt = max(event.at, self[id].openedAt)
            notices[id.index].version = version
        case .answeredLate(let id, let status, let at, let words):
            keep(words)
            notices[id.index].lateAnswer = status
            notices[id.index].lateAt = at
            notices[id.index].lateWords = words.id
        }
    }

    private mutating func answer(
        _ id: NoticeID, _ status: TaskStatus, _ at: Timestamp, _ words: TextID, _ isByPhone: Bool,
        _ next: HospitalAlternative
    ) {
        notices[id.index].isByPhone = isByPhone
        if !self[id].deliveredAt.isSet { notices[id.index].deliveredAt = at }
        guard status != .delivered else {
            notices[id.index].state = .delivered
            return
        }
        let state: NoticeState = status == .accepted ? .accepted : .rejected
        // Whoever goes on in spite of a no has heard it; another answer is another matter.
        if state != self[id].state {
            notices[id.index].keptGoingAt = .none
            notices[id.index].keptGoing = .none
        }
        notices[id.index].words = words
        notices[id.index].answeredAt = at
        notices[id.index].state = state
        notices[id.index].next = next
    }

    /// The oldest notice that stays where assignments before this one leave memory.
    func firstNotice(keepingAssignmentsFrom bound: Int32) -> Int32 {
        var first = notices.base
        while first < notices.end, notices[first].assignment.index < bound { first += 1 }
        return first
    }
}

extension Notice {
    /// What the hospital has said, while the notice is live.
    var answerSaid: TaskStatus? {
        switch state {
        case .accepted: .accepted
        case .rejected: .rejected
        case .asked, .delivered, .silent, .closed: nil
        }
    }
}
