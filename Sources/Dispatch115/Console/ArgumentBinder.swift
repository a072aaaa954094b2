// Gives the words of a line to the arguments that a row of the table of commands declares, and makes the
// request of them. Knows no verb's grammar but what the row says.

/// The value of one argument.
enum ArgumentValue: Equatable {
    case number(Int32)
    case numbers([Int32])
    case sequence(Int64)
    case text(String)
    case priority(Priority)
    case disposition(Disposition)
    case time(Timestamp)
    case language(Language)
    case verb(Verb)
    case unitFilter(UnitFilter)
    case journalFilter(JournalFilter)
    case alertFilter(AlertFilter)
    case offerTarget(OfferTarget)
    case declineReason(DeclineAnswer)
    case timeOfDay(TimeOfDay)
    case callFilter(CallFilter)
    case callbackResult(CallbackResult)
    case callEnd(CallEnd)
    case form(FormWord)
    case steps(StepWords)
    case formRange(ClosedRange<Int32>)
    case textRange(ClosedRange<Int32>)
    case resendTarget(ResendTarget)
    case skills(Skills)
    case equipment(Equipment)
    case outReason(OutOfServiceReason)
    case patient(PatientReference)
    case outcome(PatientOutcome)
    case tag(TriageTag)
    case start([StartAnswer])
    case standDownReason(EndReason)
    case queueFilter(QueueFilter)
    case hospitalNeed(HospitalNeed)
    case hospitalFilter(HospitalFilter)
    case capacityTopic(CapacityTopic)
    case freeBeds(FreeBeds)
    case diversionStatus(DiversionStatus)
    case bedKind(BedKind)
    case noticeAnswer(NoticeAnswer)
    case referralAsk(ReferralAsk)
}

struct ArgumentBinder {
    let spec: CommandSpec
    let line: LineWords
    let zoneOffsetSeconds: Int64
    let now: Timestamp
    private var values: [ArgumentValue?]

    init(spec: CommandSpec, line: LineWords, zoneOffsetSeconds: Int64, now: Timestamp) {
        self.spec = spec
        self.line = line
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.now = now
        values = Array(repeating: nil, count: spec.arguments.count)
    }

    mutating func bind() throws(LineError) {
        var words = Array(line.words.dropFirst())
        if let slot = spec.arguments.firstIndex(where: { $0.placement == .afterSemicolon }) {
            words = takeTail(slot)
        }
        let restSlot = spec.arguments.firstIndex { $0.placement == .rest }
        var left: [Substring] = []
        var position = 0
        while position < words.count {
            let word = words[position]
            position += 1
            if try bindSigned(word) { continue }
            if try bindNamed(word) { continue }
            if left.isEmpty, let slot = nextField() {
                let taken = try bindField(slot, words[(position - 1)...])
                position += max(0, taken - 1)
                if taken > 0 { continue }
            }
            guard restSlot != nil else {
                throw .unexpected(String(word), spec.verb, column: line.column(of: word))
            }
            left.append(word)
            // Without a tail the rest is one verbatim piece: nothing in it is taken for an argument, but for
            // the time of a late entry.
            if !hasTail, !hasSigned, let slot = restSlot {
                try bindRest(slot, verbatim(from: word.startIndex, to: line.line.endIndex), at: word)
                return try requireAll()
            }
        }
        if let slot = restSlot, let first = left.first {
            try bindRest(slot, joined(left), at: first)
        }
        try requireAll()
    }

    private var hasTail: Bool { spec.arguments.contains { $0.placement == .afterSemicolon } }
    private var hasSigned: Bool { spec.arguments.contains { $0.placement == .signed } }
    private var hasPlace: Bool { spec.arguments.contains { $0.kind == .place } }

    // MARK: - Pieces of the line

    /// Takes what follows the first semicolon; gives the words before it.
    private mutating func takeTail(_ slot: Int) -> [Substring] {
        guard let semicolon = line.line.firstIndex(of: ";") else { return Array(line.words.dropFirst()) }
        let tail = verbatim(from: line.line.index(after: semicolon), to: line.line.endIndex)
        if !tail.isEmpty { values[slot] = .text(tail) }
        let verb = line.words.first?.endIndex ?? line.line.startIndex
        guard verb <= semicolon else { return [] }
        return line.line[verb..<semicolon].split(whereSeparator: LineWords.parts)
    }

    /// The text as typed, without spaces at its ends.
    private func verbatim(from start: String.Index, to end: String.Index) -> String {
        var piece = line.line[start..<end]
        while let first = piece.first, LineWords.parts(first) { piece.removeFirst() }
        while let last = piece.last, LineWords.parts(last) { piece.removeLast() }
        return String(piece)
    }

    /// Words that stand together keep the spaces that were typed between them.
    private func joined(_ words: [Substring]) -> String {
        var text = ""
        var end: String.Index?
        for word in words {
            if let end {
                let between = line.line[end..<word.startIndex]
                text += between.allSatisfy(LineWords.parts) ? String(between) : " "
            }
            text += word
            end = word.endIndex
        }
        return text
    }

    // MARK: - One argument

