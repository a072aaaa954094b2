import Testing

@testable import Dispatch115

/// A morning at the desk that makes every event of duty, patients and course.
enum DeskScript {
    static func everyEvent() -> [Event] {
        var desk = CentreFixture()
        desk.expectDone(
            .duty(.logOn(unit1, crew: "BS Nam", skills: .doctor, equipment: nil, kilometres: 40_000)))
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.outOfService(unit2, .meal, until: desk.now.adding(seconds: 900), note: "phở")))
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.logOn(unit2, crew: "", skills: nil, equipment: nil, kilometres: -1)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .duty(.backInService) = $0 { true } else { false } }
        desk.expectDone(.duty(.logOff(unit3)))
        desk.expectDone(.duty(.whereabouts(unit1, .atStation)))
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.odometer(unit1, kilometres: 40_010)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .duty(.odometerRead) = $0 { true } else { false } }
        let incident = desk.open()
        desk.expectDone(.course(.massCasualty(incident, estimate: 6)))
        var details = PatientDetails()
        details.words = "nữ 30t"
        details.tag = .red
        details.destination = StationID(index: 1)
        desk.expectDone(.patient(.add(incident, count: 1, details)))
        details = PatientDetails()
        details.words = "nữ 32t"
        desk.expectDone(.patient(.change(incident, patient: 1, details)))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.pass(seconds: 1)
        desk.step(unit1, .transport)
        desk.pass(seconds: 1)
        taken(&desk) { if case .assignmentMoved = $0 { true } else { false } }
        details = PatientDetails()
        details.outcome = .treatedOnScene
        desk.expectDone(.patient(.change(incident, patient: 1, details)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .patientEnded = $0 { true } else { false } }
        desk.expectDone(.patient(.change(incident, patient: 1, details)))
        desk.expectDone(.note(incident, "nhầm"))
        desk.pass(seconds: 1)
        taken(&desk) { if case .noted = $0 { true } else { false } }
        desk.expectDone(.locate(incident, PlaceReport(coordinate: CentreFixture.place(4), certainty: .exact)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .incidentPlaced = $0 { true } else { false } }
        desk.step(unit1, .available)
        desk.expectDone(.close(incident, .treatedOnScene))
        desk.expectDone(.course(.reopen(incident)))
        desk.expectDone(
            .course(
                .transfer(
                    TransferPlan(
                        from: StationID(index: 0), to: StationID(index: 2), fromName: "Trạm 1",
                        priority: .p3, doctor: "BS Lan", bed: "ICU 4", escort: "", words: "suy thận"))))
        return desk.events
    }

    private static func taken(_ desk: inout CentreFixture, _ passes: (EventBody) -> Bool) {
        do { try desk.undo(passes) } catch { preconditionFailure("not taken back: \(error)") }
    }
}
