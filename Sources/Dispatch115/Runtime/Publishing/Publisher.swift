// The thread that tells destinations what changes: it follows the journal with its own fold of the centre, keeps
// what is to be told in the outbox, and has the courier carry it. Nobody waits for it; an engine that decides does
// not know that it is there. What the journal has is told as surely as if it stood in a transaction with it, since
// the cursor in the journal and what follows from it are kept in one transaction.
//
// Nothing goes before it has come as far as the journal was at the start: what is told is never older than what a
// former run has told. Bounds: one page of the journal; the outbox's own; messages in the box.

import Glibc
import Synchronization

/// One hospital as far as the outbox wants to know it.
struct HospitalMark: Equatable, Sendable {
    var number: Int32
    /// The newest event that changed it.
    var sequence: Int64
    var asOf: Timestamp
}

/// A task that is to be told.
struct TaskMark: Equatable, Sendable {
    var subject: OutboxSubject
    /// The modules that are told of it.
    var module: PublishingDestination.Module
}

/// One task that a destination is asked about.
struct TaskPoll: Equatable, Sendable {
    var subject: OutboxSubject
    /// Below the destination's base.
    var path: String
}

/// What the publisher asks of the centre. Called on its thread with its own fold.
struct PublishingContent: Sendable {
    var hospitals: @Sendable (Centre) -> [HospitalMark]
    /// What the event, which is in the centre already, makes to be told.
    var tasks: @Sendable (Event, Centre) -> [TaskMark] = { _, _ in [] }
    var documents: @Sendable (Centre, OutboxOrder, PublishingDestination, Timestamp) -> OutgoingContent
    /// The open tasks whose answers a destination has.
    var polls: @Sendable (Centre, PublishingDestination) -> [TaskPoll] = { _, _ in [] }
    /// An answer's body; called with the subject that was asked about.
    var answered: @Sendable (OutboxSubject, String) -> Void = { _, _ in }
}

/// What `status` and `PUB` show, as of the last turn.
struct PublishingStatus: Sendable {
    enum State: Equatable, Sendable {
        case starting
        case following
        /// The journal cannot be followed, and why: a person is needed.
        case refused(String)
    }

    struct Destination: Sendable {
        var name: String
        var kind: PublishingDestination.Kind
        var module: PublishingDestination.Module
        var lane: OutboxLane
        var waiting = 0
        var dead = 0
        var oldestWaiting = Timestamp.none
    }

    var state = State.starting
    var cursor: Int64 = 0
    var head: Int64 = 0
    var destinations: [Destination] = []
    var courierStarts = 0
    var courierDeaths = 0
    var trouble: String?
}

final class Publisher: @unchecked Sendable {
    struct Settings: Sendable {
        var destinations: [PublishingDestination]
        var courier = CourierLink.Settings()
        /// `outbox.sqlite`.
        var path: String
        var seed: UInt64
        /// The least time between two turns that follow the journal, so that many changes share one.
        var gatherNanoseconds: Int64 = 5_000_000
    }

    enum Message: Sendable {
        case wake
        case rows(Int, Result<[JournalRow], JournalError>)
        case courier(CourierNews)
        case perform(@Sendable (PublisherLoop) -> Void)
    }

    let settings: Settings
    private let box = Mailbox<Message>(capacity: 1 << 14)
    private let signal: Signal
    private let thread: NamedThread
    private let shown: Locked<PublishingStatus>

    /// `head` is the newest durable event. `onDead` and `onTurn` are called on the publisher's thread.
    init(
        _ settings: Settings, following source: ResultsWriter.Source, from head: JournalHead,
        content: PublishingContent, clock: @escaping @Sendable () -> Timestamp,
        onDead: @escaping @Sendable (String, OutboxSubject, String) -> Void
    ) throws {
        self.settings = settings
        let signal = Signal(head.sequence)
        self.signal = signal
        let shown = Locked(PublishingStatus())
        self.shown = shown
        let box = box
        let file = try OutboxFile(path: settings.path, centre: source.code)
        let desk = try PublisherDesk(
            settings.destinations, file: file, courier: settings.courier, seed: settings.seed,
            tell: { _ = box.put(.courier($0)) })
        let taken = Taken(desk: desk)
        // Dispatch comes first.
        thread = try NamedThread("publisher", niceness: 5) {
            PublisherLoop(
                taken.desk, source, head, content, box, settings, clock: clock,
                head: { signal.clear() }, shown: shown, onDead: onDead
            ).run()
        }
    }

    /// Up to where events are durable, and whether that has been said.
    private final class Signal: Sendable {
        let newest: Atomic<Int64>
        let woken = Atomic<Bool>(false)

        init(_ head: Int64) { newest = Atomic(head) }

        func clear() -> Int64 {
            woken.store(false, ordering: .sequentiallyConsistent)
            return newest.load(ordering: .acquiring)
        }
    }

    private struct Taken: @unchecked Sendable {
        let desk: PublisherDesk
    }

    /// Events up to this sequence are durable. From any thread.
    func wake(durable sequence: Int64) {
        guard signal.newest.max(sequence, ordering: .acquiringAndReleasing).oldValue < sequence else {
            return
        }
        if !signal.woken.exchange(true, ordering: .acquiringAndReleasing) { _ = box.put(.wake) }
    }

    var status: PublishingStatus { shown.with { $0 } }

    /// Runs a question on the publisher's thread; false where too much waits.
    func ask(_ body: @escaping @Sendable (PublisherLoop) -> Void) -> Bool { box.put(.perform(body)) }

    /// Ends the courier and the thread, keeps what waits. Call once, before the journal is closed.
    func close() {
        box.close()
        thread.join()
    }
}
