import Foundation
import Testing

@testable import Dispatch115

/// What was changed by hand is named; and the page about all of it is what the declarations say.
@Suite struct ResultsCheckTests {
    @Test func resultsReferencePageIsTheDeclarations() throws {
        let root = #filePath.split(separator: "/").dropLast(5).joined(separator: "/")
        let path = "/" + root + "/docs/RESULTS.md"
        let text = ResultsPage.markdown()
        if WriteReference.isAsked { try Files.writeAtomically(path, Array(text.utf8)) }
        #expect(try Files.readText(path) == text, "run with DISPATCH115_WRITE_DOCS=1")
    }

    @Test func changesByHandAreNamedInSQLite() throws {
        let folder = try StorageFolder()
        let connection = try SQLiteConnection(path: folder.file("results.sqlite"))
        try ResultsMigrator.migrate(connection)
        #expect(try ResultsCheck.of(connection).isSound)
        try connection.execute("ALTER TABLE station ADD COLUMN colour TEXT; DROP INDEX call_by_time")
        let check = try ResultsCheck.of(connection)
        #expect(check.missing.count == 2 && check.more.count == 1, "\(check)")
        #expect(check.missing.contains { $0.hasPrefix("index call_by_time") })
        #expect(check.more.contains { $0.hasPrefix("table station") })
    }

    @Test func changesByHandAreNamedInPostgreSQL() throws {
        guard PostgresHome.binaries != nil else { return }
        let both = try ResultsDatabases()
        let cluster = try #require(both.cluster)
        let link = try cluster.connect(database: both.database)
        #expect(
            try ResultsCheck.of(link, before: .after(milliseconds: 60_000))
                == ResultsCheck(wanted: [], found: []))
        try cluster.query(
            """
            ALTER TABLE dispatch.station ADD COLUMN colour text;
            ALTER TABLE dispatch.call ALTER COLUMN phase DROP NOT NULL;
            ALTER TABLE dispatch.assignment DROP CONSTRAINT assignment_times_in_order;
            DROP INDEX dispatch.assignment_one_live_a_unit;
            GRANT DELETE ON dispatch.incident TO dispatch115_writer;
            REVOKE SELECT ON published.station_load FROM dispatch115_modules;
            ALTER TABLE dispatch.offer DISABLE ROW LEVEL SECURITY
            """, database: both.database)
        let check = try ResultsCheck.of(link, before: .after(milliseconds: 60_000))
        #expect(
            check.missing == [
                "column dispatch.call.phase text not null",
                "grant dispatch115_modules SELECT published.station_load",
                "index dispatch.assignment_one_live_a_unit", "row security dispatch.offer by_centre",
                "rule dispatch.assignment assignment_times_in_order",
            ])
        #expect(
            check.more == [
                "column dispatch.call.phase text", "column dispatch.station.colour text",
                "grant dispatch115_writer DELETE dispatch.incident",
            ])
    }

    /// Each kind of thing that keeps its name and is another one: named, and nothing else is.
    @Test func definitionsChangedByHandAreNamed() throws {
        guard PostgresHome.binaries != nil else { return }
        let both = try ResultsDatabases()
        let cluster = try #require(both.cluster)
        let link = try cluster.connect(database: both.database)
        func check() throws -> ResultsCheck {
            try ResultsCheck.of(link, before: .after(milliseconds: 60_000))
        }
        #expect(try check() == ResultsCheck(wanted: [], found: []))
        for (change, thing) in [
            (
                "CREATE OR REPLACE VIEW dispatch.decline_reason AS SELECT centre, NULL::date AS month, station, "
                    + "reason, 1::bigint AS n FROM dispatch.offer", "view dispatch.decline_reason"
            ),
            ("ALTER VIEW dispatch.unit_day SET (security_invoker = false)", "view dispatch.unit_day"),
            (
                "CREATE OR REPLACE FUNCTION dispatch.sees_all_centres(asking name) RETURNS boolean LANGUAGE sql "
                    + "STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT true'",
                "function dispatch.sees_all_centres"
            ),
            (
                "GRANT EXECUTE ON FUNCTION dispatch.make_partitions(timestamptz, integer) TO PUBLIC",
                "function dispatch.make_partitions"
            ),
            (
                "ALTER TABLE dispatch.incident DROP CONSTRAINT incident_priority_range; ALTER TABLE dispatch.incident "
                    + "ADD CONSTRAINT incident_priority_range CHECK (priority BETWEEN 0 AND 9)",
                "rule dispatch.incident incident_priority_range"
            ),
            (
                "DROP INDEX dispatch.call_by_time; CREATE INDEX call_by_time ON dispatch.call (received_at)",
                "index dispatch.call_by_time"
            ),
            (
                "ALTER POLICY by_centre ON dispatch.patient USING (true)",
                "row security dispatch.patient by_centre"
            ),
            ("ALTER TABLE dispatch.note ALTER COLUMN actor SET DEFAULT 'x'", "column dispatch.note.actor"),
            ("COMMENT ON COLUMN dispatch.unit.kind IS 'none of ours'", "comment on dispatch.unit.kind"),
            (
                "COMMENT ON FUNCTION dispatch.visible_centres(name) IS 'x'",
                "comment on function dispatch.visible_centres"
            ),
            ("ALTER TABLE dispatch.station FORCE ROW LEVEL SECURITY", "table dispatch.station"),
        ] {
            try cluster.query(change, database: both.database)
            let found = try check()
            #expect(
                found.changed.contains(thing) && found.missing.isEmpty && found.more.isEmpty,
                "\(thing): \(found)")
        }
        #expect(try check().changed.count == 11)
        try cluster.query(
            "CREATE TRIGGER mine AFTER INSERT ON dispatch.note EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            database: both.database)
        #expect(try check().more == ["trigger dispatch.note mine"])
        // Nothing of the comparison is left, and rows are where they were.
        let schemas = try cluster.query(
            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '%as it is'", database: both.database)
        #expect(schemas.integer(0, 0) == 0)
    }

    /// Who may not make tables is told by name only, and that it is so.
    @Test func whoMayNotMakeTablesComparesNames() throws {
        guard PostgresHome.binaries != nil else { return }
        let both = try ResultsDatabases()
        let cluster = try #require(both.cluster)
        let role = "looker_\(both.database)"
        try cluster.query("CREATE ROLE \(role) LOGIN IN ROLE dispatch115_auditor", database: both.database)
        let link = try PostgresConnection.connect(
            PostgresConninfo(checking: cluster.conninfo(database: both.database, user: role)),
            before: .after(milliseconds: 10_000))
        let check = try ResultsCheck.of(link, before: .after(milliseconds: 60_000))
        #expect(check.isSound && !check.comparesDefinitions)
    }

    /// The commands as they are typed.
    @Test func theCommandsWork() throws {
        let folder = try StorageFolder()
        let data = folder.path
        #expect(CommandLineEntry.status(["results", "status", "--data", data]) == 1)
        #expect(CommandLineEntry.status(["results", "migrate", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "migrate", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "check", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "summarise", "--anew", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "mend"]) == 64)
        guard PostgresHome.binaries != nil else { return }
        let cluster = try PostgresCluster.shared.get()
        let link = cluster.conninfo(database: try cluster.makeDatabase("command"))
        #expect(CommandLineEntry.status(["results", "status", "--database", link]) == 1)
        #expect(CommandLineEntry.status(["results", "migrate", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "check", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "summarise", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "summarise", "--anew", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--database", link + " password=x"]) == 1)
    }
}
