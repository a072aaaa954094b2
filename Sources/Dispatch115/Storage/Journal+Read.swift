// Reading the journal: all of it at start (verified, two cores), or a page of rows while the service lives.

/// One event as it is stored.
public struct JournalRow: Equatable, Sendable {
    public let sequence: Int64
    public let body: [UInt8]
    public let hash: Digest
}

extension Journal {
    /// The most rows that one call of `read` gives.
    public static let pageMaximumRows = 1000

    /// Hands every event from `first` on to `body`, in order, on the caller's thread; the bytes are valid
    /// during the call only. `expectedHash` is the hash of the event before `first` (the genesis hash where
    /// `first` is 1), from a snapshot or an earlier head. With `verifying` no event is handed over before its
    /// hash has been checked. Throws `JournalBroken` at the first row that is wrong, `JournalError` where the
    /// file cannot be read, and whatever `body` throws. Returns the head, which is the journal's own.
    @discardableResult
    public func replay(
        from first: Int64, expectedHash: Digest, verifying: Bool = true,
        _ body: (Int64, UnsafeRawBufferPointer) throws -> Void
    ) throws -> JournalHead {
        precondition(first >= 1)
        let file = try settled()
        let count = head.sequence - first + 1
        guard count >= 0 else { throw JournalBroken(head.sequence + 1, .missing(next: nil)) }
        if count == 0 {
            guard head.hash == expectedHash else { throw JournalBroken(head.sequence, .otherHead) }
            return head
        }
        let source = try ReplaySource(
            file.connection, first: first, last: head.sequence, before: expectedHash, verifying: verifying)
        if count < ReplayPipeline.worthwhileRows {
            try source.replayHere(body)
        } else {
            try ReplayPipeline(source).run(body)
        }
        return head
    }

    /// At most `pageMaximumRows` rows with sequences in `range`, in order. Checks sizes, not hashes.
    public func read(_ range: ClosedRange<Int64>) throws(JournalError) -> [JournalRow] {
        let file = try settled()
        do {
            let rows = try file.connection.prepare(
                """
                SELECT sequence, body, hash FROM events WHERE sequence BETWEEN ? AND ?
                ORDER BY sequence LIMIT \(Journal.pageMaximumRows)
                """)
            try rows.bind(1, range.lowerBound)
            try rows.bind(2, range.upperBound)
            var out: [JournalRow] = []
            while try rows.step() {
                let sequence = rows.integer(0)
                let body = Array(rows.blob(1))
                guard let hash = Digest(bytes: rows.blob(2)), Journal.bodyByteCounts.contains(body.count)
                else {
                    throw JournalBroken(
                        sequence, .wrongSize(body: body.count, hash: rows.blob(2).count))
                }
                out.append(JournalRow(sequence: sequence, body: body, hash: hash))
            }
            return out
        } catch let error as JournalBroken {
            throw .broken(error)
        } catch let error as SQLiteError {
            if error.isDamage { throw .broken(JournalBroken(range.lowerBound, .unreadable(error.message))) }
            throw .database(error)
        } catch {
            preconditionFailure("only these two are thrown above")
        }
    }

    /// Checks at most `rows` events after `reached` and says how far it came. For verifying in small steps.
    func verify(after reached: JournalHead, rows: Int) throws -> JournalHead {
        let file = try settled()
        let last = min(head.sequence, reached.sequence + Int64(rows))
        guard last > reached.sequence else {
            guard reached == head else { throw JournalBroken(head.sequence, .otherHead) }
            return reached
        }
        let source = try ReplaySource(
            file.connection, first: reached.sequence + 1, last: last, before: reached.hash, verifying: true)
        try source.replayHere { _, _ in }
        return JournalHead(sequence: last, hash: source.reachedHash)
    }

    /// The marks of all units, in the order of their numbers.
    public func highWater() throws(JournalError) -> [HighWaterMark] {
        let file = try settled()
        do throws(SQLiteError) {
            let rows = try file.connection.prepare("SELECT unit, sequence FROM high_water ORDER BY unit")
            var out: [HighWaterMark] = []
            while try rows.step() {
                guard let unit = Int32(exactly: rows.integer(0)) else {
                    throw SQLiteError(extendedCode: 11, message: "a unit of impossible number", sql: rows.sql)
                }
                out.append(HighWaterMark(unit: unit, sequence: rows.integer(1)))
            }
            return out
        } catch {
            throw .database(error)
        }
    }
}
