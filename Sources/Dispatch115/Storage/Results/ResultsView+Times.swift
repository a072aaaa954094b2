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
        let first = { (column: String) in
            "(SELECT min(a.\(column)) FROM {assignment} a WHERE a.centre = i.centre AND a.incident = i.incident)"
        }
        return """
            SELECT f.centre, f.month, f.kind, f.priority, steps.step,
                CASE steps.step WHEN 1 THEN 'call_to_code' WHEN 2 THEN 'code_to_assignment'
                    ELSE 'call_to_on_scene' END,
                f.incident, CAST(NULL AS integer),
                CASE steps.step WHEN 1 THEN \(dialect.seconds("f.received_at", "f.opened_at"))
                    WHEN 2 THEN \(dialect.seconds("f.opened_at", "f.sent"))
                    ELSE \(dialect.seconds("f.received_at", "f.arrived")) END
            FROM (SELECT i.centre, \(dialect.month("i.received_at")) AS month, i.kind, i.priority, i.incident,
                    i.received_at, i.opened_at, \(first("dispatch_notified")) AS sent,
                    \(first("on_scene")) AS arrived
                FROM {incident} i) AS f
            CROSS JOIN (SELECT 1 AS step UNION ALL SELECT 2 UNION ALL SELECT 3) AS steps
            UNION ALL
            SELECT i.centre, \(dialect.month("i.received_at")), i.kind, i.priority, 4, 'ring_to_accepted',
                i.incident, CAST(NULL AS integer), \(dialect.seconds("i.received_at", "o.accepted"))
            FROM {incident} i JOIN (
                SELECT centre, incident, min(CASE WHEN state = 'accepted' THEN answered_at END) AS accepted
                FROM {offer} WHERE asked_at IS NOT NULL GROUP BY centre, incident) AS o
                ON o.centre = i.centre AND o.incident = i.incident
            UNION ALL
            SELECT i.centre, \(dialect.month("i.received_at")), i.kind, i.priority, steps.step,
                \(chosen { "'\(steps[$0].measure)'" }), a.incident, a.assignment,
                \(chosen { dialect.seconds("a." + steps[$0].from, "a." + steps[$0].to) })
            FROM {incident} i JOIN {assignment} a ON a.centre = i.centre AND a.incident = i.incident
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
        let group = "centre, month, kind, priority, step, measure"
        let present = "CASE WHEN seconds IS NULL THEN 0 ELSE n END"
        func centile(_ percent: Int) -> String {
            "min(CASE WHEN up_to >= (total * \(percent) + 99) / 100 THEN seconds END)"
        }
        let sum = dialect.whole("sum(seconds * n)")
        return """
            WITH counted AS (
                SELECT \(group), seconds, count(*) AS n FROM {response_interval} GROUP BY \(group), seconds
            ), ranked AS (
                SELECT \(group), seconds, n,
                    \(dialect.whole("sum(\(present)) OVER (PARTITION BY \(group) ORDER BY seconds)")) AS up_to,
                    \(dialect.whole("sum(\(present)) OVER (PARTITION BY \(group))")) AS total
                FROM counted
            )
            SELECT \(group), max(total), (\(sum) + max(total) / 2) / NULLIF(max(total), 0),
                \(centile(50)), \(centile(90)), \(centile(95)),
                \(dialect.whole("sum(CASE WHEN seconds IS NULL THEN n ELSE 0 END)"))
            FROM ranked GROUP BY \(group)
            """
    }
}
