// Lists of calls: who waits and in which order, who speaks with whom, who must be called back; the history of a
// number and of a place; and what a new call may have to do with an incident. Bounded in rows, and says how
// many more there are.

extension Renderer {
    static let callRows = 20
    static let pageRows = 60

    /// Everything that is open. Order is waiting; a number that floods comes after the others, on one line.
    func calls(_ centre: Centre, now: Timestamp) -> String {
        let queue = CallQueue(centre)
        let flooding = queue.floods.reduce(0) { $0 + $1.calls.count }
        guard !centre.openCalls.isEmpty else {
            return say(vi: "không có cuộc gọi nào đang mở", en: "no call is open")
        }
        var lines = [
            say(
                vi: "\(queue.waiting.count + flooding) cuộc đang reo, \(queue.inHand.count) đang nghe, "
                    + "\(queue.callbacks.count) chờ gọi lại",
                en: "\(queue.waiting.count + flooding) waiting, \(queue.inHand.count) in hand, "
                    + "\(queue.callbacks.count) to be called back")
        ]
        var table = TextTable([.left, .right, .left, .left])
        for id in queue.waiting.prefix(Renderer.callRows) {
            table.add([
                CallNumber.shown(id), duration(now.seconds(since: centre[id].receivedAt)),
                say(vi: "đang reo", en: "rings"), phone(of: id, centre),
            ])
        }
        lines += table.lines()
        lines += more(queue.waiting.count)
        for flood in queue.floods.prefix(Renderer.callRows) {
            lines += SafeText.wrap(line(of: flood, centre, now))
        }
        lines += more(queue.floods.count)
        lines += inHand(queue.inHand, centre, now)
        lines += callbacks(queue.callbacks, centre, now)
        return reply(lines)
    }

    private func line(of flood: CallQueue.Flood, _ centre: Centre, _ now: Timestamp) -> String {
        guard let first = flood.calls.first else { return "" }
        let count = flood.calls.count
        let from = "\(CallNumber.shown(first)) (\(duration(now.seconds(since: centre[first].receivedAt))))"
        return phone(of: first, centre) + ": "
            + say(
                vi: "\(count) cuộc cùng số đang reo, từ \(from)",
                en: "\(count) calls of this number wait, from \(from)")
    }

    private func more(_ count: Int) -> [String] {
        let left = count - Renderer.callRows
        return left > 0 ? [say(vi: "... và \(left) nữa", en: "... and \(left) more")] : []
    }

    private func inHand(_ calls: [CallID], _ centre: Centre, _ now: Timestamp) -> [String] {
        guard !calls.isEmpty else { return [] }
        var table = TextTable([.left, .right, .left, .left])
        for id in calls.prefix(Renderer.callRows) {
            let row = centre[id]
            let who =
                row.handler == Call.nobody
                ? say(vi: "chưa rõ ai nghe", en: "by nobody known") : person(row.handler)
            let over =
                row.endedAt.isSet && row.outcome == .none
                ? say(vi: ", máy đã gác", en: ", the line has fallen") : ""
            table.add([
                CallNumber.shown(id), duration(now.seconds(since: row.claimedAt)),
                say(vi: "đang nghe, ", en: "in hand, ") + who + over, phone(of: id, centre),
            ])
        }
        return table.lines() + more(calls.count)
    }

    private func callbacks(_ calls: [CallID], _ centre: Centre, _ now: Timestamp) -> [String] {
        guard !calls.isEmpty else { return [] }
        var table = TextTable([.left, .left, .left, .left])
        for id in calls.prefix(Renderer.callRows) {
            let row = centre[id]
            let late = row.callbackDue <= now ? say(vi: " (QUÁ GIỜ)", en: " (OVERDUE)") : ""
            let tries =
                row.tries == 0
                ? "" : say(vi: ", đã gọi \(row.tries) lần", en: ", tried \(row.tries) times")
            table.add([
                CallNumber.shown(id), row.outcome.phrase[language] + tries,
                say(vi: "gọi lại trước ", en: "call back by ") + clock(row.callbackDue) + late,
                phone(of: id, centre),
            ])
        }
        return table.lines() + more(calls.count)
    }

    func callbacks(_ centre: Centre, now: Timestamp) -> String {
        let calls = CallQueue(centre).callbacks
        guard !calls.isEmpty else {
            return say(vi: "không có cuộc nào chờ gọi lại", en: "no call is to be called back")
        }
        return reply(callbacks(calls, centre, now))
    }

    // MARK: - History

