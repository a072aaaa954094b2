import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Lines on the real service in this process, with a clock and a fleet that do as they are told.
@Suite(.serialized) struct DeskStageTests {
    private final class Play {
        private let stage: TranscriptStage
        private var second: Int64 = 36_000

        init(_ language: Language) throws { stage = try TranscriptStage(language, startsAt: second) }
        deinit { stage.close() }

        /// The answer as a reader sees it, lines put together again.
        func say(_ line: String, by account: String = "lan") throws -> String {
            second += 2
            let step = TranscriptStep(
                second: second, act: .line(account: account, line), heading: line, shown: [])
            let shown = try stage.play(step)
            for line in shown { #expect(SafeText.width(line) <= 80, "\(line)") }
            return shown.joined(separator: "\n").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private func expect(
        _ answer: String, _ parts: String..., not: [String] = [], _ place: SourceLocation = #_sourceLocation
    ) {
        for part in parts {
            #expect(answer.contains(part), "\(part) not in\n\(answer)", sourceLocation: place)
        }
        for part in not { #expect(!answer.contains(part), "\(part) in\n\(answer)", sourceLocation: place) }
    }

    private func number(_ answer: String) -> String {
        String(answer.drop { $0 != "#" }.dropFirst().prefix { $0.isNumber })
    }

    /// The nearest unit stands by at an event: RE says what it would leave, WHY that it was so.
    @Test func aUnitFromAStandby() throws {
        let play = try Play(.en)
        expect(try play.say("STANDBY 10.7532,106.659 ; marathon"), "incident 1")
        expect(try play.say("DSP 1 1"), "dispatched to incident 1")
        expect(try play.say("N P=2 10.7532,106.659 ; fell"), "incident 2")
        let seen = try play.say("RE 2")
        expect(seen, "unit 1 ", "leaves planned work when sent: unit 1 (incident 1, standby)")
        expect(
            try play.say("WHY \(number(seen))"), "leaves planned work when sent: unit 1", not: ["unit 1 (inc"]
        )
        _ = try play.say("DSP 1 2")
        expect(
            try play.say("WHY \(number(seen))"), "leaves planned work when sent: unit 1", not: ["unit 1 (inc"]
        )
        expect(try play.say("RE 2"), not: ["leaves planned work"])
        let twin = try Play(.vi)
        _ = try twin.say("TRUC 10.7532,106.659 ; giải chạy")
        _ = try twin.say("DIEU 1 1")
        _ = try twin.say("MOI 10.7532,106.659 ; ngã")
        expect(try twin.say("GY 2"), "điều thì rời việc hẹn trước: xe 1 (ca 1, trực sự kiện)")
    }

    /// What the caller was told, when and by whom: in the incident, the journal, and once a line.
    @Test func whatWasSaidToTheCaller() throws {
        let play = try Play(.en)
        _ = try play.say("N 0903123456 10.7532,106.659 ; does not breathe")
        expect(try play.say("SAY 1"), "not triaged yet", not: ["#"])
        expect(try play.say("I 1"), not: ["told the caller"])
        let told = try play.say("SAY 1 bleeding")
        expect(told, "#", "SAY 1: Stop bleeding")
        let first = try play.say("#c-1 SAY 1 cpr")
        expect(first, "SAY 1: CPR, adult", "100-120")
        #expect(Int(number(first)) == (Int(number(told)) ?? 0) + 1, "one event a line")
        // Sent again, since no answer came: the steps are there again, and were told once.
        let again = try play.say("#c-1 SAY 1 cpr")
        expect(again, "SAY 1: CPR, adult", "100-120", not: ["already done", "#"])
        expect(try play.say("SAY 1 dancing"), "REFUSED", "dancing")
        let whole = try play.say("I 1")
        expect(
            whole, "told the caller: CPR, adult, 10:00:10 (Lan (lan)); 2 times in all;",
            "compressions since the ring 0:08")
        expect(
            try play.say("WHY \(number(first))", by: "ha"),
            "Lan (lan): incident 1, the caller was told: CPR, adult",
            "cards 2026-11-23.1")
        expect(try play.say("JRN i=1", by: "ha"), "the caller was told: Stop bleeding")
        expect(try play.say("UNDO \(number(first))"), "REFUSED")
        expect(try play.say("SAY 1", by: "kiem"), "SAY", "call-taker", not: ["not triaged"])
        _ = try play.say("CL 1 notfound")
        expect(try play.say("SAY 1 cpr"), "SAY 1: CPR, adult", not: ["#"])
        let twin = try Play(.vi)
        _ = try twin.say("MOI 0903123456 10.7532,106.659 ; ngưng thở")
        _ = try twin.say("HD 1 ep tim")
        expect(
            try twin.say("CA 1"),
            "nói với người gọi: Ép tim người lớn, 10:00:04 (Lan (lan)); ép tim từ chuông")
        expect(try twin.say("NK ca=1", by: "ha"), "nói với người gọi: Ép tim người lớn")
    }

    @Test func colourByQuestions() throws {
        let play = try Play(.en)
        _ = try play.say("N 0903123456 10.7532,106.659 ; bus crash")
        _ = try play.say("PT 1 +3 ; on the road")
        expect(try play.say("PT 1 1 START=?"), "REFUSED", "walking?", "START=y or START=n")
        expect(try play.say("PT 1 1 START=n"), "breaths a minute?", "START=n,24")
        expect(try play.say("PT 1 1 START=n,24"), "pulse at the wrist", "START=n,24,y or START=n,24,n")
        expect(try play.say("PT 1 1 START=n,y"), "\"y\" is no answer to: breaths")
        expect(try play.say("PT 1 1 START=n,36,y,y"), "the first 2 give red", "START=n,36")
        expect(try play.say("PT 1 1 START=n,24,y,n TAG=green"), "one way")
        expect(try play.say("PT 1 1 START=n,xx"), "START=n,xx", "y n ?")
        expect(
            try play.say("PT 1 1 START=n,24,y,n"), "-> red",
            "on the road [START: walks n, breaths 24, pulse y, obeys n]")
        // Later the answers are others: those before are in the journal, not in the row.
        expect(try play.say("PT 1 1 START=n,24,y,y"), "red -> yellow")
        expect(
            try play.say("PT 1"), "yellow; on the road [START: walks n, breaths 24, pulse y, obeys y]",
            not: ["obeys n"])
        expect(
            try play.say("PT 1 2 JUMPSTART=n,0,n,y,y ; girl of 5"), "red",
            "girl of 5 [JumpSTART: walks n, breaths 0, breathes then n, pulse y, after 5 breaths y]")
        expect(try play.say("PT 1 9 START=y"), "REFUSED", "no patient 9")
        expect(try play.say("PT 1 +2 START=y"), "green", "[START: walks y]")
        let twin = try Play(.vi)
        _ = try twin.say("MOI 0903123456 10.7532,106.659 ; lật xe")
        _ = try twin.say("BN 1 +")
        expect(try twin.say("BN 1 1 START=k,20,c"), "chưa ra màu, hỏi tiếp: có làm theo lời không?")
        expect(try twin.say("BN 1 1 START=k,20,c,c"), "vàng", "[START: đi k, thở 20, mạch c, theo lời c]")
    }
}
