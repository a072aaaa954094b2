// Measures the fleet index: moves a second and 10 nearest a second at 100,000 and 1,000,000 units that
// crowd together as a city's do. The clock is given; the places come from a seed, or from the caller (the
// nodes of a road graph, say), so that a run can be set beside another program's on the same places.
//
// Cost: about 10 s and 250 MB. Not for a live service.

import Geo

enum BenchFleetIndex {
    private static let halfExtentMetres = 45_000.0
    private static let seed: UInt64 = 115

    /// Runs everything; `now` gives monotonic nanoseconds. `places`: where units gather and calls come from;
    /// where empty, 200,000 places crowded around 3,000 made-up centres.
    static func run(now: () -> Int64, places: [Coordinate] = []) -> [BenchRow] {
        guard let centre = Coordinate(latitudeE7: 107_600_000, longitudeE7: 1_067_000_000) else { return [] }
        var random = SplitMix64(seed: seed)
        let gathering = places.isEmpty ? madeUpPlaces(around: centre, random: &random) : places
        var rows: [BenchRow] = []
        for units in [100_000, 1_000_000] {
            rows += measure(units: units, centre: centre, places: gathering, random: &random, now: now)
        }
        return rows
    }

    private static func measure(
        units: Int, centre: Coordinate, places: [Coordinate], random: inout SplitMix64, now: () -> Int64
    ) -> [BenchRow] {
        let index = FleetIndex(centre: centre, halfExtentMetres: halfExtentMetres)
        var positions: [Coordinate] = []
        for _ in 0..<units {
            positions.append(scattered(places[random.below(places.count)], metres: 30, random: &random))
        }
        let started = now()
        for (id, place) in positions.enumerated() { index.move(Int32(id), to: place) }
        let filled = now()

        var moves: [(id: Int32, place: Coordinate)] = []
        for _ in 0..<3_000_000 {
            let id = random.below(units)
            positions[id] = scattered(positions[id], metres: 15, random: &random)
            moves.append((Int32(id), positions[id]))
        }
        let queries = (0..<200_000).map { _ in places[random.below(places.count)] }

        let movesStarted = now()
        for move in moves { index.move(move.id, to: move.place) }
        let movesDone = now()
        let hits = FleetHits(capacity: 16)
        var answered = 0
        let queriesStarted = now()
        for query in queries {
            index.nearest(to: query, count: 10, into: hits)
            answered += hits.count
        }
        let queriesDone = now()
        var each: [Int64] = []
        var scanned = 0
        for query in queries {
            let before = now()
            index.nearest(to: query, count: 10, into: hits)
            each.append(now() - before)
            scanned += hits.cellsScanned
        }
        each.sort()
        return [
            BenchRow("insert", units, Double(units) / seconds(filled - started), "1/s"),
            BenchRow("move", units, Double(moves.count) / seconds(movesDone - movesStarted), "1/s"),
            BenchRow(
                "nearest10", units, Double(queries.count) / seconds(queriesDone - queriesStarted), "1/s"),
            BenchRow("nearest10.p50", units, Double(each[each.count / 2]), "ns"),
            BenchRow("nearest10.p99", units, Double(each[each.count * 99 / 100]), "ns"),
            BenchRow("nearest10.hits", units, Double(answered) / Double(queries.count), "units"),
            BenchRow("nearest10.cells", units, Double(scanned) / Double(queries.count), "cells"),
            BenchRow("cell", units, Double(index.cellMetres), "m"),
            BenchRow("memory", units, Double(index.allocatedBytes) / Double(units), "B/unit"),
        ]
    }

    private static func seconds(_ nanoseconds: Int64) -> Double { Double(max(1, nanoseconds)) * 1e-9 }

    private static func madeUpPlaces(around centre: Coordinate, random: inout SplitMix64) -> [Coordinate] {
        let centres = (0..<3_000).map { _ in scattered(centre, metres: 12_000, random: &random) }
        return (0..<200_000).map { _ in
            scattered(centres[random.below(centres.count)], metres: 800, random: &random)
        }
    }

    /// A place nearby, with about a normal deviation of `metres` in both directions.
    private static func scattered(
        _ place: Coordinate, metres: Double, random: inout SplitMix64
    ) -> Coordinate {
        // 89.8 units of 10^-7 degree are a metre; the sum of 4 uniforms has the variance 1/3.
        let scale = metres * 89.8 * 1.732
        let north =
            random.unitInterval() + random.unitInterval() + random.unitInterval()
            + random.unitInterval() - 2
        let east =
            random.unitInterval() + random.unitInterval() + random.unitInterval()
            + random.unitInterval() - 2
        return Coordinate(
            latitudeE7: place.latitudeE7 + Int32(north * scale),
            longitudeE7: place.longitudeE7 + Int32(east * scale)) ?? place
    }
}
