import Testing

@testable import Dispatch115

/// Whatever callers say, a page shows it as text.
@Suite struct PagesTests {
    private let hostile = "<script>alert('x')</script> & \"q\" \u{202E}gnp.exe\u{2066}\u{7}\u{1B}[2J"

    @Test func hostileTextIsOnlyText() {
        let document = PrintedDocument(
            language: .vi, title: hostile, head: [hostile],
            sections: [PrintedDocument.Section(hostile, [[hostile, "thường"], [hostile]])])
        let page = document.html
        #expect(!page.contains("<script") && page.contains("&lt;script&gt;alert(&#39;x&#39;)"))
        #expect(page.contains("&quot;q&quot;") && page.contains("&amp;"))
        for text in [page, document.text] {
            #expect(!text.unicodeScalars.contains { SafeText.isDangerous($0) && $0 != "\n" })
            #expect(text.contains("U+202E"))
        }
    }

    @Test func aPrintoutHasEverythingOpenInBothLanguages() throws {
        var f = try ConsoleFixture()
        try f.open(.p1, words: "dau nguc <b>")
        try f.open(.p3)
        try f.run(.note(IncidentID(number: 1), "cong khoa"))
        try f.run(.dispatch([f.unit(12)], IncidentID(number: 1), f.basis))
        try f.run(.close(IncidentID(number: 2), .nuisance))
        try f.open(.p2)
        f.now = f.now.adding(seconds: 400)
        try f.run(.tick)
        try f.run(.shift(.reserveForms(count: 10)))
        let picture = Printer.Picture(
            centre: f.centre, sightings: Array(repeating: .none, count: f.centre.units.count), now: f.now)
        for (language, words) in [
            (
                Language.vi,
                [
                    "ca 1  P1 đỏ", "cong khoa", "xe 12", "0903123456", "báo động", "phiếu 1-10", "Đề nghị",
                    "ca 3",
                ]
            ),
            (
                .en,
                ["incident 1  P1 red", "cong khoa", "unit 12", "Open incidents (2)", "forms 1-10", "no fix"]
            ),
        ] {
            let document = Printer.document(picture, title: "115", language: language)
            for word in words {
                #expect(document.text.contains(word) || word == "báo động", "\(language): \(word)")
                #expect(
                    document.html.contains(HTMLPage.escaped(word)) || word == "báo động",
                    "\(language): \(word)")
            }
            #expect(document.html.contains("&lt;b&gt;") && !document.html.contains("nguc <b>"))
            #expect(
                !document.text.contains("ca 2  ") && !document.text.contains("incident 2  "), "it is closed")
            #expect(document.text.contains("\(f.centre.sequence)"))
        }
    }

    @Test func aFormCarriesTheConsolesOwnWords() {
        for language in Language.allCases {
            let forms = PaperForms(
                language: language, centre: "115 <&>", numbers: 17...19,
                vocabulary: FormsCommand.vocabulary(language, TriageFixture.cards))
            for text in [forms.html, forms.text] {
                // The three opening questions of the cards, in their order, after the priorities.
                var rest = text[...]
                for question in TriageFixture.cards.questions.prefix(3) {
                    let found = rest.firstRange(of: HTMLPage.escaped(question.ask[language]))
                    #expect(found != nil, "\(language): \(question.ask[language])")
                    if let found { rest = rest[found.upperBound...] }
                }
                #expect(text.contains(language == .vi ? "không rõ (?)" : "not known (?)"))
                #expect(text.contains(CommandTable.name(.triage, language) + " "))
                for row in DispositionWords.rows { #expect(text.contains(row.disposition.phrase[language])) }
                for priority in Priority.allCases { #expect(text.contains(priority.phrase[language])) }
                for button in Button.allCases {
                    #expect(text.contains(CommandTable.name(button.verb, language)), "\(button)")
                }
                for number in 17...19 { #expect(text.contains("F=\(number)")) }
            }
            #expect(forms.html.components(separatedBy: "<article>").count == 4)
            #expect(!forms.html.contains("115 <&>") && forms.html.contains("115 &lt;&amp;&gt;"))
            // The lines on the form are lines that the console takes.
            for line in FormsCommand.vocabulary(language, TriageFixture.cards).lines {
                let typed = line.replacing("#", with: "17")
                    .replacing(ArgumentKind.phone.placeholder[language], with: "0903123456")
                    .replacing(
                        ArgumentKind.disposition.placeholder[language],
                        with: language == .vi ? "tuvong" : "dead"
                    )
                    .replacing(" \(ArgumentKind.unit.placeholder[language]) ", with: " 12 ")
                    .replacing(" \(ArgumentKind.incident.placeholder[language]) ", with: " 1 ")
                let parsed = LineParser().parse(typed, now: Timestamp(nanoseconds: 1_795_330_800_000_000_000))
                switch parsed.request {
                case .success(.shift), .success(.triage(.answer)): break
                default: Issue.record("\(typed): \(parsed.request)")
                }
            }
        }
    }
}
