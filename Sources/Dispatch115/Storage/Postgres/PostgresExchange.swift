// The answers to what was sent: waits for them on the socket, turns them into results or errors, and keeps
// account of whether a commit is open. One value lives as long as one call.

import CPostgres

struct PostgresExchange {
    /// A COMMIT was handed over, and no error has said that it did not happen. Stays true after it was
    /// answered, so that a link that goes before the call returns is not taken for a failed commit.
    private(set) var isCommitOpen: Bool

    init(commits: Bool) { isCommitOpen = commits }

    /// The next answer of a statement that has exactly one.
    mutating func answer(
        of statement: PostgresStatement, on connection: PostgresConnection, before deadline: PostgresDeadline
    ) throws(PostgresError) -> PostgresResult {
        guard let result = try next(of: statement, on: connection, before: deadline) else {
            let doubt = isCommitOpen
            connection.abandon(cancelling: false)
            throw PostgresError(
                .protocolOrder, "no answer where one was due", statement: statement.name,
                isCommitInDoubt: doubt)
        }
        return result
    }

    /// The next answer, nil at the end of the statement. Where it throws and the connection stays usable, the
    /// caller reads on to the end with `finish`, exactly once.
    mutating func next(
        of statement: PostgresStatement, on connection: PostgresConnection, before deadline: PostgresDeadline
    ) throws(PostgresError) -> PostgresResult? {
        let warnings = connection.inbox.warningCount
        guard let raw = try fetch(on: connection, statement.name, before: deadline) else { return nil }
        defer { PQclear(raw) }
        switch PQresultStatus(raw) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            let result = PostgresResult(raw)
            if statement.commits { try settle(statement, result, connection, warnings) }
            return result
        case PGRES_PIPELINE_ABORTED:
            throw PostgresError(
                .protocolOrder, "not run, since one before it failed", statement: statement.name,
                isConnectionUsable: true)
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            connection.abandon(cancelling: false)
            throw PostgresError(.protocolOrder, "a COPY by a call that is none", statement: statement.name)
        default:
            throw failure(raw, statement, connection)
        }
    }

    /// Reads to the end of a statement; whatever still comes is dropped.
    mutating func finish(
        on connection: PostgresConnection, _ name: String, before deadline: PostgresDeadline
    ) throws(PostgresError) {
        while let raw = try fetch(on: connection, name, before: deadline) { PQclear(raw) }
    }

    /// The one answer of a statement, read to its end also where it is an error.
    mutating func whole(
        of statement: PostgresStatement, on connection: PostgresConnection, before deadline: PostgresDeadline
    ) throws(PostgresError) -> PostgresResult {
        let result: PostgresResult
        do {
            result = try answer(of: statement, on: connection, before: deadline)
        } catch {
            if error.isConnectionUsable { try finish(on: connection, statement.name, before: deadline) }
            throw error
        }
        try finish(on: connection, statement.name, before: deadline)
        return result
    }

    /// The mark at the end of a pipeline.
    mutating func mark(
        on connection: PostgresConnection, _ name: String, before deadline: PostgresDeadline
    ) throws(PostgresError) {
        guard let raw = try fetch(on: connection, name, before: deadline) else {
            throw connection.lost(name, inDoubt: isCommitOpen)
        }
        defer { PQclear(raw) }
        guard PQresultStatus(raw) == PGRES_PIPELINE_SYNC else {
            throw connection.lost(name, inDoubt: isCommitOpen)
        }
    }

    /// Waits for what libpq has next; nil at the end of a statement.
    mutating func fetch(
        on connection: PostgresConnection, _ name: String, before deadline: PostgresDeadline
    ) throws(PostgresError) -> OpaquePointer? {
        guard let handle = connection.handle, PQstatus(handle) == CONNECTION_OK else {
            throw connection.lost(name, inDoubt: isCommitOpen)
        }
        while true {
            let flushed = PQflush(handle)
            if PQisBusy(handle) == 0 { break }
            if flushed < 0 {
                // What the server said before it went may still lie in the socket.
                guard PQconsumeInput(handle) == 1, PQisBusy(handle) == 0 else {
                    throw connection.lost(name, inDoubt: isCommitOpen)
                }
                break
            }
            switch deadline.wait(socket: PQsocket(handle), write: flushed == 1) {
            case .ready: break
            case .broken: throw connection.lost(name, inDoubt: isCommitOpen)
            case .late:
                let doubt = isCommitOpen
                connection.abandon(cancelling: !doubt)
                throw PostgresError(
                    .deadline, "\(connection.target.description): no answer in time", statement: name,
                    isCommitInDoubt: doubt)
            }
            guard PQconsumeInput(handle) == 1 else {
                if PQisBusy(handle) == 0 { break }
                throw connection.lost(name, inDoubt: isCommitOpen)
            }
        }
        return PQgetResult(handle)
    }

    /// A COMMIT that says so and was not warned about is settled.
    private mutating func settle(
        _ statement: PostgresStatement, _ result: PostgresResult, _ connection: PostgresConnection,
        _ warnings: Int
    ) throws(PostgresError) {
        if connection.inbox.warningCount > warnings {
            let warning = connection.inbox.lastWarning
            throw PostgresError(
                .warning, warning?.message ?? "a warning", sqlState: warning?.sqlState,
                statement: statement.name, isConnectionUsable: true, isCommitInDoubt: true)
        }
        if result.tag == "ROLLBACK" {
            isCommitOpen = false
            throw PostgresError(
                .server, "the server rolled back instead", sqlState: "40000", statement: statement.name,
                isConnectionUsable: true)
        }
    }

    mutating func failure(
        _ raw: OpaquePointer, _ statement: PostgresStatement, _ connection: PostgresConnection
    ) -> PostgresError {
        func field(_ code: Int32) -> String? { PQresultErrorField(raw, code).map { String(cString: $0) } }
        guard let state = field(PostgresField.sqlState) else {
            return connection.lost(statement.name, inDoubt: isCommitOpen)
        }
        // A pooler's own errors have the word for people only, which it does not translate.
        let severity = field(PostgresField.severity) ?? field(PostgresField.localSeverity) ?? ""
        let isEnd = severity == "FATAL" || severity == "PANIC"
        // Answers come in order: an ERROR at an earlier statement means that the COMMIT was not reached, and an
        // ERROR at the COMMIT that it did not happen. The end of the session leaves a doubt wherever it is said:
        // a pooler says it at whatever was to be answered next, also where the server has committed everything.
        let doubt = isEnd && isCommitOpen
        if !doubt { isCommitOpen = false }
        let subject = [PostgresField.table, PostgresField.column, PostgresField.constraint].compactMap(field)
        let error = PostgresError(
            .server, field(PostgresField.message) ?? "an error", sqlState: state, statement: statement.name,
            isConnectionUsable: !isEnd && PQstatus(connection.handle) == CONNECTION_OK,
            isCommitInDoubt: doubt, subject: subject.isEmpty ? nil : subject.joined(separator: ", "))
        if !error.isConnectionUsable { connection.abandon(cancelling: false) }
        return error
    }
}

extension PostgresResult {
    init(_ raw: OpaquePointer) {
        let width = PQnfields(raw)
        columns = (0..<width).map { PQfname(raw, $0).map { String(cString: $0) } ?? "" }
        rows = (0..<PQntuples(raw)).map { row in
            (0..<width).map { column in
                guard PQgetisnull(raw, row, column) == 0, let value = PQgetvalue(raw, row, column) else {
                    return nil
                }
                let count = Int(PQgetlength(raw, row, column))
                return String(decoding: UnsafeRawBufferPointer(start: value, count: count), as: UTF8.self)
            }
        }
        tag = PQcmdStatus(raw).map { String(cString: $0) } ?? ""
        touched = PQcmdTuples(raw).flatMap { Int(String(cString: $0)) } ?? 0
    }
}
