// How the reader moves: one Unicode scalar at a time, strictly decoded (no overlong forms, no surrogates,
// nothing above U+10FFFF; Unicode 16, table 3-7), places counted on the way; and what lies between values:
// blanks and comments. Linear, holds no copy of the text.

extension JSON5Reader {
    var here: JSON5Place { JSON5Place(line: line, column: column) }

    func error(_ what: String, accepted: String) -> JSON5Error { JSON5Error(here, what, accepted: accepted) }

    /// The bracket's own place: at the end of a long file nobody can see which one is open.
    func unclosed(_ kind: String, _ begin: JSON5Place, _ bracket: String) -> JSON5Error {
        JSON5Error(
            begin, "the text ends inside the \(kind) that begins here", accepted: "\(bracket) to close it")
    }

    static func show(_ scalar: Unicode.Scalar?) -> String {
        guard let scalar else { return "the end of the text" }
        return JSON5Text.quoted(String(scalar))
    }

    /// Takes the current scalar and looks at the next.
    mutating func advance() throws(JSON5Error) {
        if let passed = current {
            let endsLine =
                passed == "\n" || (passed == "\r" && !(offset < bytes.count && bytes[offset] == 0x0A))
            if endsLine {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        currentStart = offset
        current = try decode()
    }

    mutating func decode() throws(JSON5Error) -> Unicode.Scalar? {
        guard offset < bytes.count else { return nil }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return Unicode.Scalar(first)
        }
        let (length, lowest): (Int, UInt32)
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, lowest, value) = (2, 0x80, UInt32(first & 0x1F))
        case 0xE0...0xEF: (length, lowest, value) = (3, 0x800, UInt32(first & 0x0F))
        case 0xF0...0xF4: (length, lowest, value) = (4, 0x1_0000, UInt32(first & 0x07))
        default: throw notText(first)
        }
        guard offset + length <= bytes.count else { throw notText(first) }
        for byte in bytes[(offset + 1)..<(offset + length)] {
            guard byte & 0xC0 == 0x80 else { throw notText(first) }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= lowest, let scalar = Unicode.Scalar(value) else { throw notText(first) }
        offset += length
        return scalar
    }

    private func notText(_ byte: UInt8) -> JSON5Error {
        error(
            "the byte 0x" + String(byte, radix: 16, uppercase: true) + " begins no character",
            accepted: "text in UTF-8")
    }

    // MARK: between values

    mutating func skipBlanks() throws(JSON5Error) {
        while let scalar = current {
            if scalar == "/" {
                try skipComment()
            } else if Self.isBlank(scalar) {
                try advance()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(JSON5Error) {
        let begin = here
        try advance()
        switch current {
        case "/":
            while let scalar = current, !Self.endsLine(scalar) { try advance() }
        case "*":
            try advance()
            var afterStar = false
            while let scalar = current {
                try advance()
                if afterStar && scalar == "/" { return }
                afterStar = scalar == "*"
            }
            throw JSON5Error(begin, "the comment that begins here is not closed", accepted: "*/ at its end")
        default:
            throw JSON5Error(
                begin, "a single /", accepted: "a comment: // to the end of the line, or /* ... */")
        }
    }

    static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\r", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{0B}", "\u{0C}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}": true
        default: scalar.value >= 0x80 && scalar.properties.generalCategory == .spaceSeparator
        }
    }
}
