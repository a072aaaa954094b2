import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// The printable picture under the real service: it is there, it says what is open, and a folder that fails
/// disturbs nobody.
@Suite(.serialized) struct PrintoutsTests {
    private func latest(_ folder: String, _ ending: String = "txt") -> String {
        do { return try Files.readText(folder + "/latest." + ending) } catch { return "" }
    }

    /// The open incidents of a printout, without the ages, which go on.
    private func openIncidents(_ text: String) -> [String] {
        text.components(separatedBy: "\n").filter { $0.hasPrefix("incident ") || $0.hasPrefix("ca ") }
            .map { $0.components(separatedBy: " (")[0] }
    }

    @Test func afterAKillThePrintoutShowsTheSameOpenItems() throws {
        let fixture = try ServiceFixture(settings: ["printouts.everySeconds=1", "printouts.kept=3"])
        let folder = fixture.folder + "/printouts"
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        _ = try desk.ask("N P=1 0903123456 10.77,106.70 ; <script>alert(1)</script>")
        _ = try desk.ask("N F=17 @00:01 0911222333 10.80,106.65 ; from paper")
        _ = try desk.ask("N P=3 10.75,106.66 ; closed soon")
        _ = try desk.ask("DSP 3 1")
        _ = try desk.ask("CL 3 nuisance")
        #expect(eventually { latest(folder).contains("0903123456") && latest(folder).contains("phiếu 17") })
        #expect(eventually { !latest(folder).contains("closed soon") })
        #expect(eventually { latest(folder, "html").contains("&lt;script&gt;") })
        #expect(!latest(folder, "html").contains("<script>alert"))
        var info = stat()
        #expect(stat(folder + "/latest.html", &info) == 0 && info.st_mode & 0o777 == 0o640)
        let before = openIncidents(latest(folder))
        #expect(before.count == 2, "\(latest(folder))")
        // Old ones go: at most three of each kind stay, beside the newest.
        #expect(eventually { (try? Files.list(folder).count { $0.hasPrefix("printout-") }) == 6 })
        fixture.kill()
        for name in try Files.list(folder) { try Files.remove(folder + "/" + name) }
        try fixture.start()
        #expect(eventually { !latest(folder).isEmpty })
        #expect(openIncidents(latest(folder)) == before)
        _ = try fixture.link().ask("NOTE 1 ; last words")
        fixture.stop()
        #expect(latest(folder).contains("last words"), "one is written at the end")
    }

    @Test func aFolderThatFailsIsSaidOnceAndDisturbsNothing() throws {
        let fixture = try ServiceFixture(settings: ["printouts.everySeconds=1"])
        // A file where the folder should be.
        try Files.writeAtomically(fixture.folder + "/printouts", [])
        try fixture.start()
        let desk = try fixture.link()
        #expect(eventually { (try? fixture.value("printouts.failed")).flatMap { Int($0) } ?? 0 >= 2 })
        _ = try desk.ask("LANG en")
        #expect(try desk.ask("N 10.77,106.70 ; goes on").joined().contains("incident 1"))
        #expect(try desk.ask("DSP 3 1").joined().contains("dispatched"))
        let log = try Files.readText(fixture.folder + "/serve.log")
        #expect(log.components(separatedBy: "printouts: ").count == 2, "once, not every second: \(log)")
        try Files.remove(fixture.folder + "/printouts")
        #expect(eventually { latest(fixture.folder + "/printouts").contains("goes on") }, "heals by itself")
    }

    @Test(.enabled(if: FullDiskTests.canMount, "mounting a tmpfs is not permitted here"))
    func aFullDiskOfPrintoutsDisturbsNothing() throws {
        let fixture = try ServiceFixture()
        let disk = fixture.folder + "/disk"
        try Files.makeFolder(disk)
        #expect(mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0)
        defer { umount2(disk, Int32(MNT_DETACH)) }
        try FullDiskTests.fill(disk + "/filler")
        let service = try ChildProcess(
            ServiceFixture.program,
            ["serve"] + fixture.common + [
                "--set", "telemetry.port=0", "--set", "folders.printouts=\(disk)", "--set",
                "printouts.everySeconds=1",
            ], log: fixture.folder + "/serve.log")
        defer { service.end(withinSeconds: 5) }
        #expect(eventually { (try? fixture.link()) != nil })
        #expect(eventually { (try? fixture.value("printouts.failed")).flatMap { Int($0) } ?? 0 >= 1 })
        #expect(try Files.list(disk) == ["filler"], "no half file stays")
        let desk = try fixture.link()
        let answer = try desk.ask("N 10.77,106.70 ; on a full disk").joined(separator: "\n")
        #expect(answer.contains("ca 1: mới") && !answer.contains("CHƯA LƯU"), "\(answer)")
        try Files.remove(disk + "/filler")
        #expect(eventually { latest(disk).contains("on a full disk") }, "heals by itself")
    }
}
