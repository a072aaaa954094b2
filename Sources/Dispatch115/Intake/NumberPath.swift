// A house number as alleys nest it: 36/45/32 is number 32 in alley 45 of alley 36. Each part may carry letters:
// 12A, 7bis, A12. Never throws, never traps; linear in the text, which is bounded.

/// House and alley numbers from the street inwards.
struct NumberPath: Equatable, Sendable {
    /// Alleys nest no deeper than this.
    static let depthLimit = 8
    /// Characters of one part.
    static let partLimit = 8

    /// From the street inwards, folded: lower case, no leading zeros. At least one.
    let parts: [String]

    /// Nil where there is no part, one too many, or one that is no number.
    init?(parts: [String]) {
        guard (1...NumberPath.depthLimit).contains(parts.count) else { return nil }
        for part in parts where part.isEmpty || part.utf8.count > NumberPath.partLimit { return nil }
        self.parts = parts
    }

    /// From "36/45" or "12A": digits and unaccented letters, each part with one digit at least.
    init?(_ text: String) {
        guard text.utf8.count <= 80 else { return nil }
        var parts: [String] = []
        for piece in text.split(separator: "/", omittingEmptySubsequences: false) {
            var words = PlaceWords(String(piece)).words[...]
            guard words.contains(where: \.isNumber), words.count <= 3 else { return nil }
            var part = words.removeFirst().text
            for word in words {
                // "12 A" and "12A" are one; "12 13" is nothing.
                guard word.glue == .joined || word.glue == .space, !(word.isNumber && word.glue == .space)
                else { return nil }
                part += word.text
            }
            guard part.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
            parts.append(part)
        }
        self.init(parts: parts)
    }

    var text: String { parts.joined(separator: "/") }
    /// As it is written on the wall: 12A/7.
    var shown: String { text.uppercased() }

    /// The first `count` parts; nil for none.
    func prefix(_ count: Int) -> NumberPath? { NumberPath(parts: Array(parts.prefix(count))) }

    func begins(with other: NumberPath) -> Bool {
        parts.count >= other.parts.count && Array(parts.prefix(other.parts.count)) == other.parts
    }

    /// The number of a house right at the street; nil in an alley or with letters.
    var streetNumber: Int? { parts.count == 1 ? Int(parts[0]) : nil }
}
