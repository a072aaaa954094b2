// The day's report, the desk's own part: calls, offers to stations, units' hours, incidents opened again. Each
// interval with n, mean, centiles and what was left out; each share with the two numbers it is made of.

extension DayReportPage {
    /// Intervals that are not by priority, in the form of all others.
    private func intervalTable(_ rows: [(Phrase, IntervalStatistics)]) -> String {
        table(DayReportPage.intervalHeads, rows.map { intervalRow($0.0, $0.1) }.joined())
    }

    private func facts(_ rows: [String]) -> String {
        "<div class=\"wide\"><table><tbody>\(rows.joined())</tbody></table></div>"
    }

    private func share(_ part: Int, of whole: Int) -> String {
        "\(part) / \(whole) (" + DayReportPage.percent(Int64(part), of: Int64(whole)) + ")"
    }

    var calls: String {
        let calls = report.calls
        let content =
            intervalTable([(DayInterval.ringToAnswer.phrase, calls.answer)])
            + facts([
                fact(Phrase(vi: "chuông từ tổng đài", en: "rung, as the exchange told"), "\(calls.rung)"),
                fact(
                    Phrase(vi: "người gọi gác máy trước", en: "abandoned before an answer"),
                    share(calls.abandoned, of: calls.rung)),
                fact(
                    Phrase(vi: "trong đó đã gọi lại được", en: "of these, called back and reached"),
                    share(calls.reached, of: calls.abandoned)),
                fact(
                    Phrase(vi: "còn đổ chuông", en: "neither answered nor abandoned yet"),
                    "\(calls.ringing)"),
                fact(
                    Phrase(
                        vi: "gõ tay, không rõ đổ chuông bao lâu (bỏ ra)",
                        en: "typed, nobody told how long it rang (left out)"), "\(calls.typed)"),
            ])
        return section(Phrase(vi: "Cuộc gọi: chuông đến nhấc máy", en: "Calls: ring to answer"), content)
    }

    var offers: String {
        let offers = report.offers
        let title = Phrase(vi: "Đề nghị cho trạm", en: "Offers to stations")
        guard offers.all.asked > 0 else {
            return section(
                title, "<p>\(both(Phrase(vi: "chưa hỏi trạm nào", en: "no station was asked")))</p>")
        }
        var rows = ""
        for row in offers.stations + [offers.all] {
            let isAll = row == offers.all && row.number == nil
            let name = isAll ? both(Phrase(vi: "tất cả", en: "all")) : text(row.number.map { "\($0)" } ?? "?")
            rows += "<tr><th scope=\"row\">\(name)</th><td>\(row.asked)</td>"
            rows += "<td>\(share(row.accepted, of: row.asked))</td><td>\(row.silent)</td>"
            rows += "<td>\(share(row.declinedInAll, of: row.asked))</td>"
            rows += row.declined.map { "<td>\($0)</td>" }.joined() + "</tr>"
        }
        let heads =
            [
                Phrase(vi: "trạm", en: "station"), Phrase(vi: "hỏi", en: "asked"),
                Phrase(vi: "nhận", en: "accepted"), Phrase(vi: "im lặng", en: "silent"),
                Phrase(vi: "từ chối", en: "declined"),
            ] + DeclineReason.allCases.map(\.phrase)
        let accepted = report.groups.first?.rows.first { $0.interval == .toAccepted }?.statistics
        let intervals = intervalTable([
            (DayInterval.toAccepted.phrase, accepted ?? IntervalStatistics([])),
            (Phrase(vi: "hỏi → trạm trả lời", en: "asked to yes or no"), offers.answer),
        ])
        return section(title, intervals + table(heads, rows))
    }

    var unitHours: String {
        let duty = report.duty
        func hours(_ seconds: Int64) -> String { DayCharts.short(Double(seconds) / 3600) }
        var rows = [
            fact(Phrase(vi: "giờ của mọi xe", en: "hours of all units"), hours(report.unitSeconds)),
            fact(Phrase(vi: "giờ trực", en: "on duty"), hours(duty.onDuty)),
            fact(
                Phrase(vi: "giờ có việc / giờ trực (mức dùng xe)", en: "on assignments / on duty (use)"),
                "\(hours(report.busySeconds)) / \(hours(duty.onDuty)) ("
                    + DayReportPage.percent(report.busySeconds, of: duty.onDuty) + ")"),
        ]
        let out = duty.outOfService.reduce(0, +)
        rows.append(
            fact(
                Phrase(vi: "trực mà tạm nghỉ", en: "on duty, out of service"),
                "\(hours(out)) (" + DayReportPage.percent(out, of: duty.onDuty) + ")"))
        for (reason, seconds) in zip(OutOfServiceReason.allCases, duty.outOfService) where seconds > 0 {
            rows.append(
                fact(Phrase(vi: "· " + reason.phrase.vi, en: reason.phrase.en), hours(seconds)))
        }
        return section(Phrase(vi: "Giờ xe", en: "Unit hours"), facts(rows))
    }

    /// What was closed and is not over, and work that is not an emergency.
    var course: String {
        facts([
            fact(Phrase(vi: "ca mở lại", en: "reopened"), "\(report.reopened)"),
            fact(
                Phrase(vi: "đóng nhầm, đã lấy lại", en: "closings taken back"), "\(report.closingsTakenBack)"),
            fact(
                Phrase(
                    vi: "việc hẹn trước (bỏ ra khỏi các khoảng)", en: "planned work (left out of intervals)"),
                "\(report.planned)"),
        ])
    }
}
