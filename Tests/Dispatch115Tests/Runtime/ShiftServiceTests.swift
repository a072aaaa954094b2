import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The hand-over between two people, and what it leaves: a signature and a page.
@Suite(.serialized) struct ShiftServiceTests {
    private static func person(_ userID: UInt32) -> Person {
        Person(
            userID: userID, account: "u\(userID)", name: "U", roles: [.callTaker, .dispatcher], station: nil)
    }

    /// The service in this process, its consoles played by two people.
    private func withService(_ body: (String, (UInt32) throws -> ConsoleLink) throws -> Void) throws {
        var template = Array("/tmp/dispatch115-shift-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch {} }
        let configuration = try Configuration.load(
            file: nil,
            overrides: [
                "folders.data=\(folder)", "folders.city=\(ServiceFixture.root)/cities/hcmc",
                "telemetry.port=0",
            ].compactMap(ConfigurationOverride.init(setting:)))
        let user = Locked<UInt32>(0)
        let service = try Service(
            configuration,
            in: ServiceWorld(
                userID: { _ in user.with { $0 } },
                people: People([2001, 2002].map(ShiftServiceTests.person), ownUserIDs: [])))
        defer { service.stop() }
        try body(folder) { userID in
            user.with { $0 = userID }
            let link = try ConsoleLink(folder + "/console.sock")
            _ = try link.ask("LANG en")
            return link
        }
    }

    @Test func twoPeopleSignAndThePageIsThere() throws {
        try withService { folder, connect in
            let leaving = try connect(2001)
            let coming = try connect(2002)
            _ = try leaving.ask("N P=1 0903123456 10.77,106.70 ; secret words")
            let list = try leaving.ask("SHIFT").joined(separator: "\n")
            #expect(list.contains("incident 1 P1 waiting"), "\(list)")
            let code = list.components(separatedBy: "; code ").last?.prefix(4) ?? ""
            #expect(code.count == 4 && code.allSatisfy(\.isNumber), "\(list)")
            #expect(try leaving.ask("SHIFT \(code)").joined().contains("REFUSED: U (u2001)"))
            _ = try leaving.ask("N P=2 10.78,106.70 ; came in between")
            let refused = try coming.ask("SHIFT \(code)").joined(separator: "\n")
            #expect(refused.contains("new: incident 2"), "\(refused)")
            let fresh = refused.components(separatedBy: "accepted: SHIFT ").last?.prefix(4) ?? ""
            let signed = try coming.ask("SHIFT \(fresh) ; sealed words").joined(separator: "\n")
            #expect(
                signed.contains("U (u2001) -> U (u2002)") && signed.contains("2 open incidents"), "\(signed)")
            let status = try coming.ask("STATUS").joined(separator: "\n")
            #expect(status.contains("shift.holder") && status.contains("2002") && status.contains("yes"))
            let time = LocalTime()
            let today = time.date(time.day(of: Timestamp(nanoseconds: WallClock.wallNanoseconds())))
            let path = folder + "/reports/report-\(today).html"
            #expect(eventually { Files.exists(path) })
            let page = try Files.readText(path)
            #expect(page.contains("<td>2001</td><td>2002</td><td>2</td>"), "the signature with its counts")
            for secret in ["0903123456", "secret words", "sealed words", "came in between"] {
                #expect(!page.contains(secret), "a report names no caller")
            }
        }
    }

    @Test func theReportIsMadeThroughTheServiceAndWithoutIt() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        for index in 0..<60 { _ = try desk.ask("N P=\(index % 4 + 1) 10.77,106.\(index + 10) ; case") }
        _ = try desk.ask("DSP 3 1")
        _ = try desk.ask("AR 3")
        let time = LocalTime()
        let today = time.date(time.day(of: Timestamp(nanoseconds: WallClock.wallNanoseconds())))
        let alive = try fixture.run(["report", "--day", today, "--lang", "en"] + fixture.common)
        #expect(
            alive.status == 0 && alive.output.contains("<b>60</b>incidents"), "\(alive.output.prefix(600))")
        fixture.stop()
        let out = fixture.folder + "/page.html"
        let dead = try fixture.run(["report", "--out", out] + fixture.common)
        #expect(dead.status == 0 && dead.output.isEmpty, "\(dead.output)")
        #expect(try Files.readText(out).contains("<b>60</b>ca"))
        #expect(try fixture.run(["report", "--day", "2026-02-30"] + fixture.common).status == 64)
    }
}
