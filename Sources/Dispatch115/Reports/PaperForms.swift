// Numbered paper forms for the time without a service: an A4 page a call, its fields in the order of the
// console's lines, so that typing them in later is reading from top to bottom. The words to tick are given by
// whoever knows the console's.

struct PaperForms: Sendable {
    struct Question: Equatable, Sendable {
        var ask: String
        /// Empty where the answer is written.
        var answers: [String]
    }

    /// What is to be ticked or written, in the console's own words.
    struct Vocabulary: Sendable {
        /// "P1 red", ...
        var priorities: [String]
        /// What to ask first, with the answers to tick; written lines where there is none.
        var questions: [Question]
        /// A step with the verb that types it: ("AR", "on scene").
        var steps: [(verb: String, name: String)]
        /// The words that close an incident.
        var dispositions: [(word: String, name: String)]
        /// The lines that type it all in, with the form's number where `#` stands.
        var lines: [String]
    }

    let language: Language
    let centre: String
    let numbers: ClosedRange<Int32>
    let vocabulary: Vocabulary

    static let runsOnAForm = 3

    private func say(_ vi: String, _ en: String) -> String { Phrase(vi: vi, en: en)[language] }

    private var title: String { say("Phiếu ca cấp cứu", "Emergency call form") }
    private var fields: [(name: String, lines: Int)] {
        [
            (say("Ngày, giờ gọi (@giờ)", "Date, time of call (@time)"), 1),
            (say("Số điện thoại", "Phone"), 1),
            (say("Nơi (nguyên lời người gọi)", "Place (in the caller's words)"), 2),
            (say("Việc gì (nguyên lời)", "What happened (in the caller's words)"), 2),
        ]
    }
    private var ways: [String] {
        [
            say(
                "Một phiếu một ca; ghi giờ thật, đến phút.",
                "One form a call; write true times, to the minute."),
            say(
                "Không dùng lại số phiếu. Phiếu hỏng vẫn giữ.",
                "Never use a number twice. Keep spoiled forms."),
        ]
    }

    // MARK: - Page

    var html: String {
        let pages = numbers.map { page($0) }.joined(separator: "\n")
        return HTMLPage.page(
            title: "\(title) \(numbers.lowerBound)-\(numbers.upperBound)", language: language,
            style: PaperForms.style, body: pages)
    }

    private func page(_ number: Int32) -> String {
        let text = HTMLPage.escaped
        var out = "<article><header><b class=\"number\">\(number)</b><div><h1>\(text(title))</h1>"
        out += "<p>\(text(centre))</p>" + ways.map { "<p>\(text($0))</p>" }.joined() + "</div></header>"
        for field in fields { out += line(field.name, field.lines) }
        out += boxes(say("Mức ưu tiên", "Priority"), vocabulary.priorities)
        out += "<h2>\(text(say("Hỏi", "Questions")))</h2>"
        if vocabulary.questions.isEmpty {
            out += line(say("Câu trả lời", "Answers"), 2)
        } else {
            for question in vocabulary.questions {
                out +=
                    question.answers.isEmpty ? line(question.ask, 1) : boxes(question.ask, question.answers)
            }
        }
        out += runs
        out += boxes(say("Kết cục", "Disposition"), vocabulary.dispositions.map(\.name))
        out += line(say("Giờ kết thúc, ghi thêm", "Time of the end, notes"), 2)
        out += line(say("Người ghi", "Written by"), 1)
        out +=
            "<footer>" + text(say("Nhập lại:", "To type in:")) + " "
            + vocabulary.lines.map { "<code>\(text(filled($0, number)))</code>" }.joined(separator: " ")
            + "<p>☐ "
            + text(say("đã nhập, ca số ______, người nhập ______", "typed in, incident ______, by ______"))
            + "</p></footer></article>"
        return out
    }

    private func filled(_ line: String, _ number: Int32) -> String {
        line.split(separator: "#", omittingEmptySubsequences: false).joined(separator: "\(number)")
    }

    private func line(_ name: String, _ lines: Int) -> String {
        "<div class=\"field\"><span>\(HTMLPage.escaped(name))</span>"
            + String(repeating: "<i></i>", count: lines) + "</div>"
    }

