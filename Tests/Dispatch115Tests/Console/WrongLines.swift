@testable import Dispatch115

/// Wrong lines made from the table of commands alone: every row, every argument, every accident. A new row
/// brings its own.
enum WrongLines {
    struct Line {
        let text: String
        let what: String
        let spec: CommandSpec
        /// Whether no reading of it may be accepted; else the row's own readers may.
        let mustFail: Bool
    }

    /// What no number, word of a list, time or name is, and some that a free text may be.
    static let junk = [
        "???", "-", "=", "@", "9x9", "1.5", "-1", "+1", "0x1F", "1e3", "99999999999999999999", "4294967296",
        "１２", "١٢", "12,", ",12", "12,,15", "zz=5", "=5", "@25:00", "@14:99", "@14", "!", "!!", "!0", "ốố",
        "e\u{301}e\u{323}", "\u{200B}12", "abc\u{FEFF}", "'; DROP TABLE events; --", "%s%n",
        "../../etc/passwd",
        "\u{1F691}", "null",
    ]

    /// Characters that no line may carry, whatever it says.
    static let dangerous: [Unicode.Scalar] = [
        "\u{0}", "\u{7}", "\u{8}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{202A}", "\u{202E}", "\u{2066}",
        "\u{200F}",
        "\u{2028}", "\u{2029}", "\u{61C}",
    ]

    static let all: [Line] = CommandTable.rows.flatMap { spec in Language.allCases.flatMap { of(spec, $0) } }

    static func of(_ spec: CommandSpec, _ language: Language) -> [Line] {
        var lines: [Line] = []
        func add(_ text: String, _ what: String, mustFail: Bool = false) {
            lines.append(Line(text: text, what: what, spec: spec, mustFail: mustFail))
        }
        let name = spec.name(language)
        if spec.arguments.contains(where: \.isRequired) { add(name, "nothing given", mustFail: true) }
        for example in spec.examples.map({ $0[language] }) {
            let words = example.split(separator: " ").map(String.init)
            for position in words.indices.dropFirst() {
                func with(_ word: String?) -> String {
                    var changed = words
                    if let word { changed[position] = word } else { changed.remove(at: position) }
                    return changed.joined(separator: " ")
                }
                add(with(nil), "missing: \(words[position])")
                add(with(words[position] + " " + words[position]), "twice: \(words[position])")
                for word in junk { add(with(word), "junk for \(words[position])") }
                let wide = String(
                    String.UnicodeScalarView(
                        words[position].unicodeScalars.map { scalar in
                            (0x30...0x39).contains(scalar.value)
                                ? Unicode.Scalar(scalar.value - 0x30 + 0xFF10) ?? scalar : scalar
                        }))
                if wide != words[position] { add(with(wide), "wide digits") }
                for scalar in dangerous {
                    add(with(words[position] + String(scalar)), "dangerous", mustFail: true)
                }
            }
            add(example + " trailing rubbish", "trailing")
            add(example + " " + String(repeating: "9", count: 5_000), "overlong", mustFail: true)
            add(example + " " + String(repeating: "a", count: 3_000), "long")
            for scalar in dangerous { add(String(scalar) + example, "dangerous verb", mustFail: true) }
            for argument in spec.arguments {
                for named in argument.names { add(example + " \(named)=???", "named junk \(named)") }
                if let named = argument.names.first {
                    add("\(example) \(named)=1 \(named)=1", "named twice \(named)")
                }
            }
        }
        for verb in mangled(name) { add(verb + " ???", "mangled verb") }
        return lines
    }

    /// A verb as keyboards in the other mode, or a heavy hand, leave it.
    static func mangled(_ name: String) -> [String] {
        var verbs = [name + name, name + "9", "1" + name, name + "\u{301}", String(name.reversed())]
        let marks: [Character: [String]] = [
            "A": ["â", "ă", "ạ"], "E": ["ê", "ẻ"], "I": ["ĩ"], "O": ["ô", "ơ", "ộ"], "U": ["ư", "ụ"],
            "D": ["đ"],
            "Y": ["ỳ"],
        ]
        for (position, letter) in name.enumerated() {
            for mark in marks[letter] ?? [] {
                var changed = Array(name).map(String.init)
                changed[position] = mark
                verbs.append(changed.joined())
                verbs.append(String(String.UnicodeScalarView(decomposed(changed.joined()))))
            }
        }
        return verbs
    }

    /// NFD of the letters used above.
    private static func decomposed(_ text: String) -> [Unicode.Scalar] {
        let pairs: [Unicode.Scalar: [Unicode.Scalar]] = [
            "â": ["a", "\u{302}"], "ă": ["a", "\u{306}"], "ạ": ["a", "\u{323}"], "ê": ["e", "\u{302}"],
            "ẻ": ["e", "\u{309}"], "ĩ": ["i", "\u{303}"], "ô": ["o", "\u{302}"], "ơ": ["o", "\u{31B}"],
            "ộ": ["o", "\u{323}", "\u{302}"], "ư": ["u", "\u{31B}"], "ụ": ["u", "\u{323}"],
            "ỳ": ["y", "\u{300}"],
        ]
        return text.unicodeScalars.flatMap { pairs[$0] ?? [$0] }
    }

    /// The row's first example in this language with every short number replaced by one that nothing has; nil
    /// where it holds none.
    static func ofNobody(_ spec: CommandSpec, _ language: Language) -> String? {
        guard let example = spec.examples.first?[language] else { return nil }
        var isChanged = false
        let words = example.split(separator: " ").map { word -> String in
            let pieces = word.split(separator: ",", omittingEmptySubsequences: false)
            let digits = pieces.map { $0.hasPrefix("!") ? $0.dropFirst() : $0 }
            guard digits.allSatisfy({ (1...5).contains($0.count) && $0.allSatisfy(\.isNumber) }) else {
                return String(word)
            }
            isChanged = true
            return word.hasPrefix("!") ? "!64999" : "64999"
        }
        return isChanged ? words.joined(separator: " ") : nil
    }
}
