// Takes apart what was said of an address: "36 xẹt 45", "hẻm 36/45 số 7", "7 hẻm 36", "số 12A", "12 bis",
// "đối diện số 36", "ngã tư A B". It knows no street: the words that belong to known names are told to it and
// left alone, as are the numbers of wards, districts, floors and months.
//
// Accents optional (PlaceWord). Never throws, never traps. One pass over at most 300 characters' words.

/// How close to the thing named.
enum Nearness: Int, Equatable, Sendable, Comparable {
    case at, opposite, near
    static func < (a: Nearness, b: Nearness) -> Bool { a.rawValue < b.rawValue }
}

/// House numbers, crossing words and nearness in words.
struct PlaceQuery: Equatable {
    /// One house number with the words it was said by.
    struct Number: Equatable {
        enum Marker: Equatable { case none, house, alley, innerAlley }
        var path: NumberPath
        /// The words, with the word before that says what it is.
        var span: Range<Int>
        var marker: Marker
        /// It may be read in another way: ask.
        var isDoubtful: Bool
        /// No house in the alley was said.
        var isWholeAlley: Bool { marker == .alley || marker == .innerAlley }
    }

    private(set) var numbers: [Number] = []
    /// Whether "ngã tư", "góc", "giao" or the like was said.
    private(set) var saysCrossing = false
    private let words: [PlaceWord]
    private let owned: [Bool]

    /// `owned` marks the words of known names; as long as `words`.
    init(_ words: [PlaceWord], owned: [Bool]) {
        self.words = words
        self.owned = owned
        var raw: [Number] = []
        var index = 0
        while index < words.count {
            if saysCrossing(at: index) { saysCrossing = true }
            if let number = number(at: index) {
                raw.append(number)
                index = number.span.upperBound
            } else {
                index += skipped(at: index)
            }
        }
        for number in raw { append(number) }
    }

    // MARK: - Vocabulary

    static let slashWords = [
        "xẹt", "xẹc", "sẹc", "sẹt", "xuyệt", "suyệt", "xoẹt", "xược", "sược", "trên", "gạch", "chéo", "slash",
        "xiệt", "siệt", "xẹp", "xéo",
    ].map { PlaceWords($0).words[0] }
    private static let houseWords = spell(["số nhà", "nhà số", "số", "nhà"])
    private static let alleyWords = spell(["hẻm số", "hẻm", "ngõ số", "ngõ", "kiệt số", "kiệt", "đầu hẻm"])
    private static let innerAlleyWords = spell(["ngách số", "ngách"])
    /// A number after one of these is no house number.
    private static let countedWords = spell([
        "đường số", "đường", "đ", "quốc lộ", "tỉnh lộ", "hương lộ", "lộ", "tháng", "ấp", "khu phố", "kp",
        "tổ",
        "khu", "tòa", "tòa nhà", "lô", "tầng", "lầu", "block", "phòng", "căn hộ", "căn", "km", "ngã", "cổng",
        "chung cư", "cao tốc", "cư xá", "xóm", "thôn", "ngày",
    ])
    private static let crossingWords = spell([
        "ngã ba", "ngã tư", "ngã năm", "ngã sáu", "ngã bảy", "ngã 3", "ngã 4", "ngã 5", "ngã 6", "ngã 7",
        "góc",
        "giao lộ", "giao với", "giao nhau", "giao", "cắt",
    ])
    private static let oppositeWords = spell(["đối diện", "đối diện với", "trước mặt"])
    private static let nearWords = spell([
        "gần", "kế bên", "kế", "bên cạnh", "cạnh", "sát", "sau lưng", "phía sau", "phía trước", "khu vực",
        "gần chỗ",
    ])

    private static func spell(_ texts: [String]) -> [[PlaceWord]] { texts.map { PlaceWords($0).words } }

    // MARK: - Words at a place

    private func says(_ spelled: [PlaceWord], at start: Int) -> Bool {
        guard start >= 0, start + spelled.count <= words.count else { return false }
        for (offset, word) in spelled.enumerated() {
            let index = start + offset
            if owned[index] || !words[index].mayBe(word) || (offset > 0 && words[index].isParted) {
                return false
            }
        }
        return true
    }

