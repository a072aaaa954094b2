// Why a line of triage answers is not taken: the word, what is wrong with it, what would be accepted.

extension Renderer {
    func refused(
        _ error: TriageLineError, _ desk: TriageDesk, known: TriageAnswers, _ id: IncidentID
    ) -> String {
        refusal(why(error, desk, id), better(error, desk, known, id))
    }

    private func shown(_ word: String) -> String { "\"" + SafeText.cut(SafeText.visible(word), 40) + "\"" }

    private func ask(_ question: Int, _ desk: TriageDesk) -> String {
        "\"" + desk.cards.questions[question].ask[language] + "\""
    }

    private func why(_ error: TriageLineError, _ desk: TriageDesk, _ id: IncidentID) -> String {
        switch error {
        case .unknownWord(let word): return say(vi: "không hiểu ", en: "cannot make sense of ") + shown(word)
        case .needsAnswer(let word, let question):
            return shown(word) + say(vi: " chưa có lời đáp cho ", en: " has no answer to ")
                + ask(question, desk)
        case .badAnswer(let word, let question):
            return shown(word) + say(vi: " không phải lời đáp cho ", en: " is no answer to ")
                + ask(question, desk)
        case .strayNumber(let word):
            return shown(word) + say(vi: " là số của điều gì?", en: " is a number of what?")
        case .noSuchQuestion(let number, let count):
            return say(vi: "không có câu hỏi số ", en: "there is no question ") + shown(number)
                + say(vi: "; chỉ có \(count) câu", en: "; there are \(count)")
        case .nothingAsked(let word):
            return say(
                vi: "đã hỏi hết, không biết \(shown(word)) đáp cho câu nào",
                en: "all questions have answers; which one is \(shown(word)) for?")
        case .contradictory(let word, let question):
            return shown(word)
                + say(vi: " trái với lời đáp khác trên cùng dòng cho ", en: " contradicts the same line on ")
                + ask(question, desk)
        case .againstCard(let card, let question):
            return shown(desk.cards.cards[card].title[language])
                + say(vi: " trái với lời đáp trên cùng dòng cho ", en: " contradicts the same line on ")
                + ask(question, desk)
        case .twoReadings(let words, let question):
            return shown(words)
                + say(
                    vi: " có hai cách hiểu: đáp câu kế, hay nói về ",
                    en: " can be read in two ways: the next answer, or ")
                + ask(question, desk)
        }
    }

    private func better(
        _ error: TriageLineError, _ desk: TriageDesk, _ known: TriageAnswers, _ id: IncidentID
    ) -> String {
        let see = "\(verb(.triage)) \(id.number)" + say(vi: " xem các câu hỏi", en: " shows the questions")
        switch error {
        case .unknownWord(let word):
            let near = nearest(word, desk)
            let meant =
                near.isEmpty
                ? "" : say(vi: "có phải ", en: "did you mean ") + near.joined(separator: ", ") + "?; "
            return meant
                + say(
                    vi: "c k ?, tên việc, 54t, tên=lời đáp; ", en: "y n ?, what happened, 54y, name=answer; ")
                + see
        case .needsAnswer(_, let question), .badAnswer(_, let question), .contradictory(_, let question):
            return takenFor(question, desk)
        case .againstCard(_, let question):
            return takenFor(question, desk) + say(vi: ", hoặc thẻ khác", en: ", or another card")
        case .twoReadings(_, let question):
            return takenFor(question, desk)
                + say(vi: ", hoặc một chữ c / k rồi tên=lời đáp", en: ", or y / n alone and then name=answer")
        case .strayNumber(let word):
            let digits = word.prefix { $0.isNumber }
            return say(
                vi: "\(digits)t (tuổi), \(digits)bn (số người)", en: "\(digits)y (age), \(digits)p (people)")
        case .noSuchQuestion, .nothingAsked:
            return say(vi: "tên=lời đáp, như tinh=k; ", en: "name=answer, such as conscious=n; ") + see
        }
    }

    private func takenFor(_ question: Int, _ desk: TriageDesk) -> String {
        let row = desk.cards.questions[question]
        let name = row.name[language]
        switch row.kind {
        case .yesNo:
            return say(vi: "\(name)=c, \(name)=k hoặc \(name)=?", en: "\(name)=y, \(name)=n or \(name)=?")
        case .age(let range): return ages(name, range)
        case .number(let range): return "\(name)=\(range.lowerBound) ... \(name)=\(range.upperBound)"
        case .card:
            let words = desk.cards.cards.compactMap { language == .vi ? $0.said.vi.first : $0.said.en.first }
            return words.map(VietnameseFold.fold).joined(separator: ", ")
        }
    }

    private func ages(_ name: String, _ range: ClosedRange<Int32>) -> String {
        say(
            vi: "\(name)=\(range.lowerBound) đến \(name)=\(range.upperBound), 54t, 8th (tháng)",
            en: "\(name)=\(range.lowerBound) to \(name)=\(range.upperBound), 54y, 8m (months)")
    }

    /// The words of the cards at most two slips away, at most three.
    private func nearest(_ word: String, _ desk: TriageDesk) -> [String] {
        let typed = TypedWord(word).plain
        guard (3...24).contains(typed.count) else { return [] }
        var found: [(distance: Int, word: String)] = []
        for entry in desk.vocabulary.entries {
            let folded = TypedWord(entry.word).plain
            guard folded.count > 2 else { continue }
            let distance = EditDistance.between(typed, folded)
            let shownWord = VietnameseFold.fold(entry.word)
            if distance <= 2, distance * 2 < typed.count, !found.contains(where: { $0.word == shownWord }) {
                found.append((distance, shownWord))
            }
        }
        let best = found.map(\.distance).min() ?? 0
        return found.filter { $0.distance == best }.prefix(3).map(\.word)
    }
}
