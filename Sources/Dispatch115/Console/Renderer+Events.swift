// What an event says: one line each, the same words in a reply, in the journal and in WHY.

extension Renderer {
    /// The reply to a line that was done: sequence numbers, before -> after, how to take it back.
    /// `centre` is the one after the events.
    func accepted(_ events: [Event], _ centre: Centre) -> String {
        reply(eventLines(events, centre) + afterwards(events, centre))
    }

    /// The reply to a line that came a second time under the same client id.
    func repeated(_ events: [Event], _ centre: Centre) -> String {
        let numbers = range(events)
        let head = say(
            vi: "đã làm rồi, số \(numbers); không làm lại",
            en: "already done as seq \(numbers); not done again")
        return reply([head] + eventLines(events, centre))
    }

    private func range(_ events: [Event]) -> String {
        guard let first = events.first, let last = events.last else { return "-" }
        return first.sequence == last.sequence ? "#\(first.sequence)" : "#\(first.sequence)-\(last.sequence)"
    }

    private func eventLines(_ events: [Event], _ centre: Centre) -> [String] {
        if let together = addedTogether(events, centre) { return SafeText.wrap(together) }
        var lines: [String] = []
        var call: (sequence: Int64, phone: Text)?
        for event in events {
            switch event.body {
            case .callReceived(_, let phone) where events.count > 1:
                // One line for the call and the incident that it opened.
                call = (event.sequence, phone)
            case .incidentOpened where call != nil:
                let first = call?.sequence ?? event.sequence
                let phone = call.flatMap { text($0.phone) }.map {
                    say(vi: ", gọi từ \($0)", en: ", call from \($0)")
                }
                lines += SafeText.wrap("#\(first)-\(event.sequence) " + what(event, centre) + (phone ?? ""))
            default:
                lines += SafeText.wrap("#\(event.sequence) " + what(event, centre))
            }
        }
        return lines
    }

    /// How to take it back, and what comes next.
    private func afterwards(_ events: [Event], _ centre: Centre) -> [String] {
        var lines: [String] = []
        var sent: [String] = []
        var left: (unit: String, incident: Int32)?
        for event in events {
            switch event.body {
            case .incidentOpened(let id, _, _, _, _):
                lines.append(
                    say(vi: "  tiếp: ", en: "  next: ") + "\(verb(.recommend)) \(id.number)   "
                        + say(vi: "sửa: ", en: "correct: ")
                        + "\(verb(.locate)) \(id.number) \(ArgumentKind.place.placeholder[language]), "
                        + "\(verb(.prioritise)) \(id.number) " + ArgumentKind.priority.placeholder[language]
                        + "   "
                        + say(vi: "bỏ: ", en: "drop: ")
                        + "\(verb(.close)) \(id.number) \(word(.duplicate))")
            case .incidentPlaced(let id, let before, _):
                lines.append(takeBack("\(verb(.undo)) \(event.sequence)"))
                // A list of candidates was no place: there is nothing to go back to.
                if let name = text(before, centre), !PlaceChoice.isList(name) {
                    lines.append(takeBack("\(verb(.locate)) \(id.number) \(name)"))
                }
            case .priorityChanged(let id, let from, _):
                lines.append(takeBack("\(verb(.prioritise)) \(id.number) \(from.code)"))
            case .dispatched(_, _, let unit, _, _):
                if let old = left, old.unit == unitNumber(unit, centre) {
                    lines.append(takeBack("\(verb(.divert)) \(old.unit) \(old.incident)"))
                } else {
                    sent.append(unitNumber(unit, centre))
                }
            case .assignmentCancelled(let id, _, let reason, _):
                guard centre.assignments.contains(id.index) else { break }
                let number = unitNumber(centre[id].unit, centre)
                if reason == .diverted {
                    left = (number, centre[id].incident.number)
                } else {
                    lines.append(takeBack("\(verb(.dispatch)) \(number) \(centre[id].incident.number)"))
                }
            case .assignmentMoved(let id, _, .transporting, _, _, _, _, _):
                guard centre.assignments.contains(id.index) else { break }
                let number = unitNumber(centre[id].unit, centre)
                lines.append(
                    say(vi: "  đổi viện: ", en: "  another hospital: ")
                        + "\(verb(.transport)) \(number) \(ArgumentKind.hospital.placeholder[language])")
            case .incidentClosed: lines.append(takeBack("\(verb(.undo)) \(event.sequence)"))
            case .recommended(let id, let basis):
                if let best = basis.candidates.first, best.standing.canGo {
                    lines.append(
                        say(vi: "  gửi: ", en: "  send: ")
                            + "\(verb(.dispatch)) \(unitNumber(best.unit, centre)) \(id.number)")
                }
            case .epochStarted, .stationDefined, .unitDefined, .callReceived, .noted, .orderConfirmed,
                .orderRenewed,
                .assignmentMoved, .pressIgnored, .patientLoaded, .patientEnded, .alertRaised,
                .alertCleared, .retired, .privacy:
                break
            case .hospital(let hospital): lines += afterwards(hospital, event, centre)
            case .call(let call): lines += afterwards(call, centre)
            case .triage(let triage): lines += afterwards(triage, centre)
            case .offer(let offer): lines += afterwards(offer, centre)
            case .duty(let duty): lines += afterwards(duty, centre)
            case .patient(let patient): lines += afterwards(patient, centre)
            case .course(let course): lines += afterwards(course, centre)
            case .alert(let alert): lines += afterwards(alert, centre)
            case .shift(let shift): lines += afterwards(shift, centre)
            }
        }
        if !sent.isEmpty {
            lines.append(takeBack(sent.map { "\(verb(.standDown)) \($0)" }.joined(separator: ", ")))
        }
        return lines.flatMap { SafeText.wrap($0) }
    }

