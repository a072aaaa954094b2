// Nothing leaves the process before the event that causes it is durable: replies, orders and button
// confirmations wait here for the journal, in the order in which the engine decided. In declared degraded
// mode they leave all the same, each told that it is not durable.
//
// Where durability is "both" they wait for the results too, while these are well. What has waited its deadline
// goes at once, with all behind it, and from then on nothing waits for the results until they have caught up
// and a pause is over; each effect is told what it rests on.
//
// Bound: what waits belongs to submitted events, whose number the journal bounds; for the results nobody waits
// longer than the deadline, whatever the store does (`ResultsDeadline` has a thread of its own for that).

import Glibc

/// What something rests on when it leaves the process.
enum Durability: Equatable, Sendable {
    /// Memory only: the journal cannot be written.
    case nothing
    /// The journal, which is all that was asked for.
    case journal
    /// The journal, although the results were asked for too: they are away or too slow.
    case journalAlone
    case journalAndResults

    var isDurable: Bool { self != .nothing }
}

final class DurableGate: @unchecked Sendable {
    /// Something that may leave; told what its cause rests on.
    typealias Effect = @Sendable (Durability) -> Void

    private struct Waiting {
        var after: Int64
        var effect: Effect
        /// Since when only the results are waited for; 0 before.
        var since: Int64
    }

    /// The results' part, where they are waited for at all.
    private struct Results {
        var deadlineNanoseconds: Int64
        /// After the deadline was missed nothing waits for so long at least.
        var pauseNanoseconds: Int64
        var written: Int64 = 0
        var isWell = false
        var isAwaited = false
        var awaitedFrom: Int64 = 0
        var misses = 0
        /// Whether the deadline's thread knows of one.
        var isArmed = false
        var onChange: @Sendable (Bool) -> Void
        var onArmed: @Sendable () -> Void
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var waiting: [Waiting] = []
    private var head = 0
    /// Those before this index the journal has answered for.
    private var answered = 0
    private var settled: Int64
    private var durable: Int64
    private var results: Results?
    private var onDurable: @Sendable (Int64) -> Void = { _ in }

