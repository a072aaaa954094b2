// What is said of referrals to telehealth: the lines of events, their part of the queue and of an incident, and
// why a line about them was refused.

extension Renderer {
    /// The event in one line without its number.
    func what(_ referral: ReferralEvent, _ event: Event, _ centre: Centre) -> String {
        let id = referral.id
        let about =
            centre.referrals.contains(id.index)
            ? incident(centre[id].incident) : say(vi: "tư vấn \(id.number)", en: "referral \(id.number)")
        switch referral {
        case .offered(_, let incident, let due, let words):
            return self.incident(incident)
                + say(vi: ": chuyển tư vấn từ xa, chờ đến ", en: ": handed over to telehealth, until ")
                + clock(due) + (text(words).map { "; " + $0 } ?? "")
        case .answered(_, let status, _, let due, let words, let isByPhone):
            return about + say(vi: ": tư vấn từ xa: ", en: ": telehealth: ")
                + said(status, words, isByPhone)
                + (due.isSet ? say(vi: ", phải xong trước ", en: ", to be done by ") + clock(due) : "")
                + (status == .rejected ? backInQueue : "")
        case .fellLate:
            return about + say(vi: ": tư vấn từ xa quá giờ", en: ": telehealth is late") + backInQueue
        case .withdrawn(_, let why):
            return about + say(vi: ": thôi tư vấn từ xa, ", en: ": taken back from telehealth, ")
                + why.phrase[language]
        case .answeredLate(_, let status, let at, let words):
            return about + say(vi: ": tư vấn từ xa trả lời trễ: ", en: ": telehealth answers too late: ")
                + said(status, words, false) + say(vi: " lúc ", en: " at ") + clock(at)
        case .updated(_, let version):
            return about
                + say(
                    vi: ": báo lại cho tư vấn từ xa, lần \(version)",
                    en: ": telehealth is told anew, version \(version)")
        }
    }

