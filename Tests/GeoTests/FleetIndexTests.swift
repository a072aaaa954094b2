import Geo
import Testing

@Suite struct FleetIndexTests {
    private static let centre = Coordinate(latitudeE7: 107_700_000, longitudeE7: 1_067_000_000)

    /// Where the units of a random run are.
    enum Spread: CaseIterable, Sendable {
        case uniform, clusters, onePoint, beyondTheBox, overTheGlobe
    }

    private func place(_ spread: Spread, _ random: inout SplitMix64) throws -> Coordinate {
        let centre = try #require(Self.centre)
        // The box of these tests is 20 km to each side: about 1,800,000 units of 10^-7 degree.
        func around(_ reach: Int) -> Int32 { Int32(random.below(2 * reach + 1) - reach) }
        let latitude: Int32
        let longitude: Int32
        switch spread {
        case .uniform: (latitude, longitude) = (around(1_800_000), around(1_800_000))
        case .clusters:
            let cluster = Int32(random.below(5))
            (latitude, longitude) = (cluster * 300_000 + around(4_000), cluster * -170_000 + around(4_000))
        case .onePoint: (latitude, longitude) = (around(1) / 2 + 77_777, around(1) / 2 - 55_555)
        case .beyondTheBox: (latitude, longitude) = (around(9_000_000), around(9_000_000))
        case .overTheGlobe:
            return try #require(
                Coordinate(
                    latitudeE7: Int32(random.below(1_800_000_001) - 900_000_000),
                    longitudeE7: Int32(random.below(3_600_000_001) - 1_800_000_000)))
        }
        return try #require(
            Coordinate(latitudeE7: centre.latitudeE7 + latitude, longitudeE7: centre.longitudeE7 + longitude))
    }

    /// Thousands of moves, removals and returns, with every answer held against the list.
    @Test(arguments: Spread.allCases)
    func agreesWithTheListUnderRandomOperations(spread: Spread) throws {
        let seed = TestSeed.announced("FleetIndexTests.agreesWithTheList(\(spread))")
        var random = SplitMix64(seed: seed)
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre, halfExtentMetres: 20_000)
        var oracle = FleetOracle(centre: centre)
        let hits = FleetHits()
        var eligible = [UInt8](repeating: 0, count: 1_200)
        for id in eligible.indices { eligible[id] = random.below(4) == 0 ? 1 : 0 }
        for step in 0..<12_000 {
            let id = Int32(random.below(1_500))
            if random.below(5) == 0 {
                #expect(index.remove(id) == oracle.remove(id), "seed \(seed) step \(step)")
            } else {
                // Some units stray: the spreads mix, so that borders and middles share one grid.
                let kind = random.below(50) == 0 ? Spread.allCases[random.below(5)] : spread
                let target = try place(kind, &random)
                index.move(id, to: target)
                oracle.move(id, to: target)
            }
            guard step % 24 == 0 else { continue }
            let origin = try place(
                random.below(4) == 0 ? Spread.allCases[random.below(5)] : spread, &random)
            let wanted = [0, 1, 2, 10, 17, 64, 5_000, -3][random.below(8)]
            index.nearest(to: origin, count: wanted, into: hits)
            #expect(hits.array == oracle.nearest(to: origin, count: wanted), "seed \(seed) step \(step)")
            #expect(
                index.nearest(to: origin, count: wanted, eligible: eligible)
                    == oracle.nearest(to: origin, count: wanted, eligible: eligible),
                "seed \(seed) step \(step)")
            let radius = [0, 1, 300, 5_000, 60_000, 3e7, -1, .nan, .infinity][random.below(9)]
            #expect(
                index.within(radiusMetres: radius, of: origin)
                    == oracle.within(radiusMetres: radius, of: origin), "seed \(seed) step \(step)")
            #expect(index.count == oracle.count, "seed \(seed) step \(step)")
        }
        for id in Int32(-1)...1_600 {
            #expect(index.contains(id) == oracle.contains(id), "seed \(seed)")
            let held = oracle.contains(id) ? oracle.places[Int(id)] : nil
            #expect(index.position(id) == held, "seed \(seed)")
        }
    }

    /// Units on the lines between cells, and places on them: where a rounded edge would lose a unit.
    @Test func agreesWithTheListOnTheLinesBetweenCells() throws {
        let seed = TestSeed.announced("FleetIndexTests.linesBetweenCells")
        var random = SplitMix64(seed: seed)
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre, halfExtentMetres: 75_000)
        var oracle = FleetOracle(centre: centre)
        func onALine() throws -> Coordinate {
            // One metre is 89.93 units of latitude and about 91.54 of longitude here.
            let line = Double(random.below(65) - 32) * Double(index.cellMetres)
            let other = Double(random.below(65) - 32) * Double(index.cellMetres)
            return try #require(
                Coordinate(
                    latitudeE7: centre.latitudeE7 + Int32(line * 89.932) + Int32(random.below(5) - 2),
                    longitudeE7: centre.longitudeE7 + Int32(other * 91.54) + Int32(random.below(5) - 2)))
        }
        for id in Int32(0)..<2_000 {
            let target = try onALine()
            index.move(id, to: target)
            oracle.move(id, to: target)
        }
        for _ in 0..<200 {
            let origin = try onALine()
            let wanted = 1 + random.below(30)
            #expect(
                index.nearest(to: origin, count: wanted) == oracle.nearest(to: origin, count: wanted),
                "seed \(seed)")
        }
    }

    /// The grid follows the fleet: growing from nothing, and gathering in one district, changes the cells and
    /// no answer.
    @Test func staysExactWhileTheGridIsCutAnew() throws {
        let seed = TestSeed.announced("FleetIndexTests.cutAnew")
        var random = SplitMix64(seed: seed)
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre, halfExtentMetres: 20_000)
        var oracle = FleetOracle(centre: centre)
        var sizes: [Float] = [index.cellMetres]
        for round in 0..<5 {
            for id in Int32(0)..<12_000 {
                let target = try place(round == 1 ? .clusters : .uniform, &random)
                index.move(id, to: target)
                oracle.move(id, to: target)
            }
            sizes.append(index.cellMetres)
            for _ in 0..<6 {
                let origin = try place(.uniform, &random)
                #expect(
                    index.nearest(to: origin, count: 25) == oracle.nearest(to: origin, count: 25),
                    "seed \(seed)")
            }
        }
        #expect(sizes[1] < sizes[0] * 0.8, "12,000 units need finer cells than none: \(sizes)")
        #expect(sizes[2] < sizes[1], "a crowd needs finer cells: \(sizes)")
        #expect(sizes[5] > sizes[2], "a fleet spread out again needs coarser cells: \(sizes)")
    }

    @Test func equalDistancesComeByLowerId() throws {
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre)
        for id in [Int32](0..<100).reversed() { index.move(id, to: centre) }
        #expect(index.nearest(to: centre, count: 7).map(\.id) == [0, 1, 2, 3, 4, 5, 6])
        #expect(index.within(radiusMetres: 0, of: centre).map(\.id) == [Int32](0..<100))
        index.remove(3)
        #expect(index.nearest(to: centre, count: 4).map(\.id) == [0, 1, 2, 4])
    }

    @Test func anEmptyFleetOrListOfTheEligibleAnswersNobody() throws {
        let centre = try #require(Self.centre)
        let index = FleetIndex(centre: centre)
        #expect(index.nearest(to: centre, count: 3).isEmpty)
        #expect(index.within(radiusMetres: 1e9, of: centre).isEmpty)
        index.move(0, to: centre)
        #expect(index.nearest(to: centre, count: 3, eligible: []).isEmpty)
        #expect(index.nearest(to: centre, count: 3, eligible: [0]).isEmpty)
        #expect(index.nearest(to: centre, count: 3, eligible: [1]).map(\.id) == [0])
        #expect(!index.remove(-1) && !index.remove(7) && !index.contains(-1))
    }
}
