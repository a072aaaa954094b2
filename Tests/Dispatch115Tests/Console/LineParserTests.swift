import Testing

@testable import Dispatch115

/// 2026-11-22 14:40:00 local.
private let afternoon = Timestamp(nanoseconds: 1_795_333_200_000_000_000)

private func parsed(_ line: String, now: Timestamp = afternoon) -> Result<Request, LineError> {
    LineParser().parse(line, now: now).request
}

private func check(_ line: String, _ expected: Request, _ place: SourceLocation = #_sourceLocation) {
    #expect(parsed(line) == .success(expected), "\(line)", sourceLocation: place)
}

private func refuse(_ line: String, _ expected: LineError, _ place: SourceLocation = #_sourceLocation) {
    #expect(parsed(line) == .failure(expected), "\(line)", sourceLocation: place)
}

@Suite struct LineParserTests {
    @Test func everyVerbInBothLanguages() {
        let at = Timestamp(nanoseconds: 1_795_332_720_000_000_000)
        let rows: [(String, String, Request)] = [
            (
                "N 0903123456 cho ben thanh ; dau nguc, kho tho",
                "MOI 0903123456 cho ben thanh ; dau nguc, kho tho",
                .open(phone: "0903123456", priority: nil, place: "cho ben thanh", words: "dau nguc, kho tho")
            ),
            ("LOC 1 phuong ben nghe", "VT 1 phuong ben nghe", .locate(incident: 1, place: "phuong ben nghe")),
            ("PR 1 red", "UT 1 do", .prioritise(incident: 1, .p1)),
            ("RE 1", "GY 1", .recommend(incident: 1)),
            ("DSP 12,15 1", "DIEU 12,15 1", .dispatch(units: [12, 15], incident: 1)),
            ("AK 12", "NL 12", .step(.acknowledge, unit: 12, at: nil, hospital: nil)),
            ("EN 12", "LD 12", .step(.enRoute, unit: 12, at: nil, hospital: nil)),
            ("AR 12 @14:32", "HT 12 @14h32", .step(.onScene, unit: 12, at: at, hospital: nil)),
            ("AP @14:32 12", "TCBN 12 @14H32", .step(.atPatient, unit: 12, at: at, hospital: nil)),
            ("TR 12 3", "VC 12 3", .step(.transport, unit: 12, at: nil, hospital: 3)),
            ("TR 12 H=3 @14:32", "VC BV=3 XE=12 @14h32", .step(.transport, unit: 12, at: at, hospital: 3)),
            ("AH 12", "VIEN 12", .step(.atHospital, unit: 12, at: nil, hospital: nil)),
            ("HO 12", "BG 12", .step(.handOver, unit: 12, at: nil, hospital: nil)),
            ("AV 12", "SS 12", .step(.available, unit: 12, at: nil, hospital: nil)),
            ("STAND 12", "HUY 12", .standDown(unit: 12)),
            ("REROUTE 12 2", "DOIHUONG 12 2", .divert(unit: 12, incident: 2)),
            ("CL 1 transported", "DONG 1 davanchuyen", .close(incident: 1, .transported)),
            (
                "NOTE 1 ; gate locked; wait", "GHI 1 gate locked; wait",
                .note(incident: 1, text: "gate locked; wait")
            ),
            ("Q", "HANGDOI", .queue), ("U", "XE", .units(.all)), ("I 1", "CA 1", .incident(1)),
            ("JRN", "NK", .journal(.last(20))), ("WHY 15", "VISAO 15", .why(sequence: 15)),
            ("STATUS", "TINHTRANG", .status), ("HELP", "TROGIUP", .help(nil)),
            ("HELP DSP", "TROGIUP dieu", .help(.dispatch)), ("LANG en", "NGONNGU anh", .language(.en)),
            ("QUIT", "THOAT", .quit), ("JRNRAW 1 100", "NKTHO 1 100", .rawJournal(from: 1, to: 100)),
        ]
        for (english, vietnamese, request) in rows {
            check(english, request)
            check(vietnamese, request)
            check(english.lowercased(), request)
        }
    }

    @Test func accentsInBothNormalForms() {
        for line in [
            "ĐÓNG 1 đã chuyển viện", "đóng 1 đa\u{303} chuye\u{302}\u{309}n vie\u{323}\u{302}n",
            "ĐO\u{301}NG 1 CV",
        ] {
            check(line, .close(incident: 1, .transported))
        }
        check("ĐỔIHƯỚNG 12 2", .divert(unit: 12, incident: 2))
        check("Mới", .open(phone: "", priority: nil, place: "", words: ""))
        check("ưt 1 đỏ", .prioritise(incident: 1, .p1))
        check("UT 1 vàng", .prioritise(incident: 1, .p3))
        check("TRỢGIÚP ĐIỀU", .help(.dispatch))
    }

