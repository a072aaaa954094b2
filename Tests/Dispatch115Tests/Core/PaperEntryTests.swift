import Geo
import Testing

@testable import Dispatch115

/// Entries made late: own times, never a double, never a negative interval.
@Suite struct PaperEntryTests {
    static func entry(
        _ desk: CentreFixture, form: Int32 = 0, minutesAgo: Int64 = 60, phone: String = "0903000111",
        said: String = "hẻm 36", insists: Bool = false, at place: Coordinate? = nil
    ) -> Command {
        .shift(
            .enterIncident(
                PaperEntry(
                    form: form, insists: insists, receivedAt: desk.now.adding(seconds: -60 * minutesAgo),
                    phone: phone, priority: .p1,
                    place: PlaceReport(
                        coordinate: place, certainty: place == nil ? .unknown : .exact, said: said),
                    words: "ngã")))
    }

    private func run(
        _ desk: CentreFixture, _ unit: UnitID, _ incident: IncidentID, minutesAgo sent: Int64,
        _ steps: [(Button, Int64)] = [], to hospital: HospitalID = .none
    ) -> Command {
        .shift(
            .enterRun(
                [unit], incident, sentAt: desk.now.adding(seconds: -60 * sent),
                steps: steps.map { LateStep($0.0, at: desk.now.adding(seconds: -60 * $0.1)) },
                destination: hospital))
    }

