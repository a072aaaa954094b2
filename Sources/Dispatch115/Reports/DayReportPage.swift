// The day's report as a page: both languages side by side, numbers together and never alone, tables that a
// phone can scroll, and black on white on paper. Holds no caller's words, number or place.

struct DayReportPage: Sendable {
    let report: DayReport
    let centre: String
    let language: Language
    let targetMinutes: [Int]
    let time: LocalTime
    /// When it was made.
    let madeAt: Timestamp

    var html: String {
        let name = Phrase(vi: "Báo cáo ngày", en: "Daily report")
        let title = "\(name[language]) \(time.date(report.day)) · \(centre)"
        var body = "<header><h1>\(both(name)) \(time.date(report.day))</h1><p>\(text(centre))</p>"
        body += "<p class=\"quiet\">" + both(span) + "</p></header>"
        body += headline
        body += section(
            Phrase(vi: "Cuộc gọi theo giờ", en: "Calls by hour"), figure(DayCharts.hours(report.callsByHour)))
        body += calls
        body += responseSection
        for group in report.groups { body += intervals(group) }
        body += section(Phrase(vi: "Kết cục các ca", en: "Dispositions"), dispositions + course)
        body += section(Phrase(vi: "Điều xe và vị trí", en: "Dispatching and positions"), dispatching)
        body += offers
        body += unitHours
        body += section(Phrase(vi: "Nhập trễ", en: "Entered late"), late)
        body += section(Phrase(vi: "Giao ca", en: "Hand-overs"), signatures)
        body += "<footer class=\"quiet\">" + both(method) + "</footer>"
        return HTMLPage.page(title: title, language: language, style: DayReportPage.style, body: body)
    }

    // MARK: - Words

    func text(_ words: String) -> String { HTMLPage.escaped(words) }

    /// The page's language first, the other beside it.
    func both(_ phrase: Phrase) -> String {
        guard phrase.vi != phrase.en else { return text(phrase.vi) }
        let other: Language = language == .vi ? .en : .vi
        return "\(text(phrase[language])) <span class=\"twin\" lang=\"\(other.rawValue)\">"
            + "\(text(phrase[other]))</span>"
    }

    private var span: Phrase {
        let from = time.dateAndClock(report.from)
        let to = time.dateAndClock(report.to)
        let made = time.dateAndClock(madeAt)
        return Phrase(
            vi: "từ \(from) đến \(to), lập lúc \(made)", en: "from \(from) to \(to), made at \(made)")
    }

    private var method: Phrase {
        Phrase(
            vi:
                "Bách phân vị theo hạng gần nhất. \"Bỏ ra\": không có giờ đó. Ca nhập trễ được tính theo "
                + "giờ thật, đến phút. Một ca thuộc ngày nó được báo; việc hẹn trước không có trong khoảng nào. "
                + "Chuông → trạm nhận chỉ tính ca có hỏi trạm, dặn ép tim chỉ tính ca có dặn. "
                + "Giờ trực theo các lần lên ca, xuống ca, tạm nghỉ của ngày đó và bảy ngày trước; "
                + "xe không có lần nào thì coi là đang trực.",
            en:
                "Centiles by nearest rank. \"Left out\": that time is not known. What was entered late counts "
                + "by its own times, to the minute. A case belongs to the day it was reported; planned work is in "
                + "no interval. Ring to accepted station counts cases that asked one, compressions those where "
                + "they were told. Duty follows the log-ons, log-offs and out-of-service of that day and the seven "
                + "before; a unit without any counts as on duty.")
    }

    /// "12:05", or "1:02:03".
    static func duration(_ seconds: Int64) -> String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    private static func cell(_ seconds: Int64?) -> String { seconds.map(duration) ?? "–" }

    static func percent(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0 else { return "–" }
        let tenths = (part * 1000 + whole / 2) / whole
        return "\(tenths / 10).\(tenths % 10) %"
    }

    // MARK: - Parts

    func section(_ title: Phrase, _ content: String) -> String {
        "<section><h2>\(both(title))</h2>\(content)</section>"
    }

