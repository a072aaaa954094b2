// Bounds on work and memory, counted and not timed.

import Geo
import Testing

@Suite struct FleetIndexWorkTests {
    private static let centre = Coordinate(latitudeE7: 107_700_000, longitudeE7: 1_067_000_000)

    private func filled(_ units: Int, reach: Int, random: inout SplitMix64) throws -> FleetIndex {
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre, halfExtentMetres: 20_000)
        for id in 0..<units { index.move(Int32(id), to: try place(reach, &random)) }
        return index
    }

    private func place(_ reach: Int, _ random: inout SplitMix64) throws -> Coordinate {
        let centre = try #require(Self.centre)
        return try #require(
            Coordinate(
                latitudeE7: centre.latitudeE7 + Int32(random.below(2 * reach + 1) - reach),
                longitudeE7: centre.longitudeE7 + Int32(random.below(2 * reach + 1) - reach)))
    }

    /// Ten nearest of a uniform fleet: the same few cells at every size of fleet.
    @Test(arguments: [1_000, 10_000, 100_000])
    func tenNearestLookAtFewCells(units: Int) throws {
        let seed = TestSeed.announced("FleetIndexWorkTests.fewCells(\(units))")
        var random = SplitMix64(seed: seed)
        let index = try filled(units, reach: 1_780_000, random: &random)
        let hits = FleetHits()
        var scanned = 0
        var mostConsidered = 0
        for _ in 0..<1_000 {
            index.nearest(to: try place(1_780_000, &random), count: 10, into: hits)
            scanned += hits.cellsScanned
            mostConsidered = max(mostConsidered, hits.cellsConsidered)
        }
        #expect(scanned < 1_000 * 16, "seed \(seed): \(scanned) cells in 1,000 queries")
        #expect(mostConsidered <= 64, "seed \(seed): \(mostConsidered) cells in one query")
    }

    /// A crowd on one side, a call on the other: empty land is crossed by tiles, not by cells.
    @Test func aLonelyCallCrossesEmptyLandByTiles() throws {
        let seed = TestSeed.announced("FleetIndexWorkTests.lonelyCall")
        var random = SplitMix64(seed: seed)
        let index = try filled(50_000, reach: 20_000, random: &random)
        let centre = try #require(Self.centre)
        let corner = try #require(
            Coordinate(
                latitudeE7: centre.latitudeE7 + 1_790_000, longitudeE7: centre.longitudeE7 + 1_790_000))
        let hits = FleetHits()
        index.nearest(to: corner, count: 10, into: hits)
        let cellsAcross = Int(40_000 / index.cellMetres)
        #expect(cellsAcross >= 300, "the grid is fine enough for the test to mean something: \(cellsAcross)")
        #expect(hits.count == 10)
        #expect(
            hits.cellsConsidered < cellsAcross * cellsAcross / 20, "seed \(seed): \(hits.cellsConsidered)")
    }

    @Test(arguments: [20_000, 300_000, 1_780_000])
    func aUnitCostsAtMost200Bytes(reach: Int) throws {
        let seed = TestSeed.announced("FleetIndexWorkTests.bytes(\(reach))")
        var random = SplitMix64(seed: seed)
        let units = 100_000
        let index = try filled(units, reach: reach, random: &random)
        #expect(index.allocatedBytes >= units * 28, "it counts what it must hold")
        #expect(index.allocatedBytes <= units * 200, "seed \(seed): \(index.allocatedBytes)")
        for _ in 0..<units { index.move(Int32(random.below(units)), to: try place(reach, &random)) }
        #expect(index.allocatedBytes <= units * 200, "seed \(seed): \(index.allocatedBytes)")
    }

    /// Removing and returning units reuses what was freed.
    @Test func memoryDoesNotGrowWithTraffic() throws {
        let seed = TestSeed.announced("FleetIndexWorkTests.traffic")
        var random = SplitMix64(seed: seed)
        let index = try filled(5_000, reach: 1_780_000, random: &random)
        for _ in 0..<50_000 { index.move(Int32(random.below(5_000)), to: try place(1_780_000, &random)) }
        let before = index.allocatedBytes
        for _ in 0..<300_000 {
            let id = Int32(random.below(5_000))
            if random.below(3) == 0 {
                index.remove(id)
            } else {
                index.move(id, to: try place(1_780_000, &random))
            }
        }
        #expect(index.allocatedBytes <= before * 3 / 2, "seed \(seed): \(before) -> \(index.allocatedBytes)")
    }
}
