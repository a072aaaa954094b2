// Decisions around calls: rung, answered, abandoned, claimed, called back, bound to an incident, ended
// without one. Idempotent where the exchange speaks: it resends what it is not sure of, and a report of
// something that is known changes nothing. A call is never refused: one that was not heard ringing begins
// with whatever is told of it.

extension Centre {
    func decide(_ command: CallCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .rang(let report):
            guard !call(exchange: report.exchange).isSet else { throw .nothingChanges }
            _ = try receive(report, &draft)
        case .answered(let report, let user): try answered(report, user, &draft)
        case .abandoned(let report): try lineFell(report, wasAnswered: false, &draft)
        case .ended(let report): try lineFell(report, wasAnswered: true, &draft)
        case .claim(let call): try claim(call, &draft)
        case .release(let call): try release(call, &draft)
        case .tried(let call, let result): try tried(call, result, &draft)
        case .bind(let call, let incident, let words): try bind(call, to: incident, words, &draft)
        case .finish(let call, let outcome, let words): try finish(call, outcome, words, &draft)
        }
    }

    /// The call that the exchange names so; `none` where it is new.
    public func call(exchange: UInt64) -> CallID {
        CallID(index: exchange == 0 ? -1 : callByExchange[exchange] ?? -1)
    }

    // MARK: - What the exchange tells

    private func moment(_ report: CallReport, _ draft: Draft, notBefore: Timestamp = .none) -> Timestamp {
        let now = draft.submission.now
        // The exchange's clock is not ours: it may be ahead, and nothing ends before it begins.
        return max(report.at.isSet ? min(report.at, now) : now, notBefore)
    }

    private func receive(_ report: CallReport, _ draft: inout Draft) throws(Rejection) -> CallID {
        guard calls.end < .max, texts.end < .max - 8 else { throw .centreFull }
        try requireShort(report.phone)
        try requireShort(report.recording)
        let call = CallID(index: calls.end)
        draft.add(
            .call(
                .rang(
                    call, exchange: report.exchange, phone: draft.text(report.phone),
                    recording: draft.text(report.recording), at: moment(report, draft))))
        return call
    }

    /// The recording's name where it was not known before.
    private func recording(_ report: CallReport, of call: CallID, _ draft: inout Draft) throws(Rejection)
        -> Text
    {
        try requireShort(report.recording)
        return self[call].recording.isSet ? .none : draft.text(report.recording)
    }

    private func answered(_ report: CallReport, _ user: UInt32, _ draft: inout Draft) throws(Rejection) {
        let known = call(exchange: report.exchange)
        guard known.isSet else {
            let call = try receive(report, &draft)
            draft.add(
                .call(.answered(call, by: user, recording: .none, at: moment(report, draft))))
            return
        }
        let row = self[known]
        // Who has claimed it at the console keeps it, whatever the exchange calls him.
        let isNews = !row.answeredAt.isSet || row.phase == .inHand && row.handler == Call.nobody
        guard row.phase == .waiting || row.phase == .inHand, isNews,
            row.phase == .waiting || user != row.handler
        else { throw .nothingChanges }
        draft.clear(openAlert(of: .callWaiting, about: known.index))
        draft.add(
            .call(
                .answered(
                    known, by: row.handler == Call.nobody ? user : row.handler,
                    recording: try recording(report, of: known, &draft),
                    at: moment(report, draft, notBefore: row.receivedAt))))
    }

    /// The line has fallen: before anybody answered, then somebody must call back; or after.
    private func lineFell(_ report: CallReport, wasAnswered: Bool, _ draft: inout Draft) throws(Rejection) {
        let known = call(exchange: report.exchange)
        guard known.isSet else {
            let call = try receive(report, &draft)
            if !wasAnswered {
                park(call, .abandoned, report.phone, at: moment(report, draft), words: .none, &draft)
            } else {
                // Answered and ended while nobody told us.
                draft.add(.call(.ended(call, recording: .none, at: moment(report, draft))))
                draft.add(.call(.finished(call, .none, words: .none)))
            }
            return
        }
        let row = self[known]
        guard !row.endedAt.isSet else { throw .nothingChanges }
        let at = moment(report, draft, notBefore: max(row.receivedAt, row.answeredAt))
        if row.phase == .waiting {
            draft.clear(openAlert(of: .callWaiting, about: known.index))
            park(known, .abandoned, text(row.phone) ?? "", at: at, words: .none, &draft)
            return
        }
        draft.add(.call(.ended(known, recording: try recording(report, of: known, &draft), at: at)))
        if row.phase == .inHand, row.handler == Call.nobody {
            // Nobody at a console knows of it, and nobody will say more.
            draft.add(.call(.finished(known, .none, words: .none)))
        }
    }

    /// To be called back; a caller who withholds the number cannot be, and is let go.
    private func park(
        _ call: CallID, _ why: CallOutcome, _ phone: String, at: Timestamp, words: Text, _ draft: inout Draft
    ) {
        let due = draft.submission.now.adding(seconds: rules.callbackSeconds)
        draft.add(.call(.parked(call, why, words: words, at: at, due: due)))
        if PhoneNumber.key(phone).isEmpty { draft.add(.call(.finished(call, why, words: .none))) }
    }

    // MARK: - What people do

    private func claim(_ wanted: CallID, _ draft: inout Draft) throws(Rejection) {
        var call = wanted
        if !wanted.isSet {
            guard let next = CallQueue(self).next else { throw .call(.noneWaiting) }
            call = next
        }
        try requireOpen(call)
        let row = self[call]
        if row.phase == .inHand, row.handler != Call.nobody {
            guard row.handler != draft.submission.actor.number else { throw .nothingChanges }
            throw .call(.taken(call, by: row.handler))
        }
        clearAlerts(of: call, &draft)
        draft.add(.call(.claimed(call, from: row.phase)))
    }

    private func release(_ wanted: CallID, _ draft: inout Draft) throws(Rejection) {
        let call = try inHand(wanted, draft)
        let row = self[call]
        guard row.phase == .inHand, row.handler == draft.submission.actor.number else {
            throw .call(row.phase == .inHand ? .taken(call, by: row.handler) : .noneInHand)
        }
        let isOver = row.endedAt.isSet || row.tries > 0 || row.outcome != .none
        if isOver, PhoneNumber.key(text(row.phone) ?? "").isEmpty { throw .call(.notToBeCalledBack(call)) }
        let due = isOver ? draft.submission.now.adding(seconds: rules.callbackSeconds) : .none
        draft.add(.call(.released(call, to: isOver ? .callback : .waiting, due: due)))
    }

    private func tried(_ call: CallID, _ result: CallbackResult, _ draft: inout Draft) throws(Rejection) {
        try requireOpen(call)
        let row = self[call]
        try requireMine(call, draft)
        let isCallback = row.phase == .callback || row.phase == .inHand && row.outcome != .none
        guard isCallback else { throw .call(.notToBeCalledBack(call)) }
        let tries = row.tries == .max ? row.tries : row.tries + 1
        let now = draft.submission.now
        let isLast = result != .reached && tries >= rules.callbackTries
        let due = result == .reached || isLast ? .none : now.adding(seconds: rules.callbackSeconds)
        clearAlerts(of: call, &draft)
        draft.add(.call(.tried(call, result, tries: tries, due: isLast ? now : due)))
        if isLast { draft.add(.call(.finished(call, .unreached, words: .none))) }
    }

    private func finish(_ wanted: CallID, _ outcome: CallOutcome, _ words: String, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireShort(words)
        let call = try inHand(wanted, draft)
        try requireMine(call, draft)
        let row = self[call]
        guard row.phase != .waiting else { throw .call(.stillRings(call)) }
        clearAlerts(of: call, &draft)
        let noted = draft.text(words)
        if outcome == .silent, row.tries < rules.callbackTries {
            // Somebody may lie there and be unable to speak.
            guard row.phase == .inHand else { throw .nothingChanges }
            let now = max(draft.submission.now, max(row.receivedAt, row.answeredAt))
            park(call, .silent, text(row.phone) ?? "", at: now, words: noted, &draft)
            return
        }
        draft.add(.call(.finished(call, outcome, words: noted)))
    }

    /// Binds a call to an incident. Where it has opened one of its own, all the calls of that one go along
    /// and it is closed as a duplicate: nobody has been sent there, or this is refused. Makes no order.
    private func bind(_ call: CallID, to incident: IncidentID, _ words: String, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireShort(words)
        try requireKnown(call)
        try requireOpen(incident)
        let row = self[call]
        guard row.incident != incident else { throw .call(.alreadyBound(call, incident)) }
        try requireMine(call, draft)
        let own = row.incident
        if own.isSet {
            guard incidents.contains(own.index), self[own].isOpen else {
                throw .call(.done(call, own, .none))
            }
            if self[own].call == call {
                try absorb(own, into: incident, of: call, &draft)
            } else {
                draft.add(.call(.bound(call, from: own, to: incident)))
            }
        } else {
            guard row.phase != .done else { throw .call(.done(call, .none, row.outcome)) }
            clearAlerts(of: call, &draft)
            draft.add(.call(.bound(call, from: .none, to: incident)))
        }
        if !words.isEmpty { draft.add(.noted(incident, draft.text(words))) }
    }

    private func absorb(
        _ own: IncidentID, into incident: IncidentID, of call: CallID, _ draft: inout Draft
    ) throws(Rejection) {
        let row = self[own]
        if row.liveAssignments > 0 {
            for assignment in assignments(of: own) where self[assignment].state.isLive {
                throw .call(.duplicateHasUnit(call, own, self[assignment].unit, to: incident))
            }
        }
        guard row.completedAssignments == 0, !row.firstPatient.isSet else {
            throw .call(.duplicateWasServed(call, own))
        }
        try close(own, .duplicate, &draft)
        for other in calls(of: own) {
            draft.add(.call(.bound(other, from: own, to: incident)))
        }
    }

    /// The calls that concern an incident, oldest first. Linear in the calls since its first.
    public func calls(of incident: IncidentID) -> [CallID] {
        guard incidents.contains(incident.index) else { return [] }
        var found: [CallID] = []
        for index in calls.base..<calls.end where calls[index].incident == incident {
            found.append(CallID(index: index))
        }
        return found
    }

    // MARK: - The call behind an incident

    /// The call that a new incident comes from: one that its maker has in hand (the newest, and of the number
    /// that was typed), or one of that number that rings or was answered by nobody we know; else a new one.
    func takeCall(_ phone: String, _ draft: inout Draft) throws(Rejection) -> CallID {
        let key = PhoneNumber.key(phone)
        if let call = callInHand(of: draft.submission.actor, key) {
            if !key.isEmpty, PhoneNumber.key(text(self[call].phone) ?? "").isEmpty {
                draft.add(.call(.numbered(call, phone: draft.text(phone))))
            }
            clearAlerts(of: call, &draft)
            return call
        }
        return newCall(phone, &draft)
    }

    /// A call of which nothing is known but what is typed now.
    func newCall(_ phone: String, _ draft: inout Draft) -> CallID {
        let call = CallID(index: calls.end)
        draft.add(.callReceived(call, phone: draft.text(phone)))
        return call
    }

    private func callInHand(of actor: Actor, _ key: String) -> CallID? {
        var mine: CallID?
        var stray: CallID?
        for id in openCalls {
            let call = self[id]
            let isMine = actor.kind == .console && call.phase == .inHand && call.handler == actor.number
            let isStray = call.phase == .waiting || call.phase == .inHand && call.handler == Call.nobody
            guard isMine || isStray && !key.isEmpty else { continue }
            let its = PhoneNumber.key(text(call.phone) ?? "")
            if isMine, key.isEmpty || its.isEmpty || its == key {
                // Of those in hand the newest; one of the very number that was typed before any other.
                let isBetter = mine.map { isNewer(id, than: $0, key) } ?? true
                if isBetter { mine = id }
            } else if isStray, its == key, stray == nil {
                stray = id
            }
        }
        return mine ?? stray
    }

    private func isNewer(_ one: CallID, than other: CallID, _ key: String) -> Bool {
        let (left, right) = (self[one], self[other])
        let (leftFits, rightFits) = (
            PhoneNumber.key(text(left.phone) ?? "") == key, PhoneNumber.key(text(right.phone) ?? "") == key
        )
        if !key.isEmpty, leftFits != rightFits { return leftFits }
        return left.claimedAt >= right.claimedAt
    }

    /// The newest call that this person has in hand; `none` where there is none.
    public func newestInHand(of user: UInt32) -> CallID {
        var newest = CallID.none
        for id in openCalls where self[id].phase == .inHand && self[id].handler == user {
            if !newest.isSet || self[id].claimedAt >= self[newest].claimedAt { newest = id }
        }
        return newest
    }

    // MARK: - What is asked first

    private func requireKnown(_ call: CallID) throws(Rejection) {
        guard call.index >= 0, call.index < calls.end else { throw .call(.unknown(call)) }
        guard calls.contains(call.index) else { throw .call(.retired(call)) }
    }

    private func requireOpen(_ call: CallID) throws(Rejection) {
        try requireKnown(call)
        let row = self[call]
        guard row.phase != .done else { throw .call(.done(call, row.incident, row.outcome)) }
    }

    /// Not in somebody else's hand.
    private func requireMine(_ call: CallID, _ draft: Draft) throws(Rejection) {
        let row = self[call]
        guard row.phase == .inHand, row.handler != Call.nobody, row.handler != draft.submission.actor.number
        else { return }
        throw .call(.taken(call, by: row.handler))
    }

    private func inHand(_ wanted: CallID, _ draft: Draft) throws(Rejection) -> CallID {
        let call = wanted.isSet ? wanted : newestInHand(of: draft.submission.actor.number)
        guard call.isSet else { throw .call(.noneInHand) }
        try requireOpen(call)
        return call
    }

    private func clearAlerts(of call: CallID, _ draft: inout Draft) {
        draft.clear(openAlert(of: .callWaiting, about: call.index))
        draft.clear(openAlert(of: .callbackOverdue, about: call.index))
    }
}
