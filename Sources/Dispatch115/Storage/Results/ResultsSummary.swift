// Reports counted beforehand, by day and by month, and always right: what is asked of the tables as they stand
// and what was counted beforehand are parted by `changed_day`, which the writer moves in the transaction of its
// rows. A count holds as long as no event after it has changed a row of its day; all other days are counted when
// somebody asks. So nothing is old without being known to be, and nobody has to count beforehand: it is only
// slow without. Pure: pieces of SQL that the views (ResultsView) and the counting (ResultsSummary+Counting) share.
//
// What counts beforehand: calls, incidents, assignments and offers of a day; seconds for which units were bound,
// by the day on which they were sent; seconds on duty, which only ever grow by duties that end; how many
// intervals of a month took how many seconds, so that centiles are exact to the second.

enum ResultsSummary {
    // MARK: - What holds and what does not

    /// centre, starts_at: days whose counts hold.
    static let daysThatHold = """
        SELECT s.centre, s.starts_at FROM {summary_day} s WHERE NOT EXISTS (
            SELECT 1 FROM {changed_day} t WHERE t.centre = s.centre AND t.starts_at = s.starts_at
                AND t.sequence > s.sequence)
        """

    // The planner has no notion of how many days do not hold; a comparison with a constant tells it that they are
    // few, so that it looks their rows up instead of reading whole tables.
    static func few(_ condition: String) -> String { "CASE WHEN \(condition) THEN 1 ELSE 0 END = 1" }

    /// centre, starts_at, ends_at: all other days that have any rows.
    static func liveDays(_ dialect: ResultsDialect) -> String {
        let counted = """
            (SELECT s.sequence FROM {summary_day} s WHERE s.centre = t.centre AND s.starts_at = t.starts_at)
            """
        return """
            SELECT t.centre, t.starts_at, \(dialect.days(1, after: "t.starts_at")) AS ends_at
            FROM {changed_day} t WHERE \(few("coalesce(\(counted), -1) < t.sequence"))
            """
    }

    /// Months whose intervals up to `until` hold, as a WITH query `good_month`.
    static let monthsThatHold = """
        good_month AS (
            SELECT s.centre, s.starts_at, s.until FROM {summary_month} s WHERE NOT EXISTS (
                SELECT 1 FROM {changed_day} t WHERE t.centre = s.centre AND t.starts_at >= s.starts_at
                    AND t.starts_at < s.until AND t.sequence > s.sequence))
        """

    /// centre, month, starts_at, ends_at: all days behind those.
    static func liveDaysOfMonths(_ dialect: ResultsDialect) -> String {
        """
        SELECT t.centre, \(dialect.month("t.starts_at")) AS month, t.starts_at,
            \(dialect.days(1, after: "t.starts_at")) AS ends_at
        FROM {changed_day} t WHERE \(few("""
            NOT EXISTS (SELECT 1 FROM good_month g
                WHERE g.centre = t.centre AND t.starts_at >= g.starts_at AND t.starts_at < g.until)
            """))
        """
    }

    /// The incidents of some days, as `ResultsView.intervals` takes them.
    static func incidents(of days: String, _ dialect: ResultsDialect) -> String {
        """
        (SELECT d.centre, d.month, n.kind, n.priority, n.incident, n.received_at, n.opened_at
        FROM \(days) \(dialect.rows(of: "incident", "n", by: "received_at", inEach: "d"))) AS i
        """
    }

    // MARK: - Response times

    static let intervalGroup = "centre, month, kind, priority, step"
    /// The same for sorting: numbers first, which parts most of them without comparing words.
    static let intervalOrder = "step, priority, month, kind, centre"

    /// WITH queries that make `ranked` of `counted` (the group, seconds, n; -1 seconds for none, and perhaps twice
    /// the same).
    static func ranked(_ dialect: ResultsDialect) -> String {
        let group = intervalGroup
        let order = intervalOrder
        let present = "CASE WHEN seconds < 0 THEN 0 ELSE n END"
        return """
            merged AS (
                SELECT \(group), seconds, \(dialect.whole("sum(n)")) AS n FROM counted GROUP BY \(group), seconds
            ), ranked AS (
                SELECT \(group), seconds, n,
                    \(dialect.whole("sum(\(present)) OVER (PARTITION BY \(order) ORDER BY seconds)")) AS up_to,
                    \(dialect.whole("sum(\(present)) OVER (PARTITION BY \(order))")) AS total
                FROM merged
            )
            """
    }

    /// Of `ranked`, grouped: n, mean, 50th, 90th and 95th centile by nearest rank, and how many had none.
    static func figures(_ dialect: ResultsDialect) -> String {
        func centile(_ percent: Int) -> String {
            "min(CASE WHEN seconds >= 0 AND up_to >= (total * \(percent) + 99) / 100 THEN seconds END)"
        }
        let sum = dialect.whole("sum(CASE WHEN seconds < 0 THEN 0 ELSE seconds * n END)")
        return """
            max(total), (\(sum) + max(total) / 2) / NULLIF(max(total), 0),
            \(centile(50)), \(centile(90)), \(centile(95)),
            \(dialect.whole("sum(CASE WHEN seconds < 0 THEN n ELSE 0 END)"))
            """
    }

    // MARK: - Counts of days

