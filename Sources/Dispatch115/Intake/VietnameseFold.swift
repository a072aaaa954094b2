// Folds Vietnamese (and other Latin) text for matching: lower case, no accents, đ as d, punctuation as space.
//
// Takes precomposed letters (NFC) and combining marks (NFD) alike, and anything else that Unicode holds: what
// it does not know it keeps. Never traps, never allocates more than it was given, one pass. It does not
// correct spelling and does not undo what a Telex or VNI keyboard made of a word.
//
// Letters of Vietnamese: Unicode blocks Latin-1, Latin Extended-A/B and Latin Extended Additional
// (U+1EA0...U+1EF9).

/// Folding of text for matching.
enum VietnameseFold {
    /// What one scalar is to a matcher.
    enum Piece: Equatable {
        /// A letter or digit: what it folds to, the mark that makes it another letter (â, ă, ơ, đ: 1...4) and
        /// its tone.
        case letter(Unicode.Scalar, quality: UInt8, tone: UInt8)
        /// A combining mark; `quality` and `tone` are 0 where it is neither (a foreign accent).
        case mark(quality: UInt8, tone: UInt8)
        /// A space or punctuation; `parts` where it parts one thing said from the next (comma, semicolon,
        /// ...).
        case space(parts: Bool)
        /// Something that is not there for a reader (zero width space, soft hyphen, byte order mark).
        case nothing
    }

    /// Lower case, accents dropped, đ as d, punctuation as space, one space at a time and none at the ends.
    /// Linear in `text`; folding twice gives the same as folding once.
    static func fold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        var spaceIsDue = false
        for scalar in text.unicodeScalars {
            pieces(of: scalar) { piece in
                switch piece {
                case .letter(let base, _, _):
                    if spaceIsDue, !folded.isEmpty { folded.append(" ") }
                    spaceIsDue = false
                    folded.append(base)
                case .space:
                    spaceIsDue = true
                case .mark, .nothing:
                    break
                }
            }
        }
        return String(folded)
    }

    /// Calls `body` with the pieces of a scalar: one, or a few where lower case takes several scalars (İ).
    static func pieces(of scalar: Unicode.Scalar, _ body: (Piece) -> Void) {
        if scalar.value < 0x80 {
            body(asciiPiece(UInt8(scalar.value)))
            return
        }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { body(piece(ofLower: lower)) }
    }

    private static func asciiPiece(_ byte: UInt8) -> Piece {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"):
            return .letter(Unicode.Scalar(byte + 32), quality: 0, tone: 0)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .letter(Unicode.Scalar(byte), quality: 0, tone: 0)
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"),
            UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            return .space(parts: true)
        default:
            return .space(parts: false)
        }
    }

    private static func piece(ofLower scalar: Unicode.Scalar) -> Piece {
        let value = scalar.value
        switch value {
        case 0..<0x80:
            return asciiPiece(UInt8(value))
        case 0x300...0x36F:
            return mark(value)
        case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF:
            return .nothing
        case 0xFF0C, 0x3001, 0x3002, 0x2028, 0x2029:
            return .space(parts: true)
        case 0x80...0xBF, 0x2000...0x206F, 0x3000...0x303F:
            return .space(parts: false)
        case tableStart..<tableEnd:
            let entry = lowTable[Int(value - tableStart)]
            return entry.base == 0 ? .letter(scalar, quality: 0, tone: 0) : entry.piece
        case additionalStart..<additionalEnd:
            let entry = additionalTable[Int(value - additionalStart)]
            return entry.base == 0 ? .letter(scalar, quality: 0, tone: 0) : entry.piece
        default:
            return .letter(scalar, quality: 0, tone: 0)
        }
    }

    private static func mark(_ value: UInt32) -> Piece {
        switch value {
        case 0x302: .mark(quality: 1, tone: 0)
        case 0x306: .mark(quality: 2, tone: 0)
        case 0x31B: .mark(quality: 3, tone: 0)
        case 0x300, 0x340: .mark(quality: 0, tone: 1)
        case 0x309: .mark(quality: 0, tone: 2)
        case 0x303: .mark(quality: 0, tone: 3)
        case 0x301, 0x341: .mark(quality: 0, tone: 4)
        case 0x323: .mark(quality: 0, tone: 5)
        default: .mark(quality: 0, tone: 0)
        }
    }
}

