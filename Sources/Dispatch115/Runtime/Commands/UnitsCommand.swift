import Geo
import Glibc

/// `dispatch115 units`: simulated ambulances on real datagrams, until SIGTERM or SIGINT.
enum UnitsCommand {
    static func run(_ arguments: Arguments.Units, _ configuration: Configuration) -> Int32 {
        let ends = [SIGTERM, SIGINT]
        Signals.block(ends)
        if getenv("DISPATCH115_WITH_PARENT") != nil { ChildProcess.endWithParent() }
        let fleet: UnitsConfiguration
        do {
            fleet = try compose(arguments, configuration)
        } catch {
            Output.error("dispatch115: \(error.description)")
            return 1
        }
        Log.line("\(fleet.units.count) simulated units report to \(fleet.server)")
        let stop = StopFlag()
        do {
            let thread = try NamedThread("units") {
                do {
                    try UnitsProcess.run(configuration: fleet, until: stop)
                } catch {
                    Log.line("units: \(error)")
                    kill(getpid(), SIGTERM)
                }
            }
            _ = Signals.wait(ends)
            stop.raise()
            thread.join()
        } catch {
            Output.error("dispatch115: \(error)")
            return 1
        }
        return 0
    }

    private static func compose(_ arguments: Arguments.Units, _ configuration: Configuration)
        throws(ServiceError) -> UnitsConfiguration
    {
        let city: City
        let keys: [UnitKey]
        do { city = try City.load(folder: configuration.folders.city) } catch { throw ServiceError(error) }
        do { keys = try UnitKeyFile.read(configuration.unitKeysPath) } catch { throw ServiceError(error) }
        let address = arguments.address ?? configuration.telemetry.address
        let port = arguments.port ?? configuration.telemetry.port
        guard port != 0, let server = SocketAddress("\(address):\(port)") else {
            throw ServiceError("no port to send to: give --port or telemetry.port")
        }
        var stations: [Int: Coordinate] = [:]
        for station in city.stations { stations[station.number] = station.coordinate }
        var newest: [UInt32: UnitKey] = [:]
        for key in keys where key.epoch >= newest[key.unitNumber]?.epoch ?? 0 { newest[key.unitNumber] = key }
        var profiles: [SimulatedUnitProfile] = []
        for unit in city.units.prefix(arguments.count ?? .max) {
            let number = UInt32(clamping: unit.number)
            guard let key = newest[number], let home = stations[unit.station] else {
                throw ServiceError("\(configuration.unitKeysPath) has no key for unit \(number)")
            }
            profiles.append(
                SimulatedUnitProfile(
                    number: number, vehicle: unit.kind == .car ? .car : .motorbike, home: home, key: key))
        }
        var fleet = UnitsConfiguration(
            units: profiles, server: server, seed: UInt64(WallClock.wallNanoseconds()))
        if let also = arguments.also {
            guard let standby = SocketAddress(also) else {
                throw ServiceError("--also \(also): an IPv4 address and a port, such as 10.0.0.2:11501")
            }
            fleet.alsoTo = [standby]
        }
        fleet.hospitals = city.destinations.map {
            SimulatedHospital(number: UInt16(clamping: $0.number), coordinate: $0.coordinate)
        }
        fleet.crew.hurry = arguments.hurryFactor
        fleet.schedule.reportsPerSecond = arguments.rateHertz
        fleet.schedule.keepAliveSeconds = arguments.keepAliveSeconds
        return fleet
    }
}
