import Foundation
import Testing

@testable import Dispatch115

/// The desk through the real service: what is typed is what happens, also after a restart.
@Suite(.serialized) struct DeskEndToEndTests {
    private func ask(_ desk: ConsoleLink, _ line: String, _ words: String..., not: [String] = []) throws {
        let answer = try desk.ask(line).joined(separator: "\n")
        for word in words { #expect(answer.contains(word), "\(line): no \"\(word)\" in: \(answer)") }
        for word in not { #expect(!answer.contains(word), "\(line): \"\(word)\" in: \(answer)") }
    }

    @Test func aStandDown() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        try ask(desk, "ON 1 SK=doctor ODO=45120 Nam, Lan", "unit 1: on duty, Nam, Lan (doctor,", "45120 km")
        try ask(desk, "N 10.7550,106.6590 ; fell", "incident 1")
        try ask(desk, "DSP 1 1", "dispatched to incident 1")
        try ask(desk, "CAN 1", "CAN is STAND now", "STAND unit")
        try ask(desk, "OFF 1", "REFUSED", "STAND 1")
        try ask(desk, "STAND 1 called off ; went by taxi", "stood down: called off", "alert")
        try ask(desk, "I 1", "went by taxi", "cancelled")
        try ask(desk, "OOS 1 fuel", "out of service, fuel")
        try ask(desk, "DSP 1 1", "REFUSED", "out of service: fuel", "ON 1")
        try ask(desk, "RE 1", not: ["DSP 1 1"])
        let undone = try desk.ask("CL 1 left").joined()
        #expect(undone.contains("closed"))
        let last = try fixture.value("journal.sequence")
        try ask(desk, "UNDO \(last)", "taken back", "open again")
        try ask(desk, "CL 1 transported", "REFUSED", "no patient was recorded", "left")
        try ask(desk, "CL 1 left", "closed")
        fixture.kill()
        try fixture.start()
        let again = try fixture.link()
        _ = try again.ask("LANG en")
        try ask(again, "U 1-2", "out of service: fuel", "Nam, Lan")
        try ask(again, "REOPEN 1", "waiting anew")
        fixture.stop()
        let centre = try fixture.centreOnDisk()
        #expect(centre.brokenInvariants().isEmpty && centre.incidents[0].isOpen)
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder)
        where name.hasPrefix("journal") || name.hasPrefix("snapshot") {
            let bytes = try Files.read(fixture.folder + "/" + name)
            for word in ["Nam, Lan", "by taxi"] {
                #expect(Data(bytes).range(of: Data(word.utf8)) == nil, "\(name) holds \(word)")
            }
        }
        let export = try fixture.run(["journal", "export"] + fixture.common)
        #expect(export.status == 0 && export.output.contains("\"takenBack\""))
        for line in export.output.split(separator: "\n") {
            _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
    }

    /// Mother and newborn: the second patient is added on scene, and both go in one unit.
    @Test func aBirth() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG vi")
        try ask(desk, "MOI 10.7550,106.6590 ; sắp sinh", "ca 1")
        try ask(desk, "BN 1 + BV=3 ; nữ 28t, chuyển dạ", "bệnh nhân 1 của ca 1", "viện 3")
        try ask(desk, "DIEU 1 1", "đã điều")
        try ask(desk, "HT 1", "tại hiện trường")
        try ask(desk, "BN 1 + ; sơ sinh, khóc to", "bệnh nhân 2 của ca 1")
        try ask(desk, "SS 1", "TỪ CHỐI", "xe cuối cùng", "BN 1 1")
        try ask(desk, "VC 1 BN=1,2", "viện 3", "bệnh nhân 1", "bệnh nhân 2")
        try ask(desk, "VIEN 1", "tại bệnh viện")
        try ask(desk, "SS 1", "TỪ CHỐI", "BG 1")
        try ask(desk, "BG 1", "đã bàn giao")
        try ask(desk, "SS 1", "xong")
        try ask(desk, "BN 1", "2 bệnh nhân, 0 chưa có kết cục")
        try ask(desk, "DONG 1 khong thay", "TỪ CHỐI", "không khớp", "dachuyenvien")
        try ask(desk, "DONG 1 da chuyen vien", "đã đóng")
        fixture.kill()
        let centre = try fixture.centreOnDisk()
        #expect(centre.patients.end == 2 && centre.brokenInvariants().isEmpty)
        #expect(centre.outcomes(of: IncidentID(number: 1)) == [.handedOver, .handedOver])
    }

    /// A unit that the city's file no longer names is off duty at the next start, and on again when it is back.
    @Test func aUnitThatLeavesTheCitysFile() throws {
        let city = FileManager.default.temporaryDirectory.appendingPathComponent(
            "dispatch115-city-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: URL(fileURLWithPath: ServiceFixture.root + "/cities/hcmc"), to: city)
        defer { do { try FileManager.default.removeItem(at: city) } catch { print("left: \(city.path)") } }
        let fixture = try ServiceFixture(settings: ["folders.city=\(city.path)"])
        try fixture.start()
        fixture.stop()
        let file = city.appendingPathComponent("units.csv")
        let whole = try String(contentsOf: file, encoding: .utf8)
        let without = whole.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("2,") }.joined(separator: "\n")
        #expect(without != whole)
        try without.write(to: file, atomically: true, encoding: .utf8)
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        try ask(desk, "U 2", "off duty")
        try ask(desk, "U 1", "free")
        fixture.stop()
        try whole.write(to: file, atomically: true, encoding: .utf8)
        try fixture.start()
        let again = try fixture.link()
        _ = try again.ask("LANG en")
        try ask(again, "U 2", "free")
    }
}
