// `dispatch115 demo`: the whole desk on one machine. Starts the service and the simulated units as processes of
// their own, watches over them, and gives the terminal a console. What `make run` starts.

import Glibc
import Synchronization

enum DemoCommand {
    static func run(_ arguments: Arguments, _ configuration: Configuration) -> Int32 {
        let ends = [SIGTERM, SIGINT]
        Signals.block(ends)
        let isTemporary = arguments.common.dataFolder == nil
        let folder: String
        do {
            folder = isTemporary ? try Files.makeTemporaryFolder("dispatch115") : configuration.folders.data
            try Files.makeFolder(folder)
            if let said = try DemoPeople.write(configuration, folder: folder) {
                Output.error("dispatch115: demo: \(said)")
            }
        } catch {
            Output.error("dispatch115: data folder: \(error)")
            return 1
        }
        defer { if isTemporary { removeFolder(folder) } }
        let receiver = DemoReceiver(folder: folder, wanted: configuration.publishing.destinations.isEmpty)
        defer { receiver.stop() }
        let demo = Supervisor(folder: folder, arguments: arguments, settings: receiver.settings)
        do {
            try demo.start()
        } catch {
            demo.stop()
            Output.error("dispatch115: \(error.description)")
            showTail(folder + "/serve.log")
            return 1
        }
        // A signal ends the children in order before it ends us.
        do {
            try NamedThread("signals") {
                let came = Signals.wait(ends)
                demo.stop()
                receiver.stop()
                if isTemporary { removeFolder(folder) }
                _exit(128 + came)
            }.detach()
        } catch {
            Output.error("dispatch115: \(error)")
        }
        let status = ConsoleCommand.runInside(
            folder + "/console.sock", arguments.console.language ?? configuration.centre.language)
        demo.stop()
        return status
    }

    /// Removes what is in a folder of ours, the folders in it too, then the folder.
    private static func removeFolder(_ folder: String) {
        do {
            for name in try Files.list(folder) {
                let path = folder + "/" + name
                var info = stat()
                if lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR {
                    removeFolder(path)
                } else {
                    try Files.remove(path)
                }
            }
            rmdir(folder)
        } catch {
            Output.error("dispatch115: \(folder) is left behind: \(error)")
        }
    }

    private static func showTail(_ path: String) {
        do {
            for line in try Files.readText(path).split(separator: "\n").suffix(5) {
                Output.error(String(line))
            }
        } catch {
            Output.error("dispatch115: \(error)")
        }
    }
}

/// Keeps the service and the units running: a process that ends is started again within a tenth of a second.
private final class Supervisor: @unchecked Sendable {
    private let folder: String
    private let arguments: Arguments
    /// For the service alone, in front of what the command line says.
    private let settings: [String]
    private let program = ChildProcess.ownProgram
    private let stopping = Atomic<Bool>(false)
    private let isReady = Atomic<Int>(0)
    private let failure = Locked<String?>(nil)
    private var thread: NamedThread?
    private var port: Int?

    init(folder: String, arguments: Arguments, settings: [String]) {
        self.settings = settings
        self.folder = folder
        self.arguments = arguments
    }

    private static let readyNanoseconds: Int64 = 20_000_000_000

    /// Returns when the service answers and every unit has been heard.
    func start() throws(ServiceError) {
        do {
            thread = try NamedThread("supervisor") { [self] in supervise() }
        } catch {
            throw ServiceError(error)
        }
        let limit = WallClock.monotonicNanoseconds() + Supervisor.readyNanoseconds
        while isReady.load(ordering: .acquiring) == 0 {
            if let text = failure.with({ $0 }) { throw ServiceError(text) }
            guard WallClock.monotonicNanoseconds() < limit else {
                throw ServiceError("the service is not ready after 20 s; its log ends:")
            }
            WallClock.sleep(nanoseconds: 10_000_000)
        }
    }

    func stop() {
        stopping.store(true, ordering: .releasing)
        thread?.join()
        thread = nil
    }

    private func supervise() {
        setenv("DISPATCH115_WITH_PARENT", "1", 1)
        var service: ChildProcess?
        var units: ChildProcess?
        while !stopping.load(ordering: .acquiring) {
            do {
                if service?.hasEnded ?? true {
                    if service != nil { Log.line("the service has ended; starting it again") }
                    service = try startService()
                }
                if port == nil { port = servicePort() }
                if let port, units?.hasEnded ?? true {
                    units = try startUnits(port)
                }
                if isReady.load(ordering: .relaxed) == 0, port != nil, allUnitsAreHeard() {
                    isReady.store(1, ordering: .releasing)
                }
            } catch {
                failure.with { $0 = error.description }
            }
            WallClock.sleep(nanoseconds: isReady.load(ordering: .relaxed) == 0 ? 20_000_000 : 100_000_000)
        }
        units?.end(withinSeconds: 3)
        service?.end(withinSeconds: 10)
    }

    private func common() -> [String] {
        var words: [String] = []
        if let file = arguments.common.configurationFile { words += ["--config", file] }
        for setting in arguments.common.overrides where setting.path != "folders.data" {
            words += ["--set", "\(setting.path)=\(setting.text)"]
        }
        return words + ["--data", folder]
    }

    private func startService() throws(SystemCallError) -> ChildProcess {
        // Any free port at first; the same one when it is started again, so that the units find it.
        try ChildProcess(
            program, ["serve"] + settings + common() + ["--set", "telemetry.port=\(port ?? 0)"],
            log: folder + "/serve.log")
    }

    private func startUnits(_ port: Int) throws(SystemCallError) -> ChildProcess {
        try ChildProcess(
            program,
            ["units"] + common() + ["--port", "\(port)", "--hurry", "\(arguments.demo.hurryFactor)"],
            log: folder + "/units.log")
    }

    private func status() -> [String: String] {
        do {
            let lines = try ConsoleLink(folder + "/console.sock").status()
            return Dictionary(lines.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        } catch {
            return [:]
        }
    }

    private func servicePort() -> Int? {
        status()["telemetry.address"]?.split(separator: ":").last.flatMap { Int($0) }
    }

    private func allUnitsAreHeard() -> Bool {
        let status = status()
        return status["fleet.unheard"] == "0"
    }
}
