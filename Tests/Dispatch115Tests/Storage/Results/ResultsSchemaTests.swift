import Foundation
import Testing

@testable import Dispatch115

/// Declarations and migrations: names that fit, steps that run once, and what a changed step leads to.
@Suite struct ResultsSchemaTests {
    private func failure(_ body: () throws -> Void) -> ResultsFailure? {
        do { try body() } catch { return error as? ResultsFailure }
        return nil
    }

    /// Rules, indexes and references name columns that are there, and no two things have one name.
    @Test func declarationsFitTogether() {
        var names: Set<String> = []
        for table in ResultsTable.all {
            let columns = Set(table.columns.map(\.name))
            #expect(columns.count == table.columns.count, "\(table.name) has a column twice")
            for list in table.name.closedLists {
                #expect(columns.contains(list.column), "\(table.name).\(list.column)")
                #expect(!list.words.isEmpty)
            }
            for reference in table.name.references { #expect(columns.contains(reference.column)) }
            for index in table.name.indexes where !index.isOnlyForPostgres {
                for column in index.columns { #expect(columns.contains(column), "\(index.name): \(column)") }
            }
            let all =
                [table.name.rawValue] + table.name.indexes.map(\.name)
                + table.name.rules(table).map(\.name)
            for name in all { #expect(names.insert(name).inserted, "\(name) is there twice") }
            for name in all { #expect(name.utf8.count < 64, "\(name) is cut by PostgreSQL") }
            #expect(table.columns.allSatisfy { $0.comment.hasSuffix(".") || $0.comment.hasSuffix(").") })
        }
        for view in ResultsView.all {
            #expect(names.insert(view.qualified(.sqlite)).inserted, "\(view.name)")
        }
    }

    @Test func everyTableAndColumnHasItsComment() throws {
        guard PostgresHome.binaries != nil else { return }
        let both = try ResultsDatabases()
        let bare = try both.cluster?.query(
            """
            SELECT c.oid::regclass || '.' || coalesce(a.attname, '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE n.nspname IN ('dispatch', 'private', 'published') AND c.relkind IN ('r', 'p', 'v')
                AND NOT c.relispartition
                AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)
            """, database: both.database)
        #expect(bare?.rows.isEmpty == true, "\(bare?.rows.prefix(5) ?? [])")
    }

    @Test func stepsRunOnceInSQLite() throws {
        let folder = try StorageFolder()
        let connection = try SQLiteConnection(path: folder.file("results.sqlite"))
        let versions = ResultsMigration.all(.sqlite).map(\.version)
        #expect(try ResultsMigrator.migrate(connection) == versions)
        #expect(try ResultsMigrator.migrate(connection) == [])
        try connection.execute("UPDATE schema_migration SET checksum = 'x' WHERE version = 1")
        guard case .refused(let why) = failure({ try ResultsMigrator.migrate(connection) }) else {
            Issue.record("a changed step is taken")
            return
        }
        #expect(why.contains("version 1 (tables)"))
        try connection.execute("DELETE FROM schema_migration WHERE version = 1")
        guard case .refused = failure({ try ResultsMigrator.migrate(connection) }) else {
            Issue.record("a missing step is passed over")
            return
        }
        try connection.execute("INSERT INTO schema_migration VALUES (99, 'later', 'y', 0)")
        let newest = ResultsMigration.newest
        #expect(failure { try ResultsMigrator.migrate(connection) } == .schema(found: 99, wanted: newest))
    }

    /// Two at once wait for each other; a step that fails leaves nothing of itself.
    @Test func stepsRunOnceInPostgreSQL() throws {
        guard PostgresHome.binaries != nil else { return }
        let cluster = try PostgresCluster.shared.get()
        let database = try cluster.makeDatabase("steps")
        let made = Locked<[[Int]]>([])
        DispatchQueue.concurrentPerform(iterations: 3) { _ in
            guard let link = try? cluster.connect(database: database),
                let steps = try? ResultsMigrator.migrate(link, before: .after(milliseconds: 60_000))
            else { return }
            made.with { $0.append(steps) }
        }
        let all = made.with { $0 }
        #expect(
            all.count == 3 && all.flatMap { $0 }.sorted() == ResultsMigration.all(.postgres).map(\.version))
        let second = try cluster.makeDatabase("half")
        try cluster.query(
            "CREATE SCHEMA published; CREATE VIEW published.station_load AS SELECT 1 AS x", database: second)
        let link = try cluster.connect(database: second)
        guard
            case .refused = failure({
                try ResultsMigrator.migrate(link, before: .after(milliseconds: 60_000))
            })
        else {
            Issue.record("a step over a view that is there is taken")
            return
        }
        let versions = try cluster.query("SELECT version FROM dispatch.schema_migration", database: second)
        #expect(versions.rows == [["1"]])
        let views = try cluster.query("SELECT to_regclass('dispatch.response_interval')", database: second)
        #expect(views.text(0, 0) == nil)
    }

    /// A row without a part of its own is kept, and goes to its part when that is made.
    @Test func partsTakeTheirRows() throws {
        guard PostgresHome.binaries != nil else { return }
        let both = try ResultsDatabases()
        let cluster = try #require(both.cluster)
        let store = try #require(both.postgres)
        let cursor = try store.open(epoch: 1)
        #expect(cursor.head.sequence == 0)
        let rows = (0..<40).map { month in
            ResultsSample.row(
                .position,
                [
                    "unit": .integer(1),
                    "measured_at": ResultsSample.at(Int64(month) * 2_600_000 + 150_000_000),
                ]
            ).row
        }
        try store.add(positions: rows)
        func count(_ table: String) throws -> Int64? {
            try cluster.query("SELECT count(*) FROM dispatch.\(table)", database: both.database).integer(0, 0)
        }
        #expect(try count("position_rest") == 40)
        let make = "SELECT dispatch.make_partitions('2031-08-15', 60)"
        #expect(try cluster.query(make, database: both.database).integer(0, 0) == 120)
        #expect(try cluster.query(make, database: both.database).integer(0, 0) == 0)
        #expect(try count("position") == 40)
        #expect(try count("position_rest") == 0)
        #expect(
            (try? cluster.query("SELECT dispatch.make_partitions(now(), 61)", database: both.database)) == nil
        )
    }
}
