// How units and stations work: unit hours, declined offers, counts a day.

extension ResultsView {
    static let unitDay = ResultsView(
        .dispatch, "unit_day",
        "What part of a day a unit was on duty, and bound to an incident; what goes on is counted until the "
            + "results were written last.",
        [
            Column("centre", "The centre's code."), Column("day", "In Vietnam's time."),
            Column("unit", "The number on the vehicle."), Column("station", "Its station now."),
            Column("duty_seconds", "On duty."),
            Column("busy_seconds", "From being sent to being free again or cancelled."),
        ]
    ) { dialect in
        """
        WITH RECURSIVE duty AS (
            SELECT h.centre, h.unit, h.status, h.at AS start_at,
                coalesce(lead(h.at) OVER (PARTITION BY h.centre, h.unit ORDER BY h.sequence, h.ordinal),
                    c.written_at) AS end_at
            FROM {unit_history} h JOIN {cursor} c ON c.centre = h.centre
            WHERE h.status IN ('onDuty', 'offDuty')
        ), piece (centre, unit, is_busy, start_at, stop_at, end_at) AS (
            SELECT s.centre, s.unit, s.is_busy, s.start_at,
                \(dialect.least("s.end_at", dialect.midnight(after: "s.start_at"))), s.end_at
            FROM (
                SELECT centre, unit, 0 AS is_busy, start_at, end_at FROM duty WHERE status = 'onDuty'
                UNION ALL
                SELECT a.centre, a.unit, 1, a.dispatch_notified,
                    coalesce(a.back_in_service, a.cancelled, c.written_at)
                FROM {assignment} a JOIN {cursor} c ON c.centre = a.centre
            ) AS s
            WHERE s.start_at < s.end_at
            UNION ALL
            SELECT centre, unit, is_busy, stop_at,
                \(dialect.least("end_at", dialect.midnight(after: "stop_at"))), end_at
            FROM piece WHERE stop_at < end_at
        ), told AS (
            SELECT centre, unit, \(dialect.day("start_at")) AS day, is_busy,
                \(dialect.seconds("start_at", "stop_at")) AS seconds
            FROM piece
        )
        SELECT t.centre, t.day, t.unit, u.station,
            \(dialect.whole("sum(CASE WHEN t.is_busy = 0 THEN t.seconds ELSE 0 END)")),
            \(dialect.whole("sum(CASE WHEN t.is_busy = 1 THEN t.seconds ELSE 0 END)"))
        FROM told t JOIN {unit} u ON u.centre = t.centre AND u.unit = t.unit
        GROUP BY t.centre, t.day, t.unit, u.station
        """
    }

    static let unitHourUse = ResultsView(
        .dispatch, "unit_hour_use", "Unit-hour use by day and station: of the seconds on duty, how many bound.",
        [
            Column("centre", "The centre's code."), Column("day", "In Vietnam's time."),
            Column("station", "The station's number; null for units without one."),
            Column("units", "Units that were on duty or bound."), Column("duty_seconds", "On duty, all units."),
            Column("busy_seconds", "Bound, all units."), Column("use_percent", "Bound of on duty, rounded."),
        ]
    ) { dialect in
        let duty = dialect.whole("sum(duty_seconds)")
        let busy = dialect.whole("sum(busy_seconds)")
        return """
            SELECT centre, day, station, count(*), \(duty), \(busy),
                (\(busy) * 100 + \(duty) / 2) / NULLIF(\(duty), 0)
            FROM {unit_day} GROUP BY centre, day, station
            """
    }

    private static func count(_ state: String) -> String {
        "count(CASE WHEN o.state = '\(state)' THEN 1 END)"
    }