    /// One line about a number: how often, how long, what its calls ended as.
    func history(_ history: CallerHistory) -> String {
        guard history.ever > 0 else {
            return say(vi: "chưa thấy số này gọi trước đây", en: "no earlier call of this number is known")
        }
        var parts = [
            say(
                vi: "trước đó \(history.ever) cuộc: hôm nay \(history.today), giờ qua \(history.lastHour)",
                en:
                    "\(history.ever) calls before: \(history.today) today, \(history.lastHour) in the last hour"
            )
        ]
        if history.talks > 0 {
            let mean = duration(history.talkSeconds / Int64(history.talks))
            parts.append(say(vi: "nói trung bình \(mean)", en: "mean talk \(mean)"))
        }
        let ends = CallerHistory.End.allCases.filter { history[$0] > 0 }
        if !ends.isEmpty {
            parts.append(ends.map { "\($0.phrase[language]) \(history[$0])" }.joined(separator: ", "))
        }
        return parts.joined(separator: "; ")
    }

    /// The newest calls of a number, and its history in one line.
    func calls(
        of number: String, _ history: CallerHistory, _ calls: [CallID], _ centre: Centre
    ) -> String {
        guard !calls.isEmpty else {
            return say(vi: "không có cuộc gọi nào của số ", en: "no call of number ")
                + SafeText.visible(number)
                + say(vi: " trong bộ nhớ", en: " in memory")
        }
        var lines = SafeText.wrap(SafeText.visible(number) + ": " + self.history(history))
        for id in calls.prefix(Renderer.callRows) { lines += SafeText.wrap(line(of: id, centre)) }
        return reply(lines + more(calls.count))
    }

    /// One call in one line.
    func line(of id: CallID, _ centre: Centre) -> String {
        let row = centre[id]
        var line =
            "  " + CallNumber.shown(id) + "  " + dateAndClock(row.receivedAt) + "  " + phone(of: id, centre)
        if let seconds = row.talkSeconds { line += say(vi: ", nói ", en: ", talk ") + duration(seconds) }
        if row.incident.isSet {
            line += ", " + incident(row.incident)
            if centre.incidents.contains(row.incident.index), let end = centre[row.incident].disposition {
                line += " (" + end.phrase[language] + ")"
            }
        } else {
            switch row.phase {
            case .waiting: line += say(vi: ", đang reo", en: ", rings")
            case .inHand: line += say(vi: ", đang nghe", en: ", in hand")
            case .callback:
                line +=
                    ", " + row.outcome.phrase[language] + say(vi: ", chờ gọi lại", en: ", to be called back")
            case .done: line += ", " + row.outcome.phrase[language]
            }
        }
        return line + (text(row.words, centre).map { "; " + $0 } ?? "")
    }

    /// The calls of an incident with what each caller said who had opened one of his own.
    func calls(of id: IncidentID, _ centre: Centre) -> [String] {
        var lines: [String] = []
        let others = centre.calls(of: id).filter { $0 != centre[id].call }
        for call in others.prefix(Renderer.callRows) { lines += SafeText.wrap(line(of: call, centre)) }
        lines += more(others.count)
        var duplicates = 0
        for other in centre.incidents.base..<centre.incidents.end {
            let row = centre.incidents[other]
            guard row.disposition == .duplicate, centre.calls.contains(row.call.index),
                centre[row.call].incident == id
            else { continue }
            duplicates += 1
            guard duplicates <= Renderer.callRows else { continue }
            let said = [text(row.placeSaid, centre), text(row.words, centre)].compactMap { $0 }
            lines += SafeText.wrap(
                say(vi: "  trùng, ", en: "  duplicate, ") + incident(IncidentID(index: other)) + ": "
                    + said.joined(separator: "; "))
        }
        return lines + more(duplicates)
    }

    /// The calls of an incident, a page of them, and what happened near its place.
    func calls(whole id: IncidentID, _ history: PlaceHistory, _ centre: Centre) -> String {
        let calls = centre.calls(of: id)
        var lines = calls.prefix(Renderer.pageRows).flatMap { SafeText.wrap(line(of: $0, centre)) }
        if calls.count > Renderer.pageRows {
            let left = calls.count - Renderer.pageRows
            lines.append(say(vi: "... và \(left) nữa", en: "... and \(left) more"))
        }
        lines += near(history, centre)
        guard !lines.isEmpty else {
            return say(vi: "không có cuộc gọi nào của ", en: "no call of ") + incident(id)
                + say(vi: " trong bộ nhớ", en: " in memory")
        }
        return reply(lines)
    }

