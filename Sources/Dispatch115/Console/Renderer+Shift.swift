// What is said of the shift's hand-over, and entries made late from paper forms.

extension Renderer {
    /// How many open things a read-back names before it says how many more there are.
    static let readBackRows = 120
    static let changeRows = 12

    /// The event in one line without its number.
    func what(_ shift: ShiftEvent, _ event: Event, _ centre: Centre) -> String {
        switch shift {
        case .readBack(let items):
            let code = ShiftCode.code(of: items, by: event.actor.number)
            return say(vi: "giao ca: đọc lại ", en: "hand-over: read back ") + counts(ShiftCounts(items))
                + say(vi: "; mã \(code)", en: "; code \(code)")
        case .handedOver(let from, let to, _, let open, let note):
            return say(vi: "giao ca: ", en: "shift: ") + person(from) + " -> " + person(to) + ", "
                + counts(open) + (text(note).map { "; " + $0 } ?? "")
        case .incidentBackdated(let id, let form, let receivedAt):
            let source =
                form > 0
                ? say(vi: "từ phiếu \(form)", en: "from form \(form)")
                : say(vi: "không có phiếu", en: "without a form")
            return incident(id)
                + say(
                    vi: ": GHI TRỄ \(source), gọi lúc \(dateAndClock(receivedAt))",
                    en: ": ENTERED LATE \(source), called at \(dateAndClock(receivedAt))")
        case .runEntered(_, let id, let unit, let state, let times, let destination):
            var line =
                self.unit(unit, centre) + say(vi: " đến ", en: " to ") + incident(id)
                + say(vi: ": GHI TRỄ, ", en: ": ENTERED LATE, ")
            line += moments(times)
            if destination.isSet { line += " -> " + hospital(destination, centre) }
            return line + "; " + state.phrase[language]
        case .closeBackdated(let id, let moment):
            return incident(id)
                + say(
                    vi: ": GHI TRỄ, đã đóng lúc \(dateAndClock(moment))",
                    en: ": ENTERED LATE, closed at \(dateAndClock(moment))")
        case .formsReserved(let first, let count):
            return say(
                vi: "phiếu \(first)-\(first + count - 1) dành cho ",
                en: "forms \(first)-\(first + count - 1) are for ")
                + actor(event.actor)
        }
    }

    /// "dispatch 14:10:00, on scene 14:25:00".
    func moments(_ times: TimePoints) -> String {
        TimePoint.allCases.filter { times[$0].isSet }.map { $0.phrase[language] + " " + clock(times[$0]) }
            .joined(separator: ", ")
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ shift: ShiftEvent, _ centre: Centre) -> [String] {
        switch shift {
        case .readBack(let items):
            let code = ShiftCode.code(of: items, by: centre.shift.readBack?.by ?? 0)
            return readBack(items, centre) + [
                say(vi: "  người nhận ca gõ: ", en: "  the next person types: ") + "\(verb(.shift)) \(code)"
                    + say(vi: " ; lời dặn", en: " ; a note")
            ]
        case .handedOver:
            return [
                say(
                    vi: "  trang báo cáo ngày được ghi vào thư mục báo cáo",
                    en: "  the day's report page goes to the folder of reports")
            ]
        case .incidentBackdated(let id, _, _):
            return [
                say(vi: "  các chuyến xe: ", en: "  its runs: ")
                    + "\(verb(.enterRun)) \(ArgumentKind.unit.placeholder[language]) \(id.number) @14:10 "
                    + "\(verb(.onScene))=14:25 \(verb(.available))=14:50",
                say(vi: "  đã xong: ", en: "  if it is over: ")
                    + "\(verb(.close)) \(id.number) \(ArgumentKind.disposition.placeholder[language]) @15:02",
            ]
        case .runEntered(_, let id, let unit, let state, _, _):
            guard state.isLive else { return [] }
            let number = unitNumber(unit, centre)
            return [
                say(vi: "  xe còn bận: ", en: "  it is still busy: ")
                    + "\(verb(.onScene)) \(number) @14:25 ... \(verb(.available)) \(number) @14:50   "
                    + "\(verb(.incident)) \(id.number)"
            ]
        case .closeBackdated: return []
        case .formsReserved(let first, let count):
            return [
                say(vi: "  in: ", en: "  print: ") + "dispatch115 forms --from \(first) --count \(count)"
            ]
        }
    }

