// Counting beforehand: what is there to count, and the statements that count one day, one month, or the duties
// that have ended since. Each in one transaction that sees one state of the tables with its cursor, so that what
// it counted is known to hold up to that event. Twice counts nothing twice.

extension ResultsSummary {
    /// Which days and months to count anew, and how to.
    struct Counting: Sendable {
        let dialect: ResultsDialect

        /// centre: where duties are counted.
        var centres: String {
            naming("SELECT c.centre FROM {cursor} c WHERE \(isSettled) ORDER BY 1")
        }

        /// centre, starts_at: days that are over and whose counts do not hold, the oldest first.
        var days: String {
            naming(
                """
                SELECT t.centre, t.starts_at FROM {changed_day} t JOIN {cursor} c ON c.centre = t.centre
                LEFT JOIN {summary_day} s
                    ON s.centre = t.centre AND s.starts_at = t.starts_at AND s.sequence >= t.sequence
                WHERE s.centre IS NULL AND \(isSettled)
                    AND c.written_at >= \(dialect.days(1, after: "t.starts_at"))
                ORDER BY t.starts_at, t.centre
                """)
        }

        /// centre, starts_at, until: months with days before yesterday that are not counted, or not as they
        /// are; none that was counted within `pause` seconds.
        func months(pause: Int) -> String {
            let end = dialect.monthStart("t.starts_at", monthsLater: 1)
            let yesterday = dialect.days(-1, after: dialect.dayStart("c.written_at"))
            let waits =
                dialect == .postgres
                ? "s.made_at BETWEEN now() - INTERVAL '\(pause) seconds' AND now()"
                : "s.made_at BETWEEN \(dialect.now) - \(pause * 1_000_000) + 1 AND \(dialect.now)"
            return naming(
                """
                SELECT w.centre, w.starts_at, w.until
                FROM (SELECT DISTINCT t.centre, \(dialect.monthStart("t.starts_at")) AS starts_at,
                        \(dialect.least(end, yesterday)) AS until
                    FROM {changed_day} t JOIN {cursor} c ON c.centre = t.centre WHERE \(isSettled)) AS w
                LEFT JOIN {summary_month} s ON s.centre = w.centre AND s.starts_at = w.starts_at
                WHERE w.until > w.starts_at AND EXISTS (
                    SELECT 1 FROM {changed_day} t WHERE t.centre = w.centre AND t.starts_at >= w.starts_at
                        AND t.starts_at < w.until
                        AND (s.centre IS NULL OR t.starts_at >= s.until OR t.sequence > s.sequence))
                    \(pause > 0 ? "AND (s.centre IS NULL OR NOT \(waits))" : "")
                ORDER BY w.starts_at, w.centre
                """)
        }

        /// While a national database takes over a centre's tables, their cursor may be ahead of their rows.
        private var isSettled: String {
            dialect == .postgres
                ? "NOT EXISTS (SELECT FROM pg_catalog.pg_subscription_rel WHERE srsubstate <> 'r')" : "1 = 1"
        }

        // MARK: - Statements; parameters: the centre, and what the lists above say of a day or month

        /// Of one centre.
        var duties: [String] {
            [
                """
                INSERT INTO {day_duty} AS k (centre, starts_at, unit, seconds)
                WITH RECURSIVE span (centre, unit, is_busy, start_at, end_at) AS (
                    \(dutiesThatEnded(after: "w.sequence")) WHERE c.centre = \(centre)
                ), \(cut(dialect))
                SELECT centre, bound_at, unit, \(dialect.whole("sum(seconds)")) FROM cut
                GROUP BY centre, bound_at, unit
                ON CONFLICT (centre, starts_at, unit) DO UPDATE SET seconds = k.seconds + excluded.seconds
                """,
                """
                INSERT INTO {summary_duty} (centre, sequence, made_at)
                SELECT c.centre, c.sequence, \(dialect.now) FROM {cursor} c WHERE c.centre = \(centre)
                ON CONFLICT (centre) DO UPDATE SET sequence = excluded.sequence, made_at = excluded.made_at
                """,
            ].map(naming)
        }

