import Testing

@testable import Dispatch115

@Suite struct CallLinesTests {
    private func parsed(_ line: String) -> Result<Request, LineError> {
        LineParser().parse(line, now: Timestamp(nanoseconds: 1)).request
    }

    @Test func whatIsTyped() {
        let rows: [(String, CallRequest)] = [
            ("CALLS", .list(.open)), ("cuộc gọi lại", .list(.callbacks)), ("CUOC goi lai", .list(.callbacks)),
            ("CALLS 0903 123 456", .list(.phone("0903123456"))), ("CALLS T=113", .list(.phone("113"))),
            ("CALLS i=7", .list(.incident(7))), ("CUOC ca=7", .list(.incident(7))),
            ("CALLS c12", .list(.call(12))),
            ("CLAIM", .claim(call: nil)), ("nhancuoc C12", .claim(call: 12)), ("CLAIM 12", .claim(call: 12)),
            ("CB c3", .callBack(call: 3, nil)), ("GOILAI 3 không nghe", .callBack(call: 3, .noAnswer)),
            ("CB 3 busy", .callBack(call: 3, .busy)),
            ("BYE nuisance", .end(.outcome(.nuisance), call: nil, words: "")),
            ("GAC quayroi c4 ; trẻ con", .end(.outcome(.nuisance), call: 4, words: "trẻ con")),
            ("GAC tralai", .end(.givenBack, call: nil, words: "")),
            ("LINK c12 7", .bind(call: 12, incident: 7, words: "")),
            ("TRUNG c12 7 ; thêm người", .bind(call: 12, incident: 7, words: "thêm người")),
        ]
        for (line, request) in rows { #expect(parsed(line) == .success(.call(request)), "\(line)") }
    }

    @Test func whatIsRefused() {
        for line in [
            "CALLS hello", "CALLS c0", "CALLS i=x", "CLAIM x", "CLAIM c12 7", "CLAIM 0", "CB", "CB c3 maybe",
            "BYE",
            "BYE 12", "BYE nuisance x", "LINK 12 7", "LINK c12", "LINK c12 c7", "LINK c99999999999 7",
            "TRUNG 7",
        ] {
            guard case .failure(let error) = parsed(line) else {
                Issue.record("\(line) was taken")
                continue
            }
            for language in Language.allCases { expectReply(Renderer(language).refused(error)) }
        }
        // A slip of one key must not send a unit.
        #expect(throws: LineError.self) { try parsed("DSP c12 7").get() }
    }

    @Test func everyEventAndEveryRefusalIsSaid() throws {
        let f = try CallScene()
        let (call, gone) = (CallID(index: 0), CallID(index: 900))
        let incident = IncidentID(number: 1)
        let text = Text(id: TextID(index: 900), content: "a\u{1B}b")
        for id in [call, gone] {
            let events: [CallEvent] = [
                .rang(id, exchange: 1, phone: text, recording: .none, at: f.now),
                .rang(id, exchange: 1, phone: .none, recording: .none, at: .none),
                .answered(id, by: Call.nobody, recording: .none, at: f.now),
                .answered(id, by: 1000, recording: .none, at: f.now),
                .parked(id, .silent, words: text, at: f.now, due: f.now),
                .ended(id, recording: .none, at: f.now),
                .claimed(id, from: .waiting), .claimed(id, from: .callback), .claimed(id, from: .inHand),
                .released(id, to: .waiting, due: .none), .released(id, to: .callback, due: f.now),
                .tried(id, .reached, tries: 1, due: .none), .tried(id, .busy, tries: 1, due: f.now),
                .numbered(id, phone: text), .bound(id, from: .none, to: incident),
                .bound(id, from: incident, to: IncidentID(number: 2)),
                .finished(id, .wrongNumber, words: text),
            ]
            for body in events {
                let event = Event(
                    sequence: 5, epoch: 1, at: f.now, actor: Actor(.exchange, 0), client: 0, body: .call(body)
                )
                for language in Language.allCases {
                    let renderer = Renderer(language)
                    expectReply(renderer.accepted([event], f.centre))
                    expectReply(renderer.journal([event], f.centre))
                    #expect(renderer.journal([event], f.centre).contains("c\(id.number)"))
                }
            }
            let refusals: [CallRejection] = [
                .unknown(id), .retired(id), .taken(id, by: 1000), .done(id, .none, .nuisance),
                .done(id, incident, .none), .noneWaiting, .noneInHand, .stillRings(id),
                .notToBeCalledBack(id),
                .alreadyBound(id, incident), .duplicateHasUnit(id, incident, UnitID(index: 0), to: incident),
                .duplicateWasServed(id, incident),
            ]
            for refusal in refusals {
                for language in Language.allCases {
                    let said = Renderer(language).refused(.call(refusal), f.centre)
                    expectReply(said)
                    #expect(said.hasPrefix(language == .vi ? "TỪ CHỐI" : "REFUSED"), "\(said)")
                }
            }
        }
    }

    @Test func theListShowsWaitingThenFloodThenTheRest() throws {
        var f = try CallScene()
        for exchange in 1...251 as ClosedRange<UInt64> { try f.ring(exchange, "0908000000") }
        for exchange in 1_000...1_002 as ClosedRange<UInt64> { try f.ring(exchange, "091\(exchange)") }
        try f.run(.call(.abandoned(CallReport(exchange: 1_002, phone: "0911002"))))
        try f.run(.call(.claim(.none)), as: 1000)
        let vi = Renderer(.vi).calls(f.centre, now: f.now)
        let en = Renderer(.en).calls(f.centre, now: f.now)
        let (one, two, three) = ("0911001", "0908000000: 251", "0911000")
        for list in [vi, en] {
            expectReply(list)
            let places = [one, two, three].compactMap { list.range(of: $0)?.lowerBound }
            #expect(places.count == 3 && places == places.sorted(), "\(list)")
            #expect(list.split(separator: "\n").count < 8)
        }
        #expect(vi.hasPrefix("252 cuộc đang reo, 1 đang nghe, 1 chờ gọi lại"))
        #expect(en.hasPrefix("252 waiting, 1 in hand, 1 to be called back"))
        #expect(en.contains("251 calls of this number wait, from c3 ("))
        expectReply(Renderer(.vi).callbacks(f.centre, now: f.now))
        #expect(Renderer(.en).callbacks(f.centre, now: f.now.adding(seconds: 999)).contains("OVERDUE"))
    }
}

/// A centre with calls.
private struct CallScene {
    var fixture: ConsoleFixture
    var centre: Centre { fixture.centre }
    var now: Timestamp { fixture.now }

    init() throws {
        fixture = try ConsoleFixture()
        try fixture.open()
        try fixture.open()
    }

    mutating func run(_ command: Command, as user: UInt32? = nil) throws {
        try fixture.run(command, as: user.map { Actor(.console, $0) } ?? Actor(.exchange, 0))
    }

    mutating func ring(_ exchange: UInt64, _ phone: String) throws {
        try run(.call(.rang(CallReport(exchange: exchange, phone: phone, at: now))))
    }
}
