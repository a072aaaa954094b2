// What an answer means for a message and for its destination: told, again later, dead, or to be read again.
//
// Decided here, once: cut connections, 408, 425, 429 and 5xx are tried again with growing waits, at random in
// their upper half, never before Retry-After; 401 and 403 speak of our key and not of the message, so that
// nothing dies of them and the destination counts as away; 412 is read again by the courier, which sends only
// what is newer; any other 4xx, a redirection and an answer that is none are dead letters.

/// What has become of a message that was under way.
public enum OutboxAnswer: Equatable, Sendable {
    /// Acknowledged; `hash` is that of what was sent.
    case accepted(hash: Digest)
    /// What would have been sent has been acknowledged already.
    case unchanged(hash: Digest)
    /// The other end has a newer state of it.
    case superseded
    /// There is nothing to be told any more.
    case moot
    /// An HTTP status that is no success; `retryAfterSeconds` is 0 where none was given.
    case status(Int, retryAfterSeconds: Int64, words: String)
    /// No answer: refused, cut, too slow, a certificate that is not trusted, rubbish.
    case cut(String)
    /// The courier went before it answered; nothing is known and nobody is to blame.
    case interrupted
    /// It cannot be sent as it is, whoever would take it.
    case unfit(String)
}

/// What follows from an answer.
public enum OutboxVerdict: Equatable, Sendable {
    case told
    /// The message waits; `isOfDestination` where others would meet the same.
    case later(isOfDestination: Bool)
    case dead
    case again

    static func of(_ answer: OutboxAnswer) -> OutboxVerdict {
        switch answer {
        case .accepted, .unchanged, .superseded, .moot: return .told
        case .cut: return .later(isOfDestination: true)
        case .interrupted: return .again
        case .unfit: return .dead
        case .status(let status, _, _):
            switch status {
            case 401, 403, 429, 502, 503, 504: return .later(isOfDestination: true)
            case 408, 412, 425, 500...599: return .later(isOfDestination: false)
            default: return .dead
            }
        }
    }
}

extension OutboxAnswer {
    var words: String {
        switch self {
        case .accepted, .unchanged, .superseded, .moot: ""
        case .interrupted: "the courier ended while it was under way"
        case .status(let status, _, let words): words.isEmpty ? "HTTP \(status)" : "HTTP \(status): \(words)"
        case .cut(let words), .unfit(let words): words
        }
    }

    fileprivate var retryAfterSeconds: Int64 {
        if case .status(_, let seconds, _) = self { return seconds }
        return 0
    }
}

extension Outbox {
    /// What is kept of what a destination says.
    static let maximumFailureBytes = 300
    /// So often in a row a message may be under way when the courier ends, before it is held to be the reason.
    static let interruptionsInARow: Int32 = 5

    /// Takes the answer to an order. One that is not under way is passed over.
    @discardableResult
    public mutating func answered(_ order: OutboxOrder, _ answer: OutboxAnswer, now: Timestamp)
        -> OutboxVerdict?
    {
        guard let place = lanes[order.destination].places[order.subject] else { return nil }
        let slot = lanes[order.destination].slots[place]
        guard slot.state == .inFlight, slot.inFlight == order.sequence else { return nil }
        touch(order.destination, place)
        lanes[order.destination].underWay -= 1
        let verdict = OutboxVerdict.of(answer)
        switch verdict {
        case .told:
            if case .accepted = answer {
                lanes[order.destination].lastDelayNanoseconds = max(
                    0, now.nanoseconds &- slot.waitingSince.nanoseconds)
            }
            lanes[order.destination].slots[place].told(answer, now)
            lanes[order.destination].came(through: answer, now)
        case .again where slot.attempts < Outbox.interruptionsInARow:
            lanes[order.destination].slots[place].goBack()
        case .again:
            // It may be this one that the courier dies of: others go before it.
            postpone(order.destination, place, answer, false, now)
        case .later(let isOfDestination): postpone(order.destination, place, answer, isOfDestination, now)
        case .dead:
            lanes[order.destination].slots[place].die(answer.words, now)
            lanes[order.destination].failedCount += 1
            // It answered: whatever it said, it is there.
            if case .status = answer { lanes[order.destination].isThere(now) }
            keepBound(order.destination)
        }
        return verdict
    }

    private mutating func postpone(
        _ destination: Int, _ place: Int, _ answer: OutboxAnswer, _ isOfDestination: Bool, _ now: Timestamp
    ) {
        let rules = lanes[destination].rules
        let words = Outbox.cut(answer.words)
        lanes[destination].failedCount += 1
        lanes[destination].lastFailure = words
        let asked = min(answer.retryAfterSeconds, rules.mostRetryAfterSeconds) * 1_000_000_000
        let slot = lanes[destination].slots[place]
        let pause = max(asked, wait(after: slot.attempts, rules))
        lanes[destination].slots[place].goBack()
        lanes[destination].slots[place].failure = words
        lanes[destination].slots[place].nextTry = Timestamp(nanoseconds: now.nanoseconds &+ pause)
        guard isOfDestination else {
            if case .status = answer { lanes[destination].isThere(now) }
            return
        }
        lanes[destination].failures = min(lanes[destination].failures + 1, 1_000_000)
        if !lanes[destination].isAway { lanes[destination].awaySince = now }
        let hold = max(asked, wait(after: lanes[destination].failures, rules))
        let until = Timestamp(nanoseconds: now.nanoseconds &+ hold)
        lanes[destination].holdUntil = max(lanes[destination].holdUntil, until)
        // The one that was tried goes behind the others, and no later than the destination is tried at all.
        lanes[destination].slots[place].nextTry = lanes[destination].holdUntil
    }

