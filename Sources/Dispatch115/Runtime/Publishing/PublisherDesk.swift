// Where the outbox, its file, the folder destinations and the courier come together: takes what has changed, lets go
// what may go, takes the answers, keeps all of it. Follows no journal and knows no centre: what the documents are
// is asked of `documents` when a message goes. For one thread.

/// What a message is made of, at the moment when it goes.
enum OutgoingContent: Sendable {
    /// `parts`: what of the subject they tell, for a later message that must take it back.
    case requests([OutgoingRequest], parts: UInt64 = 0)
    /// There is nothing to be told any more.
    case moot
    /// It cannot be made, and why.
    case unfit(String)
}

final class PublisherDesk {
    /// The documents of a subject for a destination.
    typealias Documents = (OutboxOrder, PublishingDestination) -> OutgoingContent

    let destinations: [PublishingDestination]
    private(set) var outbox: Outbox
    private let file: OutboxFile?
    let link: CourierLink
    /// The cursor that is kept with the next change.
    private var cursor: JournalHead?
    private var isCursorKept = true
    private var jobs: [Int: Job] = [:]
    private var nextJob = 1
    private var fileTrouble: String?
    private(set) var news = PublisherNews()
    private var known = KnownDocuments()

    private enum Purpose {
        case message(OutboxOrder, Digest, [OutgoingRequest])
        case poll(@Sendable (CourierReply) -> Void)
    }

    private struct Job {
        var purpose: Purpose
        var destination: Int
        /// Monotonic; the courier answers before, or is broken.
        var deadline: Int64
    }

    /// `file` nil: nothing is kept.
    init(
        _ destinations: [PublishingDestination], file: OutboxFile?, courier: CourierLink.Settings,
        seed: UInt64, tell: @escaping @Sendable (CourierNews) -> Void
    ) throws(SQLiteError) {
        self.destinations = destinations
        self.file = file
        outbox = Outbox(
            destinations.map { destination in
                (
                    destination.name,
                    OutboxRules(
                        atOnce: destination.atOnce,
                        mostWaitNanoseconds: Int64(destination.retryMostSeconds) * 1_000_000_000)
                )
            }, seed: seed)
        link = CourierLink(
            courier,
            destinations.enumerated().compactMap { number, destination in
                guard destination.kind != .folder else { return nil }
                return CourierDestination(
                    number: number, timeoutSeconds: destination.timeoutSeconds,
                    silenceSeconds: destination.silenceSeconds, atOnce: destination.atOnce,
                    authentication: destination.authentication)
            }, tell: tell)
        guard let file else { return }
        let kept = try file.load()
        cursor = kept.cursor
        wasClean = kept.isClean
        for row in kept.slots {
            guard let number = destinations.firstIndex(where: { $0.name == row.destination }) else {
                continue
            }
            outbox.restore(row.slot, at: number)
        }
    }

    /// Where the journal has been followed to, as it was kept.
    var keptCursor: JournalHead? { cursor }
    /// Whether the file was closed in order: else what was told is told again.
    private(set) var wasClean = false
    var inFlightCount: Int { jobs.count }

    // MARK: - What has changed

    func changed(
        _ subject: OutboxSubject, at destination: Int, sequence: Int64, asOf: Timestamp, now: Timestamp
    ) {
        outbox.changed(subject, at: destination, sequence: sequence, asOf: asOf, now: now)
    }

    func follow(to head: JournalHead) {
        cursor = head
        isCursorKept = false
    }

    func retry(_ destination: Int, _ subject: OutboxSubject?, now: Timestamp) -> Int {
        known.forget(destination)
        var count = outbox.retry(destination, subject)
        if count == 0, let subject, outbox.tellAgain(destination, subject, now: now) { count = 1 }
        return count
    }

    // MARK: - A turn

    /// Keeps what has changed, then lets go what may go. `monotonic` and `now` are of the same moment.
    func turn(_ now: Timestamp, _ monotonic: Int64, _ documents: Documents) {
        keep()
        endLateJobs(monotonic, now)
        for number in destinations.indices {
            if destinations[number].kind == .folder {
                writeFiles(number, now, documents)
            } else {
                send(number, now, monotonic, documents)
            }
        }
        keep()
    }

