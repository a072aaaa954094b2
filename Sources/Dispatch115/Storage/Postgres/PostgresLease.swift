// The lease in PostgreSQL: the row is locked, judged by LeaseRules and written in one transaction, with the
// database's clock. A connection of its own, opened again after any failure; every call ends within its
// deadline. A holder that stops in the middle of the transaction does not keep the row: the server ends a
// session that stays idle in one for three seconds. For one thread.

/// Who and how long.
struct LeaseTerms: Equatable, Sendable {
    var centre: String
    var holder: String
    /// Where the units report to.
    var address: String
    var seconds: Int
}

final class PostgresLease {
    private let session: PostgresSession
    private let terms: LeaseTerms

    init(_ conninfo: PostgresConninfo, _ terms: LeaseTerms, deadlineMilliseconds: Int64) {
        session = PostgresSession(
            conninfo, name: "dispatch115 lease", deadlineMilliseconds: deadlineMilliseconds)
        self.terms = terms
    }

    /// What becomes of a wish; granted means that it is committed.
    func ask(_ wish: LeaseWish) throws(PostgresError) -> LeaseOutcome {
        try session.call { (connection, deadline) throws(PostgresError) in
            try connection.execute(.begin, before: deadline)
            try connection.execute(
                "bound the transaction", "SET LOCAL idle_in_transaction_session_timeout = '3s'",
                before: deadline)
            try connection.execute("bound the wait", "SET LOCAL lock_timeout = '2s'", before: deadline)
            let lease = try lock(connection, deadline)
            let outcome = LeaseRules.outcome(of: wish, by: terms.holder, on: lease)
            guard case .granted(let epoch) = outcome else {
                connection.rollBack(before: deadline)
                return outcome
            }
            try connection.execute(
                PostgresStatement(
                    "write the lease",
                    """
                    UPDATE dispatch.leader SET epoch = $2::bigint, holder = $3, address = $4,
                        lease_until = clock_timestamp() + $5::bigint * interval '1 second',
                        renewed_at = clock_timestamp() WHERE centre = $1
                    """,
                    [
                        .text(terms.centre), .integer(epoch), .text(terms.holder), .text(terms.address),
                        .integer(terms.seconds),
                    ]), before: deadline)
            try connection.execute(.commit, before: deadline)
            return outcome
        }
    }

    /// The row as it is; `Lease.none` where there is none.
    func read() throws(PostgresError) -> Lease {
        try session.call { (link, deadline) throws(PostgresError) in
            try PostgresLease.read(link, terms.centre, forUpdate: false, deadline)
        }
    }

    func close() { session.close() }

    // MARK: -

    private func lock(_ connection: PostgresConnection, _ deadline: PostgresDeadline)
        throws(PostgresError) -> Lease
    {
        try connection.execute(
            PostgresStatement(
                "make the lease",
                """
                INSERT INTO dispatch.leader (centre, epoch, holder, address, lease_until, renewed_at)
                VALUES ($1, 0, '', '', to_timestamp(0), to_timestamp(0)) ON CONFLICT (centre) DO NOTHING
                """, [.text(terms.centre)]), before: deadline)
        return try PostgresLease.read(connection, terms.centre, forUpdate: true, deadline)
    }

    static func read(
        _ connection: PostgresConnection, _ centre: String, forUpdate: Bool, _ deadline: PostgresDeadline
    ) throws(PostgresError) -> Lease {
        let row = try connection.execute(
            PostgresStatement(
                "read the lease",
                """
                SELECT epoch, holder, address,
                    (extract(epoch FROM lease_until - clock_timestamp()) * 1000000)::bigint,
                    (extract(epoch FROM clock_timestamp() - renewed_at) * 1000000)::bigint,
                    (extract(epoch FROM renewed_at) * 1000000)::bigint
                FROM dispatch.leader WHERE centre = $1\(forUpdate ? " FOR UPDATE" : "")
                """, [.text(centre)]), before: deadline)
        guard let epoch = row.integer(0, 0), epoch > 0 else { return .none }
        return Lease(
            epoch: UInt32(clamping: epoch), holder: row.text(0, 1) ?? "", address: row.text(0, 2) ?? "",
            remaining: nanoseconds(row.integer(0, 3)), renewedAgo: nanoseconds(row.integer(0, 4)),
            renewal: row.integer(0, 5) ?? 0)
    }

    /// Clamped far from the ends: others add to it.
    private static func nanoseconds(_ microseconds: Int64?) -> Int64 {
        let bound = Int64.max / 4_000
        return max(-bound, min(bound, microseconds ?? 0)) * 1_000
    }
}
