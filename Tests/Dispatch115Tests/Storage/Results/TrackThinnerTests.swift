import Geo
import Testing

@testable import Dispatch115

@Suite struct TrackThinnerTests {
    private static let start: Int64 = 1_790_000_000
    /// About 11.1 m to the north.
    private static let step: Int32 = 1_000

    private func fix(_ second: Int64, steps: Int32 = 0, speed: UInt16 = 0, heading: UInt16 = 65_535) -> Fix {
        let at = Timestamp(nanoseconds: (TrackThinnerTests.start + second) * 1_000_000_000)
        let place = Coordinate(
            latitudeE7: 107_700_000 + steps * TrackThinnerTests.step, longitudeE7: 1_067_000_000)
        return Fix(
            unit: unit1, coordinate: place ?? .init(nearZero: ()), measuredAt: at, receivedAt: at,
            speedCentimetresPerSecond: speed, headingCentidegrees: heading)
    }

    /// Which seconds of these are kept.
    private func kept(_ fixes: [Fix], pressure: TrackPressure = .none) -> [Int64] {
        var thinner = TrackThinner()
        return fixes.filter { thinner.keeps(unit: unit1, fix: $0, pressure: pressure) }.map {
            $0.measuredAt.nanoseconds / 1_000_000_000 - TrackThinnerTests.start
        }
    }

    @Test func aParkedUnitIsKeptEveryFiveMinutes() {
        #expect(kept((0...900).map { fix($0) }) == [0, 300, 600, 900])
    }

    @Test func aMovingUnitIsKeptEveryFiftyMetresOrTenSeconds() {
        // 11 m a second: the fifth is 55 m on.
        #expect(
            kept((0...20).map { fix($0, steps: Int32($0), speed: 1_110) }) == [0, 5, 10, 15, 20])
        // Walking pace.
        #expect(
            kept((0...30).map { fix($0, steps: Int32($0 / 10), speed: 110) }) == [0, 10, 20, 30])
    }

    @Test func aTurnIsKeptAtOnceAndJitterIsNot() {
        let straight = (0...2).map { fix($0, steps: Int32($0), speed: 1_110, heading: 35_900) }
        #expect(kept(straight + [fix(3, steps: 3, speed: 1_110, heading: 2_000)]) == [0])
        #expect(kept(straight + [fix(3, steps: 3, speed: 1_110, heading: 3_000)]) == [0, 3])
        #expect(kept([fix(0, speed: 200, heading: 0), fix(1, speed: 200, heading: 18_000)]) == [0])
    }

    @Test func thatItStoppedIsKept() {
        let driving = fix(0, speed: 800)
        #expect(kept([driving] + (1...200).map { fix($0, steps: 1) }) == [0, 10])
    }

    @Test func pressureThinsAndIsCounted() {
        let drive = (0...600).map { fix($0, steps: Int32($0), speed: 1_110) }
        var lengths: [Int] = []
        for pressure in TrackPressure.allCases {
            var thinner = TrackThinner()
            var count = 0
            for fix in drive where thinner.keeps(unit: unit1, fix: fix, pressure: pressure) { count += 1 }
            lengths.append(count)
            let counts = thinner.counts
            #expect(counts.kept == count && counts.kept + counts.redundant + counts.pressed == drive.count)
            #expect((counts.pressed > 0) == (pressure != .none))
        }
        #expect(lengths == [121, 23, 11])
    }

    @Test func unitsAreApartAndTimeGoesForward() {
        var thinner = TrackThinner()
        let cases: [(unit: UnitID, fix: Fix, isKept: Bool)] = [
            (unit1, fix(100), true), (unit3, fix(0), true),
            (unit1, fix(100, steps: 50, speed: 900), false), (unit1, fix(40, steps: 50, speed: 900), false),
            (.none, fix(400), false),
        ]
        for (unit, fix, isKept) in cases {
            let kept = thinner.keeps(unit: unit, fix: fix)
            #expect(kept == isKept)
        }
        #expect(thinner.counts.kept == 2 && thinner.counts.late == 2)
    }
}
