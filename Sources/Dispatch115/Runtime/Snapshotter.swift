// Snapshots while the service lives: the centre is a value, so the engine gives a copy away and goes on; a
// thread of its own encodes and writes it. A snapshot belongs to an event that is in the journal, and
// carries that event's hash. One at a time; a failed one is said and tried again with the next.

import Synchronization

final class Snapshotter: @unchecked Sendable {
    private let store: SnapshotStore
    private let sealer: TextSealer
    private let keys: RecordKeys
    private let lowKeys: LowKeys
    private let everyEvents: Int64
    private let everyNanoseconds: Int64
    private let busy = Atomic<Bool>(false)
    private let written: Atomic<Int64>
    /// Where the results stand; `.max` where there are none.
    private let pinned: Atomic<Int64>
    private var offeredAt = WallClock.monotonicNanoseconds()
    private var offeredSequence: Int64
    private static let keysRetryNanoseconds: Int64 = 5_000_000_000
    private var keysTriedAt = Int64.min / 2

    init(_ store: CentreStore, lastSequence: Int64, everyEvents: Int, everySeconds: Int) {
        self.store = store.snapshots
        sealer = store.sealer
        keys = store.keys
        lowKeys = store.keysAreLow
        self.everyEvents = Int64(everyEvents)
        everyNanoseconds = Int64(everySeconds) * 1_000_000_000
        written = Atomic(lastSequence)
        pinned = Atomic(.max)
        offeredSequence = lastSequence
    }

    /// The last event that a snapshot on the disk holds.
    var lastSequence: Int64 { written.load(ordering: .relaxed) }

    /// From now on a snapshot at or before this event is kept: the results stand there.
    func pin(_ sequence: Int64) { pinned.store(sequence, ordering: .relaxed) }

    /// Where the results stand is not known yet: the oldest snapshot may be the one that they need.
    func pinOldest() {
        guard let oldest = try? store.oldest() else { return }
        pinned.store(oldest, ordering: .relaxed)
    }

    /// Called by the engine after every turn; does nothing most of the time.
    func offer(_ centre: Centre, writer: JournalWriter) {
        makeKeys()
        let news = centre.sequence - offeredSequence
        let waited = WallClock.monotonicNanoseconds() - offeredAt
        guard news >= everyEvents || (news > 0 && waited >= everyNanoseconds) else { return }
        take(centre, writer: writer) { _ in }
    }

    /// Takes a snapshot as soon as its last event is durable. `done` is told whether it was written.
    func take(_ centre: Centre, writer: JournalWriter, done: @escaping @Sendable (Bool) -> Void) {
        guard busy.compareExchange(expected: false, desired: true, ordering: .acquiringAndReleasing).exchanged
        else {
            done(false)
            return
        }
        offeredAt = WallClock.monotonicNanoseconds()
        offeredSequence = centre.sequence
        let sequence = centre.sequence
        let asked = writer.read(sequence...sequence) { result in
            // An event that only memory has (the disk is gone) has no row, and gets no snapshot.
            guard case .success(let rows) = result, let row = rows.first else { return self.end(done, false) }
            let head = JournalHead(sequence: row.sequence, hash: row.hash)
            do {
                try NamedThread("snapshot") { self.write(centre, head, done) }.detach()
            } catch {
                Log.line("snapshot: \(error)")
                self.end(done, false)
            }
        }
        if !asked { end(done, false) }
    }

    private func end(_ done: @Sendable (Bool) -> Void, _ wasWritten: Bool) {
        busy.store(false, ordering: .releasing)
        done(wasWritten)
    }

    private func write(_ centre: Centre, _ head: JournalHead, _ done: @Sendable (Bool) -> Void) {
        let vault = SealedTexts(sealer)
        let payload = CentreCodec.encode(centre, vault: vault)
        if let failure = vault.failure {
            Log.line("snapshot: \(failure)")
            return end(done, false)
        }
        do {
            let pin = pinned.load(ordering: .relaxed)
            try store.write(head, payload: payload, pin: pin == .max ? nil : pin)
            written.store(head.sequence, ordering: .relaxed)
            end(done, true)
        } catch {
            Log.line("snapshot: \(error)")
            end(done, false)
        }
    }

    /// More record keys, on a thread that may wait for the disk, well before the last one is used.
    private func makeKeys() {
        let now = WallClock.monotonicNanoseconds()
        guard now - keysTriedAt >= Snapshotter.keysRetryNanoseconds, let text = lowKeys.take() else { return }
        keysTriedAt = now
        do {
            try NamedThread("keys") { [keys, lowKeys] in
                do { try keys.topUp(above: text) } catch {
                    Log.line("record keys: \(error)")
                    lowKeys.note(text)
                }
            }.detach()
        } catch {
            lowKeys.note(text)
        }
    }
}
