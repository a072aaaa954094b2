import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The real service while somebody changes what it writes to: certificates, tables, versions, histories, clocks.
/// It says so at the desk, goes on, and in the end every event stands there once.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct ResultsTroubleTests {
    private func service(_ database: String, _ more: [String] = []) throws -> ServiceFixture {
        try ServiceFixture(
            settings: [
                "results.kind=postgresql", "results.database=\(database)", "results.statementSeconds=1",
                "results.lagAlertSeconds=1",
            ] + more)
    }

    /// Works until it stands so; then there is an alert, and `status` says why.
    private func stands(
        _ fixture: ServiceFixture, _ state: String, _ part: String, again: () -> Void = {}
    ) throws {
        try fixture.work(lines: 3)
        #expect(
            eventually {
                again()
                return (try? fixture.value("results.state")) == state
                    && fixture.words("results.failures").contains(part)
            }, "\((try? fixture.value("results.state")) ?? "?"): \(fixture.words("results.failures"))")
        #expect(eventually { fixture.hasResultsAlert == true }, "\(part): the alert")
        let longest = try fixture.work(lines: 10)
        print("results \(state), \(part): the longest of 10 answers took \(longest / 1000) us")
    }

    @Test(.timeLimit(.minutes(3)), .enabled(if: TestAuthority.program != nil, "no openssl here"))
    func aForeignCertificateIsNeverAccepted() throws {
        let cluster = try PostgresCluster("shown")
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let ours = try TestAuthority()
        let theirs = try TestAuthority("foreign")
        let good = try ours.sign("localhost", names: "DNS:localhost")
        try cluster.present(good)
        let fixture = try service(
            "host=localhost port=\(cluster.port) dbname=\(database) user=postgres sslmode=verify-full "
                + "sslrootcert=\(ours.root)")
        try fixture.start()
        try fixture.work(lines: 5)
        try fixture.comesBack()
        #expect(
            try cluster.query(
                "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE datname = '\(database)'"
            ).flag(0, 0) == true)
        try cluster.present(theirs.sign("localhost", names: "DNS:localhost"))
        try stands(fixture, "AWAY", "certificate verify failed") {
            // Nobody looks at a session that has nothing to write.
            try? cluster.endSessions(database)
            _ = try? fixture.work(lines: 1)
        }
        try cluster.present(good)
        try fixture.comesBack()
        fixture.stop()
        try fixture.expectResultsEqualToJournal(cluster, database)
    }

    /// Tables renamed, of a later version, of an earlier one, emptied of their cursor.
    @Test(.timeLimit(.minutes(3))) func tablesChangedByHandAreToldAndNothingIsGuessed() throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let fixture = try service(cluster.conninfo(database: database))
        try fixture.start()
        try fixture.work(lines: 10)
        try fixture.comesBack()
        let newest = ResultsMigration.newest
        var changes = [
            (
                "ALTER TABLE dispatch.incident RENAME TO incidents",
                "ALTER TABLE dispatch.incidents RENAME TO incident", "REFUSED", "its tables are not ours"
            ),
            (
                "INSERT INTO dispatch.schema_migration VALUES (\(newest + 1), 'later', '', now())",
                "DELETE FROM dispatch.schema_migration WHERE version = \(newest + 1)", "SCHEMA",
                "tables of version \(newest + 1), this program writes \(newest)"
            ),
        ]
        if isCampaign {
            changes += [
                (
                    "UPDATE dispatch.schema_migration SET version = -1 WHERE version = \(newest)",
                    "UPDATE dispatch.schema_migration SET version = \(newest) WHERE version = -1", "SCHEMA",
                    "tables of version \(newest - 1), this program writes \(newest)"
                ),
                (
                    "UPDATE dispatch.cursor SET hash = decode(repeat('11', 32), 'hex')",
                    "UPDATE dispatch.cursor SET hash = (SELECT a.hash FROM dispatch.audit_event a WHERE "
                        + "a.centre = cursor.centre AND a.sequence = cursor.sequence)", "OTHER-HISTORY",
                    "hash"
                ),
            ]
        }
        for (change, undo, state, part) in changes {
            try cluster.query(change, database: database)
            try cluster.endSessions(database)
            try stands(fixture, state, part)
            try cluster.query(undo, database: database)
            try fixture.comesBack()
        }
        fixture.stop()
        try fixture.expectResultsEqualToJournal(cluster, database)
    }

    /// Another centre of the same code, or our own whose journal was lost: its rows are not touched.
    @Test(.timeLimit(.minutes(3))) func anotherHistoryIsNotWrittenOver() throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let first = try service(cluster.conninfo(database: database))
        try first.start()
        try first.work(lines: 10)
        try first.comesBack()
        first.stop()
        let second = try service(cluster.conninfo(database: database))
        // While the first one's lease is fresh, and after it has run out: not without a person.
        let held = try second.run(["serve"] + second.common)
        #expect(held.status == LeadershipExit.status, "\(held.output)")
        #expect(held.output.contains("another machine leads this centre"), "\(held.output)")
        try cluster.query(
            "UPDATE dispatch.leader SET lease_until = now() - interval '1 hour'", database: database)
        let behind = try second.run(["serve"] + second.common)
        #expect(behind.status == LeadershipExit.status, "\(behind.output)")
        #expect(behind.output.contains("another machine led this centre last"), "\(behind.output)")
        // Somebody removes the row that says who led. The rows themselves say it too.
        try cluster.query("DELETE FROM dispatch.leader", database: database)
        try second.start()
        try stands(second, "OTHER-HISTORY", "the journal ends at")
        second.stop()
        try first.expectResultsEqualToJournal(cluster, database)
    }

    /// The service's clock is set back five minutes and forward an hour while it works, the database's too.
    @Test(.timeLimit(.minutes(3)), .enabled(if: SteppedClock.library != nil, "no clang here"))
    func clocksThatStepLoseNothing() throws {
        let theirs = try SteppedClock()
        let cluster = try PostgresCluster("stepped", clock: theirs)
        let database = try cluster.makeDatabase("results")
        try cluster.migrate(database)
        let ours = try SteppedClock()
        let fixture = try service(cluster.conninfo(database: database), ["journal.durability=both"])
        fixture.launcher = ["/usr/bin/env"] + ours.environment
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        // Each run of a unit begins before a step and ends after it.
        let steps: [Int64] = [-300, 3600, 0]
        for (index, seconds) in steps.enumerated() {
            let number = index + 1
            _ = try desk.ask("ON \(number)")
            _ = try desk.ask("N P=2 090312345\(index) 10.77\(index),106.70 ; dizzy")
            #expect(try desk.ask("DSP \(number) \(number)").joined().contains("dispatched"))
            try ours.set(seconds)
            try theirs.set(-seconds)
            for line in ["AR \(number)", "AV \(number)", "NOTE \(number) ; after", "CL \(number) notfound"] {
                let answer = try desk.ask(line).joined()
                #expect(!answer.contains("REFUSED"), "\(line): \(answer)")
            }
        }
        let shift = try cluster.query("SELECT extract(epoch FROM now())::bigint").integer(0, 0) ?? 0
        #expect(abs(shift - WallClock.wallNanoseconds() / 1_000_000_000) < 60)
        try fixture.comesBack()
        #expect(try fixture.value("service.epoch") == "1")
        fixture.stop()
        let runs = try cluster.query("SELECT count(*) FROM dispatch.assignment", database: database)
        #expect(runs.integer(0, 0) == 3)
        let spread = try cluster.query(
            "SELECT extract(epoch FROM max(at) - min(at))::bigint FROM dispatch.audit_event",
            database: database)
        #expect(try #require(spread.integer(0, 0)) >= 3600, "the clock was really set")
        try fixture.expectResultsEqualToJournal(cluster, database)
    }

    /// Through a pooler that is killed and comes back, twice, under load.
    @Test(.timeLimit(.minutes(3)), .enabled(if: Pooler.program != nil, "no pgbouncer here"))
    func aPoolerMayDie() throws {
        for mode in isCampaign ? Pooler.Mode.allCases : [.transaction] {
            let cluster = try PostgresCluster.shared.get()
            let database = try cluster.makeDatabase("results")
            try cluster.migrate(database)
            let pooler = try Pooler(to: cluster.port, mode)
            let fixture = try service(pooler.conninfo(database: database))
            try fixture.start()
            let done = try fixture.workWhile {
                for _ in 0..<2 {
                    #expect(eventually { (try? fixture.value("results.state")) == "following" })
                    pooler.kill()
                    #expect(eventually { (try? fixture.value("results.state")) == "AWAY" })
                    try pooler.start()
                }
            }
            try fixture.comesBack()
            #expect(try Int(fixture.value("results.opens")) ?? 0 >= 3)
            fixture.stop()
            try fixture.expectResultsEqualToJournal(cluster, database)
            print(
                "results through pgbouncer killed twice, \(mode): \(done.lines) lines, the longest answer took "
                    + "\(done.longest / 1000) us")
        }
    }
}
