// What a start costs: a data folder with a million real events (texts sealed, chain hashed), read back whole
// and verified, then again with a fresh snapshot, beside an empty folder. The page cache is warm: this is a
// restart, not the first start after the machine's.
//
// Cost at the defaults: about 15 s, 300 MB of disk.

enum BenchRecovery {
    static let code = "BENCH"
    /// A fresh snapshot is one that was taken at the last event.
    private static let rounds = 5

    static func run(_ scene: BenchScene, events: Int = 1_000_000) throws -> [BenchRow] {
        let empty = try scene.makeFolder()
        _ = try recovered(empty)
        let emptySeconds = try median(empty).seconds
        let folder = try scene.makeFolder()
        let written = try write(folder, events)
        let count = Int(written.centre.sequence)
        let whole = try median(folder)
        guard whole.replayed == count else {
            throw BenchFailure("\(whole.replayed) of \(count) events came back")
        }
        guard whole.image == CentreCodec.encode(written.centre) else {
            throw BenchFailure("the centre that came back is another one")
        }
        let snapshotBytes = try writeSnapshot(folder)
        let fresh = try median(folder)
        guard fresh.replayed == 0, fresh.image == whole.image else {
            throw BenchFailure("the snapshot holds another centre")
        }
        return [
            BenchRow("write", count, written.seconds, "s"),
            BenchRow("journal-size", count, Double(written.bytes) / Double(count), "B/event"),
            BenchRow("texts", count, Double(written.centre.texts.end), "texts"),
            BenchRow("empty", 0, emptySeconds, "s"),
            BenchRow("whole", count, whole.seconds, "s"),
            BenchRow("whole-rate", count, Double(count) / whole.seconds, "events/s"),
            BenchRow("snapshot-size", count, Double(snapshotBytes), "B"),
            BenchRow("snapshot", count, fresh.seconds, "s"),
            BenchRow("snapshot-over-empty", count, fresh.seconds - emptySeconds, "s"),
        ]
    }

    private struct Recovered {
        var seconds: Double
        var replayed: Int
        /// The centre's canonical bytes.
        var image: [UInt8]
    }

    private static func median(_ folder: String) throws -> Recovered {
        let all = try (0..<rounds).map { _ in try recovered(folder) }
        return all.sorted { $0.seconds < $1.seconds }[rounds / 2]
    }

    /// Opening the files counts: a start does that too.
    private static func recovered(_ folder: String) throws -> Recovered {
        let began = WallClock.monotonicNanoseconds()
        let store = try CentreStore(folder: folder, code: code)
        defer { store.journal.close() }
        var recent = RecentEvents()
        let recovery = try store.recover(rules: CentreRules(), recent: &recent)
        let seconds = Double(WallClock.monotonicNanoseconds() - began) / 1e9
        return Recovered(
            seconds: seconds, replayed: Int(recovery.replayedEvents),
            image: CentreCodec.encode(recovery.centre))
    }

    /// A data folder with so many events of a desk's day.
    static func write(_ folder: String, _ events: Int, code: String = code) throws -> (
        centre: Centre, seconds: Double, bytes: Int
    ) {
        let began = WallClock.monotonicNanoseconds()
        let store = try CentreStore(folder: folder, code: code)
        defer { store.journal.close() }
        let vault = SealedTexts(store.sealer)
        var bodies: [[UInt8]] = []
        var bytes = 0
        func take(_ event: Event) {
            let body = EventCodec.encode(event, vault: vault)
            bytes += body.count
            bodies.append(body)
        }
        func flush() throws {
            if let failure = vault.failure { throw failure }
            try store.journal.append(bodies, first: store.journal.head.sequence + 1)
            bodies.removeAll(keepingCapacity: true)
            if store.journal.waitingLogFrames >= 4096 { try store.journal.checkpoint(.passive) }
        }
        var lives = try BenchLives(.day, take)
        while lives.centre.sequence < events {
            try lives.live(take)
            if bodies.count >= 10_000 { try flush() }
        }
        try flush()
        try store.journal.checkpoint(.truncate)
        return (lives.centre, Double(WallClock.monotonicNanoseconds() - began) / 1e9, bytes)
    }

    private static func writeSnapshot(_ folder: String) throws -> Int {
        let store = try CentreStore(folder: folder, code: code)
        defer { store.journal.close() }
        var recent = RecentEvents()
        let centre = try store.recover(rules: CentreRules(), recent: &recent).centre
        let vault = SealedTexts(store.sealer)
        let payload = CentreCodec.encode(centre, vault: vault)
        if let failure = vault.failure { throw failure }
        try store.snapshots.write(store.journal.head, payload: payload)
        return payload.count
    }
}
