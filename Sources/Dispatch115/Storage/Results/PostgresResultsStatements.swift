// The statements of the results' writer, made once from the tables' declarations. Those of a batch may be kept
// prepared by the server; none needs to be, and the store goes on without where a pooler stands between.

enum PostgresResultsStatements {
    static func name(_ table: ResultsTable) -> String {
        (table.isProtected ? "private." : "dispatch.") + table.name.rawValue
    }

    private static func columns(_ table: ResultsTable) -> String {
        table.columns.map(\.name).joined(separator: ", ")
    }

    /// What becomes of a row whose key is there.
    enum Conflict { case replace, refuse, keep }

    /// INSERT of a column's array each. Side by side in the list, where the server walks through all of them
    /// at once; `FROM unnest(...)` would lay each down in a store of its own first, at twice the cost.
    static func insert(_ table: ResultsTable, _ conflict: Conflict) -> String {
        let arrays = table.columns.enumerated().map {
            "unnest($\($0.offset + 1)::\(PostgresResultsColumns.arrayName($0.element.type)))"
        }
        return "INSERT INTO \(name(table)) (\(columns(table))) SELECT "
            + arrays.joined(separator: ", ") + onConflict(table, conflict)
    }

    /// INSERT of one row, a value each: two thirds of what arrays of one cost.
    static func insertOne(_ table: ResultsTable, _ conflict: Conflict) -> String {
        let values = table.columns.enumerated().map {
            "$\($0.offset + 1)::\(PostgresResultsColumns.elementName($0.element.type))"
        }
        return "INSERT INTO \(name(table)) (\(columns(table))) VALUES ("
            + values.joined(separator: ", ") + ")" + onConflict(table, conflict)
    }

    private static func onConflict(_ table: ResultsTable, _ conflict: Conflict) -> String {
        let key = table.columns.prefix(table.keyCount).map(\.name).joined(separator: ", ")
        let rest = table.columns.dropFirst(table.keyCount).map { "\($0.name) = excluded.\($0.name)" }
        return switch conflict {
        case .refuse: ""
        case .keep: " ON CONFLICT (\(key)) DO NOTHING"
        case .replace:
            rest.isEmpty
                ? " ON CONFLICT (\(key)) DO NOTHING"
                : " ON CONFLICT (\(key)) DO UPDATE SET \(rest.joined(separator: ", "))"
        }
    }

    static func copy(_ table: ResultsTable) -> String {
        "COPY \(name(table)) (\(columns(table))) FROM STDIN (FORMAT binary)"
    }

    /// By table: upserts, and inserts of what only grows.
    static let insertOfTable: [PostgresKeptText] = ResultsTable.all.map {
        PostgresKeptText(insert($0, $0.onlyGrows ? .refuse : .replace))
    }
    /// The same of one row.
    static let insertOneOfTable: [PostgresKeptText] = ResultsTable.all.map {
        PostgresKeptText(insertOne($0, $0.onlyGrows ? .refuse : .replace))
    }
    static let copyOfTable: [String] = ResultsTable.all.map(copy)
    /// Whatever there is of texts that were erased.
    static let eraseTexts = """
        UPDATE private.personal_text SET content = NULL, erased_at = coalesce(erased_at, $4)
        WHERE centre = $1 AND text >= $2 AND text < $3
        """
    static let eraseKeys = """
        UPDATE private.record_key SET key = NULL WHERE centre = $1 AND text >= $2 AND text < $3
        """
    static let addPositions = PostgresKeptText(insert(ResultsTable.of(.position), .keep))

    /// Bounds on the server's side too, in this transaction: it ends what we have given up waiting for. And it
    /// plans each kept statement once for all values: no other plan of an INSERT would be better.
    static let bounds = PostgresKeptText(
        """
        SELECT set_config('statement_timeout', $1, true), set_config('lock_timeout', $2, true),
            set_config('idle_in_transaction_session_timeout', $1, true),
            set_config('plan_cache_mode', 'force_generic_plan', true)
        """)

    /// Takes the cursor for an epoch, or makes it; no row where a higher epoch has it. It always writes: what
    /// is read after a commit of our own was committed before it, on the standby too, where one is waited for.
    static let claim = """
        INSERT INTO dispatch.cursor AS held (centre, sequence, hash, epoch, written_at, program)
        VALUES ($1, 0, $2, $3, $4, $5)
        ON CONFLICT (centre) DO UPDATE SET epoch = excluded.epoch, written_at = excluded.written_at,
            program = excluded.program
        WHERE held.epoch <= excluded.epoch
        RETURNING sequence, hash, epoch
        """

    /// Moves the cursor; where it does not stand as it must, the division by nothing fails the transaction,
    /// COMMIT and all, in the same round trip.
    static let move = PostgresKeptText(
        """
        WITH moved AS (
            UPDATE dispatch.cursor
            SET sequence = $2, hash = $3, epoch = $4, written_at = $5, program = $6
            WHERE centre = $1 AND sequence = $7 AND hash = $8 AND epoch <= $4
            RETURNING 1)
        SELECT 1 / count(*) FROM moved
        """)

    /// Fails where a higher epoch has the cursor.
    static let lead = PostgresKeptText(
        "SELECT 1 / count(*) FROM dispatch.cursor WHERE centre = $1 AND epoch <= $2")

    static let version = "SELECT coalesce(max(version), 0) FROM dispatch.schema_migration"
    static let cursor = "SELECT sequence, hash, epoch FROM dispatch.cursor WHERE centre = $1"
    static let partitions = "SELECT dispatch.make_partitions(now(), 3)"
}
