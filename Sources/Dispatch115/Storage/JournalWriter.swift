// The journal's own thread. Others reach it by messages only, so that nobody waits for the disk who does not
// want to, and so that exactly one thread touches the file.
//
// Group commit: whatever waits when the thread comes round goes into one transaction; then the completions
// are called, in order, on the journal's thread. Keep them short: hand the news on and return.
//
// Degraded mode: when the disk refuses a transaction, all that waits and all that comes is answered
// "not durable" at once and kept in memory, in order; the disk is tried again at least once a second; when it
// takes writes again all of it is written in order. Nothing is lost unless the process dies first, nothing
// is written twice.
//
// Bounds: events and bytes that are submitted and not yet durable (above them `submit` refuses, aloud),
// messages in the box, events of a transaction, rows of a read. One request other than a commit is served a
// turn. What it cannot do: a disk that hangs in the kernel holds this thread; completions then come late,
// not wrong.

/// What became of submitted events.
public enum JournalOutcome: Equatable, Sendable {
    /// Durable, up to and including this sequence.
    case durable(Int64)
    /// Kept in memory only, until the disk takes writes again; said once, the healing is said by the state.
    case notDurable(String)
}

/// Whether events were taken; `refused` means they are the caller's still and no completion will come.
public enum JournalAdmission: Equatable, Sendable {
    case accepted
    case refused(String)
}

/// What the journal tells about itself when it changes.
public enum JournalStateChange: Equatable, Sendable {
    /// The disk refuses writes, since this wall-clock time in nanoseconds.
    case degraded(reason: String, since: Int64)
    /// The disk takes writes again; so many events that were not durable are now.
    case healed(eventsWritten: Int)
}

/// A picture for `status`. Counters run from the opening of the journal.
public struct JournalStatus: Equatable, Sendable {
    public internal(set) var head: Int64 = 0
    public internal(set) var headHash = Digest()
    public internal(set) var commits = 0
    public internal(set) var events = 0
    public internal(set) var largestGroupEvents = 0
    public internal(set) var checkpoints = 0
    public internal(set) var failedCheckpoints = 0
    public internal(set) var failedCommits = 0
    public internal(set) var refusedSubmits = 0
    public internal(set) var waitingEvents = 0
    /// Nil while all is well.
    public internal(set) var degradedReason: String?
}

/// Owns an open journal and its thread. Call `close` in the end.
public final class JournalWriter: @unchecked Sendable {
    public struct Limits: Sendable {
        /// A transaction's events; a single submit with more goes alone, and whole.
        public var groupCommitMaximumEvents = 1024
        /// Events submitted and not durable, in either mode.
        public var degradedMaximumEvents = 100_000
        public var degradedMaximumBytes = 256 << 20
        public var messageMaximumCount = 1 << 16
        /// Between two tries of a disk that refused; at most a second.
        public var retryNanoseconds: Int64 = 500_000_000
        /// Quiet time after which the log is carried over.
        public var idleNanoseconds: Int64 = 200_000_000
        /// Pages of 4 KiB in the log above which it is carried over without waiting for quiet.
        public var logMaximumFrames = 1024

        public init() {}
    }

    let limits: Limits
    private let box: Mailbox<JournalMessage>
    private let shared: JournalShared
    private let thread: NamedThread

    /// `beforeHealing` is run on the journal's thread before events that waited out a degraded time are
    /// written; where it throws, the healing waits for the next try (record keys must be durable first).
    public init(
        _ journal: Journal, limits: Limits = Limits(),
        beforeHealing: @escaping @Sendable () throws -> Void = {},
        onStateChange: @escaping @Sendable (JournalStateChange) -> Void
    ) throws(SystemCallError) {
        precondition(limits.retryNanoseconds <= 1_000_000_000 && limits.groupCommitMaximumEvents > 0)
        self.limits = limits
        let box = Mailbox<JournalMessage>(capacity: limits.messageMaximumCount)
        let shared = JournalShared()
        self.box = box
        self.shared = shared
        thread = try NamedThread("journal") {
            JournalLoop(
                journal, box, shared, limits, beforeHealing: beforeHealing, onStateChange: onStateChange
            ).run()
        }
    }

