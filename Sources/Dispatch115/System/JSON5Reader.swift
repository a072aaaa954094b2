// Reads JSON5: configuration, scenarios, whatever else people write by hand. Strict where kindness would
// hide a mistake: two equal names in one object, a lone surrogate, a whole number that does not fit, bytes
// that are no UTF-8 are errors with their place. It never traps, opens no file and keeps nothing.
//
// Source: the JSON5 data format 1.0.0 (spec.json5.org). Beyond it: a byte order mark is passed over; whole
// numbers outside Int64, numbers outside Double and number literals over 1,024 characters are refused.
// Cost: linear in the bytes. Bounds: depth and size by `JSON5Limits`; recursion is as deep as the nesting.

/// How much a text may hold before it is refused.
public struct JSON5Limits: Equatable, Sendable {
    /// Arrays and objects within each other.
    public var maximumDepth: Int
    public var maximumBytes: Int

    public init(maximumDepth: Int = 64, maximumBytes: Int = 8 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumBytes = maximumBytes
    }
}

public struct JSON5Reader {
    static let valueForms = "a value: text in quotes, a number, true, false, null, a list or an object"

    let bytes: [UInt8]
    let limits: JSON5Limits
    /// The scalar not yet taken, nil at the end; `currentStart..<offset` are its bytes.
    var current: Unicode.Scalar?
    var currentStart = 0
    var offset = 0
    var line: Int32 = 1
    var column: Int32 = 1

    /// The one value of the text.
    public static func read(_ bytes: [UInt8], limits: JSON5Limits = JSON5Limits()) throws(JSON5Error)
        -> JSON5Value
    {
        guard bytes.count <= limits.maximumBytes, bytes.count < Int(Int32.max) else {
            throw JSON5Error(
                JSON5Place(line: 1, column: 1), "the text has \(bytes.count) bytes",
                accepted: "at most \(limits.maximumBytes) bytes")
        }
        var reader = try JSON5Reader(bytes, limits)
        try reader.skipBlanks()
        let value = try reader.value(depth: 0)
        try reader.skipBlanks()
        if let left = reader.current {
            throw reader.error("\(Self.show(left)) after the end of the value", accepted: "nothing more")
        }
        return value
    }

    /// The same from text.
    public static func read(text: String, limits: JSON5Limits = JSON5Limits()) throws(JSON5Error)
        -> JSON5Value
    {
        try read(Array(text.utf8), limits: limits)
    }

    init(_ bytes: [UInt8], _ limits: JSON5Limits) throws(JSON5Error) {
        self.bytes = bytes
        self.limits = limits
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        currentStart = offset
        current = try decode()
    }

    // MARK: values

    mutating func value(depth: Int) throws(JSON5Error) -> JSON5Value {
        let place = here
        guard let first = current else {
            throw error("the text ends where a value should stand", accepted: Self.valueForms)
        }
        switch first {
        case "{": return JSON5Value(.object(try object(depth: depth + 1)), place)
        case "[": return JSON5Value(.array(try array(depth: depth + 1)), place)
        case "\"", "'": return JSON5Value(.text(try string()), place)
        case "0"..."9", "+", "-", ".": return JSON5Value(try number(), place)
        default:
            guard Self.mayBeginName(first) || first == "\\" else {
                throw error("\(Self.show(first)) where a value should stand", accepted: Self.valueForms)
            }
            return JSON5Value(try word(at: place), place)
        }
    }

    private mutating func word(at place: JSON5Place) throws(JSON5Error) -> JSON5Value.Content {
        let word = try name()
        switch word {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "null": return .null
        case "Infinity": return .number(.infinity)
        case "NaN": return .number(.nan)
        default:
            throw JSON5Error(
                place, "\(JSON5Text.quoted(word)) is a word without quotes", accepted: Self.valueForms)
        }
    }

    private mutating func enter(_ depth: Int) throws(JSON5Error) {
        guard depth <= limits.maximumDepth else {
            throw error(
                "lists and objects are nested \(depth) deep", accepted: "at most \(limits.maximumDepth)")
        }
        try advance()
    }

    private mutating func array(depth: Int) throws(JSON5Error) -> [JSON5Value] {
        let begin = here
        try enter(depth)
        var values: [JSON5Value] = []
        while true {
            try skipBlanks()
            if current == "]" { break }
            guard current != nil else { throw unclosed("list", begin, "]") }
            values.append(try value(depth: depth))
            try skipBlanks()
            if current == "," {
                try advance()
            } else if current != "]" {
                guard let other = current else { throw unclosed("list", begin, "]") }
                throw error(
                    "\(Self.show(other)) after a value of the list that begins at \(begin)",
                    accepted: "a comma, or ] to close the list")
            }
        }
        try advance()
        return values
    }

    private mutating func object(depth: Int) throws(JSON5Error) -> [JSON5Member] {
        let begin = here
        try enter(depth)
        var members: [JSON5Member] = []
        // Only looked up, never walked: the order of a Dictionary must not be seen anywhere.
        var firstPlaces: [String: JSON5Place] = [:]
        while true {
            try skipBlanks()
            guard let first = current else { throw unclosed("object", begin, "}") }
            if first == "}" { break }
            let place = here
            guard first == "\"" || first == "'" || first == "\\" || Self.mayBeginName(first) else {
                throw error(
                    "\(Self.show(first)) where a key should stand",
                    accepted: "a key: a name of letters, digits, _ and $, or text in quotes")
            }
            let name = first == "\"" || first == "'" ? try string() : try name()
            if let earlier = firstPlaces.updateValue(place, forKey: name) {
                throw JSON5Error(
                    place, "the key \(JSON5Text.quoted(name)) is given twice, first at \(earlier)",
                    accepted: "each key once in an object")
            }
            try skipBlanks()
            guard current == ":" else {
                throw error(
                    "\(Self.show(current)) after the key \(JSON5Text.quoted(name))",
                    accepted: "a colon and the key's value")
            }
            try advance()
            try skipBlanks()
            members.append(JSON5Member(name: name, place: place, value: try value(depth: depth)))
            try skipBlanks()
            if current == "," {
                try advance()
            } else if current != "}" {
                guard let other = current else { throw unclosed("object", begin, "}") }
                throw error(
                    "\(Self.show(other)) after the value of \(JSON5Text.quoted(name))",
                    accepted: "a comma, or } to close the object that begins at \(begin)")
            }
        }
        try advance()
        return members
    }
}
