// A database in memory that outlives its connections and fails by plan, and a journal full of a random desk's
// events to follow: what the tests of the results' writer share.

import Foundation
import Geo
import Glibc
import Testing

@testable import Dispatch115

/// What a store can do to its caller at one call.
enum ScriptedFault: CaseIterable {
    case away
    /// The commit was sent and the answer is lost; it counted.
    case unknownAndIn
    /// The same, but it did not count.
    case unknownAndOut
    case refused
    case schema
    /// What stands there is an older state, as of a standby that had less.
    case restored
}

enum ScriptedStep { case open, write, positions }

final class ScriptedDatabase: Sendable {
    struct State {
        var cursor: ResultsCursor
        var rows: [ResultsTable.Name: [String: [ResultsValue]]] = [:]
    }

    struct Told {
        var state: State
        var older: [State] = []
        /// What no database would have taken.
        var wrongs: [String] = []
        var batches: [Range<Int64>] = []
        var positions = 0
        var faults = 0
        var opens = 0
        var isOpen = false
        /// Whether somebody is in a call of the store.
        var isBusy = false
        /// Names of the threads that have written.
        var threads: Set<String> = []
    }

    let told: Locked<Told>
    /// Asked before each call; called under no lock.
    let plan: @Sendable (ScriptedStep) -> ScriptedFault?

    init(_ code: String = "HCM", plan: @escaping @Sendable (ScriptedStep) -> ScriptedFault? = { _ in nil }) {
        let genesis = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: code))
        told = Locked(Told(state: State(cursor: ResultsCursor(head: genesis, epoch: 0))))
        self.plan = plan
    }

    var cursor: ResultsCursor { told.with { $0.state.cursor } }
    var rows: [ResultsTable.Name: [String: [ResultsValue]]] { told.with { $0.state.rows } }
    var wrongs: [String] { told.with { $0.wrongs } }

    static func apply(_ batch: ResultsBatch, to state: inout State, _ wrongs: inout [String]) {
        for change in batch.changes {
            let table = ResultsTable.of(change.table)
            let key = change.row.prefix(table.keyCount).map { "\($0)" }.joined(separator: "|")
            let old = state.rows[change.table, default: [:]].updateValue(change.row, forKey: key)
            if table.onlyGrows, old != nil { wrongs.append("\(change.table) \(key) twice") }
        }
        for erased in batch.erased { erase(erased, in: &state) }
        state.cursor = batch.cursor
    }

    private static func erase(_ erased: ErasedTexts, in state: inout State) {
        for table in [ResultsTable.Name.personalText, .recordKey] {
            let columns = ResultsTable.of(table).columns.map(\.name)
            state.rows[table] = state.rows[table]?.mapValues { row in
                guard case .integer(let number) = row[1],
                    erased.texts.contains(TextID(index: Int32(number)))
                else { return row }
                var row = row
                for (place, name) in columns.enumerated() {
                    if name == "content" || name == "key" { row[place] = .null }
                    if name == "erased_at", row[place] == .null { row[place] = .time(erased.at) }
                }
                return row
            }
        }
    }
}

final class ScriptedStore: ResultsStore {
    private let database: ScriptedDatabase
    private var epoch: UInt32 = 0
    private var isOpen = false

    init(_ database: ScriptedDatabase) { self.database = database }

    func open(epoch: UInt32) throws(ResultsFailure) -> ResultsCursor {
        enter()
        defer { leave() }
        self.epoch = epoch
        isOpen = false
        database.told.with { $0.opens += 1 }
        switch fault(.open) {
        case nil, .unknownAndIn: break
        case .restored: database.told.with { if let older = $0.older.first { $0.state = older } }
        case .away, .unknownAndOut: throw .away("nobody there")
        case .refused: throw .refused("no grant")
        case .schema: throw .schema(found: 0, wanted: 1)
        }
        let cursor = database.cursor
        guard cursor.epoch <= epoch else { throw .fenced(by: cursor.epoch) }
        isOpen = true
        return cursor
    }

