// Pictures of the whole state, so that a start replays only what came after the newest. A snapshot is never
// needed: where all are damaged the journal is replayed from its first event.
//
// File `snapshot-<sequence>.bin`, big endian: magic "D115SNAP" (8), version (4), sequence (8), hash of that
// event (32), centre (length 2, bytes), length of the payload (8), payload, SHA-256 over all before (32).
// The payload is opaque here. Written beside and renamed; the newest three are kept, and the newest from which
// the results can be rebuilt as of their cursor.

/// One snapshot, whole.
public struct Snapshot: Equatable, Sendable {
    /// The last event whose effect is in the payload, and the hash that `replay` expects for it.
    public let head: JournalHead
    public let payload: [UInt8]
}

/// A snapshot file that cannot be used, and why.
public struct DamagedSnapshot: Equatable, Sendable, CustomStringConvertible {
    public enum Flaw: Equatable, Sendable {
        case notASnapshot
        case newerVersion(UInt32)
        case ofAnotherCentre(String)
        /// Name and content disagree on the sequence.
        case otherSequence(Int64)
        case truncated
        case wrongHash
        case unreadable(String)
    }

    public let path: String
    public let sequence: Int64
    public let what: Flaw

    public var description: String { "snapshot \(path) is not used: \(what)" }
}

/// The snapshots in one folder. For one thread at a time.
public struct SnapshotStore: Sendable {
    public static let keptCount = 3
    private static let magic = Array("D115SNAP".utf8)
    private static let version: UInt32 = 1
    private static let prefix = "snapshot-"
    private static let suffix = ".bin"

    public let folder: String
    public let centre: String

    public init(folder: String, centre: String) {
        self.folder = folder
        self.centre = centre
    }

    /// Durable when this returns; then those beyond the newest three are removed, but for the newest at or
    /// before `pin`.
    public func write(_ head: JournalHead, payload: [UInt8], pin: Int64? = nil) throws(SystemCallError) {
        var out = ByteWriter(capacity: payload.count + 128)
        out.put(raw: SnapshotStore.magic)
        out.put(SnapshotStore.version)
        out.put(head.sequence)
        out.put(raw: head.hash.bytes)
        out.put(counted: Array(centre.utf8))
        out.put(UInt64(payload.count))
        out.put(raw: payload)
        out.put(raw: Digest(hashing: out.bytes).bytes)
        try Files.writeAtomically(path(head.sequence), out.bytes, mode: 0o600)
        let all = try sequences()
        let pinned = pin.flatMap { pin in all.first { $0 <= pin } }
        for old in all.dropFirst(SnapshotStore.keptCount) where old != pinned { try Files.remove(path(old)) }
    }

    /// The sequence of the oldest file there, whole or not.
    public func oldest() throws(SystemCallError) -> Int64? { try sequences().last }

    /// The newest whole snapshot with a sequence below `bound`, and every newer one that had to be passed
    /// over, newest first. Ask again with `below:` the found one's sequence where its payload is of no use.
    public func newest(below bound: Int64 = .max) throws(SystemCallError)
        -> (found: Snapshot?, damaged: [DamagedSnapshot])
    {
        var damaged: [DamagedSnapshot] = []
        for sequence in try sequences() where sequence < bound {
            switch load(sequence) {
            case .success(let snapshot): return (snapshot, damaged)
            case .failure(let flaw):
                damaged.append(DamagedSnapshot(path: path(sequence), sequence: sequence, what: flaw))
            }
        }
        return (nil, damaged)
    }

    private func path(_ sequence: Int64) -> String {
        folder + "/" + SnapshotStore.prefix + String(sequence) + SnapshotStore.suffix
    }

    /// Newest first. Names that are not ours are nobody's business here.
    private func sequences() throws(SystemCallError) -> [Int64] {
        var out: [Int64] = []
        for name in try Files.list(folder)
        where name.hasPrefix(SnapshotStore.prefix) && name.hasSuffix(SnapshotStore.suffix) {
            let digits = name.dropFirst(SnapshotStore.prefix.count).dropLast(SnapshotStore.suffix.count)
            if let sequence = Int64(digits), sequence >= 0, String(sequence) == digits {
                out.append(sequence)
            }
        }
        return out.sorted(by: >)
    }

    private func load(_ sequence: Int64) -> Result<Snapshot, SnapshotFlaw> {
        do {
            let bytes = try Files.read(path(sequence), limit: 4 << 30)
            return try bytes.withUnsafeBytes { .success(try parse($0, sequence)) }
        } catch let flaw as SnapshotFlaw {
            return .failure(flaw)
        } catch is ByteError {
            return .failure(.truncated)
        } catch {
            return .failure(.unreadable("\(error)"))
        }
    }

    private func parse(_ bytes: UnsafeRawBufferPointer, _ sequence: Int64) throws -> Snapshot {
        var reader = ByteReader(bytes)
        guard try reader.raw(SnapshotStore.magic.count).elementsEqual(SnapshotStore.magic) else {
            throw SnapshotFlaw.notASnapshot
        }
        let version = try reader.get(UInt32.self)
        guard version <= SnapshotStore.version else { throw SnapshotFlaw.newerVersion(version) }
        let found = try reader.get(Int64.self)
        let hash = Digest(bytes: try reader.raw(Digest.byteCount))
        let owner = Array(try reader.counted())
        guard let length = Int(exactly: try reader.get(UInt64.self)) else { throw SnapshotFlaw.wrongHash }
        let payload = try reader.raw(length)
        let covered = reader.offset
        let stored = Digest(bytes: try reader.raw(Digest.byteCount))
        try reader.finish()
        guard let hash, Digest(hashing: UnsafeRawBufferPointer(rebasing: bytes[..<covered])) == stored else {
            throw SnapshotFlaw.wrongHash
        }
        guard owner == Array(centre.utf8) else {
            throw SnapshotFlaw.ofAnotherCentre(String(decoding: owner, as: UTF8.self))
        }
        guard found == sequence else { throw SnapshotFlaw.otherSequence(found) }
        return Snapshot(head: JournalHead(sequence: found, hash: hash), payload: Array(payload))
    }
}

private typealias SnapshotFlaw = DamagedSnapshot.Flaw
extension DamagedSnapshot.Flaw: Error {}
