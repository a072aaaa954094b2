import Testing

@testable import Dispatch115

@Suite struct DutyTests {
    private func logOn(
        _ unit: UnitID, _ crew: String = "", _ skills: Skills? = nil, _ kilometres: Int32 = -1
    ) -> Command {
        .duty(.logOn(unit, crew: crew, skills: skills, equipment: nil, kilometres: kilometres))
    }

    @Test func aCrewBringsWhatItBringsThisShift() {
        var desk = CentreFixture()
        desk.expectRefused(logOn(unit1), .nothingChanges)
        desk.expectDone(logOn(unit1, "BS Nam", [.doctor, .nurse]))
        #expect(desk.centre[unit1].skills == [.doctor, .nurse])
        #expect(desk.centre.text(desk.centre[unit1].duty.crew) == "BS Nam")
        // The same definition at the next start changes nothing; another one reaches what nobody overrode.
        let defined = Command.defineUnit(
            number: 1, kind: .car, station: StationID(index: 0), skills: .nurse, equipment: .oxygen)
        desk.expectRefused(defined, .nothingChanges)
        desk.expectDone(
            .defineUnit(number: 1, kind: .car, station: StationID(index: 0), skills: .nurse, equipment: []))
        #expect(desk.centre[unit1].skills == [.doctor, .nurse] && desk.centre[unit1].equipment == [])
        desk.expectDone(.duty(.logOff(unit1)))
        #expect(desk.centre[unit1].skills == .nurse && !desk.centre[unit1].duty.crew.isSet)
        let incident = desk.open()
        desk.expectRefused(.dispatch([unit1], incident, .unknown), .unitOffDuty(unit1))
        desk.expectDone(logOn(unit1))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
    }

    @Test func whoIsOutOfServiceIsNotSent() {
        var desk = CentreFixture()
        let incident = desk.open()
        let until = desk.now.adding(seconds: 600)
        let meal = Command.duty(.outOfService(unit1, .meal, until: until, note: ""))
        desk.expectDone(meal)
        desk.expectRefused(meal, .nothingChanges)
        desk.expectRefused(.dispatch([unit1], incident, .unknown), .duty(.outOfService(unit1)))
        desk.expectRefused(
            .duty(.outOfService(unit2, .fuel, until: desk.now, note: "")), .duty(.untilPassed(desk.now)))
        desk.expectDone(.duty(.outOfService(unit1, .broken, until: .none, note: "nổ lốp")))
        #expect(desk.centre[unit1].isOnDuty && !desk.centre[unit1].isInService)
        desk.expectDone(logOn(unit1))
        #expect(desk.centre[unit1].isInService && !desk.centre[unit1].duty.note.isSet)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        let live = desk.centre[unit1].live
        for command in [
            Command.duty(.logOff(unit1)), meal, .duty(.whereabouts(unit1, .returning)),
            .duty(.withdraw(unit1)),
        ] { desk.expectRefused(command, .duty(.bound(unit1, live))) }
        desk.expectDone(.duty(.logOff(unit2)))
        desk.expectRefused(
            .duty(.outOfService(unit2, .fuel, until: .none, note: "")), .duty(.offDuty(unit2)))
        desk.expectRefused(.duty(.whereabouts(unit2, .atStation)), .duty(.offDuty(unit2)))
    }

    @Test func aUnitOnItsWayBackMayBeSent() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.duty(.whereabouts(unit1, .returning)))
        desk.expectRefused(.duty(.whereabouts(unit1, .returning)), .nothingChanges)
        #expect(desk.centre[unit1].duty.whereabouts == .returning)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        #expect(desk.centre[unit1].duty.whereabouts == .unknown)
    }

    @Test func theOdometerOnlyGrowsAndBelongsToATrip() {
        var desk = CentreFixture()
        let incident = desk.open()
        func read(_ kilometres: Int32) -> Command { .duty(.odometer(unit1, kilometres: kilometres)) }
        desk.expectDone(read(40_000))
        desk.expectRefused(read(40_000), .nothingChanges)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        let trip = desk.centre[unit1].live
        desk.expectDone(read(40_000))
        desk.expectRefused(read(39_999), .duty(.odometerBackwards(unit1, last: 40_000)))
        desk.expectRefused(
            read(42_001), .duty(.odometerImplausible(unit1, last: 40_000, limit: Centre.mostKilometres)))
        desk.step(unit1, .onScene)
        desk.step(unit1, .available)
        desk.expectDone(read(40_018))
        #expect(desk.centre[trip].odometer.start == 40_000 && desk.centre[trip].odometer.end == 40_018)
        #expect(desk.centre[unit1].duty.odometer == 40_018)
    }

    @Test func whatTheCityNoLongerNamesGoesOffDutyAndComesBack() {
        var desk = CentreFixture()
        desk.expectDone(.duty(.withdraw(unit3)))
        #expect(!desk.centre[unit3].isOnDuty && desk.centre[unit3].duty.isWithdrawn)
        desk.expectRefused(.duty(.withdraw(unit3)), .nothingChanges)
        desk.expectDone(.duty(.restore(unit3)))
        #expect(desk.centre[unit3].isOnDuty)
        // Somebody who logged off is not brought back by a start.
        desk.expectDone(.duty(.logOff(unit3)))
        desk.expectRefused(.duty(.restore(unit3)), .nothingChanges)
    }

    /// A crew that logged on long ago does not keep every younger text in memory.
    @Test func oldCrewNamesLeaveMemory() {
        var rules = CentreRules()
        rules.keptIncidents = 5
        var desk = CentreFixture(rules: rules)
        desk.expectDone(logOn(unit2, "BS Nam"))
        for _ in 0..<20 {
            let incident = desk.open()
            desk.expectDone(.close(incident, .nuisance))
            desk.expectDone(.tick)
        }
        #expect(!desk.centre[unit2].duty.crew.isSet && desk.centre.texts.rows.count < 60)
    }
}