    @Test func phonesAreToldFromHousesAndCoordinates() {
        let rows: [(String, phone: String, place: String)] = [
            ("N", "", ""), ("N 0903123456", "0903123456", ""), ("N 0903.123.456 q1", "0903123456", "q1"),
            ("N 0903 123 456 q1", "0903123456", "q1"), ("N +84 903 123 456 q1", "+84903123456", "q1"),
            ("N +84903123456 q1", "+84903123456", "q1"), ("N 028 3829 1234 q1", "02838291234", "q1"),
            ("N 0903123456 36 le loi", "0903123456", "36 le loi"), ("N 36 le loi", "", "36 le loi"),
            ("N 115 nguyen hue", "", "115 nguyen hue"), ("N 36/45/32 le loi", "", "36/45/32 le loi"),
            ("N 10.77,106.70", "", "10.77,106.70"), ("N 10.776912 106.700912", "", "10.776912 106.700912"),
            ("N 1077 1067", "", "1077 1067"), ("N T=113 36 le loi", "113", "36 le loi"),
            ("N 38291234 q1", "38291234", "q1"), ("N 1234567890123456 x", "", "1234567890123456 x"),
            ("N q1  0903123456", "", "q1  0903123456"),
        ]
        for (line, phone, place) in rows {
            check(line, .open(phone: phone, priority: nil, place: place, words: ""))
        }
        check(
            "N P=1 0903123456 q1 ; bat tinh",
            .open(phone: "0903123456", priority: .p1, place: "q1", words: "bat tinh"))
        check(
            "N 0903123456 q1 ut=cam;x ; y",
            .open(phone: "0903123456", priority: .p2, place: "q1", words: "x ; y"))
        check("N;dau nguc", .open(phone: "", priority: nil, place: "", words: "dau nguc"))
        check(
            "N cho  lon \t gan  cau",
            .open(phone: "", priority: nil, place: "cho  lon \t gan  cau", words: ""))
    }

    @Test func namedFieldsAndFilters() {
        check("DSP I=1 U=12", .dispatch(units: [12], incident: 1))
        check("DIEU 12, 15 ,20 1", .dispatch(units: [12, 15, 20], incident: 1))
        check("PR P=p0 I=3", .prioritise(incident: 3, .p0))
        check("PR #3 4", .prioritise(incident: 3, .p4))
        check("U free", .units(.free))
        check("XE rảnh", .units(.free))
        check("XE xe máy", .units(.kind(.motorbike)))
        check("U 10-20", .units(.numbers(10...20)))
        check("XE 12", .units(.numbers(12...12)))
        check("XE trạm=3", .units(.station(3)))
        check("JRN 50", .journal(.last(50)))
        check("JRN 100-140", .journal(.range(from: 100, to: 140)))
        check("NK ca=7", .journal(.incident(7)))
        check("JRN u=12", .journal(.unit(12)))
        check("", .empty)
        check("  \t ", .empty)
        check("q\r", .queue)
        check("\u{FEFF}q", .queue)
    }

    @Test func lateEntriesLieInThePast() {
        // 00:05 local on 2026-11-23.
        let midnight = Timestamp(nanoseconds: 1_795_367_100_000_000_000)
        let minute: Int64 = 60_000_000_000
        let rows: [(String, Int64?)] = [
            ("23:58", -7), ("23h58", -7), ("00:05", 0), ("0:04", -1), ("00:06", 1 - 1440), ("24:00", nil),
            ("12:60", nil), ("12", nil), ("1:2", nil), ("", nil), ("-1:00", nil), ("12:00:00", nil),
            ("٣:00", nil),
        ]
        for (text, minutes) in rows {
            let expected: Result<Request, LineError> =
                minutes.map {
                    .success(
                        .step(
                            .onScene, unit: 12,
                            at: Timestamp(nanoseconds: midnight.nanoseconds + $0 * minute),
                            hospital: nil))
                } ?? .failure(.badValue("@" + text, .time, .onScene, column: 7))
            #expect(parsed("AR 12 @" + text, now: midnight) == expected, "\(text)")
        }
    }

