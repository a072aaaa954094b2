// What a case needs of the machine, and the promise that none of it stays: temporary folders and child
// processes are gone when the case has ended, failed or been interrupted. Folders are made under $TMPDIR,
// else /tmp: it must lie on the disk that is to be judged.

import Glibc

/// For one case at a time; `cleanUp` from any thread.
final class BenchScene: @unchecked Sendable {
    let configuration: Configuration
    private struct Things {
        var folders: [String] = []
        var children: [ChildProcess] = []
    }
    private let things = Locked(Things())

    init(_ configuration: Configuration) { self.configuration = configuration }

    /// An empty folder of its own.
    func makeFolder() throws -> String {
        let folder = try Files.makeTemporaryFolder("dispatch115-bench")
        things.with { $0.folders.append(folder) }
        return folder
    }

    /// This same program with these arguments; it also ends when we do.
    func start(_ arguments: [String], log: String) throws -> ChildProcess {
        setenv("DISPATCH115_WITH_PARENT", "1", 1)
        let child = try ChildProcess(ChildProcess.ownProgram, arguments, log: log)
        things.with { $0.children.append(child) }
        return child
    }

    /// Ends the children, the youngest first, then removes the folders.
    func cleanUp() {
        let left = things.with { things in
            defer { things = Things() }
            return things
        }
        for child in left.children.reversed() { child.end(withinSeconds: 15) }
        for folder in left.folders {
            do { try BenchScene.remove(folder) } catch {
                Output.error("dispatch115: \(folder) is left behind: \(error)")
            }
        }
    }

    private static func remove(_ folder: String) throws(SystemCallError) {
        for name in try Files.list(folder) {
            let path = folder + "/" + name
            var info = stat()
            guard lstat(path, &info) == 0 else { continue }
            if info.st_mode & S_IFMT == S_IFDIR { try remove(path) } else { try Files.remove(path) }
        }
        guard rmdir(folder) == 0 else { throw SystemCallError("rmdir", folder) }
    }
}

/// A real `serve` on a temporary data folder, with any free port.
final class BenchService {
    private static let readyNanoseconds: Int64 = 20_000_000_000

    let folder: String
    let log: String
    private let link: ConsoleLink
    private let process: ChildProcess

    var socketPath: String { folder + "/console.sock" }

    /// Returns when the console answers.
    init(_ scene: BenchScene, cityFolder: String) throws {
        folder = try scene.makeFolder()
        log = folder + "/serve.log"
        _ = try DemoPeople.write(Configuration(), folder: folder)
        process = try scene.start(
            [
                "serve", "--data", folder, "--set", "folders.city=\(cityFolder)", "--set", "telemetry.port=0",
                "--set", "centre.language=en",
            ], log: log)
        let socket = folder + "/console.sock"
        let limit = WallClock.monotonicNanoseconds() + BenchService.readyNanoseconds
        while true {
            do {
                link = try ConsoleLink(socket)
                break
            } catch {
                guard !process.hasEnded, WallClock.monotonicNanoseconds() < limit else {
                    throw BenchFailure("the service is not ready; its log: \(try Files.readText(log))")
                }
                WallClock.sleep(nanoseconds: 10_000_000)
            }
        }
    }

    func ask(_ line: String) throws -> [String] { try link.ask(line) }

    func status() throws -> [String: String] {
        Dictionary(try link.status().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// A whole number of the status.
    func number(_ key: String, in status: [String: String]) throws -> Int {
        guard let number = status[key].flatMap({ Int($0) }) else {
            throw BenchFailure("status has no \(key)")
        }
        return number
    }

    func use() throws -> BenchProcessUse { try BenchProcessUse(of: process.identifier) }
}

/// What a process has used so far, by the kernel's account.
struct BenchProcessUse {
    let processorSeconds: Double
    let residentMegabytes: Double
    let peakMegabytes: Double
    let contextSwitches: Int

    init(of process: pid_t) throws {
        let stat = try Files.readText("/proc/\(process)/stat")
        // The name may hold anything; what comes after its last parenthesis is fields 3 and on.
        guard let end = stat.lastIndex(of: ")") else { throw BenchFailure("/proc/\(process)/stat: \(stat)") }
        let fields = stat[end...].split(separator: " ")
        guard fields.count > 13, let user = Int(fields[12]), let system = Int(fields[13]) else {
            throw BenchFailure("/proc/\(process)/stat: \(stat)")
        }
        processorSeconds = Double(user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        let memory = try Files.readText("/proc/\(process)/status")
        residentMegabytes = try BenchProcessUse.number("VmRSS:", memory) * 1024 / 1e6
        peakMegabytes = try BenchProcessUse.number("VmHWM:", memory) * 1024 / 1e6
        var switches = 0.0
        for thread in try Files.list("/proc/\(process)/task") {
            switches += try BenchProcessUse.number(
                "voluntary_ctxt_switches:", try Files.readText("/proc/\(process)/task/\(thread)/status"))
        }
        contextSwitches = Int(switches)
    }

    private static func number(_ key: String, _ text: String) throws -> Double {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.count > 1, let number = Double(words[1]) { return number }
        }
        throw BenchFailure("/proc has no \(key)")
    }
}

extension Array where Element == Int64 {
    /// The value below which this share lies, in microseconds; of nanoseconds in any order.
    func percentileMicroseconds(_ share: Double) -> Double {
        guard !isEmpty else { return .nan }
        return Double(sorted()[Swift.min(count - 1, Int(Double(count) * share))]) / 1000
    }
}