    func write(_ batch: ResultsBatch) throws(ResultsFailure) {
        enter()
        defer { leave() }
        requireOpen()
        let thread = ScriptedStore.threadName
        database.told.with { _ = $0.threads.insert(thread) }
        let fault = fault(.write)
        switch fault {
        case nil, .unknownAndIn, .unknownAndOut: break
        case .away, .restored, .schema: throw .away("gone in the middle")
        case .refused: throw .refused("a column is gone")
        }
        if fault == .unknownAndOut { throw .outcomeUnknown("cut") }
        let epoch = epoch
        let fence = database.told.with { told -> UInt32? in
            guard told.state.cursor.epoch <= epoch else { return told.state.cursor.epoch }
            if batch.after != told.state.cursor {
                told.wrongs.append("after \(batch.after) where \(told.state.cursor) stands")
            }
            if batch.cursor.epoch != epoch { told.wrongs.append("epoch \(batch.cursor.epoch)") }
            if told.batches.count % 5 == 0 { told.older = [told.state] }
            told.batches.append(told.state.cursor.head.sequence + 1..<batch.cursor.head.sequence + 1)
            ScriptedDatabase.apply(batch, to: &told.state, &told.wrongs)
            return nil
        }
        if let fence { throw .fenced(by: fence) }
        if fault == .unknownAndIn { throw .outcomeUnknown("cut") }
    }

    func add(positions: [[ResultsValue]]) throws(ResultsFailure) {
        enter()
        defer { leave() }
        requireOpen()
        guard fault(.positions) == nil else { throw .away("gone") }
        database.told.with { $0.positions += positions.count }
    }

    func close() {
        enter()
        isOpen = false
        leave()
    }

    /// A store is one thread's at a time.
    private func enter() {
        database.told.with { told in
            if told.isBusy { told.wrongs.append("two calls at once") }
            told.isBusy = true
        }
    }

    private func leave() { database.told.with { $0.isBusy = false } }

    private static var threadName: String {
        let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        return name?.trimmingCharacters(in: .newlines) ?? ""
    }

    private func fault(_ step: ScriptedStep) -> ScriptedFault? {
        let fault = database.plan(step)
        if fault != nil { database.told.with { $0.faults += 1 } }
        return fault
    }

    private func requireOpen() {
        if !isOpen { database.told.with { $0.wrongs.append("used while closed") } }
    }
}

/// A journal, its keys and snapshots in a folder of their own, and the events of a random desk to put into it.
final class ResultsScene {
    static let code = "HCM"
    let folder: StorageFolder
    let events: [Event]
    let keys: RecordKeys
    let sealer: TextSealer
    let snapshots: SnapshotStore
    private(set) var writer: JournalWriter?
    private(set) var fed = 0
    private var bodies: [[UInt8]] = []

    init(seed: UInt64, steps: Int = 700) throws {
        folder = try StorageFolder()
        var random = SplitMix64(seed: seed)
        var rules = CentreRules()
        rules.keptIncidents = 6
        var desk = CentreFixture(units: 6, rules: rules)
        desk.checksInvariants = false
        for _ in 0..<steps {
            desk.pass(seconds: Int64(random.below(40)))
            _ = try? desk.submit(CentreWalkTests.command(for: desk, &random))
            if random.below(4) == 0 {
                desk.expectDone(.tick)
                desk.centre.forgetFiredDeadlines(desk.now)
            }
        }
        events = desk.events
        keys = try RecordKeys(path: folder.file("record-keys"), random: SystemRandomBytes())
        sealer = TextSealer(keys: keys, random: SystemRandomBytes()) { _ in }
        snapshots = SnapshotStore(folder: folder.path, centre: ResultsScene.code)
        let vault = SealedTexts(sealer)
        bodies = events.map { EventCodec.encode($0, vault: vault) }
        try openJournal()
    }

    deinit { closeJournal() }

