import Testing

@testable import Dispatch115

@Suite struct DeskRendererTests {
    private let en = Renderer(.en)

    /// Every event has its line in both languages, in a reply, in the journal and in WHY, in the centre that
    /// made it and in one that knows nothing of it.
    @Test func everyEventOfTheDeskHasItsLine() throws {
        let stranger = try ConsoleFixture()
        var centre = Centre()
        var types: Set<UInt16> = []
        for event in DeskScript.everyEvent() {
            centre.apply(event)
            let type = EventCodec.type(of: event.body)
            guard (150...199).contains(type) else { continue }
            types.insert(type)
            for known in [centre, stranger.centre] {
                check(
                    { $0.accepted([event], known) }, vi: ["#\(event.sequence) "], en: ["#\(event.sequence) "])
                check({ $0.why(event, related: [event], known) }, vi: ["#"], en: ["#"])
                check({ $0.journal([event], known) }, vi: ["từ "], en: ["from "])
            }
        }
        #expect(types.count == 23)
    }

    @Test func unitsSayTheirDuty() throws {
        var f = try ConsoleFixture()
        let seen: (UnitID) -> Sighting = { _ in .none }
        let on = try f.run(
            .duty(.logOn(f.unit(12), crew: "BS Nam", skills: .doctor, equipment: .oxygen, kilometres: 45_120))
        )
        check(
            { $0.accepted(on, f.centre) }, vi: ["xe 12: lên ca, BS Nam (bacsi, oxy)", "45120 km", "HOANTAC"],
            en: ["unit 12: on duty, BS Nam (doctor, oxygen)", "UNDO \(f.centre.sequence)"])
        let out = try f.run(
            .duty(.outOfService(f.unit(15), .meal, until: f.now.adding(seconds: 601), note: "")))
        check({ $0.accepted(out, f.centre) }, vi: ["tạm nghỉ, ăn cơm", "LENCA 15"], en: ["meal", "ON 15"])
        try f.run(.duty(.logOff(f.unit(20))))
        try f.run(.duty(.whereabouts(f.unit(7), .returning)))
        check(
            { $0.units(f.centre, sighting: seen, now: f.now) },
            vi: [
                "2 rảnh", "1 ngoài ca, 1 tạm nghỉ", "tạm nghỉ: ăn cơm, đến 14:1", "rảnh, đang về",
                "rảnh; BS Nam",
            ],
            en: ["1 off duty, 1 out of service", "out of service: meal, until 14:1", "free, returning"])
        let late = f.now.adding(seconds: 700)
        for text in [en.units(f.centre, sighting: seen, now: late), en.queue(f.centre, now: late)] {
            #expect(text.contains("overdue to be back: unit 15 (meal, 14:1"), "\(text)")
        }
        check(
            { $0.refused(.duty(.outOfService(f.unit(15))), f.centre) }, vi: ["ăn cơm", "LENCA 15"],
            en: ["meal", "ON 15"])
    }

