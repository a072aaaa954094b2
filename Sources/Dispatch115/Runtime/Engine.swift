// The one writer. Whoever has the turn holds the centre, the fleet and the recent events, alone;
// that is the
// engine's own thread, to which everybody sends messages. In a turn it takes what has come,
// decides, hands the
// events to the journal, applies them, and lets go of replies and orders through the gate, which
// opens when the
// journal has them. It never waits for a disk, a socket or a console.
//
// A line that comes while nothing waits, not even for the journal, and nobody has the turn is handled at
// once, on the consoles' thread: that spares a dispatcher alone at night the waking of another
// thread. The
// order of lines is kept, because the engine's thread takes messages only while it has the turn.
//
// Bounds: 65,536 messages in the box; a console's unanswered lines are bounded by its server,
// signals are
// refused and repeated by the boxes, so the box fills only when the engine is broken.

import Geo
import Glibc

/// Why a command was not done, beyond what the core says.
enum EngineRefusal: Error {
    case rejected(Rejection)
    /// Too much waits for a disk that is gone, or a text cannot be encrypted: nothing may be accepted.
    case unavailable(Phrase)
}

final class Engine: @unchecked Sendable {
    enum Message: Sendable {
        case line(ConsoleInput)
        case signal(UnitSignal)
        case journalState(JournalStateChange)
        /// Something to be done on the engine's thread.
        case perform(@Sendable (Engine) -> Void)
        case stop
    }

    /// What the engine talks to; set once before it runs.
    struct Surroundings {
        var writer: JournalWriter
        var gate: DurableGate
        var console: ConsoleServer?
        var calls: CallFeed?
        var telemetry: TelemetryReceiver?
        var ring: FixRing
        var placeFinder: PlaceFinder
        var recommender: Recommender
        var snapshotter: Snapshotter
        /// Nil where no results are written.
        var results: ResultsWriter?
        /// For its counts only; nil until it is open.
        var inbox: CapacityInbox?
        /// Nil where nothing is published.
        var publisher: Publisher?
        /// Nil where none are wanted: in tests and measurements.
        var printer: Printer?
        /// Nil where no keys are kept: in tests.
        var eraser: TextEraser?
        var configuration: Configuration
        /// Who may type what; replaced whole when the file is read again.
        var people: People
        /// The wall clock; a drill sets its own.
        var clock: @Sendable () -> Timestamp = ServiceWorld.systemClock
        /// Nanoseconds of a clock that never steps.
        var monotonic: @Sendable () -> Int64 = WallClock.monotonicNanoseconds
        /// The cards of the start.
        var triage: TriageDesk
    }

    let box = Mailbox<Message>(capacity: 1 << 16)
    var surroundings: Surroundings
    var centre: Centre
    var recent: RecentEvents
    let fleet: Fleet
    let vault: SealedTexts
    let startedAt = WallClock.reading()
    var degraded: (reason: String, since: Int64)?
    var track = EngineTrack()
    var leading = EngineLeading()
    var signalCounts = SignalCounts()
    var denials = Denials()
    var alertDesk: AlertDesk
    /// The day on which old texts were last looked for.
    var erasureDay = Int64.min
    /// Lines of a connection whose line before waits for the journal: answers keep the order of the lines.
    var held: [UInt64: [ConsoleInput]] = [:]
    /// Said to every line once another machine leads; nothing is decided from then on.
    private(set) var stoodDown: Phrase?
    private var isStopping = false
    private let turn = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init(
        centre: Centre, recent: RecentEvents, fleet: Fleet, vault: SealedTexts, surroundings: Surroundings
    ) {
        self.centre = centre
        self.recent = recent
        self.fleet = fleet
        self.vault = vault
        self.surroundings = surroundings
        alertDesk = AlertDesk(
            surroundings.configuration, now: surroundings.clock())
        pthread_mutex_init(turn, nil)
        for index in centre.units.indices { noteFree(UnitID(index: Int32(index))) }
    }

    deinit {
        pthread_mutex_destroy(turn)
        turn.deallocate()
    }

    var now: Timestamp { surroundings.clock() }

    /// Runs until `stop` arrives.
    func run() {
        var batch: [Message] = []
        var wake: Int64 = 0
        while !isStopping {
            box.wait(until: wake)
            pthread_mutex_lock(turn)
            _ = box.takeAll(into: &batch, until: 0)
            if !batch.isEmpty { drainFixes() }
            for message in batch { handle(message) }
            housekeep()
            wake = nextWake()
            pthread_mutex_unlock(turn)
        }
    }

    /// A line from the consoles' thread: handled here and now where the engine is idle, else put into the box.
    /// False where the box is full.
    func offer(_ input: ConsoleInput) -> Bool {
        // Where others wait for the journal two threads get more done than one.
        if surroundings.gate.isSettled, pthread_mutex_trylock(turn) == 0 {
            let isIdle = box.isEmpty
            if isIdle { handle(.line(input)) }
            pthread_mutex_unlock(turn)
            if isIdle { return true }
        }
        return box.put(.line(input))
    }

    private func handle(_ message: Message) {
        switch message {
        case .line(let input): answer(input)
        case .signal(let signal): take(signal)
        case .journalState(let change): take(change)
        case .perform(let body): body(self)
        case .stop: isStopping = true
        }
    }

