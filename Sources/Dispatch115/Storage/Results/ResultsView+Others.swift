// What other modules see, without personal data and without where units are; and what only the auditor sees,
// with names, numbers and words.

extension ResultsView {
    static let stationLoad = ResultsView(
        .published, "station_load", "How busy each station is, as the results have it.",
        [
            Column("centre", "The centre's code."), Column("station", "The station's number."),
            Column("name", "Its name."), Column("units_on_duty", "Logged on, in service or not."),
            Column("units_free", "On duty, in service and not sent."),
            Column("units_sent", "On an incident."),
            Column("units_out_of_service", "On duty and not to be sent."),
            Column("offers_open", "Offers that wait for its answer."),
            Column("busy_until", "Until when it has said that it is busy."),
            Column("as_of", "When the results were written last."),
        ]
    ) { dialect in
        """
        SELECT s.centre, s.station, s.name, coalesce(u.on_duty, 0), coalesce(u.free, 0), coalesce(u.sent, 0),
            coalesce(u.out_of_service, 0), coalesce(o.open, 0), s.busy_until, c.written_at
        FROM {station} s
        JOIN {cursor} c ON c.centre = s.centre
        LEFT JOIN (
            SELECT centre, station, count(CASE WHEN is_on_duty THEN 1 END) AS on_duty,
                count(CASE WHEN is_on_duty AND out_of_service IS NULL AND assignment IS NULL THEN 1 END)
                    AS free,
                count(CASE WHEN assignment IS NOT NULL THEN 1 END) AS sent,
                count(CASE WHEN is_on_duty AND out_of_service IS NOT NULL THEN 1 END) AS out_of_service
            FROM {unit} GROUP BY centre, station
        ) AS u ON u.centre = s.centre AND u.station = s.station
        LEFT JOIN (
            SELECT centre, station, count(*) AS open FROM {offer} WHERE state = 'asked'
            GROUP BY centre, station
        ) AS o ON o.centre = s.centre AND o.station = s.station
        WHERE \(visible("s.centre", dialect))
        """
    }

    static let hospitalCapacity = ResultsView(
        .published, "hospital_capacity",
        "Beds as hospitals reported them last, and patients on their way. A report that has run out is "
            + "unknown, never zero.",
        [
            Column("centre", "The centre's code."), Column("hospital", "The hospital's number."),
            Column("facility_code", "The health ministry's five digits."), Column("name", "Its name."),
            Column("diversion", "open, advisory or closed, as it stands now."),
            Column("diversion_reason", "Why, while that holds."),
            Column("diversion_until", "Until when; null until it is taken back."),
            Column("offload_minutes", "Until an ambulance is unloaded; null where unknown."),
            Column("bed_kind", "The kind of bed; null where nothing is known of any."),
            Column("baseline", "Staffed beds there are."),
            Column("reported", "Beds that could take a patient, as reported; null where that ran out."),
            Column("inbound", "Patients on their way to one, or at the door."),
            Column("effective", "Reported less inbound, not below 0; null where it is unknown."),
            Column("as_of", "When the report was so."), Column("valid_until", "After which it is unknown."),
        ]
    ) { dialect in
        let valid = "(b.valid_until IS NULL OR b.valid_until > \(dialect.now))"
        let left = dialect.greatest("b.free - b.inbound", "0")
        let stands = "(h.diversion_until IS NULL OR h.diversion_until > \(dialect.now))"
        let told = "(h.reception_until IS NULL OR h.reception_until > \(dialect.now))"
        return """
            SELECT h.centre, h.hospital, h.facility_code, h.name,
                CASE WHEN \(stands) THEN h.diversion ELSE 'open' END,
                CASE WHEN \(stands) THEN h.diversion_reason END,
                CASE WHEN \(stands) THEN h.diversion_until END, CASE WHEN \(told) THEN h.offload_minutes END,
                b.bed_kind, b.baseline, CASE WHEN \(valid) THEN b.free END, b.inbound,
                CASE WHEN \(valid) AND b.free IS NOT NULL THEN \(left) END, b.as_of, b.valid_until
            FROM {hospital} h
            LEFT JOIN {hospital_bed} b ON b.centre = h.centre AND b.hospital = h.hospital
                AND (b.baseline IS NOT NULL OR b.as_of IS NOT NULL OR b.inbound > 0)
            WHERE NOT h.is_withdrawn AND \(visible("h.centre", dialect))
            """
    }

    static let publishedDailyCount = ResultsView(
        .published, "daily_count", "Calls, incidents and assignments a day.", dailyCount.columns
    ) { dialect in
        let names = dailyCount.columns.map { "d.\($0.name)" }.joined(separator: ", ")
        return "SELECT \(names) FROM {daily_count} d WHERE \(visible("d.centre", dialect))"
    }

    private static func words(_ column: String, of row: String) -> String {
        "(SELECT t.content FROM {personal_text} t WHERE t.centre = \(row).centre AND t.text = \(row).\(column))"
    }

    static let callWords = ResultsView(
        .private, "call_words", "Calls with the caller's number and what was noted; null once erased.",
        [
            Column("centre", "The centre's code."), Column("call", "The call's number."),
            Column("received_at", "When it rang."), Column("incident", "The incident that it concerns."),
            Column("caller", "The caller's number."), Column("recording_name", "The exchange's recording."),
            Column("noted", "What was noted when it ended."),
        ]
    ) { _ in
        """
        SELECT c.centre, c.call, c.received_at, c.incident, \(words("phone", of: "c")),
            \(words("recording", of: "c")), \(words("words", of: "c"))
        FROM {call} c
        """
    }

    static let incidentWords = ResultsView(
        .private, "incident_words", "Incidents with the caller's words; null once erased.",
        [
            Column("centre", "The centre's code."), Column("incident", "The incident's number."),
            Column("priority", "0 to 4."), Column("received_at", "When its first call rang."),
            Column("closed_at", "When it was closed."), Column("disposition", "How it ended."),
            Column("said_place", "The place as the caller said it."),
            Column("named_place", "The place as the gazetteer names it."),
            Column("said", "What the caller said happened."), Column("caller", "The caller's number."),
        ]
    ) { _ in
        """
        SELECT i.centre, i.incident, i.priority, i.received_at, i.closed_at, i.disposition,
            \(words("place_said", of: "i")), \(words("place_name", of: "i")), \(words("words", of: "i")),
            (SELECT t.content FROM {call} c JOIN {personal_text} t
                ON t.centre = c.centre AND t.text = c.phone
                WHERE c.centre = i.centre AND c.call = i.call)
        FROM {incident} i
        """
    }

    static let crewName = ResultsView(
        .private, "crew_name", "Units with the names of their crew; null once erased.",
        [
            Column("centre", "The centre's code."), Column("unit", "The number on the vehicle."),
            Column("duty_since", "Since when its duty is as it is."), Column("names", "The crew's names."),
        ]
    ) { _ in
        "SELECT u.centre, u.unit, u.duty_since, \(words("crew", of: "u")) FROM {unit} u"
    }
}
