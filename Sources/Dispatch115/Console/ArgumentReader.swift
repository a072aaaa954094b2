// From the text of one argument to its value, by kind; nil where it is none. Pure, never traps: numbers that
// do not fit are no numbers.

enum ArgumentReader {
    static let usualJournalLines = 20
    /// A screen of a person, not an export.
    static let mostJournalLines = 200
    static let mostUnitsAtOnce = 16

    static func read(_ text: Substring, _ kind: ArgumentKind) -> ArgumentValue? {
        switch kind {
        case .phone: PhoneWords.number(text).map { .text($0) }
        case .priority: PriorityWords.priority(LetterFolding.fold(text)).map { .priority($0) }
        case .place, .words, .answers, .topic: text.isEmpty ? nil : .text(String(text))
        case .text: note(text).map { .text($0) }
        case .incident: number(text.hasPrefix("#") ? text.dropFirst() : text, from: 1).map { .number($0) }
        case .unit, .hospital: number(text, from: 0, to: 65_535).map { .number($0) }
        case .units: units(text).map { .numbers($0) }
        case .time: nil
        case .disposition: DispositionWords.disposition(unspaced(text)).map { .disposition($0) }
        case .unitFilter: unitFilter(text).map { .unitFilter($0) }
        case .journalFilter: journalFilter(text).map { .journalFilter($0) }
        case .sequence, .fromSequence, .toSequence:
            sequence(text.hasPrefix("#") ? text.dropFirst() : text).map { .sequence($0) }
        case .verb: CommandTable.verb(named: LetterFolding.fold(text)).map { .verb($0) }
        case .language: language(text).map { .language($0) }
        case .alerts: AlertWords.numbers(text).map { .numbers($0) }
        case .alertFilter: AlertWords.filter(text).map { .alertFilter($0) }
        case .offerTarget: OfferWords.target(text).map { .offerTarget($0) }
        case .crewNames, .declineWords: text.isEmpty ? nil : .text(String(text))
        case .offerStation: number(text, from: 0, to: 65_535).map { .number($0) }
        case .declineReason: DeclineWords.answer(text).map { .declineReason($0) }
        case .busyUntil: TimeOfDay(text).map { .timeOfDay($0) }
        case .call: CallNumber.read(text, isSigned: false).map { .number($0) }
        case .signedCall: CallNumber.read(text, isSigned: true).map { .number($0) }
        case .callFilter: CallFilterWords.filter(spaceless(text)).map { .callFilter($0) }
        case .callbackResult: CallbackWords.result(unspaced(text)).map { .callbackResult($0) }
        case .callEnd: CallEndWords.end(unspaced(text)).map { .callEnd($0) }
        case .form: FormWord(text).map { .form($0) }
        case .steps: StepWords(text).map { .steps($0) }
        case .formRange: formRange(text).map { .formRange($0) }
        case .textRange: textRange(text).map { .textRange($0) }
        case .formCount: number(text, from: 1, to: 500).map { .number($0) }
        case .shiftCode: number(text, from: 1000, to: 9999).map { .number($0) }
        case .crew: note(text).map { .text($0) }
        case .skills: DutyWords.skills(unspaced(text)).map { .skills($0) }
        case .equipment: DutyWords.equipment(unspaced(text)).map { .equipment($0) }
        case .kilometres: number(text, from: 0, to: 9_999_999).map { .number($0) }
        case .outReason: DutyWords.reason(unspaced(text)).map { .outReason($0) }
        case .plannedTime, .plannedEnd: nil
        case .hospitalNeed: HospitalNeedWords.need(text).map { .hospitalNeed($0) }
        case .remark, .person, .choiceReason: text.isEmpty ? nil : .text(String(text))
        case .patient: patient(text).map { .patient($0) }
        case .patients: units(text).map { .numbers($0) }
        case .outcome: PatientWords.outcome(unspaced(text)).map { .outcome($0) }
        case .start, .jumpStart: PatientWords.answers(text).map { .start($0) }
        case .tag: PatientWords.tag(LetterFolding.fold(text)).map { .tag($0) }
        case .standDownReason: CourseWords.standDown(unspaced(text)).map { .standDownReason($0) }
        case .estimate: number(text, from: 1, to: 99_999).map { .number($0) }
        case .fromHospital: number(text, from: 0, to: 65_535).map { .number($0) }
        case .doctor, .bed, .escort: spoken(text).map { .text($0) }
        case .queueFilter: CourseWords.queue(unspaced(text)).map { .queueFilter($0) }
        case .hospitalFilter: HospitalWords.filter(unspaced(text)).map { .hospitalFilter($0) }
        case .capacityTopic: HospitalWords.topic(unspaced(text)).map { .capacityTopic($0) }
        case .freeBeds: FreeBeds(text).map { .freeBeds($0) }
        case .diversionStatus: HospitalWords.status(unspaced(text)).map { .diversionStatus($0) }
        case .bedKind: HospitalWords.bed(unspaced(text)).map { .bedKind($0) }
        }
    }