        /// Of one day.
        var day: [String] {
            let start = dialect.parameter(2, .time)
            let one =
                "(SELECT \(centre) AS centre, \(start) AS starts_at, "
                + "\(dialect.days(1, after: start)) AS ends_at) AS d"
            let runs = """
                WITH RECURSIVE span AS (\(runsThatEnded(of: one, dialect))), \(cut(dialect))
                SELECT centre, \(start), unit, bound_at, \(dialect.whole("sum(seconds)")) FROM cut
                GROUP BY centre, unit, bound_at
                """
            return [ResultsShape.dayCount, .dayOffer, .dayBusy].map {
                "DELETE FROM {\($0.name)} WHERE centre = \(centre) AND starts_at = \(start)"
            }.map(naming)
                + [
                    "INSERT INTO {day_count} \(counts(of: one, dialect))",
                    "INSERT INTO {day_offer} \(offers(of: one, dialect))",
                    "INSERT INTO {day_busy} \(runs)",
                    """
                    INSERT INTO {summary_day} (centre, starts_at, sequence, made_at)
                    SELECT c.centre, \(start), c.sequence, \(dialect.now) FROM {cursor} c
                    WHERE c.centre = \(centre) ON CONFLICT (centre, starts_at)
                        DO UPDATE SET sequence = excluded.sequence, made_at = excluded.made_at
                    """,
                ].map(naming)
        }

        /// Of one month, up to a day of it.
        var month: [String] {
            let start = dialect.parameter(2, .time)
            let end = dialect.parameter(3, .time)
            let one =
                "(SELECT \(centre) AS centre, \(start) AS month, \(start) AS starts_at, "
                + "\(end) AS ends_at) AS d"
            let group = intervalGroup
            return [
                "DELETE FROM {month_interval} WHERE centre = \(centre) AND starts_at = \(start)",
                "DELETE FROM {month_response} WHERE centre = \(centre) AND starts_at = \(start)",
                """
                INSERT INTO {month_interval}
                SELECT t.centre, t.month, t.kind, t.priority, t.step, coalesce(t.seconds, -1), count(*)
                FROM (\(ResultsView.intervals(dialect, of: incidents(of: one, dialect)))) AS t
                GROUP BY t.centre, t.month, t.kind, t.priority, t.step, coalesce(t.seconds, -1)
                """,
                """
                INSERT INTO {month_response}
                WITH counted AS (
                    SELECT centre, starts_at AS month, kind, priority, step, seconds, n FROM {month_interval}
                    WHERE centre = \(centre) AND starts_at = \(start)
                ), \(ranked(dialect))
                SELECT \(group), \(figures(dialect)) FROM ranked GROUP BY \(intervalOrder)
                """,
                """
                INSERT INTO {summary_month} (centre, starts_at, until, sequence, made_at)
                SELECT c.centre, \(start), \(end), c.sequence, \(dialect.now) FROM {cursor} c
                WHERE c.centre = \(centre) ON CONFLICT (centre, starts_at) DO UPDATE SET
                    until = excluded.until, sequence = excluded.sequence, made_at = excluded.made_at
                """,
            ].map(naming)
        }

        /// Forgets all that was counted beforehand.
        var forget: [String] {
            ResultsShape.summaries.map { "DELETE FROM \($0.qualified(dialect))" }
        }

        private var centre: String { dialect.parameter(1, .text) }
        private func naming(_ text: String) -> String { ResultsView.naming(text, dialect) }
    }

    /// What was counted.
    struct Counted: Equatable, Sendable {
        var days = 0
        var months = 0
        /// Another one counts at this moment, or has counted the same.
        var isElsewhere = false
    }
}

// MARK: - PostgreSQL

extension ResultsSummary {
    /// One at a time in a database; a snapshot of the whole transaction's own, and room to sort.
    private static let opening: [PostgresStatement] = [
        PostgresStatement("begin", "BEGIN ISOLATION LEVEL REPEATABLE READ"),
        PostgresStatement(
            lockName, "SELECT 1 / CASE WHEN pg_try_advisory_xact_lock(115, 3) THEN 1 ELSE 0 END"),
        PostgresStatement(
            "room to sort", "SELECT set_config('work_mem', '65536', true), set_config('jit', 'off', true)"),
    ]
    private static let lockName = "lock of the counting"

