import Geo
import Testing

@testable import Dispatch115

@Suite struct RecommenderTests {
    static let middle =
        Coordinate(latitudeE7: 107_700_000, longitudeE7: 1_067_000_000) ?? CentreFixture.place(0)

    static func recommender(ranked: Int = 3) throws -> Recommender {
        Recommender(
            travel: [
                (.car, try StraightLineTravel(metresPerSecond: 10)),
                (.motorbike, try StraightLineTravel(metresPerSecond: 12)),
            ], method: .straightLine, rankedCount: ranked, consideredCount: 10)
    }

    static func fix(_ unit: UnitID, _ step: Int32, age: Int64 = 1, at now: Timestamp) -> Fix {
        Fix(
            unit: unit, coordinate: CentreFixture.place(step), measuredAt: now.adding(seconds: -age),
            receivedAt: now.adding(seconds: -age))
    }

    static func fleet(_ desk: CentreFixture) -> Fleet {
        let fleet = Fleet(around: middle, rules: FreshnessRules())
        for (index, unit) in desk.centre.units.enumerated() { fleet.note(UnitID(index: Int32(index)), unit) }
        return fleet
    }

    @Test func theFirstToArriveLeadsAndEachLoserHasItsReason() throws {
        var desk = CentreFixture(units: 7)
        let incident = desk.open()
        let busy = UnitID(index: 4)
        desk.expectDone(.dispatch([busy], incident, .unknown))
        let fleet = RecommenderTests.fleet(desk)
        let silent = UnitID(index: 6)
        fleet.take(RecommenderTests.fix(unit1, 60, at: desk.now))
        fleet.take(RecommenderTests.fix(unit2, 40, at: desk.now))
        fleet.take(RecommenderTests.fix(unit3, 20, age: 61, at: desk.now))
        // A motorbike a little farther than unit 2, but faster.
        fleet.take(RecommenderTests.fix(unit4, 44, at: desk.now))
        fleet.take(RecommenderTests.fix(busy, 10, at: desk.now))
        let basis = try RecommenderTests.recommender().basis(
            for: CentreFixture.place(0), also: [silent], in: desk.centre, fleet: fleet, now: desk.now)
        #expect(basis.candidates.prefix(3).map(\.unit) == [unit4, unit2, unit1])
        #expect(basis.candidates.prefix(3).allSatisfy { $0.standing == .eligible })
        let lost = Dictionary(
            uniqueKeysWithValues: basis.candidates.dropFirst(3).map { ($0.unit, $0.standing) })
        #expect(lost == [busy: .busy, unit3: .stale, silent: .noFix])
        let metres = CentreFixture.place(0).distanceMetres(to: CentreFixture.place(40))
        #expect(basis.candidates[1].travelSeconds == Int32((metres * 1.3 / 10).rounded(.up)))
    }

    @Test func aParkedUnitAtItsStationCountsAsThere() throws {
        let desk = CentreFixture(units: 2)
        let fleet = RecommenderTests.fleet(desk)
        fleet.take(RecommenderTests.fix(unit1, 1, age: 45, at: desk.now))
        fleet.take(RecommenderTests.fix(unit2, 30, age: 45, at: desk.now))
        #expect(fleet.sighting(of: unit1, in: desk.centre, now: desk.now).freshness == .parked)
        #expect(fleet.sighting(of: unit2, in: desk.centre, now: desk.now).freshness == .ageing)
        let later = desk.now.adding(seconds: 16)
        #expect(fleet.sighting(of: unit1, in: desk.centre, now: later).freshness == .stale)
    }

    /// A parked box may repeat its last fix: being heard is what keeps it at its station.
    @Test func aParkedUnitThatIsHeardStaysAtItsStation() {
        let desk = CentreFixture(units: 2)
        let fleet = RecommenderTests.fleet(desk)
        fleet.take(RecommenderTests.fix(unit1, 1, age: 300, at: desk.now))
        #expect(fleet.sighting(of: unit1, in: desk.centre, now: desk.now).freshness == .stale)
        let heard = desk.now.adding(seconds: -12)
        fleet.heardAt = { _ in heard }
        let seen = fleet.sighting(of: unit1, in: desk.centre, now: desk.now)
        #expect(seen.freshness == .parked && seen.ageSeconds == 12 && seen.seenAt(desk.now) == heard)
    }

    @Test func lateFixesNeverMoveAUnitBackwards() {
        let desk = CentreFixture(units: 1)
        let fleet = RecommenderTests.fleet(desk)
        fleet.take(RecommenderTests.fix(unit1, 5, age: 1, at: desk.now))
        fleet.take(RecommenderTests.fix(unit1, 50, age: 9, at: desk.now))
        #expect(fleet.fix(of: unit1)?.coordinate == CentreFixture.place(5))
    }

    @Test func staleUnitsDoNotHideTheFreshOnesBehindThem() throws {
        let desk = CentreFixture(units: 60)
        let fleet = RecommenderTests.fleet(desk)
        for index in 0..<60 as Range<Int32> where (index + 1) % 4 != 0 {
            fleet.take(
                RecommenderTests.fix(
                    UnitID(index: index), 10 + index, age: index < 50 ? 100 : 1, at: desk.now))
        }
        let basis = try RecommenderTests.recommender().basis(
            for: CentreFixture.place(0), in: desk.centre, fleet: fleet, now: desk.now)
        #expect(basis.candidates.prefix(3).map(\.unit.index) == [50, 52, 53])
    }

    /// Against a list sorted by travel time, over random fleets.
    @Test(arguments: seedsForTests(5))
    func rankingIsWhatASortedListSays(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let desk = CentreFixture(units: 80)
        let fleet = RecommenderTests.fleet(desk)
        let recommender = try RecommenderTests.recommender(ranked: 5)
        var expected: [(seconds: Int32, number: Int32)] = []
        let place = CentreFixture.place(0)
        for (index, unit) in desk.centre.units.enumerated() {
            let id = UnitID(index: Int32(index))
            let spot = try #require(
                Coordinate(
                    latitudeE7: 107_700_000 + Int32.random(in: -2_000_000...2_000_000, using: &random),
                    longitudeE7: 1_067_000_000 + Int32.random(in: -2_000_000...2_000_000, using: &random)))
            fleet.take(Fix(unit: id, coordinate: spot, measuredAt: desk.now, receivedAt: desk.now))
            let times = try #require(recommender.travel.first { $0.kind == unit.kind }).times
            var seconds: [Int32] = []
            times.travelSeconds(from: [spot], to: place, into: &seconds)
            expected.append((seconds[0], unit.number))
        }
        expected.sort { ($0.seconds, $0.number) < ($1.seconds, $1.number) }
        let basis = recommender.basis(for: place, in: desk.centre, fleet: fleet, now: desk.now)
        #expect(
            basis.candidates.prefix(5).map { desk.centre[$0.unit].number }
                == expected.prefix(5).map(\.number),
            "seed \(seed)")
    }
}