    private func nextField() -> Int? {
        spec.arguments.indices.first { spec.arguments[$0].placement == .field && values[$0] == nil }
    }

    private mutating func set(_ slot: Int, _ value: ArgumentValue, at word: Substring) throws(LineError) {
        guard values[slot] == nil else {
            throw .givenTwice(spec.arguments[slot].kind, spec.verb, column: line.column(of: word))
        }
        values[slot] = value
    }

    private mutating func bindSigned(_ word: Substring) throws(LineError) -> Bool {
        guard word.first == "@", let slot = spec.arguments.firstIndex(where: { $0.placement == .signed })
        else {
            return false
        }
        // In a place's name the sign may stand for anything else, and no call is refused for that.
        if hasPlace, !(word.dropFirst().first?.isNumber ?? false) { return false }
        guard
            let moment = TimeOfDay(word.dropFirst())?.latest(
                notAfter: now, zoneOffsetSeconds: zoneOffsetSeconds)
        else { throw bad(word, slot) }
        try set(slot, .time(moment), at: word)
        return true
    }

    private mutating func bindNamed(_ word: Substring) throws(LineError) -> Bool {
        guard let sign = word.firstIndex(of: "=") else { return false }
        let name = LetterFolding.fold(word[..<sign])
        guard let slot = spec.arguments.firstIndex(where: { $0.names.contains(name) }) else { return false }
        let value = word[word.index(after: sign)...]
        if [.plannedTime, .plannedEnd].contains(spec.arguments[slot].kind) {
            guard let moment = TimeOfDay(value)?.next(after: now, zoneOffsetSeconds: zoneOffsetSeconds) else {
                throw bad(word, slot)
            }
            try set(slot, .time(moment), at: word)
            return true
        }
        guard let parsed = ArgumentReader.read(value, spec.arguments[slot].kind) else {
            throw bad(word, slot)
        }
        try set(slot, parsed, at: word)
        return true
    }

    /// How many words the argument took: 0 where it is optional and these are not for it.
    private mutating func bindField(_ slot: Int, _ words: ArraySlice<Substring>) throws(LineError) -> Int {
        guard let word = words.first else { return 0 }
        switch spec.arguments[slot].kind {
        case .phone:
            guard let phone = PhoneWords.leading(words) else { return 0 }
            values[slot] = .text(phone.number)
            return phone.wordCount
        case .units, .alerts:
            // "12, 15": a comma binds across the space.
            var text = String(word)
            var count = 1
            for next in words.dropFirst() {
                guard text.hasSuffix(",") || next.hasPrefix(",") else { break }
                text += next
                count += 1
            }
            guard let value = ArgumentReader.read(text[...], spec.arguments[slot].kind) else {
                throw bad(word, slot)
            }
            values[slot] = value
            return count
        case .priority, .place, .words, .incident, .unit, .hospital, .time, .disposition, .text, .unitFilter,
            .journalFilter, .sequence, .verb, .language, .fromSequence, .toSequence, .alertFilter,
            .offerTarget, .crewNames, .offerStation, .declineReason, .declineWords, .busyUntil, .call,
            .signedCall, .callFilter, .callbackResult, .callEnd, .answers, .topic, .form, .steps,
            .formRange, .textRange, .destination, .resendTarget, .formCount, .shiftCode, .crew, .skills,
            .equipment, .kilometres,
            .outReason,
            .plannedTime, .remark, .patient, .patients, .outcome, .tag, .start, .jumpStart, .person,
            .hospitalNeed, .choiceReason,
            .standDownReason, .estimate,
            .plannedEnd, .fromHospital, .doctor, .bed, .escort, .queueFilter, .hospitalFilter,
            .capacityTopic, .freeBeds, .diversionStatus, .bedKind, .noticeAnswer, .referralAsk:
            guard let value = ArgumentReader.read(word, spec.arguments[slot].kind) else {
                throw bad(word, slot)
            }
            values[slot] = value
            return 1
        }
    }

    private mutating func bindRest(_ slot: Int, _ text: String, at word: Substring) throws(LineError) {
        guard let value = ArgumentReader.read(text[...], spec.arguments[slot].kind) else {
            // A semicolon and nothing after it.
            if text == ";" {
                throw .missing(spec.arguments[slot].kind, spec.verb, column: line.endColumn)
            }
            throw bad(text[...], slot, at: word)
        }
        try set(slot, value, at: word)
    }

    private func bad(_ text: Substring, _ slot: Int, at word: Substring? = nil) -> LineError {
        .badValue(
            String(text.prefix(40)), spec.arguments[slot].kind, spec.verb,
            column: line.column(of: word ?? text))
    }

    private func requireAll() throws(LineError) {
        for (slot, argument) in spec.arguments.enumerated() where argument.isRequired && values[slot] == nil {
            throw .missing(argument.kind, spec.verb, column: line.endColumn)
        }
    }

    // MARK: - What was given

    subscript(kind: ArgumentKind) -> ArgumentValue? {
        spec.arguments.firstIndex { $0.kind == kind }.flatMap { values[$0] }
    }
}
