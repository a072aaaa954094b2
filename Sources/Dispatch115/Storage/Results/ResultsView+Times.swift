// Response times: each interval of each incident, and n, mean and centiles by month and priority. Centiles by
// nearest rank, as everywhere in the service: a time that was really taken.

extension ResultsView {
    /// Of an assignment: what is measured, from where to where.
    private static let steps: [(measure: String, from: String, to: String)] = [
        ("assignment_to_acknowledged", "dispatch_notified", "acknowledged"),
        ("assignment_to_en_route", "dispatch_notified", "en_route"),
        ("travel", "en_route", "on_scene"),
        ("on_scene", "on_scene", "left_scene"),
        ("transport", "left_scene", "at_destination"),
        ("hand_over", "at_destination", "transfer_of_care"),
    ]

    /// Of an incident, steps 1 to 4.
    private static let firstMeasures = [
        "call_to_code", "code_to_assignment", "call_to_on_scene", "ring_to_accepted",
    ]

    private static func chosen(_ column: (Int) -> String) -> String {
        "CASE steps.step" + steps.indices.map { " WHEN \($0 + 5) THEN \(column($0))" }.joined() + " END"
    }

    static let responseInterval = ResultsView(
        .dispatch, "response_interval",
        "One interval of one incident or assignment; seconds are null where a time is missing or lies before "
            + "the one it is counted from.",
        [
            Column("centre", "The centre's code."), Column("month", "Of the ring, in Vietnam's time."),
            Column("kind", "emergency, standby or transfer."), Column("priority", "0 to 4."),
            Column("step", "1, 2, 3 ... in the order of a response."), Column("measure", "What is measured."),
            Column("incident", "The incident's number."),
            Column("assignment", "The assignment's number; null for what belongs to the incident."),
            Column("seconds", "Whole seconds."),
        ]
    ) { dialect in
        """
        SELECT centre, month, kind, priority, step, \(measure), incident, assignment, seconds
        FROM (\(intervals(dialect, of: """
            (SELECT centre, \(dialect.month("received_at")) AS month, kind, priority, incident, received_at,
                opened_at FROM {incident}) AS i
            """, areFew: false))) AS told
        """
    }

    private static let measure: String = {
        let names = firstMeasures + steps.map(\.measure)
        return "CASE step" + names.enumerated().map { " WHEN \($0.offset + 1) THEN '\($0.element)'" }.joined()
            + " END"
    }()

    /// Every interval of some incidents: centre, month, kind, priority, step, incident, assignment, seconds.
    /// `source` gives those incidents as `i`, with whatever counts as their month; where they are few the rest is
    /// looked up by index.
    static func intervals(_ dialect: ResultsDialect, of source: String, areFew: Bool = true) -> String {
        func join(_ table: String, _ name: String, isOuter: Bool = false) -> String {
            let fits = "\(name).centre = i.centre AND \(name).incident = i.incident"
            return areFew
                ? dialect.lookup(in: table, name, where: fits, isOuter: isOuter)
                : "\(isOuter ? "LEFT " : "")JOIN {\(table)} \(name) ON \(fits)"
        }
        return """
            SELECT f.centre, f.month, f.kind, f.priority, steps.step, f.incident,
                CAST(NULL AS integer) AS assignment,
                CASE steps.step WHEN 1 THEN \(dialect.seconds("f.received_at", "f.opened_at"))
                    WHEN 2 THEN \(dialect.seconds("f.opened_at", "f.sent"))
                    ELSE \(dialect.seconds("f.received_at", "f.arrived")) END AS seconds
            FROM (SELECT i.centre, i.month, i.kind, i.priority, i.incident, i.received_at, i.opened_at,
                    min(a.dispatch_notified) AS sent, min(a.on_scene) AS arrived
                FROM \(source) \(join("assignment", "a", isOuter: true))
                GROUP BY i.centre, i.month, i.kind, i.priority, i.incident, i.received_at, i.opened_at) AS f
            CROSS JOIN (SELECT 1 AS step UNION ALL SELECT 2 UNION ALL SELECT 3) AS steps
            UNION ALL
            SELECT f.centre, f.month, f.kind, f.priority, 4, f.incident, CAST(NULL AS integer),
                \(dialect.seconds("f.received_at", "f.accepted"))
            FROM (SELECT i.centre, i.month, i.kind, i.priority, i.incident, i.received_at,
                    min(CASE WHEN o.state = 'accepted' THEN o.answered_at END) AS accepted
                FROM \(source) \(join("offer", "o"))
                WHERE o.asked_at IS NOT NULL
                GROUP BY i.centre, i.month, i.kind, i.priority, i.incident, i.received_at) AS f
            UNION ALL
            SELECT i.centre, i.month, i.kind, i.priority, steps.step, a.incident, a.assignment,
                \(chosen { dialect.seconds("a." + steps[$0].from, "a." + steps[$0].to) })
            FROM \(source) \(join("assignment", "a"))
            CROSS JOIN (\(steps.indices.map { "SELECT \($0 + 5) AS step" }.joined(separator: " UNION ALL ")))
                AS steps
            """
    }

    static let responseTime = ResultsView(
        .dispatch, "response_time",
        "Response intervals by month and priority: how many, mean, median, 90th and 95th centile by nearest "
            + "rank, and how many had none.",
        [
            Column("centre", "The centre's code."), Column("month", "Of the ring, in Vietnam's time."),
            Column("kind", "emergency, standby or transfer."), Column("priority", "0 to 4."),
            Column("step", "1, 2, 3 ... in the order of a response."), Column("measure", "What is measured."),
            Column("n", "How many intervals."), Column("mean_seconds", "Rounded to the nearest second."),
            Column("p50_seconds", "Median."), Column("p90_seconds", "90th centile."),
            Column("p95_seconds", "95th centile."), Column("left_out", "How many had no such interval."),
        ]
    ) { dialect in
        let group = ResultsSummary.intervalGroup
        let end = dialect.monthStart("g.starts_at", monthsLater: 1)
        return """
            WITH \(ResultsSummary.monthsThatHold), live AS (
                \(ResultsSummary.liveDaysOfMonths(dialect))
            ), counted AS (
                SELECT k.centre, \(dialect.day("k.starts_at")) AS month, k.kind, k.priority, k.step, k.seconds,
                    k.n
                FROM good_month g JOIN {month_interval} k ON k.centre = g.centre AND k.starts_at = g.starts_at
                WHERE \(ResultsSummary.few("g.until < \(end)"))
                UNION ALL
                SELECT t.centre, t.month, t.kind, t.priority, t.step, coalesce(t.seconds, -1), count(*)
                FROM (\(intervals(dialect, of: ResultsSummary.incidents(of: "live d", dialect)))) AS t
                GROUP BY t.centre, t.month, t.kind, t.priority, t.step, coalesce(t.seconds, -1)
            ), \(ResultsSummary.ranked(dialect)), told AS (
                SELECT k.centre, \(dialect.day("k.starts_at")) AS month, k.kind, k.priority, k.step, k.n,
                    k.mean_seconds, k.p50_seconds, k.p90_seconds, k.p95_seconds, k.left_out
                FROM {month_response} k JOIN good_month g ON g.centre = k.centre AND g.starts_at = k.starts_at
                WHERE g.until >= \(end)
                UNION ALL
                SELECT \(group), \(ResultsSummary.figures(dialect)) FROM ranked
                GROUP BY \(ResultsSummary.intervalOrder)
            )
            SELECT \(group), \(measure), n, mean_seconds, p50_seconds, p90_seconds, p95_seconds, left_out
            FROM told
            """
    }
}
