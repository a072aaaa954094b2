// Decisions and their fold around erased texts. Text numbers grow with time, so one number says what is old:
// the first text of a day. Irreversible, hence careful: a day counts only when something was recorded on it, so
// that a clock which jumps ahead erases nothing early; then texts stay longer, never shorter.
// Cost: one comparison an event; a decision is linear in what is in memory.

extension Centre {
    static let secondsOfDay: Int64 = 86_400
    /// Texts of one request; bounds the time under the keys' lock.
    static let mostErasedAtOnce = 10_000
    /// Erasures on request that are remembered apart; the age of their texts takes them in.
    static let mostSingleErasures = 10_000

    func decide(_ command: PrivacyCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .eraseOlder(let days):
            let end = oldEnd(days: days, now: draft.submission.now)
            guard end > erasure.before else { throw .nothingChanges }
            draft.add(.privacy(.textsErased(TextRange(first: erasure.before, end: end), .age)))
        case .erase(let range):
            guard range.first.index >= 0, range.end.index <= texts.end, range.count > 0 else {
                throw .privacy(.unknownText(newest: TextID(index: texts.end - 1)))
            }
            guard range.count <= Centre.mostErasedAtOnce, erasure.single.count < Centre.mostSingleErasures
            else { throw .privacy(.tooMany(limit: Centre.mostErasedAtOnce)) }
            var needed: (text: TextID, by: TextNeed)?
            forEachNeededText { text, need in
                if range.contains(text), needed.map({ text < $0.text }) ?? true { needed = (text, need) }
            }
            if let needed { throw .privacy(.needed(needed.text, by: needed.by)) }
            let isDone = (range.first.index..<range.end.index).allSatisfy {
                erasure.contains(TextID(index: $0))
            }
            guard !isDone else { throw .nothingChanges }
            draft.add(.privacy(.textsErased(range, .request)))
        }
    }

    /// Up to where texts are older than so many days and nothing open needs them.
    func oldEnd(days: Int64, now: Timestamp) -> TextID {
        let limit = Centre.day(of: now) - days
        // As many recorded days must follow as the texts are old.
        let most = erasure.days.count - Int(clamping: days)
        guard days > 0, most >= 0 else { return erasure.before }
        var end = erasure.before
        for (place, day) in erasure.days.enumerated() where place <= most && day.day <= limit {
            end = max(end, day.firstText)
        }
        return min(end, oldestNeeded?.text ?? end)
    }

    /// The oldest text that something open needs, and what that is; nil where nothing does.
    public var oldestNeeded: (text: TextID, by: TextNeed)? {
        var oldest: (text: TextID, by: TextNeed)?
        forEachNeededText { text, need in
            if oldest.map({ text < $0.text }) ?? true { oldest = (text, need) }
        }
        return oldest
    }

    private func forEachNeededText(_ body: (TextID, TextNeed) -> Void) {
        func give(_ text: TextID, _ need: TextNeed) {
            if text.isSet, !erasure.contains(text) { body(text, need) }
        }
        for id in openIncidents { forEachText(of: id) { give($0, .incident(id)) } }
        for index in calls.base..<calls.end {
            let row = calls[index]
            let isOfOpen =
                row.incident.isSet && incidents.contains(row.incident.index) && self[row.incident].isOpen
            guard row.phase != .done || isOfOpen else { continue }
            for text in [row.phone, row.recording, row.words] { give(text, .call(CallID(index: index))) }
        }
        for index in units.indices {
            give(units[index].duty.crew, .unit(UnitID(index: Int32(index))))
            give(units[index].duty.note, .unit(UnitID(index: Int32(index))))
        }
    }

    /// What an incident's rows hold now; not those of its calls.
    private func forEachText(of id: IncidentID, _ body: (TextID) -> Void) {
        let row = self[id]
        for text in [
            row.placeSaid, row.placeName, row.words, row.triage?.answers ?? .none,
            row.triage?.reason ?? .none, row.telling.title, row.course.doctor, row.course.bed,
            row.course.escort,
            row.course.placeBefore?.said ?? .none, row.course.placeBefore?.name ?? .none,
        ] { body(text) }
        var note = row.firstNote
        while note >= 0 {
            body(notes[note].text)
            note = notes[note].next
        }
        for patient in patients(of: id) { body(self[patient].notes.words) }
        for offer in offers(of: id) { body(offers[offer.index].words) }
        forEachTaskText(of: id, body)
    }

    // MARK: - The fold

    private static func day(of time: Timestamp) -> Int64 {
        let seconds = time.nanoseconds / 1_000_000_000
        return seconds / secondsOfDay - (seconds % secondsOfDay < 0 ? 1 : 0)
    }

    /// Before the event's own texts are kept. A clock that went back takes its days with it.
    mutating func noteDay(_ at: Timestamp) {
        let today = Centre.day(of: at)
        guard today != erasure.days.last?.day else { return }
        while let last = erasure.days.last, last.day > today { erasure.days.removeLast() }
        guard today != erasure.days.last?.day else { return }
        erasure.days.append(ErasureState.Day(day: today, firstText: TextID(index: texts.end)))
    }

    mutating func apply(_ privacy: PrivacyEvent) {
        switch privacy {
        case .textsErased(let range, _):
            var index = max(range.first.index, texts.base)
            while index < min(range.end.index, texts.end) {
                texts[index] = nil
                index += 1
            }
            remember(range)
        }
    }

    private mutating func remember(_ range: TextRange) {
        if range.first <= erasure.before {
            erasure.before = max(erasure.before, range.end)
        } else {
            let place = erasure.single.firstIndex { $0.first > range.first } ?? erasure.single.endIndex
            erasure.single.insert(range, at: place)
        }
        let before = erasure.before
        erasure.single.removeAll { $0.end <= before }
        // Days of erased texts go, but those that later ones are counted by are later ones.
        let kept = erasure.days.firstIndex { $0.firstText > before } ?? erasure.days.count - 1
        if kept > 0 { erasure.days.removeFirst(kept) }
    }

    func checkErasure(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in texts.base..<texts.end where texts[index] != nil {
            must(!erasure.contains(TextID(index: index)), "text \(index) is erased and still there")
        }
        for (one, next) in zip(erasure.days, erasure.days.dropFirst()) {
            must(one.day < next.day && one.firstText <= next.firstText, "days of texts out of order")
        }
    }
}