// MARK: - The table of letters

extension VietnameseFold {
    private struct Entry {
        var base: UInt8 = 0
        var quality: UInt8 = 0
        var tone: UInt8 = 0

        var piece: Piece { .letter(Unicode.Scalar(base), quality: quality, tone: tone) }
    }

    private static let tableStart: UInt32 = 0xC0
    private static let tableEnd: UInt32 = 0x1B1
    private static let additionalStart: UInt32 = 0x1EA0
    private static let additionalEnd: UInt32 = 0x1EFA

    /// Each row: the plain letter, its quality mark, then the letter without tone and with the five tones
    /// (huyền, hỏi, ngã, sắc, nặng).
    private static let vowels: [(base: UInt8, quality: UInt8, spelled: String)] = [
        (UInt8(ascii: "a"), 0, "aàảãáạ"), (UInt8(ascii: "a"), 2, "ăằẳẵắặ"), (UInt8(ascii: "a"), 1, "âầẩẫấậ"),
        (UInt8(ascii: "e"), 0, "eèẻẽéẹ"), (UInt8(ascii: "e"), 1, "êềểễếệ"), (UInt8(ascii: "i"), 0, "iìỉĩíị"),
        (UInt8(ascii: "o"), 0, "oòỏõóọ"), (UInt8(ascii: "o"), 1, "ôồổỗốộ"), (UInt8(ascii: "o"), 3, "ơờởỡớợ"),
        (UInt8(ascii: "u"), 0, "uùủũúụ"), (UInt8(ascii: "u"), 3, "ưừửữứự"), (UInt8(ascii: "y"), 0, "yỳỷỹýỵ"),
    ]

    /// Letters of other languages that a keyboard or a name may bring: only their plain letter counts.
    private static let foreign: [(base: UInt8, spelled: String)] = [
        (UInt8(ascii: "a"), "äåāą"), (UInt8(ascii: "c"), "çćĉċč"), (UInt8(ascii: "d"), "ď"),
        (UInt8(ascii: "e"), "ëēĕėęě"), (UInt8(ascii: "g"), "ĝğġģ"), (UInt8(ascii: "h"), "ĥħ"),
        (UInt8(ascii: "i"), "îïīĭįı"), (UInt8(ascii: "j"), "ĵ"), (UInt8(ascii: "k"), "ķ"),
        (UInt8(ascii: "l"), "ĺļľŀł"), (UInt8(ascii: "n"), "ñńņň"), (UInt8(ascii: "o"), "öøōŏő"),
        (UInt8(ascii: "r"), "ŕŗř"), (UInt8(ascii: "s"), "śŝşš"), (UInt8(ascii: "t"), "ţťŧ"),
        (UInt8(ascii: "u"), "ûüūŭůűų"), (UInt8(ascii: "w"), "ŵ"), (UInt8(ascii: "y"), "ÿŷ"),
        (UInt8(ascii: "z"), "źżž"),
    ]

    private static let tables: (low: [Entry], additional: [Entry]) = {
        var low = [Entry](repeating: Entry(), count: Int(tableEnd - tableStart))
        var additional = [Entry](repeating: Entry(), count: Int(additionalEnd - additionalStart))
        func put(_ scalar: Unicode.Scalar, _ entry: Entry) {
            switch scalar.value {
            case tableStart..<tableEnd: low[Int(scalar.value - tableStart)] = entry
            case additionalStart..<additionalEnd: additional[Int(scalar.value - additionalStart)] = entry
            default: break
            }
        }
        for row in foreign {
            for scalar in row.spelled.unicodeScalars { put(scalar, Entry(base: row.base)) }
        }
        for row in vowels {
            for (tone, scalar) in row.spelled.unicodeScalars.enumerated() {
                put(scalar, Entry(base: row.base, quality: row.quality, tone: UInt8(tone)))
            }
        }
        put("đ", Entry(base: UInt8(ascii: "d"), quality: 4))
        return (low, additional)
    }()
    private static let lowTable = tables.low
    private static let additionalTable = tables.additional
}
