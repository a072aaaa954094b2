// Rows of the journal, read into flat batches. In a batch the hashes and bodies lie so that the bytes which
// a row's hash covers are one stretch:
//
//   hash(n-1) | n, body(n) | hash(n) | n+1, body(n+1) | hash(n+1) | ...
//
// A row is wrong or right by its own stretch and the two stored hashes at its ends, so batches can be
// checked at the same time and in any order, although the chain runs through all of them.

/// Some consecutive rows, and what was found wrong behind them.
final class ReplayBatch: @unchecked Sendable {
    static let maximumRows = 2048
    static let maximumBytes = 512 << 10
    private(set) var bytes: UnsafeMutableRawPointer
    private var capacity: Int
    private(set) var used = 0
    /// Where the hash before each row's stretch begins, and at last where the last hash begins.
    private(set) var hashOffsets: [Int] = []
    private(set) var first: Int64 = 0
    /// Why no row follows this batch, other than that all were read.
    var failure: (any Error)?
    /// The first row (from 0) whose hash is wrong; set by `check`.
    private(set) var wrongRow: Int?

    init() {
        capacity = ReplayBatch.maximumBytes + (64 << 10)
        bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        hashOffsets.reserveCapacity(ReplayBatch.maximumRows + 1)
    }

    deinit { bytes.deallocate() }

    var rowCount: Int { hashOffsets.count - 1 }
    var isFull: Bool { rowCount >= ReplayBatch.maximumRows || used >= ReplayBatch.maximumBytes }

    func start(first: Int64, after hash: Digest) {
        self.first = first
        failure = nil
        wrongRow = nil
        used = 0
        hashOffsets.removeAll(keepingCapacity: true)
        hash.withBytes { append($0) }
        hashOffsets.append(0)
    }

    @inline(__always)
    func add(sequence: Int64, body: UnsafeRawBufferPointer, hash: UnsafeRawBufferPointer) {
        withUnsafeBytes(of: sequence.bigEndian) { append($0) }
        append(body)
        hashOffsets.append(used)
        append(hash)
    }

    @inline(__always)
    private func append(_ more: UnsafeRawBufferPointer) {
        if used + more.count > capacity { grow(by: more.count) }
        if let base = more.baseAddress { (bytes + used).copyMemory(from: base, byteCount: more.count) }
        used += more.count
    }

    private func grow(by count: Int) {
        capacity = (used + count) * 2
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: bytes, byteCount: used)
        bytes.deallocate()
        bytes = larger
    }

    var lastHash: Digest {
        let offset = hashOffsets[hashOffsets.count - 1]
        let raw = UnsafeRawBufferPointer(start: bytes + offset, count: Digest.byteCount)
        guard let hash = Digest(bytes: raw) else { preconditionFailure("a hash has 32 bytes") }
        return hash
    }

    /// Hashes every row and remembers the first wrong one.
    func check() {
        for row in 0..<rowCount {
            let start = hashOffsets[row]
            let end = hashOffsets[row + 1]
            let digest = Digest(hashing: UnsafeRawBufferPointer(start: bytes + start, count: end - start))
            let stored = UnsafeRawBufferPointer(start: bytes + end, count: Digest.byteCount)
            if Digest(bytes: stored) != digest {
                wrongRow = row
                return
            }
        }
    }

    /// Hands the good rows over, then throws what ends them, if anything does.
    func deliver(_ body: (Int64, UnsafeRawBufferPointer) throws -> Void) throws {
        let good = wrongRow ?? rowCount
        for row in 0..<good {
            let start = hashOffsets[row] + Digest.byteCount + 8
            let stretch = UnsafeRawBufferPointer(start: bytes + start, count: hashOffsets[row + 1] - start)
            try body(first + Int64(row), stretch)
        }
        if let wrongRow { throw JournalBroken(first + Int64(wrongRow), .wrongHash) }
        if let failure { throw failure }
    }
}

/// Reads rows `first...last` in order, one batch after another. For one thread at a time.
final class ReplaySource: @unchecked Sendable {
    let verifying: Bool
    private let rows: SQLiteStatement
    private let last: Int64
    private var next: Int64
    /// The stored hash of the row before `next`.
    private(set) var reachedHash: Digest

    init(
        _ connection: SQLiteConnection, first: Int64, last: Int64, before: Digest, verifying: Bool
    ) throws(JournalError) {
        self.verifying = verifying
        self.last = last
        next = first
        reachedHash = before
        do throws(SQLiteError) {
            rows = try connection.prepare(
                "SELECT sequence, body, hash FROM events WHERE sequence BETWEEN ? AND ? ORDER BY sequence")
            try rows.bind(1, first)
            try rows.bind(2, last)
        } catch {
            throw .database(error)
        }
    }

    /// Fills the batch; false where nothing comes after it.
    func fill(_ batch: ReplayBatch) -> Bool {
        batch.start(first: next, after: reachedHash)
        do {
            while !batch.isFull {
                guard next <= last else { break }
                guard try rows.step() else { throw JournalBroken(next, .missing(next: nil)) }
                try take(batch)
                next += 1
            }
        } catch let error as SQLiteError where error.isDamage {
            batch.failure = JournalBroken(next, .unreadable(error.message))
        } catch let error as SQLiteError {
            batch.failure = JournalError.database(error)
        } catch {
            batch.failure = error
        }
        reachedHash = batch.lastHash
        if batch.failure == nil && next <= last { return true }
        rows.reset()
        return false
    }

    @inline(__always)
    private func take(_ batch: ReplayBatch) throws {
        let sequence = rows.integer(0)
        guard sequence == next else { throw JournalBroken(next, .missing(next: sequence)) }
        guard rows.isBlob(1), rows.isBlob(2) else { throw JournalBroken(next, .wrongType) }
        let body = rows.blob(1)
        let hash = rows.blob(2)
        guard hash.count == Digest.byteCount, Journal.bodyByteCounts.contains(body.count) else {
            throw JournalBroken(next, .wrongSize(body: body.count, hash: hash.count))
        }
        batch.add(sequence: sequence, body: body, hash: hash)
    }

    /// Reads, checks and hands over on the caller's thread alone.
    func replayHere(_ body: (Int64, UnsafeRawBufferPointer) throws -> Void) throws {
        let batch = ReplayBatch()
        var more = true
        while more {
            more = fill(batch)
            if verifying { batch.check() }
            try batch.deliver(body)
        }
    }
}
