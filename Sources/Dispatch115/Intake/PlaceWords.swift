// Cuts what a caller said about a place into words to be matched, folded but with their accents remembered
// apart.
//
// Letters and digits part ("p14q10" is p, 14, q, 10), numbers lose leading zeros, and a word knows whether a
// comma or the like stands before it. The place of the tone mark inside a syllable does not matter (Hoà is
// Hòa).
// Bound: the first 300 characters and never more than 1,200 scalars are looked at; one pass.

/// One word of a place as said.
struct PlaceWord: Equatable, Sendable {
    /// Folded: lower case, no accents, d for đ; digits without leading zeros.
    var text: String
    /// For every scalar of `text` the mark that makes it another letter (â, ă, ơ, đ), 0 for none.
    var qualities: [UInt8]
    /// The tone of the syllable, 0 for none.
    var tone: UInt8
    /// Whether it is all digits.
    var isNumber: Bool
    /// Whether a comma, a semicolon, a bracket or a new line parts it from the word before.
    var isParted: Bool
    /// What stands between it and the word before.
    var glue: Glue = .space

    enum Glue: Equatable, Sendable {
        case space
        /// Nothing: the 12 and the A of 12A.
        case joined
        /// A slash, as between the numbers of an alley.
        case slash
        case dash
    }

    /// Whether anybody typed an accent on it.
    var hasMarks: Bool { tone != 0 || qualities.contains { $0 != 0 } }

    /// The same word with the same accents.
    func isExactly(_ other: PlaceWord) -> Bool {
        text == other.text && tone == other.tone && qualities == other.qualities
    }

    /// The same word, and every accent that was typed here is one that `official` has (half-typed words
    /// pass).
    func mayBe(_ official: PlaceWord) -> Bool {
        guard text == official.text, tone == 0 || tone == official.tone else { return false }
        for (typed, right) in zip(qualities, official.qualities) where typed != 0 && typed != right {
            return false
        }
        return true
    }
}

/// The words of a place as said.
struct PlaceWords: Equatable, Sendable {
    /// Characters that are looked at; the rest is not.
    static let characterLimit = 300
    /// Scalars that are looked at, whatever characters they make.
    static let scalarLimit = 1_200

    private(set) var words: [PlaceWord] = []
    /// Whether there was more than the limit, so that what was found may lack its end.
    let wasCut: Bool

    /// Cuts `text`; never fails.
    init(_ text: String) {
        let looked = PlaceWords.head(of: text)
        wasCut = looked.wasCut
        var word = PlaceWord(text: "", qualities: [], tone: 0, isNumber: false, isParted: false)
        var letters = String.UnicodeScalarView()
        var isParted = false
        var glue = PlaceWord.Glue.space
        func finish() {
            guard !letters.isEmpty else { return }
            if word.isNumber {
                let kept = letters.drop { $0 == "0" }
                word.text = kept.isEmpty ? "0" : String(String.UnicodeScalarView(kept))
                word.qualities = [UInt8](repeating: 0, count: word.text.unicodeScalars.count)
            } else {
                word.text = String(letters)
            }
            words.append(word)
            letters = String.UnicodeScalarView()
        }
        for scalar in looked.text.unicodeScalars {
            VietnameseFold.pieces(of: scalar) { piece in
                switch piece {
                case .letter(let base, let quality, let tone):
                    let isDigit = base.value >= 0x30 && base.value <= 0x39
                    if !letters.isEmpty, word.isNumber != isDigit { finish() }
                    if letters.isEmpty {
                        word = PlaceWord(
                            text: "", qualities: [], tone: 0, isNumber: isDigit, isParted: isParted,
                            glue: glue)
                        isParted = false
                        glue = .joined
                    }
                    letters.append(base)
                    word.qualities.append(quality)
                    if tone != 0 { word.tone = tone }
                case .mark(let quality, let tone):
                    guard !letters.isEmpty else { break }
                    if tone != 0 { word.tone = tone }
                    if quality != 0 { word.qualities[word.qualities.count - 1] = quality }
                case .space(let parts):
                    finish()
                    if parts { isParted = true }
                    if scalar == "/" || scalar == "\\" {
                        glue = .slash
                    } else if glue == .joined || glue == .space {
                        glue = scalar == "-" || scalar == "–" ? .dash : .space
                    }
                case .nothing:
                    break
                }
            }
        }
        finish()
    }

    /// The part of `text` that is looked at.
    static func head(of text: String) -> (text: String, wasCut: Bool) {
        var scalars = String.UnicodeScalarView()
        var count = 0
        var wasCut = false
        for scalar in text.unicodeScalars {
            if count == scalarLimit {
                wasCut = true
                break
            }
            scalars.append(scalar)
            count += 1
        }
        let bounded = String(scalars)
        let head = bounded.prefix(characterLimit)
        return (String(head), wasCut || head.endIndex != bounded.endIndex)
    }
}
