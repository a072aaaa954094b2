// Views over the results: for people, for other modules, for the auditor. Each is written once, with the small
// differences of the databases as words of ResultsDialect, so that both give the same numbers.

/// A view with its columns' comments.
struct ResultsView: Equatable, Sendable {
    var folder: ResultsFolder
    var name: String
    var comment: String
    var columns: [Column]
    private var select: @Sendable (ResultsDialect) -> String

    struct Column: Equatable, Sendable {
        var name: String
        var comment: String

        init(_ name: String, _ comment: String) {
            self.name = name
            self.comment = comment
        }
    }

    init(
        _ folder: ResultsFolder, _ name: String, _ comment: String, _ columns: [Column],
        _ select: @escaping @Sendable (ResultsDialect) -> String
    ) {
        self.folder = folder
        self.name = name
        self.comment = comment
        self.columns = columns
        self.select = select
    }

    static func == (left: ResultsView, right: ResultsView) -> Bool {
        left.name == right.name && left.folder == right.folder
    }

    func qualified(_ dialect: ResultsDialect) -> String { folder.name(name, dialect) }

    /// In an order in which they may be made.
    static let all: [ResultsView] = [
        responseInterval, responseTime, unitDay, unitHourUse, declineRate, declineReason, dailyCount,
        stationLoad, hospitalCapacity, publishedDailyCount, callWords, incidentWords, crewName,
    ]

    /// Names of tables in a view's text: `{assignment}` for the table of that name.
    static func naming(_ text: String, _ dialect: ResultsDialect) -> String {
        var out = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            if let table = ResultsTable.Name(rawValue: name) {
                let isProtected = ResultsTable.of(table).isProtected
                out += (isProtected ? ResultsFolder.private : .dispatch).name(name, dialect)
            } else {
                out += ResultsFolder.dispatch.name(name, dialect)
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// Who asks sees only the centres that centre_access gives; a view for modules reads as its owner and so
    /// says it itself.
    static func visible(_ centre: String, _ dialect: ResultsDialect) -> String {
        dialect == .postgres
            ? "(\(centre) = ANY ((SELECT dispatch.visible_centres(current_user))::text[])"
                + " OR (SELECT dispatch.sees_all_centres(current_user)))" : "1 = 1"
    }

    func create(_ dialect: ResultsDialect) -> [String] {
        let name = qualified(dialect)
        let list = columns.map(\.name).joined(separator: ", ")
        let text = ResultsView.naming(select(dialect), dialect)
        guard dialect == .postgres else { return ["CREATE VIEW \(name) (\(list)) AS\n\(text)"] }
        // Those for modules hide the tables behind them; all others read as who asks, under row security.
        let option = folder == .published ? "security_barrier" : "security_invoker"
        return [
            "CREATE VIEW \(name) (\(list)) WITH (\(option) = true) AS\n\(text)",
            "COMMENT ON VIEW \(name) IS \(ResultsSchema.quoted(comment))",
        ]
            + columns.map {
                "COMMENT ON COLUMN \(name).\($0.name) IS \(ResultsSchema.quoted($0.comment))"
            }
    }

    /// What version 2 makes.
    static func statements(_ dialect: ResultsDialect) -> [String] {
        (dialect == .postgres ? visibility : []) + all.flatMap { $0.create(dialect) }
    }

    /// Which centres a role may see; row security and the published views ask these.
    private static let visibility = [
        """
        CREATE FUNCTION dispatch.visible_centres(asking name) RETURNS text[] LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            SELECT coalesce(array_agg(centre), '{}'::text[]) FROM dispatch.centre_access
            WHERE centre <> '*' AND EXISTS (
                SELECT FROM pg_roles WHERE rolname = role_name AND pg_has_role(asking, oid, 'USAGE'))
        $body$
        """,
        """
        CREATE FUNCTION dispatch.sees_all_centres(asking name) RETURNS boolean LANGUAGE sql STABLE
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            SELECT EXISTS (SELECT FROM dispatch.centre_access WHERE centre = '*' AND EXISTS (
                SELECT FROM pg_roles WHERE rolname = role_name AND pg_has_role(asking, oid, 'USAGE')))
        $body$
        """,
        "COMMENT ON FUNCTION dispatch.visible_centres(name) IS 'The centres that a role may see, but for *.'",
        "COMMENT ON FUNCTION dispatch.sees_all_centres(name) IS 'Whether a role may see every centre.'",
    ]
}
