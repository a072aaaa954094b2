import Foundation
import Testing

@testable import Dispatch115

/// What each group of roles may do in PostgreSQL, and what not: as a login of each, over the network. One test at
/// a time: roles belong to the whole cluster, and each test makes them anew.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct ResultsAccessTests {
    private let both: ResultsDatabases
    private let cluster: PostgresCluster

    init() throws {
        both = try ResultsDatabases()
        cluster = try #require(both.cluster)
        let store = try #require(both.postgres)
        _ = try store.open(epoch: 1)
        let text = ResultsSample.row(
            .personalText, ["text": .integer(1), "content": .text("0903123456"), "kind": .text("phone")])
        let call = ResultsSample.row(.call, ["call": .integer(1), "phone": .integer(1)])
        let key = ResultsSample.row(
            .recordKey, ["text": .integer(1), "key": .bytes(Array(repeating: 1, count: 32))])
        try store.write(
            ResultsSample.batch(
                0, 1, [ResultsSample.station, ResultsSample.unit, ResultsSample.incident, call, text, key]))
        // A second centre, whose rows only those see who may.
        for table in ["station", "call"] {
            let columns = ResultsTable.of(table == "station" ? .station : .call).columns.map(\.name)
            let list = columns.dropFirst().joined(separator: ", ")
            try sql("INSERT INTO dispatch.\(table) SELECT 'hue', \(list) FROM dispatch.\(table)")
        }
        try sql("INSERT INTO dispatch.cursor SELECT 'hue', 1, hash, 1, now(), '' FROM dispatch.cursor")
        for role in ["writer", "reader", "modules", "auditor"] {
            try sql(
                """
                DROP ROLE IF EXISTS \(role)_of_test;
                CREATE ROLE \(role)_of_test LOGIN IN ROLE dispatch115_\(role);
                INSERT INTO dispatch.centre_access VALUES ('\(role)_of_test', 'hanoi')
                """)
        }
        try sql("DELETE FROM dispatch.centre_access WHERE role_name = 'auditor_of_test'")
        try sql("INSERT INTO dispatch.centre_access VALUES ('dispatch115_auditor', '*')")
    }

    private func sql(_ text: String) throws { try cluster.query(text, database: both.database) }

    /// What a role is answered; nil where it is refused for lack of a right.
    private func ask(_ role: String, _ text: String) throws -> [[String?]]? {
        let link = try PostgresConnection.connect(
            PostgresConninfo(checking: cluster.conninfo(database: both.database, user: "\(role)_of_test")),
            before: .after(milliseconds: 10_000))
        do throws(PostgresError) {
            return try link.script("ask", text, before: .after(milliseconds: 10_000)).rows
        } catch {
            guard error.sqlState == "42501" else { throw error }
            return nil
        }
    }

    @Test func eachMayDoItsPartAndNoMore() throws {
        let phone = "SELECT caller FROM private.call_words ORDER BY centre"
        let stations = "SELECT centre FROM dispatch.station ORDER BY centre"
        let load = "SELECT centre FROM published.station_load ORDER BY centre"
        let insert = "INSERT INTO dispatch.station SELECT 'hanoi', 9, 'x', 1, 1, 0, 0, 0, 0, NULL"
        let foreign = "INSERT INTO dispatch.station SELECT 'hue', 9, 'x', 1, 1, 0, 0, 0, 0, NULL"
        // Modules: views of theirs, and their centre only.
        #expect(try ask("modules", load) == [["hanoi"]])
        for text in [
            stations, phone, insert, "SELECT * FROM dispatch.response_time",
            "SELECT * FROM private.record_key",
        ] {
            #expect(try ask("modules", text) == nil, "\(text)")
        }
        // Readers: tables and views of their centre, no names or numbers, nothing to write.
        #expect(try ask("reader", stations) == [["hanoi"]])
        #expect(try ask("reader", load) == [["hanoi"]])
        #expect(try ask("reader", "SELECT centre, calls FROM dispatch.daily_count") == [["hanoi", "1"]])
        for text in [
            phone, insert, "DELETE FROM dispatch.station", "SELECT * FROM private.personal_text",
            "SELECT * FROM dispatch.centre_access", "SELECT dispatch.make_partitions(now(), 1)",
        ] {
            #expect(try ask("reader", text) == nil, "\(text)")
        }
        // The auditor: everything of every centre, reading only.
        #expect(try ask("auditor", stations) == [["hanoi"], ["hue"]])
        #expect(try ask("auditor", phone) == [["0903123456"], [nil]])
        #expect(try ask("auditor", "SELECT length(key) FROM private.record_key") == [["32"]])
        for text in [
            insert, "UPDATE private.personal_text SET content = NULL", "DELETE FROM dispatch.station",
        ] {
            #expect(try ask("auditor", text) == nil, "\(text)")
        }
        // The writer: rows of its centre; no other's, no tables, no deleting.
        #expect(try ask("writer", insert) != nil)
        #expect(try ask("writer", "UPDATE private.personal_text SET content = NULL") != nil)
        #expect(try ask("writer", "SELECT dispatch.make_partitions(now(), 1)") != nil)
        for text in [
            foreign, "DELETE FROM dispatch.station", "CREATE TABLE dispatch.mine (x integer)",
            "UPDATE dispatch.audit_event SET type = 1",
            "INSERT INTO dispatch.centre_access VALUES ('writer_of_test', '*')",
            "ALTER TABLE dispatch.station ADD COLUMN x integer", "DROP VIEW dispatch.daily_count",
        ] {
            #expect(try ask("writer", text) == nil, "\(text)")
        }
    }

    /// The whole store as the writer that it will be, row security and all.
    @Test func theWritersGrantsAreEnough() throws {
        let database = try cluster.makeDatabase("writer")
        try ResultsMigrator.migrate(cluster.connect(database: database), before: .after(milliseconds: 60_000))
        try cluster.query(
            "INSERT INTO dispatch.centre_access VALUES ('writer_of_test', '\(JournalOfTest.code)')",
            database: database)
        let store = PostgresResultsStore(
            conninfo: try PostgresConninfo(
                checking: cluster.conninfo(database: database, user: "writer_of_test")),
            centre: JournalOfTest.code, deadlineMilliseconds: 60_000, copyFromRows: 5)
        var cursor = try store.open(epoch: 1_000_000)
        let journal = JournalOfTest(EventCodecTests.scripted())
        var projection = ResultsProjection(centre: Centre(), code: JournalOfTest.code)
        for row in journal.rows { try projection.take(row, vault: OpenTexts(), keys: nil) }
        let batch = projection.batch(after: cursor, epoch: 1_000_000)
        try store.write(batch)
        cursor = try store.open(epoch: 1_000_001)
        #expect(cursor.head == batch.cursor.head)
        try store.add(positions: [ResultsSample.row(.position, ["centre": .text(JournalOfTest.code)]).row])
    }
}
