// What is said of pre-arrival notices: the lines of events, the list, an incident's part, and why a line about
// them was refused.

extension Renderer {
    /// "unit 12 -> hospital 3 Trung Vuong, incident 7".
    func named(_ id: NoticeID, _ centre: Centre) -> String {
        guard centre.notices.contains(id.index) else {
            return say(vi: "báo viện \(id.number)", en: "notice \(id.number)")
        }
        let row = centre[id]
        let unit =
            centre.assignments.contains(row.assignment.index)
            ? self.unit(centre[row.assignment].unit, centre) : say(vi: "xe ?", en: "unit ?")
        return unit + " -> " + hospital(row.hospital, centre) + ", " + incident(row.incident)
    }

    /// The event in one line without its number.
    func what(_ notice: NoticeEvent, _ event: Event, _ centre: Centre) -> String {
        let head = named(notice.id, centre) + ": "
        switch notice {
        case .opened(_, _, _, let isElectronic, let due):
            guard isElectronic else {
                return head
                    + say(vi: "phải gọi điện báo trước", en: "to be told by phone before it arrives")
            }
            return head + say(vi: "báo trước cho viện, chờ trả lời đến ", en: "told ahead, answer due ")
                + clock(due)
        case .updated(_, let version):
            return head + say(vi: "báo lại cho viện, lần \(version)", en: "told anew, version \(version)")
        case .answered(_, let status, let at, let words, let isByPhone, let next):
            return head + said(status, words, isByPhone) + say(vi: " lúc ", en: " at ") + clock(at)
                + instead(next, centre)
        case .fellSilent(_, let next):
            return head + say(vi: "viện không trả lời kịp", en: "no answer in time") + instead(next, centre)
        case .keptGoing(_, _, let words):
            return head + say(vi: "vẫn đi, ", en: "goes on, ") + (text(words) ?? "")
        case .closed(_, let end, _):
            return head + say(vi: "báo viện xong, ", en: "notice over, ") + end.phrase[language]
        case .answeredLate(_, let status, let at, let words):
            return head + said(status, words, false)
                + say(vi: " lúc \(clock(at)), khi đã xong", en: " at \(clock(at)), when it was over")
        }
    }

    func said(_ status: TaskStatus, _ words: Text, _ isByPhone: Bool) -> String {
        status.phrase[language] + (text(words).map { " (" + $0 + ")" } ?? "")
            + (isByPhone ? say(vi: " (qua điện thoại)", en: " (by phone)") : "")
    }

    private func instead(_ next: HospitalAlternative, _ centre: Centre) -> String {
        guard next.hospital.isSet else { return "" }
        return say(vi: "; viện kế: ", en: "; next: ") + alternative(next, centre)
    }

    /// "hospital 5 Binh Dan (11:20)".
    private func alternative(_ next: HospitalAlternative, _ centre: Centre) -> String {
        hospital(next.hospital, centre)
            + (next.travelSeconds >= 0 ? " (" + duration(Int64(next.travelSeconds)) + ")" : "")
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ notice: NoticeEvent, _ centre: Centre) -> [String] {
        let id = notice.id
        guard centre.notices.contains(id.index), centre.assignments.contains(centre[id].assignment.index)
        else { return [] }
        switch notice {
        case .opened(_, _, _, let isElectronic, _):
            return isElectronic ? [] : ["  " + next(.noticePhone, id.index, centre)]
        case .answered(_, .rejected, _, _, _, _): return ["  " + next(.noticeRejected, id.index, centre)]
        case .updated, .answered, .fellSilent, .keptGoing, .closed, .answeredLate: return []
        }
    }

    /// What to do about an alert of a notice, with the numbers to type.
    func nextOfNotice(_ kind: AlertKind, _ subject: Int32, _ centre: Centre) -> String {
        guard centre.notices.contains(subject),
            centre.assignments.contains(centre.notices[subject].assignment.index)
        else { return kind.advice[language] }
        let row = centre.notices[subject]
        let number = unitNumber(centre[row.assignment].unit, centre)
        let answer = "\(verb(.notice)) \(number) "
        if kind == .noticePhone {
            return say(vi: "gọi ", en: "phone ") + hospital(row.hospital, centre)
                + say(vi: ", rồi ", en: ", then ") + answer
                + say(vi: "nhan | khongnhan | dabao", en: "accepted | rejected | told")
        }
        let goOn = answer + say(vi: "vandi ; lý do", en: "goon ; why")
        guard row.next.hospital.isSet else {
            return "\(verb(.transport)) \(number) \(ArgumentKind.hospital.placeholder[language])"
                + say(vi: ", hoặc ", en: ", or ") + goOn
        }
        return say(vi: "viện kế ", en: "next best ") + alternative(row.next, centre)
            + ": \(verb(.transport)) \(number) \(hospitalNumber(row.next.hospital, centre))"
            + say(vi: ", hoặc ", en: ", or ") + goOn
    }

