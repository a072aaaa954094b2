// From what a person types after `TRI 7` to answers. Quick: `k k bat tinh 54t` in the order of the questions;
// named: `tinh=k tho=c`, `4=k` by the number that was shown; words that say it all: `khong tho`, `dau nguc`.
// Nothing is guessed: a word that could mean two things is refused with the two ways to write it. Pure;
// linear in the words times the longest phrase.

/// Why a line of answers is not taken: which word, and what would be accepted.
enum TriageLineError: Error, Equatable, Sendable {
    case unknownWord(String)
    /// A question's name without an answer behind it.
    case needsAnswer(String, question: Int)
    /// An answer that this question does not take.
    case badAnswer(String, question: Int)
    /// A number that belongs to no question.
    case strayNumber(String)
    /// No question has that number.
    case noSuchQuestion(String, count: Int)
    /// All questions have answers: which one is meant?
    case nothingAsked(String)
    /// The line says both.
    case contradictory(String, question: Int)
    /// The card says another thing of this question than the line.
    case againstCard(card: Int, question: Int)
    /// "khong chay mau": no to the next question and bleeding, or not bleeding?
    case twoReadings(String, question: Int)
}

struct TriageLine {
    private let cards: TriageCards
    private let vocabulary: TriageVocabulary
    private let known: TriageAnswers
    private let words: [String]
    private var answers: TriageAnswers
    private var position = 0

    /// The answers of this line alone; `known` tells which question is next.
    static func read(
        _ text: String, known: TriageAnswers, cards: TriageCards, vocabulary: TriageVocabulary
    ) throws(TriageLineError) -> TriageAnswers {
        var line = TriageLine(text, known, cards, vocabulary)
        while line.position < line.words.count { try line.takeOne() }
        try line.checkCard()
        return line.answers
    }

    private init(
        _ text: String, _ known: TriageAnswers, _ cards: TriageCards, _ vocabulary: TriageVocabulary
    ) {
        self.cards = cards
        self.vocabulary = vocabulary
        self.known = known
        answers = TriageAnswers(cards)
        words = TriageLine.words(text)
    }

    /// Spaces around a sign do not part it from its name: "tinh = k" is "tinh= k".
    private static func words(_ text: String) -> [String] {
        var words: [String] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            if let first = word.first, first == "=" || first == ":", let name = words.last,
                !name.contains("="), !name.contains(":")
            {
                words[words.count - 1] = name + word
            } else {
                words.append(String(word))
            }
        }
        return words
    }

    // MARK: - One thing said

    private mutating func takeOne() throws(TriageLineError) {
        let word = words[position]
        if let sign = word.firstIndex(where: { $0 == "=" || $0 == ":" }) {
            return try takeNamed(word, sign)
        }
        if word == "?" {
            position += 1
            return try answerNext(.unknown, word)
        }
        if let (meaning, count) = phrase(at: position) {
            let said = words[position..<position + count].joined(separator: " ")
            position += count
            return try take(meaning, said)
        }
        if let question = vocabulary.question(named: word) {
            position += 1
            guard position < words.count, cards.questions[question].kind == .card || isAnswer(at: position)
            else {
                throw .needsAnswer(word, question: question)
            }
            return try takeValue(of: question)
        }
        if let number = TypedNumber(word) {
            position += 1
            return try takeNumber(number, word)
        }
        throw .unknownWord(word)
    }

    private mutating func take(_ meaning: TriageVocabulary.Meaning, _ said: String) throws(TriageLineError) {
        switch meaning {
        case .card(let card):
            // "breathing n": trouble breathing, and no to the next question; or not breathing?
            if let question = vocabulary.question(named: said), position < words.count, isAnswer(at: position)
            {
                throw .twoReadings(said + " " + words[position], question: question)
            }
            try set(TriageCards.what, .card(card), said)
        case .bad(let question):
            guard case .yesNo(let bad, _) = cards.questions[question].kind else { return }
            try set(question, bad, said)
        case .answer(let answer):
            if answer != .unknown, said.unicodeScalars.count > 1, position < words.count,
                case .bad(let question)? = phrase(at: position)?.meaning
            {
                throw .twoReadings(said + " " + words[position], question: question)
            }
            try answerNext(answer, said)
        }
    }

    /// The longest words from here on that mean something together.
    private func phrase(at start: Int) -> (meaning: TriageVocabulary.Meaning, count: Int)? {
        let most = min(vocabulary.mostWords, words.count - start)
        for count in stride(from: most, through: 1, by: -1) {
            let slice = words[start..<start + count]
            // A sign parts what is said: "bat tinh=k" is not "bất tỉnh".
            if slice.contains(where: { $0.contains("=") || $0.contains(":") || $0 == "?" }) { continue }
            if let meaning = vocabulary.meaning(slice) { return (meaning, count) }
        }
        return nil
    }

    private func isAnswer(at start: Int) -> Bool {
        if words[start] == "?" || TypedNumber(words[start]) != nil { return true }
        if case .answer? = phrase(at: start)?.meaning { return true }
        return false
    }

    // MARK: - Named

    private mutating func takeNamed(_ word: String, _ sign: String.Index) throws(TriageLineError) {
        let name = String(word[..<sign])
        let question = try question(named: name)
        let value = String(word[word.index(after: sign)...])
        position += 1
        if !value.isEmpty {
            // The value may be the first word of several: `viec=dau nguc`.
            var line = TriageLine(replacing: self, with: [value] + words[position...])
            try line.takeValue(of: question)
            answers = line.answers
            position += line.position - 1
            return
        }
        guard position < words.count else { throw .needsAnswer(word, question: question) }
        try takeValue(of: question)
    }

    private init(replacing line: TriageLine, with words: [String]) {
        cards = line.cards
        vocabulary = line.vocabulary
        known = line.known
        answers = line.answers
        self.words = words
    }

    private func question(named name: String) throws(TriageLineError) -> Int {
        if let number = Int(name) {
            let asked = cards.asked(now)
            guard asked.indices.contains(number - 1) else {
                throw .noSuchQuestion(name, count: asked.count)
            }
            return asked[number - 1]
        }
        guard let question = vocabulary.question(named: name) else { throw .unknownWord(name) }
        return question
    }

    /// The answer to a question that was named; `position` is at its first word.
    private mutating func takeValue(of question: Int) throws(TriageLineError) {
        let word = words[position]
        if word == "?" {
            position += 1
            return try set(question, .unknown, word)
        }
        let found = phrase(at: position)
        switch (cards.questions[question].kind, found?.meaning) {
        case (_, .answer(.unknown)):
            position += found?.count ?? 1
            try set(question, .unknown, word)
        case (.yesNo, .answer(let answer)):
            position += found?.count ?? 1
            try set(question, answer, word)
        case (.card, .card(let card)):
            position += found?.count ?? 1
            try set(question, .card(card), word)
        case (.number(let range), _), (.age(let range), _):
            guard let number = TypedNumber(word), let value = number.value(cards.questions[question].kind)
            else { throw .badAnswer(word, question: question) }
            guard range.contains(value) else { throw .badAnswer(word, question: question) }
            position += 1
            if position < words.count, TypedNumber.unit(words[position]) == number.unitOf(question, cards) {
                position += 1
            }
            try set(question, .number(value), word)
        case (_, _): throw .badAnswer(word, question: question)
        }
    }

    // MARK: - In their order

    /// What is known with this line so far.
    private var now: TriageAnswers { known.merging(answers, in: cards) }

    private mutating func answerNext(_ answer: TriageAnswer, _ word: String) throws(TriageLineError) {
        let now = now
        guard let question = cards.asked(now).first(where: { now[$0] == nil }) else {
            throw .nothingAsked(word)
        }
        if answer != .unknown {
            guard case .yesNo = cards.questions[question].kind else {
                throw .badAnswer(word, question: question)
            }
        }
        try set(question, answer, word)
    }

    private mutating func takeNumber(_ number: TypedNumber, _ word: String) throws(TriageLineError) {
        var number = number
        if number.unit == nil, position < words.count, let unit = TypedNumber.unit(words[position]) {
            number.unit = unit
            position += 1
        }
        let now = now
        let next = cards.asked(now).first { now[$0] == nil }
        let target: Int?
        switch number.unit {
        case .years, .months, .days: target = cards.questions.firstIndex { $0.kind.isAge }
        case .people: target = cards.questions.firstIndex { $0.kind.isCount }
        case nil: target = next.flatMap { cards.questions[$0].kind.isNumber ? $0 : nil }
        }
        guard let target else { throw .strayNumber(word) }
        guard let value = number.value(cards.questions[target].kind),
            cards.questions[target].kind.takes(value)
        else { throw .badAnswer(word, question: target) }
        try set(target, .number(value), word)
    }

    private mutating func set(_ question: Int, _ answer: TriageAnswer, _ word: String)
        throws(TriageLineError)
    {
        if let before = answers[question], before != answer { throw .contradictory(word, question: question) }
        answers[question] = answer
    }

    private func checkCard() throws(TriageLineError) {
        guard let card = answers.card else { return }
        for condition in cards.cards[card].implies {
            guard let said = answers[condition.question], said != .unknown else { continue }
            if said != condition.test.answer { throw .againstCard(card: card, question: condition.question) }
        }
    }
}

