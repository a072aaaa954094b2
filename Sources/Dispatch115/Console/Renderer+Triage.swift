// What is said of triage: answers, what follows from them, and what the incident needs.

/// The reasons of a triage as one text that the journal keeps: both languages, so that it can be read in either.
enum TriageReason {
    private static let between = " || "

    static func text(_ reasons: [TriageText]) -> String {
        reasons.map(\.vi).joined(separator: "; ") + between + reasons.map(\.en).joined(separator: "; ")
    }

    static func side(_ text: String, _ language: Language) -> String {
        guard let cut = text.firstRange(of: between) else { return text }
        return language == .vi ? String(text[..<cut.lowerBound]) : String(text[cut.upperBound...])
    }
}

extension TriageText {
    subscript(language: Language) -> String { language == .vi ? vi : en }
}

extension Renderer {
    /// The event in one line without its number.
    func what(_ triage: TriageEvent, _ event: Event, _ centre: Centre) -> String {
        switch triage {
        case .answered(let id, let version, _, let reason, let said, _, let to, _, let isComplete):
            let why = text(reason).map { TriageReason.side($0, language) } ?? ""
            return incident(id) + say(vi: " phân loại: ", en: " triage: ") + said.phrase[language] + ", "
                + why
                + (said == to
                    ? ""
                    : say(vi: "; giữ \(to.code) do người đặt", en: "; \(to.code) stays, set by a person"))
                + (isComplete ? "" : say(vi: "; chưa hỏi hết", en: "; not all asked"))
                + say(vi: " (thẻ ", en: " (cards ") + cardsVersion(version) + ")"
        case .instructed(let id, let version, let instruction, let title, let steps, _):
            let what = text(title).map { TriageReason.side($0, language) } ?? instruction
            return incident(id) + say(vi: " nói với người gọi: ", en: ", the caller was told: ") + what
                + say(
                    vi: " (\(steps) bước, thẻ ", en: " (\(steps) step\(steps == 1 ? "" : "s"), cards ")
                + cardsVersion(version) + ")"
        }
    }

    /// What the caller was told last, and how long after the ring compressions were.
    func telling(_ row: Incident, _ centre: Centre) -> [String] {
        guard row.telling.times > 0 else { return [] }
        let title = text(row.telling.title, centre).map { TriageReason.side($0, language) } ?? ""
        var line =
            say(vi: "  nói với người gọi: ", en: "  told the caller: ") + title + ", "
            + clock(row.telling.at) + " (" + actor(row.telling.by) + ")"
        if row.telling.times > 1 {
            line += say(vi: "; tất cả \(row.telling.times) lần", en: "; \(row.telling.times) times in all")
        }
        if row.telling.compressionsAt.isSet, centre.calls.contains(row.call.index) {
            let rang = centre.calls[row.call.index].receivedAt
            line +=
                say(vi: "; ép tim từ chuông ", en: "; compressions since the ring ")
                + duration(max(0, row.telling.compressionsAt.seconds(since: rang)))
        }
        return SafeText.wrap(line)
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ triage: TriageEvent, _ centre: Centre) -> [String] {
        switch triage {
        case .answered(let id, _, _, _, _, _, _, _, _):
            return [say(vi: "  xem: ", en: "  see: ") + "\(verb(.triage)) \(id.number)"]
        case .instructed: return []
        }
    }