    /// Events in order, the first of which has the sequence `first`: the one after all submitted before (by
    /// one thread, or by several who agree). They are written in one transaction, never in part.
    public func submit(
        _ bodies: [[UInt8]], first: Int64, completion: @escaping @Sendable (JournalOutcome) -> Void
    ) -> JournalAdmission {
        precondition(!bodies.isEmpty)
        let bytes = bodies.reduce(0) { $0 + $1.count }
        if let refusal = shared.admit(events: bodies.count, bytes: bytes, limits) { return .refused(refusal) }
        let submit = JournalSubmit(first: first, bodies: bodies, byteCount: bytes, completion: completion)
        guard box.put(.submit(submit)) else {
            shared.release(events: bodies.count, bytes: bytes)
            shared.countRefusal()
            return .refused("the journal's box is full or closed")
        }
        return .accepted
    }

    /// Rides in the next transaction; marks only ever rise. The completion's sequence is the journal's head.
    /// False where the box is full or closed.
    public func raiseHighWater(
        _ marks: [HighWaterMark], completion: @escaping @Sendable (JournalOutcome) -> Void = { _ in }
    ) -> Bool {
        box.put(.highWater(marks, completion))
    }

    /// At most `Journal.pageMaximumRows` rows; the reply is called on the journal's thread.
    public func read(
        _ range: ClosedRange<Int64>,
        reply: @escaping @Sendable (Result<[JournalRow], JournalError>) -> Void
    ) -> Bool {
        box.put(.read(range, reply))
    }

    /// Checks the whole chain a page at a time, commits going on in between. `report` is called on the
    /// journal's thread after every page, and a last time with `.sound`, `.broken` or `.failed`.
    public func verify(report: @escaping @Sendable (JournalVerification) -> Void) -> Bool {
        box.put(.verify(nil, report))
    }

    /// Carries the log over into the file and cuts it.
    public func checkpoint(reply: @escaping @Sendable (JournalError?) -> Void) -> Bool {
        box.put(.checkpoint(reply))
    }

    public var status: JournalStatus { shared.status.with { $0 } }

    /// Takes no more, writes all that was accepted, carries the log over, closes the file. Returns how many
    /// events could not be written (0 unless the disk refuses to the end). Call once.
    public func close() -> Int {
        box.close()
        thread.join()
        return shared.status.with { $0.waitingEvents }
    }
}

/// How far `verify` has come.
public enum JournalVerification: Equatable, Sendable {
    case progress(checked: Int64, of: Int64)
    case sound(JournalHead)
    case broken(JournalBroken)
    case failed(String)
}

struct JournalSubmit: Sendable {
    let first: Int64
    let bodies: [[UInt8]]
    let byteCount: Int
    /// Nil once called.
    var completion: (@Sendable (JournalOutcome) -> Void)?

    var last: Int64 { first + Int64(bodies.count) - 1 }
}

enum JournalMessage: Sendable {
    case submit(JournalSubmit)
    case highWater([HighWaterMark], @Sendable (JournalOutcome) -> Void)
    case read(ClosedRange<Int64>, @Sendable (Result<[JournalRow], JournalError>) -> Void)
    case verify(JournalHead?, @Sendable (JournalVerification) -> Void)
    case checkpoint(@Sendable (JournalError?) -> Void)
}

/// What the journal's thread and those who talk to it both see.
final class JournalShared: Sendable {
    let status = Locked(JournalStatus())
    private let waiting = Locked((events: 0, bytes: 0))

    /// Nil where there is room, and then it is taken.
    func admit(events: Int, bytes: Int, _ limits: JournalWriter.Limits) -> String? {
        let admitted = waiting.with { waiting in
            guard waiting.events + events <= limits.degradedMaximumEvents,
                waiting.bytes + bytes <= limits.degradedMaximumBytes
            else { return false }
            waiting.events += events
            waiting.bytes += bytes
            return true
        }
        if admitted { return nil }
        countRefusal()
        return "too many events wait for the disk"
    }

    func release(events: Int, bytes: Int) {
        waiting.with {
            $0.events -= events
            $0.bytes -= bytes
        }
    }

    func countRefusal() { status.with { $0.refusedSubmits += 1 } }

    var waitingEvents: Int { waiting.with { $0.events } }
}
