// What the publisher's thread does: rebuild the centre as of its cursor, follow the journal a page at a time, note
// what has changed, and give the desk its turns. All state here belongs to that thread.

final class PublisherLoop {
    let desk: PublisherDesk
    private let source: ResultsWriter.Source
    let content: PublishingContent
    private let box: Mailbox<Publisher.Message>
    private let settings: Publisher.Settings
    private let clock: @Sendable () -> Timestamp
    private let readHead: () -> Int64
    private let shown: Locked<PublishingStatus>
    private let onDead: @Sendable (String, OutboxSubject, String) -> Void
    private let vault: SealedTexts

    /// As the journal was at the start; nothing goes before it has been reached.
    private let startHead: JournalHead
    private(set) var centre: Centre?
    private var rebuilding: ResultsRebuild?
    private var folded: JournalHead
    private var head: Int64
    private var rows: [JournalRow] = []
    private var nextRow = 0
    private var question = 0
    private var isAsking = false
    private var askAgainAt: Int64 = 0
    private var marks: [HospitalMark] = []
    private var refusal: String?
    private var polledAt: [Int64]
    private var polling: Set<String> = []
    private var courierDeaths = 0

    init(
        _ desk: PublisherDesk, _ source: ResultsWriter.Source, _ startHead: JournalHead,
        _ content: PublishingContent, _ box: Mailbox<Publisher.Message>, _ settings: Publisher.Settings,
        clock: @escaping @Sendable () -> Timestamp, head: @escaping () -> Int64,
        shown: Locked<PublishingStatus>,
        onDead: @escaping @Sendable (String, OutboxSubject, String) -> Void
    ) {
        self.desk = desk
        self.source = source
        self.startHead = startHead
        self.content = content
        self.box = box
        self.settings = settings
        self.clock = clock
        readHead = head
        self.shown = shown
        self.onDead = onDead
        vault = SealedTexts(source.sealer)
        self.head = startHead.sequence
        polledAt = settings.destinations.map { _ in 0 }
        folded = startHead
        begin(from: desk.keptCursor)
    }

    private var monotonic: Int64 { WallClock.monotonicNanoseconds() }

    func run() {
        var mail: [Publisher.Message] = []
        while box.takeAll(into: &mail, until: wakeTime()) {
            head = max(head, readHead())
            for message in mail { take(message) }
            turn()
            show()
        }
        desk.close(clock())
    }

    private func take(_ message: Publisher.Message) {
        switch message {
        case .wake: break
        case .rows(let number, let answer): take(answer, number)
        case .courier(let news): desk.take(news, clock(), monotonic)
        case .perform(let body): body(self)
        }
    }

    // MARK: - The journal

    private func begin(from cursor: JournalHead?) {
        var goal = cursor ?? startHead
        if goal.sequence > startHead.sequence {
            Log.line(
                "publishing: the outbox knows event \(goal.sequence), the journal ends at "
                    + "\(startHead.sequence): everything is told anew")
            goal = startHead
            isFresh = true
        }
        if cursor == nil || !desk.wasClean { isFresh = true }
        let rebuild = ResultsRebuild(source, upTo: goal)
        folded = rebuild.head
        rebuilding = rebuild
    }

    /// Every hospital is told once, whether it has changed or not.
    private var isFresh = false

    private func turn() {
        guard refusal == nil else { return }
        do {
            try rebuild()
            try follow()
        } catch {
            refusal = "\(error)"
            Log.line("publishing: the journal cannot be followed: \(error)")
            return
        }
        ask()
        guard let centre, folded.sequence >= startHead.sequence else { return }
        let now = clock()
        note(centre, now)
        poll(centre)
        let content = content
        desk.turn(now, monotonic) { order, destination in
            content.documents(centre, order, destination, now)
        }
        let news = desk.takeNews()
        courierDeaths += news.courierDeaths
        for letter in news.dead {
            let name = settings.destinations[letter.destination].name
            Log.line("publishing: \(name) refuses \(letter.subject.text): \(letter.why)")
            onDead(name, letter.subject, letter.why)
        }
    }

    private func rebuild() throws {
        guard let rebuild = rebuilding else { return }
        while nextRow < rows.count, rebuild.head.sequence < rebuild.goal.sequence {
            try rebuild.take(nextInOrder(after: rebuild.head))
            nextRow += 1
        }
        folded = rebuild.head
        guard rebuild.head.sequence == rebuild.goal.sequence else { return }
        do {
            centre = try rebuild.finish()
        } catch {
            guard rebuild.goal != startHead else { throw error }
            // Another journal than the one that was followed: nothing of what was kept says anything.
            Log.line("publishing: \(error); everything is told anew")
            isFresh = true
            forgetRows()
            let again = ResultsRebuild(source, upTo: startHead)
            folded = again.head
            rebuilding = again
            return
        }
        rebuilding = nil
        if let centre, !isFresh { marks = content.hospitals(centre) }
    }

    private func follow() throws {
        guard centre != nil else { return }
        while nextRow < rows.count {
            let row = try nextInOrder(after: folded)
            let event = try row.body.withUnsafeBytes { raw in
                try EventCodec.decode(raw, sequence: row.sequence, vault: vault)
            }
            centre?.apply(event)
            folded = JournalHead(sequence: row.sequence, hash: row.hash)
            nextRow += 1
            guard let centre else { return }
            for mark in content.tasks(event, centre) { note(mark, event) }
        }
        centre?.forgetDeadlines()
        desk.follow(to: folded)
    }

    private func note(_ mark: TaskMark, _ event: Event) {
        let now = clock()
        for (number, destination) in settings.destinations.enumerated()
        where destination.kind == .fhir && destination.module == mark.module {
            desk.changed(mark.subject, at: number, sequence: event.sequence, asOf: event.at, now: now)
        }
    }