    private func figure(_ svg: String, _ caption: Phrase? = nil) -> String {
        "<figure>\(svg)" + (caption.map { "<figcaption>\(both($0))</figcaption>" } ?? "") + "</figure>"
    }

    /// Counts only: an interval is never shown alone.
    private var headline: String {
        let all = report.groups.first
        let tiles: [(String, Phrase)] = [
            ("\(report.callsByHour.reduce(0, +))", Phrase(vi: "cuộc gọi", en: "calls")),
            ("\(all?.cases ?? 0)", Phrase(vi: "ca", en: "incidents")),
            ("\(report.stillOpen)", Phrase(vi: "ca còn mở", en: "still open")),
            ("\(report.dispatches)", Phrase(vi: "lượt điều xe", en: "units sent")),
            (
                DayReportPage.percent(report.busySeconds, of: report.duty.onDuty),
                Phrase(vi: "giờ trực có việc", en: "hours on duty in use")
            ),
        ]
        return "<div class=\"tiles\">"
            + tiles.map { "<div><b>\(text($0.0))</b>\(both($0.1))</div>" }.joined() + "</div>"
    }

    private var responseSection: String {
        let picture = DayCharts.responses(report.groups, targetMinutes: targetMinutes)
        guard !picture.isEmpty else { return "" }
        var rows = ""
        for group in report.groups {
            guard let priority = group.priority, let within = group.withinTarget, !group.responses.isEmpty
            else { continue }
            let minutes = targetMinutes[Int(priority.rawValue) - 1]
            rows += "<tr><th scope=\"row\">\(both(priority.phrase))</th><td>\(minutes) min</td>"
            rows += "<td>\(within) / \(group.responses.count)</td>"
            rows += "<td>\(DayReportPage.percent(Int64(within), of: Int64(group.responses.count)))</td></tr>"
        }
        let caption = Phrase(
            vi:
                "phút từ lúc gọi đến người đầu tiên tới; mỗi chấm một ca, ▼ mục tiêu; quá dài thì nằm ở mép phải",
            en:
                "minutes from call to the first on scene; a dot each, ▼ the target; longer ones stand at the right edge"
        )
        var content = figure(picture, caption)
        if !rows.isEmpty {
            content += table(
                [
                    Phrase(vi: "mức", en: "priority"), Phrase(vi: "mục tiêu", en: "target"),
                    Phrase(vi: "trong mục tiêu", en: "within it"), Phrase(vi: "tỷ lệ", en: "share"),
                ], rows)
        }
        return section(Phrase(vi: "Từ lúc gọi đến lúc tới", en: "Call to scene"), content)
    }

    func table(_ heads: [Phrase], _ rows: String) -> String {
        "<div class=\"wide\"><table><thead><tr>"
            + heads.map { "<th scope=\"col\">\(both($0))</th>" }.joined()
            + "</tr></thead><tbody>\(rows)</tbody></table></div>"
    }

    private func intervals(_ group: DayReport.Group) -> String {
        var rows = ""
        for row in group.rows { rows += intervalRow(row.interval.phrase, row.statistics) }
        let who = group.priority?.phrase ?? Phrase(vi: "mọi mức", en: "all priorities")
        let title = Phrase(
            vi: "Thời gian, \(who.vi) (\(group.cases) ca)", en: "Intervals, \(who.en) (\(group.cases))")
        return section(
            title,
            table(DayReportPage.intervalHeads, rows))
    }

    static let intervalHeads = [
        Phrase(vi: "khoảng", en: "interval"), Phrase(vi: "n", en: "n"), Phrase(vi: "TB", en: "mean"),
        Phrase(vi: "P50", en: "P50"), Phrase(vi: "P90", en: "P90"), Phrase(vi: "P95", en: "P95"),
        Phrase(vi: "bỏ ra", en: "left out"),
    ]