    func takeBack(_ line: String) -> String { say(vi: "  lấy lại: ", en: "  take back: ") + line }

    /// The word that closes an incident so, in this language.
    func word(_ disposition: Disposition) -> String {
        let row = DispositionWords.rows.first { $0.disposition == disposition }
        return (language == .vi ? row?.vietnamese.first : row?.english.first) ?? ""
    }

    /// The event in one line without its number.
    func what(_ event: Event, _ centre: Centre) -> String {
        switch event.body {
        case .epochStarted(let epoch, _):
            return say(vi: "dịch vụ khởi động, lần \(epoch)", en: "the service started, epoch \(epoch)")
        case .stationDefined(_, let number, _, let name):
            return say(vi: "trạm \(number): ", en: "station \(number): ") + SafeText.visible(name)
        case .unitDefined(_, let number, let kind, let station, _, _):
            return say(
                vi: "xe \(number): \(kind.phrase.vi), trạm \(stationNumber(station, centre))",
                en: "unit \(number): \(kind.phrase.en), station \(stationNumber(station, centre))")
        case .callReceived(let id, let phone):
            return say(vi: "cuộc gọi \(id.number) ", en: "call \(id.number) ")
                + (text(phone) ?? say(vi: "không rõ số", en: "number unknown"))
        case .incidentOpened(let id, _, let priority, let place, let words):
            return incident(id) + say(vi: ": mới -> ", en: ": new -> ") + priority.phrase[language] + ", "
                + IncidentPhase.waiting.phrase[language] + "; " + self.place(place)
                + (text(words).map { "; " + $0 } ?? "")
        case .incidentPlaced(let id, let before, let place):
            return incident(id) + say(vi: " nơi: ", en: " place: ")
                + (text(before, centre) ?? say(vi: "chưa có", en: "none")) + " -> " + self.place(place)
        case .priorityChanged(let id, let from, let to):
            return incident(id) + ": " + from.phrase[language] + " -> " + to.phrase[language]
        case .noted(let id, let note):
            return incident(id) + say(vi: " ghi: ", en: " note: ") + (text(note) ?? "")
        case .recommended(let id, let basis): return recommended(id, basis, centre)
        case .dispatched(_, let id, let unit, let order, let basis):
            return self.unit(unit, centre) + say(vi: ": rảnh -> đã điều, ", en: ": free -> dispatched to ")
                + incident(id) + " (" + self.place(of: id, centre) + ")" + travel(unit, basis)
                + say(vi: ", lệnh \(self.order(order))", en: ", order \(self.order(order))")
        case .orderConfirmed(let unit, let order, _):
            return self.unit(unit, centre)
                + say(
                    vi: ": máy trên xe đã nhận lệnh \(self.order(order))",
                    en: ": its box has order \(self.order(order))")
        case .orderRenewed(let id, let order):
            return assignment(id, centre)
                + say(
                    vi: ": báo lại nơi cho tổ xe, lệnh \(self.order(order))",
                    en: ": the crew is told the place anew, order \(self.order(order))")
        case .assignmentMoved(let id, let from, let to, _, let at, let isLate, let destination, let press):
            return moved(id, from, to, at, isLate, destination, press, centre)
        case .assignmentCancelled(let id, let from, let reason, let order):
            return assignment(id, centre) + ": " + from.phrase[language] + " -> "
                + AssignmentState.cancelled.phrase[language] + " (" + reason.phrase[language] + ")"
                + (order == 0
                    ? ""
                    : say(
                        vi: ", lệnh rút \(self.order(order))",
                        en: ", order to stand down \(self.order(order))"))
        case .pressIgnored(let unit, let button, _):
            return self.unit(unit, centre) + say(vi: ": nút \"", en: ": button \"") + button.phrase[language]
                + say(vi: "\" không đổi gì", en: "\" changed nothing")
        case .patientLoaded(let id, let incident, _, let destination):
            let known = centre.patients.contains(id.index)
            return
                (known
                ? patient(id, centre)
                : patient(id, centre) + say(vi: " của ", en: " of ") + self.incident(incident))
                + say(vi: ": lên xe -> ", en: ": on board -> ") + hospital(destination, centre)
        case .patientEnded(let id, let outcome):
            return patient(id, centre) + ": " + PatientOutcome.open.phrase[language] + " -> "
                + outcome.phrase[language]
        case .incidentClosed(let id, let disposition):
            return incident(id) + say(vi: ": đang mở -> đã đóng, ", en: ": open -> closed, ")
                + disposition.phrase[language]
        case .alertRaised(let alert, let kind, let subject):
            return say(vi: "báo động !\(alert + 1): ", en: "alert !\(alert + 1): ")
                + self.subject(kind, subject, centre) + ": " + kind.phrase[language]
        case .alertCleared(let alert):
            return say(vi: "hết báo động !\(alert + 1)", en: "alert !\(alert + 1) is over")
                + kept(alert, centre)
        case .retired(let bounds):
            return say(
                vi: "các ca đã đóng trước ca \(bounds.incidents + 1) rời bộ nhớ (còn trong nhật ký)",
                en: "closed incidents before \(bounds.incidents + 1) left memory (the journal keeps them)")
        case .call(let call): return what(call, event, centre)
        case .triage(let triage): return what(triage, event, centre)
        case .offer(let offer): return what(offer, event, centre)
        case .duty(let duty): return what(duty, event, centre)
        case .patient(let patient): return what(patient, event, centre)
        case .course(let course): return what(course, event, centre)
        case .alert(let alert): return what(alert, event, centre)
        case .shift(let shift): return what(shift, event, centre)
        case .privacy(let privacy): return what(privacy)
        case .hospital(let hospital): return what(hospital, centre)
        }
    }

