// Alerts: states somebody must look at. Their lines begin with `!`, also where one goes on in the next line,
// so that they are told from a reply between whose lines they never stand. Each says what to do next and
// carries its number, `!12`, by which OK takes it.

extension Renderer {
    /// Above so many that nobody has acknowledged, the list before Q names those of one kind together.
    static let singleAlerts = 8
    /// Rows of ALERTS in full; the rest is named by number.
    static let alertRows = 1_000
    private static let placeColumns = 40

    /// One alert in full, in lines that each begin with `!`.
    func alertLines(_ alert: Int32, _ centre: Centre, since: String = "") -> [String] {
        marked("! " + sentence(alert, centre) + since + "; \(verb(.acknowledgeAlert)) !\(alert + 1)")
    }

    /// One alert that is over, in full.
    func overLines(_ alert: Int32, _ centre: Centre) -> [String] {
        marked(
            say(vi: "! hết báo động !\(alert + 1)", en: "! alert !\(alert + 1) is over") + kept(alert, centre)
        )
    }

    /// Wrapped, every line with its mark.
    func marked(_ text: String) -> [String] {
        SafeText.wrap(text).map { $0.hasPrefix("!") ? $0 : "!" + $0.dropFirst() }
    }

    /// Every alert that is open, the most urgent first; empty where there is none. What Q begins with.
    func openAlerts(_ centre: Centre, now: Timestamp) -> String {
        let ordered = AlertOrder.open(centre)
        let fresh = ordered.filter { !centre.alerts[$0].acknowledgedAt.isSet }
        var lines: [String] = []
        var rest: [Int32] = []
        for (position, alert) in fresh.enumerated() {
            let isSingle = fresh.count <= Renderer.singleAlerts || centre.isRed(alert) && position < 40
            guard isSingle else {
                rest.append(alert)
                continue
            }
            let since = age(now.seconds(since: centre.alerts[alert].raisedAt))
            lines += alertLines(alert, centre, since: " · " + since)
        }
        for group in AlertOrder.byKind(rest, centre) { lines += together(group, centre).lines }
        let seen = ordered.filter { centre.alerts[$0].acknowledgedAt.isSet }
        if !seen.isEmpty {
            let head = say(vi: "! đã rõ, chưa hết: ", en: "! acknowledged and not over: ")
            lines += packed(head, seen.map { entry($0, centre) }).lines
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Several in one

    /// Alerts of one kind in few lines, and how many of them found room in `limit` lines.
    func together(_ alerts: [Int32], _ centre: Centre, limit: Int = .max) -> (lines: [String], taken: Int) {
        guard let first = alerts.first else { return ([], 0) }
        if alerts.count == 1 { return (alertLines(first, centre), 1) }
        let kind = centre.alerts[first].kind
        func head(_ count: Int) -> String {
            "! \(count) × " + kind.phrase[language] + " -> " + kind.advice[language] + ": "
        }
        let entries = alerts.map { entry($0, centre) }
        let fit = packed(head(alerts.count), entries, limit: limit)
        guard fit.taken < alerts.count else { return fit }
        return packed(head(fit.taken), Array(entries.prefix(fit.taken)), limit: limit)
    }

    /// Entries with commas in lines of 80 columns that begin with `!`; at least one entry, at most `limit` lines.
    func packed(_ head: String, _ entries: [String], limit: Int = .max) -> (lines: [String], taken: Int) {
        var lines: [String] = []
        var line = head
        var taken = 0
        var isFresh = true
        for entry in entries {
            let comma = taken + 1 < entries.count ? 1 : 0
            let needed = SafeText.width(line) + (isFresh ? 0 : 1) + SafeText.width(entry) + comma
            if needed > 80, taken > 0 || SafeText.width(head) > 40 && lines.isEmpty {
                if taken > 0, lines.count + 1 >= limit { break }
                lines.append(trimmed(line))
                line = "!   "
                isFresh = true
            }
            line += (isFresh ? "" : " ") + entry + (comma > 0 ? "," : "")
            isFresh = false
            taken += 1
        }
        if line.last == "," { line.removeLast() }
        lines.append(trimmed(line))
        return (lines, taken)
    }

    private func trimmed(_ line: String) -> String {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    /// "!5 xe 12 ca 3": its number and the shortest name of its subject.
    func entry(_ alert: Int32, _ centre: Centre) -> String {
        let number = "!\(alert + 1)"
        guard centre.alerts.contains(alert) else { return number }
        let row = centre.alerts[alert]
        let incident = centre.incident(of: row.kind, row.subject)
        var words = [number]
        switch row.kind.subjectKind {
        case .assignment:
            if centre.assignments.contains(row.subject) {
                words.append(unit(centre.assignments[row.subject].unit, centre))
            }
        case .unit: words.append(unit(UnitID(index: row.subject), centre))
        case .offer:
            if centre.offers.contains(row.subject) {
                words.append(
                    say(vi: "trạm ", en: "station ")
                        + stationNumber(centre.offers[row.subject].station, centre))
            }
        case .call: words.append(say(vi: "cuộc gọi \(row.subject + 1)", en: "call \(row.subject + 1)"))
        case .notice:
            if centre.notices.contains(row.subject) {
                let notice = centre.notices[row.subject]
                if centre.assignments.contains(notice.assignment.index) {
                    words.append(unit(centre[notice.assignment].unit, centre))
                }
                words.append(
                    say(vi: "viện ", en: "hospital ") + hospitalNumber(notice.hospital, centre))
            }
        case .hospital: words.append(hospital(HospitalID(index: row.subject), centre))
        case .incident, .centre, .referral: break
        }
        if incident.isSet {
            words.append(self.incident(incident))
            if centre.incidents.contains(incident.index) { words.append(centre[incident].priority.code) }
        }
        return words.joined(separator: " ")
    }

    // MARK: - One

    /// "ca 1 P1 (chợ Bến Thành): chưa có xe, quá giờ chờ -> GY 1".
    func sentence(_ alert: Int32, _ centre: Centre) -> String {
        let row = centre.alerts[alert]
        return subject(row.kind, row.subject, centre) + ": " + row.kind.phrase[language]
            + measured(row.measure, row.kind) + " -> " + next(row.kind, row.subject, centre)
    }

    func measured(_ measure: AlertMeasure, _ kind: AlertKind) -> String {
        guard measure != AlertMeasure() else { return "" }
        if kind == .publishingAway {
            return say(
                vi: ", \(measure.count)/\(measure.of) nơi nhận",
                en: ", \(measure.count) of \(measure.of) destinations")
        }
        if kind == .publishingDead {
            return say(vi: ", \(measure.count) bản tin", en: ", \(measure.count) messages")
        }
        // Nothing that it is a part of: events, which are too many or too late.
        if measure.of == 0 {
            return say(vi: ", còn thiếu \(measure.count) sự kiện", en: ", \(measure.count) events missing")
        }
        return say(vi: ", \(measure.count)/\(measure.of) xe", en: ", \(measure.count) of \(measure.of) units")
    }

    /// What to do now, with the numbers to type.
    func next(_ kind: AlertKind, _ subject: Int32, _ centre: Centre) -> String {
        switch kind {
        case .incidentWaiting, .incidentWithoutUnit, .plannedDue:
            return "\(verb(.recommend)) \(subject + 1)"
        case .incidentOverdue:
            let id = IncidentID(index: subject)
            guard centre.incidents.contains(subject), centre[id].liveAssignments > 0,
                let coming = centre.assignments(of: id).first(where: { centre[$0].state.isLive })
            else { return "\(verb(.recommend)) \(subject + 1)" }
            let name = unit(centre[coming].unit, centre)
            return say(vi: "hỏi \(name) tới đâu, hoặc ", en: "ask \(name) where it is, or ")
                + "\(verb(.recommend)) \(subject + 1)"
        case .withoutTransport, .offersExhausted:
            return kind.advice[language] + ": \(verb(.recommend)) \(subject + 1)"
        case .orderUndelivered, .crewSilent:
            guard centre.assignments.contains(subject) else { return kind.advice[language] }
            let number = unitNumber(centre.assignments[subject].unit, centre)
            return kind.advice[language] + say(vi: ", rồi ", en: ", then ")
                + "\(verb(.acknowledge)) \(number)"
        case .callWaiting: return "\(verb(.claim)) c\(subject + 1)"
        case .callbackOverdue: return "\(verb(.callBack)) c\(subject + 1)"
        case .noticePhone, .noticeRejected, .noticeSilent: return nextOfNotice(kind, subject, centre)
        case .referralReturned: return nextOfReferral(subject, centre)
        case .offerSilent, .unitSilent, .fleetStale, .massFixLoss, .notDurable, .resultsAway,
            .publishingAway, .publishingDead:
            return kind.advice[language]
        case .hospitalClosed:
            let bound = unitsBound(for: HospitalID(index: subject), centre)
            return say(vi: "đổi viện cho ", en: "another hospital for ")
                + bound.map { unit($0, centre) }.joined(separator: ", ") + ": "
                + "\(verb(.transport)) \(bound.first.map { unitNumber($0, centre) } ?? "") "
                + ArgumentKind.hospital.placeholder[language]
        }
    }

    /// The units on their way to it with patients.
    func unitsBound(for id: HospitalID, _ centre: Centre) -> [UnitID] {
        centre.units.indices.map { UnitID(index: Int32($0)) }.filter { unit in
            let live = centre[unit].live
            return live.isSet && centre[live].destination == id
                && (centre[live].state == .transporting || centre[live].state == .atHospital)
        }
    }

    /// What an alert is about, with its priority and place.
    func subject(_ kind: AlertKind, _ subject: Int32, _ centre: Centre) -> String {
        switch kind.subjectKind {
        case .incident: return named(IncidentID(index: subject), centre)
        case .call: return call(CallID(index: subject), centre)
        case .offer:
            guard centre.offers.contains(subject) else {
                return say(vi: "đề nghị \(subject + 1)", en: "offer \(subject + 1)")
            }
            let row = centre.offers[subject]
            return say(vi: "trạm ", en: "station ") + stationNumber(row.station, centre) + ", "
                + named(row.incident, centre)
        case .unit:
            let id = centre.incident(of: kind, subject)
            return unit(UnitID(index: subject), centre) + (id.isSet ? ", " + named(id, centre) : "")
        case .hospital: return hospital(HospitalID(index: subject), centre)
        case .centre: return say(vi: "trung tâm", en: "the centre")
        case .notice:
            guard centre.notices.contains(subject) else { return named(NoticeID(index: subject), centre) }
            let row = centre.notices[subject]
            let sent = centre.assignments.contains(row.assignment.index) ? centre[row.assignment].unit : .none
            return unit(sent, centre) + " -> " + hospital(row.hospital, centre) + ", "
                + named(row.incident, centre)
        case .referral:
            guard centre.referrals.contains(subject) else {
                return say(vi: "tư vấn \(subject + 1)", en: "referral \(subject + 1)")
            }
            return named(centre.referrals[subject].incident, centre)
        case .assignment:
            guard centre.assignments.contains(subject) else {
                return assignment(AssignmentID(index: subject), centre)
            }
            let row = centre.assignments[subject]
            return unit(row.unit, centre) + ", " + named(row.incident, centre)
        }
    }

    private func named(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return incident(id) }
        return incident(id) + " " + centre[id].priority.code + " ("
            + SafeText.cut(place(of: id, centre), Renderer.placeColumns) + ")"
    }

    /// ": what it was about", where that is still known.
    func kept(_ alert: Int32, _ centre: Centre) -> String {
        guard centre.alerts.contains(alert) else { return "" }
        let row = centre.alerts[alert]
        return ": " + subject(row.kind, row.subject, centre) + ": " + row.kind.phrase[language]
    }
}

extension AlertKind {
    /// What to do, said of several at once.
    var advice: Phrase {
        switch self {
        case .orderUndelivered, .crewSilent: Phrase(vi: "gọi kíp xe", en: "phone the crew")
        case .incidentWaiting, .incidentWithoutUnit, .plannedDue:
            Phrase(vi: "điều xe (GY, DIEU)", en: "send a unit (RE, DSP)")
        case .incidentOverdue:
            Phrase(vi: "hỏi kíp xe tới đâu, hoặc GY", en: "ask the crews where they are, or RE")
        case .withoutTransport: Phrase(vi: "điều thêm xe chở", en: "send one that can carry")
        case .offerSilent: Phrase(vi: "gọi trạm", en: "phone the station")
        case .offersExhausted: Phrase(vi: "tự chọn xe", en: "choose a unit yourself")
        case .callWaiting: Phrase(vi: "nhận ngay (CUOC)", en: "answer it now (CALLS)")
        case .callbackOverdue: Phrase(vi: "gọi lại ngay (GOILAI)", en: "call back now (CB)")
        case .noticePhone: Phrase(vi: "gọi điện báo viện (BAOVIEN)", en: "phone the hospital (NOTICE)")
        case .noticeRejected, .noticeSilent:
            Phrase(
                vi: "đổi viện (VC), hoặc vẫn đi (BAOVIEN)", en: "another hospital (TR), or go on (NOTICE)")
        case .referralReturned:
            Phrase(
                vi: "gọi lại người gọi, rồi UT hoặc TUVAN", en: "call the caller back, then PR or REFER")
        case .unitSilent: Phrase(vi: "gọi kíp xe, hỏi vị trí", en: "phone the crew, ask where it is")
        case .fleetStale:
            Phrase(
                vi: "hỏi vị trí qua bộ đàm, chọn xe bằng tay; xem mạng và đồng hồ (TINHTRANG)",
                en: "ask by radio, choose by hand; look at network and clock (STATUS)")
        case .massFixLoss:
            Phrase(
                vi: "có thể bị phá sóng GPS: hỏi vị trí qua bộ đàm, chọn xe bằng tay",
                en: "GPS may be jammed: ask by radio, choose by hand")
        case .notDurable:
            Phrase(
                vi: "cứ điều xe, ghi giấy những gì đã làm; gọi kỹ thuật",
                en: "go on, note on paper what you do; call the engineer")
        case .hospitalClosed: Phrase(vi: "đổi viện cho xe (VC)", en: "another hospital (TR)")
        case .resultsAway:
            Phrase(
                vi: "cứ điều xe như thường; báo kỹ thuật (TINHTRANG)",
                en: "dispatch as usual; tell the engineer (STATUS)")
        case .publishingAway, .publishingDead:
            Phrase(
                vi: "báo viện qua điện thoại nếu gấp; báo kỹ thuật (XB)",
                en: "phone the hospitals if it matters; tell the engineer (PUB)")
        }
    }
}
