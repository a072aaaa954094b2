// What a JSON5 text says, with the place where it says it: whoever refuses a value later can still point at
// the line that a person wrote. Members keep the order of the text. Source: the JSON5 data format 1.0.0
// (spec.json5.org). Cost: about 40 bytes a value besides its text.

/// Where something begins: line and column from 1. A column is one Unicode scalar (a tab is one, a base
/// letter and its combining mark are two); lines end at LF, CR or CR LF, as editors count them.
public struct JSON5Place: Equatable, Comparable, Sendable, CustomStringConvertible {
    public let line: Int32
    public let column: Int32

    public init(line: Int32, column: Int32) {
        self.line = line
        self.column = column
    }

    public var description: String { "line \(line), column \(column)" }

    public static func < (left: JSON5Place, right: JSON5Place) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One value and its place.
public struct JSON5Value: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        case null
        case boolean(Bool)
        /// A number written without point and exponent, decimal or hexadecimal.
        case whole(Int)
        /// Every other number; Infinity and NaN too, which typed readers refuse.
        case number(Double)
        case text(String)
        case array([JSON5Value])
        case object([JSON5Member])
    }

    public let content: Content
    public let place: JSON5Place

    public init(_ content: Content, _ place: JSON5Place) {
        self.content = content
        self.place = place
    }

    /// The member of that name; nil where there is none or this is no object. Linear.
    public subscript(name: String) -> JSON5Value? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.name == name }?.value
    }
}

/// One `name: value` of an object; `place` is the name's.
public struct JSON5Member: Equatable, Sendable {
    public let name: String
    public let place: JSON5Place
    public let value: JSON5Value

    public init(name: String, place: JSON5Place, value: JSON5Value) {
        self.name = name
        self.place = place
        self.value = value
    }
}

extension JSON5Value.Content {
    /// The kind for a message: "a text", "an object".
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .whole: "a whole number"
        case .number: "a number"
        case .text: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The value for a message, shortened and safe for a terminal: `"abc"`, `12`, `a list`.
    public var shown: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .whole(let number): "\(number)"
        case .number(let number) where number.isNaN: "NaN"
        case .number(let number) where number.isInfinite: number < 0 ? "-Infinity" : "Infinity"
        case .number(let number): "\(number)"
        case .text(let text): JSON5Text.quoted(text)
        case .array, .object: kind
        }
    }
}
