// docs/RESULTS.md from the declarations: tables, rules, views, roles, migrations, and how centres are collected
// into one database. Pure text; a test holds the page to it.

enum ResultsPage {
    static func markdown() -> String {
        var out = intro
        out += "\n## Views\n\n"
        for view in ResultsView.all { out += section(view) }
        out += "\n## Tables\n\n"
        for shape in ResultsShape.keeping(.postgres) { out += section(shape, nil) }
        for (table, shape) in zip(ResultsTable.all, ResultsShape.tables) { out += section(shape, table) }
        return out + roles + migrations + national
    }

    private static let intro = """
        # The results

        Made from the program's own declarations: `DISPATCH115_WRITE_DOCS=1 swift test --skip-build --filter
        Reference` writes this page anew.

        What was called in, decided and done, as rows that anybody may query: in PostgreSQL, in the schemas
        `dispatch` (tables, views for people), `private` (names, numbers, words, keys) and `published` (views for
        other modules); without PostgreSQL in `results.sqlite` in the data folder, the same tables without
        schemas and with the views of `published` prefixed `published_`. Every key begins with the centre, so
        that several centres may share one database. Times are `timestamptz` in PostgreSQL and microseconds
        since 1970 (UTC) in SQLite, flags 0 and 1 there. Days and months of views are Vietnam's. Closed lists
        are written by the names of docs/SPEC.md.

        The service writes them behind its journal and moves `cursor` in the same transaction: what is there is
        there once, and complete up to `cursor.sequence`.

            dispatch115 results migrate --database 'host=db1 dbname=dispatch user=dispatch_owner'
            dispatch115 results status  --database 'host=db1 dbname=dispatch user=dispatch_owner'
            dispatch115 results check   --database 'host=db1 dbname=dispatch user=dispatch_owner'

        Reports of past days and months are counted beforehand, into the tables `day_*` and `month_*`: by the service
        once a minute, or with `dispatch115 results summarise` where none runs (a national database, a database that
        was just filled). Nothing has to be: the views take a count only as long as no event has changed a row of
        its day since (`changed_day`, `summary_day`, `summary_month`), and count the rows of all other days when they
        are asked. After rows were changed by hand: `dispatch115 results summarise --anew`, by the tables' owner.
        `results check` compares with what this program would make, the texts of views, functions and rules too
        where its role may make tables.

        Passwords never stand there: they come from `~/.pgpass`, `passfile=` or a service file.

            SELECT measure, priority, n, mean_seconds, p50_seconds, p90_seconds, left_out
            FROM dispatch.response_time WHERE month = '2026-11-01' ORDER BY priority, step;

        """

    private static func section(_ view: ResultsView) -> String {
        "### \(view.qualified(.postgres))\n\n\(view.comment)\n\n| column | |\n|---|---|\n"
            + view.columns.map { "| `\($0.name)` | \($0.comment) |\n" }.joined() + "\n"
    }

    private static func section(_ shape: ResultsShape, _ table: ResultsTable?) -> String {
        let key = shape.columns.prefix(shape.keyCount).map { "`\($0.name)`" }.joined(separator: ", ")
        var out = "### \(shape.qualified(.postgres))\n\n\(shape.comment) Key: \(key)."
        if let parted = shape.partedBy { out += " Parted by the month of `\(parted)` in PostgreSQL." }
        if shape.onlyGrows { out += " Only grows." }
        out += "\n\n| column | type | |\n|---|---|---|\n"
        for column in shape.columns {
            let type = ResultsDialect.postgres.type(column.type)
            let optional = column.isOptional ? " or null" : ""
            out += "| `\(column.name)` | \(type)\(optional) | \(column.comment) |\n"
        }
        out += "\n"
        guard let table else { return out }
        for rule in table.name.rules(table) { out += "- `\(rule.name)`: `\(rule.holds)`\n" }
        for reference in table.name.references {
            out += "- `\(reference.column)` is one of `\(ResultsTable.of(reference.to).name.rawValue)`\n"
        }
        for index in table.name.indexes where index.isUnique {
            let where_ = index.condition.map { " where `\($0)`" } ?? ""
            out += "- `\(index.name)`: one row for each (\(index.columns.joined(separator: ", ")))\(where_)\n"
        }
        return out.hasSuffix("\n\n") ? out : out + "\n"
    }

    private static let roles: String =
        "\n## Roles\n\nGroups without a login, in PostgreSQL; people and programs get logins that are members of one."
        + " Rows are seen by centre: `dispatch.centre_access` says which role (or group) sees which centre, `*` for"
        + " all; without a line there a role sees no rows.\n\n| role | |\n|---|---|\n"
        + ResultsRole.all.map { "| `\($0.name)` | \($0.comment) |\n" }.joined()
            + """

                CREATE ROLE hanoi_service LOGIN IN ROLE dispatch115_writer;
                CREATE ROLE lan LOGIN IN ROLE dispatch115_reader;
                INSERT INTO dispatch.centre_access VALUES ('hanoi_service', 'HN'), ('lan', 'HN');

            COPY is not for roles under row security: where a database holds one centre only, a writer that
            should load a long journal fast may be given BYPASSRLS.

            """

    private static let migrations: String =
        "\n## Migrations\n\nIn order, each in one transaction, with the checksum of its statements in"
        + " `schema_migration`; a step that was applied and reads otherwise now is refused, and so are tables"
        + " newer than the program. Once released a step never changes: a new column or list is a new step.\n\n"
        + "| version | | PostgreSQL | SQLite |\n|---|---|---|---|\n"
        + zip(ResultsMigration.all(.postgres), ResultsMigration.all(.sqlite)).map {
            "| \($0.version) | \($0.name) | `\($0.checksum.prefix(16))` | `\($1.checksum.prefix(16))` |\n"
        }.joined()

    private static let national = """

        ## Many centres in one database

        Two ways. Centres may write into one database: keys and row security part them. Or each centre keeps its
        own and a national one collects them by PostgreSQL's logical replication (`wal_level = logical` at the
        centres); rows of several centres cannot collide, since every key begins with the centre. At each
        centre, by the owner of the tables (names and keys stay there: `private` is not published):

            CREATE PUBLICATION centre FOR TABLE \(published)
                WITH (publish_via_partition_root = true);

        In the national database, after `dispatch115 results migrate` there, one subscription a centre:

            SELECT dispatch.make_partitions('2026-01-01', 60);
            CREATE SUBSCRIPTION hanoi CONNECTION 'host=hanoi-db dbname=dispatch user=national'
                PUBLICATION centre;

        Its reports are counted there: `dispatch115 results summarise` by night, which waits until a
        subscription has copied its tables. What the national database may not do is write back: its roles are
        readers. A centre that is away is behind and catches up; `pg_stat_subscription` and `dispatch.cursor`
        say how far each is.

        """

    /// What a centre publishes: everything but what is about its own database.
    static let published: String =
        (ResultsShape.tables.filter { $0.folder == .dispatch } + [ResultsShape.cursor])
        .map { $0.qualified(.postgres) }.joined(separator: ", ")
}