    func intervalRow(_ name: Phrase, _ numbers: IntervalStatistics) -> String {
        let mean = numbers.mean.map { DayReportPage.duration(Int64($0.rounded())) } ?? "–"
        let cells = [numbers.median, numbers.ninetieth, numbers.ninetyFifth].map(DayReportPage.cell)
        return "<tr><th scope=\"row\">\(both(name))</th><td>\(numbers.count)</td><td>\(mean)</td>"
            + cells.map { "<td>\($0)</td>" }.joined() + "<td>\(numbers.leftOut)</td></tr>"
    }

    private var dispositions: String {
        let most = max(1, report.dispositions.map(\.count).max() ?? 1)
        var rows = ""
        for (disposition, count) in report.dispositions {
            rows +=
                "<tr><th scope=\"row\">\(both(disposition.phrase))</th><td>\(count)</td><td class=\"meter\">"
            rows += "<span style=\"width:\(count * 100 / most)%\"></span></td></tr>"
        }
        rows += "<tr><th scope=\"row\">\(both(Phrase(vi: "còn mở", en: "still open")))</th>"
        rows += "<td>\(report.stillOpen)</td><td></td></tr>"
        return "<div class=\"wide\"><table><tbody>\(rows)</tbody></table></div>"
    }

    func fact(_ name: Phrase, _ value: String) -> String {
        "<tr><th scope=\"row\">\(both(name))</th><td>\(text(value))</td></tr>"
    }

    private var dispatching: String {
        let rows =
            fact(Phrase(vi: "lượt điều xe", en: "units sent"), "\(report.dispatches)")
            + fact(Phrase(vi: "cho rút", en: "stood down"), "\(report.stoodDown)")
            + fact(Phrase(vi: "đổi hướng", en: "diverted"), "\(report.diverted)")
            + fact(
                Phrase(vi: "điều khi vị trí cũ hoặc không có", en: "sent on a stale or missing fix"),
                "\(report.staleFixes) / \(report.knownFixes) ("
                    + DayReportPage.percent(Int64(report.staleFixes), of: Int64(report.knownFixes)) + ")")
        return "<div class=\"wide\"><table><tbody>\(rows)</tbody></table></div>"
    }

    private var late: String {
        let counts =
            fact(Phrase(vi: "chuyến xe", en: "runs"), "\(report.lateRuns)")
            + fact(Phrase(vi: "bước của xe", en: "steps"), "\(report.lateSteps)")
            + fact(Phrase(vi: "đóng ca", en: "ends"), "\(report.lateCloses)")
            + fact(Phrase(vi: "ca", en: "incidents"), "\(report.late.count)")
        var content = "<div class=\"wide\"><table><tbody>\(counts)</tbody></table></div>"
        guard !report.late.isEmpty else { return content }
        var rows = ""
        for entry in report.late {
            rows += "<tr><td>\(entry.incident.number)</td><td>\(entry.form > 0 ? "\(entry.form)" : "–")</td>"
            rows +=
                "<td>\(time.dateAndClock(entry.receivedAt))</td><td>\(time.dateAndClock(entry.enteredAt))</td></tr>"
        }
        content += table(
            [
                Phrase(vi: "ca", en: "incident"), Phrase(vi: "phiếu", en: "form"),
                Phrase(vi: "gọi lúc", en: "called at"), Phrase(vi: "nhập lúc", en: "typed at"),
            ], rows)
        return content
    }

    private var signatures: String {
        guard !report.signatures.isEmpty else {
            return "<p>\(both(Phrase(vi: "chưa có chữ ký nào", en: "no signature yet")))</p>"
        }
        var rows = ""
        for signature in report.signatures {
            rows +=
                "<tr><td>\(time.clock(signature.at))</td><td>\(signature.from)</td><td>\(signature.to)</td>"
            for kind in ShiftItemKind.allCases { rows += "<td>\(signature.counts[kind])</td>" }
            rows += "</tr>"
        }
        return table(
            [
                Phrase(vi: "lúc", en: "at"), Phrase(vi: "giao", en: "from"), Phrase(vi: "nhận", en: "to"),
            ] + ShiftItemKind.allCases.map(\.phrase), rows)
    }
}
