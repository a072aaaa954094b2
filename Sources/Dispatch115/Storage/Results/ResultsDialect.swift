// The two databases that hold results, and where they differ: types, schemas, and the few expressions of time
// that views need. Pure.

/// The databases that hold results.
enum ResultsDialect: String, CaseIterable, Sendable {
    case postgres, sqlite

    func type(_ type: ResultsType) -> String {
        switch (self, type) {
        case (.postgres, .integer): "integer"
        case (.postgres, .long): "bigint"
        case (.postgres, .real): "double precision"
        case (.postgres, .text): "text"
        case (.postgres, .bytes): "bytea"
        case (.postgres, .time): "timestamp with time zone"
        case (.postgres, .flag): "boolean"
        case (.sqlite, .integer), (.sqlite, .long), (.sqlite, .time), (.sqlite, .flag): "INTEGER"
        case (.sqlite, .real): "REAL"
        case (.sqlite, .text): "TEXT"
        case (.sqlite, .bytes): "BLOB"
        }
    }
}

/// Where a table or view lives; SQLite has no schemas.
enum ResultsFolder: String, CaseIterable, Sendable {
    /// Tables and views of the service.
    case dispatch
    /// Names, numbers, words and keys, and what shows them.
    case `private`
    /// Views for other modules.
    case published

    /// `dispatch.call`; in SQLite `call`, with the other schemas as prefixes of views: `published_station_load`.
    func name(_ name: String, _ dialect: ResultsDialect) -> String {
        switch (dialect, self) {
        case (.postgres, _): "\(rawValue).\(name)"
        case (.sqlite, .published): "published_\(name)"
        case (.sqlite, _): name
        }
    }

    var comment: String {
        switch self {
        case .dispatch: "Ambulance dispatch: what was called in, decided and done, with views over it."
        case .private: "Names, numbers, words and keys: for the writer and the auditor only."
        case .published: "Views for other modules: without personal data."
        }
    }
}

/// Expressions that both databases have, in other words. Arguments are columns or expressions; days and months
/// are those of Vietnam, UTC+7 all year, as dates (in SQLite text of the same form).
extension ResultsDialect {
    func day(_ moment: String) -> String {
        switch self {
        case .postgres: "(\(moment) AT TIME ZONE INTERVAL '7 hours')::date"
        case .sqlite: "date(\(moment) / 1000000 + 25200, 'unixepoch')"
        }
    }

    /// Its first day.
    func month(_ moment: String) -> String {
        switch self {
        case .postgres: "(date_trunc('month', \(moment) AT TIME ZONE INTERVAL '7 hours'))::date"
        case .sqlite: "date(\(moment) / 1000000 + 25200, 'unixepoch', 'start of month')"
        }
    }

    /// The midnight at which its day began.
    func dayStart(_ moment: String) -> String {
        switch self {
        case .postgres:
            "(date_trunc('day', \(moment) AT TIME ZONE INTERVAL '7 hours') AT TIME ZONE INTERVAL '7 hours')"
        case .sqlite: "((\(moment) + 25200000000) / 86400000000 * 86400000000 - 25200000000)"
        }
    }

    /// The midnight at which its month began; `monthsLater` 1: at which it ended.
    func monthStart(_ moment: String, monthsLater: Int = 0) -> String {
        switch self {
        case .postgres:
            "((date_trunc('month', \(moment) AT TIME ZONE INTERVAL '7 hours')"
                + " + INTERVAL '\(monthsLater) months') AT TIME ZONE INTERVAL '7 hours')"
        case .sqlite:
            "((CAST(strftime('%s', \(moment) / 1000000 + 25200, 'unixepoch', 'start of month',"
                + " '+\(monthsLater) months') AS INTEGER) - 25200) * 1000000)"
        }
    }

    /// So many whole days later, or earlier where it is below 0; no clock is put forward in Vietnam.
    func days(_ days: Int, after moment: String) -> String {
        switch self {
        case .postgres: "(\(moment) + INTERVAL '\(24 * days) hours')"
        case .sqlite: "(\(moment) + \(86_400_000_000 * days))"
        }
    }

    /// A join with the rows of a table that lie within each of some spans (centre, starts_at, ends_at), which are
    /// few: looked up by index span by span, whatever the planner thinks of it.
    func rows(of table: String, _ name: String, by moment: String, inEach span: String) -> String {
        let within =
            "\(name).centre = \(span).centre AND \(name).\(moment) >= \(span).starts_at"
            + " AND \(name).\(moment) < \(span).ends_at"
        return switch self {
        // Its planner takes a ninth of the table for any span. An OFFSET is not moved.
        case .postgres:
            "CROSS JOIN LATERAL (SELECT * FROM {\(table)} \(name) WHERE \(within) OFFSET 0) AS \(name)"
        // Keeps to the order in which a CROSS JOIN stands.
        case .sqlite: "CROSS JOIN {\(table)} \(name) ON \(within)"
        }
    }

    /// A join by index of few rows with those of a table that fit each; PostgreSQL would read all of it.
    func lookup(in table: String, _ name: String, where fits: String, isOuter: Bool = false) -> String {
        guard self == .postgres else {
            return "\(isOuter ? "LEFT " : "")JOIN {\(table)} \(name) ON \(fits)"
        }
        return "\(isOuter ? "LEFT" : "CROSS") JOIN LATERAL (SELECT * FROM {\(table)} \(name) WHERE \(fits)"
            + " OFFSET 0) AS \(name)\(isOuter ? " ON true" : "")"
    }

    /// The parameter of this number.
    func parameter(_ number: Int, _ type: ResultsType) -> String {
        self == .postgres ? "$\(number)::\(self.type(type))" : "?\(number)"
    }

    /// The first midnight after it.
    func midnight(after moment: String) -> String {
        switch self {
        case .postgres:
            "(date_trunc('day', \(moment) AT TIME ZONE INTERVAL '7 hours') + INTERVAL '1 day')"
                + " AT TIME ZONE INTERVAL '7 hours'"
        case .sqlite: "((\(moment) + 25200000000) / 86400000000 + 1) * 86400000000 - 25200000000"
        }
    }

    /// Whole seconds, null where one is missing or the end lies before the start.
    func seconds(_ start: String, _ end: String) -> String {
        switch self {
        case .postgres:
            // Not extract: that makes decimals of PostgreSQL's own, digit by digit.
            "CASE WHEN \(end) >= \(start) THEN floor(date_part('epoch', \(end) - \(start)))::bigint END"
        case .sqlite: "CASE WHEN \(end) >= \(start) THEN (\(end) - \(start)) / 1000000 END"
        }
    }

    /// The smaller and the greater of two that are not null.
    func least(_ left: String, _ right: String) -> String {
        self == .postgres ? "LEAST(\(left), \(right))" : "min(\(left), \(right))"
    }

    func greatest(_ left: String, _ right: String) -> String {
        self == .postgres ? "GREATEST(\(left), \(right))" : "max(\(left), \(right))"
    }

    /// The database's clock.
    var now: String {
        self == .postgres ? "now()" : "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
    }

    /// A count or sum of whole numbers; PostgreSQL's sums are wider than it can divide without fractions.
    func whole(_ sum: String) -> String { "CAST(\(sum) AS bigint)" }
}
