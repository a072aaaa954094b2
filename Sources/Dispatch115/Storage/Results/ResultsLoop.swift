// What the results' thread does: open, find out where the results stand, rebuild the rows' state as of there,
// then read the journal a page at a time, fold, write a batch, move on. All state here belongs to that thread.
//
// While there is more to come, a full batch is written by a second thread and this one makes the next, which
// waits until the first is in, whatever becomes of it.
//
// A batch whose commit is in doubt is kept; what the cursor says after opening anew decides whether it is in or
// is written again. A cursor that is neither before nor after it (a database restored from a backup, a standby
// that had less) makes the thread begin again from there.

import Geo

final class ResultsLoop {
    private let store: any ResultsStore
    private let source: ResultsWriter.Source
    private let shared: ResultsShared
    private let positions: ResultsPositions
    private let epoch: UInt32
    private let limits: ResultsWriter.Limits
    private let listener: ResultsWriter.Listener
    private var random: SplitMix64
    private let vault: SealedTexts
    private let hand: ResultsHand

    private var isOpen = false
    private var retryAt: Int64 = 0
    private var tries = 0
    private var isFenced = false
    /// What the store's cursor was when it was last known.
    private var written: ResultsCursor?
    /// Nil until the rows' state as of the cursor has been rebuilt.
    private var projection: ResultsProjection?
    private var rebuilding: ResultsRebuild?
    /// The last event that projection or rebuild has taken.
    private var folded = JournalHead(sequence: 0, hash: Digest())
    /// Events and bytes that the projection has taken since the last batch.
    private var collected = (events: 0, bytes: 0)
    /// Handed to the store, and not known to be in.
    private var pending: ResultsBatch?
    /// Whether the second thread has the store, and writes what is pending.
    private var isLent = false
    /// Made behind what is pending; nothing more is folded until it is handed over.
    private var next: ResultsBatch?
    private var rows: [JournalRow] = []
    private var nextRow = 0
    private var question = 0
    private var isAsking = false
    private var askAgainAt: Int64 = 0
    private var batchEndedAt = Int64.min / 2
    private var fixes: [Fix] = []
    private var positionsAt: Int64 = 0
    private var summaryAt: Int64

    init(
        _ store: any ResultsStore, _ source: ResultsWriter.Source, _ shared: ResultsShared,
        _ positions: ResultsPositions, epoch: UInt32, _ limits: ResultsWriter.Limits, seed: UInt64,
        _ listener: ResultsWriter.Listener, _ hand: ResultsHand
    ) {
        self.hand = hand
        self.store = store
        self.source = source
        self.shared = shared
        self.positions = positions
        self.epoch = epoch
        self.limits = limits
        self.listener = listener
        random = SplitMix64(seed: seed)
        summaryAt = WallClock.monotonicNanoseconds() + limits.summaryNanoseconds
        vault = SealedTexts(source.sealer)
    }

    func run() {
        var mail: [ResultsShared.Message] = []
        while shared.box.takeAll(into: &mail, until: wakeTime()) {
            for message in mail {
                if case .rows(let number, let answer) = message { take(answer, number) }
            }
            turn()
        }
        if isLent { _ = hand.take(waits: true) }
        hand.close()
        store.close()
    }

    private var now: Int64 { WallClock.monotonicNanoseconds() }
    private var hasRows: Bool { nextRow < rows.count }

    /// Until when the thread may sleep. Only where nothing is left to do are new events let wake it: with every
    /// line of a busy desk a thread more would be woken for what is read once for many.
    private func wakeTime() -> Int64? {
        if isFenced { return nil }
        if !isOpen { return retryAt }
        if isLent {
            if hasRows, next == nil { return 0 }
        } else if pending != nil || next != nil || hasRows {
            return 0
        }
        var wake: Int64?
        if !isAsking, next == nil {
            if collected.events == 0, folded.sequence >= shared.head { shared.clearWake() }
            if folded.sequence < shared.head || (collected.events > 0 && !isLent) { wake = askTime() }
        }
        if isLent { return wake }
        if projection != nil, !(positions.isEmpty && fixes.isEmpty) {
            wake = min(wake ?? .max, positionsAt)
        } else if projection != nil {
            // Nobody wakes this thread for positions.
            wake = min(wake ?? .max, now + limits.positionsNanoseconds)
        }
        return wake
    }

    private func turn() {
        guard !isFenced else { return }
        if !isOpen {
            guard now >= retryAt, open() else { return }
        }
        do throws(ResultsFailure) {
            if isLent { try takeBack(waits: false) }
            if rebuilding != nil { try rebuild() }
            guard projection != nil else { return ask() }
            if !isLent, let pending { try write(pending) }
            try writePositions()
            try follow()
            try writePositions()
            try summarise()
        } catch {
            // What stops here stops behind the batch that is under way.
            do throws(ResultsFailure) {
                if isLent { try takeBack(waits: true) }
                fail(error)
            } catch let itsOwn { fail(itsOwn) }
        }
    }

