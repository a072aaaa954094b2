import Testing

@testable import Dispatch115

/// 2026-11-22 14:40:00 local.
private let afternoon = Timestamp(nanoseconds: 1_795_333_200_000_000_000)
private let half = Timestamp(nanoseconds: 1_795_333_200_000_000_000).adding(seconds: 50 * 60)

@Suite struct OfferLineTests {
    private func parsed(_ line: String) -> Result<Request, LineError> {
        LineParser().parse(line, now: afternoon).request
    }

    @Test func linesInBothLanguages() {
        let rows: [(String, OfferRequest)] = [
            ("OFFER 3 7", .ask(stations: [3], incident: 7)), ("DENGHI 3 7", .ask(stations: [3], incident: 7)),
            ("offer 3,5,8 #7", .ask(stations: [3, 5, 8], incident: 7)),
            ("OFFER 3, 5 ,8 7", .ask(stations: [3, 5, 8], incident: 7)),
            ("OFFER 7", .ask(stations: [], incident: 7)), ("OFFER near 7", .ask(stations: [], incident: 7)),
            ("ĐENGHỊ gần 7", .ask(stations: [], incident: 7)),
            ("OFFER", .list(station: nil)), ("OFFER station=3", .list(station: 3)),
            ("DENGHI trạm=3", .list(station: 3)),
            ("YES 12 7", .accept(unit: 12, incident: 7, crew: "")),
            ("YES 12", .accept(unit: 12, incident: nil, crew: "")),
            (
                "NHANCA 12 7 ; bs Lan, dd Minh",
                .accept(unit: 12, incident: 7, crew: "bs Lan, dd Minh")
            ),
            ("nhậnca XE=12 CA=7", .accept(unit: 12, incident: 7, crew: "")),
            (
                "DEC S=3 7 busy until 15:30",
                .decline(station: 3, incident: 7, .vehicleBusy, until: half, words: "")
            ),
            (
                "TUCHOI 7 xe bận đến 15h30 ; mổ cấp cứu",
                .decline(station: nil, incident: 7, .vehicleBusy, until: half, words: "mổ cấp cứu")
            ),
            (
                "TUCHOI TRAM=3 7 thiếu kíp DEN=15:30",
                .decline(station: 3, incident: 7, .noCrew, until: half, words: "")
            ),
            (
                "DEC 7 no crew until 14:40",
                .decline(
                    station: nil, incident: 7, .noCrew, until: afternoon.adding(seconds: 86_400), words: "")
            ),
            ("DEC 7 hong", .decline(station: nil, incident: 7, .broken, until: nil, words: "")),
            ("DEC 7 too far", .decline(station: nil, incident: 7, .tooFar, until: nil, words: "")),
            ("DEC 7 het xang", .decline(station: nil, incident: 7, .noFuel, until: nil, words: "")),
            (
                "DEC 7 khac ; họp", .decline(station: nil, incident: 7, .other, until: nil, words: "họp")
            ),
        ]
        for (line, expected) in rows { #expect(parsed(line) == .success(.offer(expected)), "\(line)") }
    }

    @Test func badLinesSayWhatIsAccepted() {
        for line in [
            "OFFER x", "OFFER 3 x", "OFFER 3 7 9", "OFFER 3,,5 7", "OFFER 0", "OFFER near", "OFFER station=x",
            "YES", "YES x",
            "YES 12 x", "YES 12 7 9", "DEC", "DEC 7", "DEC 7 ; busy", "DEC 7 sleepy", "DEC 7 busy until",
            "DEC 7 busy until 25:00", "DEC 7 busy UNTIL=x", "DEC S=x 7 busy",
            "OFFER 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 7",
        ] {
            guard case .failure(let error) = parsed(line) else {
                Issue.record("\(line) was taken")
                continue
            }
            for language in Language.allCases {
                let reply = Renderer(language).refused(error)
                expectReply(reply)
                #expect(
                    reply.contains("OFFER") || reply.contains("YES") || reply.contains("DEC")
                        || reply.contains("DENGHI") || reply.contains("NHANCA") || reply.contains("TUCHOI"),
                    "\(reply)")
            }
        }
    }

    /// The old name is one slip from verbs that bind a unit, and is answered with today's.
    @Test func theOldNameIsAnsweredWithTodays() {
        guard case .failure(let error) = parsed("DN 3 7") else {
            Issue.record("DN was taken")
            return
        }
        #expect(error == .renamedVerb("DN", .offer, column: 1))
    }

