// Opens the results: chooses the store, starts the thread that follows the journal, and ties it to the gate, the
// snapshots and the engine. A store that cannot be reached does not keep the service from starting; a
// configuration that no store can be made of does.

import Glibc

/// The results' thread and, where answers wait for it, the thread that keeps their deadline.
final class ServiceResults: Sendable {
    let writer: ResultsWriter
    private let gate: DurableGate
    private let deadline: ResultsDeadline?
    /// At the end the results may catch up for so long.
    private static let catchUpNanoseconds: Int64 = 5_000_000_000
    /// After a missed deadline answers do not wait for so long.
    private static let pauseNanoseconds: Int64 = 10_000_000_000

    /// `engine` has its epoch already.
    init(_ store: any ResultsStore, _ configuration: Configuration, _ centre: CentreStore, _ engine: Engine)
        throws(ServiceError)
    {
        let gate = engine.surroundings.gate
        let snapshotter = engine.surroundings.snapshotter
        self.gate = gate
        let box = engine.box
        let look: @Sendable () -> Void = { _ = box.put(.perform { $0.watchResults() }) }
        let said = Locked(ResultsState.starting.phrase.en)
        do {
            let waits = configuration.journal.waitsForResults
            deadline = waits ? try ResultsDeadline(gate) : nil
            if let deadline {
                gate.awaitResults(
                    deadlineNanoseconds: Int64(configuration.journal.bothDeadlineMilliseconds) * 1_000_000,
                    pauseNanoseconds: ServiceResults.pauseNanoseconds,
                    onChange: { isAwaited in
                        Log.line(
                            isAwaited
                                ? "results: answers wait for them"
                                : "results: answers rest on the journal alone")
                        look()
                    }, onArmed: { deadline.arm() })
            }
            var limits = ResultsWriter.Limits()
            limits.maximumEvents = configuration.results.batchEvents
            limits.maximumBytes = configuration.results.batchBytes
            if waits { limits.gatherNanoseconds = 0 }
            let seed = SystemRandomBytes().bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            snapshotter.pinOldest()
            writer = try ResultsWriter(
                store,
                following: ResultsWriter.Source(
                    code: configuration.centre.code, journal: engine.surroundings.writer,
                    snapshots: centre.snapshots, sealer: centre.sealer, keys: centre.keys,
                    rules: Service.rules(configuration)),
                from: engine.surroundings.writer.status.head, epoch: UInt32(clamping: engine.centre.epoch),
                limits: limits, seed: seed,
                listener: ResultsWriter.Listener(
                    onWritten: { sequence in
                        snapshotter.pin(sequence)
                        gate.resultsWritten(sequence)
                    },
                    onState: { state in
                        gate.resultsAre(well: state == .following)
                        // Another reason for the same is news too; tries are seconds apart.
                        let words = state.phrase.en
                        let isNews = said.with { said in
                            defer { said = words }
                            return said != words
                        }
                        if isNews { Log.line("results: \(words)") }
                        look()
                    }))
        } catch {
            throw ServiceError("results: \(error)")
        }
        let writer = writer
        gate.whenDurable { writer.wake(durable: $0) }
    }

    /// Before the journal is closed; nothing waits at the gate for the results from here on.
    func stop() {
        if !writer.catchUp(forNanoseconds: ServiceResults.catchUpNanoseconds) {
            let status = writer.status
            Log.line("results: \(status.behind) events are not in them yet; they are in the journal")
        }
        gate.resultsAre(well: false)
        deadline?.close()
        writer.close()
    }
}

extension Service {
    /// Nil where none are wanted.
    static func openResults(
        _ configuration: Configuration, _ world: ServiceWorld, _ centre: CentreStore, _ engine: Engine
    ) throws(ServiceError) -> ServiceResults? {
        if let store = world.resultsStore?() {
            return try ServiceResults(store, configuration, centre, engine)
        }
        guard let store = try resultsStore(configuration) else { return nil }
        return try ServiceResults(store, configuration, centre, engine)
    }

    private static func resultsStore(_ configuration: Configuration) throws(ServiceError) -> (
        any ResultsStore
    )? {
        switch configuration.results.choice {
        case .none: return nil
        case .sqlite:
            return SQLiteResultsStore(path: configuration.resultsPath, centre: configuration.centre.code)
        case .postgresql:
            let conninfo: PostgresConninfo
            do {
                conninfo = try PostgresConninfo(checking: configuration.results.database)
            } catch {
                throw ServiceError("results.database: \(error)")
            }
            return PostgresResultsStore(
                conninfo: conninfo, centre: configuration.centre.code, version: ResultsMigration.newest,
                deadlineMilliseconds: Int64(configuration.results.statementSeconds) * 1000)
        }
    }
}