    func openJournal() throws {
        let journal = try Journal(path: folder.file("journal.db"), centre: ResultsScene.code)
        writer = try JournalWriter(journal) { _ in }
    }

    func closeJournal() {
        _ = writer?.close()
        writer = nil
    }

    /// The next events of the desk, durable when `done` is called with the last one's sequence.
    func feed(_ count: Int, done: @escaping @Sendable (Int64) -> Void = { _ in }) {
        let end = min(bodies.count, fed + count)
        guard end > fed, let writer else { return }
        let admission = writer.submit(Array(bodies[fed..<end]), first: Int64(fed + 1)) { outcome in
            if case .durable(let sequence) = outcome { done(sequence) }
        }
        #expect(admission == .accepted)
        fed = end
    }

    var isAllFed: Bool { fed == bodies.count }

    func source() throws -> ResultsWriter.Source {
        ResultsWriter.Source(
            code: ResultsScene.code, journal: try #require(writer), snapshots: snapshots, sealer: sealer,
            keys: keys, rules: CentreRules())
    }

    /// A snapshot of the centre as of an event.
    func snapshot(at sequence: Int, pin: Int64? = nil) throws {
        var centre = Centre()
        for event in events[..<sequence] { centre.apply(event) }
        try snapshots.write(
            head(sequence), payload: CentreCodec.encode(centre, vault: SealedTexts(sealer)), pin: pin)
    }

    func head(_ sequence: Int) -> JournalHead {
        var head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: ResultsScene.code))
        for body in bodies[..<sequence] { head = head.following(body) }
        return head
    }

    /// What the first `count` events come to, by the projection alone: one batch, no faults, no thread.
    func expected(_ count: Int) throws -> [ResultsTable.Name: [String: [ResultsValue]]] {
        var projection = ResultsProjection(centre: Centre(), code: ResultsScene.code)
        let vault = SealedTexts(sealer)
        var head = head(0)
        let start = ResultsCursor(head: head, epoch: 0)
        for body in bodies[..<count] {
            head = head.following(body)
            try projection.take(
                JournalRow(sequence: head.sequence, body: body, hash: head.hash), vault: vault, keys: keys)
        }
        var state = ScriptedDatabase.State(cursor: start)
        var wrongs: [String] = []
        ScriptedDatabase.apply(projection.batch(after: start, epoch: 1), to: &state, &wrongs)
        #expect(wrongs.isEmpty)
        return state.rows
    }

    /// Hurried limits: tiny batches and waits.
    static func limits(events: Int = 7) -> ResultsWriter.Limits {
        var limits = ResultsWriter.Limits()
        limits.maximumEvents = events
        limits.gatherNanoseconds = 0
        limits.retryFirstNanoseconds = 50_000
        limits.retryMostNanoseconds = 400_000
        limits.positionsNanoseconds = 1_000_000
        return limits
    }

    func follow(
        _ database: ScriptedDatabase, from head: Int64 = 0, epoch: UInt32 = 1,
        limits: ResultsWriter.Limits = ResultsScene.limits(), seed: UInt64 = 1,
        listener: ResultsWriter.Listener = ResultsWriter.Listener()
    ) throws -> ResultsWriter {
        try ResultsWriter(
            ScriptedStore(database), following: try source(), from: head, epoch: epoch, limits: limits,
            seed: seed, listener: listener)
    }
}

/// Says in a few words where two sets of rows differ.
func difference(
    _ left: [ResultsTable.Name: [String: [ResultsValue]]],
    _ right: [ResultsTable.Name: [String: [ResultsValue]]]
) -> [String] {
    var found: [String] = []
    for table in ResultsTable.Name.allCases {
        let one = left[table] ?? [:]
        let other = right[table] ?? [:]
        for key in Set(one.keys).union(other.keys).sorted() where one[key] != other[key] {
            let sides = [one[key], other[key]].map { row in row.map { "\($0)" } ?? "none" }
            found.append("\(table) \(key): " + sides.joined(separator: " / "))
        }
    }
    return Array(found.prefix(5))
}
