// A disk that is really full: a tmpfs of 2 MiB. Needs the right to mount; elsewhere the suite is skipped and
// says so.

import Foundation
import Testing

@testable import Dispatch115

/// A mounted tmpfs; unmounted and removed when the owner goes.
private final class SmallDisk {
    let path: String

    init?() {
        guard let folder = try? StorageFolder() else { return nil }
        path = folder.path + "-tmpfs"
        guard (try? Files.makeFolder(path)) != nil else { return nil }
        guard SmallDisk.run("mount", ["-t", "tmpfs", "-o", "size=2m", "dispatch115-test", path]) else {
            rmdir(path)
            return nil
        }
    }

    deinit {
        _ = SmallDisk.run("umount", ["-l", path])
        rmdir(path)
    }

    static func run(_ program: String, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static let canMount = geteuid() == 0 && SmallDisk() != nil
}

@Suite struct JournalFullDiskTests {
    @Test(.enabled(if: SmallDisk.canMount, "mounting a tmpfs is not allowed here"))
    func aFullDiskIsDeclaredAndHealsWhenThereIsRoom() throws {
        let disk = try #require(SmallDisk())
        let ballast = disk.path + "/ballast"
        try Files.writeAtomically(ballast, [UInt8](repeating: 7, count: 1 << 20))
        let path = disk.path + "/journal"
        var limits = JournalWriter.Limits()
        limits.retryNanoseconds = 5_000_000
        limits.logMaximumFrames = 64
        let ear = JournalEar()
        let writer = try JournalWriter(try Journal(path: path, centre: "HCM"), limits: limits) { change in
            ear.changes.with { $0.append(change) }
        }
        var count = 0
        func submit() {
            let body = storageBody(count, extra: 900)
            #expect(
                writer.submit([body], first: Int64(count + 1), completion: ear.completion(count)) == .accepted
            )
            count += 1
        }
        while ear.degradations == 0 && count < 20_000 {
            submit()
            #expect(eventually { ear.count == count })
        }
        #expect(ear.degradations == 1)
        let durable = ear.durable.count
        #expect(durable > 300)
        for _ in 0..<50 { submit() }
        #expect(eventually { ear.count == count })
        #expect(ear.durable.count == durable, "nothing is called durable that is not")
        try Files.remove(ballast)
        #expect(eventually { ear.healings.count == 1 })
        #expect(ear.healings == [count - durable])
        submit()
        #expect(eventually { ear.count == count })
        #expect(ear.durable.last == count - 1)
        #expect(writer.close() == 0)
        let journal = try Journal(path: path, centre: "HCM")
        #expect(try journal.everything() == (0..<count).map { storageBody($0, extra: 900) })
        withExtendedLifetime(disk) {}
    }
}