    // MARK: - Opening

    private func open() -> Bool {
        shared.update { $0.opens += 1 }
        do throws(ResultsFailure) {
            let cursor = try store.open(epoch: epoch)
            try settle(cursor)
            isOpen = true
            return true
        } catch {
            fail(error)
            return false
        }
    }

    /// What the cursor says about what this thread believes.
    private func settle(_ cursor: ResultsCursor) throws(ResultsFailure) {
        if projection != nil || rebuilding != nil, cursor.head == written?.head {
            written = cursor
            if pending != nil { pending?.after = cursor } else { next?.after = cursor }
            return
        }
        if let pending, cursor.head == pending.cursor.head {
            next?.after = cursor
            return landed(pending, as: cursor)
        }
        try begin(from: cursor)
    }

    private func begin(from cursor: ResultsCursor) throws(ResultsFailure) {
        projection = nil
        rebuilding = nil
        pending = nil
        next = nil
        collected = (0, 0)
        forgetRows()
        written = nil
        let head = shared.head
        guard cursor.head.sequence <= head else {
            throw .otherHistory(
                "the results hold event \(cursor.head.sequence), the journal ends at \(head)")
        }
        let rebuild = ResultsRebuild(source, upTo: cursor.head)
        folded = rebuild.head
        rebuilding = rebuild
        written = cursor
        shared.reached(cursor.head.sequence)
    }

    /// Takes what pages are there towards the cursor.
    private func rebuild() throws(ResultsFailure) {
        guard let rebuild = rebuilding else { return }
        while hasRows, rebuild.head.sequence < rebuild.goal.sequence {
            try rebuild.take(nextInOrder(after: rebuild.head))
            nextRow += 1
        }
        folded = rebuild.head
        guard rebuild.head.sequence == rebuild.goal.sequence else { return }
        projection = ResultsProjection(centre: try rebuild.finish(), code: source.code)
        rebuilding = nil
        announce()
    }

    // MARK: - Following

    private func follow() throws(ResultsFailure) {
        guard projection != nil else { return }
        while hasRows, !isFull, next == nil {
            let row = try nextInOrder(after: folded)
            do {
                try projection?.take(row, vault: vault, keys: source.keys)
            } catch {
                throw .refused("event \(row.sequence) of the journal cannot be read: \(error)")
            }
            folded = JournalHead(sequence: row.sequence, hash: row.hash)
            collected.events += 1
            collected.bytes += row.body.count
            nextRow += 1
        }
        // The next page is read while this batch is written.
        ask()
        makeNext()
        guard !isLent, let batch = next else { return }
        next = nil
        pending = batch
        // Where nothing waits behind it this thread may as well wait for it itself.
        guard batch.cursor.head.sequence < shared.head else { return try write(batch) }
        isLent = true
        hand.start(batch, store)
    }

    /// Of what was folded, where it is enough; less than a full batch only where nobody is before it.
    private func makeNext() {
        guard next == nil, collected.events > 0, isFull || (!isLent && folded.sequence >= shared.head),
            let after = pending?.cursor ?? written
        else { return }
        next = projection?.batch(after: after, epoch: epoch)
        collected = (0, 0)
    }

    /// The store, when the second thread is through with it.
    private func takeBack(waits: Bool) throws(ResultsFailure) {
        guard let outcome = hand.take(waits: waits) else { return }
        isLent = false
        if let failure = outcome.failure { throw failure }
        guard let batch = pending else { return }
        noteTime(outcome.nanoseconds)
        landed(batch, as: batch.cursor)
    }

    private var isFull: Bool {
        collected.events >= limits.maximumEvents || collected.bytes >= limits.maximumBytes
    }

    private func write(_ batch: ResultsBatch) throws(ResultsFailure) {
        let start = now
        try store.write(batch)
        noteTime(now - start)
        landed(batch, as: batch.cursor)
    }

    private func noteTime(_ took: Int64) {
        shared.update { $0.slowestWriteNanoseconds = max($0.slowestWriteNanoseconds, took) }
    }

    private func landed(_ batch: ResultsBatch, as cursor: ResultsCursor) {
        let events = Int(cursor.head.sequence - batch.after.head.sequence)
        pending = nil
        written = cursor
        tries = 0
        batchEndedAt = now
        shared.reached(cursor.head.sequence)
        shared.update {
            $0.events += events
            $0.batches += 1
        }
        announce()
    }

