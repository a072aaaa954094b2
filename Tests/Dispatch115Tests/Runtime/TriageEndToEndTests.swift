import Foundation
import Testing

@testable import Dispatch115

/// TRI and SAY on the real service, over its socket, in both languages.
@Suite(.serialized) struct TriageEndToEndTests {
    private func expect(_ answer: [String], _ parts: [String], _ place: SourceLocation = #_sourceLocation) {
        let whole = answer.joined(separator: "\n")
        // As a reader sees it, lines put together again.
        let flat = whole.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for part in parts { #expect(flat.contains(part), "\(part) not in\n\(whole)", sourceLocation: place) }
        expectReply(whole, place)
        for line in answer { #expect(SafeText.width(line) <= 80, "\(line)", sourceLocation: place) }
    }

    @Test func fromTheFirstQuestionToTheInstruction() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        _ = try desk.ask("N 0903123456 10.7550,106.6590 ; my father fell down")
        expect(
            try desk.ask("TRI 1"),
            [
                "incident 1 P2", "no answers yet", "1. Is the patient awake", "2. Breathing normally?",
                "3. What happened?",
                "chest", "type: TRI 1 y y chest", "NOT APPROVED",
            ])
        expect(try desk.ask("SAY 1"), ["not triaged yet", "SAY 1 topic", "cpr", "choking"])
        expect(
            try desk.ask("#t-1 TRI 1 n n unconscious"),
            [
                "P2 orange -> P1 red", "taken for cardiac arrest", "take back: PR 1 P2", "conscious=no",
                "send now: RE 1",
                "tell the caller: SAY 1", "How old?",
            ])
        expect(try desk.ask("#t-1 TRI 1 n n unconscious"), ["already"])
        expect(
            try desk.ask("SAY 1"),
            [
                "SAY 1: CPR, adult", "2026-11-23.1", "NOT APPROVED", " 1. ", "5-6 cm", "100-120",
                "-> back to step", "AED",
                "then: SAY 1 wait",
            ])
        // Younger than thought: the instruction follows.
        expect(try desk.ask("TRI 1 8m"), ["age=0"])
        expect(try desk.ask("SAY 1"), ["CPR, infant under 1"])
        expect(try desk.ask("SAY 1 stop bleeding"), ["Stop bleeding", "Tourniquet"])
        expect(try desk.ask("SAY 1 dancing"), ["REFUSED", "dancing", "cpr"])
        expect(try desk.ask("TRI 1 xyz"), ["REFUSED", "\"xyz\"", "accepted", "TRI 1"])
        expect(try desk.ask("TRI 1 stroek"), ["did you mean stroke?"])
        expect(try desk.ask("TRI 9 y"), ["REFUSED", "no incident 9"])
        expect(try desk.ask("SAY 9 cpr"), ["REFUSED", "no incident 9"])
        expect(try desk.ask("TRI 1 8m"), ["REFUSED", "has these answers already"])
        // A person's word stays; the cards only say what they say.
        _ = try desk.ask("PR 1 P2")
        expect(
            try desk.ask("TRI 1 blood=n"),
            ["P2 stays, set by a person", "the cards say P1 red, a person set P2", "PR 1 P1"])
        expect(try desk.ask("I 1"), ["P2 orange", "triage: P1 red", "needs: doctor", "defibrillator"])
        _ = try desk.ask("DSP 1 1")
        let sent = try desk.ask("TRI 1 hazard=y")
        expect(sent, ["do: get the caller away"])
        #expect(!sent.joined().contains("send now"), "somebody is on the way")
        #expect(try desk.ask("JRN i=1").joined().contains("triage: P1 red"))
        let before = try desk.ask("TRI 1")
        fixture.kill()

        // The answers are in the journal, sealed, and come back.
        try fixture.start()
        let again = try fixture.link()
        _ = try again.ask("LANG en")
        #expect(try again.ask("TRI 1") == before)
        fixture.stop()
        let centre = try fixture.centreOnDisk()
        #expect(centre.incidents[0].triage?.version == 202_611_230_001)
        #expect(centre.incidents[0].need.equipment.contains(.defibrillator))
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder)
        where name.hasPrefix("journal") || name.hasPrefix("snapshot") || name.hasSuffix(".log") {
            let bytes = try Files.read(fixture.folder + "/" + name)
            for word in ["conscious=no", "taken for cardiac arrest"] {
                #expect(Data(bytes).range(of: Data(word.utf8)) == nil, "\(name) holds \(word)")
            }
        }
        let export = try fixture.run(["journal", "export"] + fixture.common)
        #expect(export.status == 0 && export.output.contains("\"event\":\"triageAnswered\""))
        #expect(!export.output.contains("conscious=no"))
        for line in export.output.split(separator: "\n") {
            _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
        }
    }

