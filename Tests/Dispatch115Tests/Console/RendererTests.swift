import Testing

@testable import Dispatch115

@Suite struct RendererTests {
    private let vi = Renderer(.vi)
    private let en = Renderer(.en)

    @Test func acceptedLinesSayBeforeAndAfterAndTheWayBack() throws {
        var f = try ConsoleFixture()
        let opened = try f.open()
        check(
            { $0.accepted(opened, f.centre) },
            vi: [
                "#10-11 ca 1: mới -> P2 cam", "phường Bến Thành (gần đúng, ±800 m)", "nguc, gọi từ",
                "0903123456",
                "GY 1", "DONG 1",
            ],
            en: ["#10-11 incident 1: new -> P2 orange", "approximate", "RE 1", "CL 1"])
        let placed = try f.run(
            .locate(
                IncidentID(number: 1),
                PlaceReport(coordinate: nil, certainty: .unknown, said: "dau do", name: "")))
        check(
            { $0.accepted(placed, f.centre) }, vi: ["phường Bến Thành -> dau do", "VT 1 phường Bến Thành"],
            en: ["phường Bến Thành -> dau do", "LOC 1 phường Bến Thành"])
        let urgent = try f.run(.prioritise(IncidentID(number: 1), .p1))
        check(
            { $0.accepted(urgent, f.centre) }, vi: ["P2 cam -> P1 đỏ", "UT 1 P2"],
            en: ["P2 orange -> P1 red", "PR 1 P2"])
        let noted = try f.run(.note(IncidentID(number: 1), "cong khoa"))
        check(
            { $0.accepted(noted, f.centre) }, vi: ["ca 1 ghi: cong khoa"], en: ["incident 1 note: cong khoa"])
        let sent = try f.run(.dispatch([f.unit(12), f.unit(15)], IncidentID(number: 1), f.basis))
        check(
            { $0.accepted(sent, f.centre) },
            vi: ["xe 12: rảnh -> đã điều", "đi 3:20", "lấy lại: HUY 12, HUY 15"],
            en: ["unit 12: free -> dispatched", "travel 3:20", "take back: STAND 12, STAND 15"])
        let confirmed = try f.run(.confirmOrder(f.unit(12), f.centre[f.unit(12)].order), as: Actor(.unit, 12))
        check(
            { $0.accepted(confirmed, f.centre) }, vi: ["máy trên xe đã nhận lệnh"], en: ["its box has order"])
        let onScene = try f.run(.step(f.unit(12), .onScene, occurredAt: f.now, destination: .none))
        check(
            { $0.accepted(onScene, f.centre) }, vi: ["xe 12 ca 1: đã điều -> tại hiện trường", "(ghi trễ)"],
            en: ["unit 12 incident 1: dispatched -> on scene", "(late entry)"])
        let loaded = try f.run(
            .step(f.unit(12), .transport, occurredAt: .none, destination: f.centre.hospital(numbered: 3)))
        check(
            { $0.accepted(loaded, f.centre) },
            vi: ["đang chuyển viện đến viện 3 BV Chợ Rẫy", "VC 12", "bệnh nhân 1"],
            en: ["transporting to hospital 3 BV Chợ Rẫy", "TR 12", "patient 1"])
        let over = try f.run(.step(f.unit(12), .handOver, occurredAt: .none, destination: .none))
        check(
            { $0.accepted(over, f.centre) }, vi: ["bệnh nhân 1 của ca 1: chưa có kết cục -> đã bàn giao"],
            en: ["patient 1 of incident 1: no outcome yet -> handed over"])
        let down = try f.run(.standDown(f.unit(15)))
        check(
            { $0.accepted(down, f.centre) }, vi: ["(cho rút)", "DIEU 15 1"], en: ["(stood down)", "DSP 15 1"])
        try f.run(.step(f.unit(12), .available, occurredAt: .none, destination: .none))
        let pressed = try f.run(
            .press(f.unit(12), .available, press: 9, pressedAt: f.now, destination: .none))
        check({ $0.accepted(pressed, f.centre) }, vi: ["không đổi gì"], en: ["changed nothing"])
        let closed = try f.run(.close(IncidentID(number: 1), .transported))
        check(
            { $0.accepted(closed, f.centre) }, vi: ["đang mở -> đã đóng, đã chuyển viện"],
            en: ["open -> closed, transported"])
        check(
            { $0.repeated(closed, f.centre) }, vi: ["đã làm rồi", "không làm lại"],
            en: ["already done", "not done again"])
    }

