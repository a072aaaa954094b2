import Foundation
import Glibc

@testable import Dispatch115

/// A real PostgreSQL server of our own: in a temporary folder, on a free port of 127.0.0.1, ended with its
/// owner, and by a watchman where the test process itself is killed. `initdb` runs once a process; each cluster
/// is a copy of that. Writes are synced as in life.
final class PostgresCluster: @unchecked Sendable {
    let folder: String
    let port: UInt16
    let name: String
    private let server = Locked<ChildProcess?>(nil)
    private let isPaused = Locked(false)
    /// The clock that it lives by, where it is not the machine's.
    private let clock: SteppedClock?

    var data: String { folder + "/data" }
    var log: String { folder + "/server.log" }

    /// Starts it. `settings` go into postgresql.conf, `access` in front of pg_hba.conf's lines. `folder` is a
    /// place for it other than the process's own, such as a small disk.
    convenience init(
        _ name: String = "primary", settings: [String: String] = [:], access: [String] = [],
        folder: String? = nil, clock: SteppedClock? = nil
    ) throws {
        let template = try PostgresHome.template.get()
        try self.init(name, in: folder ?? PostgresHome.folder(name), clock: clock)
        try PostgresHome.run("/bin/cp", ["-a", template, data], asServer: false)
        try configure(settings)
        let lines =
            access + [
                "local all all trust", "host all all 127.0.0.1/32 trust",
                "host replication all 127.0.0.1/32 trust",
            ]
        try write("data/pg_hba.conf", lines.joined(separator: "\n") + "\n")
        try start()
    }

    private init(_ name: String, in folder: String, clock: SteppedClock? = nil) throws {
        self.name = name
        self.clock = clock
        self.folder = folder
        port = try PostgresHome.freePort()
        try Files.makeFolder(folder, mode: 0o755)
        try PostgresHome.give(folder)
    }

