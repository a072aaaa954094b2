import Glibc

/// `dispatch115 serve`: the service, until SIGTERM or SIGINT, or until another machine leads. SIGHUP reads
/// people.csv again.
enum ServeCommand {
    private static let ends = [SIGTERM, SIGINT]
    /// Desks read for so long that this machine has stood down.
    private static let farewellNanoseconds: Int64 = 1_500_000_000

    static func run(_ configuration: Configuration) -> Int32 {
        Signals.block(ends + [SIGHUP, LeadershipExit.signal])
        if getenv("DISPATCH115_WITH_PARENT") != nil { ChildProcess.endWithParent() }
        do {
            switch try LeaderAdmission.decide(configuration) {
            case .leads(let start): return lead(configuration, start)
            case .refused(let why, let lease):
                Output.error("dispatch115: \(why)")
                if let lease { StrandedTail.report(configuration, lease) }
                Output.error(
                    "To make this machine the standby: dispatch115 set-aside, then dispatch115 serve --standby"
                )
                return LeadershipExit.status
            }
        } catch {
            Output.error("dispatch115: \(error.description)")
            return 1
        }
    }

    /// `telemetry` is where a standby has listened until now: the port stays the same.
    static func lead(
        _ configuration: Configuration, _ start: LeaderStart, telemetry: SocketAddress? = nil
    ) -> Int32 {
        var configuration = configuration
        if let telemetry { configuration.telemetry.port = Int(telemetry.port) }
        let service: Service
        let keeper: LeaseKeeper?
        do {
            service = try Service(configuration, leading: start)
            keeper = try keep(service, configuration, start)
        } catch {
            Output.error("dispatch115: \(error.description)")
            return 1
        }
        Log.line(
            "ready: consoles at \(configuration.consoleSocketPath), units at \(service.telemetryAddress)")
        SystemdNotice.send("READY=1")
        var came = SIGHUP
        while came == SIGHUP {
            came = Signals.wait(ends + [SIGHUP, LeadershipExit.signal])
            if came == SIGHUP { service.reloadPeople() }
            // One that was sent for the standby's end may be left over.
            if came == LeadershipExit.signal, keeper?.hasStoodDown != true { came = SIGHUP }
        }
        SystemdNotice.send("STOPPING=1")
        keeper?.stop()
        service.stop()
        guard came == LeadershipExit.signal else { return 0 }
        Output.error("dispatch115: another machine leads this centre; this one has stood down")
        if let keeper, let lease = keeper.foundLease { StrandedTail.report(configuration, lease) }
        return LeadershipExit.status
    }

    private static func keep(_ service: Service, _ configuration: Configuration, _ start: LeaderStart)
        throws(ServiceError) -> LeaseKeeper?
    {
        guard let door = try LeaseDoor(configuration) else { return nil }
        let keeper = try LeaseKeeper(
            door, epoch: service.epoch, start, fencedBy: { service.fencedBy },
            onStandDown: { lease in
                let why = StandbyWords.stoodDown(lease)
                Log.line(why.en)
                service.standDown(why)
                WallClock.sleep(nanoseconds: farewellNanoseconds)
                kill(getpid(), LeadershipExit.signal)
            })
        service.show(leader: { keeper.picture })
        return keeper
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
