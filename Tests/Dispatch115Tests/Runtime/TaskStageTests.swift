import Foundation
import Testing

@testable import Dispatch115

/// Lines and answers about notices and referrals on the real service in this process.
@Suite(.serialized) struct TaskStageTests {
    private final class Play {
        private let stage: TranscriptStage
        private var second: Int64 = 36_000

        init(_ language: Language) throws { stage = try TranscriptStage(language, startsAt: second) }
        deinit { stage.close() }

        func say(_ line: String, by account: String = "lan") throws -> String {
            try play(.line(account: account, line), line)
        }

        /// What a hospital or telehealth answers; throws where it is not news.
        func hear(_ words: String) throws -> String {
            try play(.direction(words.split(separator: " ").map(String.init)), words)
        }

        func wait(seconds: Int64) throws -> String {
            second += seconds
            return try play(.direction(["nothing"]), "wait")
        }

        private func play(_ act: TranscriptStep.Act, _ heading: String) throws -> String {
            second += 2
            let shown = try stage.play(
                TranscriptStep(second: second, act: act, heading: heading, shown: []))
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

    @Test func aReferralFromHandToHand() throws {
        let play = try Play(.en)
        _ = try play.say("N P=0 0918222333 ; child of 3, fever")
        expect(try play.say("REFER 1 10min ; drinks"), "handed over to telehealth", "REFER 1 takeback")
        expect(try play.say("REFER 1"), "REFUSED", "is with telehealth", "REFER 1 takeback")
        expect(try play.say("Q"), "no incident in the queue", "1 with telehealth:")
        expect(try play.say("SHIFT"), "incident 1 with telehealth: not there yet")
        _ = try play.hear("task referral-1 delivered")
        #expect(throws: (any Error).self, "the same answer twice is no news") {
            try play.hear("task referral-1 delivered")
        }
        expect(try play.wait(seconds: 600), "! incident 1 P0", "back from telehealth", "no answer in time")
        expect(try play.say("Q"), "1 open, 1 waiting", not: ["with telehealth:"])
        expect(
            try play.hear("task referral-1 accepted too late"), "! incident 1: telehealth answers too late")
        expect(try play.say("I 1"), "telehealth: late", "later: accepted", "too late")
        expect(try play.say("REFER 1 takeback"), "REFUSED", "is not with telehealth")
        _ = try play.say("REFER 1")
        expect(try play.say("REFER 1 accepted ; Dr Mai, by phone"), "by phone", "to be done by")
        expect(try play.say("UNDO 100000"), "REFUSED")
        expect(
            try play.say("PR 1 2"), "taken back from telehealth, it needs a vehicle")
        expect(try play.say("REFER 1"), "REFUSED", "needs a vehicle", "PR 1 0")
        expect(try play.say("REFER 1 nonsense"), "REFUSED", "takeback")
    }

    @Test func aNoticeFromNoToYes() throws {
        let play = try Play(.vi)
        _ = try play.say("MOI 0905111222 cho ben thanh ; ngã")
        _ = try play.say("DIEU 18 1")
        expect(try play.say("BAOVIEN 18 nhan"), "TỪ CHỐI", "không đang chở ai đến viện")
        _ = try play.say("HT 18")
        expect(try play.say("VC 18 16"), "báo trước cho viện, chờ trả lời đến")
        expect(try play.say("BAOVIEN 18 vandi ; gần"), "TỪ CHỐI", "không có gì cản")
        expect(try play.hear("task notice-1 rejected hết giường"), "! xe 18 -> viện 16", "viện kế")
        expect(try play.say("BAOVIEN 18 vandi"), "TỪ CHỐI", "chưa ghi lý do", "BAOVIEN 18 vandi ; lý do")
        expect(try play.say("BAOVIEN 18 vandi ; ngừng thở"), "vẫn đi, ngừng thở", "hết báo động")
        expect(try play.hear("task notice-1 accepted"), "! xe 18 -> viện 16", "nhận")
        // Hospital 12 takes no messages.
        expect(try play.say("VC 18 12"), "phải gọi điện báo trước", "BAOVIEN 18 nhan | khongnhan | dabao")
        expect(try play.say("BAODONG"), "viện không nhận tin tự động")
        expect(try play.say("BAOVIEN 18 da bao"), "qua điện thoại", "hết báo động")
        expect(try play.say("BAOVIEN"), "xe 18, ca 1 -> viện 12")
        expect(try play.say("CA 1"), "báo viện 16", "đi viện khác", "báo viện 12")
        expect(try play.say("VIEN 18"), "báo viện xong, xe đã đến")
    }

    /// Nobody answers: the service itself names the next hospital.
    @Test func silenceNamesTheNextHospital() throws {
        let play = try Play(.en)
        _ = try play.say("N 0905111222 cho ben thanh ; fall")
        _ = try play.say("DSP 18 1")
        _ = try play.say("AR 18")
        _ = try play.say("TR 18 16")
        expect(try play.wait(seconds: 200), "does not answer its notice", "best hospital", "TR 18 ")
    }
}