    /// What happened near an incident's place.
    func near(_ history: PlaceHistory, _ centre: Centre) -> [String] {
        guard history.count > 0 else { return [] }
        let metres = Int(PlaceHistory.withinMetres)
        var lines = [
            say(
                vi: "cách nơi này dưới \(metres) m: \(history.count) ca trong bộ nhớ",
                en: "within \(metres) m of it: \(history.count) incidents in memory")
        ]
        for entry in history.newest where centre.incidents.contains(entry.incident.index) {
            let row = centre[entry.incident]
            let end = row.disposition?.phrase[language] ?? row.phase.phrase[language]
            let words = text(row.words, centre).map { "; " + $0 } ?? ""
            lines += SafeText.wrap(
                "  " + incident(entry.incident) + "  " + dateAndClock(row.openedAt) + ", \(entry.metres) m, "
                    + end + words)
        }
        return lines
    }

    // MARK: - Proposals

    /// "probably incident 7: 40 m away, 2 min before, ... -> LINK c12 7", a line each.
    func proposals(_ proposals: [DuplicateProposal], for call: CallID) -> [String] {
        proposals.map { proposal in
            let head =
                proposal.level == .probably
                ? say(vi: "  rất có thể cùng ", en: "  probably ") : say(vi: "  có thể cùng ", en: "  maybe ")
            let evidence = proposal.evidence.map { $0.phrase(self) }.joined(separator: ", ")
            return head + incident(proposal.incident) + ": " + evidence + " -> "
                + "\(verb(.bindCall)) \(CallNumber.shown(call)) \(proposal.incident.number)"
        }.flatMap { SafeText.wrap($0) }
    }

    /// Other open calls of the number of a call.
    func sameNumber(_ others: [CallID], _ incident: IncidentID, _ centre: Centre) -> [String] {
        guard let first = others.first else { return [] }
        let shown = others.prefix(5).map(CallNumber.shown).joined(separator: ", ")
        let rest = others.count > 5 ? " +\(others.count - 5)" : ""
        var line = say(vi: "  cùng số còn: ", en: "  same number, open: ") + shown + rest
        if incident.isSet { line += " -> \(verb(.bindCall)) \(CallNumber.shown(first)) \(incident.number)" }
        return SafeText.wrap(line)
    }
}

extension CallerHistory.End {
    var phrase: Phrase {
        switch self {
        case .vehicle: Phrase(vi: "có xe", en: "with a vehicle")
        case .incident: Phrase(vi: "không xe", en: "without a vehicle")
        case .advice: Phrase(vi: "tư vấn", en: "advice")
        case .nuisance: Phrase(vi: "quấy rối", en: "nuisance")
        case .silent: Phrase(vi: "im lặng", en: "silent")
        case .abandoned: Phrase(vi: "nhỡ", en: "abandoned")
        case .other: Phrase(vi: "khác", en: "other")
        case .open: Phrase(vi: "chưa xong", en: "not settled")
        }
    }
}

extension SaidTopic {
    var phrase: Phrase {
        switch self {
        case .crash: Phrase(vi: "tai nạn xe", en: "crash")
        case .fire: Phrase(vi: "cháy", en: "fire")
        case .unconscious: Phrase(vi: "bất tỉnh", en: "unconscious")
        case .drowning: Phrase(vi: "đuối nước", en: "drowning")
        case .violence: Phrase(vi: "đánh nhau", en: "violence")
        case .fall: Phrase(vi: "té ngã", en: "fall")
        case .birth: Phrase(vi: "sinh nở", en: "birth")
        case .poisoning: Phrase(vi: "ngộ độc", en: "poisoning")
        }
    }
}

extension DuplicateEvidence {
    func phrase(_ renderer: Renderer) -> String {
        switch self {
        case .sameNumber: return renderer.say(vi: "cùng số", en: "same number")
        case .metres(let metres): return renderer.say(vi: "cách \(metres) m", en: "\(metres) m away")
        case .withinMetres(let metres):
            return renderer.say(vi: "cùng vùng ±\(metres) m", en: "same area, ±\(metres) m")
        case .placeWords(let words):
            return renderer.say(vi: "cùng nơi nói: ", en: "same place said: ")
                + DuplicateEvidence.shown(words)
        case .secondsBefore(let seconds):
            return renderer.age(seconds) + renderer.say(vi: " trước", en: " before")
        case .topic(let topic):
            return renderer.say(vi: "cùng loại: ", en: "same kind: ") + topic.phrase[renderer.language]
        case .words(let words):
            return renderer.say(vi: "cùng từ: ", en: "same words: ") + DuplicateEvidence.shown(words)
        case .closedSeconds(let seconds):
            return renderer.say(vi: "đã đóng ", en: "closed ") + renderer.age(seconds)
                + renderer.say(vi: " trước", en: " ago")
        }
    }

    private static func shown(_ words: [String]) -> String {
        words.map(SafeText.visible).joined(separator: ", ")
    }
}