    /// Counts what does not hold, each day and month in a transaction of its own, at most so many days; asks
    /// between them whether to go on. `milliseconds`: what one of them may take.
    static func count(
        on link: PostgresConnection, mostDays: Int = .max, monthPause: Int = 0, milliseconds: Int64,
        goesOn: () -> Bool = { true }
    ) throws(PostgresError) -> Counted {
        let counting = Counting(dialect: .postgres)
        var counted = Counted()
        func list(_ name: String, _ sql: String) throws(PostgresError) -> [[String?]] {
            try link.execute(name, sql, before: .after(milliseconds: milliseconds)).rows
        }
        for row in try list("centres", counting.centres) where goesOn() {
            guard try run("duties", counting.duties, row, link, milliseconds) else {
                counted.isElsewhere = true
                return counted
            }
        }
        for row in try list("days to count", counting.days).prefix(mostDays) where goesOn() {
            guard try run("day", counting.day, row, link, milliseconds) else {
                counted.isElsewhere = true
                return counted
            }
            counted.days += 1
        }
        for row in try list("months to count", counting.months(pause: monthPause)) where goesOn() {
            guard try run("month", counting.month, row, link, milliseconds) else {
                counted.isElsewhere = true
                return counted
            }
            counted.months += 1
        }
        return counted
    }

    /// False where another one counts.
    private static func run(
        _ name: String, _ statements: [String], _ values: [String?], _ link: PostgresConnection,
        _ milliseconds: Int64
    ) throws(PostgresError) -> Bool {
        let deadline = PostgresDeadline.after(milliseconds: milliseconds)
        let work = statements.map { sql in
            // Each takes the first one, two or three.
            let taken = values.indices.filter { sql.contains("$\($0 + 1)::") }.count
            return PostgresStatement(
                "count \(name)", sql, values.prefix(taken).map { $0.map { .text($0) } ?? .null })
        }
        do {
            try link.pipeline(opening + work + [.commit], before: deadline)
            return true
        } catch {
            link.rollBack(before: deadline)
            let isElsewhere =
                error.statement == lockName && error.sqlState == "22012" || error.sqlState == "40001"
                || error.sqlState == "23505"
            if isElsewhere { return false }
            throw error
        }
    }
}

// MARK: - SQLite

extension ResultsSummary {
    /// As above, on the one connection that the file has. No transaction is open.
    static func count(on connection: SQLiteConnection, mostDays: Int = .max, monthPause: Int = 0)
        throws(SQLiteError) -> Counted
    {
        let counting = Counting(dialect: .sqlite)
        var counted = Counted()
        for row in try list(counting.centres, connection) { try run(counting.duties, row, connection) }
        for row in try list(counting.days, connection).prefix(mostDays) {
            try run(counting.day, row, connection)
            counted.days += 1
        }
        // One step of the two: who asks waits meanwhile.
        if counted.days == mostDays { return counted }
        for row in try list(counting.months(pause: monthPause), connection).prefix(mostDays) {
            try run(counting.month, row, connection)
            counted.months += 1
        }
        return counted
    }

    private struct Key {
        var centre: String
        var moments: [Int64]
    }

    private static func list(_ sql: String, _ connection: SQLiteConnection) throws(SQLiteError) -> [Key] {
        let rows = try connection.prepare(sql)
        var found: [Key] = []
        while try rows.step() {
            let moments = (1..<max(1, Int32(rows.columnCount))).map { rows.integer($0) }
            found.append(Key(centre: rows.text(0), moments: moments))
        }
        return found
    }

    private static func run(_ statements: [String], _ key: Key, _ connection: SQLiteConnection)
        throws(SQLiteError)
    {
        try connection.begin()
        do throws(SQLiteError) {
            for sql in statements {
                let statement = try connection.prepare(sql)
                try statement.bind(1, text: key.centre)
                for (place, moment) in key.moments.enumerated() where sql.contains("?\(place + 2)") {
                    try statement.bind(Int32(place + 2), moment)
                }
                try statement.run()
            }
            try connection.commit()
        } catch {
            _ = try? connection.rollBack()
            throw error
        }
    }
}
