// The results' thread on a journal of real events with sealed texts, all of the way into PostgreSQL: how fast
// it catches up with a journal that is full, as the tables' owner and as a writer under row security; and how
// long an event that has just become durable is missing in the results while the desk is busy.
//
// Cost at the defaults: about a minute and a half, 300 MB of disk, as much again in the database.

enum BenchResultsFollow {
    static func run(
        _ scene: BenchScene, events: Int = 1_000_000, restrictedEvents: Int = 200_000, loadSeconds: Int = 20
    ) throws -> [BenchRow] {
        let owner = try BenchResultsTables.connect()
        let restricted = try BenchResultsTables.connectRestricted(to: "BENCHR")
        return try catchUp(scene, "BENCHC", owner, events, "catch-up")
            + catchUp(scene, "BENCHR", restricted, restrictedEvents, "catch-up-restricted")
            + lag(scene, "BENCHL", owner, seconds: loadSeconds)
    }

    // MARK: - Catching up

    private static func catchUp(
        _ scene: BenchScene, _ code: String, _ conninfo: PostgresConninfo, _ events: Int, _ metric: String
    ) throws -> [BenchRow] {
        let folder = try scene.makeFolder()
        _ = try BenchRecovery.write(folder, events, code: code)
        let store = try CentreStore(folder: folder, code: code)
        let journal = try JournalWriter(store.journal) { _ in }
        defer { _ = journal.close() }
        let head = store.journal.head.sequence
        let began = WallClock.monotonicNanoseconds()
        let writer = try follow(store, journal, conninfo, code, from: head)
        defer { writer.close() }
        while writer.status.written < head {
            let status = writer.status
            guard status.failures == 0, WallClock.monotonicNanoseconds() - began < 600_000_000_000 else {
                throw BenchFailure("\(metric): \(status)")
            }
            WallClock.sleep(nanoseconds: 2_000_000)
        }
        let seconds = Double(WallClock.monotonicNanoseconds() - began) / 1e9
        return [
            BenchRow("\(metric).events", Int(head), Double(head) / seconds, "events/s"),
            BenchRow("\(metric).batches", Int(head), Double(writer.status.batches), "transactions"),
            BenchRow(
                "\(metric).slowest-batch", Int(head), Double(writer.status.slowestWriteNanoseconds) / 1e6,
                "ms"),
        ]
    }

    private static func follow(
        _ store: CentreStore, _ journal: JournalWriter, _ conninfo: PostgresConninfo, _ code: String,
        from head: Int64, _ listener: ResultsWriter.Listener = ResultsWriter.Listener()
    ) throws -> ResultsWriter {
        try ResultsWriter(
            PostgresResultsStore(conninfo: conninfo, centre: code, deadlineMilliseconds: 30_000),
            following: ResultsWriter.Source(
                code: code, journal: journal, snapshots: store.snapshots, sealer: store.sealer,
                keys: store.keys, rules: CentreRules()),
            from: head, epoch: 1, seed: 115, listener: listener)
    }

    // MARK: - Lag

    /// When each event became durable, and how long it then was missing.
    private struct Lags {
        var durableAt: [Int64] = []
        var each: [Int64] = []

        mutating func durable(_ sequence: Int64, at now: Int64) {
            while Int64(durableAt.count) < sequence { durableAt.append(now) }
        }

        mutating func written(_ sequence: Int64, at now: Int64) {
            while Int64(each.count) < sequence { each.append(now - durableAt[each.count]) }
        }
    }

    /// Ten events every five milliseconds, as many lines of as many consoles would bring them.
    private static func lag(
        _ scene: BenchScene, _ code: String, _ conninfo: PostgresConninfo, seconds: Int
    ) throws -> [BenchRow] {
        let group = 10
        let pace: Int64 = 5_000_000
        let groups = seconds * Int(1_000_000_000 / pace)
        let store = try CentreStore(folder: try scene.makeFolder(), code: code)
        let vault = SealedTexts(store.sealer)
        var bodies: [[UInt8]] = []
        func take(_ event: Event) { bodies.append(EventCodec.encode(event, vault: vault)) }
        var lives = try BenchLives(.day, take)
        while bodies.count < group * groups { try lives.live(take) }
        if let failure = vault.failure { throw failure }
        let journal = try JournalWriter(store.journal) { _ in }
        defer { _ = journal.close() }
        let lags = Locked(Lags())
        let writer = try follow(
            store, journal, conninfo, code, from: 0,
            ResultsWriter.Listener(onWritten: { sequence in
                let now = WallClock.monotonicNanoseconds()
                lags.with { $0.written(sequence, at: now) }
            }))
        defer { writer.close() }
        let began = WallClock.monotonicNanoseconds()
        for turn in 0..<groups {
            let wait = began + Int64(turn) * pace - WallClock.monotonicNanoseconds()
            if wait > 0 { WallClock.sleep(nanoseconds: wait) }
            let first = turn * group
            let admission = journal.submit(
                Array(bodies[first..<first + group]), first: Int64(first + 1)
            ) { outcome in
                guard case .durable(let sequence) = outcome else { return }
                let now = WallClock.monotonicNanoseconds()
                lags.with { $0.durable(sequence, at: now) }
                writer.wake(durable: sequence)
            }
            guard admission == .accepted else { throw BenchFailure("the journal: \(admission)") }
        }
        let fed = Double(WallClock.monotonicNanoseconds() - began) / 1e9
        let count = group * groups
        while lags.with({ $0.each.count }) < count {
            guard WallClock.monotonicNanoseconds() - began < Int64(seconds + 60) * 1_000_000_000 else {
                throw BenchFailure("lag: \(writer.status)")
            }
            WallClock.sleep(nanoseconds: 2_000_000)
        }
        let each = lags.with { $0.each }
        let status = writer.status
        return [
            BenchRow("load.events", count, Double(count) / fed, "events/s"),
            BenchRow("lag.p50", count, each.percentileMicroseconds(0.5) / 1000, "ms"),
            BenchRow("lag.p99", count, each.percentileMicroseconds(0.99) / 1000, "ms"),
            BenchRow("lag.max", count, each.percentileMicroseconds(1) / 1000, "ms"),
            BenchRow("load.batches", count, Double(status.batches), "transactions"),
        ]
    }
}
