import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The worst that consoles send, to the real service: one clear answer each, and nobody else is held.
@Suite(.serialized) struct BadInputTests {
    /// The whole matrix, in pipelines of both languages: every line that no reader takes is refused once, and
    /// the journal is where it was.
    @Test(.timeLimit(.minutes(10)))
    func wrongLinesChangeNothing() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let parser = LineParser()
        let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
        var lines = WrongLines.all.filter { line in
            if case .failure = parser.parse(line.text, now: now).request { return true }
            return false
        }.map(\.text)
        // Sent as it is, a newline would part a line: the wire's own rule, not the parser's.
        lines = lines.filter { !$0.utf8.contains(10) }
        // Acts on what is not there: the numbers are right, nobody has them.
        for spec in CommandTable.rows where spec.effect != .reads {
            lines += Language.allCases.compactMap { WrongLines.ofNobody(spec, $0) }
        }
        #expect(lines.count > 3_000)
        let before = try fixture.value("journal.sequence")
        for language in ["vi", "en"] {
            let desk = try fixture.link()
            _ = try desk.ask("LANG \(language)")
            for start in stride(from: 0, to: lines.count, by: 30) {
                let some = lines[start..<min(lines.count, start + 30)]
                for line in some { try desk.send(line) }
                for line in some {
                    let answer = try desk.answer().joined(separator: "\n")
                    let flaws = WrongLinesTests.flaws(answer)
                    #expect(flaws.isEmpty, "\(line.prefix(80)): \(flaws): \(answer)")
                }
            }
        }
        #expect(try fixture.value("journal.sequence") == before, "refused lines change nothing")
        #expect(try fixture.value("console.lines") != "0")
        print("\(lines.count) wrong lines in two languages through the service")
    }

    /// A line without an end, far larger than any memory the service may take for it.
    @Test(.timeLimit(.minutes(10)))
    func aLineOfAGigabyteTakesNoMemory() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let mebibytes = 1_024
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
        let other = try fixture.link()
        let before = Int(try fixture.value("service.resident-bytes")) ?? 0
        let console = try RawConsole(fixture.folder + "/console.sock")
        var highest = 0
        var rounds = 0
        for index in 0..<mebibytes {
            #expect(console.send(piece))
            if index % 16 == 0 {
                highest = max(
                    highest,
                    Int(try other.status().first { $0.key == "service.resident-bytes" }?.value ?? "") ?? 0)
                rounds += 1
            }
        }
        #expect(rounds == mebibytes / 16, "another console was answered all along")
        #expect(console.send("\nQ\n") && console.waitForAnswers(2))
        let refused = console.text.components(separatedBy: "\n\n")
        #expect(WrongLinesTests.flaws(refused[0]).isEmpty && refused[0].contains("4096"), "\(refused[0])")
        #expect(refused[1].contains("ca nào"), "the next line is read again: \(refused[1])")
        print("a line of \(mebibytes) MiB: resident \(before >> 20) MiB before, at most \(highest >> 20) MiB")
        #expect(highest - before < 24 << 20, "\(before) -> \(highest)")
    }

    /// Five hundred at once, each with good lines, bad ones and bytes that are no text.
    @Test(.timeLimit(.minutes(5)))
    func fiveHundredConnectionsAreAllAnswered() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        var random = TestRandom.make("BadInputTests")
        var consoles: [RawConsole] = []
        for _ in 0..<500 { consoles.append(try RawConsole(fixture.folder + "/console.sock")) }
        for (index, console) in consoles.enumerated() {
            var rubbish = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { $0 != 10 }
            rubbish[0] = 0xFF
            #expect(console.send("N 10.77,106.70 ; connection \(index)"))
            #expect(console.send("DSP ??? \(index)"))
            #expect(console.send(rubbish + [10]))
            #expect(console.send("STATUS"))
        }
        for (index, console) in consoles.enumerated() {
            #expect(console.waitForAnswers(4), "connection \(index)")
            let answers = console.text.components(separatedBy: "\n\n").map { answer in
                answer.split(separator: "\n").filter { !$0.hasPrefix("!") }.joined(separator: "\n")
            }
            #expect(answers[0].contains("connection \(index)"))
            #expect(WrongLinesTests.flaws(answers[1]).isEmpty && WrongLinesTests.flaws(answers[2]).isEmpty)
            #expect(answers[3].hasPrefix("service.centre"))
        }
        #expect(try fixture.value("console.turned-away") == "0")
        #expect(Int(try fixture.value("desk.open-incidents")) == 500)
    }

    /// Consoles that ask and never read are closed at their bound; a line that comes byte by byte hurts nobody;
    /// meanwhile another console goes round and round.
    @Test(.timeLimit(.minutes(5)))
    func consolesThatNeverReadHoldNobody() throws {
        let fixture = try ServiceFixture(settings: ["console.maximumPendingBytes=65536"])
        try fixture.start()
        let deaf = try (0..<20).map { _ in try RawConsole(fixture.folder + "/console.sock") }
        let slow = try RawConsole(fixture.folder + "/console.sock")
        let half = Array("N 10.77,106.70 ; half".utf8)
        let desk = try fixture.link()
        var sent = 0
        var rounds = 0
        let closed = eventually {
            for console in deaf {
                _ = fcntl(console.socket.number, F_SETFL, O_NONBLOCK)
                for _ in 0..<8 { _ = console.send("STATUS") }
            }
            if sent < half.count {
                _ = slow.send([half[sent]])
                sent += 1
            }
            let answer = (try? desk.ask("NOTE 9 ; round \(rounds)"))?.joined() ?? ""
            #expect(answer.hasPrefix("TỪ CHỐI"), "\(answer)")
            rounds += 1
            return Int((try? fixture.value("console.slow-closed")) ?? "") == 20 && sent == half.count
        }
        let slowClosed = try fixture.value("console.slow-closed")
        #expect(closed, "closed: \(slowClosed) of 20 after \(rounds) rounds")
        #expect(rounds >= half.count)
        #expect(slow.send([10]) && slow.waitForAnswers(1) && slow.text.contains("half"))
        print("20 consoles that never read were closed within \(rounds) round trips of another")
    }

    /// A hang-up in the middle of a line is no line.
    @Test func halfALineAtHangUpIsDropped() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        do {
            let console = try RawConsole(fixture.folder + "/console.sock")
            #expect(console.send(Array("N 10.77,106.70 ; cut o".utf8)))
        }
        #expect(eventually { (try? fixture.value("console.half-lines")) == "1" })
        #expect(try fixture.value("desk.open-incidents") == "0")
    }
}
