// What a standby reads: the journal's rows and the texts' keys as the leader's results hold them, and the lease.
// Rows come before keys, so that the keys of every row that was read are among them: one transaction wrote
// both. Reads only, and never more than a page. For one thread.

final class PostgresFollower {
    static let pageRows = 2_000

    private let session: PostgresSession
    private let centre: String

    /// What the server shows of a standby's session before its holder; who leads looks for it.
    static func name(centre: String) -> String { "dispatch115 standby \(centre) " }

    init(
        _ conninfo: PostgresConninfo, centre: String, holder: String = "", deadlineMilliseconds: Int64
    ) {
        session = PostgresSession(
            conninfo, name: PostgresFollower.name(centre: centre) + holder,
            deadlineMilliseconds: deadlineMilliseconds)
        self.centre = centre
    }

    /// At most a page of rows after an event, in order; nothing of them is checked here.
    func rows(after sequence: Int64) throws(PostgresError) -> [JournalRow] {
        let result = try ask(
            "read the journal's rows",
            """
            SELECT sequence, body, hash FROM dispatch.audit_event WHERE centre = $1 AND sequence > $2::bigint
            ORDER BY sequence LIMIT \(PostgresFollower.pageRows)
            """, [.text(centre), .integer(sequence)])
        var rows: [JournalRow] = []
        rows.reserveCapacity(result.rows.count)
        for index in result.rows.indices {
            guard let sequence = result.integer(index, 0), let body = result.bytes(index, 1),
                let hash = result.bytes(index, 2).flatMap({ Digest(bytes: $0) }),
                Journal.bodyByteCounts.contains(body.count)
            else { throw PostgresError(.server, "audit_event holds a row that is none of ours") }
            rows.append(JournalRow(sequence: sequence, body: body, hash: hash))
        }
        return rows
    }

    /// The hash of one event there; nil where it is not there.
    func hash(of sequence: Int64) throws(PostgresError) -> Digest? {
        let result = try ask(
            "read an event's hash",
            "SELECT hash FROM dispatch.audit_event WHERE centre = $1 AND sequence = $2::bigint",
            [.text(centre), .integer(sequence)])
        return result.bytes(0, 0).flatMap { Digest(bytes: $0) }
    }

    struct Key: Equatable, Sendable {
        var text: TextID
        /// 32 bytes, all zero where it was destroyed.
        var bytes: [UInt8]
    }

    /// The keys of at most a page of texts from `first` on, in order.
    func keys(from first: TextID) throws(PostgresError) -> [Key] {
        let result = try ask(
            "read the texts' keys",
            """
            SELECT text, key FROM private.record_key WHERE centre = $1 AND text >= $2::integer
            ORDER BY text LIMIT \(PostgresFollower.pageRows)
            """, [.text(centre), .integer(first.index)])
        return try keys(result)
    }

    private func keys(_ result: PostgresResult) throws(PostgresError) -> [Key] {
        var keys: [Key] = []
        for index in result.rows.indices {
            let bytes =
                result.text(index, 1) == nil
                ? [UInt8](repeating: 0, count: SecretKey.byteCount) : result.bytes(index, 1) ?? []
            guard let text = result.integer(index, 0).flatMap({ Int32(exactly: $0) }), text >= 0,
                bytes.count == SecretKey.byteCount
            else { throw PostgresError(.server, "record_key holds a row that is none of ours") }
            keys.append(Key(text: TextID(index: text), bytes: bytes))
        }
        return keys
    }

    func lease() throws(PostgresError) -> Lease {
        try session.call { (link, deadline) throws(PostgresError) in
            try PostgresLease.read(link, centre, forUpdate: false, deadline)
        }
    }

    /// Any statement of one row of this centre's or more.
    func ask(_ name: String, _ sql: String, _ parameters: [PostgresParameter]) throws(PostgresError)
        -> PostgresResult
    {
        try session.call { (link, deadline) throws(PostgresError) in
            try link.execute(PostgresStatement(name, sql, parameters, commits: true), before: deadline)
        }
    }

    func close() { session.close() }
}
