// What is known of an incident's patients: one answer a question, the later answer winning; and the same as
// a line of text, which is how the journal keeps it. Pure; linear in the questions.

enum TriageAnswer: Equatable, Sendable {
    case yes, no
    /// Asked, and nobody knows.
    case unknown
    case number(Int32)
    /// Index of a card.
    case card(Int)
}

struct TriageAnswers: Equatable, Sendable {
    /// By the question's index; nil where nobody has answered yet.
    private(set) var values: [TriageAnswer?]

    init(_ cards: TriageCards) { values = Array(repeating: nil, count: cards.questions.count) }

    subscript(question: Int) -> TriageAnswer? {
        get { values[question] }
        set { values[question] = newValue }
    }

    /// Whether nobody has answered anything.
    var isEmpty: Bool { values.allSatisfy { $0 == nil } }

    /// The card, where somebody said what happened.
    var card: Int? {
        guard case .card(let index) = values[TriageCards.what] else { return nil }
        return index
    }

    /// With later answers on top. "?" takes back a good answer, never a bad one and never a number: not
    /// knowing any more lowers nothing.
    func merging(_ later: TriageAnswers, in cards: TriageCards) -> TriageAnswers {
        var merged = self
        for question in values.indices {
            guard let answer = later.values[question] else { continue }
            if answer == .unknown, let before = values[question], before != .unknown {
                guard case .yesNo(let bad, _) = cards.questions[question].kind, before != bad else {
                    continue
                }
            }
            merged.values[question] = answer
        }
        return merged.withImplied(over: self, said: later, in: cards)
    }

    /// A card that was just named brings the answers that belong to it, unless the same line says others.
    private func withImplied(over before: TriageAnswers, said: TriageAnswers, in cards: TriageCards)
        -> TriageAnswers
    {
        guard let card = said.card else { return self }
        var full = self
        for condition in cards.cards[card].implies where said.values[condition.question] == nil {
            full.values[condition.question] = condition.test.answer
        }
        return full
    }

    // MARK: - As text

    /// "conscious=no breathing=? what=chest age=54"; what nobody answered is left out.
    func text(_ cards: TriageCards) -> String {
        var parts: [String] = []
        for (question, answer) in values.enumerated() {
            guard let answer else { continue }
            parts.append(cards.questions[question].id + "=" + answer.text(cards))
        }
        return parts.joined(separator: " ")
    }

    /// From `text`. What these cards do not know (they may be newer than the text) is left out.
    init(text: String, _ cards: TriageCards) {
        self.init(cards)
        for part in text.split(separator: " ") {
            guard let sign = part.firstIndex(of: "="),
                let question = cards.questions.firstIndex(where: { $0.id == part[..<sign] }),
                let answer = TriageAnswer(
                    part[part.index(after: sign)...], cards.questions[question].kind, cards)
            else { continue }
            values[question] = answer
        }
    }
}

extension TriageAnswer {
    fileprivate func text(_ cards: TriageCards) -> String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .unknown: "?"
        case .number(let number): "\(number)"
        case .card(let index): cards.cards[index].id
        }
    }

    fileprivate init?(_ text: Substring, _ kind: TriageQuestion.Kind, _ cards: TriageCards) {
        if text == "?" {
            self = .unknown
            return
        }
        switch kind {
        case .yesNo:
            guard text == "yes" || text == "no" else { return nil }
            self = text == "yes" ? .yes : .no
        case .number(let range), .age(let range):
            guard let number = Int32(text), range.contains(number) else { return nil }
            self = .number(number)
        case .card:
            guard let card = cards.cards.firstIndex(where: { $0.id == text }) else { return nil }
            self = .card(card)
        }
    }
}

extension TriageCondition.Test {
    /// The one answer that meets it; nil for a range of numbers.
    var answer: TriageAnswer? {
        switch self {
        case .yes: .yes
        case .no: .no
        case .within: nil
        }
    }
}
