// From one line of bytes to a request. Pure: no clock (now is passed in), no state, never traps whatever
// the bytes are. What it looks at is bounded by `maximumBytes`; cost is linear in the line, but for a first
// word that no table knows (a search for the nearest verbs).
//
// Refused, never passed on: bytes that are no UTF-8, control characters (C0 without TAB, DEL, C1), line and
// paragraph separators, and characters that turn the reading direction (U+061C, U+200E/F, U+202A...E,
// U+2066...9). Spaces of every kind part words. Free text is kept as it was typed.

/// One line, taken apart.
struct ParsedLine: Equatable, Sendable {
    /// The client's own name for this line, without its `#`.
    var clientID: String?
    /// What was typed first, where it is a verb: known also of a line whose arguments are wrong.
    var verb: Verb?
    var request: Result<Request, LineError>
    /// The numbers of the units that the line names.
    var units: [Int32] = []
}

struct LineParser: Sendable {
    /// Local time minus UTC.
    var zoneOffsetSeconds: Int64 = 7 * 3600
    /// Bytes of a line without its end.
    var maximumBytes = 4_096

    static let longestClientID = 64

    func parse(_ line: String, now: Timestamp) -> ParsedLine { parse(Array(line.utf8), now: now) }

    /// `bytes` is a line without its newline; a carriage return at its end is left out.
    func parse(_ bytes: [UInt8], now: Timestamp) -> ParsedLine {
        var bytes = bytes
        if bytes.last == 13 { bytes.removeLast() }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        var clientID: String?
        var verb: Verb?
        do throws(LineError) {
            guard bytes.count <= maximumBytes else { throw .tooLong(limit: maximumBytes) }
            clientID = try takeClientID(&bytes)
            var units: [Int32] = []
            let request = try request(bytes, now, &verb, &units)
            return ParsedLine(clientID: clientID, verb: verb, request: .success(request), units: units)
        } catch {
            return ParsedLine(clientID: clientID, verb: verb, request: .failure(error))
        }
    }

    // MARK: - The bytes

    private func takeClientID(_ bytes: inout [UInt8]) throws(LineError) -> String? {
        guard bytes.first == UInt8(ascii: "#") else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: " ")) ?? bytes.count
        let name = bytes[1..<end]
        guard !name.isEmpty, name.count <= LineParser.longestClientID,
            name.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .badClientID }
        bytes = Array(bytes[min(end + 1, bytes.count)...])
        return String(decoding: name, as: UTF8.self)
    }

    private func request(
        _ bytes: [UInt8], _ now: Timestamp, _ found: inout Verb?, _ units: inout [Int32]
    ) throws(LineError) -> Request {
        guard let line = String(validating: bytes, as: UTF8.self) else {
            throw .notUTF8(byte: LineParser.firstBadByte(bytes))
        }
        try refuseControls(line)
        let words = LineWords(line)
        guard let first = words.words.first else { return .empty }
        // "N;chest pain": the semicolon ends the verb too.
        let cut = first.prefix { $0 != ";" }
        let verb = try verb(cut.isEmpty ? first : cut, words)
        found = verb
        return try ArgumentBinder(
            spec: CommandTable.spec(verb), line: words, zoneOffsetSeconds: zoneOffsetSeconds, now: now
        ).request(&units)
    }

    /// From 1. Only asked where the bytes are known to be no UTF-8.
    private static func firstBadByte(_ bytes: [UInt8]) -> Int {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        var good = 0
        while case .scalarValue(let scalar) = decoder.decode(&iterator) { good += UTF8.width(scalar) }
        return min(good + 1, bytes.count)
    }

    private func refuseControls(_ line: String) throws(LineError) {
        let isPlain = line.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 9 }
        guard !isPlain else { return }
        var index = line.startIndex
        while index < line.endIndex {
            for scalar in line[index].unicodeScalars where SafeText.isDangerous(scalar) && scalar != "\t" {
                throw .controlCharacter(
                    scalar.value, column: line.distance(from: line.startIndex, to: index) + 1)
            }
            index = line.index(after: index)
        }
    }

    // MARK: - The verb

    private func verb(_ first: Substring, _ line: LineWords) throws(LineError) -> Verb {
        let folded = LetterFolding.fold(first)
        if let verb = CommandTable.verb(named: folded) { return verb }
        let column = line.column(of: first)
        if folded == "OS" { throw .ambiguousOS(column: column) }
        var readings: [String] = []
        if first.utf8.contains(where: { $0 >= 0x80 }) {
            readings = KeyboardAccidents.Layout.allCases.flatMap { KeyboardAccidents.readings(of: first, $0) }
        }
        var meant: [Verb] = []
        for verb in readings.compactMap(CommandTable.verb(named:)) where !meant.contains(verb) {
            meant.append(verb)
        }
        if meant.count == 1 { return meant[0] }
        if readings.contains("OS") { throw .ambiguousOS(column: column) }
        for word in [folded] + readings {
            if let verb = CommandTable.renamedVerb(word) { throw .renamedVerb(word, verb, column: column) }
        }
        throw .unknownVerb(String(first), column: column, nearest: nearest(folded))
    }

    /// A number stuck to its verb ("I1") is taken apart before spelling is doubted.
    private func nearest(_ folded: String) -> [String] {
        let letters = folded.prefix { !$0.isNumber }
        let digits = folded.dropFirst(letters.count)
        if !digits.isEmpty, digits.allSatisfy(\.isNumber), CommandTable.verb(named: String(letters)) != nil {
            return ["\(letters) \(digits)"]
        }
        guard folded.unicodeScalars.count <= 24 else { return [] }
        return CommandTable.nearest(to: folded)
    }
}

/// A line and its words, each still a part of the line, so that columns and verbatim text are at hand.
struct LineWords {
    let line: String
    let words: [Substring]

    init(_ line: String) {
        self.line = line
        words = line.split(whereSeparator: LineWords.parts)
    }

    static func parts(_ character: Character) -> Bool { character.isWhitespace }

    /// From 1.
    func column(of word: Substring) -> Int { column(at: word.startIndex) }

    func column(at index: String.Index) -> Int { line.distance(from: line.startIndex, to: index) + 1 }

    var endColumn: Int { column(at: line.endIndex) }
}
