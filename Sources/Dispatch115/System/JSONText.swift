// The little JSON that is written by hand here: one line objects for programs. Reading is `JSON5Reader`'s.

/// JSON for output that is a few words long.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{0}"..<"\u{20}": out += "\\u00" + Hexadecimal.text([UInt8(scalar.value)])
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// A whole number as it is, anything else quoted.
    static func value(_ text: String) -> String { Int64(text).map { "\($0)" } ?? quoted(text) }
}