    @Test func divertingNamesTheWayBack() throws {
        var f = try ConsoleFixture()
        try f.open()
        try f.open(.p1)
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), .unknown))
        let diverted = try f.run(.divert(f.unit(12), IncidentID(number: 2), .unknown))
        check(
            { $0.accepted(diverted, f.centre) }, vi: ["đổi hướng", "DOIHUONG 12 1", "báo động"],
            en: ["diverted", "REROUTE 12 1", "alert"])
        for renderer in [vi, en] {
            let lines = renderer.alertLines(0, f.centre)
            #expect(lines.allSatisfy { $0.hasPrefix("!") } && lines.joined().contains("P2"))
            #expect(lines.last?.hasSuffix(" !1") == true)
        }
        check({ $0.openAlerts(f.centre, now: f.now) }, vi: ["! ca 1", "GY 1"], en: ["! incident 1", "RE 1"])
    }

    @Test func everyEventHasItsLine() throws {
        let f = try ConsoleFixture()
        let none = AssignmentID(index: 99)
        let bodies: [EventBody] = [
            .epochStarted(epoch: 2, monotonicNanoseconds: 3),
            .stationDefined(
                StationID(index: 0), number: 1, coordinate: ConsoleFixture.coordinate(1), name: "x\u{1B}y"),
            .unitDefined(
                UnitID(index: 0), number: 12, kind: .boat, station: StationID(index: 77), skills: [],
                equipment: []),
            .callReceived(CallID(index: 4), phone: .none),
            .incidentOpened(
                IncidentID(index: 50), call: CallID(index: 4), priority: .p0,
                place: PlaceRecord(
                    coordinate: nil, certainty: .missing, precisionMetres: 0, said: .none, name: .none),
                words: Text(id: TextID(index: 3), content: nil)),
            .incidentPlaced(
                IncidentID(index: 50), before: .none,
                place: PlaceRecord(
                    coordinate: nil, certainty: .outside, precisionMetres: 5,
                    said: Text(id: TextID(index: 900), content: "\u{202E}"), name: .none)),
            .priorityChanged(IncidentID(index: 50), from: .p4, to: .p3),
            .noted(IncidentID(index: 50), Text(id: TextID(index: 901), content: "a\nb")),
            .recommended(IncidentID(index: 50), f.basis), .recommended(IncidentID(index: 50), .unknown),
            .dispatched(none, IncidentID(index: 50), UnitID(index: 88), order: 4, .unknown),
            .orderConfirmed(UnitID(index: 88), order: 4, none),
            .assignmentMoved(
                none, from: .onScene, to: .transporting, .transport, occurredAt: .none, isLate: true,
                destination: .none, press: 7),
            .assignmentCancelled(none, from: .enRoute, .stoodDown, order: 5),
            .pressIgnored(UnitID(index: 0), .enRoute, press: 3),
            .patientLoaded(PatientID(index: 0), IncidentID(index: 50), none, destination: .none),
            .patientEnded(PatientID(index: 0), .dead), .incidentClosed(IncidentID(index: 50), .nuisance),
            .alertRaised(alert: 0, .crewSilent, subject: 99), .alertCleared(alert: 99),
            .retired(
                RetiredBounds(
                    incidents: 1, calls: 1, assignments: 1, patients: 1, notes: 1, texts: 1, alerts: 1,
                    offers: 0)),
        ]
        for (position, body) in bodies.enumerated() {
            let event = Event(
                sequence: Int64(position + 1), epoch: 1, at: f.now, actor: Actor(.clock), client: 0,
                body: body)
            check({ $0.accepted([event], f.centre) }, vi: ["#\(position + 1) "], en: ["#\(position + 1) "])
            check(
                { $0.journal([event], f.centre) }, vi: ["14:00:0", "đồng hồ"],
                en: ["2026-11-22 14:00:0", "clock"])
            check(
                { $0.why(event, related: [event], f.centre) }, vi: ["#\(position + 1)"],
                en: ["#\(position + 1)"])
        }
    }

    @Test func everyRejectionSaysWhy() throws {
        var f = try ConsoleFixture()
        try f.open()
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), .unknown))
        let (one, unit) = (IncidentID(number: 1), f.unit(12))
        let rows: [(Rejection, [String], [String])] = [
            (
                .incidentUnknown(IncidentID(number: 9)), ["không có ca 9", "ca mới nhất là 1"],
                ["no incident 9", "last one is 1"]
            ),
            (.incidentRetired(one), ["NK ca=1"], ["JRN i=1"]),
            (.incidentClosed(one), ["đã đóng"], ["is closed"]),
            (.incidentHasUnit(one, unit), ["còn xe 12", "SS 12"], ["still has unit 12", "AV 12"]),
            (.unitUnknown(.none), ["không có xe"], ["no such unit"]),
            (.unitNamedTwice(unit), ["hai lần", "DIEU"], ["twice", "DSP"]),
            (.noUnitNamed, ["chưa nói xe"], ["no unit"]),
            (
                .unitBusy(unit, AssignmentID(index: 0), one),
                ["xe 12 đang ở ca 1 (phường Bến Thành), đã điều", "DOIHUONG 12"],
                ["unit 12 is on incident 1 (phường Bến Thành), dispatched", "REROUTE 12"]
            ),
            (.unitOffDuty(unit), ["ngoài ca"], ["off duty"]),
            (.unitHasNoAssignment(unit), ["không có lệnh", "DIEU 12"], ["no assignment", "DSP 12"]),
            (.alreadyOnIncident(unit, one), ["đã ở ca 1"], ["already on incident 1"]),
            (
                .moveNotLegal(unit, from: .dispatched, .available), ["sẵn sàng", "NL 12, LD 12"],
                ["available", "AK 12, EN 12"]
            ),
            (.standDownNotLegal(unit, from: .transporting), ["VIEN 12"], ["AH 12"]),
            (.divertNotLegal(unit, from: .atPatient), ["đã gặp bệnh nhân"], ["has met its patient"]),
            (.kindCannotTransport(unit), ["không chở"], ["cannot carry"]),
            (.hospitalNeeded(unit), ["VC xe [viện]"], ["TR unit [hospital]"]),
            (.hospitalUnknown(.none), ["từ 1 đến 3"], ["from 1 to 3"]),
            (.stationUnknown(.none), ["trạm"], ["station"]),
            (.patientOpen(unit, PatientID(number: 4)), ["bệnh nhân 4", "BG 12"], ["patient 4", "HO 12"]),
            (.timeInFuture(f.now), ["chưa tới"], ["future"]),
            (
                .timeBeforeLastStep(f.now.adding(seconds: -600), last: f.now), ["13:50", "trước bước"],
                ["13:50", "before the last step"]
            ),
            (.nothingChanges, ["đúng như vậy"], ["already"]),
            (.orderUnknown(unit, 7), ["lệnh 0-7"], ["order 0-7"]),
            (.pressRepeated(unit, press: 3), ["lần bấm 3"], ["press 3"]),
            (.textTooLong(limit: 10), ["10 byte"], ["10 bytes"]),
            (.textMissing, ["GHI"], ["NOTE"]), (.centreFull, ["hết số"], ["no number left"]),
        ]
        for (rejection, vietnamese, english) in rows {
            check(
                { $0.refused(rejection, f.centre) }, vi: ["TỪ CHỐI"] + vietnamese, en: ["REFUSED"] + english)
        }
        check({ $0.unknownUnit(99) }, vi: ["xe số 99"], en: ["unit 99"])
        check({ $0.unknownHospital(99, f.centre) }, vi: ["99"], en: ["99"])
        check({ $0.unknownSequence(999, f.centre) }, vi: ["999"], en: ["999"])
    }

    @Test func everyLineErrorSaysWhereAndWhatInstead() {
        let rows: [(String, [String], [String])] = [
            (
                "DSP 12", ["cột 7", "thiếu: số ca", "DIEU xe[,xe] ca"],
                ["column 7", "missing: incident number", "DSP unit[,unit] incident"]
            ),
            (
                "PR 1 5", ["\"5\" không phải mức ưu tiên", "đỏ cam vàng xanh"],
                ["\"5\" is no priority", "red orange yellow green"]
            ),
            ("HLEP", ["HELP"], ["HELP"]), ("OS 1", ["HT xe", "TN xe"], ["AR unit", "OOS unit"]),
            ("CAN 12", ["nay là HUY", "HUY xe"], ["is STAND now", "STAND unit"]),
            ("dx 12 1", ["nay là DIEU"], ["is DSP now"]),
            ("DV 12 1", ["nay là DOIHUONG"], ["is REROUTE now"]),
            ("N \u{1B}[A", ["<U+001B>"], ["<U+001B>"]), ("# Q", ["64"], ["64"]),
            ("AR 1 @14:00 @15:00", ["hai lần"], ["twice"]), ("STATUS x", ["thừa"], ["not expected"]),
        ]
        for (line, vietnamese, english) in rows {
            guard case .failure(let error) = LineParser().parse(line, now: Timestamp(nanoseconds: 1)).request
            else {
                Issue.record("\(line) was taken")
                continue
            }
            check({ $0.refused(error) }, vi: ["TỪ CHỐI"] + vietnamese, en: ["REFUSED"] + english)
        }
        check({ $0.refused(.tooLong(limit: 4096)) }, vi: ["4096"], en: ["4096"])
        check({ $0.refused(.notUTF8(byte: 3)) }, vi: ["UTF-8"], en: ["UTF-8"])
    }

    @Test func theQueueHasTheMostUrgentFirstAndABound() throws {
        var f = try ConsoleFixture()
        check({ $0.queue(f.centre, now: f.now) }, vi: ["không có ca"], en: ["no incident"])
        for priority in [Priority.p0, .p3, .p1, .p2, .p1] { try f.open(priority) }
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 5), .unknown))
        let lines = en.queue(f.centre, now: f.now.adding(seconds: 3700)).split(separator: "\n")
        #expect(lines[0] == "5 open, 4 waiting for a unit")
        let order = lines.dropFirst().map { $0.split(separator: " ")[0] }
        #expect(order == ["3", "5", "4", "2", "1"])
        #expect(lines[2].contains("12 dispatched") && lines[2].contains("underway"))
        #expect(lines[1].contains("1:01:4"))
        #expect(lines.allSatisfy { SafeText.width($0) <= 80 })
        for _ in 0..<60 { try f.open() }
        check(
            { $0.queue(f.centre, now: f.now) }, vi: ["65 ca đang mở", "và 25 ca"],
            en: ["65 open", "and 25 less urgent"])
    }

    @Test func unitsAreListedWithTheAgeOfTheirFix() throws {
        var f = try ConsoleFixture()
        try f.open()
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), .unknown))
        let seen: (UnitID) -> Sighting = { unit in
            unit.index == 3
                ? .none : Sighting(fix: nil, freshness: unit.index == 1 ? .stale : .fresh, ageSeconds: 4)
        }
        check(
            { $0.units(f.centre, sighting: seen, now: f.now) },
            vi: ["4 xe: 3 rảnh, 1 bận", "2 mới, 1 cũ, 1 chưa có", "ca 1 đã điều", "mới, 4 giây", "xe máy"],
            en: [
                "4 units: 3 free, 1 busy", "2 fresh, 1 old, 1 none", "incident 1 dispatched", "fresh, 4 s",
                "no fix",
            ])
        let rows: [(UnitFilter, [Substring])] = [
            (.free, ["7", "15", "20"]), (.busy, ["12"]), (.kind(.motorbike), ["7"]), (.stale, ["15", "20"]),
            (.numbers(10...15), ["12", "15"]), (.station(3), []), (.offDuty, []),
            (.station(1), ["7", "12", "15", "20"]),
        ]
        for (filter, numbers) in rows {
            let lines = en.units(f.centre, filter: filter, sighting: seen, now: f.now).split(separator: "\n")
                .dropFirst()
            let shown = lines.filter { $0.contains("station") }.map { $0.split(separator: " ")[0] }
            #expect(shown == numbers, "\(filter)")
        }
        for number in 100..<200 {
            try f.run(
                .defineUnit(
                    number: Int32(number), kind: .car, station: StationID(index: 0), skills: [], equipment: []
                ))
        }
        check(
            { $0.units(f.centre, sighting: seen, now: f.now) }, vi: ["và 64 xe nữa", "XE"],
            en: ["and 64 more", "station=3"])
    }

    @Test func anIncidentIsShownWhole() throws {
        var f = try ConsoleFixture()
        try f.open(words: "đau ngực \u{1B}[31m dữ dội")
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), f.basis))
        try f.run(.confirmOrder(f.unit(12), 1 << 32 | 1), as: Actor(.unit, 12))
        for button in [Button.acknowledge, .enRoute, .onScene, .atPatient] {
            try f.run(.step(f.unit(12), button, occurredAt: .none, destination: .none))
        }
        try f.run(.step(f.unit(12), .transport, occurredAt: .none, destination: HospitalID(index: 1)))
        try f.run(.note(IncidentID(number: 1), "cong khoa"))
        check(
            { $0.incident(whole: IncidentID(number: 1), f.centre, now: f.now.adding(seconds: 60)) },
            vi: [
                "P2 cam", "cho ben thanh", "phường Bến Thành (gần đúng, ±800 m) 10.77752,106.69801",
                "<U+001B>[31m",
                "xe 12 ô tô: đang chuyển viện -> viện 3 BV Chợ Rẫy", "gặp BN 14:00:", "xe có lệnh 14:00:",
                "bệnh nhân 1: chưa có kết cục", "(bàn 1000): cong khoa", "0903123456",
            ],
            en: [
                "P2 orange", "at patient 14:00:", "notified 14:00:", "patient 1: no outcome yet",
                "(desk 1000): cong khoa",
            ])
        for button in [Button.atHospital, .handOver, .available] {
            try f.run(.step(f.unit(12), button, occurredAt: .none, destination: .none))
        }
        try f.run(.close(IncidentID(number: 1), .transported))
        check(
            { $0.incident(whole: IncidentID(number: 1), f.centre, now: f.now) },
            vi: ["đã đóng", "đóng 2026-11-22 14:00:", "sẵn sàng 14:00:"],
            en: ["closed", "transported", "available 14:00:"])
        check(
            { $0.incident(whole: IncidentID(number: 7), f.centre, now: f.now) }, vi: ["không có ca 7"],
            en: ["no incident 7"])
    }

    @Test func recommendationsAndReasons() throws {
        var f = try ConsoleFixture()
        try f.open(.p1)
        let (one, basis) = (IncidentID(number: 1), f.basis)
        func propose(_ basis: Basis, _ kind: ProposalKind, _ units: [UnitID]) -> (Renderer) -> String {
            let proposal = Proposal(kind: kind, need: .unknown, stillNeeded: 1, units: units)
            return {
                $0.recommendation(one, basis, proposal, sequence: 77, f.centre, now: f.now)
            }
        }
        check(
            propose(basis, .single, [f.unit(12)]),
            vi: [
                "#77 gợi ý cho ca 1 P1", "1.  xe 12  ô tô  3:20  vị trí 4 giây", "2.  xe 15", "1 đang bận",
                "1 không có vị trí",
                "gần nhất: xe 7 1:01 (đang bận, vị trí 2 giây)", "DIEU 12 1",
            ],
            en: [
                "1.  unit 12  car  3:20  fix 4 s old", "1 busy", "1 no fix", "nearest: unit 7 1:01 (busy",
                "DSP 12 1",
            ])
        check(
            propose(.unknown, .none, []),
            vi: ["không có xe nào", "VT 1"], en: ["no unit can go", "LOC 1"])
        let sent = try f.run(.dispatch([f.unit(15)], one, basis))
        let why = { (renderer: Renderer) in renderer.why(sent[0], related: sent, f.centre) }
        check(
            why, vi: ["> 2.  xe 15", "biết lúc đó", "10.77752,106.69801"],
            en: ["> 2.  unit 15", "known then", "fix 5 s old"])
        let stale = try f.run(.dispatch([f.unit(20)], one, basis))
        check(
            { $0.why(stale[0], related: [], f.centre) }, vi: ["> xe 20 được người chọn dù"],
            en: ["> unit 20 was chosen by a person though no fix"])
    }

    @Test func theMarkOfDegradedModeAndStatus() {
        check({ $0.notDurable($0.goodbye()) }, vi: ["CHƯA LƯU BỀN"], en: ["NOT DURABLE"])
        let line = StatusLine(
            key: "frames", value: "12", meaning: Phrase(vi: "khung nhận", en: "frames received"))
        check({ $0.status([line]) }, vi: ["frames  12  khung nhận"], en: ["frames  12  frames received"])
        check({ $0.status([]) }, vi: ["không có gì"], en: ["nothing"])
        check({ $0.failed(Phrase(vi: "bận", en: "busy")) }, vi: ["bận"], en: ["busy"])
        check({ $0.languageSet() }, vi: ["tiếng Việt"], en: ["English"])
    }

    @Test func times() {
        let rows: [(Int64, String)] = [
            (0, "1970-01-01 07:00:00"), (951_782_400, "2000-02-29 07:00:00"),
            (-25_201, "1969-12-31 23:59:59"),
            (1_795_330_800, "2026-11-22 14:00:00"), (4_102_444_799, "2100-01-01 06:59:59"),
        ]
        for (seconds, text) in rows {
            #expect(vi.dateAndClock(Timestamp(nanoseconds: seconds * 1_000_000_000)) == text)
        }
        #expect(vi.clock(.none) == "-")
        #expect(
            [vi.duration(0), vi.duration(59), vi.duration(3600), vi.duration(-1)] == [
                "0:00", "0:59", "1:00:00", "?",
            ])
    }
}