    /// Everything up to `sequence` is durable already.
    init(durable sequence: Int64) {
        settled = sequence
        durable = sequence
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Runs `effect` once everything up to `sequence` has been answered by the journal (and, where they are
    /// waited for, is in the results): at once where that is so, and then on the caller's thread; else on that
    /// of whoever answers.
    func pass(after sequence: Int64, _ effect: @escaping Effect) {
        locked {
            if head == waiting.count, sequence <= settled, mayGo(sequence) {
                effect(durability(sequence))
            } else {
                let isAnswered = sequence <= settled && answered == waiting.count
                waiting.append(
                    Waiting(
                        after: sequence, effect: effect,
                        since: isAnswered ? WallClock.monotonicNanoseconds() : 0))
                if isAnswered {
                    answered = waiting.count
                    armIfHeld()
                }
            }
        }
    }

    /// The journal has answered for everything up to `sequence`. Effects run under the gate's lock, so that
    /// none overtakes another; they hand bytes on and return.
    func settle(_ sequence: Int64, isDurable: Bool) {
        locked {
            settled = max(settled, sequence)
            if isDurable {
                durable = max(durable, sequence)
                onDurable(durable)
            }
            release()
        }
    }

    /// Whether nothing waits for the journal.
    var isSettled: Bool { locked { head == waiting.count } }

    /// Is told, beside those who asked before, under the gate's lock, up to where events are durable.
    func whenDurable(_ body: @escaping @Sendable (Int64) -> Void) {
        locked {
            let before = onDurable
            onDurable = {
                before($0)
                body($0)
            }
            body(durable)
        }
    }

    // MARK: - What may go

    private func mayGo(_ sequence: Int64) -> Bool {
        guard let results, results.isAwaited else { return true }
        // What only memory has cannot be in the results.
        return sequence <= results.written || sequence > durable
    }

    private func durability(_ sequence: Int64) -> Durability {
        guard sequence <= durable else { return .nothing }
        guard let results else { return .journal }
        return sequence <= results.written ? .journalAndResults : .journalAlone
    }

    private func release() {
        if results != nil, answered < waiting.count, waiting[answered].after <= settled {
            let now = WallClock.monotonicNanoseconds()
            while answered < waiting.count, waiting[answered].after <= settled {
                waiting[answered].since = now
                answered += 1
            }
        }
        while head < waiting.count, waiting[head].after <= settled, mayGo(waiting[head].after) {
            waiting[head].effect(durability(waiting[head].after))
            head += 1
        }
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
            answered = 0
        } else if head > 1024 {
            waiting.removeSubrange(..<head)
            answered = max(0, answered - head)
            head = 0
        }
        armIfHeld()
    }

    // MARK: - The results

    /// From now on effects wait for the results too, as soon as these are well. `onChange` is told whether they
    /// are waited for, `onArmed` that a deadline runs; both under the lock.
    func awaitResults(
        deadlineNanoseconds: Int64, pauseNanoseconds: Int64, onChange: @escaping @Sendable (Bool) -> Void,
        onArmed: @escaping @Sendable () -> Void
    ) {
        locked {
            results = Results(
                deadlineNanoseconds: deadlineNanoseconds, pauseNanoseconds: pauseNanoseconds,
                onChange: onChange, onArmed: onArmed)
        }
    }

    /// Everything up to `sequence` is in the results.
    func resultsWritten(_ sequence: Int64) {
        locked {
            guard results != nil else { return }
            results?.written = sequence
            awaitIfWell()
            release()
        }
    }

    /// Whether the results can be written.
    func resultsAre(well: Bool) {
        locked {
            guard results != nil else { return }
            results?.isWell = well
            if well { awaitIfWell() } else { stopAwaiting() }
            release()
        }
    }

    /// Lets go of what has waited too long. Returns when to ask again; nil where nothing runs.
    func expire(at now: Int64) -> Int64? {
        locked {
            guard let results else { return nil }
            if results.isAwaited, head < answered,
                now >= waiting[head].since + results.deadlineNanoseconds
            {
                self.results?.misses += 1
                stopAwaiting(until: now + results.pauseNanoseconds)
                release()
            }
            awaitIfWell()
            let next = nextDeadline()
            let isArmed = next != nil && resultsAreAwaited
            self.results?.isArmed = isArmed
            return next
        }
    }

    /// Whether the results are waited for, and how often their deadline was missed. Nil where nobody wants them.
    var resultsPart: (isAwaited: Bool, misses: Int)? {
        locked { results.map { ($0.isAwaited, $0.misses) } }
    }

    private var resultsAreAwaited: Bool { results?.isAwaited ?? false }

    private func nextDeadline() -> Int64? {
        guard let results else { return nil }
        if results.isAwaited {
            return head < answered ? waiting[head].since + results.deadlineNanoseconds : nil
        }
        return results.isWell && results.awaitedFrom > WallClock.monotonicNanoseconds()
            ? results.awaitedFrom : nil
    }

    private func armIfHeld() {
        guard let results, results.isAwaited, !results.isArmed, head < answered else { return }
        self.results?.isArmed = true
        results.onArmed()
    }

    private func awaitIfWell() {
        guard let results, results.isWell, !results.isAwaited, results.written >= durable,
            WallClock.monotonicNanoseconds() >= results.awaitedFrom
        else { return }
        self.results?.isAwaited = true
        results.onChange(true)
    }

    private func stopAwaiting(until: Int64 = 0) {
        guard let results, results.isAwaited else { return }
        self.results?.isAwaited = false
        self.results?.awaitedFrom = until
        results.onChange(false)
    }
}

/// The thread that keeps the gate's deadline: it sleeps unless something waits for the results.
final class ResultsDeadline: Sendable {
    private let box = Mailbox<Bool>(capacity: 4)
    private let thread: NamedThread

    init(_ gate: DurableGate) throws(SystemCallError) {
        let box = box
        thread = try NamedThread("deadline") {
            var mail: [Bool] = []
            var deadline: Int64?
            while box.takeAll(into: &mail, until: deadline) {
                deadline = gate.expire(at: WallClock.monotonicNanoseconds())
            }
        }
    }

    /// A deadline runs. Where the box is full the thread is about to look anyway.
    func arm() { _ = box.put(true) }

    func close() {
        box.close()
        thread.join()
    }
}
