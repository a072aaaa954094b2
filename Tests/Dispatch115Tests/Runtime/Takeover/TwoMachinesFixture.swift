import Foundation
import Glibc

@testable import Dispatch115

/// A centre on two machines: the real program twice, with a folder and a port each, one database and one fleet
/// of simulated units that report to both.
final class TwoMachinesFixture {
    final class Machine {
        let name: String
        let folder: String
        let port: UInt16
        let words: [String]
        /// Words in front of the program's own.
        fileprivate var launcher: [String] = []
        fileprivate(set) var process: ChildProcess?

        fileprivate init(_ name: String, _ number: Int, _ base: String, _ settings: [String]) throws {
            self.name = name
            folder = base + "/" + name
            port = try PostgresHome.freePort()
            try Files.makeFolder(folder)
            let all =
                [
                    "folders.city=\(ServiceFixture.root)/cities/hcmc", "console.people=\(base)/people.csv",
                    "triage.cards=\(ServiceFixture.root)/cards/triage.json5",
                    "telemetry.keysFile=\(base)/unit-keys",
                    "telemetry.port=\(port)", "leader.leaseSeconds=3", "leader.graceSeconds=1",
                    "leader.machine=\(number)", "results.kind=postgresql",
                ] + settings
            words = ["--data", folder] + all.flatMap { ["--set", $0] }
        }

        var log: String { (try? Files.readText(folder + ".log")) ?? "" }

        func start(standby: Bool = false) throws {
            let words =
                launcher + [ServiceFixture.program, "serve"] + (standby ? ["--standby"] : []) + self.words
            let before = log.components(separatedBy: "ready:").count
            process = try ChildProcess(words[0], Array(words.dropFirst()), log: folder + ".log")
            guard
                eventually({
                    process?.hasEnded ?? true || log.components(separatedBy: "ready:").count > before
                }), process?.hasEnded == false
            else { throw PostgresHome.Failure("\(name) does not start: \(log.suffix(1500))") }
        }

        func signal(_ number: Int32) { process?.signal(number) }

        func kill() {
            process?.signal(SIGKILL)
            process?.end(withinSeconds: 2)
            process = nil
        }

        func stop() {
            process?.end(withinSeconds: 15)
            process = nil
        }

        func link() throws -> ConsoleLink { try ConsoleLink(folder + "/console.sock") }

        func status(_ key: String) -> String {
            (try? link().status().first { $0.key == key }?.value) ?? ""
        }

        /// Leads, and answers so.
        var leads: Bool { status("standby.state").isEmpty && !status("service.epoch").isEmpty }

        func ask(_ line: String) throws -> String {
            let link = try link()
            _ = try link.ask("LANG en")
            return try link.ask(line).joined(separator: "\n")
        }

        /// Runs a subcommand with this machine's settings.
        func run(_ subcommand: [String]) throws -> (status: Int32, output: String) {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: ServiceFixture.program)
            process.arguments = subcommand + words
            let output = Pipe()
            process.standardOutput = output
            process.standardError = output
            process.standardInput = FileHandle.nullDevice
            try process.run()
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
        }

