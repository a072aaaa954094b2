import Geo
import Testing

@Suite struct StraightLineTravelTests {
    @Test func isDistanceTimesDetourOverSpeedRoundedUp() throws {
        let travel = try StraightLineTravel(metresPerSecond: 10)
        #expect(travel.detourFactor == 1.3)
        #expect(travel.travelSeconds(distanceMetres: 0) == 0)
        #expect(travel.travelSeconds(distanceMetres: 1_000) == 130)
        #expect(travel.travelSeconds(distanceMetres: 1_001) == 131)
        let straight = try StraightLineTravel(metresPerSecond: 10, detourFactor: 1)
        #expect(straight.travelSeconds(distanceMetres: 95) == 10)
        let crawl = try StraightLineTravel(metresPerSecond: 1e-9)
        #expect(crawl.travelSeconds(distanceMetres: 1e6) == TravelAnswer.unreachableSeconds)
    }

    @Test(arguments: [0, -1, .nan, .infinity, 101])
    func speedsThatAreNoneAreRefused(metresPerSecond: Double) {
        #expect(throws: TravelTimesError.self) { try StraightLineTravel(metresPerSecond: metresPerSecond) }
    }

    @Test(arguments: [0.99, 10.1, .nan])
    func detoursThatAreNoneAreRefused(factor: Double) {
        #expect(throws: TravelTimesError.self) {
            try StraightLineTravel(metresPerSecond: 10, detourFactor: factor)
        }
    }

    /// One speed: the nearest are the first to arrive, in the same order, even within one second.
    @Test func nearestByDistanceIsNearestByTime() throws {
        let seed = TestSeed.announced("StraightLineTravelTests.nearest")
        var random = SplitMix64(seed: seed)
        func place() throws -> Coordinate {
            try #require(
                Coordinate(
                    latitudeE7: 107_700_000 + Int32(random.below(200_000)),
                    longitudeE7: 1_067_000_000 + Int32(random.below(200_000))))
        }
        var origins: [Coordinate] = []
        for _ in 0..<2_000 { origins.append(try place()) }
        let target = try place()
        let travel = try StraightLineTravel(metresPerSecond: 8.3)
        var answers: [TravelAnswer] = []
        travel.nearestByTime(50, from: origins, to: target, into: &answers)
        let byDistance = origins.indices.sorted {
            let (a, b) = (origins[$0].distanceMetres(to: target), origins[$1].distanceMetres(to: target))
            return a != b ? a < b : $0 < $1
        }
        #expect(answers.map(\.index) == Array(byDistance.prefix(50)), "seed \(seed)")
        var seconds: [Int32] = [7]
        travel.travelSeconds(from: origins, to: target, into: &seconds)
        #expect(seconds.count == origins.count)
        #expect(answers.map(\.travelSeconds) == answers.map { seconds[$0.index] }, "seed \(seed)")
        for (near, far) in zip(byDistance, byDistance.dropFirst()) {
            #expect(seconds[near] <= seconds[far], "seed \(seed)")
        }
    }
}