    @Test func reasonsHaveWordsThatDiffer() {
        let words = DeclineWords.rows.flatMap { $0.vietnamese + $0.english }
        #expect(Set(words).count == words.count)
        #expect(DeclineWords.rows.map(\.reason) == DeclineReason.allCases)
    }
}

@Suite struct OfferRendererTests {
    private let both = [Renderer(.vi), Renderer(.en)]

    /// Both languages say something, in 80 columns where words allow it, and each says these words.
    private func check(
        _ reply: (Renderer) -> String, vi vietnamese: [String], en english: [String],
        _ place: SourceLocation = #_sourceLocation
    ) {
        for (renderer, words) in [(both[0], vietnamese), (both[1], english)] {
            let text = reply(renderer)
            expectReply(text, place)
            for line in text.split(separator: "\n") {
                #expect(SafeText.width(line) <= 80, "wide: \(line)", sourceLocation: place)
            }
            for word in words {
                #expect(text.contains(word), "no \"\(word)\" in: \(text)", sourceLocation: place)
            }
        }
        #expect(reply(both[0]) != reply(both[1]), sourceLocation: place)
    }

    private let one = IncidentID(number: 1)

    private func accept(_ f: ConsoleFixture, _ number: Int32) -> Command {
        .offer(.accept(f.unit(number), one, from: .none, crew: "bs Lan, đd Minh", .unknown))
    }

    @Test func aCascadeIsToldStepByStep() throws {
        var f = try ConsoleFixture()
        try f.open()
        let (first, second) = (StationID(index: 0), StationID(index: 1))
        let asked = try f.run(.offer(.ask(one, [second, first], chosen: true, .unknown)))
        check(
            { $0.accepted(asked, f.centre) },
            vi: [
                "ca 1: đề nghị trạm 3, 1", "trạm 3, ca 1: hỏi, chờ đến 14:00:", "NHANCA xe 1",
                "TUCHOI S=trạm 1",
            ],
            en: [
                "incident 1: to be offered to station 3, 1", "asked, until 14:00:", "YES unit 1",
                "DEC S=station 1",
            ])
        check(
            { $0.offers(of: .none, f.centre, now: f.now) },
            vi: ["2 đề nghị đang chờ", "trạm 3", "đã hỏi, còn 0:4", "chờ lượt", "hỏi 1"],
            en: ["2 open", "asked, 0:4", "left", "planned"])
        let declined = try f.run(
            .offer(
                .decline(
                    second, one, .vehicleBusy, until: f.now.adding(seconds: 5400), words: "mổ cấp cứu",
                    byPhone: true)))
        check(
            { $0.accepted(declined, f.centre) },
            vi: [
                "trạm 3, ca 1: từ chối, xe bận, bận đến 15:30:", "mổ cấp cứu (qua điện thoại)",
                "trạm 1, ca 1: hỏi",
            ],
            en: ["declined, vehicle busy, busy until 15:30:", "(by phone)", "station 1, incident 1: asked"])
        let accepted = try f.run(accept(f, 12))
        check(
            { $0.accepted(accepted, f.centre) },
            vi: ["đồng ý, xe 12, kíp bs Lan, đd Minh", "từ chuông", "lấy lại: HUY 12"],
            en: ["accepted, unit 12, crew bs Lan", "since the ring", "take back: STAND 12"])
        check(
            { $0.incident(whole: one, f.centre, now: f.now) },
            vi: ["trạm 3: từ chối xe bận 14:00:", "trạm 1: đồng ý xe 12", "từ chuông đến trạm nhận 0:0"],
            en: ["station 3: declined vehicle busy", "station 1: accepted unit 12", "accepted station 0:0"])
        check(
            { $0.offers(of: second, f.centre, now: f.now) },
            vi: [
                "trạm 3: không có đề nghị", "hỏi 1, nhận 0, im lặng 0, từ chối 1 (xe bận 1); bận đến 15:30",
            ],
            en: ["station 3: no offer", "declined 1 (vehicle busy 1)"])
    }

