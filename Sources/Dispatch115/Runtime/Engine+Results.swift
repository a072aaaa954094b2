// The engine's part around the results: it looks at how they stand, raises and clears their alert, tells `status`,
// and hands thinned positions on. It never waits for them.

import Glibc

/// What the engine keeps for the results' positions and its watch. Lost with the process.
struct EngineTrack {
    var thinner = TrackThinner()
    var pressure = TrackPressure.none
    /// Monotonic; since when the results have not been well, 0 while they are.
    var unwellSince: Int64 = 0
}

extension Durability {
    /// The reply, with what it does not rest on before it.
    func marked(_ reply: String, _ renderer: Renderer) -> String {
        switch self {
        case .nothing: renderer.notDurable(reply)
        case .journalAlone: renderer.journalAlone(reply)
        case .journal, .journalAndResults: reply
        }
    }
}

extension Engine {
    /// A fix of the fleet's, for the results' tracks if it says something new.
    func keepTrack(_ fix: Fix) {
        guard let results = surroundings.results, track.thinner.keeps(unit: fix.unit, fix: fix, pressure: track.pressure)
        else { return }
        results.positions.put(fix)
    }

    /// The state of the results as an alert: raised when they have been away or behind for long enough, at once
    /// where waiting will not help or where answers were promised to rest on them; cleared when they follow.
    func watchResults() {
        guard let results = surroundings.results else { return }
        let status = results.status
        // The results live in real time, whatever clock is played to the desk.
        let monotonic = WallClock.monotonicNanoseconds()
        let limit = Int64(surroundings.configuration.results.lagAlertSeconds) * 1_000_000_000
        let isWell = status.state == .following
        if isWell { track.unwellSince = 0 } else if track.unwellSince == 0 { track.unwellSince = monotonic }
        let isDegraded =
            surroundings.gate.resultsPart.map { !$0.isAwaited && $0.misses > 0 && !isWell } ?? false
        track.pressure = results.positions.isCrowded ? .severe : isWell ? .none : .high
        let isLong = !isWell && monotonic - track.unwellSince >= limit
        let isDue = isLong || status.lagNanoseconds >= limit || status.state.needsPerson || isDegraded
        let open = centre.openAlert(of: .resultsAway, about: 0)
        let now = now
        guard open >= 0 else {
            if isDue { report(.watch(.resultsAway, subject: 0, stands: measure(status)), now) }
            return
        }
        if isWell {
            report(.watch(.resultsAway, subject: 0, stands: nil), now)
        } else {
            // Twice as much is worth a new word, and an event.
            let said = Int64(centre.alerts[open].measure.count)
            if status.behind >= max(100, said * 2) {
                report(.watch(.resultsAway, subject: 0, stands: measure(status)), now)
            }
        }
    }

    private func measure(_ status: ResultsStatus) -> AlertMeasure {
        AlertMeasure(count: Int32(clamping: status.behind))
    }

    func addResults(_ add: Adding) {
        let kind = surroundings.configuration.results.choice
        guard let results = surroundings.results else {
            return add("results.state", "none", "không ghi kho kết quả", "no results are written")
        }
        let status = results.status
        let time = LocalTime()
        let why = status.state.phrase
        add("results.kind", kind.rawValue, "nơi ghi kết quả", "where the results are written")
        add("results.state", status.state.name, why.vi, why.en)
        add(
            "results.since", time.dateAndClock(Timestamp(nanoseconds: status.since)).oneWord,
            "như thế từ lúc",
            "so since")
        add("results.written", "\(status.written)", "sự kiện mới nhất đã ghi", "newest event in the results")
        add(
            "results.behind", "\(status.behind)", "sự kiện còn thiếu", "durable events that are missing there"
        )
        add(
            "results.lag-milliseconds", "\(status.lagNanoseconds / 1_000_000)",
            "sự kiện cũ nhất còn thiếu đã chờ", "the oldest of these has waited")
        if let part = surroundings.gate.resultsPart {
            add(
                "results.awaited", part.isAwaited ? "yes" : "NO",
                "câu trả lời có chờ kho kết quả không", "whether answers wait for the results")
            add("results.deadlines-missed", "\(part.misses)", "lần chờ quá hạn", "times they were too slow")
        }
        add("results.events", "\(status.events)", "sự kiện đã ghi từ lúc khởi động", "events since the start")
        add("results.batches", "\(status.batches)", "lần ghi", "transactions")
        add(
            "results.slowest-milliseconds", "\(status.slowestWriteNanoseconds / 1_000_000)",
            "lần ghi lâu nhất",
            "the slowest transaction")
        add("results.opens", "\(status.opens)", "lần kết nối", "times it was connected, or tried")
        let last = status.lastFailure.map { ": " + $0 } ?? ""
        add("results.failures", "\(status.failures)", "lần hỏng\(last)", "failures\(last)")
        add(
            "results.positions", "\(status.positionsWritten)", "vị trí đã ghi", "positions written")
        add(
            "results.positions-dropped", "\(status.positionsDropped)", "vị trí bỏ qua vì kho kết quả chậm",
            "positions dropped: the store was away or slow")
    }
}

extension ResultsState {
    /// What it is, and why.
    var phrase: Phrase {
        switch self {
        case .starting: Phrase(vi: "đang mở", en: "being opened")
        case .following: Phrase(vi: "theo kịp nhật ký", en: "follow the journal")
        case .behind: Phrase(vi: "đang ghi bù", en: "catching up")
        case .away(let why): Phrase(vi: "KHÔNG GHI ĐƯỢC: \(why)", en: "AWAY: \(why)")
        case .refused(let why): Phrase(vi: "BỊ TỪ CHỐI: \(why)", en: "REFUSED: \(why)")
        case .schema(0, let wanted):
            Phrase(
                vi: "chưa có bảng; chạy `dispatch115 results migrate` (bản \(wanted))",
                en: "no tables there; run `dispatch115 results migrate` (version \(wanted))")
        case .schema(let found, let wanted):
            Phrase(
                vi: "bảng ở bản \(found), chương trình cần bản \(wanted)",
                en: "tables of version \(found), this program writes \(wanted)")
        case .otherHistory(let why): Phrase(vi: "LỊCH SỬ KHÁC: \(why)", en: "ANOTHER HISTORY: \(why)")
        case .fenced(let epoch):
            Phrase(
                vi: "trung tâm khác đã lên thay (lần \(epoch)); máy này không ghi nữa",
                en: "a leader of epoch \(epoch) has taken over; this one writes no more")
        }
    }
}

extension String {
    /// A value of `status` is one word.
    fileprivate var oneWord: String { String(map { $0 == " " ? "T" : $0 }) }
}