    private var backInQueue: String { say(vi: "; ca về hàng đợi", en: "; back in the queue") }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ referral: ReferralEvent, _ centre: Centre) -> [String] {
        switch referral {
        case .offered(_, let incident, _, _):
            return [
                takeBack(
                    "\(verb(.refer)) \(incident.number) " + say(vi: "laylai", en: "takeback")
                        + say(vi: "   cần xe: ", en: "   needs a vehicle: ")
                        + "\(verb(.prioritise)) \(incident.number) "
                        + ArgumentKind.priority.placeholder[language])
            ]
        case .answered, .fellLate, .withdrawn, .answeredLate, .updated: return []
        }
    }

    /// What to do about a call that came back.
    func nextOfReferral(_ subject: Int32, _ centre: Centre) -> String {
        guard centre.referrals.contains(subject) else { return AlertKind.referralReturned.advice[language] }
        let row = centre.referrals[subject]
        let number = row.incident.number
        let why: String
        switch row.state {
        case .rejected:
            why =
                say(vi: "không nhận", en: "rejected")
                + (text(row.answer, centre).map { " (" + $0 + ")" } ?? "")
        case .completed: why = say(vi: "xong mà chưa đóng được", en: "done, but it cannot be closed yet")
        default:
            why =
                row.acceptedAt.isSet
                ? say(vi: "nhận mà quá giờ chưa xong", en: "accepted and not done in time")
                : row.deliveredAt.isSet
                    ? say(vi: "không trả lời kịp", en: "no answer in time")
                    : say(vi: "tin không tới nơi", en: "the message never got there")
        }
        return why + say(vi: "; gọi lại người gọi, ", en: "; call the caller back, ")
            + "\(verb(.prioritise)) \(number) \(ArgumentKind.priority.placeholder[language])"
            + say(vi: ", hoặc ", en: ", or ") + "\(verb(.refer)) \(number)"
    }

    // MARK: - Lists

    /// The referrals of an incident, oldest first.
    func referralLines(of incident: IncidentID, _ centre: Centre) -> [String] {
        centre.referrals(of: incident).reversed().flatMap { id in
            SafeText.wrap(
                say(vi: "  tư vấn từ xa: ", en: "  telehealth: ") + state(of: id, centre), indent: 4)
        }
    }

    /// "accepted, being advised 14:02:10, to be done by 15:02:10; handed over 14:01:00 (mild fever)".
    func state(of id: ReferralID, _ centre: Centre) -> String {
        let row = centre[id]
        var line = row.state.phrase[language]
        switch row.state {
        case .offered, .delivered: line += say(vi: ", chờ đến ", en: ", until ") + clock(row.dueAt)
        case .accepted:
            line +=
                " " + clock(row.acceptedAt) + say(vi: ", phải xong trước ", en: ", to be done by ")
                + clock(row.dueAt)
        case .completed, .rejected, .late, .withdrawn: line += " " + clock(row.endedAt)
        }
        if let why = row.withdrawal { line += ", " + why.phrase[language] }
        if let words = text(row.answer, centre) { line += " (" + words + ")" }
        line += say(vi: "; chuyển lúc ", en: "; handed over ") + clock(row.offeredAt)
        if let words = text(row.words, centre) { line += " (" + words + ")" }
        if let late = row.lateAnswer {
            line +=
                say(vi: "; sau đó: ", en: "; later: ") + late.phrase[language] + " " + clock(row.lateAt)
                + (text(row.lateWords, centre).map { " (" + $0 + ")" } ?? "")
        }
        return line
    }

    /// What telehealth has now: shown apart, below the queue; empty where it has nothing.
    func referredQueue(_ centre: Centre, now: Timestamp) -> [String] {
        let open = centre.openReferrals
        guard !open.isEmpty else { return [] }
        var table = TextTable([.right, .right, .left, .left, .left])
        for id in open.prefix(Renderer.queueRows) {
            let row = centre[id]
            table.add([
                "\(row.incident.number)", duration(now.seconds(since: centre[row.incident].openedAt)),
                row.state.phrase[language], say(vi: "đến ", en: "until ") + clock(row.dueAt),
                place(of: row.incident, centre),
            ])
        }
        let more = open.count - Renderer.queueRows
        return [
            say(
                vi: "\(open.count) ca đang ở tư vấn từ xa:", en: "\(open.count) with telehealth:")
        ] + table.lines() + (more > 0 ? ["... +\(more)"] : [])
    }

    func referrals(_ centre: Centre, now: Timestamp) -> String {
        let lines = referredQueue(centre, now: now)
        return lines.isEmpty
            ? say(vi: "không có ca nào ở tư vấn từ xa", en: "telehealth has no incident") : reply(lines)
    }

    // MARK: - Refusals

    func why(_ rejection: ReferralRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let id):
            return say(vi: "không có lần tư vấn \(id.number)", en: "there is no referral \(id.number)")
        case .retired(let id):
            return say(
                vi: "lần tư vấn \(id.number) chỉ còn trong nhật ký",
                en: "referral \(id.number) is in the journal only")
        case .needsVehicle(let id, let priority):
            return incident(id) + say(vi: " là ", en: " is ") + priority.phrase[language]
                + say(vi: ", cần xe chứ không phải tư vấn", en: ", which needs a vehicle and no advice")
        case .noNumber(let id):
            return incident(id)
                + say(
                    vi: " không có số điện thoại để bên tư vấn gọi lại",
                    en: " has no number that telehealth could call back")
        case .alreadyReferred(let id):
            guard centre.referrals.contains(id.index) else { return why(.unknown(id), centre) }
            return incident(centre[id].incident)
                + say(vi: " đã ở tư vấn từ xa: ", en: " is with telehealth: ") + state(of: id, centre)
        case .notReferred(let id):
            return incident(id) + say(vi: " không ở tư vấn từ xa", en: " is not with telehealth")
        case .dueInPast(let moment):
            return dateAndClock(moment) + say(vi: " đã qua", en: " has passed")
        }
    }

    func better(_ rejection: ReferralRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown, .retired: return verb(.refer)
        case .needsVehicle(let id, _):
            return "\(verb(.recommend)) \(id.number), " + say(vi: "hoặc ", en: "or ")
                + "\(verb(.prioritise)) \(id.number) 0 "
                + say(vi: "nếu không cần xe", en: "where it needs none")
        case .noNumber(let id):
            return say(
                vi: "hỏi lại số: ", en: "the number is asked first: ") + "\(verb(.incident)) \(id.number)"
        case .alreadyReferred(let id):
            let number = centre.referrals.contains(id.index) ? centre[id].incident.number : 1
            return "\(verb(.refer)) \(number) " + say(vi: "laylai", en: "takeback")
        case .notReferred(let id): return "\(verb(.refer)) \(id.number)"
        case .dueInPast: return ArgumentKind.referralAsk.accepts[language]
        }
    }
}
