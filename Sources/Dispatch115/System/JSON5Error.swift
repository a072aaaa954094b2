// Why a text is not JSON5 that we take, in words for the person who wrote it.

public struct JSON5Error: Error, Equatable, Sendable, CustomStringConvertible {
    public let line: Int32
    public let column: Int32
    /// What stands there.
    public let what: String
    /// What would be accepted there.
    public let accepted: String

    public init(_ place: JSON5Place, _ what: String, accepted: String) {
        line = place.line
        column = place.column
        self.what = what
        self.accepted = accepted
    }

    public var place: JSON5Place { JSON5Place(line: line, column: column) }
    public var description: String { "\(line):\(column): \(what); accepted: \(accepted)" }
}

/// How text from outside is repeated in a message.
public enum JSON5Text {
    /// In double quotes, at most `maximumScalars` of it, control and format characters as `\u{..}`, so that
    /// nothing in a file can steer the terminal on which the message is read.
    public static func quoted(_ text: String, maximumScalars: Int = 60) -> String {
        var out = "\""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < maximumScalars else { return out + "...\"" }
            out += escaped(scalar)
            count += 1
        }
        return out + "\""
    }

    static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": return "\\" + String(scalar)
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
            return "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: return String(scalar)
        }
    }
}