    @Test func theStationsDeskHearsWhatConcernsIt() throws {
        var f = try ConsoleFixture()
        try f.open(.p1, words: "đau ngực dữ dội, khó thở, vã mồ hôi, ngồi trước cổng chợ phía đường Lê Lợi")
        let asked = try f.run(
            .offer(.ask(one, [StationID(index: 0), StationID(index: 1)], chosen: true, .unknown)))
        let accepted = try f.run(accept(f, 12))
        for renderer in both {
            var told: [(StationID, String)] = []
            for event in asked + accepted {
                guard case .offer(let offer) = event.body, let line = renderer.deskLine(offer, f.centre)
                else {
                    continue
                }
                told.append(line)
            }
            #expect(told.map(\.0.index) == [0, 1, 1])
            for (_, text) in told {
                for line in text.split(separator: "\n") {
                    #expect(line.hasPrefix("! ") && SafeText.width(line) <= 80, "\(line)")
                }
            }
            #expect(told[0].1.contains("đau ngực") && told[0].1.contains("P1"))
            #expect(told[2].1.contains(renderer.language == .vi ? "thôi đề nghị" : "no longer offered"))
        }
        check(
            { $0.refused(.offer(.withdrawn(OfferID(index: 1))), f.centre) },
            vi: ["đã thôi hỏi; xe 12 của trạm 1 đang đi", "DENGHI 3 1"],
            en: ["was withdrawn; unit 12 of station 1 has it", "OFFER 3 1"])
    }

    @Test func everyRejectionSaysWhyAndWhatInstead() throws {
        var f = try ConsoleFixture()
        try f.open()
        try f.open()
        let first = StationID(index: 0)
        try f.run(.offer(.ask(one, [first], chosen: true, .unknown)))
        try f.run(.dispatch([f.unit(15)], IncidentID(number: 2), .unknown))
        let id = OfferID(index: 0)
        let rows: [(OfferRejection, [String], [String])] = [
            (.noStationNamed, ["chưa nói trạm", "DENGHI"], ["no station", "OFFER"]),
            (.stationNamedTwice(first), ["trạm 1", "hai lần"], ["station 1", "twice"]),
            (.noStationLeft(one), ["không còn trạm", "GY 1"], ["nobody is left", "RE 1"]),
            (.alreadyAsked(id), ["đang hỏi", "chờ đến 14:00:"], ["already", "until 14:00:"]),
            (.alreadyAccepted(id), ["đã nhận", "CA 1"], ["has accepted", "I 1"]),
            (.notAsked(first, one), ["chưa được hỏi", "DIEU xe 1"], ["was not asked", "DSP unit 1"]),
            (.nothingAsked(first), ["không có đề nghị"], ["no offer"]),
            (
                .whichIncident(first, [one, IncidentID(number: 2)]), ["nhiều ca: 1, 2", "NHANCA xe 1"],
                ["several: 1, 2", "YES unit 1"]
            ),
            (
                .unitOfOtherStation(f.unit(12), StationID(index: 1)),
                ["xe 12 không thuộc trạm 3", "XE tram=3"],
                ["does not belong to station 3", "U station=3"]
            ),
            (
                .unitTaken(f.unit(15), on: IncidentID(number: 2), id),
                ["xe 15 đang ở ca 2", "NHANCA 12 1, NHANCA 7 1, NHANCA 20 1, TUCHOI S=1 1"],
                ["unit 15 is on incident 2", "YES 12 1, YES 7 1"]
            ),
            (.unitOff(f.unit(12), id), ["ngoài ca"], ["off duty"]),
            (.othersHaveIt(id), ["muộn rồi"], ["too late"]),
            (.withdrawn(id), ["đã thôi"], ["withdrawn"]),
            (.untilPast(f.now), ["đã qua", "15:30"], ["has passed", "15:30"]),
            (.withdrawn(OfferID(index: 99)), ["đề nghị 100"], ["offer 100"]),
        ]
        for (rejection, vietnamese, english) in rows {
            check(
                { $0.refused(.offer(rejection), f.centre) }, vi: ["TỪ CHỐI"] + vietnamese,
                en: ["REFUSED"] + english)
        }
        check({ $0.whichStation(7) }, vi: ["TUCHOI S=trạm 7"], en: ["DEC S=station 7"])
        check({ $0.onlyAnswers() }, vi: ["DENGHI, NHANCA xe"], en: ["OFFER, YES unit"])
        check({ $0.otherStation(first, f.centre) }, vi: ["trạm 1"], en: ["station 1 only"])
    }

