// The tables of the results as statements of PostgreSQL and of SQLite, made from their declarations. Pure: it
// opens nothing. Names are quoted only where a database would read them otherwise: none is, and a test loads
// them into both.

enum ResultsSchema {
    /// Everything that version 1 makes, in its order: one statement each.
    static func tables(_ dialect: ResultsDialect) -> [String] {
        var statements: [String] = []
        if dialect == .postgres {
            for folder in ResultsFolder.allCases {
                statements.append("CREATE SCHEMA IF NOT EXISTS \(folder.rawValue)")
                statements.append("COMMENT ON SCHEMA \(folder.rawValue) IS \(quoted(folder.comment))")
            }
        }
        for shape in ResultsShape.keeping(dialect) {
            // The table of migrations is there before any of them.
            if shape != .migration { statements.append(create(shape, dialect)) }
            statements += comments(shape, dialect)
        }
        for (table, shape) in zip(ResultsTable.all, ResultsShape.tables) {
            statements.append(create(shape, dialect, table))
            statements += comments(shape, dialect)
            if dialect == .postgres, shape.partedBy != nil {
                let rest = "\(shape.folder.rawValue).\(shape.name)_rest"
                statements.append("CREATE TABLE \(rest) PARTITION OF \(shape.qualified(.postgres)) DEFAULT")
                statements.append(
                    "COMMENT ON TABLE \(rest) IS 'Rows of months without a part of their own.'")
            }
            for index in table.name.indexes where dialect == .postgres || !index.isOnlyForPostgres {
                statements.append(create(index, on: shape, dialect))
                if dialect == .postgres, index.isUnique {
                    statements.append(
                        "COMMENT ON INDEX \(shape.folder.rawValue).\(index.name) IS "
                            + quoted("At most one row where \(index.condition ?? "")."))
                }
            }
        }
        if dialect == .postgres { statements += partitions }
        return statements
    }

    /// The table of migrations, made where there is none.
    static func account(_ dialect: ResultsDialect) -> [String] {
        let create = create(.migration, dialect, isFirst: true)
        return dialect == .postgres ? ["CREATE SCHEMA IF NOT EXISTS dispatch", create] : [create]
    }

    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    // MARK: - One table

    static func create(
        _ shape: ResultsShape, _ dialect: ResultsDialect, _ table: ResultsTable? = nil, isFirst: Bool = false
    ) -> String {
        var lines = shape.columns.map { column(_: $0, dialect) }
        var key = shape.columns.prefix(shape.keyCount).map(\.name).joined(separator: ", ")
        key = "CONSTRAINT \(shape.name)_key PRIMARY KEY (\(key))"
        lines.append(key)
        if let table {
            for rule in table.name.rules(table) {
                lines.append("CONSTRAINT \(rule.name) CHECK (\(rule.holds))")
            }
            for reference in table.name.references {
                let to = ResultsShape(ResultsTable.of(reference.to))
                let target = to.columns.prefix(2).map(\.name).joined(separator: ", ")
                lines.append(
                    "CONSTRAINT \(shape.name)_\(reference.column)_there FOREIGN KEY (centre, "
                        + "\(reference.column)) REFERENCES \(to.qualified(dialect)) (\(target))")
            }
        }
        lines += shape.rules.map { "CONSTRAINT \($0.name) CHECK (\($0.holds))" }
        if dialect == .sqlite {
            for column in shape.columns where column.type == .flag {
                lines.append("CONSTRAINT \(shape.name)_\(column.name)_flag CHECK (\(column.name) IN (0, 1))")
            }
        }
        let parted = dialect == .postgres ? shape.partedBy.map { " PARTITION BY RANGE (\($0))" } : nil
        return "CREATE TABLE \(isFirst ? "IF NOT EXISTS " : "")\(shape.qualified(dialect)) (\n    "
            + lines.joined(separator: ",\n    ") + "\n)" + (parted ?? "")
            + (dialect == .sqlite ? " STRICT, WITHOUT ROWID" : "")
    }

