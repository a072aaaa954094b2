// The journal: every event of the centre, in order, each row chained to the one before it by SHA-256.
// A body is opaque here: bytes in, the same bytes out.
//
//   genesis = SHA-256("dispatch115 journal 1" || 0x00 || centre code)
//   hash(n) = SHA-256(hash(n-1) || n as 8 bytes, big endian || body(n)), over the bytes as they are stored
//
// Sequences are 1, 2, 3 ... without gaps. The chain finds any change by somebody who does not also recompute
// all that follows; against that one the head is printed for keeping elsewhere.
// Cost: one fdatasync a transaction, whatever its size. Not for two threads at a time.
// What it never does: answer "written" before SQLite has synced it; write a row twice; guess after a failure.

import CSQLite

/// The end of the chain.
public struct JournalHead: Equatable, Sendable {
    /// Of the last event; 0 where there is none.
    public let sequence: Int64
    /// The hash of the last event; the genesis hash where there is none.
    public let hash: Digest

    public init(sequence: Int64, hash: Digest) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Where the chain of a centre begins.
    public static func genesis(centre: String) -> Digest {
        Digest(hashing: Array("dispatch115 journal 1".utf8) + [0] + Array(centre.utf8))
    }

    /// The head after one more event.
    public func following(_ body: [UInt8]) -> JournalHead {
        var hash = StreamingHash()
        self.hash.withBytes { hash.update($0) }
        withUnsafeBytes(of: (sequence + 1).bigEndian) { hash.update($0) }
        body.withUnsafeBytes { hash.update($0) }
        return JournalHead(sequence: sequence + 1, hash: hash.finish())
    }
}

/// The highest frame sequence that a unit has proven, kept so that no old frame passes after a restart.
public struct HighWaterMark: Equatable, Sendable {
    public let unit: Int32
    public let sequence: Int64

    public init(unit: Int32, sequence: Int64) {
        self.unit = unit
        self.sequence = sequence
    }
}

/// The journal of one centre, open.
public final class Journal: @unchecked Sendable {
    /// Bytes of one event's body: at least one, and a bound so that a broken length is seen as such.
    public static let bodyByteCounts = 1...(1 << 20)

    public let path: String
    public let centre: String
    public let genesis: Digest
    private let vfs: String?
    /// What is known to be in the file. While `isInDoubt`, what was there before the failed transaction.
    public private(set) var head: JournalHead
    /// Nil only while opening the file anew, after a failure, has itself failed.
    private var openFile: JournalFile?
    /// Set when a transaction has failed and the file has not been looked at yet: what it may hold.
    private var doubt: (before: JournalHead, after: JournalHead)?
    /// Where the append that failed last began: only that one may be made again over what has landed.
    private var failedFirst: Int64?
    private var earlierCommits = 0
    private var isClosed = false

    /// Opens, or makes where there is none. Checks whose it is and its two ends; `replay` checks the rest.
    public init(path: String, centre: String, vfs: String? = nil) throws(JournalError) {
        self.path = path
        self.centre = centre
        self.vfs = vfs
        genesis = JournalHead.genesis(centre: centre)
        let file = try JournalFile(path: path, centre: centre, vfs: vfs)
        head = try file.readHead(genesis: genesis)
        openFile = file
    }

    /// Transactions committed since the journal was opened.
    public var commitCount: Int { earlierCommits + (openFile?.connection.commitCount ?? 0) }
    /// Pages in the write-ahead log that no checkpoint has carried over.
    public var waitingLogFrames: Int { openFile?.connection.waitingLogFrames ?? 0 }
    /// True between a failed transaction and the next successful look at the file.
    public var isInDoubt: Bool { doubt != nil || openFile == nil }

    /// All of it becomes durable in one transaction, or none of it; the first event has the sequence `first`,
    /// the one after the head. On a throw the head is unchanged and the same call is to be made again, alone
    /// or with more behind it: should the failed transaction turn out to have landed after all, its events
    /// are not written a second time.
    public func append(_ bodies: [[UInt8]], first: Int64, highWater marks: [HighWaterMark] = [])
        throws(JournalError)
    {
        let isRepeated = failedFirst == first
        failedFirst = first
        let file = try settled()
        let landed = Int(head.sequence + 1 - first)
        precondition(landed == 0 || isRepeated && landed > 0 && landed <= bodies.count, "events out of turn")
        let missing = bodies[landed...]
        if missing.isEmpty && marks.isEmpty {
            failedFirst = nil
            return
        }
        var next = head
        do throws(SQLiteError) {
            try file.connection.begin()
            for body in missing {
                precondition(Journal.bodyByteCounts.contains(body.count), "an event of impossible size")
                next = next.following(body)
                try file.insertEvent.bind(1, next.sequence)
                try file.insertEvent.bind(2, blob: body)
                try file.insertEvent.bind(3, blob: next.hash.bytes)
                try file.insertEvent.run()
            }
            if !missing.isEmpty {
                try file.writeHead.bind(1, next.sequence)
                try file.writeHead.bind(2, blob: next.hash.bytes)
                try file.writeHead.run()
            }
            for mark in marks {
                try file.writeHighWater.bind(1, Int64(mark.unit))
                try file.writeHighWater.bind(2, mark.sequence)
                try file.writeHighWater.run()
            }
            try file.connection.commit()
        } catch {
            doubt = (before: head, after: next)
            // Where the look at the file fails too the doubt stays, and the next call looks again.
            _ = try? settled()
            guard doubt == nil, !missing.isEmpty, head == next else { throw .database(error) }
        }
        failedFirst = nil
        head = next
    }

    /// The file, after any doubt about it has been settled.
    func settled() throws(JournalError) -> JournalFile {
        precondition(!isClosed, "the journal is closed")
        if doubt == nil, let file = openFile { return file }
        let before = doubt?.before ?? head
        let after = doubt?.after ?? head
        var found: JournalHead?
        if let file = openFile, (try? file.connection.rollBack()) != nil {
            found = try? file.readHead(genesis: genesis)
        }
        if found == nil {
            // The connection no longer serves: another one reads the log from the disk.
            earlierCommits = commitCount
            openFile = nil
            openFile = try JournalFile(path: path, centre: centre, vfs: vfs)
            found = try openFile?.readHead(genesis: genesis)
        }
        guard let file = openFile, let found else { preconditionFailure("opened or thrown") }
        if found == after && found != before {
            // It landed although it was reported lost; only carried over is it known to be on the disk.
            do throws(SQLiteError) { try file.connection.checkpoint(.passive) } catch {
                throw .database(error)
            }
        } else if found != before {
            throw .broken(JournalBroken(found.sequence, .otherHead))
        }
        head = found
        doubt = nil
        return file
    }

    /// Lets the file go, also where others still hold this object. Only `head` may be asked afterwards.
    public func close() {
        earlierCommits = commitCount
        isClosed = true
        openFile = nil
    }

    /// Carries the log over into the file; `truncate` also gives the log's space back.
    public func checkpoint(_ mode: SQLiteConnection.Checkpoint) throws(JournalError) {
        let file = try settled()
        do throws(SQLiteError) { try file.connection.checkpoint(mode) } catch { throw .database(error) }
    }
}
