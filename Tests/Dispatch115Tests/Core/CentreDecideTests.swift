import Geo
import Testing

@testable import Dispatch115

@Suite struct CentreDecideTests {
    @Test func oneCallFromRingToClosed() throws {
        var desk = CentreFixture()
        let incident = desk.open(.p1)
        desk.pass(seconds: 20)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        let assignment = desk.centre[unit1].live
        for button in Button.allCases {
            desk.pass(seconds: 60)
            desk.step(unit1, button)
        }
        #expect(!desk.centre[unit1].live.isSet)
        #expect(desk.centre[incident].phase == .served)
        let times = desk.centre[assignment].times
        #expect(times.dispatchNotified.seconds(since: times.callReceived) == 20)
        #expect(times.backInService.seconds(since: times.dispatchNotified) == 8 * 60)
        let patient = try #require(desk.centre.patients(of: incident).first)
        #expect(desk.centre.patients[patient.index].outcome == .handedOver)
        #expect(desk.centre.patients[patient.index].destination == HospitalID(index: 2))
        desk.expectDone(.close(incident, .transported))
        #expect(desk.centre.openIncidents.isEmpty)
        desk.expectRefused(.close(incident, .transported), .incidentClosed(incident))
    }

    @Test func aUnitIsNeverSentTwice() {
        var desk = CentreFixture()
        let first = desk.open()
        let second = desk.open()
        desk.expectDone(.dispatch([unit1], first, .unknown))
        let held = desk.centre[unit1].live
        desk.expectRefused(.dispatch([unit1], second, .unknown), .unitBusy(unit1, held, first))
        desk.expectRefused(.dispatch([unit1], first, .unknown), .alreadyOnIncident(unit1, first))
        // All of them or none: unit 2 stays free.
        desk.expectRefused(.dispatch([unit2, unit1], second, .unknown), .unitBusy(unit1, held, first))
        desk.expectRefused(.dispatch([unit2, unit2], second, .unknown), .unitNamedTwice(unit2))
        #expect(!desk.centre[unit2].live.isSet)
        desk.expectDone(.dispatch([unit2, unit3], second, .unknown))
        #expect(desk.centre[second].liveAssignments == 2)
        #expect(desk.centre[unit2].order != desk.centre[unit3].order)
    }

