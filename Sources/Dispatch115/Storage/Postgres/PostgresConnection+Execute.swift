// Statements: one, several in one round trip (libpq's pipeline mode), or a script. Each call ends within its
// deadline and leaves the connection ready for the next, or closed.
//
// A commit is in doubt where it was handed over and the answer stayed away: the link went, the deadline
// passed, the server ended the session (FATAL) at it, or it warned (class 01), as it does when it gives up
// waiting for a synchronous standby.

import CPostgres

extension PostgresConnection {
    /// One statement, with parameters.
    @discardableResult
    func execute(_ statement: PostgresStatement, before deadline: PostgresDeadline)
        throws(PostgresError) -> PostgresResult
    {
        let handle = try usable(statement.name)
        guard PackedParameters(statement.parameters).send(statement, isKept: false, handle) else {
            throw lost(statement.name, inDoubt: false)
        }
        var exchange = PostgresExchange(commits: statement.commits)
        return try exchange.whole(of: statement, on: self, before: deadline)
    }

    @discardableResult
    func execute(_ name: String, _ sql: String, before deadline: PostgresDeadline)
        throws(PostgresError) -> PostgresResult
    {
        try execute(PostgresStatement(name, sql), before: deadline)
    }

    /// Several statements without parameters, parted by semicolons: one transaction of the server's own where
    /// they hold no BEGIN. The answer is the last one's. With `commits` a missing answer is a doubt.
    @discardableResult
    func script(_ name: String, _ sql: String, commits: Bool = true, before deadline: PostgresDeadline)
        throws(PostgresError) -> PostgresResult
    {
        let handle = try usable(name)
        guard PQsendQuery(handle, sql) == 1 else { throw lost(name, inDoubt: false) }
        let statement = PostgresStatement(name, "", commits: commits)
        var exchange = PostgresExchange(commits: commits)
        var last = PostgresResult()
        do {
            while let one = try exchange.next(of: statement, on: self, before: deadline) { last = one }
        } catch {
            if error.isConnectionUsable { try exchange.finish(on: self, name, before: deadline) }
            throw error
        }
        return last
    }

    /// All of them in one round trip, answers in their order. Where one fails, those after it are not run,
    /// and its error is thrown; where they began with BEGIN, ROLLBACK is the caller's.
    @discardableResult
    func pipeline(_ statements: [PostgresStatement], before deadline: PostgresDeadline)
        throws(PostgresError) -> [PostgresResult]
    {
        guard let first = statements.first else { return [] }
        let handle = try usable(first.name)
        guard PQenterPipelineMode(handle) == 1 else {
            throw PostgresError(.protocolOrder, "no pipeline now", statement: first.name)
        }
        var commits = false
        var due: [(statement: PostgresStatement, prepares: Bool)] = []
        due.reserveCapacity(statements.count)
        var asked: Set<String> = []
        for statement in statements {
            let packed = PackedParameters(statement.parameters)
            if let key = statement.key, keepsStatements, !keptKeys.contains(key), asked.insert(key).inserted {
                guard packed.prepare(statement, key, handle) else {
                    throw lost(statement.name, inDoubt: commits)
                }
                due.append((statement, true))
            }
            guard packed.send(statement, isKept: keepsStatements, handle) else {
                throw lost(statement.name, inDoubt: commits)
            }
            due.append((statement, false))
            commits = commits || statement.commits
        }
        guard PQpipelineSync(handle) == 1 else { throw lost(first.name, inDoubt: commits) }
        var exchange = PostgresExchange(commits: commits)
        var results: [PostgresResult] = []
        var failure: PostgresError?
        results.reserveCapacity(statements.count)
        for (statement, prepares) in due {
            do {
                let result = try exchange.whole(of: statement, on: self, before: deadline)
                if !prepares {
                    results.append(result)
                } else if let key = statement.key {
                    keptKeys.insert(key)
                }
            } catch {
                if failure == nil { failure = error }
                // A closed connection has no more answers; an open one has them up to the mark.
                guard error.isConnectionUsable else { throw failure ?? error }
            }
        }
        try exchange.mark(on: self, first.name, before: deadline)
        guard PQexitPipelineMode(handle) == 1 else {
            throw lost(first.name, inDoubt: exchange.isCommitOpen)
        }
        if let failure { throw failure }
        return results
    }

    /// Ends a transaction, if there is one, and forgets what it did. Never throws: where it fails the
    /// connection is closed, which ends it too.
    func rollBack(before deadline: PostgresDeadline) {
        guard isInTransaction else { return }
        do { try execute(.rollBack, before: deadline) } catch { abandon(cancelling: false) }
    }

    /// The handle, where statements may be sent.
    func usable(_ name: String) throws(PostgresError) -> OpaquePointer {
        guard let handle, PQstatus(handle) == CONNECTION_OK else {
            throw PostgresError(.link, "\(target.description): the connection is closed", statement: name)
        }
        return handle
    }

    /// Closes the connection; the error says what libpq said.
    func lost(_ name: String, inDoubt: Bool) -> PostgresError {
        let text = handle.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let line = text.split(separator: "\n").first.map(String.init) ?? "the link is gone"
        abandon(cancelling: false)
        return PostgresError(
            .link, "\(target.description): \(line)", statement: name, isCommitInDoubt: inDoubt)
    }

}

/// Parameters side by side in one buffer, each ended by a zero, as libpq wants them.
private struct PackedParameters {
    var bytes: [UInt8] = []
    var offsets: [Int?] = []
    var types: [UInt32] = []
    var lengths: [Int32] = []
    var formats: [Int32] = []

    init(_ parameters: [PostgresParameter]) {
        for parameter in parameters {
            switch parameter {
            case .null: put(nil, [], format: 0, type: 0)
            case .text(let text): put(bytes.count, Array(text.utf8), format: 0, type: 0)
            case .binary(let type, let value): put(bytes.count, value, format: 1, type: type)
            }
        }
        // Never empty: an empty array has no address.
        bytes.append(0)
    }

    /// Puts the statement into libpq's buffer: by its key where the server has it, else as text.
    func send(_ statement: PostgresStatement, isKept: Bool, _ handle: OpaquePointer) -> Bool {
        bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let values = offsets.map { offset in offset.flatMap { base?.advanced(by: $0) } }
            let count = Int32(values.count)
            if isKept, let key = statement.key {
                return PQsendQueryPrepared(handle, key, count, values, lengths, formats, 0) == 1
            }
            return PQsendQueryParams(
                handle, statement.sql, count, types, values, lengths, formats, 0) == 1
        }
    }

    /// Asks the server to keep it.
    func prepare(_ statement: PostgresStatement, _ key: String, _ handle: OpaquePointer) -> Bool {
        PQsendPrepare(handle, key, statement.sql, Int32(types.count), types) == 1
    }

    private mutating func put(_ offset: Int?, _ value: [UInt8], format: Int32, type: UInt32) {
        offsets.append(offset)
        types.append(type)
        lengths.append(Int32(value.count))
        formats.append(format)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }
}
