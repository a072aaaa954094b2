import Testing

@testable import Dispatch115

@Suite struct TriageLineTests {
    struct Case {
        let line: String
        let known: String
        let answers: String

        init(_ line: String, after known: String = "", _ answers: String) {
            self.line = line
            self.known = known
            self.answers = answers
        }
    }

    @Test(arguments: [
        // In the order of the questions.
        Case("c", "conscious=yes"),
        Case("k k bat tinh", "conscious=no breathing=no what=unconscious"),
        Case("k k bất tỉnh 54t", "conscious=no breathing=no what=unconscious age=54"),
        Case("y y chest", "conscious=yes breathing=yes what=chest"),
        Case("? ? ?", "conscious=? breathing=? what=?"),
        Case("c, c, đau ngực", "conscious=yes breathing=yes what=chest"),
        Case("co khong dau nguc", "conscious=yes breathing=no what=chest"),
        Case("yes no chest pain", "conscious=yes breathing=no what=chest"),
        Case("c c dau nguc k k 54", "conscious=yes breathing=yes what=chest age=54 pale=no breathless=no"),
        Case(
            "k k 54", after: "conscious=yes breathing=yes what=chest",
            "conscious=yes breathing=yes what=chest age=54 pale=no breathless=no"),
        Case("khong ro c", "conscious=? breathing=yes"),
        Case("not sure c", "conscious=? breathing=yes"),
        // The card first, then the two questions.
        Case("daunguc c c", "conscious=yes breathing=yes what=chest"),
        Case("stroke y n", "conscious=yes breathing=no what=stroke"),
        // Named, in any order, with and without a sign.
        Case("tho=k tinh=c", "conscious=yes breathing=no"),
        Case("TINH:C", "conscious=yes"),
        Case("tinh = k", "conscious=no"),
        Case("tinh= k", "conscious=no"), Case("tinh =k tho : c", "conscious=no breathing=yes"),
        Case("breathing=n breathing conscious=y", "conscious=yes breathing=no what=breathing"),
        Case("conscious=n breathing=?", "conscious=no breathing=?"),
        Case("tho k tinh c", "conscious=yes breathing=no"),
        Case("tho=khong ro tinh=c", "conscious=yes breathing=?"),
        Case("viec=dau nguc tinh=c", "conscious=yes what=chest"),
        Case("what=chest pain conscious=yes", "conscious=yes what=chest"),
        Case("2=k 1=c", "conscious=yes breathing=no"),
        Case("4=c", after: "what=chest", "what=chest pale=yes"),
        Case("tho=k c daunguc", "conscious=yes breathing=no what=chest"),
        // Words that say it all.
        Case("khong tho", "breathing=no"),
        Case("không thở", "breathing=no"),
        Case("tho ngap bat tinh", "conscious=no breathing=no what=unconscious"),
        Case("gasping unresponsive", "conscious=no breathing=no"),
        Case("c c te nga chay mau nhieu", "conscious=yes breathing=yes what=fall bleeding=yes"),
        Case("k k chay mau nhieu", "conscious=no breathing=no bleeding=yes"),
        Case("bat tinh", "conscious=no what=unconscious"),
        Case("co thai", "pregnant=yes"),
        // Numbers with what they count.
        Case("54 tuoi 2 nguoi", "age=54 patients=2"),
        Case("8th", "age=0"), Case("8 thang", "age=0"), Case("14m", "age=1"), Case("3 ngay", "age=0"),
        Case("tuoi=54", "age=54"), Case("tuoi 54 tuoi", "age=54"), Case("age=8m", "age=0"),
        Case("2bn", "patients=2"),
        Case("nguoi=3", "patients=3"),
        // Accents composed or not, letters that a keyboard made of keys, keys that were left over.
        Case("bâ\u{301}t ti\u{309}nh", "conscious=no what=unconscious"),
        Case("đột quỵ", "what=stroke"), Case("dot quy", "what=stroke"), Case("ddootj quyj", "what=stroke"),
        Case("d9o6t5 quy5", "what=stroke"),
        Case("chét", "what=chest"), Case("chết", "conscious=no breathing=no what=arrest"),
        Case("chet", "conscious=no breathing=no what=arrest"),
        Case("khoong khoong bats tinhr", "conscious=no breathing=no what=unconscious"),
        Case("co1 kho6ng dau ngu7c5", "conscious=yes breathing=no what=chest"),
        Case("cos cos ddau nguwcj", "conscious=yes breathing=yes what=chest"),
    ])
    func reads(_ row: Case) throws {
        #expect(try TriageFixture.read(row.line, after: row.known) == row.answers, "\(row.line)")
    }