    /// Doubled with every try up to the most, its upper half at random.
    private mutating func wait(after tries: Int32, _ rules: OutboxRules) -> Int64 {
        let grown = rules.firstWaitNanoseconds << Int64(min(max(tries - 1, 0), 20))
        let whole = min(max(grown, rules.firstWaitNanoseconds), rules.mostWaitNanoseconds)
        return whole / 2 + Int64(Double(whole / 2) * random.unitInterval())
    }

    static func cut(_ words: String) -> String {
        guard words.utf8.count > maximumFailureBytes else { return words }
        return String(decoding: Array(words.utf8.prefix(maximumFailureBytes)), as: UTF8.self) + "..."
    }

    // MARK: - By hand

    /// Lets dead letters go again, and what waits go now: of one subject, or of all (nil). How many.
    public mutating func retry(_ destination: Int, _ subject: OutboxSubject?) -> Int {
        var count = 0
        for place in lanes[destination].slots.indices {
            let slot = lanes[destination].slots[place]
            guard subject == nil || slot.subject == subject else { continue }
            switch slot.state {
            case .dead, .waiting:
                lanes[destination].slots[place].state = .waiting
                lanes[destination].slots[place].attempts = 0
                lanes[destination].slots[place].nextTry = .none
                touch(destination, place)
                count += 1
            case .sent, .inFlight: break
            }
        }
        if count > 0 { lanes[destination].holdUntil = .none }
        return count
    }

    /// Tells one that is told already once more; false where nothing was ever told or it waits anyway.
    public mutating func tellAgain(_ destination: Int, _ subject: OutboxSubject, now: Timestamp) -> Bool {
        guard let slot = slot(destination, subject), slot.state == .sent, slot.sentSequence > 0,
            let place = lanes[destination].places[subject]
        else { return false }
        lanes[destination].slots[place].sentHash = nil
        changed(subject, at: destination, sequence: slot.sentSequence, asOf: slot.sentAt, now: now)
        return true
    }

    // MARK: - Bounds

    mutating func keepBound(_ destination: Int) {
        let lane = lanes[destination]
        guard lane.slots.count > lane.rules.maximumDead else { return }
        let waiting = lane.slots.count { $0.subject.isTask && $0.state == .waiting }
        if waiting > lane.rules.maximumTasks,
            let place = lane.slots.firstIndex(where: { $0.subject.isTask && $0.state == .waiting })
        {
            lanes[destination].slots[place].die("too much waits for this destination", .none)
            touch(destination, place)
        }
        let dead = lanes[destination].slots.count { $0.subject.isTask && $0.state == .dead }
        if dead > lane.rules.maximumDead,
            let place = lanes[destination].slots.firstIndex(where: {
                $0.subject.isTask && $0.state == .dead
            })
        {
            lanes[destination].slots[place].state = .sent
            lanes[destination].slots[place].messages = []
            lanes[destination].droppedDead += 1
            touch(destination, place)
        }
    }
}

extension OutboxLane {
    mutating func came(through answer: OutboxAnswer, _ now: Timestamp) {
        switch answer {
        case .accepted, .superseded:
            sentCount += 1
            isThere(now)
        case .unchanged: unchangedCount += 1
        case .moot, .status, .cut, .interrupted, .unfit: break
        }
    }

    mutating func isThere(_ now: Timestamp) {
        failures = 0
        awaySince = .none
        holdUntil = .none
        lastSuccess = now
    }
}

extension OutboxSlot {
    /// The head of its messages has been told.
    mutating func told(_ answer: OutboxAnswer, _ now: Timestamp) {
        sentSequence = max(sentSequence, inFlight)
        switch answer {
        case .accepted(let hash), .unchanged(let hash): sentHash = hash
        case .superseded, .moot, .status, .cut, .interrupted, .unfit: sentHash = nil
        }
        if case .unchanged = answer {} else { sentAt = now }
        messages.removeFirst()
        inFlight = 0
        hasNewer = false
        attempts = 0
        nextTry = .none
        failure = ""
        state = messages.isEmpty ? .sent : .waiting
    }

    /// It waits again; a hospital's newer state takes the place of what was under way.
    mutating func goBack() {
        state = .waiting
        mergeNewer()
    }

    mutating func die(_ words: String, _ now: Timestamp) {
        let isReplaced = !subject.isTask && messages.count > 1
        mergeNewer()
        failure = Outbox.cut(words)
        // A newer state may be taken.
        state = isReplaced ? .waiting : .dead
        if isReplaced {
            attempts = 0
            nextTry = .none
        }
    }

    private mutating func mergeNewer() {
        if !subject.isTask, messages.count > 1 {
            messages[0].sequence = messages[1].sequence
            messages[0].asOf = messages[1].asOf
            messages.removeLast(messages.count - 1)
        }
        inFlight = 0
        hasNewer = false
    }
}
