// The centre on its disk: journal, record keys and snapshots of one data folder, and how a centre is read
// back from them. Opened once, at start; afterwards the journal's own thread has the file.
//
//   data folder: journal.db, record-keys, snapshot-<sequence>.bin, unit-keys, console.sock

import Synchronization

/// Why the data folder cannot be used. Refuses to start rather than guess.
enum CentreStoreError: Error, CustomStringConvertible {
    case folder(SystemCallError)
    case keys(RecordKeysError)
    case journal(JournalError)
    /// The chain, or an event in it, is not what was written.
    case broken(String)

    var description: String {
        switch self {
        case .folder(let error): "data folder: \(error)"
        case .keys(let error): "record keys: \(error)"
        case .journal(let error): "journal: \(error)"
        case .broken(let what): "journal: \(what)"
        }
    }
}

final class CentreStore {
    let folder: String
    let code: String
    let journal: Journal
    let keys: RecordKeys
    let sealer: TextSealer
    let snapshots: SnapshotStore
    /// Set by the sealer when keys run low; the housekeeping thread makes more.
    let keysAreLow = LowKeys()

    init(folder: String, code: String) throws(CentreStoreError) {
        self.folder = folder
        self.code = code
        do { try Files.makeFolder(folder) } catch { throw .folder(error) }
        // The journal first: its lock keeps a second process away from the other files too.
        do { journal = try Journal(path: folder + "/journal.db", centre: code) } catch {
            throw .journal(error)
        }
        do {
            keys = try RecordKeys(path: folder + "/record-keys", random: SystemRandomBytes())
        } catch {
            throw .keys(error)
        }
        let low = keysAreLow
        sealer = TextSealer(keys: keys, random: SystemRandomBytes()) { low.note($0) }
        snapshots = SnapshotStore(folder: folder, centre: code)
    }

    struct Recovery {
        var centre: Centre
        var snapshotSequence: Int64 = 0
        var replayedEvents: Int64 = 0
        var seconds = 0.0
        /// Snapshots that could not be used, each with its reason.
        var passedOver: [String] = []
    }

    /// The centre as it was: the newest whole snapshot, then every event after it, each checked against the
    /// chain. Throws at the first thing that is not as it was written.
    func recover(rules: CentreRules, recent: inout RecentEvents) throws(CentreStoreError) -> Recovery {
        let start = WallClock.monotonicNanoseconds()
        var recovery = Recovery(centre: Centre(rules: rules))
        var previous = JournalHead(sequence: 0, hash: journal.genesis)
        let texts = DeferredTexts(sealer)
        var bound = Int64.max
        while true {
            let newest: (found: Snapshot?, damaged: [DamagedSnapshot])
            do { newest = try snapshots.newest(below: bound) } catch { throw .folder(error) }
            recovery.passedOver += newest.damaged.map(\.description)
            guard let snapshot = newest.found else { break }
            do {
                recovery.centre = try snapshot.payload.withUnsafeBytes { (raw) throws(CodecError) in
                    try CentreCodec.decode(raw, rules: rules, vault: texts)
                }
                try texts.open(into: &recovery.centre)
                guard recovery.centre.sequence == snapshot.head.sequence else {
                    throw CentreStoreError.broken("snapshot \(snapshot.head.sequence) holds another state")
                }
                previous = snapshot.head
                break
            } catch let error as CodecError {
                recovery.passedOver.append("snapshot \(snapshot.head.sequence) cannot be read: \(error)")
                recovery.centre = Centre(rules: rules)
                texts.forget()
                bound = snapshot.head.sequence
            } catch let error as CentreStoreError {
                throw error
            } catch {
                throw .broken("\(error)")
            }
        }
        recovery.snapshotSequence = previous.sequence
        guard previous.sequence <= journal.head.sequence else {
            throw .broken(
                "a snapshot knows event \(previous.sequence), the journal ends at \(journal.head.sequence): "
                    + "the journal is older than its snapshots; restore the newer one")
        }
        try replay(after: previous, texts, &recovery, &recent)
        recovery.seconds = Double(WallClock.monotonicNanoseconds() - start) / 1e9
        return recovery
    }

    private func replay(
        after previous: JournalHead, _ texts: DeferredTexts, _ recovery: inout Recovery,
        _ recent: inout RecentEvents
    ) throws(CentreStoreError) {
        // Lifted out so that the closure appends to the centre in place.
        var centre = recovery.centre
        recovery.centre = Centre(rules: centre.rules)
        var newest = recent
        let keptFrom = journal.head.sequence - Int64(RecentEvents.capacity)
        // The newest events are kept whole; of the others only those texts are opened that stay in memory.
        let vault = SealedTexts(sealer)
        do {
            try journal.replay(from: previous.sequence + 1, expectedHash: previous.hash) { sequence, body in
                do {
                    if sequence > keptFrom {
                        let event = try EventCodec.decode(body, sequence: sequence, vault: vault)
                        centre.apply(event)
                        newest.add(event)
                    } else {
                        centre.apply(try EventCodec.decode(body, sequence: sequence, vault: texts))
                        texts.forget(before: centre.texts.base)
                    }
                } catch {
                    throw CentreStoreError.broken("event \(sequence) cannot be read: \(error)")
                }
            }
            try texts.open(into: &centre)
        } catch let error as CentreStoreError {
            throw error
        } catch let error as JournalError {
            throw .journal(error)
        } catch {
            throw .broken("\(error)")
        }
        recovery.replayedEvents = centre.sequence - previous.sequence
        recovery.centre = centre
        recent = newest
    }
}

/// The highest text whose key came near the end of the key file, for the thread that makes more.
final class LowKeys: Sendable {
    private let text = Atomic<Int32>(-1)
    private let last = Atomic<Int32>(-1)

    func note(_ id: TextID) {
        last.store(id.index, ordering: .releasing)
        text.store(id.index, ordering: .releasing)
    }

    /// The last text that was near the end; stays when it was taken.
    var newest: TextID? {
        let index = last.load(ordering: .acquiring)
        return index >= 0 ? TextID(index: index) : nil
    }

    /// The text to make keys above, once.
    func take() -> TextID? {
        let index = text.exchange(-1, ordering: .acquiringAndReleasing)
        return index >= 0 ? TextID(index: index) : nil
    }
}
