// The cases of `bench`, as one table: name, what it measures, how it is run. Nothing else may name a case.

/// Why a case has no figures.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

struct BenchCase: Sendable {
    let name: String
    /// One sentence for `--list`.
    let meaning: String
    let run: @Sendable (BenchScene) throws -> [BenchRow]

    static let all = [
        BenchCase(name: "fleet-index", meaning: "moves and 10 nearest of 100,000 and 1,000,000 units") { _ in
            BenchFleetIndex.run(
                now: WallClock.monotonicNanoseconds, places: try BenchFleetIndex.givenPlaces())
        },
        BenchCase(name: "journal", meaning: "one durable event, a group of 32, a replay of 1,000,000") {
            try BenchJournal.run(folder: try $0.makeFolder())
        },
        BenchCase(name: "telemetry", meaning: "a datagram received, checked and put into the ring") { _ in
            try BenchTelemetry.run()
        },
        BenchCase(name: "core", meaning: "incident lives decided and applied, without a journal") { _ in
            try BenchCore.run()
        },
        BenchCase(name: "recovery", meaning: "1,000,000 events read back, without and with a snapshot") {
            try BenchRecovery.run($0)
        },
        BenchCase(name: "projection", meaning: "200,000 events turned into rows of the results, unwritten") {
            try BenchProjection.run($0)
        },
        BenchCase(name: "console", meaning: "a typed line until its durable answer: one console, then 32") {
            try BenchConsole.run($0)
        },
        BenchCase(name: "service-1000", meaning: "the service under 1,000 units at 1 Hz: CPU and memory") {
            try BenchThousandUnits.run($0)
        },
        BenchCase(name: "place-search", meaning: "a place said looked up among 100,000 house numbers") { _ in
            try BenchPlaceSearch.run()
        },
        BenchCase(name: "results-writer", meaning: "rows and events a second into PostgreSQL, by batch") {
            _ in
            try BenchResultsWriter.run()
        },
        BenchCase(
            name: "results-follow", meaning: "catch-up of 1,000,000 events into PostgreSQL, lag at 2,000/s"
        ) {
            try BenchResultsFollow.run($0)
        },
    ]

    /// The named ones in the order of the names; all where none is named.
    static func chosen(_ names: [String]) throws(ArgumentsError) -> [BenchCase] {
        if names.isEmpty { return all }
        var chosen: [BenchCase] = []
        for name in names {
            guard let found = all.first(where: { $0.name == name }) else {
                let known = all.map(\.name)
                throw ArgumentsError(
                    what: "bench: unknown case \(JSON5Text.quoted(name))",
                    accepted: "Nearest: \(NearestName.of(name, among: known) ?? ""); accepted: "
                        + known.joined(separator: ", "), seeAlso: "dispatch115 bench --list")
            }
            chosen.append(found)
        }
        return chosen
    }

    /// Name and meaning, one case a line.
    static var list: String {
        let width = all.map(\.name.count).max() ?? 0
        return all.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.meaning }
            .joined(separator: "\n")
    }
}
