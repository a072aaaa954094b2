// What the journal's thread does: take messages, write, answer, serve one request, rest. All state here
// belongs to that thread.

final class JournalLoop {
    private let journal: Journal
    private let box: Mailbox<JournalMessage>
    private let shared: JournalShared
    private let limits: JournalWriter.Limits
    private let beforeHealing: () throws -> Void
    private let onStateChange: (JournalStateChange) -> Void

    /// Events that are not durable, in order; those before `queueStart` are written and wait to be dropped.
    private var queue: [JournalSubmit] = []
    private var queueStart = 0
    /// The sequence that the next submit must begin with.
    private var nextSequence: Int64
    /// Marks to be written, the highest for each unit.
    private var marks: [Int32: Int64] = [:]
    private var markCompletions: [(JournalOutcome) -> Void] = []
    /// Reads and the like, served one a turn; `requestStart` as above.
    private var requests: [JournalMessage] = []
    private var requestStart = 0
    private var degraded: String?
    private var retryAt: Int64 = 0
    private var healedEvents = 0
    /// Above so many frames in the log the next checkpoint without quiet is tried.
    private var logFramesForCheckpoint: Int

    init(
        _ journal: Journal, _ box: Mailbox<JournalMessage>, _ shared: JournalShared,
        _ limits: JournalWriter.Limits, beforeHealing: @escaping () throws -> Void,
        onStateChange: @escaping (JournalStateChange) -> Void
    ) {
        self.journal = journal
        self.box = box
        self.shared = shared
        self.limits = limits
        self.beforeHealing = beforeHealing
        self.onStateChange = onStateChange
        nextSequence = journal.head.sequence + 1
        logFramesForCheckpoint = limits.logMaximumFrames
        publish()
    }

    func run() {
        var mail: [JournalMessage] = []
        while box.takeAll(into: &mail, until: wakeTime()) {
            sort(mail)
            if let degraded {
                answerAll(.notDurable(degraded))
                if WallClock.monotonicNanoseconds() >= retryAt { heal() }
            } else {
                writeAll()
            }
            serveOne()
            if journal.waitingLogFrames >= logFramesForCheckpoint { checkpointQuietly() }
            if mail.isEmpty && requestStart == requests.count && degraded == nil
                && journal.waitingLogFrames > 0
            {
                checkpointQuietly()
            }
        }
        finish()
    }

    /// Until when the thread may sleep.
    private func wakeTime() -> Int64? {
        if requestStart < requests.count { return 0 }
        if degraded != nil { return retryAt }
        if journal.waitingLogFrames > 0 && journal.waitingLogFrames < logFramesForCheckpoint {
            return WallClock.monotonicNanoseconds() + limits.idleNanoseconds
        }
        return nil
    }

    private func sort(_ mail: [JournalMessage]) {
        for message in mail {
            switch message {
            case .submit(let submit):
                precondition(
                    submit.first == nextSequence, "event \(submit.first) came, \(nextSequence) is next")
                nextSequence = submit.last + 1
                queue.append(submit)
            case .highWater(let raised, let completion):
                for mark in raised {
                    marks[mark.unit] = max(mark.sequence, marks[mark.unit] ?? mark.sequence)
                }
                markCompletions.append(completion)
            case .read, .verify, .checkpoint: requests.append(message)
            }
        }
    }

    // MARK: Writing

    private func writeAll() {
        while queueStart < queue.count || !marks.isEmpty {
            if let refusal = writeGroup() {
                goDegraded(refusal)
                return
            }
        }
        dropWritten()
    }

    /// Writes what fits into one transaction and answers it; the refusal where the disk has one.
    private func writeGroup() -> String? {
        let first = queueStart < queue.count ? queue[queueStart].first : journal.head.sequence + 1
        var end = queueStart
        var bodies: [[UInt8]] = []
        while end < queue.count {
            let more = queue[end].bodies
            if end > queueStart && bodies.count + more.count > limits.groupCommitMaximumEvents { break }
            bodies.append(contentsOf: more)
            end += 1
        }
        let raised = marks.keys.sorted().map { HighWaterMark(unit: $0, sequence: marks[$0] ?? 0) }
        do {
            try journal.append(bodies, first: first, highWater: raised)
        } catch {
            if case .database(let refusal) = error {
                // Our own mistake, not the disk's: what is written twice or out of turn must not go on.
                precondition(!refusal.isOurs, "the journal was misused: \(refusal)")
            }
            shared.status.with { $0.failedCommits += 1 }
            return error.description
        }
        marks.removeAll(keepingCapacity: true)
        if degraded != nil { healedEvents += bodies.count }
        let bytes = queue[queueStart..<end].reduce(0) { $0 + $1.byteCount }
        shared.release(events: bodies.count, bytes: bytes)
        publish(group: bodies.count)
        for index in queueStart..<end {
            queue[index].completion?(.durable(queue[index].last))
            queue[index].completion = nil
        }
        queueStart = end
        let told = markCompletions
        markCompletions.removeAll()
        for completion in told { completion(.durable(journal.head.sequence)) }
        return nil
    }