    @Test func plannedWorkStandsApart() throws {
        var f = try ConsoleFixture()
        try f.open(.p1)
        try f.run(
            .course(
                .standby(
                    place: ConsoleFixture.place, words: "giải chạy", priority: .p4, at: .none,
                    to: f.now.adding(seconds: 3_600))))
        try f.run(
            .course(
                .transfer(
                    TransferPlan(
                        from: HospitalID(index: 0), to: HospitalID(index: 1), fromName: "BV Nhân dân 115",
                        priority: .p3, at: f.now.adding(seconds: 5_400), doctor: "Lan", bed: "ICU 4",
                        escort: "ĐD", words: "suy thận"))))
        try f.run(.course(.massCasualty(IncidentID(number: 1), estimate: 6)))
        check(
            { $0.queue(f.centre, now: f.now) },
            vi: [
                "1 ca đang mở", "NHIỀU NẠN NHÂN 0/6", "trực sự kiện: 1", "chuyển viện hẹn giờ: 1",
                "-> viện 3",
            ],
            en: ["1 open", "MCI 0/6", "standby: 1", "planned transfer: 1", "BV Nhân dân 115 -> hospital 3"])
        check(
            { $0.incident(whole: IncidentID(number: 3), f.centre, now: f.now) },
            vi: ["bác sĩ nhận Lan", "giường", "ICU 4, đi kèm ĐD"], en: ["accepting doctor", "Lan, bed ICU 4"])
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 2), .unknown))
        var basis = f.basis
        basis.candidates[0].standing = .standby
        let proposal = Proposal(
            kind: .several, need: .unknown, stillNeeded: 2, units: [f.unit(12), f.unit(15)])
        check(
            {
                $0.recommendation(
                    IncidentID(number: 1), basis, proposal, sequence: 9, f.centre, now: f.now)
            },
            vi: ["DIEU 12,15 1", "điều thì rời việc hẹn trước: xe 12 (ca 2, trực sự kiện)"],
            en: ["DSP 12,15 1", "leaves planned work when sent: unit 12 (incident 2, standby)"])
        let called = try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), .unknown))
        check(
            { $0.accepted(called, f.centre) },
            vi: ["ca 2: đã điều -> đã rút (đổi hướng)", "-> đã điều, ca 1"],
            en: ["incident 2: dispatched -> cancelled (diverted)", "dispatched to incident 1"])
    }

    @Test func everyRefusalOfTheDeskSaysWhatWouldDo() throws {
        var f = try ConsoleFixture()
        try f.open()
        let (one, unit) = (IncidentID(number: 1), f.unit(12))
        let patient = PatientID(index: 0)
        try f.run(.patient(.add(one, count: 2, PatientDetails())))
        try f.run(.dispatch([unit], one, .unknown))
        let live = f.centre[unit].live
        func undo(_ obstacle: UndoObstacle) -> Rejection { .course(.notUndone(sequence: 9, obstacle)) }
        let rows: [(Rejection, [String], [String])] = [
            (.duty(.offDuty(unit)), ["ngoài ca", "LENCA 12"], ["off duty", "ON 12"]),
            (.duty(.bound(unit, live)), ["ca 1, đã điều", "HUY 12"], ["incident 1", "STAND 12 first"]),
            (.duty(.untilPassed(f.now)), ["đã qua"], ["has passed"]),
            (.duty(.odometerBackwards(unit, last: 9)), ["không lùi", "HOANTAC"], ["shrink", "UNDO"]),
            (.duty(.odometerImplausible(unit, last: 9, limit: 5)), ["từ 9 đến 14"], ["9 to 14"]),
            (.patient(.unknown(one, number: 4)), ["không có bệnh nhân thứ 4"], ["no patient 4", "PT 1"]),
            (.patient(.ended(patient)), ["bệnh nhân 1 của ca 1", "HOANTAC"], ["patient 1", "UNDO"]),
            (.patient(.tooMany(one, limit: 7)), ["BN 1 +7"], ["PT 1 +7"]),
            (.patient(.tooMany(one, limit: 0)), ["MOI"], ["opens another"]),
            (.patient(.unitElsewhere(unit, one)), ["DIEU 12 1"], ["DSP 12 1"]),
            (.patient(.cannotBoard(unit, .enRoute)), ["HT 12"], ["AR 12"]),
            (.patient(.onBoard(patient, unit)), ["VC 12"], ["TR 12"]),
            (.patient(.unitHasPatient(unit, patient)), ["BN 1 1 xutritaicho|"], ["PT 1 1 treated|refused"]),
            (.patient(.notOnBoard(patient)), ["chưa đến viện"], ["at no hospital"]),
            (
                .patient(.leftBehind(unit, patient)), ["xe cuối cùng", "BN 1 1", "VC 12", "DIEU"],
                ["last unit", "PT 1 1 treated", "TR 12", "DSP"]
            ),
            (
                .patient(.open(one, .nuisance)), ["bệnh nhân 1, 2", "DONG 1 xutritaicho|"],
                ["patient 1, 2", "CL 1 treated|refused|left|dead|notfound"]
            ),
            (
                .patient(.dispositionUnfit(one, .transported)), ["2 chưa có kết cục"],
                ["\"transported\" does not fit: 2 no outcome yet", "CL 1 treated"]
            ),
            (.course(.notClosed(one)), ["đang mở"], ["is open"]),
            (.course(.closedLongAgo(one, hours: 24)), ["24 giờ"], ["24 hours"]),
            (.course(.estimateUnfit(limit: 50)), ["1 đến 50"], ["1 to 50"]),
            (.course(.planned(one, .standby)), ["trực"], ["standby"]),
            (.course(.sameHospital(HospitalID(index: 0))), ["là một"], ["are the same"]),
            (.course(.plannedTimePassed(f.now)), ["TRUC"], ["STANDBY"]),
            (undo(.orderHasLeft(unit)), ["HUY 12"], ["STAND 12"]),
            (undo(.standDownHasLeft(unit, one)), ["DIEU 12 1"], ["DSP 12 1"]),
            (undo(.unitIsFree(unit, one)), ["DIEU 12 1"], ["DSP 12 1"]),
            (undo(.boxPressed(unit)), ["bấm nút"], ["pressed it"]),
            (undo(.hospitalChanged(unit)), ["VC 12"], ["TR 12"]),
            (undo(.incidentOpened(one)), ["DONG 1 trung"], ["CL 1 duplicate"]),
            (undo(.followed(12)), ["HOANTAC 12"], ["UNDO 12"]),
            (undo(.takenBackAlready(12)), ["#12"], ["#12"]),
            (undo(.nothingToTakeBack), ["VISAO 9"], ["WHY 9"]),
            (undo(.othersLine), ["trưởng ca"], ["supervisor"]),
            (undo(.tooLate(minutes: 15)), ["15 phút"], ["15 minutes"]),
            (undo(.incidentClosed(one)), ["MOLAI 1"], ["REOPEN 1"]),
        ]
        for (rejection, vietnamese, english) in rows {
            check(
                { $0.refused(rejection, f.centre) }, vi: ["TỪ CHỐI"] + vietnamese, en: ["REFUSED"] + english)
        }
    }

    @Test func patientsAreListedAndManyAreSaidInOneLine() throws {
        var f = try ConsoleFixture()
        try f.open()
        let one = IncidentID(number: 1)
        check({ $0.patients(of: one, f.centre) }, vi: ["BN 1 +"], en: ["no patient yet", "PT 1 +"])
        var details = PatientDetails()
        details.words = "nam 60t"
        details.tag = .red
        let added = try f.run(.patient(.add(one, count: 1, details)))
        check(
            { $0.accepted(added, f.centre) }, vi: ["bệnh nhân 1 của ca 1: thêm; nam 60t", "BN 1 1 ghinham"],
            en: ["patient 1 of incident 1: added; nam 60t", "PT 1 1 treated|", "take back: PT 1 1 mistake"])
        let many = try f.run(.patient(.add(one, count: 60, PatientDetails())))
        check({ $0.accepted(many, f.centre) }, vi: ["thêm bệnh nhân 2-61"], en: ["patients 2-61 added"])
        check(
            { $0.patients(of: one, f.centre) }, vi: ["61 bệnh nhân, 61 chưa có kết cục", "và 21 người nữa"],
            en: ["61 patients", "and 21 more", "patient 1: no outcome yet, red; nam 60t"])
    }
}
