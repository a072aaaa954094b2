import Testing

@testable import Dispatch115

/// Every answer of a busy desk fits into 80 columns, whatever callers say.
@Suite(.serialized) struct ColumnsTests {
    /// Long, wide, Vietnamese and unbroken words as callers' places, words and notes.
    private static let said = [
        "hẻm 36/45/32/49/13/54 đường Xô Viết Nghệ Tĩnh, phường Gia Định, gần cây xăng, đối diện trường tiểu học",
        "酒店大堂门口有人晕倒不省人事需要救护车马上来请快一点谢谢你们非常感谢 房间号码一二三四五",
        "https://maps.example/" + String(repeating: "a", count: 90),
        "Nguyễn Thị Ánh Tuyết nói chồng bị đau ngực, khó thở, vã mồ hôi, đã uống thuốc mà không bớt, xin xe gấp",
    ]

    private static func script(_ language: Language) -> [String] {
        var lines: [String] = []
        func type(_ verb: Verb, _ rest: String = "") {
            lines.append(CommandTable.name(verb, language) + (rest.isEmpty ? "" : " " + rest))
        }
        for (index, words) in said.enumerated() {
            type(.open, "0903123456 P=\(index + 1) 10.77\(index),106.70 ; \(words)")
            type(.open, "\(words)")
            type(.note, "\(2 * index + 1) ; \(words)")
            type(.locate, "\(2 * index + 2) \(words)")
            type(.recommend, "\(2 * index + 1)")
            type(.dispatch, "\(index + 1),\(index + 21),\(index + 31) \(2 * index + 1)")
            type(.incident, "\(2 * index + 1)")
        }
        type(.divert, "1 3")
        // It loses its last unit at once: an alert with a long place.
        type(.open, "P=1 phường Gia Định, \(said[0]) ; \(said[0])")
        type(.dispatch, "51 9")
        type(.standDown, "51")
        for button in Button.allCases {
            type(button.verb, button == .transport ? "2 3" : "2")
        }
        type(.standDown, "21")
        for verb in [Verb.queue, .units, .help, .journal] { type(verb) }
        type(.units, "10-90")
        type(.journal, "60")
        type(.journal, language == .vi ? "ca=1" : "i=1")
        for sequence in 185...240 { type(.why, "\(sequence)") }
        for verb in Verb.allCases { type(.help, CommandTable.name(verb, language)) }
        // Refusals: every verb alone, with nonsense, and with numbers that name nothing.
        for row in CommandTable.rows where row.isShown && row.verb != .quit {
            lines.append(row.name(language) + " " + said[3])
            lines.append(row.name(language) + " 999 999")
            lines.append(row.name(language))
            lines += row.examples.map { $0[language] }
        }
        lines += [said[2], said[1], String(repeating: "x", count: 5000), "OS 1"]
        return lines.filter { !$0.hasPrefix(CommandTable.name(.language, language)) }
    }

    /// Wider than 80 only where one word alone is: it stays whole, so that it can be copied.
    private static func fits(_ line: String) -> Bool {
        if SafeText.width(line) <= 80 { return true }
        let words = line.split(separator: " ")
        return words.count == 1 || words.count == 2 && words[0] == "!"
            || words.contains { SafeText.width($0) > 70 } && words.count <= 3
    }

    @Test(arguments: Language.allCases)
    func everyAnswerFits(_ language: Language) throws {
        let desk = try RolesTests.Desk(
            language,
            people: [
                TestPerson(
                    70_000, "call-taker dispatcher supervisor",
                    name: "Công Tằng Tôn Nữ Nguyễn Phước Ánh Tuyết")
            ]
        ) { $0.incidents.unassignedAlertSeconds.p1 = 1 }
        defer { desk.close() }
        var answers = 0
        for line in ColumnsTests.script(language) {
            let parsed = LineParser().parse(line, now: Timestamp(nanoseconds: 1))
            // What programs read has one line each.
            guard parsed.request != .success(.status) else { continue }
            let answer = try desk.ask(line, as: 70_000)
            answers += 1
            for shown in answer {
                #expect(ColumnsTests.fits(shown), "\(SafeText.width(shown)) columns after \(line): \(shown)")
            }
        }
        // The open alerts come with the queue, as lines of their own kind.
        #expect(eventually { (try? desk.status("desk.open-alerts")) != "0" })
        let queue = try desk.ask(CommandTable.name(.queue, language), as: 70_000)
        #expect(queue.contains { $0.hasPrefix("! ") })
        for shown in queue { #expect(ColumnsTests.fits(shown), "\(SafeText.width(shown)) columns: \(shown)") }
        #expect(answers > 150, "the script was typed")
    }

    @Test func longLinesAreBrokenAndAlertsStayAlerts() {
        let long = "! ca 1 " + String(repeating: "chữ ", count: 40) + "\nngắn"
        let lines = SafeText.fitted(long).split(separator: "\n")
        #expect(lines.count > 2 && lines.last == "ngắn")
        #expect(lines.dropLast().allSatisfy { $0.hasPrefix("! ") && SafeText.width($0) <= 80 })
        #expect(SafeText.fitted("a\nb") == "a\nb" && SafeText.fitted("") == "")
        let wide = String(repeating: "字 ", count: 40)
        #expect(SafeText.fitted(wide).split(separator: "\n").allSatisfy { SafeText.width($0) <= 80 })
    }
}