    // MARK: - What is open

    /// "3 incidents, 1 unit out, 2 alerts".
    func counts(_ counts: ShiftCounts) -> String {
        let all = ShiftItemKind.allCases.filter { counts[$0] > 0 }.map { kind -> String in
            "\(counts[kind]) " + kind.phrase[language]
        }
        return all.isEmpty
            ? say(vi: "không việc gì đang mở", en: "nothing open") : all.joined(separator: ", ")
    }

    private func readBack(_ items: [ShiftItem], _ centre: Centre) -> [String] {
        var lines = items.prefix(Renderer.readBackRows).map { "  " + item($0, centre) }
        let more = items.count - lines.count
        if more > 0 {
            lines.append(
                say(
                    vi: "  ... và \(more) việc nữa; bản in mới nhất có đủ",
                    en: "  ... and \(more) more; the newest printout has them all"))
        }
        return lines
    }

    /// One open thing in a line.
    func item(_ item: ShiftItem, _ centre: Centre) -> String {
        switch item.kind {
        case .incident, .planned:
            let id = IncidentID(index: item.subject)
            guard centre.incidents.contains(id.index) else { return incident(id) }
            let row = centre[id]
            let late = row.paper.isLate ? say(vi: " (ghi trễ)", en: " (entered late)") : ""
            return incident(id) + " \(row.priority.code) " + row.phase.phrase[language] + late
                + " · \(place(of: id, centre)) · " + unitsOn(id, centre)
        case .unit:
            let id = UnitID(index: item.subject)
            let isOff = !centre[id].isOnDuty
            return unit(id, centre)
                + (isOff
                    ? say(vi: ": ngoài ca trực", en: ": off duty")
                    : say(vi: ": tạm nghỉ", en: ": out of service"))
        case .alert:
            guard centre.alerts.contains(item.subject) else {
                return say(vi: "báo động \(item.subject + 1)", en: "alert \(item.subject + 1)")
            }
            return say(vi: "báo động \(item.subject + 1)", en: "alert \(item.subject + 1)")
                + kept(item.subject, centre)
        case .call: return say(vi: "cuộc gọi c\(item.subject + 1)", en: "call c\(item.subject + 1)")
        case .notice:
            let id = NoticeID(index: item.subject)
            guard centre.notices.contains(id.index) else { return named(id, centre) }
            let sent = centre[id].assignment
            let unit = centre.assignments.contains(sent.index) ? self.unit(centre[sent].unit, centre) : "?"
            return unit + ", " + incident(centre[id].incident) + " -> " + state(of: id, centre)
        case .referral:
            let id = ReferralID(index: item.subject)
            guard centre.referrals.contains(id.index) else {
                return say(vi: "tư vấn \(id.number)", en: "referral \(id.number)")
            }
            return incident(centre[id].incident)
                + say(vi: " ở tư vấn từ xa: ", en: " with telehealth: ") + state(of: id, centre)
        case .offer:
            guard centre.offers.contains(item.subject) else {
                return say(vi: "đề nghị \(item.subject + 1)", en: "offer \(item.subject + 1)")
            }
            let row = centre.offers[item.subject]
            return say(vi: "đề nghị trạm ", en: "offered to station ") + stationNumber(row.station, centre)
                + ": "
                + incident(row.incident)
        }
    }

    private func change(_ change: ShiftChange, _ centre: Centre) -> String {
        let named = item(change.item, centre)
        switch change.kind {
        case .added: return say(vi: "mới: ", en: "new: ") + named
        case .gone: return say(vi: "hết: ", en: "over: ") + named
        case .changed: return say(vi: "đổi: ", en: "changed: ") + named
        }
    }

    // MARK: - Forms

    /// Which numbers are in and which are not; `range` nil: all that were given to a desk.
    func forms(_ range: ClosedRange<Int32>?, _ centre: Centre) -> String {
        var lines: [String] = []
        if let range {
            lines.append(forms(range, centre))
        } else {
            for given in centre.formRanges.suffix(40) {
                let head = person(given.by) + ", \(dateAndClock(given.at)): "
                lines += SafeText.wrap(head + forms(given.numbers, centre))
            }
        }
        lines.append(
            say(
                vi: "số tiếp theo chưa ai có: \(centre.nextFreeForm); đã nhập \(centre.forms.count) phiếu",
                en: "next number that nobody has: \(centre.nextFreeForm); \(centre.forms.count) forms are in")
        )
        return reply(lines.flatMap { SafeText.wrap($0) })
    }

