// What is said of alerts as the desk handles them: the list, who has acknowledged what, and how much an
// alert is about.

extension Renderer {
    /// The answer to ALERTS. No line begins with `!`: those are for what nobody asked for.
    func alerts(_ filter: AlertFilter, _ centre: Centre, now: Timestamp) -> String {
        let ordered = AlertOrder.open(centre)
        let fresh = ordered.filter { !centre.alerts[$0].acknowledgedAt.isSet }.count
        var lines: [String] = []
        if ordered.isEmpty {
            lines.append(say(vi: "không có báo động nào", en: "no alert is open"))
        } else {
            let number = ArgumentKind.alerts.placeholder[language]
            lines.append(
                say(
                    vi: "\(ordered.count) báo động, \(fresh) chưa ai rõ",
                    en:
                        "\(ordered.count) \(ordered.count == 1 ? "alert" : "alerts"), \(fresh) not acknowledged"
                )
                    + (fresh > 0 ? "; \(verb(.acknowledgeAlert)) \(number)" : ""))
        }
        for alert in ordered.prefix(Renderer.alertRows) { lines += row(alert, centre, now) }
        let rest = Array(ordered.dropFirst(Renderer.alertRows))
        for group in AlertOrder.byKind(rest, centre) {
            lines += SafeText.wrap(
                "  " + centre.alerts[group[0]].kind.phrase[language] + ": "
                    + group.map { entry($0, centre) }.joined(separator: ", "))
        }
        guard filter == .all else { return reply(lines) }
        let over = (centre.alerts.base..<centre.alerts.end).reversed()
            .filter { centre.alerts[$0].clearedAt.isSet }
            .sorted { centre.alerts[$0].clearedAt > centre.alerts[$1].clearedAt }
            .prefix(Renderer.overRows)
        lines.append(
            over.isEmpty
                ? say(vi: "chưa có báo động nào đã hết", en: "no alert has been cleared yet")
                : say(vi: "mới hết, mới nhất trước:", en: "recently over, the newest first:"))
        for alert in over { lines += row(alert, centre, now) }
        return reply(lines)
    }

    private static let overRows = 40

    private func row(_ alert: Int32, _ centre: Centre, _ now: Timestamp) -> [String] {
        let row = centre.alerts[alert]
        var text = "  !\(alert + 1) " + clock(row.raisedAt)
        if row.clearedAt.isSet {
            text += "-" + clock(row.clearedAt) + kept(alert, centre).dropFirst()
        } else {
            text += " (" + age(now.seconds(since: row.raisedAt)) + ") " + sentence(alert, centre)
        }
        if row.acknowledgedAt.isSet, let actor = row.acknowledgedBy {
            text +=
                say(vi: "; \(self.actor(actor)) đã rõ lúc ", en: "; acknowledged by \(self.actor(actor)) at ")
                + clock(row.acknowledgedAt)
        }
        return SafeText.wrap(text, indent: 6)
    }

    /// The event in one line without its number.
    func what(_ alert: AlertEvent, _ event: Event, _ centre: Centre) -> String {
        switch alert {
        case .acknowledged(let alert):
            return actor(event.actor)
                + say(vi: " đã rõ báo động !\(alert + 1)", en: " has acknowledged alert !\(alert + 1)")
                + kept(alert, centre)
        case .measured(let alert, let measure):
            return say(vi: "báo động !\(alert + 1) nay", en: "alert !\(alert + 1) now")
                + measured(measure, centre.alerts.contains(alert) ? centre.alerts[alert].kind : .resultsAway)
                .dropFirst()
        }
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ alert: AlertEvent, _ centre: Centre) -> [String] {
        guard case .acknowledged(let alert) = alert, centre.alerts.contains(alert) else { return [] }
        return [
            say(vi: "  chưa hết; tiếp: ", en: "  not over yet; next: ")
                + next(centre.alerts[alert].kind, centre.alerts[alert].subject, centre)
        ]
    }

    func why(_ rejection: AlertRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let alert):
            return say(vi: "không có báo động !\(alert + 1); ", en: "there is no alert !\(alert + 1); ")
                + (centre.alerts.end == 0
                    ? say(vi: "chưa có báo động nào", en: "there has been none yet")
                    : say(
                        vi: "mới nhất là !\(centre.alerts.end)", en: "the last one is !\(centre.alerts.end)"))
        case .over(let alert):
            let since = centre.alerts.contains(alert) ? clock(centre.alerts[alert].clearedAt) : "-"
            return say(
                vi: "báo động !\(alert + 1) đã hết lúc \(since), không còn gì để nhận",
                en: "alert !\(alert + 1) is over since \(since): nothing to acknowledge")
        case .retired(let alert):
            return say(
                vi: "báo động !\(alert + 1) đã hết từ lâu, chỉ còn trong nhật ký",
                en: "alert !\(alert + 1) was over long ago; the journal has it")
        case .acknowledgedAlready(let alert):
            guard centre.alerts.contains(alert), let actor = centre.alerts[alert].acknowledgedBy else {
                return say(vi: "chưa nói báo động nào", en: "no alert is named")
            }
            let at = clock(centre.alerts[alert].acknowledgedAt)
            return say(
                vi: "\(self.actor(actor)) đã rõ báo động !\(alert + 1) lúc \(at)",
                en: "\(self.actor(actor)) has acknowledged alert !\(alert + 1) at \(at)")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: AlertRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown, .over, .retired, .acknowledgedAlready:
            return say(
                vi: "\(verb(.alerts)) xem báo động chưa hết", en: "\(verb(.alerts)) lists the open alerts")
        }
    }
}
