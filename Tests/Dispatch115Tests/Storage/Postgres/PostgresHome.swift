import Foundation
import Glibc

@testable import Dispatch115

/// Where this process's clusters live and how programs of PostgreSQL are run: as root through the account
/// `postgres`, since the server refuses root; as anybody else directly.
enum PostgresHome {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// The newest that is installed; nil where there is none.
    static let binaries: String? = {
        let base = "/usr/lib/postgresql"
        let versions = ((try? Files.list(base)) ?? []).compactMap { Int($0) }.sorted()
        return versions.reversed().map { "\(base)/\($0)/bin" }.first { Files.exists($0 + "/initdb") }
    }()

    static func binary(_ name: String) -> String { (binaries ?? "/nowhere") + "/" + name }

    private static let isRoot = geteuid() == 0

    /// One folder for all of them, with a watchman beside it who ends and removes everything when we are gone,
    /// however we went.
    private static let root = Result<String, any Error> {
        let folder = try Files.makeTemporaryFolder("dispatch115-pg")
        guard chmod(folder, 0o755) == 0 else { throw SystemCallError("chmod", folder) }
        let watch = """
            while kill -0 \(getpid()) 2>/dev/null; do sleep 1; done
            for file in \(folder)/*/data/postmaster.pid \(folder)/*/pooler.pid; do
                [ -f "$file" ] && kill -9 "$(head -n 1 "$file")" 2>/dev/null
            done
            sleep 1
            rm -rf \(folder)
            """
        _ = try ChildProcess("/bin/sh", ["-c", watch], log: "/dev/null")
        return folder
    }

    private static let count = Locked(0)

    static func folder(_ name: String) throws -> String {
        let number = count.with { count in
            count += 1
            return count
        }
        return "\(try root.get())/\(number)-\(name)"
    }

    /// A data folder as `initdb` leaves it, made once.
    static let template = Result<String, any Error> {
        guard binaries != nil else {
            throw Failure("no PostgreSQL server here: apt-get install postgresql-15")
        }
        let place = try folder("template")
        try Files.makeFolder(place, mode: 0o755)
        try give(place)
        try run(
            binary("initdb"),
            [
                "-D", place + "/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                "--no-sync",
            ])
        return place + "/data"
    }

    /// A file or folder to the server's account.
    static func give(_ path: String) throws {
        guard isRoot else { return }
        guard let account = try Account.named("postgres") else { throw Failure("no account postgres") }
        guard chown(path, account.userID, gid_t.max) == 0 else { throw SystemCallError("chown", path) }
    }

    private static func asServer(_ program: String, _ arguments: [String]) -> (String, [String]) {
        guard isRoot else { return (program, arguments) }
        return (
            "/usr/bin/setpriv",
            ["--reuid=postgres", "--regid=postgres", "--init-groups", program] + arguments
        )
    }

    /// A program of PostgreSQL by its name, another by its path, as the server's account. `environment` are
    /// words as `env` takes them.
    static func spawn(_ name: String, _ arguments: [String], environment: [String] = [], log: String) throws
        -> ChildProcess
    {
        let path = name.hasPrefix("/") ? name : binary(name)
        let (program, words) =
            environment.isEmpty
            ? asServer(path, arguments) : asServer("/usr/bin/env", environment + [path] + arguments)
        return try ChildProcess(program, words, log: log)
    }

    /// Runs a program to its end; its output. Throws with its words where it fails.
    @discardableResult
    static func run(_ program: String, _ arguments: [String], asServer: Bool = true) throws -> String {
        let (path, words) = asServer ? self.asServer(program, arguments) : (program, arguments)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = words
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure("\(program) ended with \(process.terminationStatus): \(output.suffix(1000))")
        }
        return output
    }

    /// A port that nobody has just now.
    static func freePort() throws -> UInt16 {
        let socket = try FileDescriptor(
            Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(O_CLOEXEC), 0), "socket")
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                guard bind(socket.number, raw, length) == 0, getsockname(socket.number, raw, &length) == 0
                else {
                    throw SystemCallError("bind")
                }
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }

    /// Processes whose parent is this one.
    static func children(of parent: pid_t) -> [pid_t] {
        ((try? Files.list("/proc")) ?? []).compactMap { pid_t($0) }.filter { process in
            guard let text = try? Files.readText("/proc/\(process)/stat"),
                let end = text.lastIndex(of: ")")
            else { return false }
            let fields = text[text.index(after: end)...].split(separator: " ")
            return fields.count > 1 && pid_t(fields[1]) == parent
        }
    }
}