        func centreOnDisk() throws -> Centre {
            let store = try CentreStore(folder: folder, code: "HCM")
            defer { store.journal.close() }
            var recent = RecentEvents()
            return try store.recover(rules: CentreRules(), recent: &recent).centre
        }
    }

    let folder: String
    let cluster: PostgresCluster
    let database: String
    let one: Machine
    let two: Machine
    private var units: ChildProcess?

    /// Each machine comes to the database under an account of its own, so that it can be cut off alone. With
    /// `userID` both run as that account of this machine, which has nothing but their folders, and as writers with
    /// the least grants.
    init(settings: [String] = [], cluster: PostgresCluster? = nil, asUser userID: UInt32? = nil) throws {
        folder = try Files.makeTemporaryFolder("dispatch115-two")
        self.cluster = try cluster ?? PostgresCluster.shared.get()
        let cluster = self.cluster
        database = try cluster.makeDatabase("takeover")
        try ResultsMigrator.migrate(
            cluster.connect(database: database), before: .after(milliseconds: 60_000))
        accounts = ["one_\(database)", "two_\(database)"]
        for account in accounts {
            let rights = userID == nil ? "SUPERUSER" : "IN ROLE dispatch115_writer"
            try cluster.query(
                """
                CREATE ROLE \(account) LOGIN \(rights);
                INSERT INTO dispatch.centre_access VALUES ('\(account)', 'HCM')
                """, database: database)
        }
        let people = TestPerson.file([TestPerson(Account.ownUserID, "call-taker dispatcher supervisor")])
        try Files.writeAtomically(folder + "/people.csv", Array(people.utf8), mode: 0o600)
        one = try Machine(
            "one", 1, folder,
            settings + ["results.database=" + cluster.conninfo(database: database, user: accounts[0])])
        two = try Machine(
            "two", 2, folder,
            settings + ["results.database=" + cluster.conninfo(database: database, user: accounts[1])])
        guard let userID else { return }
        for path in [folder, folder + "/people.csv", one.folder, two.folder] {
            guard chown(path, userID, userID) == 0 else { throw SystemCallError("chown", path) }
        }
        for machine in [one, two] {
            machine.launcher = [
                "/usr/bin/setpriv", "--reuid=\(userID)", "--regid=\(userID)", "--clear-groups",
                "--no-new-privs", "--bounding-set=-all",
            ]
        }
    }

    let accounts: [String]

    deinit {
        units?.end(withinSeconds: 2)
        for machine in [one, two] {
            machine.signal(SIGCONT)
            machine.process?.end(withinSeconds: 5)
        }
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    func startUnits(count: Int = 12) throws {
        // Keys belong to whoever reads them.
        let words =
            one.launcher + [ServiceFixture.program, "units"] + one.words + [
                "--port", "\(one.port)", "--also", "127.0.0.1:\(two.port)", "--count", "\(count)", "--hurry",
                "10",
                "--keep-alive", "1",
            ]
        units = try ChildProcess(words[0], Array(words.dropFirst()), log: folder + "/units.log")
    }

    /// The first machine, or those that are named, lose the database, and nothing else.
    func cutOff(_ machines: Range<Int> = 0..<1) throws {
        for account in accounts[machines] {
            try cluster.query("ALTER ROLE \(account) NOLOGIN")
            try cluster.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(account)'")
        }
    }

    func mend() throws {
        for account in accounts { try cluster.query("ALTER ROLE \(account) LOGIN") }
    }

    func number(_ sql: String) throws -> Int64 {
        try cluster.query(sql, database: database).integer(0, 0) ?? -1
    }

    var events: Int64 { (try? number("SELECT max(sequence) FROM dispatch.audit_event")) ?? -1 }

    /// Whether the standby has everything that the leader has said so far.
    var isCaughtUp: Bool {
        let newest = "\(events)"
        return one.status("journal.sequence") == newest && two.status("standby.event") == newest
    }

    /// What the machine has and what the database has are the same, byte for byte, as far as the shorter goes.
    func differences(_ machine: Machine) throws -> [Int64] {
        let journal = try Journal(path: machine.folder + "/journal.db", centre: "HCM")
        defer { journal.close() }
        let source = PostgresFollower(
            try PostgresConninfo(checking: cluster.conninfo(database: database)), centre: "HCM",
            deadlineMilliseconds: 10_000)
        defer { source.close() }
        var different: [Int64] = []
        var next: Int64 = 1
        while true {
            let there = try source.rows(after: next - 1)
            guard let last = there.last?.sequence else { return different }
            for row in there where row.sequence <= journal.head.sequence {
                if try journal.read(row.sequence...row.sequence).first != row {
                    different.append(row.sequence)
                }
            }
            next = last + 1
        }
    }
}