    deinit {
        kill()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func configure(_ more: [String: String]) throws {
        var all = [
            "listen_addresses": "'127.0.0.1'", "port": "\(port)", "unix_socket_directories": "'\(folder)'",
            "shared_buffers": "16MB", "max_connections": "60", "wal_level": "replica", "max_wal_senders": "8",
            "wal_keep_size": "64MB", "max_wal_size": "256MB", "lc_messages": "C",
            "log_min_messages": "warning",
            "wal_receiver_timeout": "5s", "wal_sender_timeout": "5s", "wal_retrieve_retry_interval": "100ms",
            "ssl": "off", "jit": "off", "checkpoint_timeout": "30min",
        ]
        for (key, value) in more { all[key] = value }
        let lines = all.keys.sorted().map { "\($0) = \(all[$0] ?? "")" }
        try write("data/postgresql.conf", lines.joined(separator: "\n") + "\n")
    }

    func write(_ path: String, _ text: String) throws {
        try text.write(toFile: folder + "/" + path, atomically: false, encoding: .utf8)
        try PostgresHome.give(folder + "/" + path)
    }

    // MARK: Life and death

    /// Starts it and waits until it answers; a standby answers as soon as it can be read.
    func start() throws {
        let child = try PostgresHome.spawn(
            "postgres", ["-D", data], environment: clock?.environment ?? [], log: log)
        server.with { $0 = child }
        let limit = WallClock.monotonicNanoseconds() + 60_000_000_000
        while WallClock.monotonicNanoseconds() < limit {
            if child.hasEnded { break }
            if (try? connect(milliseconds: 1000)) != nil { return }
            WallClock.sleep(nanoseconds: 10_000_000)
        }
        let text = (try? Files.readText(log)) ?? ""
        throw PostgresHome.Failure("\(name) does not start:\n\(text.suffix(1500))")
    }

    var isRunning: Bool { server.with { $0.map { !$0.hasEnded } ?? false } }

    /// The processes of the server, its first one first.
    private var processes: [pid_t] {
        guard let first = server.with({ $0.flatMap { $0.hasEnded ? nil : $0.identifier } }) else { return [] }
        return [first] + PostgresHome.children(of: first)
    }

    /// As if the machine had lost its power, but that its disk keeps what was written.
    func kill() {
        for process in processes { Glibc.kill(process, SIGSTOP) }
        for process in processes.reversed() { Glibc.kill(process, SIGKILL) }
        server.with { child in
            child?.end(withinSeconds: 5)
            child = nil
        }
        isPaused.with { $0 = false }
    }

    /// In order, sessions ended ("fast").
    func stop() {
        resume()
        server.with { child in
            child?.signal(SIGINT)
            if let child { _ = eventually { child.hasEnded } }
            child?.end(withinSeconds: 5)
            child = nil
        }
    }

    /// Every process of it stands still, its sockets open: a machine that hangs.
    func pause() {
        isPaused.with { $0 = true }
        for process in processes { Glibc.kill(process, SIGSTOP) }
    }

    func resume() {
        guard isPaused.with({ $0 }) else { return }
        for process in processes.reversed() { Glibc.kill(process, SIGCONT) }
        isPaused.with { $0 = false }
    }

    func reload() throws { try query("SELECT pg_reload_conf()") }

    // MARK: Standby

    /// A copy that follows this one. With `isSynchronous` every commit here waits for it.
    func standby(_ name: String = "standby", isSynchronous: Bool) throws -> PostgresCluster {
        let copy = try PostgresCluster(name, in: PostgresHome.folder(name))
        try PostgresHome.run(
            PostgresHome.binary("pg_basebackup"),
            [
                "-h", "127.0.0.1", "-p", "\(port)", "-U", "postgres", "-D", copy.data, "-c", "fast", "-X",
                "stream",
            ])
        try copy.configure(["hot_standby": "on"])
        try copy.follow(self)
        try copy.start()
        if isSynchronous { try requireStandby(named: name) }
        return copy
    }

    /// Before its start: it will follow that one, as its standby.
    func follow(_ primary: PostgresCluster) throws {
        let link = "host=127.0.0.1 port=\(primary.port) user=postgres application_name=\(name)"
        try write("data/postgresql.auto.conf", "primary_conninfo = '\(link)'\n")
        try write("data/standby.signal", "")
    }

    /// Whether commits here wait for a standby; nil for none.
    func requireStandby(named name: String?) throws {
        try query("ALTER SYSTEM SET synchronous_standby_names = '\(name ?? "")'")
        try reload()
        guard let name else { return }
        guard
            eventually({
                (try? query("SELECT sync_state FROM pg_stat_replication WHERE application_name = '\(name)'"))?
                    .text(0, 0) == "sync"
            })
        else { throw PostgresHome.Failure("\(name) does not become a synchronous standby") }
    }

    /// A standby becomes a primary; returns when it may be written.
    func promote() throws {
        try query("SELECT pg_promote(true, 30)")
        guard eventually({ (try? query("SELECT pg_is_in_recovery()"))?.flag(0, 0) == false }) else {
            throw PostgresHome.Failure("\(name) does not become a primary")
        }
    }

    // MARK: Talking to it

    func conninfo(database: String = "postgres", user: String = "postgres", port: UInt16? = nil) -> String {
        "host=127.0.0.1 port=\(port ?? self.port) dbname=\(database) user=\(user)"
    }

    func connect(database: String = "postgres", milliseconds: Int64 = 10_000) throws -> PostgresConnection {
        try PostgresConnection.connect(
            PostgresConninfo(checking: conninfo(database: database)),
            before: .after(milliseconds: milliseconds))
    }

    @discardableResult
    func query(_ sql: String, database: String = "postgres") throws -> PostgresResult {
        try connect(database: database).script("test", sql, before: .after(milliseconds: 60_000))
    }

    /// A new empty database; its name.
    func makeDatabase(_ stem: String = "test") throws -> String {
        let count = PostgresCluster.number.with { number in
            number += 1
            return number
        }
        let name = "\(stem)_\(count)"
        try query("CREATE DATABASE \(name)")
        return name
    }

    private static let number = Locked(0)

    /// One for all suites that only need a server and make their own database in it.
    static let shared = Result { try PostgresCluster("shared") }
}