    static let declineRate = ResultsView(
        .dispatch, "decline_rate", "What stations answered to offers, by month of asking.",
        [
            Column("centre", "The centre's code."), Column("month", "Of asking, in Vietnam's time."),
            Column("station", "The station's number."), Column("name", "Its name."),
            Column("asked", "Offers put to it."), Column("accepted", "Accepted."),
            Column("declined", "Declined."), Column("silent", "Without an answer."),
            Column("withdrawn", "Taken back before it answered."),
            Column("decline_percent", "Declined or silent of those that were not taken back, rounded."),
        ]
    ) { dialect in
        """
        SELECT r.centre, r.month, r.station, s.name, r.asked, r.accepted, r.declined, r.silent, r.withdrawn,
            ((r.declined + r.silent) * 100 + (r.asked - r.withdrawn) / 2)
                / NULLIF(r.asked - r.withdrawn, 0)
        FROM (
            SELECT o.centre, \(dialect.month("o.asked_at")) AS month, o.station, count(*) AS asked,
                \(count("accepted")) AS accepted, \(count("declined")) AS declined,
                \(count("silent")) AS silent, \(count("withdrawn")) AS withdrawn
            FROM {offer} o WHERE o.asked_at IS NOT NULL
            GROUP BY o.centre, \(dialect.month("o.asked_at")), o.station
        ) AS r JOIN {station} s ON s.centre = r.centre AND s.station = r.station
        """
    }

    static let declineReason = ResultsView(
        .dispatch, "decline_reason", "Why stations declined, by month of asking.",
        [
            Column("centre", "The centre's code."), Column("month", "Of asking, in Vietnam's time."),
            Column("station", "The station's number."), Column("reason", "As the station gave it."),
            Column("n", "How often."),
        ]
    ) { dialect in
        """
        SELECT centre, \(dialect.month("asked_at")), station, reason, count(*)
        FROM {offer} WHERE state = 'declined' AND asked_at IS NOT NULL
        GROUP BY centre, \(dialect.month("asked_at")), station, reason
        """
    }

    static let dailyCount = ResultsView(
        .dispatch, "daily_count", "Calls, incidents and assignments a day.",
        [
            Column("centre", "The centre's code."), Column("day", "In Vietnam's time."),
            Column("calls", "Calls that rang."), Column("incidents", "Incidents whose call rang that day."),
            Column("p0", "Of those, priority 0."), Column("p1", "Priority 1."), Column("p2", "Priority 2."),
            Column("p3", "Priority 3."), Column("p4", "Priority 4."),
            Column("transported", "Ended with a transport."), Column("open", "Not closed yet."),
            Column("assignments", "Units sent that day."), Column("cancelled", "Of those, cancelled."),
            Column("entered_late", "Incidents typed from paper."),
        ]
    ) { dialect in
        let tally = { (condition: String) in "CASE WHEN \(condition) THEN 1 ELSE 0 END" }
        let names = [
            "calls", "incidents", "p0", "p1", "p2", "p3", "p4", "transported", "still_open", "assignments",
            "cancelled", "entered_late",
        ]
        let sums = names.map { dialect.whole("sum(\($0))") }.joined(separator: ", ")
        return """
            SELECT centre, day, \(sums)
            FROM (
                SELECT centre, \(dialect.day("received_at")) AS day, 1 AS calls, 0 AS incidents, 0 AS p0,
                    0 AS p1, 0 AS p2, 0 AS p3, 0 AS p4, 0 AS transported, 0 AS still_open,
                    0 AS assignments, 0 AS cancelled, 0 AS entered_late
                FROM {call}
                UNION ALL
                SELECT centre, \(dialect.day("received_at")), 0, 1, \(tally("priority = 0")),
                    \(tally("priority = 1")), \(tally("priority = 2")), \(tally("priority = 3")),
                    \(tally("priority = 4")), \(tally("disposition = 'transported'")),
                    \(tally("closed_at IS NULL")), 0, 0, \(tally("entered_at IS NOT NULL"))
                FROM {incident}
                UNION ALL
                SELECT centre, \(dialect.day("dispatch_notified")), 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
                    \(tally("state = 'cancelled'")), 0
                FROM {assignment} WHERE dispatch_notified IS NOT NULL
            ) AS told
            GROUP BY centre, day
            """
    }
}