    private func length(of vocabulary: [[PlaceWord]], at start: Int) -> Int? {
        var longest = 0
        for spelled in vocabulary where spelled.count > longest && says(spelled, at: start) {
            longest = spelled.count
        }
        return longest > 0 ? longest : nil
    }

    private func saysCrossing(at index: Int) -> Bool {
        length(of: PlaceQuery.crossingWords, at: index) != nil
    }

    /// What stands in the words right before `index` (with "số", "nhà", "đường", "chợ" ... between).
    func nearness(before index: Int) -> Nearness {
        for back in 1...4 where index - back >= 0 {
            if let length = length(of: PlaceQuery.oppositeWords, at: index - back), length <= back {
                return .opposite
            }
            if let length = length(of: PlaceQuery.nearWords, at: index - back), length <= back {
                return .near
            }
            if words[index - back].isNumber || owned[index - back] { break }
        }
        return .at
    }

    /// How many words to pass over where no house number begins.
    private func skipped(at index: Int) -> Int {
        if owned[index] { return 1 }
        var length = length(of: PlaceQuery.countedWords, at: index) ?? 0
        if let title = AreaTitle.at(index, in: words), !owned[index],
            words[index].text != "x" || !isSlash(index)
        {
            length = max(length, title.length)
        }
        guard length > 0 else { return 1 }
        var next = index + length
        // "lô C 12", "phường 14": the counted thing goes along.
        if next < words.count, !words[next].isParted, !owned[next] {
            if words[next].isNumber {
                next += 1
            } else if words[next].text.utf8.count == 1, next + 1 < words.count, words[next + 1].isNumber,
                words[next + 1].glue == .joined
            {
                next += 2
            }
            let isSuffix =
                next < words.count && next > index + length && !words[next].isNumber
                && words[next].glue == .joined
            // "14A", but not the q of "p14q10".
            if isSuffix, next + 1 >= words.count || words[next + 1].glue != .joined { next += 1 }
        }
        return next - index
    }

    private func isSlash(_ index: Int) -> Bool {
        index > 0 && index + 1 < words.count && words[index - 1].isNumber && words[index + 1].isNumber
    }

    // MARK: - One number

    private func number(at start: Int) -> Number? {
        guard !owned[start] else { return nil }
        var index = start
        var marker = Number.Marker.none
        if let length = length(of: PlaceQuery.innerAlleyWords, at: start) {
            (index, marker) = (start + length, .innerAlley)
        } else if let length = length(of: PlaceQuery.alleyWords, at: start) {
            (index, marker) = (start + length, .alley)
        } else if let length = length(of: PlaceQuery.houseWords, at: start) {
            (index, marker) = (start + length, .house)
        }
        guard var part = part(at: index) else { return nil }
        var isDoubtful = part.isDoubtful
        var parts = [part.text]
        index = part.end
        while index < words.count {
            var next = index
            if words[index].glue != .slash {
                let isSaid = PlaceQuery.slashWords.contains { words[index].mayBe($0) }
                let isLetter = words[index].text == "x" && isSlash(index)
                guard !owned[index], isSaid || isLetter else { break }
                if isLetter { isDoubtful = true }
                next = index + 1
                // "36 xẹt / 45", "xẹt xẹt": one is as good as two.
            }
            guard let more = self.part(at: next) else { break }
            part = more
            isDoubtful = isDoubtful || more.isDoubtful
            parts.append(more.text)
            index = more.end
        }
        if index < words.count, words[index].isNumber, words[index].glue == .dash, !owned[index] {
            // "36-38" is one house or an alley written otherwise.
            isDoubtful = true
            index += 1
        }
        // What is too long or too deep for a number is left out, and asked.
        let fitting = parts.filter { $0.utf8.count <= NumberPath.partLimit }.prefix(NumberPath.depthLimit)
        let isTail = words[start].glue == .slash && start > 0 && words[start - 1].isNumber
        if fitting.count < parts.count || isTail { isDoubtful = true }
        guard let path = NumberPath(parts: Array(fitting)) else { return nil }
        return Number(path: path, span: start..<index, marker: marker, isDoubtful: isDoubtful)
    }

