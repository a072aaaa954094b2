// START and JumpSTART at the console: the questions to ask, what is kept of the answers, and why a row of
// answers gives no colour yet.

extension Renderer {
    private func ask(_ question: StartQuestion, _ method: StartMethod) -> String {
        switch (question, method) {
        case (.walks, _): say(vi: "đi được không?", en: "walking?")
        case (.breaths, _):
            say(vi: "thở mấy nhịp một phút? (0: không thở)", en: "breaths a minute? (0: none)")
        case (.breathesThen, _):
            say(vi: "khai thông đường thở rồi, có thở không?", en: "airway opened: breathing now?")
        case (.pulse, .start):
            say(
                vi: "có mạch quay, hoặc móng hồng lại trong 2 giây không?",
                en: "pulse at the wrist, or nail colour back within 2 s?")
        case (.pulse, .jumpStart): say(vi: "có mạch không?", en: "any pulse?")
        case (.breathesAfterRescue, _):
            say(vi: "thổi 5 hơi rồi, có thở không?", en: "after 5 rescue breaths: breathing now?")
        case (.obeys, _): say(vi: "có làm theo lời không?", en: "obeys simple commands?")
        case (.responds, _):
            say(
                vi: "có tỉnh, đáp tiếng gọi hoặc tránh đau không?",
                en: "awake, answers a voice, or pulls away from pain?")
        }
    }

    /// One or two words for what is kept.
    private func name(_ question: StartQuestion) -> String {
        switch question {
        case .walks: say(vi: "đi", en: "walks")
        case .breaths: say(vi: "thở", en: "breaths")
        case .breathesThen: say(vi: "thở lại", en: "breathes then")
        case .pulse: say(vi: "mạch", en: "pulse")
        case .breathesAfterRescue: say(vi: "thở sau 5 hơi", en: "after 5 breaths")
        case .obeys: say(vi: "theo lời", en: "obeys")
        case .responds: say(vi: "đáp ứng", en: "responds")
        }
    }

    private func typed(_ answer: StartAnswer) -> String {
        switch answer {
        case .yes: say(vi: "c", en: "y")
        case .no: say(vi: "k", en: "n")
        case .unknown: "?"
        case .number(let number): "\(number)"
        }
    }

    /// What was said of a patient with the answers behind it, those of an earlier round left out:
    /// "man of 60 [START: walks n, breaths 24, pulse y, obeys n]".
    func words(_ words: String, with start: StartTriage) -> String {
        var before = words
        for method in StartMethod.allCases where before.hasSuffix("]") {
            if let cut = before.firstRange(of: "[\(method.name): ") {
                before = String(before[..<cut.lowerBound])
            }
        }
        while before.last == " " { before.removeLast() }
        let answers = zip(start.asked, start.answers).map { name($0) + " " + typed($1) }
        return (before.isEmpty ? "" : before + " ") + "[\(start.method.name): "
            + answers.joined(separator: ", ") + "]"
    }

    /// Answers that give no colour: what to ask next, or which answer was none.
    func undecided(_ start: StartTriage) -> String {
        let given = start.answers.map(typed)
        func row(_ answers: [String]) -> String {
            start.method.name.uppercased() + "=" + answers.joined(separator: ",")
        }
        func more(_ question: StartQuestion) -> String {
            let done = Array(given.prefix(start.asked.count))
            if question.isNumber { return row(done + ["24"]) }
            return row(done + [say(vi: "c", en: "y")]) + say(vi: " hay ", en: " or ")
                + row(done + [say(vi: "k", en: "n")])
        }
        switch start.outcome {
        case .next(let question):
            return refusal(
                say(vi: "chưa ra màu, hỏi tiếp: ", en: "no colour yet, ask next: ")
                    + ask(question, start.method), more(question))
        case .unfit(let position, let question):
            return refusal(
                "\"\(given[position])\" "
                    + say(vi: "không trả lời câu: ", en: "is no answer to: ")
                    + ask(question, start.method), more(question))
        case .tooMany(let count, let tag):
            return refusal(
                say(vi: "\(count) lời đáp đầu đã ra ", en: "the first \(count) give ")
                    + tag.phrase[language]
                    + say(vi: ", lời đáp sau là thừa", en: " already; the rest is too much"),
                row(Array(given.prefix(count))))
        case .tag(let tag): return tag.phrase[language]
        }
    }

    func tagTwice() -> String {
        refusal(
            say(
                vi: "màu chỉ đặt một cách: bằng tay, START hay JUMPSTART",
                en: "the tag comes one way: by hand, START or JUMPSTART"),
            say(vi: "MAU=do, START=k,24,c,c", en: "TAG=red, START=n,24,y,y"))
    }
}
