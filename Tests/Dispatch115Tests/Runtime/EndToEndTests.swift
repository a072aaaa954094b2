import Foundation
import Testing

@testable import Dispatch115

/// Real processes, real datagrams, the real journal.
@Suite(.serialized) struct EndToEndTests {
    /// One call from ring to closed: typed on a console, driven by the unit's own buttons, read back from
    /// the journal after a restart.
    @Test func fromRingToClosed() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        try fixture.startUnits(count: 20, hurry: 1000)
        #expect(eventually { (try? fixture.value("fleet.unheard")) == "106" }, "20 of 126 units report")
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        // 200 m north of station 1.
        let opened = try desk.ask("#call-1 N 0903123456 10.7550,106.6590 ; chest pain, short of breath")
        #expect(opened.joined().contains("incident 1"))
        let again = try desk.ask("#call-1 N 0903123456 10.7550,106.6590 ; chest pain, short of breath")
        #expect(
            again.joined().contains("already"), "a line with a client id that comes twice is answered once")
        let advice = try desk.ask("RE 1").joined(separator: "\n")
        #expect(advice.contains("unit 1 ") && advice.contains("0:"), "\(advice)")
        let sent = try desk.ask("DSP 1 1")
        #expect(sent.joined().contains("unit 1"))
        // From here on the unit's box does everything.
        var closed = ""
        let isClosed = eventually {
            closed = (try? desk.ask("CL 1 transported").joined(separator: "\n")) ?? ""
            return closed.contains("closed")
        }
        #expect(isClosed, "until the unit is available again the incident stays open: \(closed)")
        let before = Int64(try fixture.value("journal.sequence")) ?? 0
        fixture.kill()

        try fixture.start()
        #expect(Int64(try fixture.value("journal.sequence")) == before + 1, "one more event: the new epoch")
        #expect(
            eventually { (try? fixture.value("fleet.unheard")) == "106" }, "the units are back after a resync"
        )
        let verified = try fixture.run(["journal", "verify"] + fixture.common)
        #expect(
            verified.status == 0 && verified.output.contains("sound: \(before + 1) events"), "\(verified)")
        fixture.stop()

        let centre = try fixture.centreOnDisk()
        let assignment = centre.assignments[0]
        #expect(assignment.state == .completed && assignment.isOrderDelivered)
        var last = assignment.times.callReceived
        let all: [TimePoint] = [
            .dispatchNotified, .unitNotified, .acknowledged, .enRoute, .onScene, .atPatient, .leftScene,
            .atDestination, .transferOfCare, .backInService,
        ]
        for point in all {
            #expect(assignment.times[point].isSet && assignment.times[point] >= last, "\(point)")
            last = assignment.times[point]
        }
        #expect(centre.incidents[0].disposition == .transported)
        #expect(centre.patients[0].outcome == .handedOver && centre.patients[0].destination.isSet)
        #expect(centre.text(centre.incidents[0].words) == "chest pain, short of breath")
        #expect(centre.brokenInvariants().isEmpty)
        // No word of the caller's may stand in the journal as it is.
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder)
        where name.hasPrefix("journal") || name.hasPrefix("snapshot") || name.hasSuffix(".log") {
            let bytes = try Files.read(fixture.folder + "/" + name)
            for word in ["0903123456", "chest pain"] {
                #expect(Data(bytes).range(of: Data(word.utf8)) == nil, "\(name) holds \(word)")
            }
        }
        // The same through the file, now that nobody has it open; and line by line.
        let export = try fixture.run(["journal", "export"] + fixture.common)
        let lines = export.output.split(separator: "\n")
        #expect(export.status == 0 && Int64(lines.count) == centre.sequence)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        #expect(!export.output.contains("0903123456"))
    }

    /// What the README promises of `make run`.
    @Test func theDemoRunsTheLinesItIsGiven() throws {
        let fixture = try ServiceFixture()
        let input = "U\nN 0903123456 cho ben thanh ; dau nguc, kho tho\nRE 1\nQUIT\n"
        let run = try fixture.run(["demo"], input: input)
        #expect(run.status == 0)
        #expect(run.output.contains("126 xe: 126 rảnh") && run.output.contains("126 mới"), "\(run.output)")
        #expect(
            run.output.contains("ca 1") && run.output.contains("Bến Thành") && run.output.contains("DIEU "))
        let endOfInput = try fixture.run(["demo"], input: "Q\n")
        #expect(endOfInput.status == 0, "ends cleanly at end of input too")
    }

    @Test func aBrokenChainRefusesToStartAndSaysWhere() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        for index in 0..<20 { _ = try fixture.link().ask("N 10.77,106.70 ; call \(index)") }
        fixture.kill()
        for name in try Files.list(fixture.folder) where name.hasPrefix("snapshot") {
            try Files.remove(fixture.folder + "/" + name)
        }
        let changed = try fixture.tamper(sequence: 200)
        #expect(changed)
        #expect(throws: SystemCallError.self) { try fixture.start() }
        let log = try Files.readText(fixture.folder + "/serve.log")
        #expect(log.contains("200"), "\(log)")
        let verified = try fixture.run(["journal", "verify"] + fixture.common)
        #expect(verified.status == 1 && verified.output.contains("200"), "\(verified)")
    }

    /// Lines sent without waiting are answered in their order, also when one has to be read from the journal.
    @Test func answersKeepTheOrderOfTheLines() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        for round in 0..<100 {
            try desk.send("JRNRAW 1 3")
            try desk.send("NOTE 99 ; nobody \(round)")
            try desk.send("JRNRAW 4 5")
            try desk.send("Q")
            let answers = try (0..<4).map { _ in try desk.answer() }
            #expect(answers[0].count == 3 && answers[0][0].hasPrefix("1 "), "\(answers)")
            #expect(answers[1].joined().contains("99"), "\(answers)")
            #expect(answers[2].count == 2 && answers[2][0].hasPrefix("4 "), "\(answers)")
            #expect(answers[3].joined().contains("no incident"), "\(answers)")
        }
    }

    /// Boxes in the field hold their keys: making new ones in silence would lock every unit out.
    @Test func lostUnitKeysAreNotMadeAnew() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        fixture.stop()
        try Files.remove(fixture.folder + "/unit-keys")
        #expect(throws: SystemCallError.self) { try fixture.start() }
        #expect(try Files.readText(fixture.folder + "/serve.log").contains("unit-keys is gone"))
    }

    /// 16 consoles want one unit for 16 incidents at once: one has it, the others are told who and where.
    @Test(.timeLimit(.minutes(5)))
    func sixteenConsolesForOneUnit() throws {
        let rounds = isCampaign ? 10_000 : 1_000
        let fixture = try ServiceFixture()
        try fixture.start()
        let consoles = try (0..<16).map { _ in try RaceConsole(fixture.folder + "/console.sock") }
        for (index, console) in consoles.enumerated() {
            _ = try console.link.ask("LANG en")
            #expect(
                try console.link.ask("N 10.77,106.70 ; race \(index)").joined().contains(
                    "incident \(index + 1)"))
        }
        let start = WallClock.monotonicNanoseconds()
        for round in 0..<rounds {
            for (index, console) in consoles.enumerated() { try console.send("DSP 7 \(index + 1)") }
            var winners: [Int] = []
            var losers: [String] = []
            for (index, console) in consoles.enumerated() {
                let answer = try console.receive().joined(separator: "\n")
                if answer.hasPrefix("#") { winners.append(index) } else { losers.append(answer) }
            }
            #expect(winners.count == 1, "round \(round): \(winners)")
            guard let winner = winners.first else { return }
            #expect(
                losers.allSatisfy { $0.contains("unit 7") && $0.contains("incident \(winner + 1)") },
                "\(losers)")
            _ = try consoles[round % 16].link.ask("STAND 7")
        }
        let seconds = Double(WallClock.monotonicNanoseconds() - start) / 1e9
        print("\(rounds) rounds of 16 consoles for one unit in \(seconds) s: one winner each")
        fixture.kill()
        let centre = try fixture.centreOnDisk()
        #expect(centre.assignments.end == Int32(rounds))
        #expect(centre.brokenInvariants().isEmpty)
    }
}

/// A console whose question and answer are apart.
final class RaceConsole {
    let link: ConsoleLink

    init(_ path: String) throws { link = try ConsoleLink(path) }

    func send(_ line: String) throws { try link.send(line) }
    func receive() throws -> [String] { try link.answer() }
}

extension ServiceFixture {
    /// Changes one bit of a stored event, as somebody with the file in hands could.
    func tamper(sequence: Int) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            db = sqlite3.connect(sys.argv[1] + "/journal.db")
            body = bytearray(db.execute("select body from events where sequence = ?", (\(sequence),)).fetchone()[0])
            body[-1] ^= 1
            db.execute("update events set body = ? where sequence = ?", (bytes(body), \(sequence)))
            db.commit()
            """, folder,
        ]
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
