// Text from outside on its way to a terminal: what would act on it, turn the reading direction or hide is
// shown as <U+XXXX>; everything else stays as it is. Also how wide text is in columns.
// Sources: Unicode UAX #9 (bidirectional controls), UAX #11 (East Asian Width, coarsely).

enum SafeText {
    /// Control characters, separators of lines, and what turns the reading direction.
    static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069,
            0xFFF9...0xFFFB, 0xE0000...0xE007F:
            true
        default: false
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x180E, 0x200B, 0x2060...0x2064, 0xFEFF: true
        default: false
        }
    }

    /// `text` without anything that acts on a terminal. No line ends remain in it.
    static func visible(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        guard text.unicodeScalars.contains(where: { isDangerous($0) || isHidden($0) }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isDangerous(scalar) || isHidden(scalar) {
                out.append(contentsOf: name(scalar.value).unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out)
    }

    /// "<U+202E>".
    static func name(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    }

    /// Columns that the text takes: one a grapheme cluster, two for wide ones.
    static func width(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        // Composed Vietnamese, which most text is: a scalar is a column, and nothing need be segmented.
        var columns = 0
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x20..<0x300, 0x1E00..<0x1F00: columns += 1
            default: return text.reduce(0) { $0 + width($1) }
            }
        }
        return columns
    }

    static func width(_ character: Character) -> Int {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// At most `columns` wide, the cut shown by "…".
    static func cut(_ text: String, _ columns: Int) -> String {
        guard width(text) > columns else { return text }
        var out = ""
        var taken = 0
        for character in text {
            let next = width(character)
            if taken + next > columns - 1 { break }
            taken += next
            out.append(character)
        }
        return out + "…"
    }

    /// All lines of a text at most 80 columns wide, broken at spaces. What is left of a line that begins with
    /// `!` begins so too: it is told from an answer by that.
    static func fitted(_ text: String) -> String {
        guard text.utf8.count > 80 else { return text }
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            if line.utf8.count <= 80 {
                lines.append(String(line))
            } else if line.hasPrefix("! ") {
                lines += wrap(String(line.dropFirst(2)), 78, indent: 2).map { "! " + $0 }
            } else {
                lines += wrap(String(line))
            }
        }
        return lines.joined(separator: "\n")
    }

    /// Lines of at most `columns`, broken at spaces; later lines begin with `indent` spaces. A word that is
    /// too long for a line stays whole: it can be copied.
    static func wrap(_ text: String, _ columns: Int = 80, indent: Int = 4) -> [String] {
        guard width(text) > columns else { return [text] }
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        var taken = line.utf8.count
        var hasWord = false
        for word in text.dropFirst(taken).split(separator: " ", omittingEmptySubsequences: false) {
            let next = width(word)
            if hasWord, taken + 1 + next > columns {
                lines.append(line)
                line = margin + word
                taken = indent + next
            } else {
                line += hasWord ? " " + word : word
                taken += next + (hasWord ? 1 : 0)
            }
            hasWord = true
        }
        lines.append(line)
        return lines
    }
}

/// Columns set by width.
struct TextTable {
    enum Alignment { case left, right }

    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ alignments: [Alignment]) { self.alignments = alignments }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// One line a row, two spaces between columns, at most `columns` wide.
    func lines(_ columns: Int = 80) -> [String] {
        var widths = [Int](repeating: 0, count: alignments.count)
        for row in rows {
            for (position, cell) in row.enumerated() where position < widths.count {
                widths[position] = max(widths[position], SafeText.width(cell))
            }
        }
        return rows.map { row in
            var line = ""
            for (position, cell) in row.enumerated() where position < widths.count {
                if position > 0 { line += "  " }
                let gap = String(repeating: " ", count: widths[position] - SafeText.width(cell))
                line += alignments[position] == .right ? gap + cell : cell + gap
            }
            while line.last == " " { line.removeLast() }
            return SafeText.cut(line, columns)
        }
    }
}
