import Foundation
import Testing

@testable import Dispatch115

/// inbox.capacity_report on a real PostgreSQL: rights, answers, and each row once whatever goes away.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct CapacityTableTests {
    private let both: ResultsDatabases
    private let cluster: PostgresCluster

    init() throws {
        both = try ResultsDatabases()
        cluster = try #require(both.cluster)
        let store = try #require(both.postgres)
        _ = try store.open(epoch: 1)
        for role in ["writer", "modules", "reader"] {
            try sql(
                """
                DROP ROLE IF EXISTS \(role)_of_inbox;
                CREATE ROLE \(role)_of_inbox LOGIN IN ROLE dispatch115_\(role);
                INSERT INTO dispatch.centre_access VALUES ('\(role)_of_inbox', 'hanoi')
                """)
        }
    }

    @discardableResult private func sql(_ text: String) throws -> PostgresResult {
        try cluster.query(text, database: both.database)
    }

    private func conninfo(_ role: String) throws -> PostgresConninfo {
        try PostgresConninfo(checking: cluster.conninfo(database: both.database, user: "\(role)_of_inbox"))
    }

    /// Nil where it is refused for lack of a right.
    private func ask(_ role: String, _ text: String) throws -> PostgresResult? {
        let link = try PostgresConnection.connect(conninfo(role), before: .after(milliseconds: 10_000))
        do throws(PostgresError) {
            return try link.script("ask", text, before: .after(milliseconds: 10_000))
        } catch {
            guard error.sqlState == "42501" else { throw error }
            return nil
        }
    }

    private func insert(_ hospital: String, _ more: String = "'emergency', 4") throws -> PostgresResult? {
        try ask(
            "modules",
            "INSERT INTO inbox.capacity_report (centre, hospital, bed, free) VALUES ('hanoi', '\(hospital)', \(more))"
        )
    }

    private func statuses() throws -> [String] {
        try sql(
            "SELECT hospital || ' ' || status || coalesce(': ' || answer, '') FROM inbox.capacity_report ORDER BY id"
        )
        .rows.compactMap { $0[0] }
    }

    private func table(_ desk: any CapacityDesk) throws -> CapacityTable {
        try CapacityTable(conninfo("writer"), centre: "hanoi", desk: desk, deadlineMilliseconds: 5_000)
    }

    @Test func eachMayDoItsPartAndNoMore() throws {
        #expect(try insert("79001") != nil)
        for text in [
            "SELECT * FROM inbox.capacity_report", "UPDATE inbox.capacity_report SET free = 1",
            "DELETE FROM inbox.capacity_report",
            "INSERT INTO inbox.capacity_report (centre, hospital, status) VALUES ('hanoi', '1', 'accepted')",
            "INSERT INTO inbox.capacity_report (centre, hospital) VALUES ('hue', '1')",
            "INSERT INTO inbox.capacity_report (centre, hospital, inserted_by) VALUES ('hanoi', '1', 'x')",
        ] {
            #expect(try ask("modules", text) == nil, "\(text)")
        }
        #expect(try ask("reader", "SELECT * FROM inbox.capacity_report") == nil)
        #expect(try ask("writer", "SELECT * FROM inbox.capacity_report")?.rows.count == 1)
        #expect(
            try ask("writer", "INSERT INTO inbox.capacity_report (centre, hospital) VALUES ('hanoi', '1')")
                == nil)
        #expect(try ask("writer", "UPDATE inbox.capacity_report SET free = 9") == nil)
        #expect(throws: PostgresError.self) { try insert(String(repeating: "7", count: 61)) }
    }

    @Test(.timeLimit(.minutes(2)))
    func rowsAreJudgedAndAnswered() throws {
        let desk = FakeCapacityDesk()
        _ = try insert("79001")
        _ = try insert("9")
        let table = try table(desk)
        #expect(eventually { (try? statuses().contains { $0.contains("new") }) == false })
        #expect(try statuses() == ["79001 accepted", "9 refused: không có / there is none"])
        _ = try insert("8")
        #expect(eventually { (try? statuses().last) == "8 flagged: cũ / old" })
        try sql(
            """
            INSERT INTO inbox.capacity_report (centre, hospital, diversion, reason, as_of, offload_minutes, reporter)
            VALUES ('hanoi', ' 5 ', 'closed', 'CT hỏng', '2026-11-23 07:05:00.25+00', 12, 'Lan')
            """)
        #expect(eventually { (try? statuses().last)?.contains("accepted") == true })
        table.stop()
        let last = try #require(desk.taken.last)
        #expect(last[.hospital] == "5" && last[.diversion] == "closed" && last[.reason] == "CT hỏng")
        #expect(last[.offloadMinutes] == "12" && last[.bed] == "" && last[.reporter] == "Lan")
        #expect(CapacityTime.read(last[.asOf]) == Timestamp(nanoseconds: 1_795_417_500_250_000_000))
        #expect(Set(desk.taken.map(\.identity)).count == 4 && desk.taken.count == 4)
        #expect(table.counts == CapacityCounts(files: 0, accepted: 2, flagged: 1, refused: 1))
        #expect(
            try sql("SELECT count(*) FROM inbox.capacity_report WHERE handled_at IS NULL").integer(0, 0) == 0)
    }

    @Test(.timeLimit(.minutes(2)))
    func theDatabaseMayGoAndCome() throws {
        let desk = FakeCapacityDesk()
        let table = try table(desk)
        defer { table.stop() }
        _ = try insert("1")
        #expect(eventually { (try? statuses()) == ["1 accepted"] })
        cluster.kill()
        #expect(eventually { table.reasonAway != nil })
        try cluster.start()
        _ = try insert("2")
        #expect(eventually { (try? statuses()) == ["1 accepted", "2 accepted"] })
        #expect(table.reasonAway == nil && desk.taken.count == 2)
    }

    @Test(.timeLimit(.minutes(2)))
    func whileNothingCanBeTakenRowsWait() throws {
        let desk = FakeCapacityDesk(awayTimes: 2)
        _ = try insert("1")
        let table = try table(desk)
        defer { table.stop() }
        #expect(eventually { (try? statuses()) == ["1 accepted"] })
        #expect(desk.taken.count == 1)
    }

    @Test func anArrayHoldsAnyText() throws {
        let texts = ["", "a,b", "{x}", "\"q\" \\ end", "chữ có dấu", "NULL"]
        let link = try cluster.connect(database: both.database)
        let back = try link.execute(
            PostgresStatement(
                "array", "SELECT unnest($1::text[])", [.text(PostgresInboxTable.array(texts))]),
            before: .after(milliseconds: 5_000))
        #expect(back.rows.map { $0[0] } == texts)
    }
}