    private static func column(_ column: ResultsColumn, _ dialect: ResultsDialect) -> String {
        "\(column.name) \(dialect.type(column.type))\(column.isOptional ? "" : " NOT NULL")"
    }

    private static func create(
        _ index: ResultsIndex, on shape: ResultsShape, _ dialect: ResultsDialect
    ) -> String {
        "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(index.name) ON \(shape.qualified(dialect))"
            + " (\(index.columns.joined(separator: ", ")))" + (index.condition.map { " WHERE \($0)" } ?? "")
    }

    /// PostgreSQL's comments; SQLite has none, and docs/RESULTS.md says the same.
    private static func comments(_ shape: ResultsShape, _ dialect: ResultsDialect) -> [String] {
        guard dialect == .postgres else { return [] }
        let name = shape.qualified(dialect)
        return ["COMMENT ON TABLE \(name) IS \(quoted(shape.comment))"]
            + shape.columns.map { "COMMENT ON COLUMN \(name).\($0.name) IS \(quoted($0.comment))" }
    }

    // MARK: - Parts by month

    /// Makes parts ahead, so that a row finds one; without, it goes to the rest and is moved when its part is
    /// made. Runs as its owner: the writer may call it and may make no table otherwise.
    private static let partitions = [
        """
        CREATE FUNCTION dispatch.make_partitions(first_time timestamp with time zone, months integer)
        RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
        DECLARE
            made integer := 0;
            parent record;
            part text;
            first_moment timestamp with time zone;
            end_moment timestamp with time zone;
        BEGIN
            IF months NOT BETWEEN 1 AND 60 THEN
                RAISE EXCEPTION 'months: % is not 1 to 60', months;
            END IF;
            PERFORM pg_advisory_xact_lock(115, 2);
            FOR parent IN SELECT * FROM (VALUES \(partedTables)) AS t (name, moment) LOOP
                FOR ahead IN 0 .. months - 1 LOOP
                    first_moment := (date_trunc('month', first_time AT TIME ZONE 'UTC')
                        + make_interval(months => ahead)) AT TIME ZONE 'UTC';
                    end_moment := (first_moment AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC';
                    part := parent.name || to_char(first_moment AT TIME ZONE 'UTC', '_YYYY_MM');
                    CONTINUE WHEN to_regclass('dispatch.' || part) IS NOT NULL;
                    EXECUTE format('CREATE TABLE dispatch.%I (LIKE dispatch.%I INCLUDING ALL)', part,
                        parent.name);
                    EXECUTE format('ALTER TABLE dispatch.%I ENABLE ROW LEVEL SECURITY', part);
                    EXECUTE format('WITH moved AS (DELETE FROM dispatch.%I WHERE %I >= %L AND %I < %L'
                        || ' RETURNING *) INSERT INTO dispatch.%I SELECT * FROM moved',
                        parent.name || '_rest', parent.moment, first_moment, parent.moment, end_moment, part);
                    EXECUTE format('ALTER TABLE dispatch.%I ATTACH PARTITION dispatch.%I'
                        || ' FOR VALUES FROM (%L) TO (%L)', parent.name, part, first_moment, end_moment);
                    made := made + 1;
                END LOOP;
            END LOOP;
            RETURN made;
        END
        $body$
        """,
        "REVOKE ALL ON FUNCTION dispatch.make_partitions(timestamp with time zone, integer) FROM PUBLIC",
        "COMMENT ON FUNCTION dispatch.make_partitions(timestamp with time zone, integer) IS "
            + "'Makes the monthly parts of the tables that are parted, from the month of a moment on; says how many.'",
    ]

    private static let partedTables = ResultsShape.tables.compactMap { shape in
        shape.partedBy.map { "('\(shape.name)', '\($0)')" }
    }.joined(separator: ", ")
}
