// Words as a table of commands looks them up: upper case, no accents, đ as D, NFC and NFD alike. Also takes
// a Vietnamese letter apart into what a keyboard was given, so that `KeyboardAccidents` can go back. The
// letters themselves stand in `VietnameseFold`. Pure; linear in the word.

/// A letter taken apart.
struct LetterParts: Equatable {
    /// What makes another letter of it; raw values are `VietnameseFold`'s qualities.
    enum Shape: UInt8 { case plain, circumflex, breve, horn, stroke }
    /// Raw values are `VietnameseFold`'s tones.
    enum Tone: UInt8 { case level, grave, hook, tilde, acute, dot }

    /// Upper case where it is a letter of a...z.
    var base: Unicode.Scalar
    var shape = Shape.plain
    var tone = Tone.level
}

enum LetterFolding {
    /// Upper case without accents; what a reader cannot see is left out.
    static func fold(_ word: some StringProtocol) -> String {
        if word.utf8.allSatisfy({ $0 < 0x80 }) { return word.uppercased() }
        var folded = String.UnicodeScalarView()
        for part in parts(word) { folded.append(part.base) }
        return String(folded)
    }

    /// The letters of a word, each with its accents; signs are kept as they are.
    static func parts(_ word: some StringProtocol) -> [LetterParts] {
        var parts: [LetterParts] = []
        for scalar in word.unicodeScalars {
            VietnameseFold.pieces(of: scalar) { piece in
                switch piece {
                case .letter(let base, let quality, let tone):
                    parts.append(
                        LetterParts(
                            base: upper(base), shape: LetterParts.Shape(rawValue: quality) ?? .plain,
                            tone: LetterParts.Tone(rawValue: tone) ?? .level))
                case .mark(let quality, let tone):
                    guard !parts.isEmpty else { return }
                    if let shape = LetterParts.Shape(rawValue: quality), shape != .plain {
                        parts[parts.count - 1].shape = shape
                    }
                    if let tone = LetterParts.Tone(rawValue: tone), tone != .level {
                        parts[parts.count - 1].tone = tone
                    }
                case .space: parts.append(LetterParts(base: scalar))
                case .nothing: break
                }
            }
        }
        return parts
    }

    private static func upper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        return upper.count == 1 ? upper.first ?? scalar : scalar
    }
}