    private func forms(_ range: ClosedRange<Int32>, _ centre: Centre) -> String {
        let entered = centre.forms(in: range)
        let into = entered.prefix(20).map { "\($0.number) (" + incident($0.incident) + ")" }
        let more = entered.count > 20 ? ", +\(entered.count - 20)" : ""
        let missing = Renderer.runs(of: range, without: entered.map(\.number))
        return say(vi: "phiếu ", en: "forms ") + "\(range.lowerBound)-\(range.upperBound): "
            + say(vi: "đã nhập ", en: "entered ")
            + (into.isEmpty ? "-" : into.joined(separator: ", ") + more) + "; "
            + say(vi: "chưa nhập ", en: "not entered ")
            + (missing.isEmpty ? "-" : missing.prefix(20).joined(separator: ", "))
    }

    /// "1-3", "5", ... : the numbers of a range that are not among `taken` (ascending).
    static func runs(of range: ClosedRange<Int32>, without taken: [Int32]) -> [String] {
        var runs: [String] = []
        var next = range.lowerBound
        func close(before end: Int32) {
            if end - 1 == next {
                runs.append("\(next)")
            } else if end > next {
                runs.append("\(next)-\(end - 1)")
            }
        }
        for number in taken where range.contains(number) {
            close(before: number)
            next = number + 1
        }
        close(before: range.upperBound + 1)
        return runs
    }

    // MARK: - Refusals

    func why(_ rejection: ShiftRejection, _ centre: Centre) -> String {
        switch rejection {
        case .timeMissing:
            return say(vi: "phiếu giấy phải có giờ gọi", en: "a paper form needs the time of its call")
        case .formNumberWrong(let number):
            return say(vi: "không có phiếu số \(number)", en: "there is no form \(number)")
        case .formUsed(let number, let id):
            return say(vi: "phiếu \(number) đã nhập rồi: ", en: "form \(number) is in already: ")
                + brief(id, centre)
        case .possibleDouble(let id, _):
            return say(vi: "có thể trùng với ", en: "this may be ") + brief(id, centre)
        case .beforeIncident(let id, let moment, let opened):
            return dateAndClock(moment) + say(vi: " trước khi ", en: " lies before ") + incident(id)
                + say(vi: " được báo lúc ", en: " was reported at ") + dateAndClock(opened)
        case .beforeLastStep(let id, let moment, let last):
            return dateAndClock(moment)
                + say(vi: " trước việc cuối của ", en: " lies before the last step of ")
                + incident(id) + say(vi: " lúc ", en: " at ") + dateAndClock(last)
        case .unitElsewhere(let unit, let id, let from, let until):
            let end = until.isSet ? dateAndClock(until) : say(vi: "bây giờ", en: "now")
            return self.unit(unit, centre) + say(vi: " lúc đó ở ", en: " was on ") + brief(id, centre)
                + say(vi: ", từ ", en: ", from ") + dateAndClock(from) + say(vi: " đến ", en: " to ") + end
        case .stepsOutOfOrder(let button, let moment, let before):
            return button.phrase[language] + " " + clock(moment)
                + say(vi: " trước bước ", en: " lies before the step at ")
                + clock(before)
        case .formCountWrong(let count):
            return say(vi: "không cấp được \(count) phiếu", en: "\(count) forms cannot be given")
        case .nothingReadBack:
            return say(vi: "chưa ai đọc lại việc đang mở", en: "nothing has been read back yet")
        case .samePerson(let user):
            return person(user)
                + say(
                    vi: " vừa đọc lại; người khác phải ký, bằng tài khoản của mình",
                    en: " has read it back; somebody else must sign, on an account of their own")
        case .codeWrong(let code):
            return say(vi: "mã \(code) không đúng", en: "\(code) is not the code")
        case .changedSince(let changes, _):
            let named = changes.prefix(Renderer.changeRows).map { change($0, centre) }
            let more = changes.count - named.count
            return say(vi: "đã khác lúc đọc lại: ", en: "not as it was read back: ")
                + named.joined(separator: "; ") + (more > 0 ? "; +\(more)" : "")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: ShiftRejection, _ centre: Centre) -> String {
        switch rejection {
        case .timeMissing: return CommandTable.spec(.open).usage(language)
        case .formNumberWrong: return ArgumentKind.form.accepts[language]
        case .formUsed(_, let id):
            return "\(verb(.incident)) \(id.number), \(verb(.note)) \(id.number) "
                + ArgumentKind.text.placeholder[language]
        case .possibleDouble(let id, let form):
            let insist = form > 0 ? "F=\(form)!" : "F=0"
            return say(vi: "là ca đó: ", en: "if it is that one: ") + "\(verb(.note)) \(id.number) "
                + ArgumentKind.text.placeholder[language]
                + say(
                    vi: "; là ca khác: gõ lại với \(insist)",
                    en: "; if it is another: the same line with \(insist)")
        case .beforeIncident(_, _, let opened):
            return say(vi: "giờ từ \(clock(opened)) đến bây giờ", en: "a time from \(clock(opened)) to now")
        case .beforeLastStep(_, _, let last), .stepsOutOfOrder(_, _, let last):
            return say(vi: "giờ từ \(clock(last)) đến bây giờ", en: "a time from \(clock(last)) to now")
        case .unitElsewhere:
            return say(
                vi: "xe khác, hoặc giờ khác; sửa chuyến kia trước nếu nó sai",
                en: "another unit, or another time; correct the other run first if it is wrong")
        case .formCountWrong: return ArgumentKind.formCount.accepts[language]
        case .nothingReadBack, .samePerson, .codeWrong:
            return say(
                vi: "người giao ca gõ \(verb(.shift)), người nhận gõ \(verb(.shift)) và mã",
                en: "who leaves types \(verb(.shift)), who comes types \(verb(.shift)) and the code")
        case .changedSince(_, let code):
            return "\(verb(.shift)) \(code)"
                + say(vi: ", khi đã biết những việc này", en: ", once these are known")
        }
    }

    /// An incident with when and where, as far as it is known.
    private func brief(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return incident(id) }
        let row = centre[id]
        var line =
            incident(id) + " \(row.priority.code) \(dateAndClock(row.openedAt)) (\(place(of: id, centre)))"
        if centre.calls.contains(row.call.index), let phone = text(centre.calls[row.call.index].phone, centre)
        {
            line += ", \(phone)"
        }
        return line
    }

