// The fold of what happens to calls, and what follows from their rows: who is open, when time is up.

extension Centre {
    /// `event` carries the time and the actor.
    mutating func apply(_ call: CallEvent, _ event: Event) {
        switch call {
        case .rang(let id, let exchange, let phone, let recording, let at):
            precondition(id.index == calls.end)
            keep(phone)
            keep(recording)
            var row = Call(receivedAt: at, phone: phone.id, incident: .none)
            row.phase = .waiting
            row.exchange = exchange
            row.recording = recording.id
            calls.append(row)
            openCalls.append(id)
            if exchange != 0 { callByExchange[exchange] = id.index }
            addDeadline(of: id, to: &deadlines)
        case .answered(let id, let user, let recording, let at):
            note(recording, of: id)
            if !self[id].answeredAt.isSet { calls[id.index].answeredAt = at }
            if self[id].handler == Call.nobody { calls[id.index].claimedAt = event.at }
            calls[id.index].phase = .inHand
            calls[id.index].handler = user
        case .parked(let id, let why, let words, let at, let due):
            keep(words)
            if words.id.isSet { calls[id.index].words = words.id }
            calls[id.index].phase = .callback
            calls[id.index].outcome = why
            calls[id.index].handler = Call.nobody
            if !self[id].endedAt.isSet { calls[id.index].endedAt = at }
            calls[id.index].callbackDue = due
            addDeadline(of: id, to: &deadlines)
        case .ended(let id, let recording, let at):
            note(recording, of: id)
            calls[id.index].endedAt = at
        case .claimed(let id, let from):
            calls[id.index].phase = .inHand
            calls[id.index].handler = event.actor.number
            calls[id.index].claimedAt = event.at
            if from == .waiting { calls[id.index].answeredAt = max(event.at, self[id].receivedAt) }
        case .released(let id, let phase, let due):
            calls[id.index].phase = phase
            calls[id.index].handler = Call.nobody
            calls[id.index].callbackDue = due
            if phase == .waiting { calls[id.index].answeredAt = .none }
            addDeadline(of: id, to: &deadlines)
        case .tried(let id, let result, let tries, let due):
            calls[id.index].tries = tries
            calls[id.index].callbackDue = due
            calls[id.index].phase = result == .reached ? .inHand : .callback
            calls[id.index].handler = result == .reached ? event.actor.number : Call.nobody
            if result == .reached { calls[id.index].claimedAt = event.at }
            addDeadline(of: id, to: &deadlines)
        case .numbered(let id, let phone):
            keep(phone)
            calls[id.index].phone = phone.id
        case .bound(let id, _, let incident):
            calls[id.index].incident = incident
            settle(id)
        case .finished(let id, let outcome, let words):
            keep(words)
            calls[id.index].outcome = outcome
            if words.id.isSet { calls[id.index].words = words.id }
            settle(id)
        }
    }

    private mutating func note(_ recording: Text, of id: CallID) {
        keep(recording)
        if recording.id.isSet { calls[id.index].recording = recording.id }
    }

    /// Nothing more is wanted of it.
    mutating func settle(_ id: CallID) {
        guard self[id].phase != .done else { return }
        calls[id.index].phase = .done
        calls[id.index].callbackDue = .none
        openCalls.removeSorted(id)
    }

    /// Before calls leave memory their names do.
    mutating func forgetExchanges(before first: Int32) {
        var index = calls.base
        while index < min(first, calls.end) {
            if callByExchange[calls[index].exchange] == index { callByExchange[calls[index].exchange] = nil }
            index += 1
        }
    }

    /// What follows from the rows of a snapshot.
    mutating func rebuildCallIndexes() {
        openCalls = []
        callByExchange = [:]
        for index in calls.base..<calls.end {
            if calls[index].phase != .done { openCalls.append(CallID(index: index)) }
            if calls[index].exchange != 0 { callByExchange[calls[index].exchange] = index }
        }
    }

    // MARK: - Time

    func addDeadline(of call: CallID, to heap: inout DeadlineHeap) {
        let row = self[call]
        switch row.phase {
        case .waiting:
            heap.add(
                Deadline(
                    at: row.receivedAt.adding(seconds: rules.callAlertSeconds), kind: .callWaiting,
                    subject: call.index))
        case .callback:
            heap.add(Deadline(at: row.callbackDue, kind: .callbackOverdue, subject: call.index))
        case .inHand, .done: break
        }
    }

    func isCallDue(_ deadline: Deadline, _ now: Timestamp) -> Bool {
        guard calls.contains(deadline.subject) else { return false }
        let row = calls[deadline.subject]
        switch deadline.kind {
        case .callWaiting:
            return stillRings(deadline.subject)
                && row.receivedAt.adding(seconds: rules.callAlertSeconds) <= now
        case .callbackOverdue:
            return row.phase == .callback && row.callbackDue.isSet && row.callbackDue <= now
                && openAlert(of: .callbackOverdue, about: deadline.subject) < 0
        default: return false
        }
    }

    /// Whether it rings and nobody is alerted of it.
    func stillRings(_ call: Int32) -> Bool {
        calls.contains(call) && calls[call].phase == .waiting && openAlert(of: .callWaiting, about: call) < 0
    }

    /// One alert for all the calls of one number: a flood may not bury the others' alerts. `alerted` is filled
    /// with the numbers that are, and to be kept for the next question of the same moment.
    func mayAlertOfRinging(_ call: Int32, _ alerted: inout Set<String>?) -> Bool {
        func key(_ call: Int32) -> String { PhoneNumber.key(text(calls[call].phone) ?? "") }
        if alerted == nil {
            alerted = []
            for alert in openAlerts
            where alerts[alert].kind == .callWaiting && calls.contains(alerts[alert].subject) {
                alerted?.insert(key(alerts[alert].subject))
            }
        }
        let its = key(call)
        return its.isEmpty || alerted?.insert(its).inserted ?? true
    }

    // MARK: - What must always be true

    func checkCalls(_ must: (Bool, @autoclosure () -> String) -> Void) {
        let open = (calls.base..<calls.end).filter { calls[$0].phase != .done }.map { CallID(index: $0) }
        must(open == openCalls, "open calls are not those that are not done")
        for index in calls.base..<calls.end {
            let row = calls[index]
            let number = index + 1
            must(!row.incident.isSet || row.phase == .done, "call \(number) has an incident and is not done")
            must(
                row.phase != .callback || row.callbackDue.isSet && row.handler == Call.nobody,
                "call \(number): call-back")
            must(row.phase != .waiting || row.handler == Call.nobody, "call \(number) rings and is in hand")
            must(
                row.exchange == 0 || callByExchange[row.exchange] == index,
                "call \(number) is not found by its name")
            if row.answeredAt.isSet {
                must(row.answeredAt >= row.receivedAt, "call \(number) was answered before it rang")
            }
            if row.endedAt.isSet {
                must(row.endedAt >= row.receivedAt, "call \(number) ended before it rang")
            }
        }
        for alert in openAlerts where alerts[alert].kind.subjectKind == .call {
            let subject = alerts[alert].subject
            let phase = calls.contains(subject) ? calls[subject].phase : .done
            must(
                phase == (alerts[alert].kind == .callWaiting ? .waiting : .callback),
                "alert \(alert) is of a call that is \(phase)")
        }
    }
}
