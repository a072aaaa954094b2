// Finds the names of streets and landmarks in words: exactly, or with one slip of the keyboard. The index gives
// the names that may be there, this looks whether they are, and where.
//
// The longest name wins over shorter ones that share a word with it. A name right after the title of an area
// (phường Bến Thành) is the area's. Bounds: PlaceWords' 300 characters, names of at most eight words.

/// A known name in the words.
struct NameMatch: Equatable {
    var span: Range<Int>
    /// Rows of `CityPlaces.streets` and `.landmarks`, rising, each once.
    var streets: [Int] = []
    var landmarks: [Int] = []
    /// The accents that were typed are not the name's own, or one letter is: ask.
    var isDoubtful = false
}

/// Names in words.
enum PlaceNames {
    static let longestName = 8
    /// Shorter names are too near each other for a slip to be told.
    static let shortestSlip = 5

    /// The exact ones, left to right, none sharing a word.
    static func exact(in words: [PlaceWord], of places: CityPlaces, _ lookup: any PlaceLookup)
        throws(PlaceLookupError) -> [NameMatch]
    {
        var spans: [(span: Range<Int>, key: String)] = []
        for start in words.indices {
            var key = ""
            for end in start..<min(words.count, start + longestName) {
                if end > start, words[end].isParted { break }
                key += (key.isEmpty ? "" : " ") + words[end].text
                spans.append((start..<(end + 1), key))
            }
        }
        let found = try lookup.names(spans.map(\.key))
        var rows: [String: [IndexedName]] = [:]
        for name in found { rows[name.key, default: []].append(name) }
        var owned = [Bool](repeating: false, count: words.count)
        var matches: [NameMatch] = []
        for length in stride(from: longestName, through: 1, by: -1) {
            for (span, key) in spans where span.count == length && !owned[span].contains(true) {
                guard let names = rows[key], !isAreaName(words, span) else { continue }
                for index in span { owned[index] = true }
                matches.append(match(span, names, words, places))
            }
        }
        return matches.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    /// Whether the title of an area stands right before: then the area is meant. "đường Quận 4"? no such name.
    private static func isAreaName(_ words: [PlaceWord], _ span: Range<Int>) -> Bool {
        for back in 1...2 where span.lowerBound - back >= 0 && !words[span.lowerBound].isParted {
            // A lone letter is a title only where something follows it that is no number's letter.
            if let title = AreaTitle.at(span.lowerBound - back, in: words), title.length == back {
                return true
            }
        }
        return false
    }

    private static func match(
        _ span: Range<Int>, _ names: [IndexedName], _ words: [PlaceWord], _ places: CityPlaces
    ) -> NameMatch {
        var exact = NameMatch(span: span)
        var half = NameMatch(span: span)
        var wrong = NameMatch(span: span, isDoubtful: true)
        let said = Array(words[span])
        let hasMarks = said.contains(where: \.hasMarks)
        for name in names {
            let fit = fit(said, spellings(name, places))
            switch fit {
            case .exact where hasMarks: add(name, to: &exact)
            case .exact, .half: add(name, to: &half)
            case .wrong: add(name, to: &wrong)
            }
        }
        // Accents that were typed in full decide between names that differ in nothing else.
        if !exact.streets.isEmpty || !exact.landmarks.isEmpty { return exact }
        if !half.streets.isEmpty || !half.landmarks.isEmpty { return half }
        return wrong
    }

    private enum Fit { case exact, half, wrong }

    private static func fit(_ said: [PlaceWord], _ spellings: [String]) -> Fit {
        var best = Fit.wrong
        for spelling in spellings {
            let official = PlaceWords(spelling).words
            guard official.count == said.count else { continue }
            if zip(said, official).allSatisfy({ $0.isExactly($1) }) { return .exact }
            if zip(said, official).allSatisfy({ $0.mayBe($1) }) { best = .half }
        }
        return best
    }

    private static func spellings(_ name: IndexedName, _ places: CityPlaces) -> [String] {
        if name.isStreet {
            guard places.streets.indices.contains(name.row) else { return [] }
            return spellings(of: places.streets[name.row])
        }
        guard places.landmarks.indices.contains(name.row) else { return [] }
        return spellings(of: places.landmarks[name.row])
    }

    /// "Đường Lê Lợi" is "Lê Lợi" too; "Đường số 7" is only that.
    static func spellings(of street: CityPlaces.Street) -> [String] {
        var all = [street.name] + street.aliases
        let words = PlaceWords(street.name).words
        let isNumbered = words.count > 1 && (words[1].text == "so" || words[1].isNumber)
        if words.count > 1, words[0].text == "duong", !isNumbered {
            all.append(street.name.split(separator: " ").dropFirst().joined(separator: " "))
        }
        return all
    }

    private static let shortForms = [
        ("Bệnh viện ", "BV "), ("Đại học ", "ĐH "), ("Ủy ban nhân dân ", "UBND "),
    ]

    /// With the titles that everybody shortens.
    static func spellings(of landmark: CityPlaces.Landmark) -> [String] {
        let all = [landmark.name] + landmark.aliases
        var short: [String] = []
        for name in all {
            for (long, abbreviated) in shortForms where name.hasPrefix(long) {
                short.append(abbreviated + name.dropFirst(long.count))
            }
        }
        return all + short
    }

    private static func add(_ name: IndexedName, to match: inout NameMatch) {
        if name.isStreet {
            if !match.streets.contains(name.row) { match.streets.append(name.row) }
        } else if !match.landmarks.contains(name.row) {
            match.landmarks.append(name.row)
        }
    }

    // MARK: - One slip

    /// Names that some words are but for one slip. Never taken, only asked.
    static func slipped(in words: [PlaceWord], owned: [Bool], _ lookup: any PlaceLookup)
        throws(PlaceLookupError) -> [NameMatch]
    {
        var asked: [String] = []
        for word in words.prefix(40) where !asked.contains(word.text) { asked.append(word.text) }
        let names = try lookup.names(like: asked)
        var matches: [NameMatch] = []
        // Where each word would end if all stood in one line: a name's length rules most windows out.
        var ends: [Int] = [0]
        for word in words { ends.append(ends[ends.count - 1] + word.text.utf8.count + 1) }
        for name in names where name.key.utf8.count >= shortestSlip {
            let count = name.key.split(separator: " ").count
            let key = Array(name.key.utf8)
            for start in words.indices {
                for length in max(1, count - 1)...(count + 1) where start + length <= words.count {
                    let width = ends[start + length] - ends[start] - 1
                    guard abs(width - key.count) <= 1 else { continue }
                    let span = start..<(start + length)
                    guard !isParted(words, span), !owned[span].allSatisfy({ $0 }) else { continue }
                    let said = words[span].map(\.text).joined(separator: " ")
                    guard isOneSlip(Array(said.utf8), key), !isAreaName(words, span) else { continue }
                    put(name, span, into: &matches)
                }
            }
        }
        return matches.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    private static func isParted(_ words: [PlaceWord], _ span: Range<Int>) -> Bool {
        span.dropFirst().contains { words[$0].isParted }
    }

    private static func put(_ name: IndexedName, _ span: Range<Int>, into matches: inout [NameMatch]) {
        if let index = matches.firstIndex(where: { $0.span == span }) {
            add(name, to: &matches[index])
        } else {
            var match = NameMatch(span: span, isDoubtful: true)
            add(name, to: &match)
            matches.append(match)
        }
    }

    /// Whether one letter too many, too few, another, or two neighbours turned make the one of the other. A
    /// digit is never a slip of another: Đường số 7 is not Đường số 8.
    static func isOneSlip(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard abs(a.count - b.count) <= 1, a != b else { return false }
        var head = 0
        while head < min(a.count, b.count), a[head] == b[head] { head += 1 }
        var tail = 0
        while tail < min(a.count, b.count) - head, a[a.count - 1 - tail] == b[b.count - 1 - tail] {
            tail += 1
        }
        let left = a[head..<(a.count - tail)]
        let right = b[head..<(b.count - tail)]
        let isDigit: (UInt8) -> Bool = { (0x30...0x39).contains($0) }
        guard !left.contains(where: isDigit), !right.contains(where: isDigit) else { return false }
        if left.count <= 1, right.count <= 1 { return true }
        return left.count == 2 && right.count == 2 && left.first == right.last && left.last == right.first
    }
}
