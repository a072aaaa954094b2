// What of a database's tables is not as this program makes them: found out by name, so that whoever changed
// something by hand is told what. Reads catalogues; what is not seen there by name (the text of a view, a function
// or a rule, a comment) is compared with the same things made anew beside them, in a transaction that is rolled
// back (ResultsCheck+Definitions).

/// The difference between what should be there and what is.
struct ResultsCheck: Equatable, Sendable {
    /// "column dispatch.call.phase text not null" and the like.
    var missing: [String]
    var more: [String]
    /// There under its name, and not as it is declared: "view dispatch.daily_count".
    var changed: [String] = []
    /// Whether definitions were compared: that takes the right to make the tables.
    var comparesDefinitions = true

    var isSound: Bool { missing.isEmpty && more.isEmpty && changed.isEmpty }

    init(wanted: [String], found: [String]) {
        let there = Set(found)
        let known = Set(wanted)
        missing = known.subtracting(there).sorted()
        more = there.subtracting(known).sorted()
    }

    // MARK: - SQLite

    /// SQLite keeps the text of each statement: it must be ours.
    static func of(_ connection: SQLiteConnection) throws(ResultsFailure) -> ResultsCheck {
        try asResults { () throws(SQLiteError) in
            let fresh = try SQLiteConnection(path: ":memory:")
            let steps = ResultsMigration.all(.sqlite).flatMap(\.statements)
            for sql in ResultsSchema.account(.sqlite) + steps { try fresh.execute(sql) }
            return ResultsCheck(wanted: try objects(fresh), found: try objects(connection))
        }
    }

    private static func objects(_ connection: SQLiteConnection) throws(SQLiteError) -> [String] {
        let rows = try connection.prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        var found: [String] = []
        while try rows.step() {
            let mark = Digest(hashing: Array(rows.text(2).utf8)).hexadecimal.prefix(8)
            found.append("\(rows.text(0)) \(rows.text(1)) (\(mark))")
        }
        return found
    }

    // MARK: - PostgreSQL

    static func of(
        _ link: PostgresConnection, before deadline: PostgresDeadline
    ) throws(ResultsFailure) -> ResultsCheck {
        var check = try asResults { () throws(PostgresError) in
            let rows = try link.execute("catalogue", catalogue, before: deadline)
            return ResultsCheck(wanted: wanted, found: rows.rows.compactMap { $0.first ?? nil })
        }
        try check.compareDefinitions(link, before: deadline)
        return check
    }

    static let wanted: [String] = {
        var lines: [String] = []
        func add(_ shape: ResultsShape, _ table: ResultsTable?) {
            let name = shape.qualified(.postgres)
            lines.append("table \(name)")
            for (place, column) in shape.columns.enumerated() {
                let isNeeded = !column.isOptional || place < shape.keyCount
                lines.append(
                    "column \(name).\(column.name) \(ResultsDialect.postgres.type(column.type))"
                        + (isNeeded ? " not null" : ""))
            }
            var rules = ["\(shape.name)_key"]
            if let table {
                rules += table.name.rules(table).map(\.name)
                rules += table.name.references.map { "\(shape.name)_\($0.column)_there" }
                for index in table.name.indexes {
                    lines.append("index \(shape.folder.rawValue).\(index.name)")
                }
            }
            rules += shape.rules.map(\.name)
            lines += rules.map { "rule \(name) \($0)" }
        }
        for shape in ResultsShape.keeping(.postgres) { add(shape, nil) }
        for (table, shape) in zip(ResultsTable.all, ResultsShape.tables) { add(shape, table) }
        lines += ResultsView.all.map { "view \($0.qualified(.postgres))" }
        lines += ["make_partitions", "visible_centres", "sees_all_centres"].map { "function dispatch.\($0)" }
        for right in ResultsAccess.rights {
            lines += right.verbs.map { "grant \(right.role.name) \($0) \(right.object)" }
        }
        lines += ResultsAccess.secured.map { "row security \($0.qualified(.postgres)) by_centre" }
        return lines
    }()

    /// One line a thing, as `wanted` writes it. Parts of parted tables and what stands behind keys are left out.
    private static let catalogue = """
        WITH ours AS (
            SELECT c.oid, c.relkind, c.relname, c.relowner, c.relacl, c.relrowsecurity,
                n.nspname || '.' || c.relname AS name, n.nspname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('dispatch', 'private', 'published') AND NOT c.relispartition
        )
        SELECT CASE relkind WHEN 'v' THEN 'view ' ELSE 'table ' END || name FROM ours
            WHERE relkind IN ('r', 'p', 'v', 'm')
        UNION ALL
        SELECT 'column ' || o.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
            FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid
            WHERE o.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT 'rule ' || o.name || ' ' || c.conname FROM ours o JOIN pg_constraint c ON c.conrelid = o.oid
            WHERE c.contype IN ('c', 'p', 'f', 'u')
        UNION ALL
        SELECT 'index ' || o.name FROM ours o WHERE o.relkind IN ('i', 'I')
            AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = o.oid AND c.contype IN ('p', 'u'))
        UNION ALL
        SELECT 'function ' || n.nspname || '.' || p.proname FROM pg_proc p
            JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('dispatch', 'private', 'published')
        UNION ALL
        SELECT 'trigger ' || o.name || ' ' || t.tgname FROM ours o JOIN pg_trigger t ON t.tgrelid = o.oid
            WHERE NOT t.tgisinternal
        UNION ALL
        SELECT 'rewriting ' || o.name || ' ' || r.rulename FROM ours o JOIN pg_rewrite r ON r.ev_class = o.oid
            WHERE r.rulename <> '_RETURN'
        UNION ALL
        SELECT 'grant ' || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END || ' '
                || g.privilege_type || ' ' || o.name
            FROM ours o, aclexplode(o.relacl) g WHERE g.grantee <> o.relowner
        UNION ALL
        SELECT 'row security ' || o.name || ' ' || p.polname FROM ours o JOIN pg_policy p ON p.polrelid = o.oid
            WHERE o.relrowsecurity
        """
}
