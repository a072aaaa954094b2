import Foundation
import Testing

@testable import Dispatch115

/// The real program, as other processes, in a folder of its own.
final class ServiceFixture: @unchecked Sendable {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The program that was built together with these tests.
    static let program: String = {
        let tests = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/dispatch115"
    }()

    let folder: String
    private(set) var service: ChildProcess?
    private var units: ChildProcess?
    private var settings: [String]
    private var port: String = "0"
    /// Words in front of the program's own: another account, another clock.
    var launcher: [String] = []

    /// `roles` are those of whoever runs the tests, as people.csv spells them.
    init(settings: [String] = [], roles: String = "call-taker dispatcher supervisor") throws {
        var template = Array("/tmp/dispatch115-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.settings = settings.flatMap { ["--set", $0] }
        try write(people: [TestPerson(Account.ownUserID, roles)])
    }

    /// Writes people.csv; a running service takes it with `reloadPeople`.
    func write(people: [TestPerson]) throws {
        try Files.writeAtomically(peopleFile, Array(TestPerson.file(people).utf8), mode: 0o600)
    }

    var peopleFile: String { folder + "/" + PeopleFile.name }

    /// SIGHUP, and waits until it is said in the log.
    func reloadPeople() throws {
        let before = try reloads()
        service?.signal(SIGHUP)
        guard eventually({ (try? reloads()) != before }) else { throw SystemCallError("reload", code: ETIME) }
    }

    private func reloads() throws -> Int {
        try Files.readText(folder + "/serve.log").components(separatedBy: "people: ").count
    }

    deinit {
        units?.end(withinSeconds: 2)
        service?.end(withinSeconds: 5)
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    var common: [String] {
        [
            "--data", folder, "--set", "folders.city=\(ServiceFixture.root)/cities/hcmc",
            "--set", "console.people=\(peopleFile)",
            "--set", "triage.cards=\(ServiceFixture.root)/cards/triage.json5",
        ] + settings
    }

    /// Starts the service and waits until its consoles answer.
    func start() throws {
        let words =
            launcher + [ServiceFixture.program, "serve"] + common + ["--set", "telemetry.port=\(port)"]
        service = try ChildProcess(words[0], Array(words.dropFirst()), log: folder + "/serve.log")
        let answers = eventually {
            if service?.hasEnded ?? true { return true }
            return (try? ConsoleLink(folder + "/console.sock")) != nil
        }
        guard answers, service?.hasEnded == false else {
            throw SystemCallError("serve", (try? Files.readText(folder + "/serve.log")) ?? "", code: ECHILD)
        }
    }

    func startUnits(count: Int, hurry: Int) throws {
        let address = try value("telemetry.address")
        port = String(address.split(separator: ":").last ?? "0")
        units = try ChildProcess(
            ServiceFixture.program,
            ["units"] + common + ["--port", port, "--count", "\(count)", "--hurry", "\(hurry)"],
            log: folder + "/units.log")
    }

    /// kill -9.
    func kill() {
        service?.signal(SIGKILL)
        service?.end(withinSeconds: 1)
        service = nil
    }

    /// SIGTERM, and the end of it.
    func stop() {
        service?.end(withinSeconds: 10)
        service = nil
    }

    func link() throws -> ConsoleLink { try ConsoleLink(folder + "/console.sock") }

    func value(_ key: String) throws -> String {
        try link().status().first { $0.key == key }?.value ?? ""
    }

    /// The centre as it stands in the data folder; the service must not run.
    func centreOnDisk() throws -> Centre {
        let store = try CentreStore(folder: folder, code: "HCM")
        var recent = RecentEvents()
        return try store.recover(rules: CentreRules(), recent: &recent).centre
    }

    /// Runs a subcommand to its end: exit status and output. As another user only where we are root.
    func run(_ words: [String], input: String = "", asUser userID: UInt32? = nil) throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ServiceFixture.program)
        process.arguments = words
        if let userID {
            process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
            process.arguments =
                ["--reuid=\(userID)", "--regid=\(userID)", "--clear-groups", ServiceFixture.program] + words
        }
        process.currentDirectoryURL = URL(fileURLWithPath: ServiceFixture.root)
        let output = Pipe()
        let feed = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = feed
        try process.run()
        feed.fileHandleForWriting.write(Data(input.utf8))
        try feed.fileHandleForWriting.close()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}

/// A row of people.csv. The account is a user id's number, which the file takes where no account has it as name.
struct TestPerson {
    var userID: UInt32
    var roles: String
    var station: Int32?
    var name: String

    init(_ userID: UInt32, _ roles: String, station: Int32? = nil, name: String = "Lan") {
        self.userID = userID
        self.roles = roles
        self.station = station
        self.name = name
    }

    static func file(_ people: [TestPerson]) -> String {
        let rows = people.map {
            "\($0.userID),\($0.name),\($0.roles),\($0.station.map { "\($0)" } ?? "")\n"
        }
        return PeopleFile.columns.joined(separator: ",") + "\n" + rows.joined()
    }
}