    @Test func bangTiengViet() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG vi")
        _ = try desk.ask("MOI 0903123456 10.7550,106.6590 ; dau bung")
        expect(
            try desk.ask("PL 1"),
            [
                "ca 1 P2 cam", "chưa có lời đáp", "1. Người bệnh có tỉnh", "3. Chuyện gì",
                "ghi: PL 1 c c dau nguc",
                "CHƯA DUYỆT",
            ])
        expect(
            try desk.ask("PL 1 c c đau bụng"),
            ["đã biết: tinh=có, tho=có, viec=Đau bụng, nôn", "hỏi:", "4. ", "HD 1"])
        let waits = try desk.ask("PL 1")
        #expect(!waits.joined().contains("điều xe ngay"), "belly pain waits for its questions: \(waits)")
        expect(try desk.ask("PL 1 dudoi=c tai=c"), ["P2 cam -> P1 đỏ", "kèm choáng", "điều xe ngay: GY 1"])
        expect(try desk.ask("HD 1"), ["HD 1: Đau bụng", "Không ăn uống", "rồi: HD 1 cho xe"])
        expect(try desk.ask("HD 1 ep tim"), ["Ép tim người lớn", "5-6 cm", "lại bước 6"])
        expect(try desk.ask("HD 1 nhay mua"), ["TỪ CHỐI", "nhay mua", "ep tim"])
        expect(try desk.ask("PL 1 khong chay mau nhieu"), ["TỪ CHỐI", "hai cách hiểu", "mau=k"])
        expect(try desk.ask("PL 1 tinh=c tinh=k"), ["TỪ CHỐI", "trái với"])
        expect(try desk.ask("PL 1 dau nguwcj"), ["Đau ngực"])
        _ = try desk.ask("UT 1 P1")
        // Every card's instruction fits the terminal, in both languages.
        for language in ["vi", "en"] {
            _ = try desk.ask("LANG \(language)")
            let verb = language == "vi" ? "HD" : "SAY"
            for instruction in TriageFixture.cards.instructions {
                expect(
                    try desk.ask("\(verb) 1 \(instruction.id)"),
                    [language == "vi" ? instruction.title.vi : instruction.title.en, " 1. "])
            }
        }
    }

    @Test func aBrokenFileKeepsTheServiceFromStarting() throws {
        let fixture = try ServiceFixture(settings: ["triage.cards=/nonexistent/cards.json5"])
        #expect(throws: SystemCallError.self) { try fixture.start() }
        #expect(try Files.readText(fixture.folder + "/serve.log").contains("triage.cards"))
        let text = try Files.readText(TriageFixture.path).replacing("start: \"P2\"", with: "start: \"P9\"")
        let broken = try ServiceFixture(settings: [])
        let path = broken.folder + "/cards.json5"
        try Files.writeAtomically(path, Array(text.utf8))
        let second = try ServiceFixture(settings: ["triage.cards=\(path)"])
        #expect(throws: SystemCallError.self) { try second.start() }
        let log = try Files.readText(second.folder + "/serve.log")
        #expect(log.contains("cards.json5:") && log.contains("\"P9\" is no priority"), "\(log)")
    }
}
