import Geo
import Testing

@testable import Dispatch115

/// The watch with a clock and sightings of our own.
@Suite struct FleetWatchTests {
    private struct Desk {
        var fixture: CentreFixture
        var watch: FleetWatch
        var freshness: [Freshness]
        var heardAt: [Timestamp]

        init(units: Int32 = 20) {
            fixture = CentreFixture(units: units)
            watch = FleetWatch(FleetWatchRules(), startedAt: fixture.now)
            freshness = Array(repeating: .fresh, count: Int(units))
            heardAt = Array(repeating: fixture.now, count: Int(units))
        }

        /// Looks and does what it says; gives the kinds that stand.
        mutating func look(after seconds: Int64 = 5) -> [AlertKind] {
            fixture.pass(seconds: seconds)
            let (freshness, heardAt) = (freshness, heardAt)
            let commands = watch.look(
                fixture.centre, now: fixture.now,
                sighting: { Sighting(fix: nil, freshness: freshness[Int($0.index)], ageSeconds: 0) },
                heardAt: { heardAt[Int($0.index)] })
            for command in commands { fixture.expectDone(.alert(command)) }
            return fixture.centre.openAlerts.map { fixture.centre.alerts[$0].kind }
        }

        mutating func hearAll() { for index in heardAt.indices { heardAt[index] = fixture.now } }
    }

    @Test func aUnitUnderAnOrderThatFallsSilentIsSaidOnce() {
        var desk = Desk()
        desk.fixture.expectDone(.dispatch([unit1], desk.fixture.open(.p1), .unknown))
        #expect(desk.look(after: 89) == [])
        #expect(desk.look(after: 1) == [.unitSilent])
        for _ in 0..<5 { #expect(desk.look() == [.unitSilent]) }
        #expect(desk.fixture.centre.alerts.end == 1, "once an episode")
        desk.hearAll()
        #expect(desk.look() == [])
        #expect(desk.look(after: 90) == [.unitSilent], "a new episode")
        desk.fixture.expectDone(.standDown(unit1))
        desk.fixture.expectDone(.close(IncidentID(index: 0), .nuisance))
        #expect(desk.look() == [], "without an order it may be silent")
    }

    /// A box that has never been heard has its order's alert; silence is something else.
    @Test func aBoxThatWasNeverHeardIsNotSilent() {
        var desk = Desk()
        desk.heardAt[0] = .none
        desk.fixture.expectDone(.dispatch([unit1], desk.fixture.open(.p1), .unknown))
        #expect(desk.look(after: 600) == [])
        desk.fixture.expectDone(.confirmOrder(unit1, desk.fixture.centre[unit1].order))
        #expect(desk.look(after: 600) == [.unitSilent])
    }

    @Test func aStaleFleetIsOneAlertWithHysteresis() {
        var desk = Desk()
        for index in 0..<10 { desk.freshness[index] = .none }
        #expect(desk.look(after: 119) == [], "boxes get time to speak after a start")
        #expect(desk.look(after: 1) == [.fleetStale])
        #expect(desk.fixture.centre.alerts[0].measure == AlertMeasure(count: 10, of: 20))
        desk.freshness[0] = .ageing
        desk.freshness[1] = .parked
        #expect(desk.look() == [.fleetStale], "40 % is not yet below 40 %")
        desk.freshness[2] = .fresh
        #expect(desk.look() == [])
        desk.freshness[2] = .stale
        desk.freshness[1] = .stale
        #expect(desk.look() == [], "45 % is not yet half")
    }

    @Test func manyPositionsLostTogetherAreOneAlertThatNamesHowMany() {
        var desk = Desk(units: 60)
        #expect(desk.look(after: 130) == [])
        // One after the other, over half an hour: boxes break.
        for index in 0..<8 {
            desk.freshness[index] = .stale
            #expect(desk.look(after: 200) == [])
        }
        for index in 20..<30 { desk.watch.note(UnitID(index: Int32(index)), hasPosition: false) }
        #expect(desk.look(after: 61) == [.massFixLoss])
        #expect(desk.fixture.centre.alerts[0].measure == AlertMeasure(count: 10, of: 60))
        for index in 30..<36 { desk.freshness[index] = .stale }
        #expect(desk.look() == [.massFixLoss])
        let said = desk.fixture.centre.alerts[0].measure
        #expect(
            said.count == 24 && desk.fixture.centre.alerts.end == 1, "the same alert, more units: \(said)")
        for index in 20..<30 { desk.watch.note(UnitID(index: Int32(index)), hasPosition: true) }
        #expect(desk.look() == [.massFixLoss], "not over while more than half of what raised it is lost")
        for index in 0..<36 { desk.freshness[index] = .fresh }
        #expect(desk.look() == [])
    }

    /// An alert that a restart finds open is not cleared by forgetting who was lost.
    @Test func aRestartDoesNotClearWhatStillHolds() {
        var desk = Desk()
        #expect(desk.look(after: 130) == [])
        for index in 0..<9 { desk.freshness[index] = .stale }
        #expect(desk.look() == [.massFixLoss])
        desk.watch = FleetWatch(FleetWatchRules(), startedAt: desk.fixture.now)
        for _ in 0..<40 { #expect(desk.look() == [.massFixLoss]) }
        for index in 0..<9 { desk.freshness[index] = .fresh }
        #expect(desk.look() == [])
    }
}