    /// Which hospitals are another since the last look.
    private func note(_ centre: Centre, _ now: Timestamp) {
        let fresh = content.hospitals(centre)
        for (place, mark) in fresh.enumerated() {
            let isNews = place >= marks.count || marks[place].sequence != mark.sequence
            guard isNews || isFresh else { continue }
            for number in settings.destinations.indices {
                desk.changed(
                    .hospital(mark.number), at: number, sequence: mark.sequence, asOf: mark.asOf, now: now)
            }
        }
        marks = fresh
        isFresh = false
    }

    // MARK: - Answers to tasks

    private func poll(_ centre: Centre) {
        let now = monotonic
        for (number, destination) in settings.destinations.enumerated() where destination.kind == .fhir {
            guard now >= polledAt[number] else { continue }
            polledAt[number] = now + Int64(destination.pollSeconds) * 1_000_000_000
            for poll in content.polls(centre, destination).prefix(200) {
                let key = destination.name + " " + poll.subject.text
                guard !polling.contains(key) else { continue }
                let box = box
                let asked = desk.poll(number, path: poll.path, now) { reply in
                    _ = box.put(.perform { $0.answered(poll.subject, key, reply) })
                }
                if asked { polling.insert(key) }
            }
        }
    }

    private func answered(_ subject: OutboxSubject, _ key: String, _ reply: CourierReply) {
        polling.remove(key)
        if case .status(200, _, _) = reply.outcome { content.answered(subject, reply.body) }
    }

    // MARK: - Pages

    private func ask() {
        guard !isAsking, nextRow >= rows.count, monotonic >= askAgainAt else { return }
        let end = rebuilding?.goal.sequence ?? head
        guard folded.sequence < end else { return }
        question += 1
        let number = question
        let box = box
        isAsking = source.journal.read((folded.sequence + 1)...end) { answer in
            _ = box.put(.rows(number, answer))
        }
        if !isAsking { askAgainAt = monotonic + 50_000_000 }
    }

    private func take(_ answer: Result<[JournalRow], JournalError>, _ number: Int) {
        guard number == question, isAsking else { return }
        isAsking = false
        switch answer {
        case .success(let page):
            rows = page
            nextRow = 0
            askAgainAt =
                monotonic + (page.isEmpty ? 50_000_000 : isFollowing ? settings.gatherNanoseconds : 0)
        case .failure(let error):
            askAgainAt = monotonic + 1_000_000_000
            Log.line("publishing: the journal cannot be read: \(error)")
        }
    }

    /// Only the newest is missing, so that there is something to gain by gathering.
    private var isFollowing: Bool { rebuilding == nil && rows.count < Journal.pageMaximumRows }

    private func forgetRows() {
        rows = []
        nextRow = 0
        isAsking = false
        question += 1
    }

    private func nextInOrder(after head: JournalHead) throws -> JournalRow {
        let row = rows[nextRow]
        guard head.following(row.body) == JournalHead(sequence: row.sequence, hash: row.hash) else {
            throw ServiceError(
                "event \(row.sequence) of the journal does not follow event \(head.sequence)")
        }
        return row
    }

    private func wakeTime() -> Int64? {
        guard refusal == nil else { return nil }
        var wake: Int64?
        func atLatest(_ moment: Int64) { wake = min(wake ?? moment, moment) }
        let end = rebuilding?.goal.sequence ?? head
        if nextRow < rows.count { atLatest(0) }
        // A snapshot that is as new as the cursor: there is no row to wait for.
        if let rebuilding, rebuilding.head.sequence == rebuilding.goal.sequence { atLatest(0) }
        if !isAsking, folded.sequence < end { atLatest(askAgainAt) }
        guard centre != nil, folded.sequence >= startHead.sequence else { return wake }
        if let moment = desk.nextWake(clock(), monotonic) { atLatest(moment) }
        for (number, destination) in settings.destinations.enumerated() where destination.kind == .fhir {
            atLatest(polledAt[number])
        }
        return wake
    }

    // MARK: - Showing

    private func show() {
        var status = PublishingStatus()
        status.state = refusal.map { .refused($0) } ?? (centre == nil ? .starting : .following)
        status.cursor = folded.sequence
        status.head = head
        status.courierStarts = desk.link.starts
        status.courierDeaths = courierDeaths
        status.trouble = desk.trouble
        for (number, destination) in settings.destinations.enumerated() {
            var row = PublishingStatus.Destination(
                name: destination.name, kind: destination.kind, module: destination.module,
                lane: desk.outbox.lanes[number].summary)
            for slot in desk.outbox.lanes[number].slots {
                switch slot.state {
                case .waiting, .inFlight:
                    row.waiting += 1
                    if !row.oldestWaiting.isSet || slot.waitingSince < row.oldestWaiting {
                        row.oldestWaiting = slot.waitingSince
                    }
                case .dead: row.dead += 1
                case .sent: break
                }
            }
            status.destinations.append(row)
        }
        shown.with { $0 = status }
    }

    /// The documents that a destination would get of a subject now.
    func preview(_ subject: OutboxSubject, _ destination: PublishingDestination) -> OutgoingContent {
        guard let centre else { return .unfit("the journal is still being read") }
        let order = OutboxOrder(
            destination: 0, subject: subject, sequence: centre.sequence, lastHash: nil, parts: 0)
        return content.documents(centre, order, destination, clock())
    }

    func retry(_ destination: Int, _ subject: OutboxSubject?) -> Int {
        desk.retry(destination, subject, now: clock())
    }
}
