// The table where other programs report capacity (PostgreSQL only): they insert, the service judges each
// row once and writes beside it what became of it. Whoever inserts may do nothing else there. Pure.

enum ResultsInbox {
    /// Statements under NOTIFY's name: a wake-up, never the news itself.
    static let channel = "capacity_report"

    /// The schema, beside those of the results.
    static let folder = "inbox"

    /// Columns that whoever reports may fill.
    static let given = [
        "centre", "hospital", "bed", "free", "baseline", "diversion", "reason", "offload_minutes",
        "red_places",
        "yellow_places", "as_of", "valid_until", "reporter",
    ]

    /// What this version makes.
    static let statements: [String] =
        [
            "CREATE SCHEMA IF NOT EXISTS inbox",
            "COMMENT ON SCHEMA inbox IS 'Reports of other programs: they insert, the service answers in the row.'",
            """
            CREATE TABLE inbox.capacity_report (
                centre text NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                hospital text NOT NULL,
                bed text,
                free integer,
                baseline integer,
                diversion text,
                reason text,
                offload_minutes integer,
                red_places integer,
                yellow_places integer,
                as_of timestamp with time zone,
                valid_until timestamp with time zone,
                reporter text,
                inserted_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
                inserted_by name NOT NULL DEFAULT current_user,
                status text NOT NULL DEFAULT 'new',
                answer text,
                handled_at timestamp with time zone,
                CONSTRAINT capacity_report_key PRIMARY KEY (centre, id),
                CONSTRAINT capacity_report_short CHECK (length(hospital) <= 60 AND length(bed) <= 60
                    AND length(diversion) <= 60 AND length(reason) <= 400 AND length(reporter) <= 400),
                CONSTRAINT capacity_report_status_word CHECK
                    (status IN ('new', 'accepted', 'flagged', 'refused')),
                CONSTRAINT capacity_report_handled CHECK ((status = 'new') = (handled_at IS NULL))
            )
            """,
            "CREATE INDEX capacity_report_new ON inbox.capacity_report (centre, id) WHERE status = 'new'",
            "COMMENT ON TABLE inbox.capacity_report IS 'What hospitals report, and what became of it.'",
        ] + comments + notify + access

    private static let comments = [
        ("centre", "Code of the centre that it is for."),
        ("id", "Given by the database, in the order of coming."),
        ("hospital", "Facility code of five digits, or the number that the desk says."),
        ("bed", "Kind of bed, such as emergency or adult-icu."), ("free", "Beds that can take a patient."),
        ("baseline", "Staffed beds there are."), ("diversion", "open, advisory or closed."),
        ("reason", "Why it diverts."), ("offload_minutes", "Minutes until an ambulance is unloaded."),
        ("red_places", "Places for red patients of a mass casualty."),
        ("yellow_places", "Places for yellow patients of a mass casualty."),
        ("as_of", "When it was so; null: when the row came."), ("valid_until", "Until when it holds."),
        ("reporter", "Who says so."), ("inserted_at", "When the row came."),
        ("inserted_by", "The role it came from."),
        ("status", "new until the service has judged it; then accepted, flagged or refused."),
        ("answer", "Why it was flagged or refused, in Vietnamese / English."),
        ("handled_at", "When it was judged; null before."),
    ].map { "COMMENT ON COLUMN inbox.capacity_report.\($0.0) IS \(ResultsSchema.quoted($0.1))" }

    private static let notify = [
        """
        CREATE FUNCTION inbox.tell_of_report() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
        BEGIN
            PERFORM pg_notify('\(channel)', '');
            RETURN NULL;
        END
        $body$
        """,
        "REVOKE ALL ON FUNCTION inbox.tell_of_report() FROM PUBLIC",
        "CREATE TRIGGER tell_of_report AFTER INSERT ON inbox.capacity_report"
            + " FOR EACH STATEMENT EXECUTE FUNCTION inbox.tell_of_report()",
    ]

    private static let access: [String] = {
        let table = "inbox.capacity_report"
        let (writer, modules, auditor) = (
            ResultsRole.writer.name, ResultsRole.modules.name, ResultsRole.auditor.name
        )
        return [
            "GRANT USAGE ON SCHEMA inbox TO \(writer), \(modules), \(auditor)",
            "GRANT INSERT (\(given.joined(separator: ", "))) ON \(table) TO \(modules)",
            "GRANT SELECT, UPDATE (status, answer, handled_at) ON \(table) TO \(writer)",
            "GRANT SELECT ON \(table) TO \(auditor)",
            "ALTER TABLE \(table) ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY by_centre ON \(table) USING \(ResultsView.visible("centre", .postgres))",
        ]
    }()

    // MARK: - What the service asks

    /// At most so many rows at once.
    static let mostRows = 100

    /// $1: the centre. Times as text in UTC, so that one reader of times serves files and table.
    static let waiting = """
        SELECT id, hospital, bed, free, baseline, diversion, reason, offload_minutes, red_places, yellow_places,
            \(utc("as_of")), \(utc("valid_until")), reporter,
            (extract(epoch FROM inserted_at) * 1000000)::bigint
        FROM inbox.capacity_report WHERE centre = $1 AND status = 'new' ORDER BY id LIMIT \(mostRows)
        """

    /// $1: the centre; $2, $3, $4: ids, verdicts and answers, as arrays. Rows that were answered keep their
    /// answer.
    static let answer = """
        UPDATE inbox.capacity_report AS row SET status = told.status, answer = nullif(told.answer, ''),
            handled_at = clock_timestamp()
        FROM unnest($2::bigint[], $3::text[], $4::text[]) AS told (id, status, answer)
        WHERE row.centre = $1 AND row.id = told.id AND row.status = 'new'
        """

    private static func utc(_ column: String) -> String {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    }
}