    func why(_ rejection: TriageRejection, _ centre: Centre) -> String {
        switch rejection {
        case .sameAnswers(let id):
            return incident(id)
                + say(vi: " đã ghi đúng những lời đáp này rồi", en: " has these answers already")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: TriageRejection, _ centre: Centre) -> String {
        switch rejection {
        case .sameAnswers(let id):
            return say(vi: "lời đáp khác; ", en: "another answer; ") + "\(verb(.triage)) \(id.number)"
                + say(vi: " xem câu hỏi kế", en: " shows the next questions")
        }
    }

    /// "2026-11-23.1" of its number.
    func cardsVersion(_ number: Int64) -> String {
        let day = number / 10_000
        return "\(day / 10_000)-" + two(Int(day / 100 % 100)) + "-" + two(Int(day % 100))
            + ".\(number % 10_000)"
    }

    /// The lines of an incident shown whole.
    func triage(_ row: Incident, _ centre: Centre) -> [String] {
        guard let triage = row.triage else { return [] }
        let why = text(triage.reason, centre).map { TriageReason.side($0, language) } ?? ""
        return SafeText.wrap(
            say(vi: "  phân loại: ", en: "  triage: ") + triage.priority.phrase[language] + ", " + why
                + (triage.isComplete ? "" : say(vi: "; chưa hỏi hết", en: "; not all asked")))
    }

    // MARK: - TRI

    /// The reply to answers: what changed, why, whether a vehicle goes now, what to ask next.
    func triaged(
        _ id: IncidentID, _ events: [Event], _ known: TriageAnswers, _ outcome: TriageOutcome,
        _ desk: TriageDesk, _ centre: Centre
    ) -> String {
        var lines: [String] = []
        for event in events { lines += SafeText.wrap("#\(event.sequence) " + what(event, centre)) }
        for case .priorityChanged(_, let from, _) in events.map(\.body) {
            lines.append(takeBack("\(verb(.prioritise)) \(id.number) \(from.code)"))
        }
        let row = centre[id]
        if row.priority != outcome.priority {
            lines += SafeText.wrap(
                say(vi: "  thẻ nói ", en: "  the cards say ") + outcome.priority.phrase[language]
                    + say(vi: ", người đã đặt ", en: ", a person set ") + row.priority.code
                    + say(vi: "; nếu theo thẻ: ", en: "; to follow the cards: ")
                    + "\(verb(.prioritise)) \(id.number) \(outcome.priority.code)")
        }
        lines += heard(known, desk)
        lines += acts(id, outcome, centre)
        lines += next(id, known, outcome, desk, isWhole: false)
        return reply(lines)
    }

    /// `TRI 7`: what is known, what follows, and the questions to read aloud.
    func questions(
        _ id: IncidentID, _ known: TriageAnswers, _ outcome: TriageOutcome, _ desk: TriageDesk,
        _ centre: Centre
    ) -> String {
        let row = centre[id]
        var lines = [
            incident(id) + " " + row.priority.phrase[language] + say(vi: ", thẻ ", en: ", cards ")
                + desk.cards.version + approval(desk)
        ]
        if known.isEmpty {
            lines.append(say(vi: "  chưa có lời đáp nào", en: "  no answers yet"))
        } else {
            lines += heard(known, desk)
            lines += SafeText.wrap(
                "  " + outcome.priority.code + ": "
                    + outcome.reasons.map { $0[language] }.joined(separator: "; "))
            lines += SafeText.wrap("  " + need(outcome.need))
            lines += acts(id, outcome, centre)
        }
        lines += next(id, known, outcome, desk, isWhole: true)
        return reply(lines)
    }

    private func approval(_ desk: TriageDesk) -> String {
        desk.cards.isApproved ? "" : say(vi: " (CHƯA DUYỆT)", en: " (NOT APPROVED)")
    }

    private func heard(_ known: TriageAnswers, _ desk: TriageDesk) -> [String] {
        var parts: [String] = []
        for (question, answer) in known.values.enumerated() {
            guard let answer else { continue }
            let name = desk.cards.questions[question].name[language]
            parts.append(name + "=" + self.answer(answer, desk))
        }
        return SafeText.wrap(say(vi: "  đã biết: ", en: "  known: ") + parts.joined(separator: ", "))
    }

    private func answer(_ answer: TriageAnswer, _ desk: TriageDesk) -> String {
        switch answer {
        case .yes: say(vi: "có", en: "yes")
        case .no: say(vi: "không", en: "no")
        case .unknown: "?"
        case .number(let number): "\(number)"
        case .card(let card): desk.cards.cards[card].title[language]
        }
    }

    private func acts(_ id: IncidentID, _ outcome: TriageOutcome, _ centre: Centre) -> [String] {
        var lines: [String] = []
        for tell in outcome.tells {
            lines += SafeText.wrap(say(vi: "  việc: ", en: "  do: ") + tell[language])
        }
        let say = self.say(vi: "nói với người gọi: ", en: "tell the caller: ") + "\(verb(.say)) \(id.number)"
        let isWaiting = centre[id].isOpen && centre[id].liveAssignments == 0
        switch outcome.send {
        case .now where isWaiting:
            lines.append(
                self.say(vi: "  điều xe ngay: ", en: "  send now: ") + "\(verb(.recommend)) \(id.number)   "
                    + say)
        case .none:
            lines.append(self.say(vi: "  không cần xe; ", en: "  no vehicle needed; ") + say)
        case .now, .whenAsked: lines.append("  " + say)
        }
        return lines
    }

    /// The questions not yet answered, each with the number by which it can be answered (`4=k`).
    private func next(
        _ id: IncidentID, _ known: TriageAnswers, _ outcome: TriageOutcome, _ desk: TriageDesk, isWhole: Bool
    ) -> [String] {
        guard !outcome.next.isEmpty else {
            return [say(vi: "  đã hỏi hết", en: "  all questions are asked")]
        }
        var lines = [say(vi: "  hỏi:", en: "  ask:")]
        for (position, question) in desk.cards.asked(known).enumerated() where known[question] == nil {
            let row = desk.cards.questions[question]
            lines += SafeText.wrap("  \(position + 1). " + row.ask[language] + " " + takes(row), indent: 5)
            if row.kind == .card, isWhole {
                let words = desk.cards.cards.map { cardWord($0) }.joined(separator: ", ")
                lines += SafeText.wrap("     " + words, indent: 5)
            }
        }
        return lines + [say(vi: "  ghi: ", en: "  type: ") + example(id, known, desk)]
    }

    private func takes(_ question: TriageQuestion) -> String {
        let name = question.name[language]
        switch question.kind {
        case .yesNo: return say(vi: "[\(name)=c/k/?]", en: "[\(name)=y/n/?]")
        case .number: return "[\(name)=3]"
        case .age: return say(vi: "[54t, 8th]", en: "[54y, 8m]")
        case .card: return say(vi: "[dau nguc, bat tinh ...]", en: "[chest, unconscious ...]")
        }
    }

    /// A line that answers the next questions in their order.
    private func example(_ id: IncidentID, _ known: TriageAnswers, _ desk: TriageDesk) -> String {
        var words: [String] = []
        for question in desk.cards.asked(known).filter({ known[$0] == nil }).prefix(4) {
            switch desk.cards.questions[question].kind {
            case .yesNo(let bad, _): words.append(bad == .yes ? say(vi: "k", en: "n") : say(vi: "c", en: "y"))
            case .number: words.append("2")
            case .age: words.append(say(vi: "54t", en: "54y"))
            case .card: words.append(say(vi: "dau nguc", en: "chest"))
            }
        }
        return "\(verb(.triage)) \(id.number) " + words.joined(separator: " ")
    }

    private func cardWord(_ card: TriageCard) -> String {
        (language == .vi ? card.said.vi.first : card.said.en.first) ?? card.id
    }

    // MARK: - SAY

    /// The steps to say, numbered; `sequence` is the event that says so, 0 where none was made.
    func instruction(_ index: Int, _ id: IncidentID, _ desk: TriageDesk, sequence: Int64 = 0) -> String {
        let cards = desk.cards
        let instruction = cards.instructions[index]
        var lines = SafeText.wrap(
            (sequence > 0 ? "#\(sequence) " : "") + "\(verb(.say)) \(id.number): "
                + instruction.title[language] + say(vi: "  (thẻ ", en: "  (cards ")
                + cards.version + ")" + approval(desk))
        for (position, step) in instruction.steps.enumerated() {
            lines += SafeText.wrap(" \(position + 1). " + step.text[language])
            for branch in step.branches {
                lines += SafeText.wrap(
                    "    - " + branch.text[language] + " -> " + target(branch.to, id, cards, from: position),
                    indent: 6)
            }
            if let then = step.then {
                lines += SafeText.wrap("    -> " + target(then, id, cards, from: position), indent: 6)
            }
        }
        if index != cards.after {
            lines += SafeText.wrap(
                say(vi: "  rồi: ", en: "  then: ") + "\(verb(.say)) \(id.number) "
                    + word(of: cards.after, cards) + " (" + cards.instructions[cards.after].title[language]
                    + ")")
        }
        return reply(lines)
    }

    private func target(
        _ target: TriageStep.Target, _ id: IncidentID, _ cards: TriageCards, from position: Int
    )
        -> String
    {
        switch target {
        case .step(let step) where step <= position:
            return say(vi: "lại bước \(step + 1)", en: "back to step \(step + 1)")
        case .step(let step): return say(vi: "bước \(step + 1)", en: "step \(step + 1)")
        case .instruction(let index):
            return "\(verb(.say)) \(id.number) " + word(of: index, cards) + " ("
                + cards.instructions[index].title[language] + ")"
        }
    }

    /// The word that asks for an instruction in this language, without accents.
    private func word(of index: Int, _ cards: TriageCards) -> String {
        let instruction = cards.instructions[index]
        let own = language == .vi ? instruction.said.vi.first : instruction.said.en.first
        let word = own ?? cards.cards.first { $0.id == instruction.id }.map(cardWord) ?? instruction.id
        return VietnameseFold.fold(word)
    }

    /// `SAY 7` while nobody has answered: what there is.
    func topics(_ id: IncidentID, _ desk: TriageDesk) -> String {
        var lines = SafeText.wrap(
            incident(id) + say(vi: " chưa phân loại: ", en: " is not triaged yet: ")
                + "\(verb(.triage)) \(id.number) ..." + say(vi: " hoặc chọn ", en: " or choose ")
                + "\(verb(.say)) \(id.number) " + ArgumentKind.topic.placeholder[language] + approval(desk))
        lines += SafeText.wrap("  " + topicWords(desk), indent: 2)
        return reply(lines)
    }

    func unknownTopic(_ topic: String, _ id: IncidentID, _ desk: TriageDesk) -> String {
        refusal(
            say(vi: "không có hướng dẫn nào tên ", en: "there is no instruction called ")
                + "\"" + SafeText.cut(SafeText.visible(topic), 40) + "\"",
            topicWords(desk))
    }

    private func topicWords(_ desk: TriageDesk) -> String {
        desk.cards.instructions.indices.map { word(of: $0, desk.cards) }.joined(separator: ", ")
    }
}