    /// Digits only (no sign, no other script's digits), inside the bounds.
    static func number(_ text: Substring, from low: Int32, to high: Int32 = .max) -> Int32? {
        guard let wide = sequence(text, from: Int64(low)), wide <= Int64(high) else { return nil }
        return Int32(wide)
    }

    static func sequence(_ text: Substring, from low: Int64 = 1) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit), let value = Int64(text), value >= low else {
            return nil
        }
        return value
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func note(_ text: Substring) -> String? {
        var text = text
        if text.first == ";" { text.removeFirst() }
        while let first = text.first, LineWords.parts(first) { text.removeFirst() }
        return text.isEmpty ? nil : String(text)
    }

    private static func units(_ text: Substring) -> [Int32]? {
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        guard pieces.count <= mostUnitsAtOnce else { return nil }
        var units: [Int32] = []
        for piece in pieces {
            guard let unit = number(piece, from: 0, to: 65_535) else { return nil }
            units.append(unit)
        }
        return units
    }

    /// "+", "+5" or "2".
    private static func patient(_ text: Substring) -> PatientReference? {
        guard text.first == "+" else { return number(text, from: 1, to: 9_999).map { .number($0) } }
        let count = text.dropFirst()
        return count.isEmpty ? .new(count: 1) : number(count, from: 1, to: 9_999).map { .new(count: $0) }
    }

    /// A word whose underscores stand for spaces.
    private static func spoken(_ text: Substring) -> String? {
        text.isEmpty ? nil : String(text.map { $0 == "_" ? " " : $0 })
    }

    private static func unspaced(_ text: Substring) -> String {
        LetterFolding.fold(text).filter { !LineWords.parts($0) && $0 != "-" && $0 != "_" }
    }

    private static func spaceless(_ text: Substring) -> String {
        LetterFolding.fold(text).filter { !LineWords.parts($0) }
    }

    private static func language(_ text: Substring) -> Language? {
        switch unspaced(text) {
        case "VI", "VIET", "VN", "TIENGVIET": .vi
        case "EN", "ENGLISH", "ANH", "TIENGANH": .en
        default: nil
        }
    }

    private static func unitFilter(_ text: Substring) -> UnitFilter? {
        let word = unspaced(text)
        if let known = UnitFilterWords.rows.first(where: { $0.words.contains(word) }) { return known.filter }
        if let sign = word.firstIndex(of: "=") {
            guard UnitFilterWords.stationNames.contains(String(word[..<sign])) else { return nil }
            return number(word[word.index(after: sign)...], from: 0, to: 65_535).map { .station($0) }
        }
        return range(text).flatMap { from, to in
            to <= 65_535 && from <= to ? .numbers(Int32(from)...Int32(to)) : nil
        }
    }

    private static func journalFilter(_ text: Substring) -> JournalFilter? {
        let word = unspaced(text)
        if let sign = word.firstIndex(of: "=") {
            let value = word[word.index(after: sign)...]
            switch word[..<sign] {
            case "I", "CA": return number(value, from: 1).map { .incident($0) }
            case "U", "XE": return number(value, from: 0, to: 65_535).map { .unit($0) }
            default: return nil
            }
        }
        if text.contains("-") {
            return range(text).flatMap { from, to in
                from >= 1 && from <= to && to - from < Int64(mostJournalLines)
                    ? .range(from: from, to: to) : nil
            }
        }
        return number(text, from: 1, to: Int32(mostJournalLines)).map { .last(Int($0)) }
    }

    private static func formRange(_ text: Substring) -> ClosedRange<Int32>? {
        range(text).flatMap { from, to in
            from >= 1 && from <= to && to <= 999_999 ? Int32(from)...Int32(to) : nil
        }
    }

    private static func textRange(_ text: Substring) -> ClosedRange<Int32>? {
        range(text).flatMap { from, to in
            from <= to && to < Int64(Int32.max) ? Int32(from)...Int32(to) : nil
        }
    }

    /// "12" or "10-20".
    private static func range(_ text: Substring) -> (Int64, Int64)? {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let from = sequence(pieces[0], from: 0) else { return nil }
        guard pieces.count == 2 else { return (from, from) }
        return sequence(pieces[1], from: 0).map { (from, $0) }
    }
}