    // MARK: - Lists

    /// The notices of an assignment, newest last.
    func noticeLines(of assignment: AssignmentID, _ centre: Centre) -> [String] {
        guard centre.assignments.contains(assignment.index) else { return [] }
        return centre.notices(of: assignment).reversed().flatMap { id in
            SafeText.wrap("    " + say(vi: "báo ", en: "notice to ") + state(of: id, centre), indent: 6)
        }
    }

    /// "hospital 3 Trung Vuong: rejected (no bed left) 14:02:10, goes on (nearest)".
    func state(of id: NoticeID, _ centre: Centre) -> String {
        let row = centre[id]
        var line = hospital(row.hospital, centre) + ": "
        let words = text(row.words, centre).map { " (" + $0 + ")" } ?? ""
        if let end = row.end {
            if let last = row.lastAnswer { line += last.phrase[language] + words + ", " }
            line += end.phrase[language] + " " + clock(row.endedAt)
        } else if !row.isElectronic, row.state == .asked {
            line += say(vi: "chưa gọi", en: "not phoned yet")
        } else {
            line += row.state.phrase[language] + words
            switch row.state {
            case .asked, .delivered:
                if row.dueAt.isSet { line += say(vi: ", đến ", en: ", due ") + clock(row.dueAt) }
            case .accepted, .rejected: line += " " + clock(row.answeredAt)
            case .silent, .closed: break
            }
        }
        if row.keptGoingAt.isSet {
            line +=
                say(vi: ", vẫn đi", en: ", goes on")
                + (text(row.keptGoing, centre).map { " (" + $0 + ")" } ?? "")
        }
        if let late = row.lateAnswer {
            line +=
                say(vi: "; sau đó: ", en: "; later: ") + late.phrase[language]
                + (text(row.lateWords, centre).map { " (" + $0 + ")" } ?? "")
        }
        return line
    }

    /// The notices that stand; with `unit` that unit's alone.
    func notices(of unit: UnitID, _ centre: Centre) -> String {
        let live = centre.liveNotices.filter {
            !unit.isSet || centre[centre[$0].assignment].unit == unit
        }
        guard !live.isEmpty else {
            return say(
                vi: "không có xe nào đang chở đến viện", en: "no unit is on its way to a hospital")
        }
        return reply(
            live.flatMap { id in
                SafeText.wrap(
                    self.unit(centre[centre[id].assignment].unit, centre) + ", "
                        + incident(centre[id].incident) + " -> " + state(of: id, centre), indent: 2)
            })
    }

    // MARK: - Refusals

    func why(_ rejection: NoticeRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let id):
            return say(vi: "không có báo viện \(id.number)", en: "there is no notice \(id.number)")
        case .retired(let id):
            return say(
                vi: "báo viện \(id.number) chỉ còn trong nhật ký",
                en: "notice \(id.number) is in the journal only")
        case .noTransport(let unit):
            return self.unit(unit, centre)
                + say(vi: " không đang chở ai đến viện", en: " takes nobody to a hospital now")
        case .notItsAnswer(let id, let status):
            return named(id, centre)
                + say(vi: ": viện không trả lời \"", en: ": a hospital does not answer \"")
                + status.phrase[language] + "\""
        case .nothingAgainst(let id):
            return named(id, centre)
                + say(vi: ": không có gì cản", en: ": nothing stands against it")
        case .reasonMissing(let id):
            return named(id, centre) + say(vi: ": chưa ghi lý do", en: ": no reason is given")
        }
    }

    func better(_ rejection: NoticeRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown, .retired: return verb(.notice)
        case .noTransport(let unit):
            return "\(verb(.transport)) \(unitNumber(unit, centre)) "
                + ArgumentKind.hospital.placeholder[language]
        case .notItsAnswer: return ArgumentKind.noticeAnswer.accepts[language]
        case .nothingAgainst(let id), .reasonMissing(let id):
            guard centre.notices.contains(id.index), centre.assignments.contains(centre[id].assignment.index)
            else { return verb(.notice) }
            let number = unitNumber(centre[centre[id].assignment].unit, centre)
            if case .nothingAgainst = rejection { return "\(verb(.notice)) \(number)" }
            return "\(verb(.notice)) \(number) " + say(vi: "vandi ; lý do", en: "goon ; why")
        }
    }
}
