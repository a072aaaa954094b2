// What a Vietnamese keyboard (Telex or VNI) made of a word that was meant as keys: `AR` becomes ả, `OOS`
// becomes ố. Goes back to all key sequences that could have made it; the table of commands knows which of
// them is a verb.
//
// Telex: tones s f r x j; aa ee oo for the circumflex, aw for the breve, ow uw (or w alone) for the horn,
// dd for đ. VNI: tones 1...5, 6 circumflex, 7 horn, 8 breve, 9 đ. A key that makes another letter may be
// struck any time after its letter; a tone's any time after the first vowel, since keyboards move tones.
// Bounds: words of at most 12 letters with at most 3 marks, so at most about 2,700 readings; longer words
// have none.

enum KeyboardAccidents {
    enum Layout: CaseIterable { case telex, vni }

    static let longestWord = 12
    static let mostMarks = 3

    /// Every upper case key sequence that this keyboard would turn into `word`, without repeats, in a fixed
    /// order; empty where the word carries no mark.
    static func readings(of word: some StringProtocol, _ layout: Layout) -> [String] {
        let parts = LetterFolding.parts(word)
        guard parts.count <= longestWord else { return [] }
        var skeletons: [[Unicode.Scalar]] = [[]]
        var keys: [(key: Unicode.Scalar, after: Int)] = []
        for (position, part) in parts.enumerated() {
            for index in skeletons.indices { skeletons[index].append(part.base) }
            if let key = key(of: part.shape, base: part.base, layout) { keys.append((key, position + 1)) }
            if let key = key(of: part.tone, layout) { keys.append((key, firstVowel(parts) + 1)) }
        }
        guard !keys.isEmpty, keys.count <= mostMarks else { return [] }
        var words = insert(keys[...], into: skeletons[0])
        if layout == .telex { words += wAlone(parts) }
        var seen = Set<String>()
        return words.map { String(String.UnicodeScalarView($0)) }.filter { seen.insert($0).inserted }
    }

    /// `w` struck alone makes ư.
    private static func wAlone(_ parts: [LetterParts]) -> [[Unicode.Scalar]] {
        guard let position = parts.firstIndex(where: { $0.base == "U" && $0.shape == .horn }) else {
            return []
        }
        var skeleton: [Unicode.Scalar] = []
        var keys: [(key: Unicode.Scalar, after: Int)] = []
        for (index, part) in parts.enumerated() {
            skeleton.append(index == position ? "W" : part.base)
            if index != position, let key = key(of: part.shape, base: part.base, .telex) {
                keys.append((key, index + 1))
            }
            if let key = key(of: part.tone, .telex) { keys.append((key, firstVowel(parts) + 1)) }
        }
        return insert(keys[...], into: skeleton)
    }

    private static func firstVowel(_ parts: [LetterParts]) -> Int {
        parts.firstIndex { "AEIOUY".unicodeScalars.contains($0.base) } ?? 0
    }

    private static func insert(
        _ keys: ArraySlice<(key: Unicode.Scalar, after: Int)>, into word: [Unicode.Scalar]
    ) -> [[Unicode.Scalar]] {
        guard let first = keys.first else { return [word] }
        var words: [[Unicode.Scalar]] = []
        for position in min(first.after, word.count)...word.count {
            var longer = word
            longer.insert(first.key, at: position)
            words += insert(keys.dropFirst(), into: longer)
        }
        return words
    }

    private static func key(
        of shape: LetterParts.Shape, base: Unicode.Scalar, _ layout: Layout
    ) -> Unicode.Scalar? {
        switch (shape, layout) {
        case (.plain, _): nil
        case (.circumflex, .telex): base
        case (.circumflex, .vni): "6"
        case (.breve, .telex), (.horn, .telex): "W"
        case (.breve, .vni): "8"
        case (.horn, .vni): "7"
        case (.stroke, .telex): "D"
        case (.stroke, .vni): "9"
        }
    }

    private static func key(of tone: LetterParts.Tone, _ layout: Layout) -> Unicode.Scalar? {
        let isTelex = layout == .telex
        switch tone {
        case .level: return nil
        case .acute: return isTelex ? "S" : "1"
        case .grave: return isTelex ? "F" : "2"
        case .hook: return isTelex ? "R" : "3"
        case .tilde: return isTelex ? "X" : "4"
        case .dot: return isTelex ? "J" : "5"
        }
    }
}