    @Test func wrongLinesSayWhatAndWhere() {
        refuse("DSP", .missing(.units, .dispatch, column: 4))
        refuse("DSP 12", .missing(.incident, .dispatch, column: 7))
        refuse("DIEU 12 15 1", .unexpected("1", .dispatch, column: 12))
        refuse("DSP x 1", .badValue("x", .units, .dispatch, column: 5))
        refuse("DSP 12,,15 1", .badValue("12,,15", .units, .dispatch, column: 5))
        refuse("DSP 70000 1", .badValue("70000", .units, .dispatch, column: 5))
        refuse("RE 0", .badValue("0", .incident, .recommend, column: 4))
        refuse("RE 99999999999", .badValue("99999999999", .incident, .recommend, column: 4))
        refuse("RE -1", .badValue("-1", .incident, .recommend, column: 4))
        refuse("PR 1 5", .badValue("5", .priority, .prioritise, column: 6))
        refuse("PR 1 P=1 P=2", .givenTwice(.priority, .prioritise, column: 10))
        refuse("TR", .missing(.unit, .transport, column: 3))
        refuse("AR 12 3", .unexpected("3", .onScene, column: 7))
        refuse("AR 12 @14:32 @14:33", .givenTwice(.time, .onScene, column: 14))
        refuse("CL 1", .missing(.disposition, .close, column: 5))
        refuse("CL 1 xyz", .badValue("xyz", .disposition, .close, column: 6))
        refuse("NOTE 1", .missing(.text, .note, column: 7))
        refuse("NOTE 1 ;", .missing(.text, .note, column: 9))
        refuse("LOC 1", .missing(.place, .locate, column: 6))
        refuse("Q all", .badValue("all", .queueFilter, .queue, column: 3))
        refuse("U purple", .badValue("purple", .unitFilter, .units, column: 3))
        refuse("JRN 201", .badValue("201", .journalFilter, .journal, column: 5))
        refuse("JRN 9-5", .badValue("9-5", .journalFilter, .journal, column: 5))
        refuse("LANG fr", .badValue("fr", .language, .language, column: 6))
        refuse("HELP me", .badValue("me", .verb, .help, column: 6))
        refuse("OS 12", .ambiguousOS(column: 1))
        refuse("  os", .ambiguousOS(column: 3))
        refuse("HLEP", .unknownVerb("HLEP", column: 1, nearest: ["HELP"]))
        refuse("I1", .unknownVerb("I1", column: 1, nearest: ["I 1"]))
        refuse("xyzzy", .unknownVerb("xyzzy", column: 1, nearest: []))
    }

    @Test func whatActsOnATerminalIsRefused() {
        for (scalar, value) in [
            ("\u{1B}", 0x1B), ("\u{7}", 7), ("\u{0}", 0), ("\u{7F}", 0x7F), ("\u{9B}", 0x9B),
            ("\u{202E}", 0x202E), ("\u{2066}", 0x2066), ("\u{200F}", 0x200F), ("\u{2028}", 0x2028),
        ] as [(String, UInt32)] {
            refuse(
                "N ab\(scalar)c",
                .controlCharacter(value, column: 5))
        }
        let bytes: [UInt8] = [78, 32, 0xC3, 0x28]
        #expect(LineParser().parse(bytes, now: afternoon).request == .failure(.notUTF8(byte: 3)))
        check("N q\u{A0}1", .open(phone: "", priority: nil, place: "q\u{A0}1", words: ""))
    }

    @Test func clientIDs() {
        let rows: [(String, String?, Result<Request, LineError>)] = [
            ("#a-1 Q", "a-1", .success(.queue)), ("#a-1", "a-1", .success(.empty)),
            ("#a  RE x", "a", .failure(.badValue("x", .incident, .recommend, column: 5))),
            ("# Q", nil, .failure(.badClientID)), ("#é Q", nil, .failure(.badClientID)),
            (
                "#" + String(repeating: "a", count: 64) + " Q", String(repeating: "a", count: 64),
                .success(.queue)
            ),
            ("#" + String(repeating: "a", count: 65) + " Q", nil, .failure(.badClientID)),
        ]
        for (line, id, request) in rows {
            let parsed = LineParser().parse(line, now: afternoon)
            #expect(
                parsed.clientID == id && parsed.request == request,
                "\(line)")
        }
    }

    @Test func longLines() {
        let parser = LineParser(maximumBytes: 10)
        #expect(
            parser.parse("NOTE 1 abc", now: afternoon).request == .success(.note(incident: 1, text: "abc")))
        #expect(parser.parse("NOTE 1 abcd", now: afternoon).request == .failure(.tooLong(limit: 10)))
    }

    /// Whatever comes in: an answer, never a trap; and every refusal can be said in both languages.
    @Test func randomLinesNeverTrap() {
        var random = TestRandom.make("console lines")
        let words =
            CommandTable.rows.flatMap { [$0.english, $0.vietnamese] }
            + [
                "ố", "ả", "@14:32", "12,15", "P=1", ";", "#a", "0903123456", "đỏ", "\u{301}", "\u{202E}", "=",
                ",", "9999999999999999999",
            ]
        var accepted = 0
        for turn in 0..<50_000 {
            var bytes: [UInt8] = []
            if turn % 2 == 0 {
                for _ in 0..<Int.random(in: 0...40, using: &random) {
                    bytes.append(UInt8.random(in: 0...255, using: &random))
                }
            } else {
                for _ in 0..<Int.random(in: 0...5, using: &random) {
                    bytes += Array(words[Int.random(in: 0..<words.count, using: &random)].utf8)
                    if Int.random(in: 0...3, using: &random) > 0 { bytes.append(32) }
                    if Int.random(in: 0...9, using: &random) == 0 {
                        bytes.append(UInt8.random(in: 0...255, using: &random))
                    }
                }
            }
            let now = Timestamp(
                nanoseconds: turn % 100 == 0 ? .min : Int64.random(in: .min ... .max, using: &random))
            switch LineParser().parse(bytes, now: now).request {
            case .success: accepted += 1
            case .failure(let error):
                for language in Language.allCases where turn % 10 == 1 {
                    expectReply(Renderer(language).refused(error))
                }
            }
        }
        #expect(accepted > 1_000)
    }
}
