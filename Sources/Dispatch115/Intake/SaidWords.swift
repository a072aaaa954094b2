// The words of a caller, for telling whether two callers speak of the same thing: syllables folded for
// comparing and as typed for showing, the pairs they make (most Vietnamese words are two syllables), and the
// kind of event that they name. Compares, never understands.
//
// Bound: the first 60 syllables of a text.

/// What is said to have happened, coarsely.
enum SaidTopic: UInt8, CaseIterable, Sendable {
    case crash, fire, unconscious, drowning, violence, fall, birth, poisoning

    /// Pairs or single words, folded, that name it.
    fileprivate var terms: [String] {
        switch self {
        case .crash:
            [
                "tai nan", "va cham", "xe tai", "dam xe", "xe dam", "dung xe", "xe dung", "tong xe",
                "xe tong",
                "te xe", "lat xe", "xe lat", "bi xe", "xe khach", "xe buyt", "container", "dam vao",
                "dung nhau", "dam nhau", "crash", "crashed", "collision", "accident", "truck", "lorry",
            ]
        case .fire: ["hoa hoan", "boc chay", "chay nha", "chay lon", "boc khoi", "khoi den", "fire", "smoke"]
        case .unconscious:
            [
                "bat tinh", "ngat xiu", "bi ngat", "ngung tim", "ngung tho", "khong tho", "co giat",
                "unconscious", "collapsed", "fainted", "seizure",
            ]
        case .drowning: ["duoi nuoc", "chet duoi", "drowning", "drowned"]
        case .violence: ["danh nhau", "bi chem", "chem nhau", "bi danh", "fight", "stabbed", "beaten"]
        case .fall: ["te lau", "roi lau", "nga cau", "te cau", "giai giao", "gian giao", "fell"]
        case .birth: ["chuyen da", "sap sinh", "sap de", "dang de", "vo oi", "birth", "labour"]
        case .poisoning: ["ngo doc", "trung doc", "uong thuoc", "poison", "poisoned", "overdose"]
        }
    }

    fileprivate static let byTerm: [String: SaidTopic] = {
        var byTerm: [String: SaidTopic] = [:]
        for topic in SaidTopic.allCases { for term in topic.terms { byTerm[term] = topic } }
        return byTerm
    }()
}

struct SaidWords: Sendable {
    static let syllableLimit = 60

    /// Two syllables that stand side by side.
    struct Pair: Equatable, Sendable {
        var folded: String
        var typed: String
        /// False for what only joins "ngã tư" to its name: it tells two crossings apart, and is no word.
        var isWord = true
    }

    private(set) var pairs: [Pair] = []
    private(set) var topics: [SaidTopic] = []
    private let index: Set<String>

    /// Cuts `text`; never fails. Linear in what is looked at. Numbers are words of an address, and none where a
    /// coordinate was typed.
    init(_ text: String) {
        var syllables = SaidWords.syllables(text)
        if !TypedCoordinate.all(in: text).isEmpty {
            syllables.removeAll { $0.folded.utf8.allSatisfy { (48...57).contains($0) } }
        }
        var pairs: [Pair] = []
        var topics: [SaidTopic] = []
        var isAfterCommon = false
        for (position, syllable) in syllables.enumerated() {
            var terms = [syllable.folded]
            if position + 1 < syllables.count {
                let next = syllables[position + 1]
                let folded = syllable.folded + " " + next.folded
                terms.append(folded)
                let isEmpty =
                    SaidWords.empty.contains(syllable.folded) || SaidWords.empty.contains(next.folded)
                let isCommon = SaidWords.common.contains(folded)
                defer { isAfterCommon = isCommon }
                if !isEmpty, !isCommon {
                    pairs.append(
                        Pair(folded: folded, typed: syllable.typed + " " + next.typed, isWord: !isAfterCommon)
                    )
                }
            }
            for term in terms {
                if let topic = SaidTopic.byTerm[term], !topics.contains(topic) { topics.append(topic) }
            }
        }
        self.pairs = pairs
        self.topics = topics
        index = Set(pairs.map(\.folded))
    }

    /// The pairs that the other says too, as typed here, each once, in their order.
    func shared(with other: SaidWords) -> [Pair] {
        var found: [Pair] = []
        for pair in pairs where other.index.contains(pair.folded) {
            if !found.contains(where: { $0.folded == pair.folded }) { found.append(pair) }
        }
        return found
    }

    /// Every crossing is called so.
    private static let common: Set<String> = ["nga tu", "nga ba", "nga nam", "nga sau", "vong xoay"]

    /// Words that are said of anything.
    private static let empty: Set<String> = [
        "co", "o", "va", "voi", "la", "thi", "ma", "bi", "duoc", "cho", "roi", "dang", "toi", "em", "anh",
        "chi", "a", "nha", "gan", "day", "kia", "nay", "do", "mot", "hai", "cai", "nguoi", "duong", "so",
        "the", "an", "of", "in", "on", "at", "is", "to", "and", "with", "near", "there", "phuong", "quan",
    ]

    private static func syllables(_ text: String) -> [Pair] {
        var found: [Pair] = []
        var folded = String.UnicodeScalarView()
        var typed = String.UnicodeScalarView()
        func finish() {
            if !folded.isEmpty { found.append(Pair(folded: String(folded), typed: String(typed))) }
            folded = String.UnicodeScalarView()
            typed = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            guard found.count < syllableLimit else { return found }
            var isSpace = false
            VietnameseFold.pieces(of: scalar) { piece in
                switch piece {
                case .letter(let base, _, _): folded.append(base)
                case .space: isSpace = true
                case .mark, .nothing: break
                }
            }
            if isSpace { finish() } else { typed.append(scalar) }
        }
        finish()
        return found
    }
}
