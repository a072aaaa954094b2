import Glibc
import Testing

@testable import Dispatch115

/// The store on a real server: what stands there afterwards, and what each refusal is called.
@Suite(.enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct PostgresResultsStoreTests {
    private func failure(_ body: () throws -> Void) -> ResultsFailure? {
        do { try body() } catch { return error as? ResultsFailure }
        return nil
    }

    /// A store that is open, and where its rows are.
    private func opened(_ copyFromRows: Int = 200) throws -> (PostgresResultsStore, PostgresCluster, String) {
        let cluster = try PostgresCluster.shared.get()
        let database = try ResultsFixture.makeDatabase(cluster)
        let store = try ResultsFixture.store(
            cluster.conninfo(database: database), copyFromRows: copyFromRows)
        return (store, cluster, database)
    }

    /// Arrays and COPY write the same rows; a second opening goes on where the first stood.
    @Test(arguments: [1, 200, 1_000_000])
    func whatIsWrittenStandsThereOnce(_ copyFromRows: Int) throws {
        let (store, cluster, database) = try opened(copyFromRows)
        var history = ResultsHistory(centre: "HCM")
        let start = try store.open(epoch: 1)
        #expect(start == ResultsCursor(head: history.head(0), epoch: 1))
        try store.write(history.batch(after: 0, count: 1))
        try store.write(history.batch(after: 1, count: 299))
        #expect(try store.open(epoch: 2) == ResultsCursor(head: history.head(300), epoch: 2))
        try store.write(history.batch(after: 300, count: 50, epoch: 2))
        try history.check(cluster, database, events: 350)
        let row = try cluster.query(
            """
            SELECT to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), is_from_exchange,
                callback_tries
            FROM dispatch.call WHERE handler = 350
            """,
            database: database)
        #expect(row.rows == [["2023-11-14 22:19:10.000123", "t", "0"]], "to the microsecond")
    }

    @Test func aBatchThatIsThereAlreadyChangesNothing() throws {
        let (store, cluster, database) = try opened()
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 3)
        let first = history.batch(after: 0, count: 60, epoch: 3)
        try store.write(first)
        #expect(failure { try store.write(first) } == .outcomeUnknown("the cursor stands at 60, not at 0"))
        let ahead = history.batch(after: 70, count: 1, epoch: 3)
        #expect(failure { try store.write(ahead) } == .outcomeUnknown("the cursor stands at 60, not at 70"))
        try history.check(cluster, database, events: 60)
        try store.write(history.batch(after: 60, count: 1, epoch: 3))
    }

    @Test func aHigherEpochFencesTheLowerOne() throws {
        let (old, cluster, database) = try opened()
        var history = ResultsHistory(centre: "HCM")
        _ = try old.open(epoch: 4)
        try old.write(history.batch(after: 0, count: 50, epoch: 4))
        let new = try ResultsFixture.store(cluster.conninfo(database: database))
        _ = try new.open(epoch: 5)
        #expect(failure { try old.write(history.batch(after: 50, count: 1, epoch: 4)) } == .fenced(by: 5))
        #expect(failure { try old.add(positions: history.positions(from: 0, count: 3)) } == .fenced(by: 5))
        #expect(failure { _ = try old.open(epoch: 4) } == .fenced(by: 5))
        try new.write(history.batch(after: 50, count: 1, epoch: 5))
        try history.check(cluster, database, events: 51)
    }

    @Test func anotherHistoryIsTold() throws {
        let (store, _, _) = try opened()
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        try store.write(history.batch(after: 0, count: 5))
        var batch = history.batch(after: 5, count: 1)
        batch.after.head = JournalHead(sequence: 5, hash: Digest(hashing: [1]))
        #expect(
            failure { try store.write(batch) }
                == .otherHistory("event 5 of centre HCM has another hash there than here"))
    }

    @Test func centresShareADatabase() throws {
        let (one, cluster, database) = try opened()
        let two = try ResultsFixture.store(cluster.conninfo(database: database), centre: "HN")
        var first = ResultsHistory(centre: "HCM")
        var second = ResultsHistory(centre: "HN")
        _ = try one.open(epoch: 1)
        _ = try two.open(epoch: 9)
        try one.write(first.batch(after: 0, count: 3))
        try two.write(second.batch(after: 0, count: 4, epoch: 9))
        try one.write(first.batch(after: 3, count: 3))
        let rows = try cluster.query(
            "SELECT centre, count(*) FROM dispatch.audit_event GROUP BY centre ORDER BY centre",
            database: database)
        #expect(rows.rows == [["HCM", "6"], ["HN", "4"]])
    }

    @Test func positionsAreKeptOnce() throws {
        let (store, cluster, database) = try opened()
        let history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        try store.add(positions: [])
        try store.add(positions: history.positions(from: 0, count: 500))
        try store.add(positions: history.positions(from: 400, count: 300))
        #expect(
            try cluster.query("SELECT count(*) FROM dispatch.position", database: database).integer(0, 0)
                == 700)
    }

    /// What somebody may have done to the database, and what the store calls it.
    @Test func tablesThatAreNotOursAreRefused() throws {
        let cluster = try PostgresCluster.shared.get()
        let empty = try cluster.makeDatabase("empty")
        let nothing = try ResultsFixture.store(cluster.conninfo(database: empty))
        #expect(
            failure { _ = try nothing.open(epoch: 1) } == .schema(found: 0, wanted: ResultsMigration.newest))
        let (store, _, database) = try opened()
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        func refused(_ change: String, _ undo: String, _ part: String) throws {
            try cluster.query(change, database: database)
            let said = failure { try store.write(history.batch(after: 0, count: 2)) }
            if case .refused(let why)? = said {
                #expect(why.contains(part), "\(why)")
            } else {
                Issue.record("\(change): \(String(describing: said))")
            }
            try cluster.query(undo, database: database)
        }
        try refused(
            "ALTER TABLE dispatch.call RENAME TO calls", "ALTER TABLE dispatch.calls RENAME TO call", "42P01")
        try refused(
            "ALTER TABLE dispatch.call RENAME handler TO who",
            "ALTER TABLE dispatch.call RENAME who TO handler", "42703")
        try refused(
            "ALTER TABLE dispatch.call ADD CONSTRAINT odd CHECK (call > 2)",
            "ALTER TABLE dispatch.call DROP CONSTRAINT odd", "[call, odd]")
        try refused(
            "INSERT INTO dispatch.unit_history SELECT 'HCM', 1, 0, now(), 'console', 0, 1, 'free'",
            "DELETE FROM dispatch.unit_history", "23505")
        // After all of that the same batch goes, over the same connection.
        try store.write(history.batch(after: 0, count: 2))
        let newer = ResultsMigration.newest + 1
        try cluster.query(
            "INSERT INTO dispatch.schema_migration VALUES (\(newer), 'later', '', now())", database: database)
        #expect(
            failure { _ = try store.open(epoch: 1) }
                == .schema(found: newer, wanted: ResultsMigration.newest))
        try cluster.query(
            "DELETE FROM dispatch.schema_migration WHERE version = \(newer)", database: database)
        try cluster.query("DELETE FROM dispatch.cursor", database: database)
        #expect(failure { _ = try nothing.open(epoch: 1) } != nil)
    }

    /// States that pass by themselves or by somebody's hand over there: away, not refused.
    @Test func aServerThatCannotWriteIsAway() throws {
        let cluster = try PostgresCluster("unable", access: ["host all guest 127.0.0.1/32 scram-sha-256"])
        let database = try ResultsFixture.makeDatabase(cluster)
        let store = try ResultsFixture.store(
            cluster.conninfo(database: database), deadlineMilliseconds: 1000)
        var history = ResultsHistory(centre: "HCM")
        func away(_ part: String, _ body: () throws -> Void) {
            let said = failure(body)
            switch said {
            case .away(let why)?: #expect(part.isEmpty || why.contains(part), "\(why)")
            // A session that was ended with a commit on its way.
            case .outcomeUnknown? where part.isEmpty: break
            default: Issue.record("\(part): \(String(describing: said))")
            }
        }
        _ = try store.open(epoch: 1)
        try cluster.query("ALTER DATABASE \(database) SET default_transaction_read_only = on")
        away("read-only") { _ = try store.open(epoch: 1) }
        try cluster.query("ALTER DATABASE \(database) RESET default_transaction_read_only")
        _ = try store.open(epoch: 1)
        let holder = try cluster.connect(database: database)
        try holder.script(
            "hold", "BEGIN; SELECT * FROM dispatch.cursor FOR UPDATE", before: .after(milliseconds: 5000))
        away("another session holds") { try store.write(history.batch(after: 0, count: 1)) }
        holder.close()
        try cluster.query("CREATE ROLE guest LOGIN PASSWORD 'right115'")
        let guest = try ResultsFixture.store(cluster.conninfo(database: database, user: "guest"))
        away("password") { _ = try guest.open(epoch: 1) }
        let nowhere = try ResultsFixture.store(cluster.conninfo(database: "nowhere"))
        away("no such database") { _ = try nowhere.open(epoch: 1) }
        _ = try store.open(epoch: 1)
        try store.write(history.batch(after: 0, count: 1))
        cluster.stop()
        away("") { try store.write(history.batch(after: 1, count: 1)) }
        away("") { _ = try store.open(epoch: 1) }
        try cluster.start()
        #expect(try store.open(epoch: 1).head.sequence == 1)
        try cluster.query("CREATE ROLE poor LOGIN", database: database)
        let poor = try ResultsFixture.store(cluster.conninfo(database: database, user: "poor"))
        let said = failure { _ = try poor.open(epoch: 1) }
        #expect(said?.description.contains("lacks a grant") == true, "\(String(describing: said))")
    }

    /// Where row security holds for the writer COPY is not allowed, and rows go another way by themselves.
    @Test func rowSecurityTurnsCopyIntoArrays() throws {
        let (_, cluster, database) = try opened()
        try cluster.query(
            """
            CREATE ROLE secured LOGIN IN ROLE dispatch115_writer;
            INSERT INTO dispatch.centre_access VALUES ('secured', 'HCM');
            """, database: database)
        let store = try ResultsFixture.store(
            cluster.conninfo(database: database, user: "secured"), copyFromRows: 1)
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        try store.write(history.batch(after: 0, count: 60))
        #expect(!store.mayCopy)
        try history.check(cluster, database, events: 60)
    }
}
