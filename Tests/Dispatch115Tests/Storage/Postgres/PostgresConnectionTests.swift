import Foundation
import Testing

@testable import Dispatch115

/// The client against a real server: answers, errors, notices, deadlines, commits in doubt.
@Suite(.enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct PostgresConnectionTests {
    private func soon(_ milliseconds: Int64 = 10_000) -> PostgresDeadline {
        .after(milliseconds: milliseconds)
    }

    private func failure(_ body: () throws -> Void) -> PostgresError? {
        do { try body() } catch { return error as? PostgresError }
        return nil
    }

    @Test func answersErrorsAndNotices() throws {
        let cluster = try PostgresCluster.shared.get()
        let link = try cluster.connect(database: cluster.makeDatabase())
        let row = try link.execute(
            PostgresStatement(
                "values", "SELECT $1::int + 1, $2::text, $3::bytea, $4::int IS NULL, $5::bool",
                [.integer(41), .text("Nguyễn 'x' \\"), .bytes([0, 255, 7]), .null, .flag(true)]),
            before: soon())
        #expect(
            row.integer(0, 0) == 42 && row.text(0, 1) == "Nguyễn 'x' \\" && row.bytes(0, 2) == [0, 255, 7])
        #expect(row.flag(0, 3) == true && row.flag(0, 4) == true)
        let error = failure { try link.execute("ask", "SELECT * FROM nowhere", before: soon()) }
        #expect(error?.sqlState == "42P01" && error?.statement == "ask" && error?.isConnectionUsable == true)
        #expect(error?.isCommitInDoubt == false && link.isUsable)
        try link.script("notice", "DO $$ BEGIN RAISE NOTICE 'heard'; END $$", before: soon())
        #expect(
            link.takeNotices() == [PostgresNotice(severity: "NOTICE", sqlState: "00000", message: "heard")])
        let made = try link.script(
            "two", "CREATE TABLE t(a int PRIMARY KEY); INSERT INTO t VALUES (1),(2)", before: soon())
        #expect(made.touched == 2 && made.tag == "INSERT 0 2")
        let twice = failure { try link.execute("again", "INSERT INTO t VALUES (1)", before: soon()) }
        #expect(twice?.sqlState == "23505" && twice?.subject == "t, t_pkey")
    }

    @Test func aPipelineIsAllOrItsError() throws {
        let cluster = try PostgresCluster.shared.get()
        let link = try cluster.connect(database: cluster.makeDatabase())
        try link.script("table", "CREATE TABLE t(a int PRIMARY KEY)", before: soon())
        let insert = PostgresStatement("insert", "INSERT INTO t VALUES ($1)", [.integer(1)])
        let done = try link.pipeline([.begin, insert, .commit], before: soon())
        #expect(done.map(\.tag) == ["BEGIN", "INSERT 0 1", "COMMIT"])
        let error = failure { try link.pipeline([.begin, insert, insert, .commit], before: soon()) }
        #expect(
            error?.sqlState == "23505" && error?.isCommitInDoubt == false && error?.isConnectionUsable == true
        )
        #expect(link.isInTransaction)
        link.rollBack(before: soon())
        #expect(!link.isInTransaction && link.isUsable)
        #expect(try link.execute("count", "SELECT count(*) FROM t", before: soon()).integer(0, 0) == 1)
        // A transaction that has failed cannot be committed, whatever COMMIT answers.
        try link.execute(.begin, before: soon())
        _ = failure { try link.execute(insert, before: soon()) }
        let rolled = failure { try link.execute(.commit, before: soon()) }
        #expect(rolled?.sqlState == "40000" && rolled?.isCommitInDoubt == false && link.isUsable)
    }

    @Test func rowsAreCopiedInAnyCuts() throws {
        let cluster = try PostgresCluster.shared.get()
        let link = try cluster.connect(database: cluster.makeDatabase())
        try link.script("table", "CREATE TABLE t(a int PRIMARY KEY, b text)", before: soon())
        let text = Array((0..<20_000).map { "\($0)\tword \($0)\n" }.joined().utf8)
        let chunks = stride(from: 0, to: text.count, by: 7001).map {
            Array(text[$0..<min(text.count, $0 + 7001)])
        }
        let copy = PostgresStatement("copy", "COPY t FROM STDIN")
        #expect(try link.copyIn(copy, chunks, before: soon()) == 20_000)
        let twice = failure { try link.copyIn(copy, [Array("1\tagain\n".utf8)], before: soon()) }
        #expect(twice?.sqlState == "23505" && link.isUsable)
        let none = failure {
            try link.copyIn(PostgresStatement("copy", "COPY nowhere FROM STDIN"), chunks, before: soon())
        }
        #expect(none?.sqlState == "42P01" && link.isUsable)
        #expect(try link.execute("count", "SELECT count(*) FROM t", before: soon()).integer(0, 0) == 20_000)
    }

    @Test func aDeadlineEndsTheCallAndTheStatementToo() throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try cluster.makeDatabase()
        let link = try cluster.connect(database: database)
        let late = failure { try link.execute("sleep", "SELECT pg_sleep(600)", before: soon(100)) }
        #expect(
            late?.cause == .deadline && late?.isConnectionUsable == false && late?.isCommitInDoubt == false)
        #expect(!link.isUsable)
        let after = failure { try link.execute("more", "SELECT 1", before: soon()) }
        #expect(after?.cause == .link)
        #expect(
            eventually {
                (try? cluster.query(
                    "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' "
                        + "AND datname = '\(database)'"
                ))?
                .integer(0, 0) == 0
            }, "the server was asked to stop, too")
    }

    @Test func aServerThatStandsStillHoldsNobody() throws {
        let cluster = try PostgresCluster("still")
        let link = try cluster.connect()
        cluster.pause()
        let late = failure { try link.execute("ask", "SELECT 1", before: soon(150)) }
        #expect(late?.cause == .deadline)
        let again = failure { _ = try cluster.connect(milliseconds: 150) }
        #expect(again?.cause == .connect && again?.message.contains("no answer in time") == true)
        cluster.resume()
        #expect(try cluster.query("SELECT 1").integer(0, 0) == 1)
    }

    @Test func theNextHostIsTriedWhereOneIsSilentOrDead() throws {
        let cluster = try PostgresCluster.shared.get()
        let proxy = try LinkProxy(to: cluster.port)
        proxy.set(.hang)
        let dead = try PostgresHome.freePort()
        let text =
            "host=127.0.0.1,127.0.0.1,localhost port=\(dead),\(proxy.port),\(cluster.port) user=postgres "
            + "dbname=postgres target_session_attrs=read-write"
        let link = try PostgresConnection.connect(PostgresConninfo(checking: text), before: soon(3000))
        #expect(link.target.host == "localhost" && link.target.port == "\(cluster.port)")
        #expect(!link.target.address.isEmpty, "the name was looked up by us")
        let wrong = try PostgresConninfo(checking: text + " connect_timeout=1").setting("dbname", "nowhere")
        let error = failure { _ = try PostgresConnection.connect(wrong, before: soon(3000)) }
        #expect(error?.sqlState == "3D000", "\(String(describing: error))")
    }

    @Test func aWrongPasswordIsToldApartAndNotRepeated() throws {
        let cluster = try PostgresCluster("locked", access: ["host all locked 127.0.0.1/32 scram-sha-256"])
        try cluster.query("CREATE ROLE locked LOGIN PASSWORD 'right115'")
        let path = cluster.folder + "/pass"
        let info = cluster.conninfo(user: "locked") + " passfile=\(path)"
        for (word, state) in [("hunter2", "28P01"), ("right115", nil)] {
            try Files.writeAtomically(path, Array("*:*:*:*:\(word)\n".utf8), mode: 0o600)
            let error = failure {
                _ = try PostgresConnection.connect(PostgresConninfo(checking: info), before: soon())
            }
            #expect(error?.sqlState == state, "\(String(describing: error))")
            #expect(error?.description.contains(word) != true)
        }
    }

    /// Where the link goes while a COMMIT is on its way, the outcome is unknown, whatever it was.
    @Test(arguments: LinkProxy.CommitCut.allCases)
    func aCutCommitIsInDoubt(_ cut: LinkProxy.CommitCut) throws {
        let cluster = try PostgresCluster.shared.get()
        let database = try cluster.makeDatabase()
        try cluster.query("CREATE TABLE t(a int)", database: database)
        let proxy = try LinkProxy(to: cluster.port)
        let info = cluster.conninfo(database: database, port: proxy.port)
        let link = try PostgresConnection.connect(PostgresConninfo(checking: info), before: soon())
        proxy.cutAtNextCommit(cut)
        let insert = PostgresStatement("insert", "INSERT INTO t VALUES (1)")
        let error = failure { try link.pipeline([.begin, insert, .commit], before: soon()) }
        #expect(error?.cause == .link && error?.isCommitInDoubt == true && error?.isConnectionUsable == false)
        let count = { try cluster.query("SELECT count(*) FROM t", database: database).integer(0, 0) }
        switch cut {
        case .before: #expect(try count() == 0)
        case .after, .answering: #expect(eventually { (try? count()) == 1 })
        }
        let other = try PostgresConnection.connect(PostgresConninfo(checking: info), before: soon())
        proxy.cut(after: 0, .toServer)
        let plain = failure { try other.execute(insert, before: soon()) }
        #expect(plain?.cause == .link && plain?.isCommitInDoubt == false, "nobody called it a commit")
    }

    /// The standby that a commit waits for is away: our deadline ends the wait; a cancelled wait warns.
    @Test func aCommitThatItsStandbyDoesNotHaveIsInDoubt() throws {
        let cluster = try PostgresCluster("alone", settings: ["synchronous_standby_names": "'nobody'"])
        try cluster.query("SET synchronous_commit = local; CREATE TABLE t(a int)")
        let link = try cluster.connect()
        let insert = PostgresStatement("insert", "INSERT INTO t VALUES (1)")
        let late = failure { try link.pipeline([.begin, insert, .commit], before: soon(200)) }
        #expect(late?.cause == .deadline && late?.isCommitInDoubt == true)
        let waiting =
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND pid = "
        let second = try cluster.connect()
        let process = second.serverProcess
        let canceller = try NamedThread("canceller") {
            _ = eventually { (try? cluster.query(waiting + "\(process)"))?.flag(0, 0) == true }
        }
        let warned = failure { try second.pipeline([.begin, insert, .commit], before: soon(20_000)) }
        canceller.join()
        #expect(warned?.cause == .warning && warned?.isCommitInDoubt == true, "\(String(describing: warned))")
        #expect(warned?.sqlState?.hasPrefix("01") == true && second.isUsable)
    }

    /// A session that the administrator ends says so; a COMMIT that was not reached did not happen.
    @Test func anEndedSessionIsToldApart() throws {
        let cluster = try PostgresCluster.shared.get()
        let link = try cluster.connect()
        try cluster.query("SELECT pg_terminate_backend(\(link.serverProcess))")
        let error = failure { try link.pipeline([.begin, .commit], before: soon()) }
        #expect(error?.sqlState == "57P01" || error?.cause == .link, "\(String(describing: error))")
        #expect(error?.isConnectionUsable == false && !link.isUsable)
    }
}
