import Glibc

/// `dispatch115 serve --standby`: the standby, until it leads, and then the service.
enum StandbyCommand {
    private static let signals = [SIGTERM, SIGINT, SIGHUP, LeadershipExit.signal]

    static func wake() { kill(getpid(), LeadershipExit.signal) }

    static func run(_ configuration: Configuration) -> Int32 {
        Signals.block(signals)
        if getenv("DISPATCH115_WITH_PARENT") != nil { ChildProcess.endWithParent() }
        do {
            guard let door = try LeaseDoor(configuration) else {
                Output.error(
                    "dispatch115: serve --standby needs results.kind \"postgresql\" and results.database")
                return ConfigurationError.exitStatus
            }
            let folder = LeaderFolder(configuration.folders.data)
            // A folder that led goes on leading, unless somebody else does by now.
            if !folder.follows, try folder.epoch(of: configuration.centre.code) > 0,
                case .leads(let start) = try LeaderAdmission.decide(configuration)
            {
                return ServeCommand.lead(configuration, start)
            }
            let (end, telemetry) = try follow(configuration, door)
            switch end {
            case nil: return 0
            case .failed(let why):
                Output.error("dispatch115: \(why)")
                return LeadershipExit.status
            case .takesOver(let start): return ServeCommand.lead(configuration, start, telemetry: telemetry)
            }
        } catch {
            Output.error("dispatch115: \(error.description)")
            return 1
        }
    }

    /// Until it ends; everything it had open is closed when this returns.
    private static func follow(_ configuration: Configuration, _ door: LeaseDoor) throws(ServiceError) -> (
        Standby.End?, SocketAddress
    ) {
        let standby = try Standby(configuration, door)
        try standby.start()
        Log.line(
            "ready: standby, consoles at \(configuration.consoleSocketPath), listens to units at "
                + "\(standby.address)")
        SystemdNotice.send("READY=1")
        while true {
            let came = Signals.wait(signals)
            if came == SIGHUP || came == LeadershipExit.signal && standby.outcome == nil { continue }
            break
        }
        standby.stop()
        return (standby.outcome, standby.address)
    }
}