    @Test func whatMayNotBeSaidIsRefusedWithItsReason() {
        var desk = CentreFixture()
        let incident = desk.open()
        let nowhere = IncidentID(number: 99)
        desk.expectRefused(.note(nowhere, "x"), .incidentUnknown(nowhere))
        desk.expectRefused(.note(incident, ""), .textMissing)
        desk.expectRefused(
            .note(incident, String(repeating: "đ", count: 2_001)), .textTooLong(limit: 4_000))
        desk.expectRefused(.prioritise(incident, .p2), .nothingChanges)
        desk.expectRefused(.dispatch([], incident, .unknown), .noUnitNamed)
        let ghost = UnitID(index: 77)
        desk.expectRefused(.dispatch([ghost], incident, .unknown), .unitUnknown(ghost))
        desk.expectRefused(.standDown(unit1), .unitHasNoAssignment(unit1))
        desk.expectDone(.dispatch([unit1, unit4], incident, .unknown))
        desk.expectRefused(.close(incident, .transported), .incidentHasUnit(incident, unit1))
        desk.expectRefused(
            .step(unit1, .atHospital, occurredAt: .none, destination: .none),
            .moveNotLegal(unit1, from: .dispatched, .atHospital))
        desk.step(unit1, .onScene)
        desk.expectRefused(
            .step(unit1, .transport, occurredAt: .none, destination: .none), .hospitalNeeded(unit1))
        let noHospital = HospitalID(index: 3)
        desk.expectRefused(
            .step(unit1, .transport, occurredAt: .none, destination: noHospital),
            .hospitalUnknown(noHospital))
        desk.step(unit4, .onScene)
        desk.expectRefused(
            .step(unit4, .transport, occurredAt: .none, destination: HospitalID(index: 1)),
            .kindCannotTransport(unit4))
        desk.step(unit1, .transport)
        desk.expectRefused(.standDown(unit1), .standDownNotLegal(unit1, from: .transporting))
        desk.expectRefused(
            .step(unit1, .available, occurredAt: .none, destination: .none),
            .patientOpen(unit1, PatientID(index: 0)))
        // Another hospital is a change, the same one is not.
        desk.expectRefused(
            .step(unit1, .transport, occurredAt: .none, destination: HospitalID(index: 2)), .nothingChanges)
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: HospitalID(index: 1)))
        #expect(desk.centre.patients[0].destination == HospitalID(index: 1))
    }

    @Test func lateEntriesStayInOrder() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        let dispatched = desk.now
        desk.pass(seconds: 600)
        let tooEarly = dispatched.adding(seconds: -1)
        desk.expectRefused(
            .step(unit1, .enRoute, occurredAt: tooEarly, destination: .none),
            .timeBeforeLastStep(tooEarly, last: dispatched))
        let future = desk.now.adding(seconds: 1)
        desk.expectRefused(
            .step(unit1, .enRoute, occurredAt: future, destination: .none), .timeInFuture(future))
        desk.step(unit1, .enRoute, at: dispatched.adding(seconds: 60))
        #expect(desk.centre.assignments[0].times.enRoute == dispatched.adding(seconds: 60))
    }

    @Test func aClockThatStepsBackMakesNoNegativeInterval() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .enRoute)
        desk.pass(seconds: -300)
        desk.step(unit1, .onScene)
        desk.expectDone(.standDown(unit1))
        let times = desk.centre.assignments[0].times
        #expect(times.onScene == times.enRoute)
        #expect(times.cancelled >= times.onScene)
    }

    @Test func aNewPlaceReachesTheCrewsOnTheWay() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1, unit2], incident, .unknown))
        desk.step(unit2, .transport)
        let before = desk.centre[unit1].order
        desk.expectDone(.confirmOrder(unit1, before))
        desk.step(unit1, .enRoute)
        desk.expectDone(.locate(incident, PlaceReport(coordinate: CentreFixture.place(3), certainty: .exact)))
        #expect(desk.centre[unit1].order > before && !desk.centre[unit1].isOrderDelivered)
        #expect(desk.centre[unit2].order <= before + 1, "who has the patient is not sent elsewhere")
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        // The other one's hospital is to be phoned.
        #expect(
            desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }
                == [.noticePhone, .orderUndelivered, .crewSilent])
    }

    @Test func aCrewThatWasToldByVoiceEndsTheAlerts() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .enRoute)
        desk.expectDone(.locate(incident, PlaceReport(coordinate: CentreFixture.place(3), certainty: .exact)))
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.count == 2)
        desk.step(unit1, .acknowledge)
        #expect(desk.centre.openAlerts.isEmpty && desk.centre.assignments[0].state == .enRoute)
        desk.expectDone(.standDown(unit1))
        desk.pass(seconds: 31)
        desk.expectDone(.tick)
        desk.step(unit1, .acknowledge)
        #expect(!desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }.contains(.orderUndelivered))
        #expect(desk.centre[unit1].isOrderDelivered)
    }

    @Test func divertLeavesATrace() {
        var desk = CentreFixture()
        let first = desk.open()
        let second = desk.open(.p1)
        desk.expectDone(.dispatch([unit1], first, .unknown))
        desk.expectRefused(.divert(unit1, first, .unknown), .alreadyOnIncident(unit1, first))
        desk.expectDone(.divert(unit1, second, .unknown))
        #expect(desk.centre[first].phase == .waiting)
        #expect(desk.centre[first].withoutUnitAlert >= 0, "losing the last unit raises an alert")
        #expect(desk.centre.assignments[0].endReason == .diverted)
        #expect(desk.centre[desk.centre[unit1].live].incident == second)
        desk.step(unit1, .atPatient)
        desk.expectRefused(.divert(unit1, first, .unknown), .divertNotLegal(unit1, from: .atPatient))
        desk.expectDone(.dispatch([unit2], first, .unknown))
        #expect(desk.centre[first].withoutUnitAlert < 0)
    }

    @Test func pressesCountOnceWhateverTheyMean() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.press(unit1, .enRoute, press: 1, pressedAt: desk.now, destination: .none))
        #expect(desk.events.last?.body == .pressIgnored(unit1, .enRoute, press: 1))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.expectRefused(
            .press(unit1, .enRoute, press: 1, pressedAt: desk.now, destination: .none),
            .pressRepeated(unit1, press: 1))
        desk.pass(seconds: 30)
        let early = desk.now.adding(seconds: -3600)
        desk.expectDone(.press(unit1, .enRoute, press: 2, pressedAt: early, destination: .none))
        #expect(
            desk.centre.assignments[0].times.enRoute == desk.centre.assignments[0].times.dispatchNotified,
            "a box whose clock is wrong makes no negative interval")
        desk.expectDone(.press(unit1, .transport, press: 3, pressedAt: desk.now, destination: .none))
        #expect(desk.centre.assignments[0].destination == .none)
        desk.expectDone(
            .press(unit1, .transport, press: 4, pressedAt: desk.now, destination: HospitalID(index: 1)))
        #expect(desk.centre.patients[0].destination == HospitalID(index: 1))
    }

    /// The crew may press before the box's word that it has the order is handled, and the other way round.
    @Test func notifiedComesBeforeAcknowledgedWhateverComesFirst() {
        for boxFirst in [false, true] {
            var desk = CentreFixture()
            let incident = desk.open()
            desk.expectDone(.dispatch([unit1], incident, .unknown))
            let order = desk.centre[unit1].order
            desk.pass(seconds: 5)
            let pressedAt = desk.now
            desk.pass(seconds: 1)
            if boxFirst { desk.expectDone(.confirmOrder(unit1, order)) }
            desk.expectDone(.press(unit1, .acknowledge, press: 1, pressedAt: pressedAt, destination: .none))
            desk.pass(seconds: 1)
            if !boxFirst { desk.expectDone(.confirmOrder(unit1, order)) }
            let times = desk.centre.assignments[0].times
            #expect(times.unitNotified.isSet && times.unitNotified <= times.acknowledged)
            #expect(times.unitNotified >= times.dispatchNotified)
        }
    }

    @Test func ordersWaitForTheBox() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        let order = desk.centre[unit1].order
        desk.expectRefused(.confirmOrder(unit1, order + 1), .orderUnknown(unit1, order + 1))
        desk.pass(seconds: 31)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.map { desk.centre.alerts[$0].kind } == [.orderUndelivered])
        desk.pass(seconds: 30)
        desk.expectDone(.tick)
        #expect(
            desk.centre.openAlerts.map { desk.centre.alerts[$0].kind } == [.orderUndelivered, .crewSilent])
        let count = desk.centre.sequence
        desk.centre.forgetFiredDeadlines(desk.now)
        desk.expectDone(.tick)
        #expect(desk.centre.sequence == count, "an alert is raised once")
        desk.expectDone(.confirmOrder(unit1, order))
        desk.step(unit1, .acknowledge)
        #expect(desk.centre.openAlerts.isEmpty)
        #expect(desk.centre.assignments[0].times.unitNotified == desk.now)
        desk.expectDone(.standDown(unit1))
        #expect(desk.centre[unit1].orderKind == .standDown)
        desk.pass(seconds: 31)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }.contains(.orderUndelivered))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        #expect(desk.centre.openAlerts.isEmpty, "a new order takes the old one's place")
    }

    @Test func anIncidentThatWaitsTooLongSaysSo() {
        var desk = CentreFixture()
        let calm = desk.open(.p4)
        let red = desk.open(.p1)
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(desk.centre[red].waitingAlert >= 0 && desk.centre[calm].waitingAlert < 0)
        desk.expectDone(.prioritise(calm, .p1))
        desk.expectDone(.tick)
        #expect(desk.centre[calm].waitingAlert >= 0)
        desk.expectDone(.dispatch([unit1], red, .unknown))
        desk.expectDone(.close(calm, .nuisance))
        #expect(desk.centre.openAlerts.isEmpty)
    }

    @Test func aRepeatedClientIdIsKnown() throws {
        var desk = CentreFixture()
        let made = try desk.submit(
            .openIncident(
                phone: "", priority: .p2, place: PlaceReport(coordinate: nil, certainty: .missing), words: ""),
            client: 42)
        let entry = try #require(desk.centre.clients.entry(of: 42))
        #expect(entry.firstSequence == made.first?.sequence && entry.lastSequence == made.last?.sequence)
        #expect(desk.centre.clients.entry(of: 43) == nil)
    }

    @Test func theOldestClosedIncidentsLeaveMemory() {
        var rules = CentreRules()
        rules.keptIncidents = 10
        var desk = CentreFixture(rules: rules)
        let stuck = desk.open()
        for round in 0..<40 {
            let incident = desk.open()
            desk.expectDone(.note(incident, "round \(round)"))
            desk.expectDone(.dispatch([unit1], incident, .unknown))
            desk.step(unit1, .onScene)
            desk.step(unit1, .available)
            desk.expectDone(.close(incident, .treatedOnScene))
            desk.expectDone(.tick)
            if round == 30 { desk.expectDone(.close(stuck, .notFound)) }
        }
        #expect(desk.centre.incidents.rows.count <= 21)
        #expect(desk.centre.texts.rows.count < 120)
        desk.expectRefused(.note(stuck, "x"), .incidentRetired(stuck))
        let last = IncidentID(index: desk.centre.incidents.end - 1)
        #expect(desk.centre.text(desk.centre[last].words) == "đau ngực")
    }
}
