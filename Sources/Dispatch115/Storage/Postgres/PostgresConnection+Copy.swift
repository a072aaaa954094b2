// COPY FROM STDIN: rows by the chunk, for tables that only grow. The chunks are whatever cuts of the stream
// the caller likes; libpq holds one of them at a time.

import CPostgres

extension PostgresConnection {
    /// Rows copied. Where it fails, none is (the transaction around it, if any, is the caller's to end).
    @discardableResult
    func copyIn(
        _ statement: PostgresStatement, _ chunks: some Sequence<[UInt8]>, before deadline: PostgresDeadline
    ) throws(PostgresError) -> Int {
        var rest = chunks.makeIterator()
        return try copyIn(statement, before: deadline) { () throws(PostgresError) in rest.next() }
    }

    /// The same of chunks that are made while the server takes those before, until `next` has none. Where it
    /// throws, its error is thrown and nothing was copied.
    @discardableResult
    func copyIn(
        _ statement: PostgresStatement, before deadline: PostgresDeadline,
        next: () throws(PostgresError) -> [UInt8]?
    ) throws(PostgresError) -> Int {
        let handle = try usable(statement.name)
        guard PQsendQuery(handle, statement.sql) == 1 else { throw lost(statement.name, inDoubt: false) }
        var exchange = PostgresExchange(commits: statement.commits)
        try exchange.beginCopy(statement, on: self, before: deadline)
        while true {
            let chunk: [UInt8]
            do throws(PostgresError) {
                guard let made = try next() else { break }
                chunk = made
            } catch {
                try abandonCopy(handle, statement, &exchange, before: deadline)
                throw error
            }
            if chunk.isEmpty { continue }
            let taken = chunk.withUnsafeBytes { buffer in
                PQputCopyData(
                    handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
            }
            guard taken == 1 else { throw lost(statement.name, inDoubt: statement.commits) }
            try drain(handle, statement, before: deadline)
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lost(statement.name, inDoubt: statement.commits) }
        return try exchange.whole(of: statement, on: self, before: deadline).touched
    }

    /// Tells the server that there will be no more, so that it takes none of it.
    private func abandonCopy(
        _ handle: OpaquePointer, _ statement: PostgresStatement, _ exchange: inout PostgresExchange,
        before deadline: PostgresDeadline
    ) throws(PostgresError) {
        guard PQputCopyEnd(handle, "no more rows") == 1 else { throw lost(statement.name, inDoubt: false) }
        do throws(PostgresError) {
            _ = try exchange.whole(of: statement, on: self, before: deadline)
        } catch {
            // The server's refusal of what we took back is what we asked for.
            if !error.isConnectionUsable { throw error }
        }
    }

    /// Until the kernel has what we put; takes in meanwhile what the server says.
    private func drain(
        _ handle: OpaquePointer, _ statement: PostgresStatement, before deadline: PostgresDeadline
    ) throws(PostgresError) {
        while true {
            let flushed = PQflush(handle)
            if flushed == 0 { return }
            guard flushed == 1 else { throw lost(statement.name, inDoubt: statement.commits) }
            switch deadline.wait(socket: PQsocket(handle), write: true) {
            case .ready: break
            case .broken: throw lost(statement.name, inDoubt: statement.commits)
            case .late:
                abandon(cancelling: true)
                throw PostgresError(
                    .deadline, "\(target.description): rows were not taken in time",
                    statement: statement.name, isCommitInDoubt: statement.commits)
            }
            guard PQconsumeInput(handle) == 1 else {
                throw lost(statement.name, inDoubt: statement.commits)
            }
        }
    }
}

extension PostgresExchange {
    /// Returns where the server waits for rows; else throws its error.
    mutating func beginCopy(
        _ statement: PostgresStatement, on connection: PostgresConnection, before deadline: PostgresDeadline
    ) throws(PostgresError) {
        guard let raw = try fetch(on: connection, statement.name, before: deadline) else {
            throw connection.lost(statement.name, inDoubt: false)
        }
        defer { PQclear(raw) }
        switch PQresultStatus(raw) {
        case PGRES_COPY_IN: return
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            connection.abandon(cancelling: false)
            throw PostgresError(.protocolOrder, "no COPY FROM STDIN", statement: statement.name)
        default:
            let error = failure(raw, statement, connection)
            if error.isConnectionUsable { try finish(on: connection, statement.name, before: deadline) }
            throw error
        }
    }
}
