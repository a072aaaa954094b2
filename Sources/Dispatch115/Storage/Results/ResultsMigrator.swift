// Brings a database to the tables of today: the missing steps in order, each in one transaction with its row in
// schema_migration. Twice changes nothing; two at once wait for each other: in PostgreSQL by an advisory lock,
// in SQLite because one connection has the file.

enum ResultsMigrator {
    // MARK: - SQLite

    /// The versions that it made.
    @discardableResult
    static func migrate(_ connection: SQLiteConnection) throws(ResultsFailure) -> [Int] {
        let missing = try ResultsMigration.missing(.sqlite, applied: applied(connection))
        for step in missing {
            do throws(ResultsFailure) {
                try asResults { () throws(SQLiteError) in
                    try connection.begin()
                    for sql in ResultsSchema.account(.sqlite) + step.statements {
                        try connection.execute(sql)
                    }
                    let row = try connection.prepare(
                        "INSERT INTO schema_migration (version, name, checksum, applied_at)"
                            + " VALUES (?1, ?2, ?3, ?4)")
                    try row.bind(1, Int64(step.version))
                    try row.bind(2, text: step.name)
                    try row.bind(3, text: step.checksum)
                    try row.bind(4, WallClock.wallNanoseconds() / 1000)
                    try row.run()
                    try connection.commit()
                }
            } catch {
                _ = try? connection.rollBack()
                throw error
            }
        }
        return missing.map(\.version)
    }

    static func applied(_ connection: SQLiteConnection) throws(ResultsFailure) -> [ResultsMigration.Applied] {
        try asResults { () throws(SQLiteError) in
            guard
                try connection.text("SELECT name FROM sqlite_master WHERE name = 'schema_migration'") != nil
            else { return [] }
            let rows = try connection.prepare("SELECT version, name, checksum FROM schema_migration")
            var found: [ResultsMigration.Applied] = []
            while try rows.step() {
                found.append(
                    ResultsMigration.Applied(
                        version: Int(rows.integer(0)), name: rows.text(1), checksum: rows.text(2)))
            }
            return found
        }
    }

    // MARK: - PostgreSQL

    /// One migration at a time in a database: the key of its advisory lock.
    private static let lock = "SELECT pg_advisory_xact_lock(115, 1)"

    /// The versions that it made. Needs a role that owns the schemas or may make them, and that may make roles
    /// where the group roles are not there.
    @discardableResult
    static func migrate(
        _ link: PostgresConnection, before deadline: PostgresDeadline
    ) throws(ResultsFailure) -> [Int] {
        var made: [Int] = []
        do throws(ResultsFailure) {
            // Each step looks again under the lock: another migration may have come first.
            while true {
                let found = try asResults { () throws(PostgresError) in
                    try link.execute(.begin, before: deadline)
                    try link.execute("wait for other migrations", lock, before: deadline)
                    return try applied(link, before: deadline)
                }
                let step = try ResultsMigration.missing(.postgres, applied: found).first
                try asResults { () throws(PostgresError) in
                    if let step { try apply(step, link, deadline) }
                    try link.execute(.commit, before: deadline)
                }
                guard let step else { return made }
                made.append(step.version)
            }
        } catch {
            link.rollBack(before: deadline)
            throw error
        }
    }

    private static func apply(
        _ step: ResultsMigration, _ link: PostgresConnection, _ deadline: PostgresDeadline
    ) throws(PostgresError) {
        if step.version == 1 {
            for sql in ResultsSchema.account(.postgres) {
                try link.execute("table of migrations", sql, before: deadline)
            }
        }
        for sql in step.statements {
            try link.execute("version \(step.version), \(step.name)", sql, before: deadline)
        }
        try link.execute(
            PostgresStatement(
                "record of version \(step.version)",
                "INSERT INTO dispatch.schema_migration (version, name, checksum, applied_at)"
                    + " VALUES ($1::integer, $2, $3, now())",
                [.integer(step.version), .text(step.name), .text(step.checksum)]),
            before: deadline)
    }

    /// Nothing where there is no table of them.
    static func applied(
        _ link: PostgresConnection, before deadline: PostgresDeadline
    ) throws(PostgresError) -> [ResultsMigration.Applied] {
        let there = try link.execute(
            "look for tables", "SELECT to_regclass('dispatch.schema_migration') IS NOT NULL", before: deadline
        )
        guard there.flag(0, 0) == true else { return [] }
        let rows = try link.execute(
            "versions", "SELECT version, name, checksum FROM dispatch.schema_migration", before: deadline)
        return rows.rows.indices.map {
            ResultsMigration.Applied(
                version: Int(rows.integer($0, 0) ?? 0), name: rows.text($0, 1) ?? "",
                checksum: rows.text($0, 2) ?? "")
        }
    }
}
