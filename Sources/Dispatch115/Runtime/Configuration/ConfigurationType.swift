// What a key may hold, and where in `Configuration` it goes: checking, printing and the words for messages
// and the reference page of each kind of value.

import Glibc

enum ConfigurationType: Sendable {
    typealias Slot<Value> = WritableKeyPath<Configuration, Value> & Sendable

    /// 2 to 8 ASCII letters or digits.
    case code(Slot<String>)
    /// One line of text, not empty.
    case text(Slot<String>, maximumBytes: Int)
    /// A path; empty only where that has a meaning.
    case path(Slot<String>, emptyMeans: String?)
    /// An IPv4 address.
    case address(Slot<String>)
    /// The name of a Unix group, or empty.
    case group(Slot<String>)
    /// Names of Unix accounts with commas, or empty.
    case accounts(Slot<String>)
    /// Permissions as octal digits in quotes.
    case mode(Slot<Int>)
    case language(Slot<Configuration.Language>)
    /// One of these words.
    case choice(Slot<String>, [String])
    /// So many digits, or empty.
    case digits(Slot<String>, count: Int)
    /// libpq's connection string or URI, or empty; never with a password.
    case connection(Slot<String>)
    /// Times of the day with commas.
    case times(Slot<String>)
    case whole(Slot<Int>, ClosedRange<Int>, _ unit: String)
    case number(Slot<Double>, ClosedRange<Double>, _ unit: String)
    /// A list of objects, read by `DestinationReading`.
    case destinations(Slot<[PublishingDestination]>)
}

extension ConfigurationType {
    static let maximumPathBytes = 1024

    /// The words for "accepted:" and for the reference page.
    var accepted: String {
        switch self {
        case .code: return "text of 2 to 8 letters A-Z, a-z or digits"
        case .text(_, let maximumBytes): return "text of one line, 1 to \(maximumBytes) bytes"
        case .path(_, emptyMeans: nil): return "text: a path of 1 to \(Self.maximumPathBytes) bytes"
        case .path(_, emptyMeans: let meaning?):
            return "text: a path of at most \(Self.maximumPathBytes) bytes; empty is \(meaning)"
        case .address: return "text: an IPv4 address such as 127.0.0.1"
        case .group: return "text: the name of a Unix group, at most 32 of a-z, 0-9, _ and -, or empty"
        case .accounts:
            return
                "text: names of Unix accounts parted by commas, each at most 32 of A-Z, a-z, 0-9, _ . and -, "
                + "or empty"
        case .choice(_, let words):
            return "text: " + words.map { "\"\($0)\"" }.joined(separator: " or ")
        case .connection:
            return "text: a connection string of libpq, such as \"host=db1,db2 dbname=dispatch "
                + "target_session_attrs=read-write\", without a password; at most "
                + "\(Self.maximumPathBytes) bytes; empty is libpq's own defaults"
        case .digits(_, let count): return "text: \(count) digits, or empty"
        case .destinations: return DestinationReading.accepted
        case .mode: return "text: octal permissions from \"0000\" to \"0777\", such as \"0660\""
        case .times: return "text: times of the day with commas, such as \"07:00,19:00\""
        case .language:
            return "text: "
                + Configuration.Language.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or ")
        case .whole(_, let range, let unit):
            return "a whole number from \(range.lowerBound) to \(range.upperBound)" + Self.of(unit)
        case .number(_, let range, let unit):
            return "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
                + Self.of(unit)
        }
    }

    private static func of(_ unit: String) -> String { unit.isEmpty ? "" : " (\(unit))" }

    /// True where a text is wanted: `--set` then takes what stands after `=` as it is.
    var wantsText: Bool {
        switch self {
        case .code, .text, .path, .address, .group, .accounts, .mode, .language, .times, .choice,
            .connection, .digits:
            true
        case .whole, .number, .destinations: false
        }
    }

    /// The value in a configuration, as it would be written in the file.
    func text(in configuration: Configuration) -> String {
        switch self {
        case .code(let slot), .text(let slot, _), .path(let slot, _), .address(let slot), .group(let slot),
            .accounts(let slot), .times(let slot), .choice(let slot, _), .connection(let slot),
            .digits(let slot, _):
            return JSON5Text.quoted(configuration[keyPath: slot], maximumScalars: .max)
        case .mode(let slot):
            let digits = String(configuration[keyPath: slot], radix: 8)
            return "\"" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "\""
        case .language(let slot): return "\"\(configuration[keyPath: slot].rawValue)\""
        case .whole(let slot, _, _): return "\(configuration[keyPath: slot])"
        case .number(let slot, _, _): return Self.plain(configuration[keyPath: slot])
        case .destinations(let slot):
            return "[" + configuration[keyPath: slot].map { "\($0)" }.joined(separator: ", ") + "]"
        }
    }

