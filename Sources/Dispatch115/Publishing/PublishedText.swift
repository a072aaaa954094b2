// Texts, times and numbers as FHIR R4 and XML 1.0 take them. Whatever comes in, what goes out is legal: control
// characters and what turns the reading direction are left out, long texts are cut at a character, an empty text
// is nil. Letters stay as they were written (composed or not). Linear in the text.

enum PublishedText {
    /// Characters that a text may have; longer ones end in "…".
    static let maximumCharacters = 1000

    /// One line, or nil where nothing is left of it.
    static func line(_ text: String, _ maximum: Int = maximumCharacters) -> String? {
        var kept = String.UnicodeScalarView()
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                if !isAfterSpace { kept.append(" ") }
                isAfterSpace = true
            } else if isPlain(scalar) {
                kept.append(scalar)
                isAfterSpace = false
            }
        }
        if isAfterSpace, !kept.isEmpty { kept.removeLast() }
        guard !kept.isEmpty else { return nil }
        let line = String(kept)
        guard line.unicodeScalars.count > maximum else { return line }
        return cut(line, maximum)
    }

    /// At most `maximum` characters and eight times as many scalars: marks piled upon one letter are cut too.
    private static func cut(_ line: String, _ maximum: Int) -> String {
        var kept = ""
        var characters = 0
        var scalars = 0
        for character in line {
            characters += 1
            scalars += character.unicodeScalars.count
            if characters > maximum || scalars > maximum * 8 { return kept + "…" }
            kept.append(character)
        }
        return kept
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if SafeText.isDangerous(scalar) || scalar.properties.isNoncharacterCodePoint { return false }
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: return false
        default: return true
        }
    }

    /// "2026-11-22T10:31:04+07:00", with milliseconds where there are some; nil where there is no moment.
    static func dateTime(_ moment: Timestamp, _ zoneOffsetSeconds: Int64) -> String? {
        guard moment.isSet else { return nil }
        // Zones are whole minutes, and no more than 14 hours away.
        let offset = min(max(zoneOffsetSeconds, -14 * 3600), 14 * 3600) / 60 * 60
        let local = LocalTime(zoneOffsetSeconds: offset)
        let remainder = moment.nanoseconds % 1_000_000_000
        let milliseconds = Int((remainder < 0 ? remainder + 1_000_000_000 : remainder) / 1_000_000)
        var text = local.date(local.day(of: moment)) + "T" + local.clock(moment)
        if milliseconds > 0 {
            text += "." + String(String(milliseconds + 1000).dropFirst())
        }
        let minutes = Int(abs(offset) / 60)
        return text + (offset < 0 ? "-" : "+") + local.two(minutes / 60) + ":" + local.two(minutes % 60)
    }

    /// Units of 10^-7 degrees as degrees, exactly, without needless zeros: "10.7572", "-0.0000001", "106".
    static func degrees(_ e7: Int32) -> String {
        let magnitude = Int64(e7).magnitude
        let whole = String(magnitude / 10_000_000)
        var fraction = String(String(magnitude % 10_000_000 + 10_000_000).dropFirst())
        while fraction.last == "0" { fraction.removeLast() }
        return (e7 < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// Markup as text.
    static func xml(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&apos;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// For the value of a search parameter in a URL: everything but unreserved characters of RFC 3986.
    static func percentEncoded(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 {
            if mayStandInIdentifier(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~") {
                out.append(byte)
            } else {
                out.append(UInt8(ascii: "%"))
                out += Array(Hexadecimal.text([byte]).uppercased().utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    static func mayStandInIdentifier(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// A FHIR id: 1 to 64 letters, digits, dots and hyphens.
    static func isIdentifier(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(mayStandInIdentifier)
    }

    /// Sixteen hexadecimal digits of SHA-256.
    static func shortHash(_ text: String) -> String {
        String(Digest(hashing: Array(text.utf8)).hexadecimal.prefix(16))
    }

    /// "urn:uuid:...": version 8 of RFC 9562, made of SHA-256.
    static func uuidName(_ text: String) -> String {
        var bytes = Array(Digest(hashing: Array(text.utf8)).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.text(bytes))
        var out = "urn:uuid:"
        for (place, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(place) { out.append("-") }
            out.append(digit)
        }
        return out
    }
}