    private func send(_ number: Int, _ now: Timestamp, _ monotonic: Int64, _ documents: Documents) {
        guard outbox.nextWake(number, now: now).map({ $0 <= now }) ?? false else { return }
        if link.isWorn {
            guard jobs.isEmpty else { return }
            link.rest(monotonic)
        }
        guard link.ensure(monotonic) else { return }
        let destination = destinations[number]
        while let order = outbox.next(number, now: now) {
            switch documents(order, destination) {
            case .moot: outbox.answered(order, .moot, now: now)
            case .unfit(let why): settle(order, .unfit(why), now)
            case .requests(let requests, let parts):
                let hash = OutgoingRequest.hash(requests)
                let fresh = hash == order.lastHash ? [] : known.news(requests, order)
                guard !fresh.isEmpty else {
                    outbox.answered(order, .unchanged(hash: hash), now: now)
                    continue
                }
                outbox.note(parts, of: order)
                let job = courierJob(fresh, number)
                jobs[job.number] = Job(
                    purpose: .message(order, hash, fresh), destination: number,
                    deadline: deadline(of: job, destination, monotonic))
                guard link.send(job, monotonic) else { return lostCourier(monotonic, now) }
            }
            if link.isWorn { return }
        }
    }

    private func courierJob(_ requests: [OutgoingRequest], _ number: Int) -> CourierJob {
        defer { nextJob += 1 }
        let base = destinations[number].base
        return CourierJob(
            number: nextJob, destination: number,
            requests: requests.map {
                CourierRequest(
                    method: $0.method, url: PublisherDesk.url(base, $0.path), type: $0.type,
                    body: String(decoding: $0.body, as: UTF8.self))
            })
    }

    static func url(_ base: String, _ path: String) -> String { path.isEmpty ? base : base + "/" + path }

    private func deadline(
        of job: CourierJob, _ destination: PublishingDestination, _ monotonic: Int64
    ) -> Int64 {
        // Each request may be read again and written again, and a token fetched before.
        let seconds = destination.timeoutSeconds * (job.requests.count * 3 + 2) + 10
        return monotonic + Int64(seconds) * 1_000_000_000
    }

    // MARK: - Polls

    /// Asks a destination for one document; `then` gets the answer on this thread. False where it cannot now.
    func poll(
        _ number: Int, path: String, _ monotonic: Int64, then: @escaping @Sendable (CourierReply) -> Void
    ) -> Bool {
        guard !link.isWorn, !outbox.lanes[number].isAway, link.ensure(monotonic) else { return false }
        let destination = destinations[number]
        let job = CourierJob(
            number: nextJob, destination: number, keepsBody: true,
            requests: [
                CourierRequest(
                    method: "GET", url: PublisherDesk.url(destination.base, path), type: "", body: "")
            ])
        nextJob += 1
        jobs[job.number] = Job(
            purpose: .poll(then), destination: number, deadline: deadline(of: job, destination, monotonic))
        return link.send(job, monotonic)
    }

    // MARK: - Answers

    func take(_ courierNews: CourierNews, _ now: Timestamp, _ monotonic: Int64) {
        switch courierNews {
        case .ended(let number):
            if number == link.currentNumber, link.isAlive { lostCourier(monotonic, now) }
        case .reply(let number, let reply):
            guard number == link.currentNumber, let job = jobs.removeValue(forKey: reply.job) else { return }
            link.prove()
            switch job.purpose {
            case .poll(let then): then(reply)
            case .message(let order, let hash, let requests):
                take(reply, order, hash, now)
                if case .status(200...299, _, _) = reply.outcome { known.accepted(requests, order) }
            }
        }
    }

    private func take(_ reply: CourierReply, _ order: OutboxOrder, _ hash: Digest, _ now: Timestamp) {
        let answer: OutboxAnswer
        switch reply.outcome {
        case .status(200...299, _, _): answer = .accepted(hash: hash)
        case .status(let status, let retryAfter, let words):
            // What is said of a task may repeat what it is about.
            answer = .status(
                status, retryAfterSeconds: retryAfter, words: order.subject.isTask ? "" : words)
        case .cut(let words): answer = .cut(words)
        case .superseded: answer = .superseded
        case .unfit(let words): answer = .unfit(words)
        }
        if outbox.answered(order, answer, now: now) == .dead { died(order, answer.words) }
    }

    private func died(_ order: OutboxOrder, _ words: String) {
        // Where a newer state has taken its place nothing is lost.
        guard outbox.slot(order.destination, order.subject)?.state == .dead else { return }
        news.dead.append(
            PublisherNews.Dead(destination: order.destination, subject: order.subject, why: words))
    }

    /// For destinations that are no courier's.
    func takeNext(_ number: Int, _ now: Timestamp) -> OutboxOrder? { outbox.next(number, now: now) }

    func settle(_ order: OutboxOrder, _ answer: OutboxAnswer, _ now: Timestamp) {
        if outbox.answered(order, answer, now: now) == .dead { died(order, answer.words) }
    }

    func takeNews() -> PublisherNews {
        defer { news = PublisherNews() }
        return news
    }

    private func endLateJobs(_ monotonic: Int64, _ now: Timestamp) {
        guard jobs.values.contains(where: { $0.deadline <= monotonic }) else { return }
        Log.line("publishing: the courier does not answer; it is started anew")
        lostCourier(monotonic, now)
    }

