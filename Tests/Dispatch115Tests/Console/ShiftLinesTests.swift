import Testing

@testable import Dispatch115

/// Lines about the past and the hand-over, as they are typed and answered.
@Suite struct ShiftLinesTests {
    /// 14:00:00 local.
    private let now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)

    private func at(_ minutesAgo: Int64) -> Timestamp { now.adding(seconds: -60 * minutesAgo) }

    private func check(_ line: String, _ expected: ShiftRequest, _ place: SourceLocation = #_sourceLocation) {
        let request = LineParser().parse(line, now: now).request
        #expect(request == .success(.shift(expected)), "\(line)", sourceLocation: place)
    }

    @Test func linesOfThePast() {
        let entry = ShiftRequest.enterIncident(
            form: FormWord(17), at: at(115), phone: "0903123456", priority: .p1, place: "cho ben thanh",
            words: "dau nguc")
        check("N F=17 @12:05 0903123456 P=1 cho ben thanh ; dau nguc", entry)
        check("MOI PHIEU=17 P=1 0903123456 cho ben thanh @12h05 ; dau nguc", entry)
        check(
            "N F=17! @12:05 q1",
            .enterIncident(
                form: FormWord(17, insists: true), at: at(115), phone: "", priority: nil, place: "q1",
                words: ""))
        check(
            "N F=0 @12:05 q1",
            .enterIncident(form: FormWord(0), at: at(115), phone: "", priority: nil, place: "q1", words: ""))
        check(
            "N F=17 q1",
            .enterIncident(form: FormWord(17), at: nil, phone: "", priority: nil, place: "q1", words: ""))
        check(
            "DSP 12,15 7 @13:10",
            .enterRun(units: [12, 15], incident: 7, at: at(50), steps: [], hospital: nil))
        let run = ShiftRequest.enterRun(
            units: [12], incident: 7, at: at(50),
            steps: [LateStep(.onScene, at: at(35)), LateStep(.available, at: at(10))], hospital: 3)
        check("LATE 12 7 @13:10 AR=13:25 H=3 AV=13:50", run)
        check("NHAPTRE 12 7 @13h10 ht=13h25 bv=3 ss=13h50", run)
        check("CL 7 transported @13:50", .closeLate(incident: 7, .transported, at: at(10)))
        check("DONG 7 da chuyen vien @13h50", .closeLate(incident: 7, .transported, at: at(10)))
        check("CL 7 @13:50 transported", .closeLate(incident: 7, .transported, at: at(10)))
        check("SHIFT", .readBack)
        check("GIAOCA 4711 ; xe 12", .handOver(code: 4711, note: "xe 12"))
        // Half a line must not read back in silence.
        check("SHIFT ; a note", .handOver(code: 0, note: "a note"))
        check("FORMS 3-9", .forms(3...9))
        check("CAPPHIEU 20", .reserveForms(count: 20))
    }

    /// A live call is not refused for what its place looks like.
    @Test func aPlaceWithTheSignOfATimeIsAPlace() {
        #expect(
            LineParser().parse("N quan @home q1 ; ngat", now: now).request
                == .success(.open(phone: "", priority: nil, place: "quan @home q1", words: "ngat")))
    }

    @Test func wrongLinesAreRefusedByTheWord() {
        for (line, kind) in [
            ("N F=x @12:05 q1", ArgumentKind.form), ("N F=-1 q1", .form), ("N F=1000000 q1", .form),
            ("N @25:00 q1", .time), ("LATE 12 7 @13:10 AR", .steps), ("LATE 12 7 @13:10 ZZ=13:20", .steps),
            ("LATE 12 7 @13:10 AR=13:20 AR=13:30", .steps), ("LATE 12 7 @13:10 AR=99:20", .steps),
            ("SHIFT 99", .shiftCode), ("SHIFT abcd", .shiftCode), ("FORMS 9-3", .formRange),
            ("FORMS 0-3", .formRange), ("NEWFORMS 0", .formCount), ("NEWFORMS 501", .formCount),
        ] {
            guard case .failure(.badValue(_, let found, _, _)) = LineParser().parse(line, now: now).request
            else {
                Issue.record("\(line): \(LineParser().parse(line, now: now).request)")
                continue
            }
            #expect(found == kind, "\(line)")
        }
        #expect(
            LineParser().parse("LATE 12 7", now: now).request
                == .failure(.missing(.time, .enterRun, column: 10)))
    }

    @Test func everyRefusalSaysWhyAndWhatWouldBeAccepted() throws {
        var f = try ConsoleFixture()
        try f.open(.p1)
        let id = IncidentID(number: 1)
        let items = f.centre.openItems()
        let change = ShiftChange(item: items[0], kind: .changed)
        let refusals: [(ShiftRejection, vi: String, en: String)] = [
            (.timeMissing, "phải có giờ", "needs the time"), (.formNumberWrong(-1), "phiếu số -1", "form -1"),
            (.formUsed(17, id), "phiếu 17 đã nhập rồi: ca 1", "form 17 is in already: incident 1"),
            (.possibleDouble(id, form: 17), "F=17!", "F=17!"), (.possibleDouble(id, form: 0), "F=0", "F=0"),
            (.beforeIncident(id, now, opened: f.now), "trước khi ca 1", "before incident 1"),
            (.beforeLastStep(id, now, last: f.now), "việc cuối của ca 1", "last step of incident 1"),
            (
                .unitElsewhere(f.unit(12), id, from: now, until: .none), "xe 12 lúc đó ở ca 1",
                "unit 12 was on incident 1"
            ),
            (.stepsOutOfOrder(.onScene, now, before: f.now), "đến hiện trường", "on scene"),
            (.formCountWrong(900), "900", "900"),
            (.nothingReadBack, "chưa ai đọc lại", "nothing has been read"),
            (.samePerson(1000), "người khác phải ký", "somebody else must sign"),
            (.codeWrong(1), "mã 1 không đúng", "1 is not the code"),
            (.changedSince([change], code: 4711), "đổi: ca 1", "changed: incident 1"),
        ]
        for (rejection, vietnamese, english) in refusals {
            for (language, word) in [(Language.vi, vietnamese), (.en, english)] {
                let reply = Renderer(language).refused(.shift(rejection), f.centre)
                expectReply(reply)
                let flat = reply.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(flat.contains(word), "\(rejection): \(reply)")
                #expect(flat.contains(language == .vi ? "được:" : "accepted:"), "\(rejection): \(reply)")
            }
        }
    }

    @Test func lateIsSaidWhereverItIsShown() throws {
        var f = try ConsoleFixture()
        let entered = try f.run(
            .shift(
                .enterIncident(
                    PaperEntry(
                        form: 17, insists: false, receivedAt: f.now.adding(seconds: -4_000), phone: "0911",
                        priority: .p1, place: ConsoleFixture.place, words: "ngat"))))
        let id = IncidentID(number: 1)
        let run = try f.run(
            .shift(
                .enterRun(
                    [f.unit(12)], id, sentAt: f.now.adding(seconds: -3_900),
                    steps: [
                        LateStep(.onScene, at: f.now.adding(seconds: -3_000)),
                        LateStep(.available, at: f.now.adding(seconds: -2_000)),
                    ], destination: .none)))
        let closed = try f.run(.shift(.closeLate(id, .treatedOnScene, at: f.now.adding(seconds: -1_000))))
        for (language, mark) in [(Language.vi, "GHI TRỄ"), (.en, "ENTERED LATE")] {
            let renderer = Renderer(language)
            for events in [entered, run, closed] {
                #expect(renderer.accepted(events, f.centre).contains(mark))
                #expect(renderer.journal(events, f.centre).contains(mark))
            }
            let whole = renderer.incident(whole: id, f.centre, now: f.now)
            expectReply(whole)
            #expect(whole.components(separatedBy: mark).count == 4, "\(whole)")
            #expect(
                whole.contains("17") && whole.contains(renderer.dateAndClock(f.centre[id].paper.enteredAt)))
        }
    }
}
