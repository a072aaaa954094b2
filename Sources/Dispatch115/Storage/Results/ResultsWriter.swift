// The thread that follows the journal and writes the results. Nobody waits for it: the journal is its buffer, so
// that a store that is gone for a day costs no memory, and what it writes it has read from the journal, never
// from the engine. The store's own cursor, moved in the same transaction, makes every event count once.
//
// Bounds: two batches (`maximumEvents`, `maximumBytes` of bodies each), one of which is being written while the
// other is made, and two pages of the journal in memory, beside the projection's own fold of the centre; the ring
// of positions. Waits between tries grow to `retryMost`.
// What it never does: touch the journal's file, guess about a commit, write without the cursor.

import Glibc
import Synchronization

public final class ResultsWriter: @unchecked Sendable {
    public struct Limits: Sendable {
        public var maximumEvents = 4096
        public var maximumBytes = 4 << 20
        /// The least time between two batches that are not full, so that a quiet desk's events share one.
        public var gatherNanoseconds: Int64 = 50_000_000
        /// Waits between tries: doubled from the first to the last, each cut to half or more of it at random.
        public var retryFirstNanoseconds: Int64 = 100_000_000
        public var retryMostNanoseconds: Int64 = 5_000_000_000
        /// Positions are written this often, so many at a time.
        public var positionsNanoseconds: Int64 = 1_000_000_000
        public var positionsMaximum = 4096
        public var positionsRing = 65_536
        /// Reports are counted beforehand this often, by a store that does so itself.
        public var summaryNanoseconds: Int64 = 60_000_000_000

        public init() {}
    }

    /// What is followed: the journal through its thread, and what the rows as of a cursor are rebuilt from.
    public struct Source: Sendable {
        public var code: String
        public var journal: JournalWriter
        public var snapshots: SnapshotStore
        public var sealer: TextSealer
        public var keys: RecordKeys
        public var rules: CentreRules

        public init(
            code: String, journal: JournalWriter, snapshots: SnapshotStore, sealer: TextSealer,
            keys: RecordKeys, rules: CentreRules
        ) {
            self.code = code
            self.journal = journal
            self.snapshots = snapshots
            self.sealer = sealer
            self.keys = keys
            self.rules = rules
        }
    }

    /// Called on the results' thread; keep it short.
    public struct Listener: Sendable {
        /// Everything up to this sequence is in the results.
        public var onWritten: @Sendable (Int64) -> Void
        /// The state is another; never called twice for the same.
        public var onState: @Sendable (ResultsState) -> Void

        public init(
            onWritten: @escaping @Sendable (Int64) -> Void = { _ in },
            onState: @escaping @Sendable (ResultsState) -> Void = { _ in }
        ) {
            self.onWritten = onWritten
            self.onState = onState
        }
    }

    /// Where the engine puts thinned positions; lossy.
    public let positions: ResultsPositions
    private let shared: ResultsShared
    private let thread: NamedThread

    /// Takes the store over: nobody else may touch it from now on. `epoch` is this leader's; `head` the newest
    /// durable event; `seed` decides the waits between tries.
    public init(
        _ store: any ResultsStore, following source: Source, from head: Int64, epoch: UInt32,
        limits: Limits = Limits(), seed: UInt64, listener: Listener = Listener()
    ) throws(SystemCallError) {
        let shared = ResultsShared(head: head)
        let positions = ResultsPositions(capacity: limits.positionsRing)
        self.shared = shared
        self.positions = positions
        let taken = Taken(store: store)
        // Dispatch comes first: a result may be late, a line may not.
        let niceness: Int32 = 10
        let hand = try ResultsHand(niceness: niceness) { _ = shared.box.put(.wake) }
        do throws(SystemCallError) {
            thread = try NamedThread("results", niceness: niceness) {
                ResultsLoop(
                    taken.store, source, shared, positions, epoch: epoch, limits, seed: seed, listener, hand
                ).run()
            }
        } catch {
            hand.close()
            throw error
        }
    }

    private struct Taken: @unchecked Sendable {
        let store: any ResultsStore
    }

    /// Events up to this sequence are durable. From any thread; costs a lock.
    public func wake(durable sequence: Int64) { shared.wake(sequence) }

    public var status: ResultsStatus {
        shared.status(dropped: positions.dropped)
    }

    /// Waits until all that is durable is written, while the store can be written to, but never longer than
    /// this. True where it is.
    @discardableResult
    public func catchUp(forNanoseconds limit: Int64) -> Bool {
        let end = WallClock.monotonicNanoseconds() + limit
        while true {
            let status = status
            if status.written >= status.head { return true }
            switch status.state {
            case .following, .behind, .starting: break
            case .away, .refused, .schema, .otherHistory, .fenced: return false
            }
            if WallClock.monotonicNanoseconds() >= end { return false }
            WallClock.sleep(nanoseconds: 2_000_000)
        }
    }

    /// Ends the thread and closes the store; waits at most for the call of the store that is going on. What is
    /// not written is in the journal, and is written after the next start. Call once, before the journal's.
    public func close() {
        shared.box.close()
        thread.join()
    }
}

/// What the results' thread and those who talk to it both see.
final class ResultsShared: Sendable {
    enum Message: Sendable {
        case wake
        /// The answer of the journal's thread to the question of this number.
        case rows(Int, Result<[JournalRow], JournalError>)
    }

    /// Wakes are one at a time, answers too: it cannot fill.
    let box = Mailbox<Message>(capacity: 64)
    private let woken = Atomic<Bool>(false)
    private let newest: Atomic<Int64>
    private let inner: Locked<(status: ResultsStatus, lag: ResultsLag)>
    /// Above this lag a store that is written to counts as behind.
    static let behindNanoseconds: Int64 = 1_000_000_000

    init(head: Int64) {
        newest = Atomic(head)
        var status = ResultsStatus()
        status.head = head
        status.since = WallClock.wallNanoseconds()
        var lag = ResultsLag()
        lag.note(head, at: WallClock.monotonicNanoseconds())
        inner = Locked((status, lag))
    }

    var head: Int64 { newest.load(ordering: .acquiring) }

    func wake(_ sequence: Int64) {
        guard newest.max(sequence, ordering: .acquiringAndReleasing).oldValue < sequence else { return }
        let now = WallClock.monotonicNanoseconds()
        inner.with { $0.lag.note(sequence, at: now) }
        if !woken.exchange(true, ordering: .acquiringAndReleasing) { _ = box.put(.wake) }
    }

    /// Before the head is read, so that no wake is lost.
    func clearWake() { woken.store(false, ordering: .sequentiallyConsistent) }

    func update<Result>(_ body: (inout ResultsStatus) -> Result) -> Result {
        inner.with { body(&$0.status) }
    }

    func reached(_ sequence: Int64) {
        inner.with {
            $0.lag.reached(sequence)
            $0.status.written = sequence
        }
    }

    var lagNanoseconds: Int64 {
        let now = WallClock.monotonicNanoseconds()
        return inner.with { $0.lag.nanoseconds(at: now) }
    }

    func status(dropped: Int) -> ResultsStatus {
        let now = WallClock.reading()
        var status = inner.with { inner in
            var status = inner.status
            status.lagNanoseconds = inner.lag.nanoseconds(at: now.monotonicNanoseconds)
            return status
        }
        status.head = head
        status.positionsDropped += dropped
        // A store that answers, but too slowly.
        if status.state == .following, status.lagNanoseconds >= ResultsShared.behindNanoseconds {
            status.state = .behind
            status.since = now.wallNanoseconds - status.lagNanoseconds
        }
        return status
    }
}
