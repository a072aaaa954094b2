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
        WITH RECURSIVE good_day AS (\(ResultsSummary.daysThatHold)), live_day AS (
            \(ResultsSummary.liveDays(dialect))
        ), span (centre, unit, is_busy, start_at, end_at) AS (
            \(ResultsSummary.dutiesThatEnded(after: "w.sequence"))
            UNION ALL
            \(ResultsSummary.openDuties)
            UNION ALL
            \(ResultsSummary.runsThatEnded(of: "live_day d", dialect))
            UNION ALL
            SELECT a.centre, a.unit, 1, a.dispatch_notified, c.written_at
            FROM {assignment} a JOIN {cursor} c ON c.centre = a.centre WHERE a.is_live
        ), \(ResultsSummary.cut(dialect)), told AS (
            SELECT centre, bound_at AS starts_at, unit, is_busy, seconds FROM cut
            UNION ALL
            SELECT k.centre, k.starts_at, k.unit, 0, k.seconds FROM {day_duty} k
            UNION ALL
            SELECT k.centre, k.bound_at, k.unit, 1, k.seconds
            FROM {day_busy} k JOIN good_day g ON g.centre = k.centre AND g.starts_at = k.starts_at
        )
        SELECT s.centre, \(dialect.day("s.starts_at")), s.unit, u.station, s.duty, s.busy
        FROM (
            SELECT t.centre, t.starts_at, t.unit,
                \(dialect.whole("sum(CASE WHEN t.is_busy = 0 THEN t.seconds ELSE 0 END)")) AS duty,
                \(dialect.whole("sum(CASE WHEN t.is_busy = 1 THEN t.seconds ELSE 0 END)")) AS busy
            FROM told t GROUP BY t.starts_at, t.unit, t.centre
        ) AS s LEFT JOIN {unit} u ON u.centre = s.centre AND u.unit = s.unit
        """
    }

    static let unitHourUse = ResultsView(
        .dispatch, "unit_hour_use",
        "Unit-hour use by day and station: of the seconds on duty, how many bound.",
        [
            Column("centre", "The centre's code."), Column("day", "In Vietnam's time."),
            Column("station", "The station's number; null for units without one."),
            Column("units", "Units that were on duty or bound."),
            Column("duty_seconds", "On duty, all units."),
            Column("busy_seconds", "Bound, all units."), Column("use_percent", "Bound of on duty, rounded."),
        ]
    ) { dialect in
        let duty = dialect.whole("sum(duty_seconds)")
        let busy = dialect.whole("sum(busy_seconds)")
        return """
            SELECT centre, day, station, count(*), \(duty), \(busy),
                (\(busy) * 100 + \(duty) / 2) / NULLIF(\(duty), 0)
            FROM {unit_day} GROUP BY day, station, centre
            """
    }

    private static func count(_ state: String) -> String {
        "sum(CASE WHEN o.state = '\(state)' THEN o.n ELSE 0 END)"
    }

    /// Offers by day, station, state and reason: counted beforehand where that holds.
    private static func offers(_ dialect: ResultsDialect) -> String {
        """
        WITH good_day AS (\(ResultsSummary.daysThatHold)), live_day AS (\(ResultsSummary.liveDays(dialect))),
        told AS (
            SELECT k.centre, \(dialect.month("k.starts_at")) AS month, k.station, k.state, k.reason, k.n
            FROM {day_offer} k JOIN good_day g ON g.centre = k.centre AND g.starts_at = k.starts_at
            UNION ALL
            SELECT t.centre, \(dialect.month("t.starts_at")), t.station, t.state, t.reason, t.n
            FROM (\(ResultsSummary.offers(of: "live_day d", dialect))) AS t
        )
        """
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
        func whole(_ state: String) -> String { dialect.whole(count(state)) }
        return """
            \(offers(dialect))
            SELECT r.centre, r.month, r.station, s.name, r.asked, r.accepted, r.declined, r.silent, r.withdrawn,
                ((r.declined + r.silent) * 100 + (r.asked - r.withdrawn) / 2)
                    / NULLIF(r.asked - r.withdrawn, 0)
            FROM (
                SELECT o.centre, o.month, o.station, \(dialect.whole("sum(o.n)")) AS asked,
                    \(whole("accepted")) AS accepted, \(whole("declined")) AS declined,
                    \(whole("silent")) AS silent, \(whole("withdrawn")) AS withdrawn
                FROM told o GROUP BY o.centre, o.month, o.station
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
        \(offers(dialect))
        SELECT centre, month, station, NULLIF(reason, ''), \(dialect.whole("sum(n)"))
        FROM told WHERE state = 'declined' GROUP BY centre, month, station, reason
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
        let names = ResultsShape.dayCount.columns.dropFirst(2).map(\.name)
        return """
            WITH good_day AS (\(ResultsSummary.daysThatHold)), live_day AS (\(ResultsSummary.liveDays(dialect)))
            SELECT k.centre, \(dialect.day("k.starts_at")), \(names.map { "k.\($0)" }.joined(separator: ", "))
            FROM {day_count} k JOIN good_day g ON g.centre = k.centre AND g.starts_at = k.starts_at
            UNION ALL
            SELECT t.centre, \(dialect.day("t.starts_at")), \(names.map { "t.\($0)" }.joined(separator: ", "))
            FROM (\(ResultsSummary.counts(of: "live_day d", dialect))) AS t
            """
    }
}
