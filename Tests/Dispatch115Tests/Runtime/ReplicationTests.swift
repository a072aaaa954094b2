import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The real service on a primary with a synchronous standby, as docs/SCALE.md advises: the primary dies, the
/// standby hangs, the link is slow. What was answered as resting on both is on both; nobody at a desk waits.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct ReplicationTests {
    private struct Pair {
        let primary: PostgresCluster
        let standby: PostgresCluster
        let database: String

        init() throws {
            primary = try PostgresCluster("primary")
            database = try primary.makeDatabase("results")
            try primary.migrate(database)
            standby = try primary.standby("second", isSynchronous: true)
        }

        func settings(_ ports: [UInt16], _ more: [String]) -> [String] {
            let hosts = ports.map { _ in "127.0.0.1" }.joined(separator: ",")
            let list = ports.map { "\($0)" }.joined(separator: ",")
            return [
                "results.kind=postgresql",
                "results.database=host=\(hosts) port=\(list) dbname=\(database) user=postgres "
                    + "target_session_attrs=read-write", "results.statementSeconds=1",
                "results.lagAlertSeconds=1", "journal.durability=both",
            ] + more
        }
    }

    /// kill -9 of the primary under load, its standby promoted: every mark that was answered as resting on both
    /// stands on the heir, before the service has spoken to it; afterwards all of the journal does, once.
    @Test(.timeLimit(.minutes(3))) func thePrimaryDiesUnderLoad() throws {
        let pair = try Pair()
        let fixture = try ServiceFixture(
            settings: pair.settings(
                [pair.primary.port, pair.standby.port], ["journal.bothDeadlineMilliseconds=5000"]))
        try fixture.start()
        #expect(eventually { (try? fixture.value("results.awaited")) == "yes" })
        let link = try fixture.link()
        _ = try link.ask("LANG en")
        _ = try link.ask("N 0903111222 P2 ; 10.7769,106.7009 ; ngất")
        let acknowledged = Locked<[String]>([])
        let alone = Locked(0)
        let isOver = Locked(false)
        let longest = Locked<Int64>(0)
        let socket = fixture.folder + "/console.sock"
        let desk = try NamedThread("desk") {
            guard let link = try? ConsoleLink(socket), (try? link.ask("LANG en")) != nil else { return }
            var number = 0
            while !isOver.with({ $0 }) {
                let mark = "mark \(number)."
                let began = WallClock.monotonicNanoseconds()
                guard let answer = try? link.ask("NOTE 1 ; \(mark)").joined() else { return }
                longest.with { $0 = max($0, WallClock.monotonicNanoseconds() - began) }
                if answer.contains("ALONE") || answer.contains("NOT D") {
                    alone.with { $0 += 1 }
                } else {
                    acknowledged.with { $0.append(mark) }
                }
                number += 1
            }
        }
        defer {
            isOver.with { $0 = true }
            fixture.service?.signal(SIGCONT)
            desk.join()
        }
        #expect(eventually { acknowledged.with { $0.count } >= 150 })
        pair.primary.kill()
        fixture.service?.signal(SIGSTOP)
        let promised = acknowledged.with { $0 }
        try pair.standby.promote()
        let kept = try pair.standby.query(
            "SELECT content FROM private.personal_text WHERE content LIKE 'mark %'", database: pair.database)
        let missing = Set(promised).subtracting(kept.rows.compactMap { $0[0] })
        #expect(missing.isEmpty, "\(missing.count) of \(promised.count): \(missing.prefix(3))")
        fixture.service?.signal(SIGCONT)
        #expect(eventually { (try? fixture.value("results.state")) == "following" })
        let soFar = acknowledged.with { $0.count } + alone.with { $0 }
        #expect(eventually { acknowledged.with { $0.count } + alone.with { $0 } >= soFar + 50 })
        isOver.with { $0 = true }
        desk.join()
        try fixture.comesBack()
        fixture.stop()
        try fixture.expectResultsEqualToJournal(pair.standby, pair.database)
        print(
            "fail-over: \(promised.count) lines on both when the primary died, all on its heir; \(alone.with { $0 }) "
                + "answered on the journal alone, the longest took \(longest.with { $0 } / 1_000_000) ms")
    }

    /// The deadline as it is by default. A link that is slower than that, then a standby that stands still: one
    /// answer waits for the deadline and says what it rests on, those behind it do not wait; it is told aloud, and
    /// waited for again when all is well.
    @Test(.timeLimit(.minutes(3))) func aSlowLinkAndAHangingStandbyHoldNobody() throws {
        let pair = try Pair()
        let proxy = try LinkProxy(to: pair.primary.port)
        let fixture = try ServiceFixture(settings: pair.settings([proxy.port], []))
        try fixture.start()
        #expect(eventually { (try? fixture.value("results.awaited")) == "yes" })
        let link = try fixture.link()
        _ = try link.ask("LANG en")
        _ = try link.ask("N 0903111222 P2 ; 10.7769,106.7009 ; ngất")
        /// One line more, and how long its answer took in microseconds.
        func note(_ text: String) throws -> (String, Int64) {
            let began = WallClock.monotonicNanoseconds()
            let answer = try link.ask("NOTE 1 ; \(text)").joined()
            return (answer, (WallClock.monotonicNanoseconds() - began) / 1000)
        }
        let well = try note("well")
        proxy.set(.slow(milliseconds: 400))
        let first = try note("slow")
        #expect(first.0.hasPrefix("IN THE JOURNAL ALONE"), "\(first)")
        #expect(try fixture.value("results.awaited") == "NO")
        #expect(try fixture.value("results.deadlines-missed") == "1")
        let behind = try fixture.work(lines: 20) / 1000
        // The standby stands still: commits hang on the primary, whose link is good again.
        proxy.heal()
        pair.standby.pause()
        let hanging = try fixture.work(lines: 20) / 1000
        #expect(eventually { fixture.words("results.failures").contains("is not known") })
        #expect(eventually { fixture.hasResultsAlert == true })
        #expect(try fixture.value("results.awaited") == "NO")
        pair.standby.resume()
        #expect(eventually { (try? fixture.value("results.awaited")) == "yes" })
        let again = try note("again")
        #expect(!again.0.contains("ALONE"), "\(again)")
        try fixture.comesBack()
        let log = try Files.readText(fixture.folder + "/serve.log")
        #expect(log.contains("results: answers rest on the journal alone"))
        #expect(log.components(separatedBy: "results: answers wait for them").count > 2)
        fixture.stop()
        try fixture.expectResultsEqualToJournal(pair.primary, pair.database)
        print(
            "both, deadline 100 ms: well \(well.1) us, the first on a slow link \(first.1) us, the longest of 20 "
                + "behind it \(behind) us, of 20 with a hanging standby \(hanging) us, well again \(again.1) us"
        )
    }
}
