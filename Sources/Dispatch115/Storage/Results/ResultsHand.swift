// A second thread that writes a full batch while the results' thread makes the next one. The store is lent to
// it for that one call: between `start` and the outcome nobody else may touch the store, and there is never a
// second batch under way, so that batches are committed in their order or not at all.
// What it never does: decide anything about a failure; it hands it back.

final class ResultsHand: @unchecked Sendable {
    /// How a batch went.
    struct Outcome: Sendable {
        var failure: ResultsFailure?
        var nanoseconds: Int64
    }

    private struct Work: @unchecked Sendable {
        let store: any ResultsStore
        let batch: ResultsBatch
    }

    private let work: Mailbox<Work>
    private let outcomes: Mailbox<Outcome>
    private let thread: NamedThread

    /// `onOutcome` is called on the hand's thread when an outcome is there to be taken.
    init(niceness: Int32, onOutcome: @escaping @Sendable () -> Void) throws(SystemCallError) {
        let work = Mailbox<Work>(capacity: 1)
        let outcomes = Mailbox<Outcome>(capacity: 1)
        self.work = work
        self.outcomes = outcomes
        thread = try NamedThread("results-write", niceness: niceness) {
            var taken: [Work] = []
            while work.takeAll(into: &taken, until: nil) {
                for one in taken {
                    _ = outcomes.put(ResultsHand.write(one))
                    onOutcome()
                }
            }
        }
    }

    private static func write(_ work: Work) -> Outcome {
        let start = WallClock.monotonicNanoseconds()
        var failure: ResultsFailure?
        do throws(ResultsFailure) { try work.store.write(work.batch) } catch { failure = error }
        return Outcome(failure: failure, nanoseconds: WallClock.monotonicNanoseconds() - start)
    }

    /// Lends the store for this batch. The outcome of the one before must have been taken.
    func start(_ batch: ResultsBatch, _ store: any ResultsStore) {
        let isTaken = work.put(Work(store: store, batch: batch))
        precondition(isTaken, "one batch at a time")
    }

    /// The outcome of what was started: nil where it is not there yet and `waits` is false. The store is the
    /// caller's again when it is.
    func take(waits: Bool) -> Outcome? {
        var taken: [Outcome] = []
        guard outcomes.takeAll(into: &taken, until: waits ? nil : 0) else { return nil }
        return taken.first
    }

    /// Ends the thread, after what it does. Call once.
    func close() {
        work.close()
        thread.join()
    }
}