    private func boxes(_ name: String, _ words: [String]) -> String {
        "<div class=\"boxes\"><span>\(HTMLPage.escaped(name))</span>"
            + words.map { "<label>☐ \(HTMLPage.escaped($0))</label>" }.joined() + "</div>"
    }

    private var runs: String {
        let text = HTMLPage.escaped
        var out = "<table><thead><tr><th>\(text(say("xe", "unit")))</th><th>\(text(say("điều", "sent")))</th>"
        for step in vocabulary.steps {
            out += "<th>\(text(step.name))<br><code>\(text(step.verb))</code></th>"
        }
        out += "<th>\(text(say("viện", "hospital")))</th></tr></thead><tbody>"
        let row = "<tr>" + String(repeating: "<td></td>", count: vocabulary.steps.count + 3) + "</tr>"
        return out + String(repeating: row, count: PaperForms.runsOnAForm) + "</tbody></table>"
    }

    // MARK: - Text

    var text: String { numbers.map { plain($0) }.joined(separator: "\u{0C}\n") }

    private func plain(_ number: Int32) -> String {
        let rule = String(repeating: "_", count: 50)
        func blanks(_ name: String, _ lines: Int) -> [String] {
            ["\(name):"] + Array(repeating: "    " + rule, count: lines)
        }
        func ticks(_ name: String, _ words: [String]) -> [String] {
            ["\(name):"] + words.map { "    [ ] \($0)" }
        }
        var lines = ["\(number)   \(title)", centre] + ways + [""]
        for field in fields { lines += blanks(field.name, field.lines) }
        lines += ticks(say("Mức ưu tiên", "Priority"), vocabulary.priorities)
        for question in vocabulary.questions {
            lines +=
                question.answers.isEmpty ? blanks(question.ask, 1) : ticks(question.ask, question.answers)
        }
        if vocabulary.questions.isEmpty { lines += blanks(say("Câu trả lời", "Answers"), 2) }
        for run in 1...PaperForms.runsOnAForm {
            let steps = vocabulary.steps.map { "\($0.verb) \($0.name) __:__" }
            lines.append(say("xe \(run)", "unit \(run)") + " ____  " + say("điều", "sent") + " __:__")
            lines += steps.map { "    " + $0 }
            lines.append("    " + say("viện", "hospital") + " ____")
        }
        lines += ticks(
            say("Kết cục", "Disposition"), vocabulary.dispositions.map { "\($0.name) (\($0.word))" })
        lines += blanks(say("Giờ kết thúc, ghi thêm", "Time of the end, notes"), 2)
        lines += blanks(say("Người ghi", "Written by"), 1)
        lines.append(say("Nhập lại:", "To type in:"))
        lines += vocabulary.lines.map { "    " + filled($0, number) }
        return lines.map(SafeText.visible).joined(separator: "\n") + "\n"
    }

    private static let style = """
        @page { size: A4; margin: 12mm; }
        * { box-sizing: border-box; }
        body { font: 12.5px/1.35 sans-serif; color: #000; background: #fff; margin: 0 auto; max-width: 190mm; }
        article { padding: 6mm 4mm; break-after: page; border-bottom: 1px dashed #999; }
        header { display: flex; gap: 6mm; align-items: flex-start; }
        .number { font-size: 34px; border: 2.5px solid #000; padding: 1mm 4mm; }
        h1 { font-size: 18px; margin: 0; } h2 { font-size: 13px; margin: 2mm 0 0; } p { margin: 0; }
        .field { margin: 1.6mm 0; } .field span, .boxes span { font-weight: bold; }
        .field i { display: block; border-bottom: 1px solid #000; height: 7.5mm; }
        .boxes { margin: 1.8mm 0; } .boxes span { display: block; }
        .boxes label { display: inline-block; margin-right: 5mm; }
        table { border-collapse: collapse; width: 100%; margin: 2mm 0; table-layout: fixed; }
        th, td { border: 1px solid #000; padding: 1mm; font-size: 10px; overflow-wrap: anywhere; }
        td { height: 9mm; }
        code { font: 11px monospace; } footer code { display: block; }
        @media print { article { border: 0; padding: 0; min-height: 0; } }
        """
}