    /// Fixes are taken at least this often, so that the ring never fills.
    private static let drainNanoseconds: Int64 = 100_000_000

    private func nextWake() -> Int64 {
        let monotonic = WallClock.monotonicNanoseconds()
        var wait = Engine.drainNanoseconds
        if let deadline = centre.nextDeadline {
            wait = min(wait, max(0, deadline.nanoseconds - now.nanoseconds))
        }
        return monotonic + wait
    }

    func drainFixes() {
        surroundings.ring.drain {
            fleet.take($0)
            keepTrack($0)
        }
    }

    func housekeep() {
        drainFixes()
        let now = now
        if let deadline = centre.nextDeadline, deadline <= now {
            lapseNotices(now)
            do {
                _ = try submit(Submission(.tick, actor: Actor(.clock), now: now))
                centre.forgetFiredDeadlines(now)
            } catch {
                // The journal takes nothing now: what is due stays due.
                note(error)
            }
        }
        watchAlerts()
        sayAlerts()
        sayStrangeOrders()
        eraseWhenDue()
        surroundings.snapshotter.offer(centre, writer: surroundings.writer)
        printWhenDue()
    }

    /// Refusals of what no person asked for.
    func note(_ error: EngineRefusal) {
        switch error {
        case .rejected(let rejection): Log.line("not done: \(rejection)")
        case .unavailable(let why): Log.line("not done: \(why.en)")
        }
    }

    /// Tells the fleet whether the unit may be sent.
    func noteFree(_ unit: UnitID) {
        fleet.note(unit, centre[unit], isInterruptible: centre.isInterruptible(unit))
    }

    // MARK: - Deciding

    /// Another machine leads: every desk is told, and nothing is decided here any more.
    func standDown(_ why: Phrase) {
        stoodDown = why
        announce(Phrase(vi: "! " + why.vi, en: "! " + why.en))
    }

    /// Decides, hands to the journal, applies. What leaves the process waits at the gate.
    func submit(_ submission: Submission) throws(EngineRefusal) -> [Event] {
        if let stoodDown { throw .unavailable(stoodDown) }
        let events: [Event]
        do { events = try centre.decide(submission) } catch { throw .rejected(error) }
        guard let first = events.first, let last = events.last else { return [] }
        vault.forgetFailure()
        let bodies = events.map { EventCodec.encode($0, vault: vault) }
        if let failure = vault.failure {
            throw .unavailable(
                Phrase(
                    vi: "không mã hóa được nội dung: \(failure)",
                    en: "the text cannot be encrypted: \(failure)"))
        }
        let gate = surroundings.gate
        let admission = surroundings.writer.submit(bodies, first: first.sequence) { outcome in
            switch outcome {
            case .durable(let sequence): gate.settle(sequence, isDurable: true)
            case .notDurable: gate.settle(last.sequence, isDurable: false)
            }
        }
        if case .refused(let why) = admission {
            throw .unavailable(
                Phrase(vi: "nhật ký không nhận thêm: \(why)", en: "the journal takes no more: \(why)"))
        }
        for event in events {
            centre.apply(event)
            recent.add(event)
        }
        for event in events { letOut(event) }
        sayAlerts()
        return events
    }

    /// What an event causes outside: orders, confirmations, alert lines.
    private func letOut(_ event: Event) {
        switch event.body {
        case .unitDefined(let unit, _, _, _, _, _): noteFree(unit)
        case .dispatched(_, _, let unit, _, _):
            noteFree(unit)
            sendOrder(unit, after: event.sequence)
        case .orderRenewed(let assignment, _):
            sendOrder(centre[assignment].unit, after: event.sequence)
        case .assignmentCancelled(let assignment, _, _, let order):
            let unit = centre[assignment].unit
            noteFree(unit)
            if order != 0 { sendOrder(unit, after: event.sequence) }
        case .assignmentMoved(let assignment, _, _, _, _, _, _, let press):
            let unit = centre[assignment].unit
            noteFree(unit)
            if press != 0 { confirmPress(unit, after: event.sequence) }
        case .pressIgnored(let unit, _, _): confirmPress(unit, after: event.sequence)
        case .alertRaised(let alert, _, _): alertDesk.lines.raise(alert)
        case .alertCleared(let alert): alertDesk.lines.clear(alert)
        case .epochStarted, .stationDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .recommended, .orderConfirmed, .patientLoaded, .patientEnded,
            .incidentClosed, .retired, .hospital:
            break
        case .call(let call): letOut(call, event)
        case .triage(let triage): letOut(triage, event)
        case .offer(let offer): letOut(offer, event)
        case .duty(let duty): letOut(duty, event)
        case .patient(let patient): letOut(patient, event)
        case .course(let course): letOut(course, event)
        case .alert(let alert): letOut(alert, event)
        case .shift(let shift): letOut(shift, event)
        case .privacy(let privacy): letOut(privacy, event)
        case .destination(let destination): letOut(destination, event)
        case .notice(let notice): letOut(notice, event)
        case .referral(let referral): letOut(referral, event)
        }
    }
}
