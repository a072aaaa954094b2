// Text in quotes and names without. A text may go on in the next line after a backslash; its escapes are
// those of JSON5 1.0.0, section 5.1. Names follow ECMAScript 5.1, section 7.6. A text that Swift cannot
// hold exactly (a surrogate without its other half) is refused. Linear.

extension JSON5Reader {
    mutating func string() throws(JSON5Error) -> String {
        let begin = here
        let quote = current
        try advance()
        var text: [UInt8] = []
        while let scalar = current {
            switch scalar {
            case quote:
                try advance()
                return String(decoding: text, as: UTF8.self)
            case "\\": try escape(into: &text, begin)
            case "\n", "\r":
                throw JSON5Error(
                    begin, "the text that begins here is not closed on its line",
                    accepted: "the closing quote, or \\ at the end of the line to go on in the next")
            default:
                text.append(contentsOf: bytes[currentStart..<offset])
                try advance()
            }
        }
        throw unclosed(begin)
    }

    private func unclosed(_ begin: JSON5Place) -> JSON5Error {
        JSON5Error(begin, "the text that begins here is not closed", accepted: "the closing quote")
    }

    private mutating func escape(into text: inout [UInt8], _ begin: JSON5Place) throws(JSON5Error) {
        let place = here
        try advance()
        guard let scalar = current else { throw unclosed(begin) }
        switch scalar {
        case "u":
            let value = try unicodeEscape(place)
            text.append(contentsOf: Array(String(value).utf8))
            return
        case "x":
            try advance()
            let value = try hexadecimalDigits(2, place)
            guard let character = Unicode.Scalar(value) else { throw badEscape(place) }
            text.append(contentsOf: Array(String(character).utf8))
            return
        case "\r":
            try advance()
            if current == "\n" { try advance() }
            return
        case "\n", "\u{2028}", "\u{2029}": break
        case "b": text.append(0x08)
        case "f": text.append(0x0C)
        case "n": text.append(0x0A)
        case "r": text.append(0x0D)
        case "t": text.append(0x09)
        case "v": text.append(0x0B)
        case "0":
            try advance()
            if Self.isDigit(current) { throw badEscape(place) }
            text.append(0)
            return
        case "1"..."9": throw badEscape(place)
        default: text.append(contentsOf: bytes[currentStart..<offset])
        }
        try advance()
    }

    /// At the `u`: one scalar from one `\uXXXX`, or from two that are a surrogate pair.
    private mutating func unicodeEscape(_ place: JSON5Place) throws(JSON5Error) -> Unicode.Scalar {
        try advance()
        let high = try hexadecimalDigits(4, place)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xDC00, current == "\\" else { throw loneSurrogate(place) }
        try advance()
        guard current == "u" else { throw loneSurrogate(place) }
        try advance()
        let low = try hexadecimalDigits(4, place)
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw loneSurrogate(place) }
        return scalar
    }

    private mutating func hexadecimalDigits(_ count: Int, _ place: JSON5Place) throws(JSON5Error) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let scalar = current, let digit = Self.hexadecimalValue(scalar) else {
                throw badEscape(place)
            }
            value = value << 4 | digit
            try advance()
        }
        return value
    }

    private func badEscape(_ place: JSON5Place) -> JSON5Error {
        JSON5Error(
            place, "an escape that does not exist",
            accepted:
                "\\n \\r \\t \\b \\f \\v \\0 \\xHH \\uHHHH, or \\ before a character or the end of the line")
    }

    private func loneSurrogate(_ place: JSON5Place) -> JSON5Error {
        JSON5Error(place, "half of a surrogate pair", accepted: "\\uD800 to \\uDBFF, then \\uDC00 to \\uDFFF")
    }

    // MARK: names

    /// A name without quotes; the current scalar may begin one or is a backslash.
    mutating func name() throws(JSON5Error) -> String {
        var name = String.UnicodeScalarView()
        while var scalar = current {
            let place = here
            let isEscaped = scalar == "\\"
            if isEscaped {
                try advance()
                guard current == "u" else { throw badNameEscape(place) }
                scalar = try unicodeEscape(place)
            }
            guard name.isEmpty ? Self.mayBeginName(scalar) : Self.mayContinueName(scalar) else {
                if isEscaped { throw badNameEscape(place) }
                break
            }
            name.append(scalar)
            if !isEscaped { try advance() }
        }
        return String(name)
    }

    private func badNameEscape(_ place: JSON5Place) -> JSON5Error {
        JSON5Error(
            place, "an escape that is no part of a name",
            accepted: "\\uHHHH of a letter or digit, or the name in quotes")
    }

    static func mayBeginName(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "_", "$": return true
        default: break
        }
        guard scalar.value >= 0x80 else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .letterNumber:
            return true
        default: return false
        }
    }

    static func mayContinueName(_ scalar: Unicode.Scalar) -> Bool {
        if mayBeginName(scalar) || isDigit(scalar) || scalar == "\u{200C}" || scalar == "\u{200D}" {
            return true
        }
        guard scalar.value >= 0x80 else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: return true
        default: return false
        }
    }
}
