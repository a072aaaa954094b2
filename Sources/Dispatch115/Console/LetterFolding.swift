// Words as a table of commands looks them up: upper case, no accents, đ as D, NFC and NFD alike. Also takes
// a Vietnamese letter apart into what a keyboard was given, so that `KeyboardAccidents` can go back.
// Pure; linear in the word. Foreign letters are kept as they are: they match nothing.

/// A letter taken apart.
struct LetterParts: Equatable {
    /// What makes another letter of it.
    enum Shape: Equatable { case plain, circumflex, breve, horn, stroke }
    enum Tone: Equatable { case level, grave, hook, tilde, acute, dot }

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

    /// The letters of a word, each with its accents.
    static func parts(_ word: some StringProtocol) -> [LetterParts] {
        var parts: [LetterParts] = []
        for scalar in word.unicodeScalars {
            if let shape = shape(ofMark: scalar) {
                if !parts.isEmpty { parts[parts.count - 1].shape = shape }
            } else if let tone = tone(ofMark: scalar) {
                if !parts.isEmpty { parts[parts.count - 1].tone = tone }
            } else if !isUnseen(scalar) {
                parts.append(whole(scalar))
            }
        }
        return parts
    }

    static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: true
        default: false
        }
    }

    private static func whole(_ scalar: Unicode.Scalar) -> LetterParts {
        if let known = table[scalar] { return known }
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        return LetterParts(base: upper.count == 1 ? (upper.first ?? scalar) : scalar)
    }

    private static func shape(ofMark scalar: Unicode.Scalar) -> LetterParts.Shape? {
        switch scalar.value {
        case 0x302: .circumflex
        case 0x306: .breve
        case 0x31B: .horn
        default: nil
        }
    }

    private static func tone(ofMark scalar: Unicode.Scalar) -> LetterParts.Tone? {
        switch scalar.value {
        case 0x300, 0x340: .grave
        case 0x309: .hook
        case 0x303: .tilde
        case 0x301, 0x341: .acute
        case 0x323: .dot
        default: nil
        }
    }

    /// Every letter of Vietnamese, upper and lower case.
    private static let table: [Unicode.Scalar: LetterParts] = {
        let rows: [(base: Unicode.Scalar, shape: LetterParts.Shape, spelled: String)] = [
            ("A", .plain, "AÀẢÃÁẠ"), ("A", .breve, "ĂẰẲẴẮẶ"), ("A", .circumflex, "ÂẦẨẪẤẬ"),
            ("E", .plain, "EÈẺẼÉẸ"), ("E", .circumflex, "ÊỀỂỄẾỆ"), ("I", .plain, "IÌỈĨÍỊ"),
            ("O", .plain, "OÒỎÕÓỌ"), ("O", .circumflex, "ÔỒỔỖỐỘ"), ("O", .horn, "ƠỜỞỠỚỢ"),
            ("U", .plain, "UÙỦŨÚỤ"), ("U", .horn, "ƯỪỬỮỨỰ"), ("Y", .plain, "YỲỶỸÝỴ"),
        ]
        let tones: [LetterParts.Tone] = [.level, .grave, .hook, .tilde, .acute, .dot]
        var table: [Unicode.Scalar: LetterParts] = [:]
        for row in rows {
            for (scalar, tone) in zip(row.spelled.unicodeScalars, tones) {
                let parts = LetterParts(base: row.base, shape: row.shape, tone: tone)
                table[scalar] = parts
                if let lower = scalar.properties.lowercaseMapping.unicodeScalars.first {
                    table[lower] = parts
                }
            }
        }
        for stroke in ["Đ", "đ"] as [Unicode.Scalar] {
            table[stroke] = LetterParts(base: "D", shape: .stroke)
        }
        return table
    }()
}
