import Testing

@testable import Dispatch115

@Suite struct UndoTests {
    /// What of the centre a person sees, without what only grows.
    private func picture(_ centre: Centre) -> [String] {
        var lines: [String] = []
        for index in centre.incidents.base..<centre.incidents.end {
            let row = centre.incidents[index]
            lines.append(
                "\(row.priority) \(row.phase) \(String(describing: row.coordinate)) \(row.openPatients) "
                    + "\(String(describing: row.disposition)) \(row.course.estimate)")
        }
        for index in centre.assignments.base..<centre.assignments.end {
            let row = centre.assignments[index]
            lines.append("\(row.state) \(row.destination) \(row.times) \(row.openPatients) \(row.odometer)")
        }
        for index in centre.patients.base..<centre.patients.end
        where centre.patients[index].outcome != .mistaken {
            let row = centre.patients[index]
            lines.append("\(row.assignment) \(row.destination) \(row.outcome) \(row.notes.tag)")
        }
        for row in centre.units {
            lines.append(
                "\(row.isOnDuty) \(row.skills) \(row.duty.reason) \(row.duty.until) \(row.duty.crew) "
                    + "\(row.duty.odometer)")
        }
        for index in centre.notes.base..<centre.notes.end where !centre.notes[index].isWithdrawn {
            lines.append("note \(index)")
        }
        return lines
    }

    private static let one = IncidentID(index: 0)

    private static func patient(_ set: (inout PatientDetails) -> Void) -> PatientDetails {
        var details = PatientDetails()
        set(&details)
        return details
    }

    /// Each of these lines, taken back, leaves what was there before it.
    @Test func whatCanBeTakenBackIsTakenBackWhole() throws {
        let car = unit1
        let rows: [(String, before: [Command], Command)] = [
            ("priority", [], .prioritise(Self.one, .p1)),
            ("mass casualty", [], .course(.massCasualty(Self.one, estimate: 5))),
            (
                "place", [],
                .locate(Self.one, PlaceReport(coordinate: CentreFixture.place(2), certainty: .exact))
            ),
            ("note", [], .note(Self.one, "nhầm")),
            ("close", [], .close(Self.one, .nuisance)),
            (
                "close with a patient",
                [.patient(.add(Self.one, count: 2, PatientDetails()))], .close(Self.one, .leftByOtherMeans)
            ),
            ("acknowledge", [.dispatch([car], Self.one, .unknown)], step(car, .acknowledge)),
            ("on scene", [.dispatch([car], Self.one, .unknown)], step(car, .onScene)),
            (
                "transport", [.dispatch([car], Self.one, .unknown), step(car, .onScene)],
                step(car, .transport)
            ),
            (
                "transport of a known patient",
                [
                    .patient(
                        .add(Self.one, count: 1, Self.patient { $0.destination = HospitalID(index: 1) })),
                    .dispatch([car], Self.one, .unknown), step(car, .onScene),
                ], step(car, .transport)
            ),
            (
                "hand over",
                [.dispatch([car], Self.one, .unknown), step(car, .transport), step(car, .atHospital)],
                step(car, .handOver)
            ),
            ("patient added", [], .patient(.add(Self.one, count: 1, Self.patient { $0.tag = .red }))),
            (
                "outcome", [.patient(.add(Self.one, count: 1, PatientDetails()))],
                .patient(.change(Self.one, patient: 1, Self.patient { $0.outcome = .dead }))
            ),
            (
                "tag, hospital and unit",
                [
                    .patient(.add(Self.one, count: 1, PatientDetails())),
                    .dispatch([car], Self.one, .unknown),
                    step(car, .onScene),
                ],
                .patient(
                    .change(
                        Self.one, patient: 1,
                        Self.patient {
                            $0.tag = .black
                            $0.destination = HospitalID(index: 1)
                            $0.unit = car
                        }))
            ),
            ("off duty", [], .duty(.logOff(car))),
            ("out of service", [], .duty(.outOfService(car, .meal, until: .none, note: "phở"))),
            (
                "back in service", [.duty(.outOfService(car, .fuel, until: .none, note: ""))],
                .duty(.logOn(car, crew: "", skills: nil, equipment: nil, kilometres: 7_000))
            ),
            (
                "another crew",
                [.duty(.logOn(car, crew: "A", skills: .doctor, equipment: nil, kilometres: -1))],
                .duty(.logOn(car, crew: "B", skills: [], equipment: nil, kilometres: -1))
            ),
            ("odometer", [.dispatch([car], Self.one, .unknown)], .duty(.odometer(car, kilometres: 45_000))),
        ]
        for (name, before, command) in rows {
            var desk = CentreFixture()
            _ = desk.open()
            desk.pass(seconds: 5)
            for earlier in before {
                desk.expectDone(earlier)
                desk.pass(seconds: 5)
            }
            let expected = picture(desk.centre)
            desk.expectDone(command)
            #expect(picture(desk.centre) != expected, "\(name)")
            let last = desk.events.count - 1
            desk.pass(seconds: 60)
            desk.expectDone(.course(.undo(desk.line(at: last), anybodys: false)))
            #expect(picture(desk.centre) == expected, "\(name)")
            let marked = desk.events[(last + 1)...].first?.body
            guard case .course(.takenBack(_, let sequence)) = marked else {
                Issue.record("\(name): no mark")
                continue
            }
            #expect(sequence == desk.events[last].sequence)
            // A second time there is nothing to take back.
            desk.expectRefused(
                .course(.undo(desk.line(at: last), anybodys: true)),
                .course(
                    .notUndone(
                        sequence: desk.line(at: last).line[0].sequence,
                        .takenBackAlready(desk.events[last + 1].sequence))))
        }
    }

