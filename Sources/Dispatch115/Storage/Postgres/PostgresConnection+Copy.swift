// COPY FROM STDIN: rows by the chunk, for tables that only grow. The chunks are whatever cuts of the stream
// the caller likes; libpq holds one of them at a time.

import CPostgres

extension PostgresConnection {
    /// Rows copied. Where it fails, none is (the transaction around it, if any, is the caller's to end).
    @discardableResult
    func copyIn(
        _ statement: PostgresStatement, _ chunks: some Sequence<[UInt8]>, before deadline: PostgresDeadline
    ) throws(PostgresError) -> Int {
        let handle = try usable(statement.name)
        guard PQsendQuery(handle, statement.sql) == 1 else { throw lost(statement.name, inDoubt: false) }
        var exchange = PostgresExchange(commits: statement.commits)
        try exchange.beginCopy(statement, on: self, before: deadline)
        for chunk in chunks where !chunk.isEmpty {
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