    private func dropWritten() {
        if queueStart == queue.count {
            queue.removeAll(keepingCapacity: queue.capacity <= 4096)
        } else {
            queue.removeFirst(queueStart)
        }
        queueStart = 0
    }

    // MARK: Degraded mode

    private func goDegraded(_ reason: String) {
        dropWritten()
        degraded = reason
        healedEvents = 0
        retryAt = WallClock.monotonicNanoseconds() + limits.retryNanoseconds
        publish()
        onStateChange(.degraded(reason: reason, since: WallClock.wallNanoseconds()))
        answerAll(.notDurable(reason))
    }

    private func answerAll(_ outcome: JournalOutcome) {
        for index in queueStart..<queue.count {
            guard let completion = queue[index].completion else { continue }
            queue[index].completion = nil
            completion(outcome)
        }
        let told = markCompletions
        markCompletions.removeAll()
        for completion in told { completion(outcome) }
        publish()
    }

    /// Tries the disk again, with what waits or, where nothing does, with the log alone.
    private func heal() {
        do {
            try beforeHealing()
            if queueStart == queue.count && marks.isEmpty { try journal.checkpoint(.passive) }
        } catch {
            degraded = "\(error)"
            retryAt = WallClock.monotonicNanoseconds() + limits.retryNanoseconds
            publish()
            return
        }
        while queueStart < queue.count || !marks.isEmpty {
            if let refusal = writeGroup() {
                dropWritten()
                degraded = refusal
                retryAt = WallClock.monotonicNanoseconds() + limits.retryNanoseconds
                publish()
                return
            }
        }
        dropWritten()
        degraded = nil
        publish()
        onStateChange(.healed(eventsWritten: healedEvents))
    }

    // MARK: Requests

    private func serveOne() {
        guard requestStart < requests.count else { return }
        let request = requests[requestStart]
        requestStart += 1
        if requestStart == requests.count {
            requests.removeAll(keepingCapacity: true)
            requestStart = 0
        }
        switch request {
        case .submit, .highWater: preconditionFailure("sorted elsewhere")
        case .read(let range, let reply):
            do throws(JournalError) { reply(.success(try journal.read(range))) } catch {
                reply(.failure(error))
            }
        case .verify(let reached, let report): verifyPage(reached, report)
        case .checkpoint(let reply):
            do throws(JournalError) {
                try journal.checkpoint(.truncate)
                shared.status.with { $0.checkpoints += 1 }
                reply(nil)
            } catch {
                shared.status.with { $0.failedCheckpoints += 1 }
                reply(error)
            }
        }
    }

    private func verifyPage(
        _ reached: JournalHead?, _ report: @escaping @Sendable (JournalVerification) -> Void
    ) {
        let start = reached ?? JournalHead(sequence: 0, hash: journal.genesis)
        do {
            let now = try journal.verify(after: start, rows: Journal.pageMaximumRows)
            if now == journal.head {
                report(.sound(now))
            } else {
                report(.progress(checked: now.sequence, of: journal.head.sequence))
                requests.append(.verify(now, report))
            }
        } catch let broken as JournalBroken {
            report(.broken(broken))
        } catch {
            report(.failed("\(error)"))
        }
    }

    // MARK: The log

    private func checkpointQuietly() {
        let done = (try? journal.checkpoint(.passive)) != nil
        // A refusal is no loss, the log holds everything; but it is not asked again after every commit.
        logFramesForCheckpoint =
            done ? limits.logMaximumFrames : journal.waitingLogFrames + limits.logMaximumFrames
        shared.status.with {
            if done { $0.checkpoints += 1 } else { $0.failedCheckpoints += 1 }
        }
    }

    private func finish() {
        if let degraded {
            answerAll(.notDurable(degraded))
            heal()
        } else {
            writeAll()
        }
        while requestStart < requests.count { serveOne() }
        _ = try? journal.checkpoint(.truncate)
        publish()
        journal.close()
    }

    private func publish(group: Int = 0) {
        let waiting = shared.waitingEvents
        shared.status.with {
            $0.head = journal.head.sequence
            $0.headHash = journal.head.hash
            $0.commits = journal.commitCount
            $0.events += group
            $0.largestGroupEvents = max($0.largestGroupEvents, group)
            $0.waitingEvents = waiting
            $0.degradedReason = degraded
        }
    }
}
