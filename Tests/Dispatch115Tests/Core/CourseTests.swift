import Testing

@testable import Dispatch115

@Suite struct CourseTests {
    private func standby(at: Timestamp = .none, to: Timestamp = .none) -> Command {
        .course(
            .standby(
                place: PlaceReport(coordinate: CentreFixture.place(8), certainty: .exact, said: "sân"),
                words: "giải chạy", priority: .p4, at: at, to: to))
    }

    private func transfer(at: Timestamp = .none, from: Int32 = 0, to: Int32 = 2) -> Command {
        .course(
            .transfer(
                TransferPlan(
                    from: HospitalID(index: from), to: HospitalID(index: to), fromName: "Trạm 1",
                    priority: .p3, at: at, doctor: "BS Lan", bed: "ICU 4", escort: "ĐD", words: "suy thận")))
    }

    private func kinds(_ desk: CentreFixture) -> [AlertKind] {
        desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }
    }

    @Test func aReopenedIncidentWaitsAnew() {
        var desk = CentreFixture()
        let first = desk.open(.p1)
        let second = desk.open()
        desk.expectRefused(.course(.reopen(first)), .course(.notClosed(first)))
        desk.expectDone(.dispatch([unit1], first, .unknown))
        desk.step(unit1, .onScene)
        desk.step(unit1, .available)
        desk.expectDone(.close(first, .notFound))
        desk.pass(seconds: 600)
        desk.expectDone(.course(.reopen(first)))
        #expect(desk.centre.openIncidents == [first, second])
        let row = desk.centre[first]
        #expect(row.priority == .p1 && row.phase == .waiting && row.waitingSince == desk.now)
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(desk.centre[first].waitingAlert >= 0)
        desk.expectDone(.dispatch([unit1], first, .unknown))
        desk.step(unit1, .onScene)
        desk.step(unit1, .available)
        #expect(desk.centre[first].phase == .served)
        desk.expectDone(.close(first, .treatedOnScene))
        desk.pass(seconds: 24 * 3600 + 1)
        desk.expectRefused(.course(.reopen(first)), .course(.closedLongAgo(first, hours: 24)))
    }

    @Test func howLongAnIncidentMayBeReopenedIsTheCentresToSay() throws {
        let configuration = try Configuration.load(
            file: nil,
            overrides: ["incidents.reopenHours=2"].compactMap(ConfigurationOverride.init(setting:)))
        var desk = CentreFixture(rules: Service.rules(configuration))
        let first = desk.open()
        desk.expectDone(.close(first, .notFound))
        desk.pass(seconds: 2 * 3600)
        desk.expectDone(.course(.reopen(first)))
        desk.expectDone(.close(first, .notFound))
        desk.pass(seconds: 2 * 3600 + 1)
        desk.expectRefused(.course(.reopen(first)), .course(.closedLongAgo(first, hours: 2)))
    }

    @Test func aMassCasualtyIsRedAndWantsUnits() {
        var desk = CentreFixture()
        let incident = desk.open(.p3)
        desk.expectRefused(
            .course(.massCasualty(incident, estimate: 0)),
            .course(.estimateUnfit(limit: Centre.largestEstimate)))
        desk.expectDone(.course(.massCasualty(incident, estimate: 7)))
        let row = desk.centre[incident]
        #expect(row.priority == .p1 && row.course.estimate == 7 && row.course.unitsWanted == 4)
        desk.expectRefused(.course(.massCasualty(incident, estimate: 7)), .nothingChanges)
        desk.expectDone(.course(.massCasualty(incident, estimate: 12)))
        desk.expectDone(standby())
        let planned = IncidentID(index: desk.centre.incidents.end - 1)
        desk.expectRefused(
            .course(.massCasualty(planned, estimate: 3)), .course(.planned(planned, .standby)))
    }

    @Test func aStandbyGivesWayToAnEmergency() {
        var desk = CentreFixture()
        desk.expectDone(standby())
        let event = IncidentID(index: 0)
        desk.expectDone(.dispatch([unit1, unit2], event, .unknown))
        #expect(desk.centre.isInterruptible(unit1))
        desk.step(unit1, .onScene)
        let emergency = desk.open(.p1)
        let before = desk.centre.sequence
        desk.expectDone(.dispatch([unit1, unit3], emergency, .unknown))
        #expect(desk.centre[desk.centre.assignments(of: event)[0]].endReason == .diverted)
        #expect(desk.centre[desk.centre[unit1].live].incident == emergency)
        #expect(
            desk.centre.sequence - before >= 3 && kinds(desk).isEmpty, "no alarm for who still has a unit")
        #expect(!desk.centre.isInterruptible(unit1))
        // Planned work takes nobody away from planned work, nor an emergency from itself.
        desk.expectDone(standby())
        let later = IncidentID(index: 2)
        desk.expectRefused(
            .dispatch([unit2], later, .unknown), .unitBusy(unit2, desk.centre[unit2].live, event))
        let other = desk.open()
        desk.expectRefused(
            .dispatch([unit1], other, .unknown), .unitBusy(unit1, desk.centre[unit1].live, emergency))
        desk.step(unit2, .onScene)
        desk.step(unit2, .available)
        desk.expectDone(.close(event, .standbyOver))
    }

    @Test func plannedWorkIsDueAndNotLate() {
        var desk = CentreFixture()
        desk.expectDone(transfer(at: desk.now.adding(seconds: 3_600)))
        let incident = IncidentID(index: 0)
        desk.pass(seconds: 3_500)
        desk.expectDone(.tick)
        #expect(kinds(desk).isEmpty, "it does not wait before it is due")
        desk.pass(seconds: 101)
        desk.expectDone(.tick)
        desk.expectDone(.tick)
        #expect(kinds(desk) == [.plannedDue])
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        #expect(kinds(desk).isEmpty)
        // Put off for an emergency, it is due at once again.
        let emergency = desk.open(.p1)
        desk.expectDone(.dispatch([unit1], emergency, .unknown))
        desk.expectDone(.tick)
        #expect(kinds(desk) == [.plannedDue])
        desk.expectDone(.dispatch([unit2], incident, .unknown))
        desk.step(unit2, .onScene)
        desk.expectDone(.step(unit2, .transport, occurredAt: .none, destination: .none))
        #expect(desk.centre[desk.centre[unit2].live].destination == HospitalID(index: 2))
        let second = desk.open()
        desk.expectRefused(
            .dispatch([unit2], second, .unknown), .unitBusy(unit2, desk.centre[unit2].live, incident))
        let row = desk.centre[incident]
        #expect(row.course.from == HospitalID(index: 0) && row.coordinate == CentreFixture.place(1))
        #expect(desk.centre.text(row.course.bed) == "ICU 4")
    }

    @Test func aTransferNeedsTwoHospitals() {
        var desk = CentreFixture()
        desk.expectRefused(
            transfer(from: 1, to: 1), .course(.sameHospital(HospitalID(index: 1))))
        desk.expectRefused(transfer(to: 7), .hospitalUnknown(HospitalID(index: 7)))
        desk.expectRefused(
            standby(at: desk.now.adding(seconds: 600), to: desk.now.adding(seconds: 300)),
            .course(.plannedTimePassed(desk.now.adding(seconds: 300))))
    }

    @Test func aStandDownSaysWhy() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.expectDone(.standDown(unit1, reason: .brokenDown, note: "nổ lốp"))
        #expect(desk.centre.assignments[0].endReason == .brokenDown)
        #expect(desk.centre.text(desk.centre.notes[0].text) == "nổ lốp")
        desk.pass(seconds: 31)
        desk.expectDone(.tick)
        #expect(kinds(desk).contains(.orderUndelivered), "the box has not got the order to leave")
    }
}