    /// The courier is gone: what was under way with it goes again.
    private func lostCourier(_ monotonic: Int64, _ now: Timestamp) {
        link.retire(monotonic)
        news.courierDeaths += 1
        let lost = jobs.sorted { $0.key < $1.key }
        jobs = [:]
        for (_, job) in lost {
            switch job.purpose {
            case .message(let order, _, _): outbox.answered(order, .interrupted, now: now)
            case .poll(let then): then(CourierReply(job: 0, outcome: .cut("the courier ended")))
            }
        }
    }

    // MARK: - Keeping

    private func keep() {
        guard let file else {
            _ = outbox.takeChanges()
            return
        }
        let changes = outbox.takeChanges()
        guard !changes.kept.isEmpty || !changes.gone.isEmpty || !isCursorKept || !unkept.isEmpty else {
            return
        }
        var slots = unkept
        slots += changes.kept.map { (destinations[$0.destination].name, $0.slot) }
        do {
            try file.keep(
                cursor: isCursorKept ? nil : cursor, slots,
                gone: changes.gone.map { (destinations[$0.destination].name, $0.subject) })
            isCursorKept = true
            unkept = []
            fileTrouble = nil
        } catch {
            // Goes on without: what is not kept is told again after the next start. Tried with every turn.
            unkept = slots
            if fileTrouble == nil { Log.line("publishing: the outbox cannot be written: \(error)") }
            fileTrouble = "\(error)"
        }
    }

    /// Not kept yet, since the disk took nothing. Bounded by the subjects: the newest of each counts.
    private var unkept: [(destination: String, slot: OutboxSlot)] = [] {
        didSet {
            guard unkept.count > 10_000 else { return }
            var seen: Set<String> = []
            unkept = unkept.reversed().filter {
                seen.insert($0.destination + " " + $0.slot.subject.text).inserted
            }
            .reversed()
        }
    }

    var trouble: String? { fileTrouble }

    /// When something may go at the earliest by the time alone (monotonic); nil: not before an answer.
    func nextWake(_ now: Timestamp, _ monotonic: Int64) -> Int64? {
        var wake: Int64?
        for number in destinations.indices {
            guard let at = outbox.nextWake(number, now: now) else { continue }
            var moment = monotonic + max(0, at.nanoseconds - now.nanoseconds)
            if destinations[number].kind != .folder {
                if !link.isAlive { moment = max(moment, link.startAt) }
                // Its last answers are waited for, and they wake.
                if link.isWorn, !jobs.isEmpty { continue }
            }
            wake = min(wake ?? moment, moment)
        }
        if let deadline = jobs.values.map(\.deadline).min() { wake = min(wake ?? deadline, deadline) }
        return wake
    }

    /// Closes the file in order, after what is under way has been taken back.
    func close(_ now: Timestamp) {
        link.end()
        let lost = jobs.sorted { $0.key < $1.key }
        jobs = [:]
        for (_, job) in lost {
            if case .message(let order, _, _) = job.purpose { outbox.answered(order, .interrupted, now: now) }
        }
        keep()
        guard let file, fileTrouble == nil else { return }
        do { try file.close() } catch { Log.line("publishing: the outbox was not closed in order: \(error)") }
    }
}

/// What somebody should hear of.
struct PublisherNews: Sendable {
    struct Dead: Sendable {
        var destination: Int
        var subject: OutboxSubject
        var why: String
    }

    var dead: [Dead] = []
    var courierDeaths = 0
}

/// What each destination has acknowledged, document by document, so that a hospital's change sends what has changed
/// and not twenty resources that have not. In memory only: after a start a hospital's first change sends all.
/// Bound: about 100 bytes a document.
struct KnownDocuments {
    private struct Key: Hashable {
        var destination: Int
        var subject: OutboxSubject
    }

    private var known: [Key: [String: Digest]] = [:]

    /// Those that are not known to be there; they are not known from here on until they are accepted.
    mutating func news(_ requests: [OutgoingRequest], _ order: OutboxOrder) -> [OutgoingRequest] {
        guard !order.subject.isTask else { return requests }
        let key = Key(destination: order.destination, subject: order.subject)
        let there = known[key] ?? [:]
        var fresh: [OutgoingRequest] = []
        for request in requests
        where request.method != "PUT" || there[request.path] != Digest(hashing: request.body) {
            known[key]?[request.path] = nil
            fresh.append(request)
        }
        return fresh
    }

    mutating func accepted(_ requests: [OutgoingRequest], _ order: OutboxOrder) {
        guard !order.subject.isTask else { return }
        let key = Key(destination: order.destination, subject: order.subject)
        for request in requests where request.method == "PUT" && !request.isOfMoment {
            known[key, default: [:]][request.path] = Digest(hashing: request.body)
        }
    }

    mutating func forget(_ destination: Int) {
        known = known.filter { $0.key.destination != destination }
    }
}
