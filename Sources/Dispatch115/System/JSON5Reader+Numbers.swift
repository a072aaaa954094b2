// Numbers: decimal with or without point and exponent, a point first or last, hexadecimal, a sign,
// Infinity, NaN. A literal without point and exponent stays an Int, exactly; every other is the nearest
// Double. JSON5 1.0.0, section 6. At most 1,024 characters a literal.

extension JSON5Reader {
    static let maximumNumberCharacters = 1024
    private static let numberForms = "a number such as 12, -3.5, .5, 6e3, 0x1F, Infinity or NaN"

    mutating func number() throws(JSON5Error) -> JSON5Value.Content {
        let begin = here
        var literal = ""
        if current == "+" || current == "-" {
            if current == "-" { literal = "-" }
            try advance()
        }
        switch current {
        case "0":
            try advance()
            if current == "x" || current == "X" { return try hexadecimal(sign: literal, begin) }
            if Self.isDigit(current) {
                throw JSON5Error(
                    begin, "a number that begins with 0",
                    accepted: "no leading zero, or 0x for hexadecimal, or text in quotes")
            }
            literal += "0"
        case .some("1"..."9"): try digits(into: &literal, begin)
        case ".": break
        case "I", "N": return try namedNumber(isNegative: literal == "-", begin)
        default:
            throw JSON5Error(begin, "a sign without a number", accepted: Self.numberForms)
        }
        return try decimal(literal, begin)
    }

    /// Point and exponent, after the sign and the whole digits in `literal`; there may be none of these.
    private mutating func decimal(_ begun: String, _ begin: JSON5Place) throws(JSON5Error)
        -> JSON5Value.Content
    {
        var literal = begun
        var isWhole = true
        if current == "." {
            isWhole = false
            let hasWholeDigits = literal.utf8.last.map { $0 != UInt8(ascii: "-") } ?? false
            literal += hasWholeDigits ? "." : "0."
            try advance()
            if Self.isDigit(current) {
                try digits(into: &literal, begin)
            } else {
                guard hasWholeDigits else {
                    throw JSON5Error(begin, "a point without a digit", accepted: Self.numberForms)
                }
                literal += "0"
            }
        }
        if current == "e" || current == "E" {
            isWhole = false
            literal += "e"
            try advance()
            if current == "+" || current == "-" {
                literal += current == "-" ? "-" : "+"
                try advance()
            }
            guard Self.isDigit(current) else {
                throw JSON5Error(begin, "a number whose exponent has no digit", accepted: Self.numberForms)
            }
            try digits(into: &literal, begin)
        }
        try endOfNumber()
        if isWhole {
            guard let whole = Int(literal) else { throw unfit(begin, "a whole number from -2^63 to 2^63-1") }
            return .whole(whole)
        }
        guard let number = Double(literal), number.isFinite else {
            throw unfit(begin, "a number no larger than about 1.8e308")
        }
        return .number(number)
    }

    private mutating func digits(into literal: inout String, _ begin: JSON5Place) throws(JSON5Error) {
        var count = literal.utf8.count
        while let digit = current, Self.isDigit(digit) {
            guard count < Self.maximumNumberCharacters else {
                throw unfit(begin, "at most \(Self.maximumNumberCharacters) characters")
            }
            literal.unicodeScalars.append(digit)
            count += 1
            try advance()
        }
    }

    private mutating func hexadecimal(sign: String, _ begin: JSON5Place) throws(JSON5Error)
        -> JSON5Value.Content
    {
        try advance()
        var literal = sign
        while let digit = current, Self.hexadecimalValue(digit) != nil {
            guard literal.utf8.count < Self.maximumNumberCharacters else {
                throw unfit(begin, "at most \(Self.maximumNumberCharacters) characters")
            }
            literal.unicodeScalars.append(digit)
            try advance()
        }
        guard literal != sign else {
            throw JSON5Error(begin, "0x without a digit", accepted: "hexadecimal digits after 0x")
        }
        try endOfNumber()
        guard let whole = Int(literal, radix: 16) else {
            throw unfit(begin, "a whole number from -2^63 to 2^63-1")
        }
        return .whole(whole)
    }

    private mutating func namedNumber(isNegative: Bool, _ begin: JSON5Place) throws(JSON5Error)
        -> JSON5Value.Content
    {
        switch try name() {
        case "Infinity": return .number(isNegative ? -.infinity : .infinity)
        case "NaN": return .number(.nan)
        default: throw JSON5Error(begin, "a sign before a word", accepted: Self.numberForms)
        }
    }

    /// `12ab`, `0x1G` and `1.2.3` are slips, not two values.
    private func endOfNumber() throws(JSON5Error) {
        guard let next = current else { return }
        if next == "." || next == "\\" || Self.isDigit(next) || Self.mayBeginName(next) {
            throw error("\(Self.show(next)) directly after a number", accepted: "the end of the number")
        }
    }

    private func unfit(_ begin: JSON5Place, _ accepted: String) -> JSON5Error {
        JSON5Error(begin, "a number that does not fit", accepted: accepted)
    }

    static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar >= "0" && scalar <= "9"
    }

    static func hexadecimalValue(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }
}
