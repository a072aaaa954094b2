// Every word that a person may type about triage, and what it means: answers, words that give a bad answer by
// themselves, cards; and beside them the names of questions and the topics of SAY. Words are matched whole, without
// spaces, and in this order: as they are typed, with their accents; as the keys that a Telex or VNI keyboard
// made letters of ("chét" is `chest`); without accents; as keys that were left over (`khoong`).
// Pure; a look-up is linear in the word.

struct TriageVocabulary: Sendable {
    enum Meaning: Equatable, Sendable {
        case answer(TriageAnswer)
        /// Index of a question whose bad answer it is.
        case bad(Int)
        /// Index of a card.
        case card(Int)
    }

    /// One word of a list with where it stands in the file.
    struct Entry: Sendable {
        var word: String
        var path: String
        var meaning: Meaning
    }

    /// Words typed as answers. Single letters are the quick way; more than a letter may also belong to the
    /// word that follows, so the parser looks at them twice.
    static let yes = ["c", "có", "y", "yes", "đúng", "rồi"]
    static let no = ["k", "không", "ko", "kg", "n", "no", "not", "chưa"]
    static let unknown = ["kr", "không rõ", "không biết", "chưa rõ", "unknown", "unsure", "not sure"]

    let entries: [Entry]
    /// Pairs that mean different things and fold to the same word.
    let clashes: [(first: Entry, second: Entry)]
    private let byPlain: [String: Meaning]
    private let byAccents: [String: Meaning]
    /// Names of questions have a list of their own: `breathing=n` is the question, `breathing` the card.
    private let names: [String: Int]
    private let topics: [String: Int]
    /// The longest word list in spaces: how many typed words may belong together.
    let mostWords: Int

    init(_ cards: TriageCards) {
        var entries: [Entry] = []
        func put(_ words: [String], _ path: String, _ meaning: Meaning) {
            for word in words { entries.append(Entry(word: word, path: path, meaning: meaning)) }
        }
        put(TriageVocabulary.yes, "", .answer(.yes))
        put(TriageVocabulary.no, "", .answer(.no))
        put(TriageVocabulary.unknown, "", .answer(.unknown))
        for (index, question) in cards.questions.enumerated() {
            let path = "questions.\(question.id)"
            put(question.said.all, path + ".said", .bad(index))
        }
        for (index, card) in cards.cards.enumerated() {
            put(card.said.all + [card.id], "cards.\(card.id).said", .card(index))
        }
        var byPlain: [String: Meaning] = [:]
        var byAccents: [String: Meaning] = [:]
        var owners: [String: Int] = [:]
        var clashes: [(Entry, Entry)] = []
        var mostWords = 1
        for (position, entry) in entries.enumerated() {
            let typed = TypedWord(entry.word)
            mostWords = max(mostWords, entry.word.split(separator: " ").count)
            if let owner = owners[typed.plain] {
                if entries[owner].meaning != entry.meaning { clashes.append((entries[owner], entry)) }
                continue
            }
            owners[typed.plain] = position
            byPlain[typed.plain] = entry.meaning
            byAccents[typed.accents] = entry.meaning
        }
        var names: [String: Int] = [:]
        for (index, question) in cards.questions.enumerated() {
            for word in [question.name.vi, question.name.en] + question.also {
                let plain = TypedWord(word).plain
                if let other = names[plain], other != index {
                    let meaning = Meaning.bad(index)
                    clashes.append(
                        (
                            Entry(
                                word: word, path: "questions.\(cards.questions[other].id).name",
                                meaning: meaning),
                            Entry(word: word, path: "questions.\(question.id).name", meaning: meaning)
                        ))
                }
                names[plain] = index
            }
        }
        self.names = names
        self.entries = entries
        self.clashes = clashes
        self.byPlain = byPlain
        self.byAccents = byAccents
        self.mostWords = mostWords
        topics = TriageVocabulary.topics(cards)
    }

    /// What these words, typed one after the other, mean together.
    func meaning(_ words: ArraySlice<String>) -> Meaning? { look(words, byAccents, byPlain) }

    /// The question of that name.
    func question(named word: String) -> Int? { look([word], [:], names) }

    /// The instruction of a topic's words: an instruction's or a card's.
    func topic(_ words: [String]) -> Int? { look(words[...], [:], topics) }

    private func look<Value>(
        _ words: ArraySlice<String>, _ accented: [String: Value], _ plain: [String: Value]
    ) -> Value? {
        let typed = TypedWord(words.joined(separator: " "))
        guard !typed.plain.isEmpty else { return nil }
        if typed.hasAccents {
            if let found = accented[typed.accents] { return found }
            if words.count == 1, let word = words.first {
                for layout in KeyboardAccidents.Layout.allCases {
                    for reading in KeyboardAccidents.readings(of: word, layout) {
                        if let found = plain[reading.lowercased()] { return found }
                    }
                }
            }
        }
        if let found = plain[typed.plain] { return found }
        let left = words.map { word in
            let folded = TypedWord(word).plain
            return TypedKeys.plain(folded) ?? folded
        }
        return plain[left.joined()]
    }

    private static func topics(_ cards: TriageCards) -> [String: Int] {
        var topics: [String: Int] = [:]
        func put(_ words: [String], _ instruction: Int) {
            for word in words {
                let key = TypedWord(word).plain
                if topics[key] == nil { topics[key] = instruction }
            }
        }
        for (index, instruction) in cards.instructions.enumerated() {
            put([instruction.id] + instruction.said.all, index)
        }
        for card in cards.cards { put([card.id] + card.said.all, card.say) }
        return topics
    }
}

/// The cards with the words that people type for them.
struct TriageDesk: Sendable {
    let cards: TriageCards
    let vocabulary: TriageVocabulary

    init(_ cards: TriageCards) {
        self.cards = cards
        vocabulary = TriageVocabulary(cards)
    }
}

/// A word or phrase as it is looked up.
struct TypedWord: Equatable {
    /// Lower case, no accents, no spaces.
    var plain = ""
    /// The same with the accents: each letter with its shape, the tone behind each word.
    var accents = ""
    var hasAccents = false

    init(_ text: some StringProtocol) {
        var plain = String.UnicodeScalarView()
        var accents = String.UnicodeScalarView()
        var wordTone: UInt8 = 0
        func close() {
            if wordTone > 0 { accents.append(Unicode.Scalar(wordTone + 0x30)) }
            wordTone = 0
        }
        for scalar in text.unicodeScalars {
            VietnameseFold.pieces(of: scalar) { piece in
                switch piece {
                case .letter(let base, let quality, let tone):
                    plain.append(base)
                    accents.append(base)
                    if quality > 0 { accents.append(Unicode.Scalar(quality + 0x60)) }
                    if quality > 0 || tone > 0 { hasAccents = true }
                    if tone > 0 { wordTone = tone }
                case .mark(let quality, let tone):
                    if quality > 0 { accents.append(Unicode.Scalar(quality + 0x60)) }
                    if quality > 0 || tone > 0 { hasAccents = true }
                    if tone > 0 { wordTone = tone }
                case .space: close()
                case .nothing: break
                }
            }
        }
        close()
        self.plain = String(plain)
        self.accents = String(accents)
    }
}
