// Finds the areas that are named in words, before anybody decides which of them is meant.
//
// The longest name wins over shorter ones that share a word with it; names of one length that share a word
// are alternatives of one mention. Cost: words x longest name; a word belongs to at most a handful of names.

/// An area that a mention may mean.
struct PlaceCandidate: Equatable {
    /// Index into `Gazetteer.entries`.
    var entry: Int
    /// Whether the name was typed with accents and they are exactly the official ones.
    var isExact: Bool
}

/// One name in the words, with everything it may mean.
struct PlaceMention: Equatable {
    /// Rising by entry, each once.
    var candidates: [PlaceCandidate]
    /// It may well be the name of a street, a bridge or a house: counts only where nothing else is named.
    var isNamesake: Bool
    /// The title before it fits none of the candidates: it is asked, never taken.
    var isDoubtful: Bool
}

extension Gazetteer {
    /// A name found at some words.
    private struct Match {
        /// The name, and the title too where the area is numbered.
        var span: Range<Int>
        /// Where the name without its title starts.
        var nameStart: Int
        var key: String
    }

    /// All mentions, left to right.
    func mentions(in words: [PlaceWord]) -> [PlaceMention] {
        let titles = titles(in: words)
        var groups: [[Match]] = []
        var owned = [Bool](repeating: false, count: words.count)
        for match in accepted(matches(in: words, titles: titles), owned: &owned) {
            if let last = groups.last?.last, match.span.lowerBound < last.span.upperBound {
                groups[groups.count - 1].append(match)
            } else {
                groups.append([match])
            }
        }
        var mentions: [PlaceMention] = []
        for group in groups {
            var mention = PlaceMention(candidates: [], isNamesake: true, isDoubtful: true)
            var isStreet = true
            for match in group {
                let title = title(of: match, titles: titles, owned: owned)
                let narrowed = candidates(match, title: title?.title, words: words)
                if title == nil, saysStreet(words, before: match.nameStart, owned: owned) { continue }
                isStreet = false
                let namesake = title == nil && saysNamesake(words, before: match.nameStart, owned: owned)
                mention.isNamesake = mention.isNamesake && namesake
                mention.isDoubtful = mention.isDoubtful && !narrowed.titleFits
                mention.candidates += narrowed.candidates
            }
            if isStreet { continue }
            mention.candidates.sort { $0.entry < $1.entry }
            mentions.append(mention)
        }
        return mentions
    }

    /// For every word, the title that ends right before it.
    private func titles(in words: [PlaceWord]) -> [(title: AreaTitle, start: Int)?] {
        var titles = [(title: AreaTitle, start: Int)?](repeating: nil, count: words.count + 1)
        for start in words.indices {
            guard let found = AreaTitle.at(start, in: words) else { continue }
            let end = start + found.length
            if end < words.count, words[end].isParted { continue }
            if titles[end] == nil { titles[end] = (found.title, start) }
        }
        return titles
    }

    /// The longest name that starts at each word.
    private func matches(in words: [PlaceWord], titles: [(title: AreaTitle, start: Int)?]) -> [Match] {
        var matches: [Match] = []
        for start in words.indices {
            if words[start].isNumber {
                guard let title = titles[start] else { continue }
                let key = Gazetteer.key(words[start...start], title: title.title)
                if !entries(under: key).isEmpty {
                    matches.append(Match(span: title.start..<(start + 1), nameStart: start, key: key))
                }
                continue
            }
            var end = start + 1
            while end < words.count, end - start < longestName, !words[end].isParted { end += 1 }
            while end > start {
                let key = Gazetteer.key(words[start..<end], title: nil)
                if !entries(under: key).isEmpty {
                    matches.append(Match(span: start..<end, nameStart: start, key: key))
                    break
                }
                end -= 1
            }
        }
        return matches
    }