    /// Says how far it has come, and whether that is far enough.
    private func announce() {
        guard let written, projection != nil else { return }
        listener.onWritten(written.head.sequence)
        let isClose = shared.lagNanoseconds < ResultsShared.behindNanoseconds
        enter(isClose ? .following : .behind)
    }

    // MARK: - Positions

    private func writePositions() throws(ResultsFailure) {
        guard pending == nil, next == nil, now >= positionsAt, let projection else { return }
        if fixes.isEmpty { fixes = positions.take(limits.positionsMaximum) }
        if !fixes.isEmpty {
            let rows = fixes.compactMap { projection.position(of: $0) }
            if !rows.isEmpty { try store.add(positions: rows) }
            let dropped = fixes.count - rows.count
            shared.update {
                $0.positionsWritten += rows.count
                $0.positionsDropped += dropped
            }
            fixes.removeAll()
        }
        // More than one portion waits: go on as soon as the events are through.
        positionsAt = positions.isEmpty ? now + limits.positionsNanoseconds : now
    }

    // MARK: - Reports

    /// When there is nothing else to do.
    private func summarise() throws(ResultsFailure) {
        guard pending == nil, !hasRows, collected.events == 0, folded.sequence >= shared.head,
            positions.isEmpty, now >= summaryAt
        else { return }
        // More is to be counted: go on soon, behind whatever comes meanwhile.
        summaryAt = try store.summarise() ? now : now + limits.summaryNanoseconds
    }

    // MARK: - Pages

    private func askTime() -> Int64 {
        let waiting = shared.head - folded.sequence
        if rebuilding != nil || waiting >= Int64(Journal.pageMaximumRows) { return askAgainAt }
        return max(askAgainAt, batchEndedAt &+ limits.gatherNanoseconds)
    }

    private func ask() {
        guard !isAsking, !hasRows, now >= askTime() else { return }
        let end = rebuilding?.goal.sequence ?? shared.head
        guard folded.sequence < end else { return }
        question += 1
        let number = question
        let box = shared.box
        isAsking = source.journal.read((folded.sequence + 1)...end) { answer in
            _ = box.put(.rows(number, answer))
        }
        // The journal's box is full, or it is closing.
        if !isAsking { askAgainAt = now + 50_000_000 }
    }

    private func take(_ answer: Result<[JournalRow], JournalError>, _ number: Int) {
        guard number == question, isAsking else { return }
        isAsking = false
        switch answer {
        case .success(let page):
            rows = page
            nextRow = 0
            let unwritten = [pending, next].compactMap { $0 }.reduce(0) {
                $0 + Int($1.cursor.head.sequence - $1.after.head.sequence)
            }
            let held = page.count + collected.events + unwritten
            shared.update { $0.mostHeld = max($0.mostHeld, held) }
            if page.isEmpty { askAgainAt = now + 50_000_000 }
        case .failure(let error):
            askAgainAt = now + limits.retryMostNanoseconds
            shared.update {
                $0.failures += 1
                $0.lastFailure = "the journal cannot be read: \(error)"
                $0.lastFailureAt = WallClock.wallNanoseconds()
            }
        }
    }

    private func forgetRows() {
        rows = []
        nextRow = 0
        isAsking = false
        question += 1
    }

    /// The next row, if it is the one after `head` and its hash says so.
    private func nextInOrder(after head: JournalHead) throws(ResultsFailure) -> JournalRow {
        let row = rows[nextRow]
        guard head.following(row.body) == JournalHead(sequence: row.sequence, hash: row.hash) else {
            throw .otherHistory("event \(row.sequence) of the journal does not follow event \(head.sequence)")
        }
        return row
    }

    // MARK: - Failing

    private func fail(_ failure: ResultsFailure) {
        isOpen = false
        store.close()
        shared.update {
            $0.failures += 1
            $0.lastFailure = failure.description
            $0.lastFailureAt = WallClock.wallNanoseconds()
        }
        let state = ResultsState(failure)
        if case .fenced = failure { isFenced = true }
        retryAt = now + wait(isSlow: state.needsPerson)
        enter(state)
    }

    /// Grows with the tries that failed in a row; at random, so that many writers do not come back together.
    private func wait(isSlow: Bool) -> Int64 {
        let grown = limits.retryFirstNanoseconds << min(tries, 20)
        tries += 1
        let whole = isSlow ? limits.retryMostNanoseconds : min(grown, limits.retryMostNanoseconds)
        return whole / 2 + Int64(Double(whole / 2) * random.unitInterval())
    }

    private func enter(_ state: ResultsState) {
        let isNews = shared.update { status in
            guard status.state != state else { return false }
            // Why it is away may be said differently at every try; since when it is, stays.
            if status.state.name != state.name { status.since = WallClock.wallNanoseconds() }
            status.state = state
            return true
        }
        if isNews { listener.onState(state) }
    }
}
