// The service as it stands all day: a thousand units, each reporting once a second over real datagrams from a
// process of their own, and what that costs `serve`. The city has its own places and stations, and a thousand
// units spread over the stations.

import Glibc

enum BenchThousandUnits {
    /// Cost at the defaults: about 30 s.
    static func run(_ scene: BenchScene, units: Int = 1_000, seconds: Int64 = 20) throws -> [BenchRow] {
        let city = try makeCity(scene, units)
        let service = try BenchService(scene, cityFolder: city)
        var status = try service.status()
        guard let port = status["telemetry.address"]?.split(separator: ":").last else {
            throw BenchFailure("status has no telemetry.address")
        }
        let fleet = try scene.start(
            [
                "units", "--data", service.folder, "--set", "folders.city=\(city)", "--port", String(port),
                "--rate", "1", "--keep-alive", "1",
            ], log: service.folder + "/units.log")
        let limit = WallClock.monotonicNanoseconds() + 30_000_000_000
        while try service.number("fleet.unheard", in: status) > 0 {
            guard !fleet.hasEnded, WallClock.monotonicNanoseconds() < limit else {
                throw BenchFailure("\(status["fleet.unheard"] ?? "some") units are not heard")
            }
            WallClock.sleep(nanoseconds: 200_000_000)
            status = try service.status()
        }
        WallClock.sleep(nanoseconds: 3_000_000_000)

        let before = try (
            status: service.status(), use: service.use(), units: BenchProcessUse(of: fleet.identifier)
        )
        let began = WallClock.monotonicNanoseconds()
        WallClock.sleep(nanoseconds: seconds * 1_000_000_000)
        let after = try (
            use: service.use(), units: BenchProcessUse(of: fleet.identifier), status: service.status()
        )
        let elapsed = Double(WallClock.monotonicNanoseconds() - began) / 1e9
        func grown(_ group: String) -> Double {
            var sum = 0
            for (key, value) in after.status where key.hasPrefix(group) {
                sum += (Int(value) ?? 0) - (before.status[key].flatMap { Int($0) } ?? 0)
            }
            return Double(sum)
        }
        func share(_ before: BenchProcessUse, _ after: BenchProcessUse) -> Double {
            (after.processorSeconds - before.processorSeconds) / elapsed * 100
        }
        let switches = after.use.contextSwitches - before.use.contextSwitches
        return [
            BenchRow("accepted", units, grown("telemetry.accepted.") / elapsed, "datagrams/s"),
            BenchRow("refused", units, grown("telemetry.refused."), "datagrams"),
            BenchRow("kernel-dropped", units, grown("telemetry.other.kernel-dropped"), "datagrams"),
            BenchRow("cpu", units, share(before.use, after.use), "% of one core"),
            BenchRow("wake-ups", units, Double(switches) / elapsed, "1/s"),
            BenchRow("resident", units, after.use.residentMegabytes, "MB"),
            BenchRow("resident-peak", units, after.use.peakMegabytes, "MB"),
            BenchRow("units-process-cpu", units, share(before.units, after.units), "% of one core"),
        ]
    }

    /// The configured city with other units: numbers 1 on, station by station in turn.
    private static func makeCity(_ scene: BenchScene, _ units: Int) throws -> String {
        let source = scene.configuration.folders.city
        let folder = try scene.makeFolder()
        for name in [CityFiles.wardsName, CityFiles.oldWardsName, CityFiles.stationsName] {
            try Files.writeAtomically(folder + "/" + name, try Files.read(source + "/" + name))
        }
        let stations = try City.load(folder: source).stations
        var text = "number,kind,station,skills,equipment\n"
        for number in 1...units {
            let station = stations[number % stations.count].number
            text += "\(number),car,\(station),nurse,oxygen stretcher\n"
        }
        try Files.writeAtomically(folder + "/" + CityFiles.unitsName, Array(text.utf8))
        return folder
    }
}
