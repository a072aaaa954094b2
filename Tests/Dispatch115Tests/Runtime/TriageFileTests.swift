import Testing

@testable import Dispatch115

/// The file of triage cards: the shipped one is sound and sayable, broken ones are refused where they are broken.
@Suite struct TriageFileTests {
    static let shipped: String = {
        do { return try Files.readText(TriageFixture.path) } catch { return "\(error)" }
    }()

    @Test func theShippedCardsAreSound() throws {
        let cards = TriageFixture.cards
        #expect(cards.problems().isEmpty)
        #expect(cards.cards.count >= 25)
        #expect(!cards.isApproved, "who ships the cards cannot approve them")
        for question in cards.questions { check(question.ask, 95) }
        for card in cards.cards {
            check(card.title, 50)
            check(card.why, 70)
            #expect(card.ask.count <= 8, "\(card.id) asks too much of somebody on the phone")
            for rule in card.raise + card.lower { check(rule.why, 90) }
        }
        for rule in cards.always { check(rule.why, 90) }
        for instruction in cards.instructions {
            check(instruction.title, 60)
            for step in instruction.steps {
                check(step.text, TriageCards.longestStep)
                for branch in step.branches { check(branch.text, 60) }
                for text in [step.text.vi, step.text.en] {
                    #expect(SafeText.visible(text) == text)
                    for line in SafeText.wrap("12. " + text) {
                        #expect(SafeText.width(line) <= 80, "\(line)")
                    }
                }
            }
        }
    }

