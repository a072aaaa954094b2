import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The real service with its results in SQLite and in a real PostgreSQL that is killed, stopped, read-only or
/// shut to it, while a console works: answers keep coming, the alert comes and goes, and in the end the results
/// are what the journal says, once.
@Suite(.serialized) struct ResultsServiceTests {
    // MARK: SQLite

    /// kill -9 in the middle of work, several times: the next process goes on from the cursor.
    @Test func theEmbeddedResultsFollowThroughKills() throws {
        let fixture = try ServiceFixture(settings: ["journal.snapshotEveryEvents=100"])
        for _ in 0..<4 {
            try fixture.start()
            try fixture.work(lines: 30)
            fixture.kill()
        }
        try fixture.start()
        try fixture.work(lines: 5)
        #expect(eventually { (try? fixture.value("results.behind")) == "0" })
        #expect(eventually { (try? fixture.value("results.state")) == "following" })
        fixture.stop()
        let copy = fixture.folder + "/again.sqlite"
        let head = try fixture.writeAnew(SQLiteResultsStore(path: copy, centre: "HCM"))
        let written = try dump(fixture.folder + "/results.sqlite")
        #expect(written["audit_event"]?.count == Int(head.sequence))
        let again = try dump(copy)
        for table in ResultsTable.Name.allCases where table != .position {
            #expect(written[table.rawValue] == again[table.rawValue], "\(table)")
        }
    }

    // MARK: PostgreSQL

    @Test(.timeLimit(.minutes(3))) func dispatchGoesOnWhateverPostgresDoes() throws {
        let cluster = try PostgresCluster("service")
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let fixture = try ServiceFixture(settings: [
            "results.kind=postgresql", "results.database=\(cluster.conninfo(database: database))",
            "results.statementSeconds=1", "results.lagAlertSeconds=1",
        ])
        try fixture.start()
        try fixture.work(lines: 20)
        #expect(eventually { (try? fixture.value("results.state")) == "following" })

        // Killed, and back.
        cluster.kill()
        try workWhileAway(fixture, "killed", state: "AWAY")
        try cluster.start()
        try fixture.comesBack()

        // Every process of it stands still, its connections open: no answer waits until it goes on.
        cluster.pause()
        try workWhileAway(fixture, "hanging", state: "AWAY")
        cluster.resume()
        try fixture.comesBack()

        // Read-only, as a standby is.
        try cluster.query("ALTER DATABASE \(database) SET default_transaction_read_only = on")
        try cluster.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
        try workWhileAway(fixture, "read-only", state: "AWAY")
        try cluster.query("ALTER DATABASE \(database) RESET default_transaction_read_only")
        try fixture.comesBack()

        // Shut: the password that pg_hba.conf now asks for is nowhere.
        try cluster.write(
            "data/pg_hba.conf",
            "host \(database) all 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n")
        try cluster.reload()
        try cluster.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
        try workWhileAway(fixture, "shut", state: nil)
        try cluster.write("data/pg_hba.conf", "host all all 127.0.0.1/32 trust\n")
        try cluster.reload()
        try fixture.comesBack()

        // kill -9 of the service while the database hangs, too.
        cluster.pause()
        try fixture.work(lines: 10)
        fixture.kill()
        cluster.resume()
        try fixture.start()
        try fixture.work(lines: 5)
        try fixture.comesBack()
        fixture.stop()
        try fixture.expectResultsEqualToJournal(cluster, database)
    }

    /// Answers that were promised to rest on both: they do while the database is well; when it hangs they go at
    /// the deadline, say so, and those after them do not wait; when it is back they rest on both again.
    @Test(.timeLimit(.minutes(3))) func bothAreKeptOrItIsSaid() throws {
        let cluster = try PostgresCluster("both")
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let fixture = try ServiceFixture(settings: [
            "results.kind=postgresql", "results.database=\(cluster.conninfo(database: database))",
            "results.statementSeconds=1", "results.lagAlertSeconds=1", "journal.durability=both",
            "journal.bothDeadlineMilliseconds=2000",
        ])
        try fixture.start()
        let link = try fixture.link()
        _ = try link.ask("LANG en")
        #expect(eventually { (try? fixture.value("results.awaited")) == "yes" })
        _ = try link.ask("N 0903111222 P2 ; 10.7769,106.7009 ; ngất")
        for number in 0..<10 {
            let answer = try link.ask("NOTE 1 ; both \(number)")
            #expect(answer.first?.contains("JOURNAL ALONE") == false, "\(answer)")
            // When the answer is there the row is there.
            let sequence = try cluster.query("SELECT sequence FROM dispatch.cursor", database: database)
            #expect(try sequence.integer(0, 0) ?? 0 >= Int64(fixture.value("journal.sequence")) ?? .max)
        }
        cluster.pause()
        let first = try link.ask("NOTE 1 ; while it hangs")
        #expect(first.first?.hasPrefix("IN THE JOURNAL ALONE") == true, "\(first)")
        let longest = try fixture.work(lines: 30)
        print("both, hanging: the longest answer after the first took \(longest / 1000) us")
        #expect(try fixture.value("results.awaited") == "NO")
        #expect(
            eventually { (try? link.ask("ALERTS").joined().contains("results cannot be written")) == true })
        cluster.resume()
        #expect(eventually { (try? fixture.value("results.awaited")) == "yes" })
        #expect(eventually { (try? link.ask("NOTE 1 ; again").first?.contains("ALONE")) == false })
        try fixture.comesBack()
        fixture.stop()
        try fixture.expectResultsEqualToJournal(cluster, database)
    }

    // MARK: - Doing

    /// All of it is answered while the database is away: had one answer waited for it, this would not return.
    private func workWhileAway(_ fixture: ServiceFixture, _ how: String, state: String?) throws {
        let before = Int64(try fixture.value("results.written")) ?? -1
        let longest = try fixture.work(lines: 60)
        print("results \(how): the longest of 60 answers took \(longest / 1000) us")
        #expect(
            eventually {
                let now = (try? fixture.value("results.state")) ?? ""
                return state.map { now == $0 } ?? (now == "AWAY" || now == "REFUSED")
            }, "\(how): \((try? fixture.value("results.state")) ?? "")")
        #expect((Int64(try fixture.value("results.written")) ?? -1) < before + 60, "\(how)")
        #expect((Int64(try fixture.value("results.behind")) ?? 0) >= 55, "\(how)")
        let link = try fixture.link()
        _ = try link.ask("LANG en")
        #expect(
            eventually { (try? link.ask("ALERTS").joined().contains("results cannot be written")) == true },
            "\(how): the alert")
    }

    // MARK: - Comparing

    private func dump(_ path: String) throws -> [String: [String]] {
        let connection = try SQLiteConnection(path: path)
        var tables: [String: [String]] = [:]
        for table in ResultsTable.all {
            let names = table.columns.map { "quote(\($0.name))" }.joined(separator: " || ',' || ")
            let rows = try connection.prepare("SELECT \(names) FROM \(table.name.rawValue) ORDER BY 1")
            var lines: [String] = []
            while try rows.step() { lines.append(rows.text(0)) }
            tables[table.name.rawValue] = lines
        }
        return tables
    }
}
