@testable import Dispatch115

/// What the reports must say: every row of them as `ResultsDatabases.all` gives it, reckoned from the rows.
extension SummaryHistory {
    /// Seconds since 1970 in Vietnam.
    private static func local(_ value: ResultsValue?) -> Int64? {
        guard case .time(let time)? = value else { return nil }
        return time.nanoseconds / 1_000_000_000 + 25_200
    }

    /// `2026-11-22`, by the days since 1970.
    private static func date(_ day: Int64, isMonth: Bool = false) -> String {
        // The calendar's own arithmetic: eras of 400 years that begin in March.
        let shifted = day + 719_468
        let era = shifted / 146_097
        let inEra = shifted - era * 146_097
        let year = (inEra - inEra / 1_460 + inEra / 36_524 - inEra / 146_096) / 365
        let inYear = inEra - (365 * year + year / 4 - year / 100)
        let month = (5 * inYear + 2) / 153
        let date = isMonth ? 1 : inYear - (153 * month + 2) / 5 + 1
        let number = month < 10 ? month + 3 : month - 9
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year + era * 400 + (number <= 2 ? 1 : 0))-\(two(number))-\(two(date))"
    }

    private static func day(_ value: ResultsValue?) -> String? { local(value).map { date($0 / 86_400) } }
    private static func month(_ value: ResultsValue?) -> String? {
        local(value).map { date($0 / 86_400, isMonth: true) }
    }

    private static func number(_ value: ResultsValue?) -> Int64 {
        if case .integer(let number)? = value { number } else { 0 }
    }

    private static func text(_ value: ResultsValue?) -> String {
        if case .text(let text)? = value { text } else { "" }
    }

    func dailyCounts() -> [String] {
        var days: [String: [Int]] = [:]
        func add(_ day: String?, _ places: [Int]) {
            guard let day else { return }
            for place in places { days[day, default: Array(repeating: 0, count: 12)][place] += 1 }
        }
        for call in rows(.call) { add(SummaryHistory.day(call["received_at"]), [0]) }
        for row in rows(.incident) {
            var places = [1, 2 + Int(SummaryHistory.number(row["priority"]))]
            if row["disposition"] == .text("transported") { places.append(7) }
            if row["closed_at"] == nil { places.append(8) }
            if row["entered_at"] != nil { places.append(11) }
            add(SummaryHistory.day(row["received_at"]), places)
        }
        for row in rows(.assignment) {
            let isCancelled = row["state"] == .text("cancelled")
            add(SummaryHistory.day(row["dispatch_notified"]), isCancelled ? [9, 10] : [9])
        }
        return days.map { "hanoi|\($0.key)|" + $0.value.map { "\($0)" }.joined(separator: "|") }.sorted()
    }

    func unitDays() -> [String] {
        var seconds: [String: (duty: Int64, busy: Int64)] = [:]
        func add(_ unit: Int64, _ start: Int64, _ end: Int64, isBusy: Bool) {
            var start = start
            while start < end {
                let stop = min(end, (start / 86_400 + 1) * 86_400)
                let key = "\(SummaryHistory.date(start / 86_400))|\(unit)|\(1 + unit % 3)"
                var told = seconds[key] ?? (0, 0)
                if isBusy { told.busy += stop - start } else { told.duty += stop - start }
                seconds[key] = told
                start = stop
            }
        }
        let now = SummaryHistory.local(ResultsSample.at(SummaryHistory.clock)) ?? 0
        for unit in 1...SummaryHistory.units {
            let own = dutyRows.filter { $0.unit == unit }
            for (place, duty) in own.enumerated() where duty.isOn {
                let start = SummaryHistory.local(ResultsSample.at(duty.at)) ?? 0
                let next =
                    place + 1 < own.count ? SummaryHistory.local(ResultsSample.at(own[place + 1].at)) : now
                add(unit, start, next ?? now, isBusy: false)
            }
        }
        for row in rows(.assignment) {
            guard let start = SummaryHistory.local(row["dispatch_notified"]) else { continue }
            let end = SummaryHistory.local(row["back_in_service"]) ?? SummaryHistory.local(row["cancelled"])
            let isLive = row["is_live"] == .flag(true)
            guard let end = isLive ? now : end else { continue }
            add(SummaryHistory.number(row["unit"]), start, end, isBusy: true)
        }
        return seconds.map { "hanoi|\($0.key)|\($0.value.duty)|\($0.value.busy)" }.sorted()
    }

    func declineRates() -> [String] {
        var counts: [String: [String: Int64]] = [:]
        for row in rows(.offer) {
            guard let month = SummaryHistory.month(row["asked_at"]) else { continue }
            let station = SummaryHistory.number(row["station"])
            counts["\(month)|\(station)|S\(station)", default: [:]][
                SummaryHistory.text(row["state"]), default: 0] += 1
        }
        return counts.map { key, states in
            func n(_ state: String) -> Int64 { states[state] ?? 0 }
            let asked = states.values.reduce(0, +)
            let whole = asked - n("withdrawn")
            let percent = whole == 0 ? "-" : "\(((n("declined") + n("silent")) * 100 + whole / 2) / whole)"
            return "hanoi|\(key)|\(asked)|\(n("accepted"))|\(n("declined"))|\(n("silent"))|\(n("withdrawn"))|"
                + percent
        }.sorted()
    }

    func responseTimes() -> [String] {
        let measures = [
            "call_to_code", "code_to_assignment", "call_to_on_scene", "ring_to_accepted",
            "assignment_to_acknowledged", "assignment_to_en_route", "travel", "on_scene", "transport",
            "hand_over",
        ]
        let points = [
            "dispatch_notified", "acknowledged", "en_route", "on_scene", "left_scene", "at_destination",
            "transfer_of_care",
        ]
        let pairs = [(0, 1), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6)]
        var told: [String: (times: [Int64], none: Int)] = [:]
        for (number, incident) in numbered(.incident) {
            let month = SummaryHistory.month(incident["received_at"]) ?? ""
            let group =
                "hanoi|\(month)|\(SummaryHistory.text(incident["kind"]))|"
                + "\(SummaryHistory.number(incident["priority"]))"
            func add(_ step: Int, _ from: ResultsValue?, _ to: ResultsValue?) {
                let key = "\(group)|\(step)|\(measures[step - 1])"
                var own = told[key] ?? ([], 0)
                if case .time(let start)? = from, case .time(let end)? = to, end >= start {
                    own.times.append((end.nanoseconds - start.nanoseconds) / 1_000_000_000)
                } else {
                    own.none += 1
                }
                told[key] = own
            }
            func first(_ values: [ResultsValue?]) -> ResultsValue? {
                values.compactMap { value -> Int64? in
                    if case .time(let time)? = value { time.nanoseconds } else { nil }
                }.min().map { .time(Timestamp(nanoseconds: $0)) }
            }
            let own = rows(.assignment).filter { $0["incident"] == .integer(number) }
            add(1, incident["received_at"], incident["opened_at"])
            add(2, incident["opened_at"], first(own.map { $0["dispatch_notified"] }))
            add(3, incident["received_at"], first(own.map { $0["on_scene"] }))
            let offers = rows(.offer).filter { $0["incident"] == .integer(number) }
            if !offers.isEmpty {
                let accepted = offers.filter { $0["state"] == .text("accepted") }.map { $0["answered_at"] }
                add(4, incident["received_at"], first(accepted))
            }
            for row in own {
                for (place, pair) in pairs.enumerated() {
                    add(5 + place, row[points[pair.0]], row[points[pair.1]])
                }
            }
        }
        return told.map { key, own in
            guard let figures = Percentiles(of: own.times) else { return "\(key)|0|-|-|-|-|\(own.none)" }
            return "\(key)|\(figures.count)|\(figures.mean)|\(figures.p50)|\(figures.p90)|\(figures.p95)|"
                + "\(own.none)"
        }.sorted()
    }
}
