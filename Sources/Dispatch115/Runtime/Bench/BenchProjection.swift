// What the rows of the results cost before any database: real events with sealed texts, read as the writer
// reads them, turned into batches of 5,000 events that nobody writes.
//
// Cost at the defaults: about 10 s, 200 MB of memory.

enum BenchProjection {
    private static let code = "BENCH"
    private static let batchEvents = 5_000
    private static let rounds = 3

    static func run(_ scene: BenchScene, events: Int = 200_000) throws -> [BenchRow] {
        let store = try CentreStore(folder: try scene.makeFolder(), code: code)
        defer { store.journal.close() }
        let vault = SealedTexts(store.sealer)
        var head = JournalHead(sequence: 0, hash: store.journal.genesis)
        var rows: [JournalRow] = []
        func take(_ event: Event) {
            let body = EventCodec.encode(event, vault: vault)
            head = head.following(body)
            rows.append(JournalRow(sequence: head.sequence, body: body, hash: head.hash))
        }
        var lives = try BenchLives(.day, take)
        while lives.centre.sequence < events { try lives.live(take) }
        if let failure = vault.failure { throw failure }
        var seconds: [Double] = []
        var changes = 0
        for _ in 0..<rounds {
            let began = WallClock.monotonicNanoseconds()
            changes = try project(rows, store)
            seconds.append(Double(WallClock.monotonicNanoseconds() - began) / 1e9)
        }
        let median = seconds.sorted()[rounds / 2]
        return [
            BenchRow("rows-of-results", rows.count, Double(changes), "rows"),
            BenchRow("projection", rows.count, Double(rows.count) / median, "events/s"),
        ]
    }

    private static func project(_ rows: [JournalRow], _ store: CentreStore) throws -> Int {
        var projection = ResultsProjection(centre: Centre(), code: code)
        let vault = SealedTexts(store.sealer)
        var cursor = ResultsCursor(
            head: JournalHead(sequence: 0, hash: store.journal.genesis), epoch: 0)
        var changes = 0
        for row in rows {
            try projection.take(row, vault: vault, keys: store.keys)
            guard projection.waitingEvents == batchEvents || row.sequence == rows.last?.sequence else {
                continue
            }
            let batch = projection.batch(after: cursor, epoch: 1)
            changes += batch.changes.count
            cursor = batch.cursor
        }
        guard cursor.head == rows.last.map({ JournalHead(sequence: $0.sequence, hash: $0.hash) }) else {
            throw BenchFailure("the cursor stands elsewhere than the journal ends")
        }
        return changes
    }
}
