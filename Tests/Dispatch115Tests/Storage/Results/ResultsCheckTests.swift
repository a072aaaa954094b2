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

    /// The commands as they are typed.
    @Test func theCommandsWork() throws {
        let folder = try StorageFolder()
        let data = folder.path
        #expect(CommandLineEntry.status(["results", "status", "--data", data]) == 1)
        #expect(CommandLineEntry.status(["results", "migrate", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "migrate", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "check", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--data", data]) == 0)
        #expect(CommandLineEntry.status(["results", "mend"]) == 64)
        guard PostgresHome.binaries != nil else { return }
        let cluster = try PostgresCluster.shared.get()
        let link = cluster.conninfo(database: try cluster.makeDatabase("command"))
        #expect(CommandLineEntry.status(["results", "status", "--database", link]) == 1)
        #expect(CommandLineEntry.status(["results", "migrate", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "check", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--database", link]) == 0)
        #expect(CommandLineEntry.status(["results", "status", "--database", link + " password=x"]) == 1)
    }
}
