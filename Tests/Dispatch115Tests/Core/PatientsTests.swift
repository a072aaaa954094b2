import Testing

@testable import Dispatch115

@Suite struct PatientsTests {
    private func add(_ incident: IncidentID, _ count: Int32 = 1, tag: TriageTag? = nil) -> Command {
        var details = PatientDetails()
        details.tag = tag
        return .patient(.add(incident, count: count, details))
    }

    private func change(_ incident: IncidentID, _ number: Int32, _ set: (inout PatientDetails) -> Void)
        -> Command
    {
        var details = PatientDetails()
        set(&details)
        return .patient(.change(incident, patient: number, details))
    }

    private func row(_ desk: CentreFixture, _ incident: IncidentID, _ number: Int) -> Patient {
        desk.centre[desk.centre.patients(of: incident)[number - 1]]
    }

    @Test func aBirthHasTwoPatientsInOneUnit() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(add(incident))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.expectRefused(
            change(incident, 1) { $0.unit = unit1 }, .patient(.cannotBoard(unit1, .dispatched)))
        desk.step(unit1, .atPatient)
        desk.expectDone(add(incident))
        desk.expectDone(
            .patient(
                .transport(unit1, patients: [1, 2], destination: HospitalID(index: 2), occurredAt: .none)))
        let live = desk.centre[unit1].live
        #expect(desk.centre[live].openPatients == 2 && desk.centre.patients.end == 2, "none was made up")
        desk.step(unit1, .atHospital)
        desk.expectRefused(.standDown(unit1), .standDownNotLegal(unit1, from: .atHospital))
        desk.step(unit1, .handOver)
        #expect(desk.centre.outcomes(of: incident) == [.handedOver, .handedOver])
        desk.step(unit1, .available)
        desk.expectDone(.close(incident, .transported))
    }

    @Test func aTransportTakesWhoWaitsByTagAndThenByOrder() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(add(incident, 2, tag: .green))
        desk.expectDone(add(incident, 1, tag: .red))
        desk.expectDone(add(incident))
        desk.expectDone(.dispatch([unit1, unit2], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.step(unit1, .transport)
        #expect(row(desk, incident, 3).assignment == desk.centre[unit1].live)
        #expect(desk.centre.waitingPatients(of: incident).map { desk.centre[$0].notes.number } == [4, 1, 2])
        // Named ones go along although somebody is on board already; those of another unit do not.
        desk.expectDone(
            .patient(.transport(unit1, patients: [1], destination: HospitalID(index: 2), occurredAt: .none)))
        desk.step(unit2, .onScene)
        let first = desk.centre.patients(of: incident)[0]
        desk.expectRefused(
            .patient(.transport(unit2, patients: [1], destination: HospitalID(index: 2), occurredAt: .none)),
            .patient(.onBoard(first, unit1)))
        desk.expectRefused(
            .patient(.transport(unit2, patients: [9], destination: HospitalID(index: 2), occurredAt: .none)),
            .patient(.unknown(incident, number: 9)))
    }

    @Test func aPlannedHospitalNeedNotBeSaidAgain() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(add(incident))
        desk.expectDone(change(incident, 1) { $0.destination = HospitalID(index: 1) })
        let nowhere = HospitalID(index: 8)
        desk.expectRefused(change(incident, 1) { $0.destination = nowhere }, .hospitalUnknown(nowhere))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: .none))
        #expect(desk.centre[desk.centre[unit1].live].destination == HospitalID(index: 1))
        desk.expectRefused(
            change(incident, 1) { $0.destination = HospitalID(index: 2) },
            .patient(.onBoard(PatientID(index: 0), unit1)))
    }

    @Test func nobodyIsLeftBehind() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(add(incident, 2))
        desk.expectDone(.dispatch([unit1, unit2], incident, .unknown))
        let available = Command.step(unit1, .available, occurredAt: .none, destination: .none)
        desk.step(unit1, .onScene)
        desk.step(unit2, .onScene)
        desk.expectDone(change(incident, 1) { $0.unit = unit1 })
        desk.expectRefused(available, .patientOpen(unit1, PatientID(index: 0)))
        desk.expectRefused(.standDown(unit1), .patient(.unitHasPatient(unit1, PatientID(index: 0))))
        let other = desk.open()
        desk.expectRefused(
            .divert(unit1, other, .unknown), .patient(.unitHasPatient(unit1, PatientID(index: 0))))
        desk.expectDone(change(incident, 1) { $0.outcome = .treatedOnScene })
        desk.expectDone(.step(unit2, .available, occurredAt: .none, destination: .none))
        desk.expectRefused(available, .patient(.leftBehind(unit1, PatientID(index: 1))))
        // A press is not lost: it changes nothing and is kept.
        desk.expectDone(.press(unit1, .available, press: 1, pressedAt: .none, destination: .none))
        #expect(desk.centre[unit1].live.isSet)
        desk.expectDone(change(incident, 2) { $0.outcome = .refused })
        desk.expectRefused(change(incident, 2) { $0.outcome = .dead }, .patient(.ended(PatientID(index: 1))))
        desk.expectDone(available)
        #expect(desk.centre[incident].phase == .served)
        // One more where everybody has left: the incident waits again, from now.
        desk.pass(seconds: 30)
        desk.expectDone(add(incident))
        #expect(desk.centre[incident].phase == .waiting && desk.centre[incident].waitingSince == desk.now)
        desk.pass(seconds: 181)
        desk.expectDone(.tick)
        #expect(desk.centre[incident].waitingAlert >= 0)
        desk.expectDone(change(incident, 3) { $0.outcome = .left })
        #expect(desk.centre[incident].phase == .served && desk.centre.openAlerts.isEmpty == false)
        #expect(desk.centre[incident].waitingAlert < 0, "nobody waits there any more")
    }

    @Test func aClosingFitsWhatBecameOfThePatients() {
        let rows: [(outcomes: [PatientOutcome], Disposition, after: [PatientOutcome]?)] = [
            ([], .transported, nil), ([], .nuisance, []), ([], .standbyOver, nil),
            ([.treatedOnScene], .transported, nil), ([.treatedOnScene], .treatedOnScene, [.treatedOnScene]),
            ([.open], .transported, nil), ([.open], .nuisance, nil), ([.open], .noVehicleNeeded, nil),
            ([.open, .dead], .leftByOtherMeans, [.left, .dead]), ([.open], .dead, [.dead]),
            ([.open], .refusedByPatient, [.refused]), ([.open, .open], .notFound, [.notFound, .notFound]),
            ([.open], .duplicate, [.mistaken]),
        ]
        for (outcomes, disposition, after) in rows {
            var desk = CentreFixture()
            let incident = desk.open()
            for (index, outcome) in outcomes.enumerated() {
                desk.expectDone(add(incident))
                if outcome != .open {
                    desk.expectDone(change(incident, Int32(index + 1)) { $0.outcome = outcome })
                }
            }
            if let after {
                desk.expectDone(.close(incident, disposition))
                #expect(desk.centre.outcomes(of: incident) == after, "\(outcomes) \(disposition)")
            } else {
                let fits = Centre.fits(disposition, desk.centre[incident], outcomes)
                desk.expectRefused(
                    .close(incident, disposition),
                    .patient(fits ? .open(incident, disposition) : .dispositionUnfit(incident, disposition)))
            }
        }
    }

    @Test func nothingFoundDoesNotFitAHandOver() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        for button in [Button.transport, .handOver, .available] { desk.step(unit1, button) }
        for disposition in [Disposition.notFound, .nuisance, .duplicate, .cancelledByCaller] {
            desk.expectRefused(
                .close(incident, disposition), .patient(.dispositionUnfit(incident, disposition)))
        }
        desk.expectDone(.close(incident, .transported))
    }

    @Test func manyAreAddedAtOnceAndNotWithoutEnd() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.checksInvariants = false
        desk.expectRefused(add(incident, 101), .patient(.tooMany(incident, limit: 100)))
        for _ in 0..<5 { desk.expectDone(add(incident, 100, tag: .yellow)) }
        desk.expectRefused(add(incident), .patient(.tooMany(incident, limit: 0)))
        #expect(desk.centre[incident].openPatients == 500 && desk.centre.brokenInvariants().isEmpty)
    }

    @Test func aHandOverNeedsAHospital() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(add(incident))
        desk.expectRefused(
            change(incident, 1) { $0.outcome = .handedOver }, .patient(.notOnBoard(PatientID(index: 0))))
        desk.expectRefused(change(incident, 1) { $0.unit = unit2 }, .patient(.unitElsewhere(unit2, incident)))
        desk.expectDone(.dispatch([unit1, unit4], incident, .unknown))
        desk.step(unit4, .onScene)
        desk.expectRefused(change(incident, 1) { $0.unit = unit4 }, .kindCannotTransport(unit4))
        desk.step(unit1, .transport)
        desk.step(unit1, .atHospital)
        desk.expectDone(change(incident, 1) { $0.outcome = .handedOver })
    }
}
