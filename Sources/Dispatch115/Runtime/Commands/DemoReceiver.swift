// The demo's other end: a small receiver of the repository (tools/receiver.py) that shows what the EHR and telehealth
// modules are told. It is no part of the service, and the demo goes on without it.

import Glibc

final class DemoReceiver: @unchecked Sendable {
    private static let script = "tools/receiver.py"
    private static let waitNanoseconds: Int64 = 5_000_000_000
    private let child: Locked<ChildProcess?>
    /// What the service has to be told to publish there; empty where there is nobody.
    let settings: [String]

    /// Starts it where it is wanted: where the configuration names no destination of its own.
    init(folder: String, wanted: Bool) {
        guard wanted, let python = DemoReceiver.python else {
            if wanted { Output.error("dispatch115: demo: no python3 here: nobody is told of capacity") }
            child = Locked(nil)
            settings = []
            return
        }
        guard Files.exists(DemoReceiver.script) else {
            Output.error("dispatch115: demo: no \(DemoReceiver.script) here: nobody is told of capacity")
            child = Locked(nil)
            settings = []
            return
        }
        let portFile = folder + "/receiver.port"
        var started: ChildProcess?
        var port: Int?
        do {
            try Files.remove(portFile)
            started = try ChildProcess(python, [DemoReceiver.script, portFile], log: nil)
            let end = WallClock.monotonicNanoseconds() + DemoReceiver.waitNanoseconds
            while port == nil, WallClock.monotonicNanoseconds() < end, started?.hasEnded == false {
                if Files.exists(portFile) { port = Int(try Files.readText(portFile)) }
                WallClock.sleep(nanoseconds: 10_000_000)
            }
        } catch {
            Output.error("dispatch115: demo: the receiver does not start: \(error)")
        }
        child = Locked(started)
        settings = port.map { ["--set", DemoReceiver.destinations($0)] } ?? []
        if port == nil { Output.error("dispatch115: demo: the receiver does not start: nobody is told") }
    }

    private static func destinations(_ port: Int) -> String {
        let list = ["ehr", "telehealth"].map {
            "{name: \"\($0)\", kind: \"fhir\", url: \"http://127.0.0.1:\(port)/\($0)\", module: \"\($0)\"}"
        }
        return "publishing.destinations=[" + list.joined(separator: ", ") + "]"
    }

    private static var python: String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin"
        return folders.split(separator: ":").map { $0 + "/python3" }.first { access($0, X_OK) == 0 }
    }

    func stop() {
        let running = child.with { child in
            defer { child = nil }
            return child
        }
        running?.end(withinSeconds: 2)
    }
}
