import Geo
import Glibc
import Testing

@testable import Dispatch115

/// Results and lease through a real pgbouncer, in both of its modes.
@Suite(
    .serialized,
    .enabled(
        if: PostgresHome.binaries != nil && Pooler.program != nil,
        "no PostgreSQL server or no pgbouncer here"))
struct PoolerTests {
    /// Two writers share one server connection, so that in transaction mode neither finds it as it left it; by
    /// arrays and by COPY.
    @Test(arguments: [(1, 1), (200, 1), (1, 2), (200, 2)])
    func transactionModeServesWritersThatShareAConnection(_ copyFromRows: Int, _ size: Int) throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try ResultsFixture.makeDatabase(cluster)
        let pooler = try Pooler(to: cluster.port, .transaction, size: size)
        let info = pooler.conninfo(database: database)
        var first = ResultsHistory(centre: "HCM")
        var second = ResultsHistory(centre: "HN")
        let one = try ResultsFixture.store(info, copyFromRows: copyFromRows)
        let two = try ResultsFixture.store(info, centre: "HN", copyFromRows: copyFromRows)
        _ = try one.open(epoch: 1)
        _ = try two.open(epoch: 1)
        for turn in 0..<6 {
            try one.write(first.batch(after: Int64(turn) * 10, count: 10))
            try two.write(second.batch(after: Int64(turn) * 10, count: 10))
            try one.add(positions: first.positions(from: Int64(turn) * 5, count: 5))
        }
        one.close()
        two.close()
        // What one centre has is checked whole; of the other that it is there.
        let rows = try cluster.query(
            "SELECT centre, count(*) FROM dispatch.audit_event GROUP BY 1 ORDER BY 1", database: database)
        #expect(rows.rows == [["HCM", "60"], ["HN", "60"]])
        try cluster.query(
            """
            DELETE FROM dispatch.audit_event WHERE centre = 'HN'; DELETE FROM dispatch.unit_history WHERE centre = 'HN';
            DELETE FROM dispatch.call WHERE centre = 'HN'; DELETE FROM private.personal_text WHERE centre = 'HN';
            DELETE FROM dispatch.cursor WHERE centre = 'HN'
            """, database: database)
        try first.check(cluster, database, events: 60)
    }

    @Test(arguments: Pooler.Mode.allCases) func theLeaseHolds(_ mode: Pooler.Mode) throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try ResultsFixture.makeDatabase(cluster)
        let pooler = try Pooler(to: cluster.port, mode, size: 2)
        func lease(_ holder: String) throws -> PostgresLease {
            PostgresLease(
                try PostgresConninfo(checking: pooler.conninfo(database: database)),
                LeaseTerms(centre: "HCM", holder: holder, address: "", seconds: 30),
                deadlineMilliseconds: 5000)
        }
        let one = try lease("one")
        let two = try lease("two")
        #expect(try one.ask(.start(own: 0)) == .granted(epoch: 1))
        guard case .held(let held) = try two.ask(.start(own: 0)) else {
            Issue.record("two leaders through a pooler")
            return
        }
        #expect(held.holder == "one")
        #expect(try one.ask(.renew(epoch: 1)) == .granted(epoch: 1))
        // A pooler that comes back is a new connection, and nothing else.
        pooler.kill()
        #expect(throws: PostgresError.self) { try one.ask(.renew(epoch: 1)) }
        try pooler.start()
        #expect(try one.ask(.renew(epoch: 1)) == .granted(epoch: 1))
        // The second one's link went with it too, and is opened anew after the call that finds out.
        #expect(throws: PostgresError.self) { try two.read() }
        #expect(try two.read().holder == "one")
    }

    /// The server commits, and its answer does not reach the pooler, which then speaks for it: what it says stands
    /// where the first answer was due, and nobody may read out of that that nothing was committed.
    @Test func aCommitWhoseAnswerThePoolerLostIsInDoubt() throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try ResultsFixture.makeDatabase(cluster)
        let link = try LinkProxy(to: cluster.port)
        let pooler = try Pooler(to: link.port, .transaction)
        let store = try ResultsFixture.store(pooler.conninfo(database: database))
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        try store.write(history.batch(after: 0, count: 5))
        link.cutAtNextCommit(.after)
        do {
            try store.write(history.batch(after: 5, count: 5))
            Issue.record("the link was not cut")
        } catch {
            guard case .outcomeUnknown = error else {
                Issue.record("known, and wrongly: \(error)")
                return
            }
        }
        link.heal()
        #expect(eventually { (try? store.open(epoch: 1).head.sequence) == 10 })
        try history.check(cluster, database, events: 10)
    }

    /// Killed and started under load, and links cut behind it: the same as without a pooler.
    @Test(arguments: Pooler.Mode.allCases) func killedUnderLoadNothingIsLostOrDoubled(_ mode: Pooler.Mode)
        throws
    {
        let cluster = try PostgresCluster("pooled")
        let database = try ResultsFixture.makeDatabase(cluster)
        let link = try LinkProxy(to: cluster.port)
        let pooler = try Pooler(to: link.port, mode)
        let store = try ResultsFixture.store(
            pooler.conninfo(database: database), deadlineMilliseconds: 2000, copyFromRows: 3)
        var history = ResultsHistory(centre: "HCM")
        let progress = PostgresFaultTests.Progress()
        let rounds = isCampaign ? 200 : 12
        let seed = StorageSeed.value
        let breaker = try NamedThread("faulter") {
            var random = SplitMix64(seed: seed)
            for round in 0..<rounds {
                let goal = progress.acknowledged.with { $0 } + Int64(1 + random.below(60))
                guard
                    eventually({ progress.acknowledged.with { $0 } >= goal || progress.isOver.with { $0 } }),
                    !progress.isOver.with({ $0 })
                else {
                    progress.broken.with { $0 = "no work gets through after round \(round)" }
                    break
                }
                switch random.below(3) {
                case 0: link.cutAtNextCommit(LinkProxy.CommitCut.allCases[random.below(3)])
                case 1: link.cutNow()
                default:
                    pooler.kill()
                    do { try pooler.start() } catch { progress.broken.with { $0 = "\(error)" } }
                }
            }
            link.heal()
            progress.isOver.with { $0 = true }
        }
        defer {
            progress.isOver.with { $0 = true }
            breaker.join()
        }
        var longest: Int64 = 0
        let last = try PostgresFaultTests.writing(
            store, &history, seed: seed &+ 2, until: { progress.isOver.with { $0 } }, progress,
            longest: &longest)
        #expect(progress.broken.with { $0 } == nil)
        store.close()
        try history.check(cluster, database, events: last)
        print(
            "results through pgbouncer, \(mode): seed \(seed), \(rounds) faults, \(last) events, "
                + "\(progress.failures.with { $0 }) failed calls of which \(progress.doubts.with { $0 }) in doubt"
        )
    }
}