    @Test func proposalsNameWhoCoversWhat() throws {
        var f = try ConsoleFixture()
        try f.open(.p1)
        let base = f.basis
        func propose(_ proposal: Proposal) -> (Renderer) -> String {
            { $0.recommendation(one, base, proposal, sequence: 77, f.centre, now: f.now) }
        }
        check(
            propose(
                Proposal(
                    kind: .linked, need: .unknown, stillNeeded: 1, units: [f.unit(7), f.unit(12)],
                    careSeconds: 61, transportSeconds: 200)),
            vi: [
                "đi đôi", "xe 7 1:01 + xe 12 3:20 (xe chở)", "chăm sóc 1:01, xe chở 3:20", "DIEU 7,12 1",
                "DENGHI gan 1",
            ],
            en: [
                "linked", "unit 7 1:01 + unit 12 3:20 (transport)", "care 1:01, transport 3:20", "DSP 7,12 1",
            ])
        check(
            propose(
                Proposal(
                    kind: .combination, need: Need(skills: .doctor, equipment: .ventilator, units: 2),
                    stillNeeded: 2, units: [f.unit(7), f.unit(12)], careSeconds: 61, transportSeconds: 200)),
            vi: ["cần: bác sĩ, máy thở, xe chở, 2 xe", "xe 7 1:01 (bác sĩ)", "còn cần 2 xe"],
            en: ["needs: doctor, ventilator, transport, 2 units", "unit 7 1:01 (doctor)", "2 more needed"])
        check(
            propose(
                Proposal(
                    kind: .none, need: Need(equipment: .incubator), stillNeeded: 1,
                    missing: Capability(skills: [], equipment: .incubator, transport: false))),
            vi: ["thiếu: lồng ấp"], en: ["missing: incubator"])
        check(
            propose(Proposal(kind: .enough, need: .unknown, stillNeeded: 0)), vi: ["đã đủ xe"],
            en: ["enough has been sent"])
    }

    @Test func twoClocksAreShown() throws {
        var f = try ConsoleFixture()
        try f.open(.p1)
        let sent = try f.run(.dispatch([f.unit(7), f.unit(12)], one, .unknown))
        check(
            { $0.accepted(sent, f.centre) },
            vi: ["đi đôi: xe 7 ca 1 chăm sóc trước, xe 12 ca 1 chở theo sau"],
            en: ["linked: unit 7 incident 1 with care first"])
        f.now = f.now.adding(seconds: 180)
        try f.run(.step(f.unit(7), .onScene, occurredAt: .none, destination: .none))
        check(
            { $0.incident(whole: one, f.centre, now: f.now) },
            vi: ["từ chuông: chăm sóc tới 3:02, xe chở tới -", "đi đôi với xe 12"],
            en: ["since the ring: care 3:02, transport -", "linked to unit 12"])
        check(
            { $0.queue(f.centre, now: f.now) }, vi: ["7 tại hiện trường + 12 đã điều (3:02/-)"],
            en: ["7 on scene + 12 dispatched (3:02/-)"])
        let down = try f.run(.standDown(f.unit(12)))
        check(
            { $0.accepted(down, f.centre) }, vi: ["chưa có xe chở"], en: ["only a motorbike"])
    }

    @Test func everyEventHasItsLineWhateverIsKnown() throws {
        let f = try ConsoleFixture()
        let (id, nobody) = (OfferID(index: 9), AssignmentID(index: 9))
        let events: [OfferEvent] = [
            .planned(first: id, one, [StationID(index: 88)], isChosen: false, .unknown),
            .asked(id, expiresAt: f.now),
            .accepted(
                id, UnitID(index: 99), nobody, isByPhone: true, isLate: true,
                crew: Text(id: TextID(index: 4), content: "a\u{1B}b")),
            .declined(
                id, .other, until: f.now, isByPhone: false, words: Text(id: TextID(index: 5), content: nil)),
            .fellSilent(id), .withdrawn(id, .closed), .linked(care: nobody, transport: nobody),
            .proposed(
                one, Proposal(kind: .several, need: .unknown, stillNeeded: 3, units: [UnitID(index: 70)])),
        ]
        for (position, offer) in events.enumerated() {
            let event = Event(
                sequence: Int64(position + 1), epoch: 1, at: f.now, actor: Actor(.clock), client: 0,
                body: .offer(offer))
            check({ $0.accepted([event], f.centre) }, vi: ["#\(position + 1) "], en: ["#\(position + 1) "])
            check({ $0.why(event, related: [event], f.centre) }, vi: ["#"], en: ["#"])
            for renderer in both { #expect(renderer.deskLine(offer, f.centre) == nil) }
        }
    }
}