    /// Longer names first; what shares a word with a longer one falls away. Sorted by start; marks the words
    /// taken.
    private func accepted(_ matches: [Match], owned: inout [Bool]) -> [Match] {
        var kept: [Match] = []
        var length = max(longestName, 4)
        while length > 0 {
            let round = matches.filter { $0.span.count == length && !owned[$0.span].contains(true) }
            for match in round {
                for index in match.span { owned[index] = true }
            }
            kept += round
            length -= 1
        }
        kept.sort {
            $0.span.lowerBound != $1.span.lowerBound
                ? $0.span.lowerBound < $1.span.lowerBound : $0.nameStart < $1.nameStart
        }
        return kept
    }

    /// The title of a match, unless its words belong to another name (Chợ Quán).
    private func title(
        of match: Match, titles: [(title: AreaTitle, start: Int)?], owned: [Bool]
    ) -> (title: AreaTitle, start: Int)? {
        guard let title = titles[match.nameStart] else { return nil }
        if match.span.lowerBound < match.nameStart { return title }
        return owned[title.start..<match.nameStart].contains(true) ? nil : title
    }

    private func candidates(
        _ match: Match, title: AreaTitle?, words: [PlaceWord]
    ) -> (candidates: [PlaceCandidate], titleFits: Bool) {
        let said = words[match.nameStart..<match.span.upperBound]
        let hasMarks = said.contains { $0.hasMarks }
        let all = entries(under: match.key).map { index in
            let isExact = zip(said, entries[index].nameWords).allSatisfy { $0.isExactly($1) }
            return PlaceCandidate(entry: index, isExact: hasMarks && isExact)
        }
        guard let title else { return (all, true) }
        let sameTitle = all.filter { entries[$0.entry].title == title }
        if !sameTitle.isEmpty { return (sameTitle, true) }
        let sameLevel = all.filter { entries[$0.entry].title?.level == title.level }
        return sameLevel.isEmpty ? (all, false) : (sameLevel, true)
    }
}

// MARK: - Words that make a name something else

extension Gazetteer {
    private static let streetWords = ["đường", "đ", "hẻm", "ngõ", "ngách", "kiệt", "đại lộ", "phố"].map(words)
    private static let namesakeWords = [
        "cầu", "bv", "bệnh viện", "trường", "chung cư", "công ty", "khách sạn", "nhà hàng",
    ].map(words)
    /// A number after one of these is no house number: Đường số 7, Cách Mạng Tháng 8, Ấp 3, Khu phố 4.
    private static let countedWords = [
        "lộ", "tháng", "đường", "đường số", "đ", "ấp", "khu phố", "kp", "tổ", "khu", "tòa", "lô", "tầng", "d",
    ].map(words)

    private static func words(_ text: String) -> [PlaceWord] { PlaceWords(text).words }

    /// Whether "đường", "hẻm" or the like stands right before the name.
    private func saysStreet(_ words: [PlaceWord], before start: Int, owned: [Bool]) -> Bool {
        !words[start].isParted
            && Gazetteer.streetWords.contains { ends(words, with: $0, before: start, owned: owned) }
    }

    /// Whether a house number, or a word such as "cầu", stands right before the name.
    private func saysNamesake(_ words: [PlaceWord], before start: Int, owned: [Bool]) -> Bool {
        guard start > 0, !words[start].isParted else { return false }
        if words[start - 1].isNumber, !owned[start - 1] {
            guard !words[start - 1].isParted else { return true }
            return !Gazetteer.countedWords.contains { ends(words, with: $0, before: start - 1, owned: owned) }
        }
        return Gazetteer.namesakeWords.contains { ends(words, with: $0, before: start, owned: owned) }
    }

    private func ends(_ words: [PlaceWord], with ending: [PlaceWord], before end: Int, owned: [Bool]) -> Bool
    {
        let start = end - ending.count
        guard start >= 0 else { return false }
        for (offset, official) in ending.enumerated() {
            let index = start + offset
            if owned[index] || !words[index].mayBe(official) || (offset > 0 && words[index].isParted) {
                return false
            }
        }
        return true
    }
}