/// Phone numbers at the head of a line, told from house numbers and coordinates.
///
/// A number is a phone where it begins with 0 or +84 (9 digits and more), or has 7 to 15 digits; spaces may
/// part it where the groups make 10 or 11 digits. Shorter ones are house numbers: `T=113` names them.
enum PhoneWords {
    static let longest = 15

    /// The phone that these words begin with, and how many of them it takes.
    static func leading(_ words: ArraySlice<Substring>) -> (number: String, wordCount: Int)? {
        guard let first = words.first, let digits = digits(first) else { return nil }
        let count = digits.utf8.count - (digits.hasPrefix("+") ? 1 : 0)
        let isNational = digits.hasPrefix("0") || digits.hasPrefix("+")
        if count >= (isNational ? 9 : 7) { return (digits, 1) }
        guard isNational, count >= 2 else { return nil }
        var grouped = digits
        for (position, word) in words.dropFirst().enumerated() {
            guard word.utf8.allSatisfy(ArgumentReader.isDigit), word.utf8.count >= 2 else { return nil }
            grouped += word
            let national = grouped.hasPrefix("+84") ? grouped.utf8.count - 2 : grouped.utf8.count
            if national >= 10 {
                let isWhole = national == 10 && !grouped.hasPrefix("02") || national == 11
                if isWhole { return (grouped, position + 2) }
                if national > 11 { return nil }
            }
        }
        return nil
    }

    /// A number that was named as a phone: 3 to 15 digits.
    static func number(_ text: Substring) -> String? {
        guard let digits = digits(text) else { return nil }
        return digits.utf8.count - (digits.hasPrefix("+") ? 1 : 0) >= 3 ? digits : nil
    }

    /// The digits of a word, dots and hyphens left out; nil where there is anything else in it, and for a
    /// decimal such as 10.7769, which is a coordinate.
    private static func digits(_ word: Substring) -> String? {
        var digits = ""
        var points = 0
        for (position, character) in word.enumerated() {
            switch character {
            case "+" where position == 0: digits.append(character)
            case ".", "-":
                guard position > 0 else { return nil }
                points += 1
            default:
                guard character.utf8.count == 1, character.utf8.allSatisfy(ArgumentReader.isDigit) else {
                    return nil
                }
                digits.append(character)
            }
        }
        let isNational = digits.hasPrefix("0") || digits.hasPrefix("+")
        if points > 0, !isNational { return nil }
        let count = digits.utf8.count - (digits.hasPrefix("+") ? 1 : 0)
        return (1...longest).contains(count) ? digits : nil
    }
}
