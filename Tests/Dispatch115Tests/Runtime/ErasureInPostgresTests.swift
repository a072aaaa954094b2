import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// Erased texts in PostgreSQL, as the roles that there are, and in a standby that follows through the erasure.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct ErasureInPostgresTests {
    private let cluster: PostgresCluster
    private let database: String
    private let role: String

    init() throws {
        cluster = try PostgresCluster.shared.get()
        database = try cluster.makeDatabase("erasure")
        role = "service_\(database)"
        try ResultsMigrator.migrate(cluster.connect(database: database), before: .after(milliseconds: 60_000))
        try cluster.query(
            """
            CREATE ROLE \(role) LOGIN IN ROLE dispatch115_writer;
            INSERT INTO dispatch.centre_access VALUES ('\(role)', 'HCM'), ('\(role)', 'hanoi')
            """, database: database)
    }

    private func conninfo(_ user: String) throws -> PostgresConninfo {
        try PostgresConninfo(checking: cluster.conninfo(database: database, user: user))
    }

    @discardableResult
    private func ask(_ sql: String) throws -> [[String?]] { try cluster.query(sql, database: database).rows }

    /// The texts of the batch, of batches before it, and nothing else: neither the neighbours nor another centre's.
    /// Written as the service's role, under row security; twice changes nothing, and the first day stays.
    @Test func theTwoUpdatesEraseTheirRangeOnly() throws {
        let store = PostgresResultsStore(
            conninfo: try conninfo(role), centre: ResultsSample.centre, deadlineMilliseconds: 60_000)
        _ = try store.open(epoch: 1)
        func texts(_ numbers: ClosedRange<Int64>) -> [ResultsChange] {
            numbers.flatMap { number in
                [
                    ResultsSample.row(
                        .personalText, ["text": .integer(number), "content": .text("secret \(number)")]),
                    ResultsSample.row(
                        .recordKey,
                        ["text": .integer(number), "key": .bytes(Array(repeating: 5, count: 32))]),
                ]
            }
        }
        try store.write(ResultsSample.batch(0, 1, texts(0...9)))
        try ask(
            """
            INSERT INTO private.personal_text SELECT 'hue', text, kind, content, recorded_at, NULL
            FROM private.personal_text; INSERT INTO private.record_key SELECT 'hue', text, key FROM private.record_key
            """)
        func erase(_ from: Int64, _ first: Int32, _ end: Int32, at seconds: Int64) throws {
            var batch = ResultsSample.batch(from, from + 1, from == 1 ? texts(10...11) : [])
            batch.erased = [
                ErasedTexts(
                    TextRange(first: TextID(index: first), end: TextID(index: end)),
                    at: ResultsSample.start.adding(seconds: seconds))
            ]
            try store.write(batch)
        }
        try erase(1, 3, 11, at: 60)
        try erase(2, 2, 5, at: 120)
        let state = """
            SELECT t.text, t.content IS NULL, k.key IS NULL,
                extract(epoch FROM t.erased_at - to_timestamp(\(ResultsSample.start.microseconds / 1_000_000)))::integer
            FROM private.personal_text t JOIN private.record_key k USING (centre, text)
            WHERE centre = 'hanoi' ORDER BY text
            """
        var wanted: [[String?]] = []
        for number in 0...11 {
            guard (2..<11).contains(number) else {
                wanted.append(["\(number)", "f", "f", nil])
                continue
            }
            wanted.append(["\(number)", "t", "t", number == 2 ? "120" : "60"])
        }
        #expect(try ask(state) == wanted)
        let other = try ask(
            "SELECT count(content), count(erased_at) FROM private.personal_text WHERE centre = 'hue'")
        #expect(other == [["10", "0"]])
        #expect(try ask("SELECT count(key) FROM private.record_key WHERE centre = 'hue'") == [["10"]])
        // A service that may not see the centre changes nothing there, and says so.
        try ask("DELETE FROM dispatch.centre_access WHERE centre = 'hanoi'")
        #expect(throws: ResultsFailure.self) { try erase(3, 0, 2, at: 180) }
        #expect(try ask(state) == wanted)
    }

    /// A service that writes as its role, a standby that follows it: the leader erases, and the words are gone in
    /// the database, for the auditor too, and in the standby's own folder; whatever becomes of the standby.
    @Test(.timeLimit(.minutes(3))) func aStandbyFollowsThroughAnErasure() throws {
        let folder = try Files.makeTemporaryFolder("dispatch115-erasure-pg")
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        func configuration(_ name: String) throws -> Configuration {
            try Files.makeFolder(folder + "/" + name)
            return try Configuration.load(
                file: nil,
                overrides: [
                    "folders.data=\(folder)/\(name)", "folders.city=\(ServiceFixture.root)/cities/hcmc",
                    "triage.cards=\(ServiceFixture.root)/cards/triage.json5", "telemetry.port=0",
                    "privacy.eraseTextsAfterDays=0",
                ].compactMap(ConfigurationOverride.init(setting:)))
        }
        let info = try conninfo(role)
        let person = Person(
            userID: 2001, account: "u2001", name: "U", roles: [.callTaker, .dispatcher, .supervisor],
            station: nil)
        let service = try Service(
            try configuration("one"),
            in: ServiceWorld(
                userID: { _ in 2001 }, people: People([person], ownUserIDs: []),
                resultsStore: {
                    PostgresResultsStore(conninfo: info, centre: "HCM", deadlineMilliseconds: 60_000)
                }))
        defer { service.stop() }
        let desk = try ConsoleLink(folder + "/one/console.sock")
        _ = try desk.ask("LANG en")
        _ = try desk.ask("N P=2 0903123456 10.77,106.70 ; secret words")
        _ = try desk.ask("CL 1 NUISANCE")
        let words = "SELECT count(*) FROM private.incident_words WHERE said = 'secret words'"
        #expect(eventually { (try? ask(words)) == [["1"]] })

        let source = PostgresFollower(info, centre: "HCM", deadlineMilliseconds: 10_000)
        defer { source.close() }
        let two = try configuration("two")
        var standby = try StandbyCopy(two)
        func follow() throws {
            let newest =
                try ask("SELECT max(sequence) FROM dispatch.audit_event")[0][0].flatMap { Int64($0) } ?? 0
            while standby.head.sequence < newest { _ = try standby.follow(source) }
        }
        try follow()
        #expect(try standby.store.keys.key(for: TextID(index: 3)) != nil)
        // As it is before, for a crash that would bring it back.
        let keyFile = try Files.read(folder + "/two/record-keys", limit: 1 << 20)

        #expect(try desk.ask("ERASE 0-3").joined().contains("erased for good on request"))
        let left = "SELECT count(*) FROM private.record_key WHERE text BETWEEN 0 AND 3 AND key IS NOT NULL"
        #expect(eventually { (try? ask(left)) == [["0"]] })
        try cluster.query(
            "CREATE ROLE auditor_\(database) LOGIN IN ROLE dispatch115_auditor; "
                + "INSERT INTO dispatch.centre_access VALUES ('auditor_\(database)', '*')", database: database
        )
        let auditor = try PostgresConnection.connect(
            try conninfo("auditor_\(database)"), before: .after(milliseconds: 10_000))
        let seen = try auditor.execute(
            "look",
            "SELECT count(*), count(content), count(erased_at) FROM private.personal_text WHERE text <= 3",
            before: .after(milliseconds: 10_000))
        #expect(seen.rows == [["4", "0", "4"]])

        try follow()
        for text in 0...3 { #expect(try standby.store.keys.key(for: TextID(index: Int32(text))) == nil) }
        let head = standby.head
        standby.store.journal.close()
        // Its key file is the one of before: the next start destroys the keys before it reads anything.
        try Files.writeAtomically(folder + "/two/record-keys", keyFile, mode: 0o600)
        standby = try StandbyCopy(two)
        #expect(standby.head == head, "the chain verifies")
        for text in 0...3 { #expect(try standby.store.keys.key(for: TextID(index: Int32(text))) == nil) }
        // A second one, that comes only now, never has them.
        standby.store.journal.close()
        standby = try StandbyCopy(try configuration("three"))
        try follow()
        for text in 0...3 { #expect(try standby.store.keys.key(for: TextID(index: Int32(text))) == nil) }
        #expect(standby.head == head)
        standby.store.journal.close()
    }
}
