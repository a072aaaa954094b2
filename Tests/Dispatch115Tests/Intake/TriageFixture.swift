@testable import Dispatch115

/// The shipped cards, and the ways in which tests speak of them.
enum TriageFixture {
    static let path = ServiceFixture.root + "/cards/triage.json5"
    static let desk: TriageDesk = {
        do { return try TriageDesk.load(path) } catch { fatalError("the shipped cards: \(error)") }
    }()
    static var cards: TriageCards { desk.cards }

    static func question(_ id: String) -> Int { cards.questions.firstIndex { $0.id == id }! }
    static func card(_ id: String) -> Int { cards.cards.firstIndex { $0.id == id }! }

    /// The canonical text of a line on top of what is known; throws what the parser throws.
    static func read(_ line: String, after known: String = "") throws -> String {
        let before = TriageAnswers(text: known, cards)
        let given = try TriageLine.read(
            line, known: before, cards: cards, vocabulary: desk.vocabulary)
        return before.merging(given, in: cards).text(cards)
    }

    static func outcome(_ text: String) -> TriageOutcome { cards.evaluate(TriageAnswers(text: text, cards)) }

    static func instruction(_ text: String) -> String {
        cards.instructions[outcome(text).instruction].id
    }

    /// Good, not asked, "?", bad: each at least as bad as the one before.
    static func worsening(_ question: Int) -> [TriageAnswer?] {
        guard case .yesNo(let bad, _) = cards.questions[question].kind else { return [nil, .unknown] }
        return [bad == .yes ? .no : .yes, nil, .unknown, bad]
    }
}