    /// 1.3 as 1.3 and 200.0 as 200.
    static func plain(_ number: Double) -> String {
        let text = "\(number)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Puts a value into its slot. What comes back, if anything, says what is wrong with it; nothing is
    /// changed then.
    func take(_ value: JSON5Value.Content, into configuration: inout Configuration) -> String? {
        switch self {
        case .code, .text, .path, .address, .group, .accounts, .mode, .language, .times, .choice,
            .connection, .digits:
            guard case .text(let text) = value else { return "\(value.shown) is no text" }
            return take(text: text, into: &configuration)
        case .whole(let slot, let range, _):
            guard case .whole(let number) = value else { return "\(value.shown) is no whole number" }
            if let wrong = Self.outside(number, range, value) { return wrong }
            configuration[keyPath: slot] = number
        case .number(let slot, let range, _):
            let number: Double
            switch value {
            case .whole(let whole): number = Double(whole)
            case .number(let written) where written.isFinite: number = written
            case .null, .boolean, .number, .text, .array, .object:
                return "\(value.shown) is no number to work with"
            }
            if let wrong = Self.outside(number, range, value) { return wrong }
            configuration[keyPath: slot] = number
        case .destinations(let slot):
            var reading = DestinationReading()
            reading.read(value, JSON5Place(line: 1, column: 1))
            if let first = reading.problems.first { return first.what }
            configuration[keyPath: slot] = reading.destinations
        }
        return nil
    }

    private static func outside<Number: Comparable>(
        _ number: Number, _ range: ClosedRange<Number>, _ value: JSON5Value.Content
    ) -> String? {
        if number < range.lowerBound { return "\(value.shown) is too small" }
        if number > range.upperBound { return "\(value.shown) is too large" }
        return nil
    }

    private func take(text: String, into configuration: inout Configuration) -> String? {
        let shown = JSON5Text.quoted(text)
        switch self {
        case .code(let slot):
            let isCode = (2...8).contains(text.utf8.count) && text.utf8.allSatisfy(Self.isLetterOrDigit)
            guard isCode else { return "\(shown) is no code" }
            configuration[keyPath: slot] = text
        case .text(let slot, let maximumBytes):
            guard !text.isEmpty, Self.isOneLine(text) else { return "\(shown) is no line of text" }
            guard text.utf8.count <= maximumBytes else { return "\(shown) has \(text.utf8.count) bytes" }
            configuration[keyPath: slot] = text
        case .path(let slot, let emptyMeans):
            guard !text.isEmpty || emptyMeans != nil, Self.isOneLine(text) else {
                return "\(shown) is no path"
            }
            guard text.utf8.count <= Self.maximumPathBytes else {
                return "\(shown) has \(text.utf8.count) bytes"
            }
            configuration[keyPath: slot] = text
        case .address(let slot):
            guard Self.isAddress(text) else { return "\(shown) is no IPv4 address" }
            configuration[keyPath: slot] = text
        case .group(let slot):
            let isName = text.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2D }
            guard isName, text.utf8.count <= 32, text.utf8.first != 0x2D else {
                return "\(shown) is no group"
            }
            configuration[keyPath: slot] = text
        case .accounts(let slot):
            for name in text.split(separator: ",", omittingEmptySubsequences: !text.contains(",")) {
                let isName = name.utf8.allSatisfy {
                    Self.isLetterOrDigit($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
                }
                guard isName, (1...32).contains(name.utf8.count), name.utf8.first != 0x2D else {
                    return "\(JSON5Text.quoted(String(name))) is no account"
                }
            }
            configuration[keyPath: slot] = text
        case .mode(let slot):
            let isOctal =
                (3...4).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x37).contains($0) }
            guard isOctal, let mode = Int(text, radix: 8), mode <= 0o777 else { return "\(shown) is no mode" }
            configuration[keyPath: slot] = mode
        case .language(let slot):
            guard let language = Configuration.Language(rawValue: text) else {
                return "\(shown) is no language"
            }
            configuration[keyPath: slot] = language
        case .times(let slot):
            guard Configuration.shiftStarts(text) != nil else { return "\(shown) is no list of times" }
            configuration[keyPath: slot] = text
        case .digits(let slot, let count):
            let isCode = text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard text.isEmpty || isCode else { return "\(shown) is no code" }
            configuration[keyPath: slot] = text
        case .choice(let slot, let words):
            guard words.contains(text) else { return "\(shown) is none of these" }
            configuration[keyPath: slot] = text
        case .connection(let slot):
            guard Self.isOneLine(text) else { return "the connection string is no line of text" }
            // What was written is not said again: it may be the password.
            guard !Self.holdsPassword(text) else {
                return "the connection string holds a password; put it into ~/.pgpass or a passfile"
            }
            guard text.utf8.count <= Self.maximumPathBytes else {
                return "the connection string has \(text.utf8.count) bytes"
            }
            configuration[keyPath: slot] = text
        case .whole, .number: return "\(shown) is no number"
        case .destinations: return "\(shown) is no list of destinations"
        }
        return nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// `password=`, or `user:password@` in a URI; the store looks again with libpq's own eyes.
    static func holdsPassword(_ text: String) -> Bool {
        let folded = text.lowercased().filter { $0 != " " }
        if folded.contains("password=") { return true }
        guard folded.hasPrefix("postgres://") || folded.hasPrefix("postgresql://"),
            let at = folded.firstIndex(of: "@"), let slashes = folded.firstRange(of: "//")
        else { return false }
        return at > slashes.upperBound && folded[slashes.upperBound..<at].contains(":")
    }

    /// Nothing that ends a line, steers a terminal or ends a C string.
    private static func isOneLine(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.generalCategory != .control && scalar != "\u{2028}" && scalar != "\u{2029}"
        }
    }

    /// Four numbers with points, as inet_pton(3) takes them.
    static func isAddress(_ text: String) -> Bool {
        guard !text.utf8.contains(0) else { return false }
        var address = in_addr()
        return inet_pton(AF_INET, text, &address) == 1
    }
}