    /// "36", "12A", "12 A" (doubtful), "12 bis", "A12".
    private func part(at start: Int) -> (text: String, end: Int, isDoubtful: Bool)? {
        guard start < words.count, !owned[start] else { return nil }
        var text = ""
        var index = start
        let first = words[start]
        if !first.isNumber {
            // A letter that is written to its number; p14, q10 and đ7 are areas and streets.
            guard first.text.utf8.count == 1, index + 1 < words.count, words[index + 1].isNumber,
                words[index + 1].glue == .joined, !"pqfhxtd".contains(first.text)
            else { return nil }
            text = first.text
            index += 1
            guard !owned[index] else { return nil }
        }
        text += words[index].text
        index += 1
        var isDoubtful = false
        if index < words.count, !owned[index], !words[index].isParted, !words[index].isNumber {
            let word = words[index]
            if word.text == "bis" || word.text == "ter" {
                text += word.text
                index += 1
            } else if word.text.utf8.count == 1, !word.hasMarks, word.glue == .joined {
                // "12p5": the letter belongs to what follows.
                let isTitle =
                    index + 1 < words.count && words[index + 1].isNumber && words[index + 1].glue == .joined
                if !isTitle {
                    text += word.text
                    index += 1
                }
            } else if word.text.utf8.count == 1, !word.hasMarks, "abcdeg".contains(word.text),
                word.glue == .space
            {
                let isTitle = index + 1 < words.count && words[index + 1].isNumber
                if !isTitle {
                    text += word.text
                    index += 1
                    isDoubtful = true
                }
            }
        }
        return (text, index, isDoubtful)
    }

    // MARK: - Numbers that belong together

    private mutating func append(_ next: Number) {
        guard let last = numbers.last, last.span.upperBound == next.span.lowerBound,
            let joined = PlaceQuery.joined(last, next, isParted: words[next.span.lowerBound].isParted)
        else {
            numbers.append(next)
            return
        }
        numbers[numbers.count - 1] = joined
    }

    /// Two numbers said one after the other as one path; nil where they are two things.
    private static func joined(_ first: Number, _ second: Number, isParted: Bool) -> Number? {
        let span = first.span.lowerBound..<second.span.upperBound
        let isDoubtful = first.isDoubtful || second.isDoubtful
        func made(_ parts: [String], _ marker: Number.Marker, _ doubt: Bool = false) -> Number? {
            NumberPath(parts: parts).map {
                Number(path: $0, span: span, marker: marker, isDoubtful: isDoubtful || doubt)
            }
        }
        // "36/45/7 hẻm 36/45": said twice.
        if second.isWholeAlley, !first.isWholeAlley, first.path.begins(with: second.path),
            first.path != second.path
        {
            return made(first.path.parts, .house)
        }
        if first.isWholeAlley, !second.isWholeAlley, second.path.begins(with: first.path),
            first.path != second.path
        {
            return made(second.path.parts, .house)
        }
        switch (first.marker, second.marker) {
        case (.alley, .house), (.innerAlley, .house):
            return made(first.path.parts + second.path.parts, .house)
        case (.alley, .none), (.innerAlley, .none):
            return made(first.path.parts + second.path.parts, .house, isParted)
        case (.house, .alley), (.none, .alley), (.house, .innerAlley), (.none, .innerAlley):
            return made(second.path.parts + first.path.parts, second.marker == .alley ? .house : .innerAlley)
                .map { Number(path: $0.path, span: $0.span, marker: .house, isDoubtful: $0.isDoubtful) }
        case (.alley, .innerAlley): return made(first.path.parts + second.path.parts, .alley)
        case (.innerAlley, .alley): return made(second.path.parts + first.path.parts, .alley)
        case (.alley, .alley), (.innerAlley, .innerAlley):
            return made(first.path.parts + second.path.parts, .alley, true)
        case (.none, .none), (.none, .house), (.house, .none), (.house, .house): return nil
        }
    }
}