    private func check(_ text: TriageText, _ longest: Int) {
        for side in [text.vi, text.en] {
            #expect(
                !side.isEmpty && side.unicodeScalars.count <= longest, "\(side.unicodeScalars.count): \(side)"
            )
            #expect(side.first?.isWhitespace == false && side.last?.isWhitespace == false, "\(side)")
        }
        #expect(!text.en.unicodeScalars.contains { $0.value > 0x7F }, "English without accents: \(text.en)")
    }

    /// What public guidance agrees on stands in the instruction for an arrest.
    @Test func compressionsAreAsGuidanceHasThem() {
        let cards = TriageFixture.cards
        for (id, depth) in [("cpr", "5-6 cm"), ("cprChild", "5 cm"), ("cprInfant", "4 cm")] {
            guard let instruction = cards.instructions.first(where: { $0.id == id }) else {
                Issue.record("\(id) is missing")
                continue
            }
            let vi = instruction.steps.map(\.text.vi).joined(separator: " ")
            let en = instruction.steps.map(\.text.en).joined(separator: " ")
            #expect(vi.contains(depth) && en.contains(depth), "\(id)")
            #expect(vi.contains("2 cái mỗi giây") && en.contains("2 a second"), "\(id)")
            // It can be left when the patient breathes, and else goes on for ever.
            let pressing = instruction.steps.firstIndex { $0.text.en.contains("2 a second") }
            #expect(
                instruction.steps.contains {
                    $0.branches.contains { $0.to == pressing.map(TriageStep.Target.step) }
                })
        }
    }

    struct Broken: Sendable {
        let find: String
        let put: String
        let says: [String]

        init(_ find: String, _ put: String, _ says: String...) {
            self.find = find
            self.put = put
            self.says = says
        }
    }

    static let titles = "title: { vi: \"Đau ngực\", en: \"Chest pain\" }"
    static let chestPale = "{ when: { pale: \"yes\" }, to: \"P1\", why: { vi: \"đau ngực kèm vã"

    @Test(arguments: [
        Broken("version: \"2026-11-23.1\"", "version: \"7\"", "version", "2026-11-23.1"),
        Broken("version: \"2026-11-23.1\",", "", "version: is missing"),
        Broken("version:", "versoin:", "versoin: is no key", "nearest is version"),
        Broken(titles, "title: { vi: \"Đau ngực\" }", "cards.chest.title.en: is missing"),
        Broken(titles, "title: { vi: \"Đau ngực\", en: \"\" }", "cards.chest.title.en: is empty"),
        Broken(titles, "title: \"Đau ngực\"", "cards.chest.title: is a text", "vi:"),
        Broken(titles, titles + ", " + titles, "given twice"),
        Broken("chest: {\n            title", "stroke: {\n            title", "\"stroke\" is given twice"),
        Broken(
            chestPale, chestPale.replacing("P1", with: "P7"), "cards.chest.raise[0].to: \"P7\" is no priority"
        ),
        Broken(
            chestPale, chestPale.replacing("P1", with: "P3"), "cards.chest.raise[0].to", "changes nothing"),
        Broken(
            chestPale, chestPale.replacing("P1", with: "P0"), "cards.chest.raise[0].to: P0 raises nothing"),
        Broken(
            chestPale, chestPale.replacing("pale: ", with: "paler: "),
            "cards.chest.raise[0].when.paler: is no question", "nearest is pale"),
        Broken(
            chestPale, chestPale.replacing("\"yes\"", with: "\"no\""), "cards.chest.raise[0].when.pale",
            "asks for the good answer", "\"yes\""),
        Broken(
            chestPale, chestPale.replacing("\"yes\"", with: "\"maybe\""), "\"maybe\" is no condition",
            "at least 60"),
        Broken(
            chestPale, chestPale.replacing("pale: ", with: "walks: "), "cards.chest.raise[0].when.walks",
            "does not ask it"),
        Broken(
            chestPale, chestPale.replacing("pale: \"yes\"", with: "age: \"at least 130\""),
            "cards.chest.raise[0].when.age: no answer from 0 to 120"),
        Broken(
            "{ when: { breathless: \"yes\" }, to: \"P1\", why: { vi: \"đau ngực kèm khó thở\"",
            "{ when: { pale: \"yes\", breathless: \"yes\" }, to: \"P1\", why: { vi: \"đau ngực kèm khó thở\"",
            "cards.chest.raise[1]", "already does all of this"),
        Broken(
            "{ when: { pale: \"no\", breathless: \"no\", age: \"5 to 29\" }, to: \"P3\"",
            "{ when: { pale: \"no\", breathless: \"no\", age: \"5 to 29\" }, to: \"P1\"",
            "cards.chest.lower[0].to: P1 does not lower a card that starts at P2"),
        Broken(
            "{ when: { pale: \"no\", breathless: \"no\", age: \"5 to 29\" }, to: \"P3\"",
            "{ when: { pale: \"yes\", breathless: \"no\", age: \"5 to 29\" }, to: \"P3\"",
            "cards.chest.lower[0].when.pale: a rule that lowers asks for the bad answer"),
        Broken(
            "{ when: { pale: \"no\", breathless: \"no\", age: \"5 to 29\" }, to: \"P3\"",
            "{ when: {}, to: \"P3\"", "cards.chest.lower[0].when: lowers without any answer"),
        Broken(
            "start: \"P3\", why: { vi: \"hỏi tư vấn", "start: \"P0\", why: { vi: \"hỏi tư vấn",
            "cards.advice.start"),
        Broken(
            "[\"pale\", \"breathless\", \"age\"],\n            raise",
            "[\"pale\", \"breathles\", \"age\"],\n            raise", "cards.chest.ask[1]",
            "nearest is breathless"),
        Broken(
            "[\"pale\", \"breathless\", \"age\"],\n            raise",
            "[\"pale\", \"pale\", \"breathless\", \"age\"],\n            raise",
            "cards.chest.ask[1]: pale is asked twice"),
        Broken(
            "need: [\"doctor\", \"oxygen\"], ask: [\"age\", \"bleeding\"",
            "need: [\"doctors\"], ask: [\"age\", \"bleeding\"", "cards.unconscious.need[0]",
            "nothing that a unit brings"),
        Broken(
            "said: { vi: [\"đau ngực\",", "said: { vi: [\"đột quỵ\",", "'đột quỵ' is the same", "cards.chest"),
        Broken("said: { vi: [\"đau ngực\",", "said: { vi: [\"có\",", "'có' is the same", "an answer"),
        Broken(
            "name: { vi: \"tinh\"", "name: { vi: \"còn tỉnh\"", "questions.conscious.name", "cannot be typed"),
        Broken(
            "        breathing: {\n            ask", "        breathe: {\n            ask",
            "the opening question breathing is missing"),
        Broken(
            "bad: \"no\", unsure: \"bad\",\n            said: {\n                vi: [\"không tỉnh\"",
            "bad: \"none\", unsure: \"bad\",\n            said: {\n                vi: [\"không tỉnh\"",
            "questions.conscious.bad"),
        Broken("kind: \"age\", range: [0, 120]", "kind: \"age\", range: [120, 0]", "questions.age.range"),
        Broken("kind: \"age\", range: [0, 120]", "kind: \"years\", range: [0, 120]", "questions.age.kind"),
        Broken(
            "ask: [\"age\", \"hazard\"], say: \"cpr\"", "ask: [\"age\", \"hazard\"], say: \"crp\"",
            "cards.arrest.say: \"crp\"", "nearest is cpr"),
        Broken(
            "ask: [\"age\", \"hazard\"], say: \"cpr\",", "ask: [\"age\", \"hazard\"],",
            "cards.arrest: nothing is said"),
        Broken(
            "unclear: {\n            title", "unclear2: {\n            title", "the card unclear is missing"),
        Broken("to: \"aed\"", "to: \"aid\"", "instructions.cpr.steps[6].go[0].to: \"aid\"", "nearest is"),
        Broken(
            "{ id: \"flat\", vi", "{ id: \"flat\", to: \"hands\", vi",
            "instructions.cpr.steps[3]: nothing leads",
            "goes on"),
        Broken("after: \"wait\"", "after: 3", "after: is a whole number"),
        Broken(
            "go: true, why: { vi: \"khó thở\"", "go: \"yes\", why: { vi: \"khó thở\"",
            "cards.breathing.go: is a text", "true or false"),
        Broken("    always: [", "    always: [], never: [", "never: is no key"),
        Broken(
            "when: { conscious: \"no\", breathing: \"no\" }, to: \"P1\", say: \"cpr\"",
            "when: { conscious: \"no\", breathing: \"no\" }, to: \"P2\", say: \"wait\"",
            "neither conscious nor breathing", "says cpr"),
        Broken("    version", "    version version", "3"),
    ])
    func aBrokenFileIsRefusedWhereItIsBroken(_ row: Broken) {
        guard Self.shipped.contains(row.find) else {
            Issue.record("the shipped file no longer holds: \(row.find)")
            return
        }
        let text = Self.shipped.replacing(row.find, with: row.put, maxReplacements: 1)
        do {
            _ = try TriageDesk.read(Array(text.utf8), file: "cards.json5")
            Issue.record("taken: \(row.put)")
        } catch {
            let whole = error.description
            for part in row.says { #expect(whole.contains(part), "\(part)\nnot in\n\(whole)") }
            #expect(whole.hasPrefix("cards.json5:") && whole.contains("accepted: "), "\(whole)")
            // The first slip's line is the one that was changed, or what stands around it.
            let line = Int(whole.split(separator: ":")[1]) ?? 0
            let changed =
                text.prefix(upTo: text.firstRange(of: row.put)?.lowerBound ?? text.startIndex)
                .count { $0 == "\n" } + 1
            #expect((0...70).contains(line) || abs(line - changed) <= 70, "\(line), changed \(changed)")
        }
    }

    @Test func anyOneByteChangedIsTakenOrRefused() {
        var random = SeededBytes()
        let bytes = Array(Self.shipped.utf8)
        for _ in 0..<40 {
            var changed = bytes
            for _ in 0..<3 { changed[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() % 256) }
            _ = try? TriageDesk.read(changed, file: "cards.json5")
        }
        for text in ["", "[]", "{}", "null", "{ version: 1 }", "{ cards: [], questions: 3 }"] {
            #expect(throws: TriageFileError.self) { try TriageDesk.read(Array(text.utf8), file: "x") }
        }
        #expect(throws: TriageFileError.self) { try TriageDesk.load("/nonexistent/triage.json5") }
    }
}
