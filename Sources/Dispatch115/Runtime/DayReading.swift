// From the journal to a day's facts: finds where the day before begins by halving, then folds what follows, a
// page at a time. Works on whatever gives rows: the journal's thread, the console's socket, a file. Texts
// stay sealed: a report needs none.

struct DayReading {
    /// Events before the day that are read as well, so that runs under way at midnight are known, and who was
    /// on duty: a unit that was taken off longer ago counts as on duty, which the page says.
    static let beforeSeconds: Int64 = 7 * 86_400
    /// The clock may have stepped back: so many events more.
    static let margin: Int64 = 1_000

    /// The rows of a range, cut to a page; empty beyond the end.
    let rows: (ClosedRange<Int64>) throws -> [JournalRow]

    /// The facts of `day`, and of whatever was entered about it since.
    func facts(day: Int64, time: LocalTime) throws -> DayFacts {
        var facts = DayFacts()
        // Units are defined by the first start; without their kinds every unit counts as one that carries.
        for event in try events(1...Engine.pageRows) { facts.noteFleet(event) }
        var next = try max(
            1, first(notBefore: time.start(ofDay: day).adding(seconds: -DayReading.beforeSeconds)))
        while true {
            let page = try events(next...next + Engine.pageRows - 1)
            guard let last = page.last else { return facts }
            for event in page { facts.take(event) }
            next = last.sequence + 1
        }
    }

    private func events(_ range: ClosedRange<Int64>) throws -> [Event] {
        var events: [Event] = []
        for row in try rows(range) {
            events.append(
                try row.body.withUnsafeBytes { (raw) throws(CodecError) in
                    try EventCodec.decode(raw, sequence: row.sequence, vault: HiddenTexts())
                })
        }
        return events
    }

    /// The first event that is not older, less a margin; times grow with the sequence but for a clock that
    /// stepped back.
    private func first(notBefore moment: Timestamp) throws -> Int64 {
        var low: Int64 = 1
        var high: Int64 = 1
        while let row = try events(high...high).first, row.at < moment {
            low = high
            high *= 2
        }
        while high - low > 1 {
            let middle = (low + high) / 2
            if let row = try events(middle...middle).first, row.at < moment {
                low = middle
            } else {
                high = middle
            }
        }
        return low - DayReading.margin
    }
}

extension DayReport {
    /// The page of a day.
    func page(_ configuration: Configuration, language: Language, madeAt: Timestamp) -> String {
        DayReportPage(
            report: self, centre: configuration.centre.name, language: language,
            targetMinutes: configuration.targets.minutes.inOrder, time: LocalTime(), madeAt: madeAt
        ).html
    }
}
