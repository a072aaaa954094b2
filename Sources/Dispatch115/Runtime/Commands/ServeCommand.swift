import Glibc

/// `dispatch115 serve`: the service, until SIGTERM or SIGINT. SIGHUP reads people.csv again.
enum ServeCommand {
    static func run(_ configuration: Configuration) -> Int32 {
        let ends = [SIGTERM, SIGINT]
        Signals.block(ends + [SIGHUP])
        if getenv("DISPATCH115_WITH_PARENT") != nil { ChildProcess.endWithParent() }
        let service: Service
        do {
            service = try Service(configuration)
        } catch {
            Output.error("dispatch115: \(error.description)")
            return 1
        }
        Log.line(
            "ready: consoles at \(configuration.consoleSocketPath), units at \(service.telemetryAddress)")
        SystemdNotice.send("READY=1")
        while Signals.wait(ends + [SIGHUP]) == SIGHUP { service.reloadPeople() }
        SystemdNotice.send("STOPPING=1")
        service.stop()
        return 0
    }
}

/// sd_notify(3) by hand: one datagram to the socket that systemd names.
enum SystemdNotice {
    static func send(_ state: String) {
        guard let path = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }), !path.isEmpty else { return }
        let number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        guard number >= 0 else { return }
        defer { close(number) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A name that begins with @ is in the abstract namespace: a zero byte stands for it.
        var name = Array(path.utf8)
        if name.first == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(number, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