/// "54", "54t", "8th", "2bn".
private struct TypedNumber {
    enum Unit { case years, months, days, people }

    var number: Int32
    var unit: Unit?

    init?(_ word: String) {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let number = Int32(digits) else { return nil }
        self.number = number
        let rest = word.dropFirst(digits.count)
        guard !rest.isEmpty else { return }
        guard let unit = TypedNumber.short(rest) ?? TypedNumber.unit(String(rest)) else { return nil }
        self.unit = unit
    }

    /// Behind the digits, without a space.
    private static func short(_ text: Substring) -> Unit? {
        switch TypedWord(text).plain {
        case "t", "y", "yo", "yr": .years
        case "th", "m", "mo": .months
        case "d": .days
        case "bn", "nn", "p", "pt": .people
        default: nil
        }
    }

    /// A word of its own.
    static func unit(_ word: String) -> Unit? {
        switch TypedWord(word).plain {
        case "tuoi", "year", "years": .years
        case "thang", "month", "months": .months
        case "ngay", "day", "days": .days
        case "nguoi", "people", "persons", "patients": .people
        default: nil
        }
    }

    func unitOf(_ question: Int, _ cards: TriageCards) -> Unit? {
        unit ?? (cards.questions[question].kind.isAge ? .years : .people)
    }

    /// As the question counts it: whole years for an age; nil where the unit does not fit.
    func value(_ kind: TriageQuestion.Kind) -> Int32? {
        switch (kind, unit) {
        case (.age, nil), (.age, .years), (.number, nil), (.number, .people): number
        case (.age, .months): number / 12
        case (.age, .days): number <= 365 ? 0 : nil
        case (_, _): nil
        }
    }
}

extension TriageQuestion.Kind {
    var isAge: Bool {
        if case .age = self { return true }
        return false
    }

    var isCount: Bool {
        if case .number = self { return true }
        return false
    }

    var isNumber: Bool { isAge || isCount }

    func takes(_ number: Int32) -> Bool {
        switch self {
        case .number(let range), .age(let range): range.contains(number)
        case .yesNo, .card: false
        }
    }
}
