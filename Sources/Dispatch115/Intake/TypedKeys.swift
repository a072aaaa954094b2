// What was meant by Telex or VNI keys that no keyboard program turned into letters: `khoong` is "không",
// `co1` is "có", `bats` is "bất". The other direction, letters that were meant as keys, is
// `KeyboardAccidents`. Pure; linear in the word.

enum TypedKeys {
    /// The plain letters (lower case, no accents) that these keys would have made; nil where the word holds no
    /// such keys. `word` is folded: a...z and digits.
    static func plain(_ word: String) -> String? {
        let letters = Array(word.unicodeScalars)
        let made = vni(letters) ?? telex(letters)
        let text = String(String.UnicodeScalarView(made))
        return text == word || text.isEmpty ? nil : text
    }

    private static func isVowel(_ letter: Unicode.Scalar) -> Bool {
        switch letter {
        case "a", "e", "i", "o", "u", "y": true
        default: false
        }
    }

    /// Digits after a first letter that is no digit.
    private static func vni(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar]? {
        guard let first = letters.first, !isDigit(first) else { return nil }
        let plain = letters.filter { !isDigit($0) }
        return plain.count == letters.count || plain.count < 2 ? nil : plain
    }

    private static func isDigit(_ letter: Unicode.Scalar) -> Bool { ("0"..."9").contains(letter) }

    private static func telex(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var out: [Unicode.Scalar] = []
        var hasVowel = false
        for letter in letters {
            switch letter {
            // Tones: any time after the first vowel. None of these ends a Vietnamese syllable.
            case "s", "f", "r", "x", "j":
                if !hasVowel { out.append(letter) }
            case "w":
                if let last = out.last, last == "a" || last == "o" || last == "u" || hasVowel { continue }
                out.append("u")
                hasVowel = true
            case "a", "e", "o", "d":
                if out.last == letter { continue }
                // The second key may come late: `nguowif`, `dauddaf`.
                out.append(letter)
                if letter != "d" { hasVowel = true }
            default:
                out.append(letter)
                if isVowel(letter) { hasVowel = true }
            }
        }
        return out
    }
}