    @Test func aFormComesInWithItsOwnTime() {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, form: 17))
        let id = IncidentID(index: 0)
        let row = desk.centre[id]
        #expect(row.openedAt == desk.now.adding(seconds: -3_600))
        #expect(desk.centre.calls[row.call.index].receivedAt == row.openedAt)
        #expect(row.paper.form == 17 && row.paper.enteredAt == desk.now && row.paper.isLate)
        #expect(desk.events.last?.at == desk.now, "the event itself is of now")
        #expect(desk.centre.form(numbered: 17)?.incident == id)
        #expect(desk.centre.form(numbered: 16) == nil && desk.centre.form(numbered: 18) == nil)
    }

    @Test func aFormIsEnteredOnce() {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, form: 17))
        // Another call altogether, and the person insists: the number is taken all the same.
        desk.expectRefused(
            PaperEntryTests.entry(
                desk, form: 17, minutesAgo: 300, phone: "0911", said: "nơi khác", insists: true),
            .shift(.formUsed(17, IncidentID(index: 0))))
        desk.expectDone(
            PaperEntryTests.entry(desk, form: 16, minutesAgo: 300, phone: "0911", said: "nơi khác"))
        #expect(desk.centre.forms.map(\.number) == [16, 17])
    }

    @Test func aFormStaysTakenWhenItsIncidentHasLeftMemory() {
        var rules = CentreRules()
        rules.keptIncidents = 1
        var desk = CentreFixture(rules: rules)
        desk.expectDone(PaperEntryTests.entry(desk, form: 5))
        desk.expectDone(.close(IncidentID(index: 0), .notFound))
        for _ in 0..<3 { desk.expectDone(.close(desk.open(), .nuisance)) }
        desk.expectDone(.tick)
        #expect(!desk.centre.incidents.contains(0), "it has left")
        desk.expectRefused(
            PaperEntryTests.entry(desk, form: 5, minutesAgo: 5), .shift(.formUsed(5, IncidentID(index: 0))))
    }

    @Test func aPossibleDoubleIsRefusedOnceWithWhatIsThere() {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, minutesAgo: 60, said: "a", at: CentreFixture.place(1)))
        let first = IncidentID(index: 0)
        let doubles: [(String, Command)] = [
            ("same phone", PaperEntryTests.entry(desk, minutesAgo: 50, said: "x")),
            (
                "the phone as +84",
                PaperEntryTests.entry(desk, minutesAgo: 50, phone: "+84903000111", said: "x")
            ),
            ("same words", PaperEntryTests.entry(desk, minutesAgo: 31, phone: "", said: "A")),
            (
                "same place",
                PaperEntryTests.entry(desk, minutesAgo: 89, phone: "", said: "x", at: CentreFixture.place(1))
            ),
        ]
        for (why, command) in doubles {
            #expect(refusal(&desk, command) == .shift(.possibleDouble(first, form: 0)), "\(why)")
        }
        desk.expectRefused(
            PaperEntryTests.entry(desk, form: 8, minutesAgo: 50), .shift(.possibleDouble(first, form: 8)))
        desk.expectDone(PaperEntryTests.entry(desk, form: 8, minutesAgo: 50, insists: true))
        // Another time, another place: no double.
        desk.expectDone(PaperEntryTests.entry(desk, minutesAgo: 19))
        desk.expectDone(
            PaperEntryTests.entry(desk, minutesAgo: 60, phone: "", said: "b", at: CentreFixture.place(4)))
    }

    private func refusal(_ desk: inout CentreFixture, _ command: Command) -> Rejection? {
        do throws(Rejection) {
            _ = try desk.submit(command)
            return nil
        } catch { return error }
    }

    @Test func noTimeIsInTheFutureOrRunsBackwards() {
        var desk = CentreFixture()
        desk.expectRefused(
            PaperEntryTests.entry(desk, form: 1, minutesAgo: -1),
            .timeInFuture(desk.now.adding(seconds: 60)))
        desk.expectRefused(
            .shift(
                .enterIncident(
                    PaperEntry(
                        form: 1, insists: false, receivedAt: .none, phone: "", priority: .p2,
                        place: PlaceReport(coordinate: nil, certainty: .missing), words: ""))),
            .shift(.timeMissing))
        desk.expectDone(PaperEntryTests.entry(desk, form: 1, minutesAgo: 60))
        let id = IncidentID(index: 0)
        let opened = desk.now.adding(seconds: -3_600)
        desk.expectRefused(
            run(desk, unit1, id, minutesAgo: 62),
            .shift(.beforeIncident(id, opened.adding(seconds: -120), opened: opened)))
        desk.expectRefused(
            run(desk, unit1, id, minutesAgo: 50, [(.onScene, 40), (.available, 45)]),
            .shift(
                .stepsOutOfOrder(
                    .available, desk.now.adding(seconds: -2_700), before: desk.now.adding(seconds: -2_400))))
        desk.expectRefused(
            run(desk, unit1, id, minutesAgo: 50, [(.available, 45)]),
            .moveNotLegal(unit1, from: .dispatched, .available))
        desk.expectRefused(
            run(desk, unit4, id, minutesAgo: 50, [(.transport, 45)], to: HospitalID(index: 1)),
            .kindCannotTransport(unit4))
        desk.expectRefused(
            run(desk, unit1, id, minutesAgo: 50, [(.transport, 45)]), .hospitalNeeded(unit1))
        desk.expectDone(run(desk, unit1, id, minutesAgo: 50, [(.onScene, 40), (.available, 30)]))
        desk.expectRefused(
            .shift(.closeLate(id, .treatedOnScene, at: desk.now.adding(seconds: -2_000))),
            .shift(
                .beforeLastStep(
                    id, desk.now.adding(seconds: -2_000), last: desk.now.adding(seconds: -1_800))))
        desk.expectDone(.shift(.closeLate(id, .treatedOnScene, at: desk.now.adding(seconds: -1_500))))
        #expect(desk.centre[id].closedAt == desk.now.adding(seconds: -1_500))
        #expect(desk.centre[id].paper.closeEnteredAt == desk.now)
    }

    /// 14:05 as typed may be 14:05:37 as it was.
    @Test func aTimeTypedToTheMinuteMayBeAnySecondOfIt() {
        var desk = CentreFixture()
        let id = desk.open()
        let opened = desk.centre[id].openedAt
        desk.pass(seconds: 600)
        desk.expectDone(
            .shift(.enterRun([unit1], id, sentAt: opened.adding(seconds: -37), steps: [], destination: .none))
        )
        #expect(desk.centre[AssignmentID(index: 0)].times.dispatchNotified == opened)
    }

    @Test func aRunThatIsOverComesInWhileItsUnitIsBusyElsewhere() {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, form: 3, minutesAgo: 60))
        let (past, live) = (IncidentID(index: 0), desk.open())
        desk.expectDone(.dispatch([unit1], live, .unknown))
        let began = desk.now
        desk.pass(seconds: 600)
        desk.expectDone(run(desk, unit1, past, minutesAgo: 65, [(.onScene, 50), (.available, 30)]))
        #expect(desk.centre[unit1].live == AssignmentID(index: 0), "the live run is untouched")
        let row = desk.centre[AssignmentID(index: 1)]
        #expect(row.state == .completed && row.enteredAt == desk.now && row.order == 0)
        #expect(desk.centre[past].phase == .served)
        // Not over yet, or over only after the live one began: it was elsewhere.
        desk.expectRefused(
            run(desk, unit1, past, minutesAgo: 25), .unitBusy(unit1, AssignmentID(index: 0), live))
        desk.expectRefused(
            run(desk, unit1, past, minutesAgo: 25, [(.onScene, 20), (.available, 5)]),
            .shift(.unitElsewhere(unit1, live, from: began, until: .none)))
        desk.expectRefused(
            run(desk, unit1, past, minutesAgo: 40, [(.onScene, 38), (.available, 35)]),
            .shift(
                .unitElsewhere(
                    unit1, past, from: row.times.dispatchNotified, until: row.times.backInService)))
        desk.expectDone(run(desk, unit1, past, minutesAgo: 30, [(.onScene, 25), (.available, 20)]))
    }

    @Test func aRunThatIsNotOverHoldsItsUnitWithoutAnOrder() {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, form: 3, minutesAgo: 20))
        let id = IncidentID(index: 0)
        let order = desk.centre[unit1].order
        desk.expectDone(run(desk, unit1, id, minutesAgo: 15, [(.onScene, 5)]))
        #expect(desk.centre[unit1].order == order, "no order for its box")
        #expect(desk.centre[unit1].live.isSet)
        desk.step(unit1, .atPatient, at: desk.now.adding(seconds: -200))
        desk.step(unit1, .available)
        desk.expectDone(.shift(.closeLate(id, .treatedOnScene, at: desk.now)))
    }

    /// Time passes while the clerk types; nobody is to be phoned about what is over.
    @Test func noAlertForWhatIsOver() throws {
        var desk = CentreFixture()
        desk.expectDone(PaperEntryTests.entry(desk, form: 3, minutesAgo: 90))
        let id = IncidentID(index: 0)
        desk.pass(seconds: 50)
        // Also after a restart, when deadlines are made anew of what is there.
        let bytes = CentreCodec.encode(desk.centre)
        desk.centre = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.isEmpty, "its waiting counts from when it was typed")
        desk.expectDone(run(desk, unit1, id, minutesAgo: 80, [(.onScene, 70), (.available, 60)]))
        desk.expectDone(.shift(.closeLate(id, .treatedOnScene, at: desk.now.adding(seconds: -3_500))))
        desk.pass(seconds: 10_000)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.isEmpty)
        // One that is not over is waited for as any other.
        desk.expectDone(PaperEntryTests.entry(desk, form: 4, minutesAgo: 5))
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts.map { desk.centre.alerts[$0].kind } == [.incidentWaiting])
    }

    @Test func noTwoDesksGetOneNumber() {
        var desk = CentreFixture()
        desk.expectDone(.shift(.reserveForms(count: 20)))
        desk.expectDone(.shift(.reserveForms(count: 5)))
        #expect(desk.centre.formRanges.map(\.numbers) == [1...20, 21...25])
        // A number beyond what was given is not given again.
        desk.expectDone(PaperEntryTests.entry(desk, form: 40))
        desk.expectDone(.shift(.reserveForms(count: 1)))
        #expect(desk.centre.formRanges.last?.numbers == 41...41)
        desk.expectRefused(.shift(.reserveForms(count: 0)), .shift(.formCountWrong(0)))
        desk.expectRefused(.shift(.reserveForms(count: 501)), .shift(.formCountWrong(501)))
        #expect(desk.centre.forms(in: 1...40).map(\.number) == [40])
        #expect(desk.centre.forms(in: 41...99).isEmpty)
    }

    @Test func missingNumbersAreSaidAsRuns() {
        #expect(Renderer.runs(of: 1...9, without: []) == ["1-9"])
        #expect(Renderer.runs(of: 1...9, without: [1, 3, 4, 9]) == ["2", "5-8"])
        #expect(Renderer.runs(of: 5...5, without: [5]).isEmpty)
    }
}