    private static func within(_ column: String, of table: String, _ days: String, _ dialect: ResultsDialect)
        -> String
    {
        "FROM \(days) \(dialect.rows(of: table, "r", by: column, inEach: "d"))"
    }

    /// centre, starts_at and the columns of `day_count`. `days` is a table of days with the alias d.
    static func counts(of days: String, _ dialect: ResultsDialect) -> String {
        let names = ResultsShape.dayCount.columns.dropFirst(2).map(\.name)
        func row(_ told: [String: String]) -> String {
            names.map { "\(told[$0] ?? "0") AS \($0)" }.joined(separator: ", ")
        }
        func tally(_ condition: String) -> String { "CASE WHEN \(condition) THEN 1 ELSE 0 END" }
        var incident = [
            "incidents": "1", "transported": tally("r.disposition = 'transported'"),
            "still_open": tally("r.closed_at IS NULL"), "entered_late": tally("r.entered_at IS NOT NULL"),
        ]
        for priority in 0...4 { incident["p\(priority)"] = tally("r.priority = \(priority)") }
        let assignment = ["assignments": "1", "cancelled": tally("r.state = 'cancelled'")]
        return """
            SELECT centre, starts_at, \(names.map { dialect.whole("sum(\($0))") + " AS \($0)" }
                .joined(separator: ", "))
            FROM (
                SELECT d.centre, d.starts_at, \(row(["calls": "1"]))
                \(within("received_at", of: "call", days, dialect))
                UNION ALL
                SELECT d.centre, d.starts_at, \(row(incident))
                \(within("received_at", of: "incident", days, dialect))
                UNION ALL
                SELECT d.centre, d.starts_at, \(row(assignment))
                \(within("dispatch_notified", of: "assignment", days, dialect))
            ) AS told GROUP BY centre, starts_at
            """
    }

    /// The columns of `day_offer`.
    static func offers(of days: String, _ dialect: ResultsDialect) -> String {
        """
        SELECT d.centre, d.starts_at, r.station, r.state, coalesce(r.reason, '') AS reason, count(*) AS n
        \(within("asked_at", of: "offer", days, dialect))
        GROUP BY d.centre, d.starts_at, r.station, r.state, coalesce(r.reason, '')
        """
    }

    // MARK: - Units: spans of centre, unit, is_busy, start_at, end_at

    /// Runs that were begun on some days and have ended.
    static func runsThatEnded(of days: String, _ dialect: ResultsDialect) -> String {
        """
        SELECT r.centre, r.unit, 1 AS is_busy, r.dispatch_notified AS start_at,
            coalesce(r.back_in_service, r.cancelled) AS end_at
        \(within("dispatch_notified", of: "assignment", days, dialect))
        WHERE NOT r.is_live
        """
    }

    private static let duty = "IN ('onDuty', 'offDuty')"

    /// The number of a unit's change of duty before that of `h`.
    private static let before = """
        (SELECT q.sequence FROM {unit_history} q WHERE q.centre = h.centre AND q.unit = h.unit
            AND q.status \(duty) AND q.sequence < h.sequence ORDER BY q.sequence DESC LIMIT 1)
        """

    /// Duties whose end came after an event, `after` being a column of w (summary_duty) that may be null.
    static func dutiesThatEnded(after: String) -> String {
        """
        SELECT h.centre, h.unit, 0 AS is_busy, p.at AS start_at, h.at AS end_at
        FROM {cursor} c LEFT JOIN {summary_duty} w ON w.centre = c.centre
        JOIN {unit_history} h ON h.centre = c.centre AND h.sequence > coalesce(\(after), 0)
            AND h.sequence <= c.sequence AND h.status \(duty)
        JOIN {unit_history} p ON p.centre = h.centre AND p.sequence = \(before) AND p.unit = h.unit
            AND p.status = 'onDuty'
        """
    }

    /// Duties that go on, until the results were written last.
    static let openDuties = """
        SELECT h.centre, h.unit, 0, h.at, c.written_at
        FROM {unit} u JOIN {cursor} c ON c.centre = u.centre
        JOIN {unit_history} h ON h.centre = u.centre AND h.unit = u.unit AND h.status = 'onDuty'
            AND h.sequence = (SELECT q.sequence FROM {unit_history} q WHERE q.centre = u.centre
                AND q.unit = u.unit AND q.status \(duty) ORDER BY q.sequence DESC LIMIT 1)
        """

    /// WITH queries that cut `span` at every midnight: `cut` of centre, unit, is_busy, bound_at, seconds.
    static func cut(_ dialect: ResultsDialect) -> String {
        """
        piece (centre, unit, is_busy, start_at, stop_at, end_at) AS (
            SELECT centre, unit, is_busy, start_at,
                \(dialect.least("end_at", dialect.midnight(after: "start_at"))), end_at
            FROM span WHERE start_at < end_at
            UNION ALL
            SELECT centre, unit, is_busy, stop_at,
                \(dialect.least("end_at", dialect.midnight(after: "stop_at"))), end_at
            FROM piece WHERE stop_at < end_at
        ), cut AS (
            SELECT centre, unit, is_busy, \(dialect.dayStart("start_at")) AS bound_at,
                \(dialect.seconds("start_at", "stop_at")) AS seconds
            FROM piece
        )
        """
    }
}
