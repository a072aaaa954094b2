import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// A real full disk under the real service: a small tmpfs of our own, filled and emptied.
@Suite(.serialized) struct FullDiskTests {
    /// Mounting needs root and a kernel that lets us; without it the fault VFS alone shows this.
    static let canMount: Bool = {
        let folder = "/tmp/dispatch115-mount-\(getpid())"
        guard mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        guard mount("tmpfs", folder, "tmpfs", 0, "size=1m") == 0 else { return false }
        umount(folder)
        return true
    }()

    @Test(.enabled(if: canMount, "mounting a tmpfs is not permitted here: the fault VFS tests stand alone"))
    func dispatchGoesOnLoudlyAndHealsByItself() throws {
        let fixture = try ServiceFixture()
        let disk = fixture.folder + "/disk"
        try Files.makeFolder(disk)
        #expect(mount("tmpfs", disk, "tmpfs", 0, "size=4m") == 0)
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let onDisk = [
            "--set", "folders.data=\(disk)", "--set", "console.socket=\(fixture.folder)/console.sock",
        ]
        let service = try ChildProcess(
            ServiceFixture.program, ["serve"] + fixture.common + ["--set", "telemetry.port=0"] + onDisk,
            log: fixture.folder + "/serve.log")
        defer { service.end(withinSeconds: 5) }
        #expect(eventually { (try? fixture.link()) != nil })
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        #expect(try !desk.ask("N 10.77,106.70 ; before").joined().contains("NOT DURABLE"))

        try FullDiskTests.fill(disk + "/filler")
        var marked = 0
        for index in 0..<400 {
            let answer = try desk.ask("NOTE 1 ; in the dark \(index)").joined(separator: "\n")
            #expect(answer.contains("in the dark \(index)"), "work goes on: \(answer)")
            if answer.contains("NOT DURABLE") { marked += 1 }
            if marked == 20 { break }
        }
        #expect(marked == 20, "every line that is not durable says so")
        let sent = try desk.ask("DSP 3 1").joined(separator: "\n")
        #expect(sent.contains("NOT DURABLE") && sent.contains("unit 3"))
        let status = try desk.ask("STATUS").joined(separator: "\n")
        #expect(status.contains("NOT-DURABLE"), "\(status)")
        #expect(status.hasPrefix("service.centre"), "what programs read carries no mark")

        try Files.remove(disk + "/filler")
        #expect(
            eventually {
                (try? desk.ask("STATUS").first { $0.hasPrefix("journal.state") }?.contains("NOT-DURABLE"))
                    == false
            }, "heals by itself")
        let after = try desk.ask("NOTE 1 ; in the light").joined(separator: "\n")
        #expect(!after.contains("NOT DURABLE"))
        service.signal(SIGKILL)
        service.end(withinSeconds: 1)

        let store = try CentreStore(folder: disk, code: "HCM")
        var recent = RecentEvents()
        let centre = try store.recover(rules: CentreRules(), recent: &recent).centre
        let notes = centre.notes.rows.map { centre.text($0.text) ?? "" }
        #expect(Set(notes).count == notes.count, "nothing is there twice")
        #expect(notes.last == "in the light" && notes.filter { $0.hasPrefix("in the dark") }.count >= 20)
        #expect(centre.units[2].live.isSet || centre[centre.unit(numbered: 3)].live.isSet)
    }

    /// Writes zeros until the disk takes no more.
    static func fill(_ path: String) throws {
        let file = try FileDescriptor(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600), "open", path)
        for size in [65_536, 4_096, 512] {
            let zeros = [UInt8](repeating: 0, count: size)
            while write(file.number, zeros, size) > 0 {}
        }
    }
}
