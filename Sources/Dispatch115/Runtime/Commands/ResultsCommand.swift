// `dispatch115 results migrate|status|check|summarise`: makes or renews the tables of the results, says how far
// they are, names what was changed by hand, counts reports beforehand. Works on PostgreSQL where a connection
// string is given or configured, else on the file in the data folder, which a running service holds alone.

enum ResultsCommand {
    /// For all of it; a migration of a large database may take its time.
    private static let milliseconds: Int64 = 600_000

    static func run(
        _ subcommand: Arguments.Subcommand, _ arguments: Arguments.Results, _ configuration: Configuration
    ) -> Int32 {
        let isPostgres = arguments.database != nil || configuration.results.choice == .postgresql
        do throws(ResultsFailure) {
            if isPostgres {
                let text = arguments.database ?? configuration.results.database
                return try postgres(subcommand, arguments, text)
            }
            guard configuration.results.choice == .sqlite else {
                Output.error(
                    "dispatch115: results: results.kind is none and no --database is given\n"
                        + "Accepted: --database CONNINFO, or results.kind sqlite or postgresql")
                return ArgumentsError.exitStatus
            }
            return try sqlite(subcommand, arguments, configuration)
        } catch {
            Output.error("dispatch115: \(subcommand.rawValue): \(error)")
            return 1
        }
    }

    private static func postgres(
        _ subcommand: Arguments.Subcommand, _ arguments: Arguments.Results, _ text: String
    ) throws(ResultsFailure) -> Int32 {
        let deadline = PostgresDeadline.after(milliseconds: milliseconds)
        let link = try asResults { () throws(PostgresError) in
            try PostgresConnection.connect(
                PostgresConninfo(checking: text), before: .after(milliseconds: 10_000))
        }
        switch subcommand {
        case .resultsMigrate: return say(made: try ResultsMigrator.migrate(link, before: deadline))
        case .resultsCheck: return say(try ResultsCheck.of(link, before: deadline))
        case .resultsSummarise:
            return say(
                try asResults { () throws(PostgresError) in
                    if arguments.isAnew {
                        let forget = ResultsSummary.Counting(dialect: .postgres).forget
                        try link.script("forget", forget.joined(separator: "; "), before: deadline)
                    }
                    return try ResultsSummary.count(on: link, milliseconds: milliseconds)
                })
        default:
            let (versions, rows) = try asResults { () throws(PostgresError) in
                let versions = try ResultsMigrator.applied(link, before: deadline)
                guard !versions.isEmpty else { return (versions, [[String?]]()) }
                let cursors = try link.execute(
                    "cursors",
                    "SELECT centre, sequence, epoch, written_at, program FROM dispatch.cursor ORDER BY 1",
                    before: deadline)
                return (versions, cursors.rows)
            }
            Output.line(versionLine(versions))
            for row in rows { Output.line(cursorLine(row.map { $0 ?? "" })) }
            return versions.isEmpty ? 1 : 0
        }
    }

    private static func sqlite(
        _ subcommand: Arguments.Subcommand, _ arguments: Arguments.Results, _ configuration: Configuration
    ) throws(ResultsFailure) -> Int32 {
        let path = configuration.resultsPath
        guard Files.exists(path) || subcommand == .resultsMigrate else {
            throw .away("there is no file \(path); the service makes it, or results migrate")
        }
        let connection = try asResults { () throws(SQLiteError) in
            let connection = try SQLiteConnection(path: path)
            try connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            return connection
        }
        switch subcommand {
        case .resultsMigrate: return say(made: try ResultsMigrator.migrate(connection))
        case .resultsCheck: return say(try ResultsCheck.of(connection))
        case .resultsSummarise:
            return say(
                try asResults { () throws(SQLiteError) in
                    if arguments.isAnew {
                        for sql in ResultsSummary.Counting(dialect: .sqlite).forget {
                            try connection.execute(sql)
                        }
                    }
                    return try ResultsSummary.count(on: connection)
                })
        default:
            let versions = try ResultsMigrator.applied(connection)
            Output.line(versionLine(versions))
            guard !versions.isEmpty else { return 1 }
            let rows = try asResults { () throws(SQLiteError) in
                let rows = try connection.prepare(
                    """
                    SELECT centre, sequence, epoch, datetime(written_at / 1000000, 'unixepoch') || '+00', program
                    FROM cursor ORDER BY 1
                    """)
                var found: [[String]] = []
                while try rows.step() { found.append((0..<5).map { rows.text($0) }) }
                return found
            }
            for row in rows { Output.line(cursorLine(row)) }
            return 0
        }
    }

    // MARK: - Words

    static func versionLine(_ applied: [ResultsMigration.Applied]) -> String {
        let found = applied.map(\.version).max() ?? 0
        let wanted = ResultsMigration.newest
        if found == 0 { return "no tables there; dispatch115 results migrate makes them (version \(wanted))" }
        return "tables of version \(found)"
            + (found == wanted ? "" : "; this program writes version \(wanted)")
    }

    private static func cursorLine(_ row: [String]) -> String {
        "centre \(row[0]): event \(row[1]), leader's epoch \(row[2]), written \(row[3]) by \(row[4])"
    }

    private static func say(made: [Int]) -> Int32 {
        let newest = ResultsMigration.newest
        Output.line(
            made.isEmpty
                ? "nothing to do: tables of version \(newest)"
                : "made version \(made.map { "\($0)" }.joined(separator: ", ")); newest \(newest)")
        return 0
    }

    private static func say(_ counted: ResultsSummary.Counted) -> Int32 {
        Output.line(
            "counted \(counted.days) days and \(counted.months) months"
                + (counted.isElsewhere ? "; another program counts at this moment, try again" : ""))
        return counted.isElsewhere ? 1 : 0
    }

    private static func say(_ check: ResultsCheck) -> Int32 {
        for line in check.missing { Output.line("missing: \(line)") }
        for line in check.more { Output.line("more: \(line)") }
        for line in check.changed { Output.line("changed: \(line)") }
        if !check.comparesDefinitions {
            Output.line(
                "compared by name only: the texts of views, functions and rules take the tables' owner")
        }
        let count = check.missing.count + check.more.count + check.changed.count
        Output.line(check.isSound ? "as this program makes them" : "\(count) differences")
        return check.isSound ? 0 : 1
    }
}