    struct Refusal {
        let line: String
        let known: String
        let error: TriageLineError

        init(_ line: String, after known: String = "", _ error: TriageLineError) {
            self.line = line
            self.known = known
            self.error = error
        }
    }

    static let conscious = TriageCards.conscious
    static let breathing = TriageCards.breathing

    @Test(arguments: [
        Refusal("c c xyz", .unknownWord("xyz")),
        Refusal("mood=c", .unknownWord("mood")),
        Refusal("tinh", .needsAnswer("tinh", question: conscious)),
        Refusal("tinh dau nguc", .needsAnswer("tinh", question: conscious)),
        Refusal("tinh=", .needsAnswer("tinh=", question: conscious)),
        Refusal("k tho", .needsAnswer("tho", question: breathing)),
        Refusal("tinh=7", .badAnswer("7", question: conscious)),
        Refusal("tinh=dau nguc", .badAnswer("dau", question: conscious)),
        Refusal("c c c", .badAnswer("c", question: TriageCards.what)),
        Refusal("viec=c", .badAnswer("c", question: TriageCards.what)),
        Refusal("54", .strayNumber("54")),
        Refusal("tuoi=200", .badAnswer("200", question: TriageFixture.question("age"))),
        Refusal("200t", .badAnswer("200t", question: TriageFixture.question("age"))),
        Refusal("0bn", .badAnswer("0bn", question: TriageFixture.question("patients"))),
        Refusal("9=c", .noSuchQuestion("9", count: 3)),
        Refusal("0=c", .noSuchQuestion("0", count: 3)),
        Refusal(
            "c", after: "conscious=no breathing=no what=arrest age=4 hazard=no", .nothingAsked("c")),
        Refusal("tinh=c tinh=k", .contradictory("k", question: conscious)),
        Refusal("dau nguc dot quy", .contradictory("dot quy", question: TriageCards.what)),
        Refusal("tho=c khong tho", .contradictory("khong tho", question: breathing)),
        Refusal("c c bat tinh", .againstCard(card: TriageFixture.card("unconscious"), question: conscious)),
        Refusal(
            "khong chay mau nhieu", .twoReadings("khong chay", question: TriageFixture.question("bleeding"))),
        Refusal("breathing n", .twoReadings("breathing n", question: breathing)),
        Refusal("co bi ket", .twoReadings("co bi", question: TriageFixture.question("trapped"))),
    ])
    func refuses(_ row: Refusal) {
        #expect(throws: row.error, "\(row.line)") { try TriageFixture.read(row.line, after: row.known) }
    }

    /// Whatever is typed: an answer or an error, never a trap.
    @Test func takesAnything() {
        let pieces = [
            "c", "k", "?", "=", ":", "tinh=", "tho", "54", "99999999999999999999", "54t", "=k", "bat", "tinh",
            "đ", "\u{301}",
            "\u{202E}", "4=", "0=", "-1=c", "viec=", ",", "khong", "chay", "mau", "nhieu", "a=b=c",
            "\u{FEFF}", "tuoi", "nguoi",
        ]
        var random = SeededBytes()
        let seed = random.seed
        var taken = 0
        for _ in 0..<5_000 {
            let count = 1 + Int(random.next() % 7)
            let words = (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            let line = words.joined(separator: random.next() % 3 == 0 ? "" : " ")
            if (try? TriageFixture.read(line, after: "conscious=yes")) != nil { taken += 1 }
        }
        #expect(taken > 100, "seed \(seed): nearly nothing was an answer")
    }
}