    /// How an incident came from paper; empty where it did not.
    func paper(_ row: Incident) -> [String] {
        var lines: [String] = []
        if row.paper.isLate {
            let form =
                row.paper.form > 0
                ? say(vi: "phiếu \(row.paper.form)", en: "form \(row.paper.form)")
                : say(vi: "không phiếu", en: "no form")
            lines.append(
                say(
                    vi: "  GHI TRỄ: \(form), nhập lúc \(dateAndClock(row.paper.enteredAt))",
                    en: "  ENTERED LATE: \(form), typed at \(dateAndClock(row.paper.enteredAt))"))
        }
        if row.paper.closeEnteredAt.isSet {
            lines.append(
                say(
                    vi: "  GHI TRỄ: đóng ca nhập lúc \(dateAndClock(row.paper.closeEnteredAt))",
                    en: "  ENTERED LATE: the end was typed at \(dateAndClock(row.paper.closeEnteredAt))"))
        }
        return lines
    }
}

extension ShiftItemKind {
    var phrase: Phrase {
        switch self {
        case .incident: Phrase(vi: "ca đang mở", en: "open incidents")
        case .unit: Phrase(vi: "xe nghỉ", en: "units out of service")
        case .alert: Phrase(vi: "báo động", en: "alerts")
        case .call: Phrase(vi: "cuộc gọi chờ", en: "calls waiting")
        case .offer: Phrase(vi: "đề nghị chờ trả lời", en: "offers without answer")
        case .planned: Phrase(vi: "ca hẹn giờ", en: "planned")
        case .notice: Phrase(vi: "xe đang chở đến viện", en: "on the way to a hospital")
        case .referral: Phrase(vi: "ca ở tư vấn từ xa", en: "with telehealth")
        }
    }
}
