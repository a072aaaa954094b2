import Foundation
import Testing

@testable import Dispatch115

/// RE and TR about hospitals, and capacity by file, through the real service.
@Suite(.serialized) struct DestinationServiceTests {
    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func ask(_ desk: ConsoleLink, _ line: String) throws -> String {
        Self.flat(try desk.ask(line).joined(separator: "\n"))
    }

    private func drop(_ fixture: ServiceFixture, _ name: String, _ text: String) throws {
        let inbox = fixture.folder + "/inbox"
        let hidden = inbox + "/." + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: hidden))
        guard rename(hidden, inbox + "/" + name) == 0 else { throw SystemCallError("rename", name) }
    }

    /// Number and code of hospitals that can do this, as the city's file has them.
    private static func hospitals(_ capability: String) throws -> [(number: Int, code: String)] {
        try Files.readText(ServiceFixture.root + "/cities/hcmc/hospitals.csv").split(separator: "\n")
            .compactMap {
                line in
                guard line.contains(capability), let first = line.split(separator: ",").first,
                    let number = Int(first)
                else { return nil }
                let code = line.split(separator: ",").map { $0.filter(\.isNumber) }.first {
                    $0.count == 5 && $0 != first
                }
                return (number, code ?? "")
            }
    }

    @Test(.timeLimit(.minutes(3)))
    func fromTheSceneToAHospital() throws {
        // The folder lies beside the service's own.
        let fixture = try ServiceFixture()
        try Files.makeFolder(fixture.folder + "/inbox")
        let inbox = try ServiceFixture(settings: ["hospitals.inbox=\(fixture.folder)/inbox"])
        try inbox.start()
        let desk = try inbox.link()
        _ = try desk.ask("LANG en")
        let car = try OfferEndToEndTests.firstCars(1)[0].unit
        _ = try ask(desk, "N P=1 10.7769,106.7009 ; chest pain")
        _ = try ask(desk, "TRI 1 yes yes chest pain ; 64y")
        #expect(try ask(desk, "RE 1").contains("recommended for"), "units, while nobody is there")
        _ = try ask(desk, "DSP \(car) 1")
        _ = try ask(desk, "AR \(car)")
        let shown = try ask(desk, "RE 1")
        #expect(shown.contains("hospitals for incident 1"), "\(shown)")
        #expect(shown.contains("needs emergency department, PCI"), "\(shown)")
        #expect(shown.contains("free places unknown"), "\(shown)")
        let line = try #require(shown.range(of: "take: TR \(car) "))
        let first = Int(shown[line.upperBound...].prefix { $0.isNumber }) ?? 0
        let able = try Self.hospitals("pci").map(\.number)
        #expect(able.contains(first), "the first one opens vessels")
        // A file says that it is closed: the next one comes first, and why the other lost.
        try drop(
            fixture, "a.csv",
            "hospital,bed,free,diversion,reason\n\(first),emergency,0,closed,CT hỏng\n9998,burns,1,,\n")
        #expect(eventually { Files.exists(fixture.folder + "/inbox/rejected/a.csv.txt") })
        #expect(
            try Files.readText(fixture.folder + "/inbox/rejected/a.csv.txt").contains(
                "line 3: từ chối / refused: hospital 9998: không có bệnh viện số này"))
        let again = try ask(desk, "RE 1 NEED=pci")
        #expect(again.contains("CLOSED: CT hỏng"), "\(again)")
        #expect(again.contains("(as stated)"), "\(again)")
        #expect(!again.contains("take: TR \(car) \(first) "), "\(again)")
        // Another than the first: allowed, asked why, explained.
        let override = try ask(desk, "TR \(car) \(first)")
        #expect(override.contains("not as proposed in #"), "\(override)")
        #expect(override.contains("why not as proposed? TR \(car) \(first) ;"), "\(override)")
        let why = try ask(desk, "TR \(car) \(first) ; only CT is down")
        #expect(why.contains("because only CT is down"), "\(why)")
        let mark = try #require(override.range(of: "#"))
        let number = override[mark.upperBound...].prefix { $0.isNumber }
        let explained = try ask(desk, "WHY \(number)")
        #expect(
            explained.contains("known then: place") && explained.contains("CLOSED: CT hỏng"), "\(explained)")
        #expect(explained.contains("> "), "the one that was chosen is marked: \(explained)")
        #expect(try ask(desk, "JRN 60").contains("capacity inbox"))
        #expect(try inbox.value("inbox.files.accepted") == "1" && inbox.value("inbox.files.refused") == "1")
        // The same file again is answered and done once: the numbers of the row are known.
        let before = Int(try inbox.value("journal.sequence")) ?? 0
        inbox.kill()
        try FileManager.default.moveItem(
            atPath: fixture.folder + "/inbox/rejected/a.csv", toPath: fixture.folder + "/inbox/a.csv")
        try inbox.start()
        #expect(eventually { Files.exists(fixture.folder + "/inbox/rejected/2-a.csv") })
        let after = try inbox.link()
        _ = try after.ask("LANG en")
        let events = try ask(after, "JRN \(before + 1)-\(before + 50)")
        #expect(!events.contains("CT hỏng"), "\(events)")
    }

    @Test(.timeLimit(.minutes(2)))
    func aMassCasualtyIsSpread() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        let car = try OfferEndToEndTests.firstCars(1)[0].unit
        _ = try ask(desk, "N P=1 10.7769,106.7009 ; bus crash")
        _ = try ask(desk, "MCI 1 8")
        _ = try ask(desk, "DSP \(car) 1")
        _ = try ask(desk, "AR \(car)")
        _ = try ask(desk, "PT 1 +5 TAG=red")
        _ = try ask(desk, "PT 1 +2 TAG=green")
        _ = try ask(desk, "PT 1 +1 TAG=black")
        let shown = try ask(desk, "RE 1")
        #expect(shown.contains("hospitals for incident 1") && shown.contains("in all: hospital"), "\(shown)")
        #expect(shown.contains("patient 7") && !shown.contains("patient 8"), "the dead need none: \(shown)")
        // Nobody knows how many are free anywhere: two a hospital.
        #expect(shown.contains(": 2 red") && !shown.contains(": 3 red"), "\(shown)")
        #expect(!shown.contains("red hospital 6 "), "nobody is said to be a child: \(shown)")
        let vietnamese = try fixture.link()
        let said = try ask(vietnamese, "GY 1 2")
        #expect(said.contains("gợi ý bệnh viện cho ca 1"), "\(said)")
        #expect(try ask(desk, "RE 1 9").contains("REFUSED"))
        #expect(try ask(desk, "RE 1 NEED=nonsense").contains("pci, stroke, trauma"))
    }
}