    private func moved(
        _ id: AssignmentID, _ from: AssignmentState, _ to: AssignmentState, _ at: Timestamp, _ isLate: Bool,
        _ destination: HospitalID, _ press: UInt32, _ centre: Centre
    ) -> String {
        var line = assignment(id, centre) + ": " + from.phrase[language] + " -> " + to.phrase[language]
        if to == .transporting { line += say(vi: " đến ", en: " to ") + hospital(destination, centre) }
        line += say(vi: " lúc ", en: " at ") + clock(at)
        if isLate { line += say(vi: " (ghi trễ)", en: " (late entry)") }
        if press != 0 { line += say(vi: " (nút trên xe)", en: " (button)") }
        return line
    }

    private func recommended(_ id: IncidentID, _ basis: Basis, _ centre: Centre) -> String {
        let head = say(vi: "gợi ý cho ", en: "recommended for ") + incident(id) + ": "
        guard let best = basis.candidates.first, best.standing.canGo else {
            return head + say(vi: "không có xe nào đi được", en: "no unit can go")
        }
        return head + unit(best.unit, centre) + travel(best.unit, basis)
    }

    private func travel(_ unit: UnitID, _ basis: Basis) -> String {
        guard let seconds = basis.candidates.first(where: { $0.unit == unit })?.travelSeconds, seconds >= 0
        else {
            return ""
        }
        return say(vi: ", đi ", en: ", travel ") + duration(Int64(seconds))
    }

    func stationNumber(_ id: StationID, _ centre: Centre) -> String {
        id.isSet && id.index < centre.stations.count ? "\(centre[id].number)" : "?"
    }
}