    private func step(_ unit: UnitID, _ button: Button) -> Command {
        .step(
            unit, button, occurredAt: .none,
            destination: button == .transport ? HospitalID(index: 2) : .none)
    }

    private func refuse(
        _ desk: inout CentreFixture, _ obstacle: UndoObstacle, at index: Int? = nil, anybodys: Bool = false,
        _ place: SourceLocation = #_sourceLocation
    ) {
        let line = desk.line(at: index ?? desk.events.count - 1)
        desk.expectRefused(
            .course(.undo(line, anybodys: anybodys)),
            .course(.notUndone(sequence: line.line[0].sequence, obstacle)), sourceLocation: place)
    }

    @Test func whatHasLeftTheHouseIsNotTakenBack() {
        var desk = CentreFixture()
        let incident = desk.open()
        refuse(&desk, .incidentOpened(incident))
        desk.pass(seconds: 1)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        refuse(&desk, .orderHasLeft(unit1))
        desk.pass(seconds: 1)
        desk.expectDone(.standDown(unit1))
        refuse(&desk, .standDownHasLeft(unit1, incident))
        desk.pass(seconds: 1)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.pass(seconds: 1)
        do {
            _ = try desk.submit(
                .press(unit1, .onScene, press: 4, pressedAt: .none, destination: .none),
                actor: Actor(.unit, 1))
        } catch { Issue.record("\(error)") }
        refuse(&desk, .boxPressed(unit1))
        desk.pass(seconds: 1)
        desk.step(unit1, .transport)
        desk.pass(seconds: 1)
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: HospitalID(index: 1)))
        refuse(&desk, .hospitalChanged(unit1))
        desk.pass(seconds: 1)
        desk.step(unit1, .handOver)
        desk.pass(seconds: 1)
        desk.step(unit1, .available)
        refuse(&desk, .unitIsFree(unit1, incident))
    }

    @Test func whatOthersBuiltOnStays() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.pass(seconds: 1)
        desk.step(unit1, .enRoute)
        let enRoute = desk.events.count - 1
        desk.pass(seconds: 1)
        desk.step(unit1, .onScene)
        refuse(&desk, .followed(desk.events[desk.events.count - 1].sequence), at: enRoute)
        desk.pass(seconds: 1)
        desk.expectDone(.prioritise(incident, .p1))
        let first = desk.events.count - 1
        desk.pass(seconds: 1)
        desk.expectDone(.prioritise(incident, .p3))
        refuse(&desk, .followed(desk.events[desk.events.count - 1].sequence), at: first)
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.outOfService(unit2, .meal, until: .none, note: "")))
        let meal = desk.events.count - 1
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.logOn(unit2, crew: "", skills: nil, equipment: nil, kilometres: -1)))
        let back = desk.events.count - 1
        desk.pass(seconds: 1)
        desk.expectDone(.dispatch([unit2], incident, .unknown))
        refuse(&desk, .followed(desk.events[back].sequence), at: meal)
        refuse(&desk, .followed(desk.events[desk.events.count - 1].sequence), at: back)
    }

    @Test func onesOwnLineWithinAQuarterOfAnHour() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.pass(seconds: 5)
        desk.expectDone(.prioritise(incident, .p1))
        let index = desk.events.count - 1
        let line = desk.line(at: index)
        desk.pass(seconds: 1)
        #expect(throws: Rejection.course(.notUndone(sequence: line.line[0].sequence, .othersLine))) {
            _ = try desk.submit(.course(.undo(line, anybodys: false)), actor: Actor(.console, 1001))
        }
        desk.pass(seconds: 900)
        refuse(&desk, .tooLate(minutes: 15), at: index)
        #expect(desk.centre[incident].priority == .p1)
        // Who may take back anybody's may do so later too.
        do {
            _ = try desk.submit(.course(.undo(line, anybodys: true)), actor: Actor(.console, 1001))
        } catch { Issue.record("\(error)") }
        #expect(desk.centre[incident].priority == .p2)
    }

    /// A crew that was typed as acknowledged by mistake is silent again, and somebody is told.
    @Test func aCrewThatHasNotSpokenIsWaitedForAgain() throws {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.pass(seconds: 5)
        desk.step(unit1, .acknowledge)
        desk.pass(seconds: 100)
        desk.expectDone(.tick)
        desk.centre.forgetFiredDeadlines(desk.now)
        #expect(desk.centre.openAlerts.isEmpty)
        try desk.undo { if case .assignmentMoved = $0 { true } else { false } }
        desk.expectDone(.tick)
        #expect(
            Set(desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }) == [
                .orderUndelivered, .crewSilent,
            ])
    }
}
