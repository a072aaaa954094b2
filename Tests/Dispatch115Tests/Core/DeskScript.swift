import Testing

@testable import Dispatch115

/// A morning at the desk that makes every event of duty, patients and course.
enum DeskScript {
    static func everyEvent() -> [Event] {
        var desk = CentreFixture()
        act(
            &desk,
            .duty(.logOn(unit1, crew: "BS Nam", skills: .doctor, equipment: nil, kilometres: 40_000)))
        desk.pass(seconds: 1)
        act(&desk, .duty(.outOfService(unit2, .meal, until: desk.now.adding(seconds: 900), note: "phở")))
        desk.pass(seconds: 1)
        act(&desk, .duty(.logOn(unit2, crew: "", skills: nil, equipment: nil, kilometres: -1)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .duty(.backInService) = $0 { true } else { false } }
        act(&desk, .duty(.logOff(unit3)))
        act(&desk, .duty(.whereabouts(unit1, .atStation)))
        desk.pass(seconds: 1)
        act(&desk, .duty(.odometer(unit1, kilometres: 40_010)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .duty(.odometerRead) = $0 { true } else { false } }
        let incident = desk.open()
        act(&desk, .course(.massCasualty(incident, estimate: 6)))
        var details = PatientDetails()
        details.words = "nữ 30t"
        details.tag = .red
        details.destination = HospitalID(index: 1)
        act(&desk, .patient(.add(incident, count: 1, details)))
        details = PatientDetails()
        details.words = "nữ 32t"
        act(&desk, .patient(.change(incident, patient: 1, details)))
        act(&desk, .dispatch([unit1], incident, .unknown))
        move(&desk, unit1, .onScene)
        desk.pass(seconds: 1)
        move(&desk, unit1, .transport)
        desk.pass(seconds: 1)
        taken(&desk) { if case .assignmentMoved = $0 { true } else { false } }
        details = PatientDetails()
        details.outcome = .treatedOnScene
        act(&desk, .patient(.change(incident, patient: 1, details)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .patientEnded = $0 { true } else { false } }
        act(&desk, .patient(.change(incident, patient: 1, details)))
        act(&desk, .note(incident, "nhầm"))
        desk.pass(seconds: 1)
        taken(&desk) { if case .noted = $0 { true } else { false } }
        act(&desk, .locate(incident, PlaceReport(coordinate: CentreFixture.place(4), certainty: .exact)))
        desk.pass(seconds: 1)
        taken(&desk) { if case .incidentPlaced = $0 { true } else { false } }
        move(&desk, unit1, .available)
        act(&desk, .close(incident, .treatedOnScene))
        act(&desk, .course(.reopen(incident)))
        act(
            &desk,
            .course(
                .transfer(
                    TransferPlan(
                        from: HospitalID(index: 0), to: HospitalID(index: 2), fromName: "Trạm 1",
                        priority: .p3, doctor: "BS Lan", bed: "ICU 4", escort: "", words: "suy thận"))))
        return desk.events
    }

    /// A second passes before each line, so that each is a line of its own.
    private static func act(_ desk: inout CentreFixture, _ command: Command) {
        desk.pass(seconds: 1)
        desk.expectDone(command)
    }

    private static func move(_ desk: inout CentreFixture, _ unit: UnitID, _ button: Button) {
        desk.pass(seconds: 1)
        desk.step(unit, button)
    }

    private static func taken(_ desk: inout CentreFixture, _ passes: (EventBody) -> Bool) {
        desk.pass(seconds: 1)
        do { try desk.undo(passes) } catch { preconditionFailure("not taken back: \(error)") }
    }
}
