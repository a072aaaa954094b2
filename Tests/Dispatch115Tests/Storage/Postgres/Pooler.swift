import Foundation
import Glibc

@testable import Dispatch115

/// A real pgbouncer of our own in front of a server, on a free port of 127.0.0.1, ended with its owner, and by
/// the watchman of the clusters where the test process itself is killed.
final class Pooler: @unchecked Sendable {
    /// Whose server connections belong to a client for its whole session, or for a transaction at a time.
    enum Mode: String, CaseIterable, Sendable { case session, transaction }

    /// nil where it is not installed.
    static let program: String? = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].first { Files.exists($0) }

    let port: UInt16
    private let folder: String
    private let process = Locked<ChildProcess?>(nil)

    /// `size` server connections for each database and user.
    init(to server: UInt16, _ mode: Mode, size: Int = 4, users: [String] = ["postgres"]) throws {
        folder = try PostgresHome.folder("pooler")
        port = try PostgresHome.freePort()
        try Files.makeFolder(folder, mode: 0o755)
        try PostgresHome.give(folder)
        let settings = """
            [databases]
            * = host=127.0.0.1 port=\(server)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = trust
            auth_file = \(folder)/users
            pidfile = \(folder)/pooler.pid
            pool_mode = \(mode.rawValue)
            default_pool_size = \(size)
            max_client_conn = 100
            server_login_retry = 1
            """
        try write("pooler.ini", settings + "\n")
        try write("users", users.map { "\"\($0)\" \"\"\n" }.joined())
        try start()
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var log: String { (try? Files.readText(folder + "/pooler.log")) ?? "" }

    func conninfo(database: String, user: String = "postgres") -> String {
        "host=127.0.0.1 port=\(port) dbname=\(database) user=\(user)"
    }

    /// Returns when it answers.
    func start() throws {
        let program = Pooler.program ?? "/nowhere"
        let child = try PostgresHome.spawn(program, [folder + "/pooler.ini"], log: folder + "/pooler.log")
        process.with { $0 = child }
        let info = try PostgresConninfo(checking: conninfo(database: "postgres"))
        guard
            eventually({
                child.hasEnded
                    || (try? PostgresConnection.connect(info, before: .after(milliseconds: 1000))) != nil
            }), !child.hasEnded
        else { throw PostgresHome.Failure("pgbouncer does not start:\n\(log.suffix(1500))") }
    }

    /// kill -9: its clients and servers find their links cut.
    func kill() {
        process.with { child in
            child?.signal(SIGKILL)
            child?.end(withinSeconds: 5)
            child = nil
        }
        try? Files.remove(folder + "/pooler.pid")
    }

    private func write(_ name: String, _ text: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
        try PostgresHome.give(folder + "/" + name)
    }
}
