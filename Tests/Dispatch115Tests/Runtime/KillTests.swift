import Foundation
import Geo
import Testing

@testable import Dispatch115

/// kill -9 of the real program under load, at random instants: nothing that was acknowledged is lost, and
/// nothing is there twice, although every console repeats its last line.
@Suite(.serialized) struct KillTests {
    /// What the consoles were told, over all kills.
    struct Ledger {
        var acknowledged: [String] = []
        var sent = 0
        var repeatedAnswers = 0
        var problems: [String] = []
    }

    /// One console: numbered notes, one at a time, each with its client id; after a kill it repeats the line
    /// that was not answered.
    final class Writer: @unchecked Sendable {
        let name: String
        var next = 0
        /// The line whose answer never came.
        var unanswered: String?

        init(_ name: String) { self.name = name }

        func run(_ path: String, _ ledger: Locked<Ledger>) {
            do {
                let link = try ConsoleLink(path)
                _ = try link.ask("LANG en")
                while true {
                    let mark = unanswered ?? "\(name)-\(next)"
                    if unanswered == nil { next += 1 }
                    unanswered = mark
                    ledger.with { $0.sent += 1 }
                    let answer = try link.ask("#\(mark) NOTE 1 ; mark \(mark).").joined(separator: "\n")
                    unanswered = nil
                    ledger.with {
                        if answer.contains("already") { $0.repeatedAnswers += 1 }
                        if answer.contains("NOT D") || !answer.contains("mark \(mark).") {
                            $0.problems.append("\(mark): \(answer)")
                        }
                        $0.acknowledged.append(mark)
                    }
                }
            } catch {
                // The service was killed; the line stays unanswered.
            }
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func killedAtRandomInstants() throws {
        let kills = isCampaign ? 10_000 : 200
        let seed = seedsForTests(1)[0]
        print("killedAtRandomInstants: DISPATCH115_SEED=\(seed)")
        var random = SplitMix64(seed: seed)
        // Snapshots often, so that some kills fall into the writing of one.
        let fixture = try ServiceFixture(settings: ["journal.snapshotEveryEvents=400"])
        let ledger = Locked(Ledger())
        let writers = (0..<4).map { Writer("w\($0)") }
        for round in 0..<kills {
            try fixture.start()
            if round == 0 { _ = try fixture.link().ask("N 10.77,106.70 ; kept under fire") }
            let path = fixture.folder + "/console.sock"
            let threads = try writers.map { writer in
                try NamedThread("writer") { writer.run(path, ledger) }
            }
            WallClock.sleep(nanoseconds: Int64.random(in: 1_000_000...120_000_000, using: &random))
            fixture.kill()
            threads.forEach { $0.join() }
        }
        let centre = try fixture.centreOnDisk()
        var times: [String: Int] = [:]
        for note in centre.notes.rows { times[centre.text(note.text) ?? "", default: 0] += 1 }
        let told = ledger.with { $0 }
        print(
            "\(kills) kills, seed \(seed): \(told.sent) lines sent, \(told.acknowledged.count) acknowledged, "
                + "\(told.repeatedAnswers) answered again, \(centre.notes.rows.count) in the journal")
        #expect(told.problems.isEmpty, "\(told.problems.prefix(3))")
        #expect(told.acknowledged.count > kills, "the load was real")
        for mark in told.acknowledged where times["mark \(mark)."] != 1 {
            Issue.record("seed \(seed): \(mark) is there \(times["mark \(mark)."] ?? 0) times")
        }
        for (text, count) in times where count != 1 {
            Issue.record("seed \(seed): \(text) is there \(count) times")
        }
        #expect(centre.brokenInvariants().isEmpty)
        #expect(centre.epoch == UInt32(kills))
        let verified = try fixture.run(["journal", "verify"] + fixture.common)
        #expect(verified.status == 0, "\(verified.output)")
    }
}
