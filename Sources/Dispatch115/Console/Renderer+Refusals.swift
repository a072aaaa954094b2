// A line that changes nothing says why and what would be accepted.

extension Renderer {
    func refused(_ rejection: Rejection, _ centre: Centre) -> String {
        refusal(why(rejection, centre), better(rejection, centre))
    }

    func refusal(_ why: String, _ better: String) -> String {
        let lines =
            SafeText.wrap(say(vi: "TỪ CHỐI: ", en: "REFUSED: ") + why)
            + (better.isEmpty ? [] : SafeText.wrap(say(vi: "  được: ", en: "  accepted: ") + better))
        return reply(lines)
    }

    // MARK: - Numbers that name nothing

    func unknownUnit(_ number: Int32) -> String {
        refusal(say(vi: "không có xe số \(number)", en: "there is no unit \(number)"), seeUnits)
    }

    func unknownHospital(_ number: Int32, _ centre: Centre) -> String {
        refusal(
            say(vi: "không có bệnh viện số \(number)", en: "there is no hospital \(number)"),
            hospitals(centre))
    }

    func unknownSequence(_ number: Int64, _ centre: Centre) -> String {
        refusal(
            say(
                vi: "không có sự kiện số \(number); mới nhất là \(centre.sequence)",
                en: "there is no event \(number); the last one is \(centre.sequence)"),
            verb(.journal))
    }

    private var seeUnits: String {
        say(vi: "\(verb(.units)) xem các xe", en: "\(verb(.units)) lists the units")
    }

    private var seeQueue: String {
        say(vi: "\(verb(.queue)) xem các ca đang mở", en: "\(verb(.queue)) lists the open incidents")
    }

    func hospitals(_ centre: Centre) -> String {
        let numbers = centre.hospitals.filter { !$0.isWithdrawn }.map(\.number)
        guard let low = numbers.min(), let high = numbers.max() else {
            return say(vi: "chưa khai báo bệnh viện nào", en: "no hospital is defined")
        }
        return say(vi: "số bệnh viện từ \(low) đến \(high)", en: "hospital numbers from \(low) to \(high)")
    }

    // MARK: - The core's reasons

    private func why(_ rejection: Rejection, _ centre: Centre) -> String {
        switch rejection {
        case .incidentUnknown(let id): return unknown(id, centre)
        case .incidentRetired(let id):
            return incident(id)
                + say(
                    vi: " đã đóng từ lâu, chỉ còn trong nhật ký",
                    en: " was closed long ago; the journal has it")
        case .incidentClosed(let id): return closed(id, centre)
        case .incidentHasUnit(let id, let unit):
            return incident(id) + say(vi: " còn ", en: " still has ") + self.unit(unit, centre)
                + state(unit, centre)
        case .unitUnknown: return say(vi: "không có xe đó", en: "there is no such unit")
        case .unitNamedTwice(let unit):
            return self.unit(unit, centre) + say(vi: " được ghi hai lần", en: " is named twice")
        case .noUnitNamed: return say(vi: "chưa nói xe nào", en: "no unit is named")
        case .unitBusy(let unit, let assignment, let id):
            return self.unit(unit, centre) + say(vi: " đang ở ", en: " is on ") + incident(id) + " ("
                + place(of: id, centre) + ")" + state(unit, centre) + since(assignment, centre)
        case .unitOffDuty(let unit):
            return self.unit(unit, centre) + say(vi: " ngoài ca trực", en: " is off duty")
        case .unitHasNoAssignment(let unit):
            return self.unit(unit, centre)
                + say(vi: " đang rảnh, không có lệnh nào", en: " is free and has no assignment")
        case .alreadyOnIncident(let unit, let id):
            return self.unit(unit, centre) + say(vi: " đã ở ", en: " is already on ") + incident(id)
                + state(unit, centre)
        case .moveNotLegal(let unit, let from, let button):
            return it(unit, from, centre) + say(vi: ", không thể ghi \"", en: ", which does not allow \"")
                + button.phrase[language] + "\""
        case .standDownNotLegal(let unit, let from):
            return it(unit, from, centre)
                + say(
                    vi: ", có bệnh nhân trên xe nên không rút được", en: " with a patient: no standing down")
        case .divertNotLegal(let unit, let from):
            return it(unit, from, centre)
                + say(
                    vi: ", đã gặp bệnh nhân nên không đổi hướng được",
                    en: ", has met its patient: no diverting")
        case .kindCannotTransport(let unit):
            return self.unit(unit, centre)
                + say(vi: " không chở được bệnh nhân", en: " cannot carry a patient")
        case .hospitalNeeded: return say(vi: "chưa nói bệnh viện nào", en: "no hospital is named")
        case .hospitalUnknown: return say(vi: "không có bệnh viện đó", en: "there is no such hospital")
        case .stationUnknown: return say(vi: "không có trạm đó", en: "there is no such station")
        case .patientOpen(let unit, let patient):
            return self.patient(patient, centre) + say(vi: " trên ", en: " on ") + self.unit(unit, centre)
                + say(vi: " chưa có kết cục", en: " has no outcome yet")
        case .timeInFuture(let moment):
            return dateAndClock(moment) + say(vi: " chưa tới", en: " lies in the future")
        case .timeBeforeLastStep(let moment, let last):
            return dateAndClock(moment)
                + say(vi: " trước bước vừa ghi lúc ", en: " lies before the last step at ")
                + dateAndClock(last)
        case .nothingChanges: return say(vi: "đang đúng như vậy rồi", en: "that is how it is already")
        case .orderUnknown(let unit, let order):
            return self.unit(unit, centre)
                + say(vi: " không có lệnh \(self.order(order))", en: " has no order \(self.order(order))")
        case .pressRepeated(let unit, let press):
            return self.unit(unit, centre)
                + say(vi: ": lần bấm \(press) đã nhận rồi", en: ": press \(press) has come before")
        case .textTooLong: return say(vi: "lời quá dài", en: "the text is too long")
        case .textMissing: return say(vi: "chưa có lời", en: "the text is missing")
        case .centreFull: return say(vi: "hết số để cấp", en: "the centre has no number left to give")
        case .call(let rejection): return why(rejection, centre)
        case .triage(let rejection): return why(rejection, centre)
        case .offer(let rejection): return why(rejection, centre)
        case .duty(let rejection): return why(rejection, centre)
        case .patient(let rejection): return why(rejection, centre)
        case .course(let rejection): return why(rejection, centre)
        case .alert(let rejection): return why(rejection, centre)
        case .shift(let rejection): return why(rejection, centre)
        case .privacy(let rejection): return why(rejection)
        case .hospital(let rejection): return why(rejection, centre)
        }
    }

    /// What would be accepted instead.
    private func better(_ rejection: Rejection, _ centre: Centre) -> String {
        let incidentWord = ArgumentKind.incident.placeholder[language]
        switch rejection {
        case .incidentUnknown: return seeQueue
        case .incidentRetired(let id):
            return "\(verb(.journal)) " + say(vi: "ca=\(id.number)", en: "i=\(id.number)")
        case .incidentClosed(let id):
            return "\(verb(.reopen)) \(id.number); "
                + say(vi: "\(verb(.open)) mở ca mới; ", en: "\(verb(.open)) opens a new one; ") + seeQueue
        case .incidentHasUnit(let id, let unit):
            let number = unitNumber(unit, centre)
            return "\(verb(.available)) \(number) \(orWord) \(verb(.standDown)) \(number), "
                + say(vi: "rồi ", en: "then ") + "\(verb(.close)) \(id.number)"
        case .unitUnknown, .unitOffDuty: return seeUnits
        case .unitNamedTwice, .noUnitNamed: return CommandTable.spec(.dispatch).usage(language)
        case .unitBusy(let unit, let assignment, _):
            let other = say(vi: "xe khác (\(verb(.recommend)))", en: "another unit (\(verb(.recommend)))")
            guard centre.assignments.contains(assignment.index),
                LegalMoves.canDivert(from: centre[assignment].state)
            else { return other }
            return other + " \(orWord) \(verb(.divert)) \(unitNumber(unit, centre)) \(incidentWord)"
        case .unitHasNoAssignment(let unit):
            return "\(verb(.dispatch)) \(unitNumber(unit, centre)) \(incidentWord)"
        case .alreadyOnIncident(_, let id): return "\(verb(.incident)) \(id.number)"
        case .moveNotLegal(let unit, let from, _), .standDownNotLegal(let unit, let from),
            .divertNotLegal(let unit, let from):
            return legal(from, unit, centre)
        case .kindCannotTransport:
            return say(vi: "điều thêm ô tô: ", en: "send a car as well: ")
                + CommandTable.spec(.dispatch).usage(language)
        case .hospitalNeeded: return CommandTable.spec(.transport).usage(language)
        case .hospitalUnknown, .stationUnknown: return hospitals(centre)
        case .patientOpen(let unit, let patient):
            let live = unit.isSet && unit.index < centre.units.count ? centre[unit].live : .none
            if centre.patients.contains(patient.index), centre.assignments.contains(live.index),
                LegalMoves.target(of: .handOver, from: centre[live].state) == nil
            {
                return better(.unitHasPatient(unit, patient), centre)
            }
            let number = unitNumber(unit, centre)
            return "\(verb(.handOver)) \(number), " + say(vi: "rồi ", en: "then ")
                + "\(verb(.available)) \(number)"
        case .timeInFuture: return ArgumentKind.time.accepts[language]
        case .timeBeforeLastStep(_, let last):
            return say(vi: "giờ từ \(clock(last)) đến bây giờ", en: "a time from \(clock(last)) to now")
        case .textTooLong(let limit): return say(vi: "tối đa \(limit) byte", en: "at most \(limit) bytes")
        case .textMissing: return CommandTable.spec(.note).usage(language)
        case .nothingChanges, .orderUnknown, .pressRepeated, .centreFull: return ""
        case .call(let rejection): return better(rejection, centre)
        case .triage(let rejection): return better(rejection, centre)
        case .offer(let rejection): return better(rejection, centre)
        case .duty(let rejection): return better(rejection, centre)
        case .patient(let rejection): return better(rejection, centre)
        case .course(let rejection): return better(rejection, centre)
        case .alert(let rejection): return better(rejection, centre)
        case .shift(let rejection): return better(rejection, centre)
        case .privacy(let rejection): return better(rejection)
        case .hospital(let rejection): return better(rejection, centre)
        }
    }

    private var orWord: String { say(vi: "hoặc", en: "or") }

    private func unknown(_ id: IncidentID, _ centre: Centre) -> String {
        let last = centre.incidents.end
        return say(vi: "không có ca \(id.number); ", en: "there is no incident \(id.number); ")
            + (last == 0
                ? say(vi: "chưa có ca nào", en: "there is none yet")
                : say(vi: "ca mới nhất là \(last)", en: "the last one is \(last)"))
    }

    private func closed(_ id: IncidentID, _ centre: Centre) -> String {
        let why = incident(id) + say(vi: " đã đóng", en: " is closed")
        guard centre.incidents.contains(id.index) else { return why }
        let row = centre[id]
        return why + say(vi: " lúc ", en: " since ") + clock(row.closedAt)
            + (row.disposition.map { ": " + $0.phrase[language] } ?? "")
    }

    /// ", en route" for a unit that is bound.
    private func state(_ unit: UnitID, _ centre: Centre) -> String {
        guard unit.isSet, unit.index < centre.units.count else { return "" }
        let live = centre[unit].live
        return centre.assignments.contains(live.index) ? ", " + centre[live].state.phrase[language] : ""
    }

    /// Since when the winner has it.
    private func since(_ id: AssignmentID, _ centre: Centre) -> String {
        guard centre.assignments.contains(id.index) else { return "" }
        return say(vi: ", điều lúc ", en: ", sent at ") + clock(centre[id].times.dispatchNotified)
    }

    private func it(_ unit: UnitID, _ from: AssignmentState, _ centre: Centre) -> String {
        self.unit(unit, centre) + say(vi: " ", en: " is ") + from.phrase[language]
    }

    /// The lines that would be accepted for a unit in this state.
    private func legal(_ from: AssignmentState, _ unit: UnitID, _ centre: Centre) -> String {
        let number = unitNumber(unit, centre)
        var lines: [String] = []
        for button in Button.allCases where LegalMoves.target(of: button, from: from) != nil {
            let hospital = button == .transport ? " " + ArgumentKind.hospital.placeholder[language] : ""
            lines.append("\(verb(button.verb)) \(number)\(hospital)")
        }
        if LegalMoves.canStandDown(from: from) { lines.append("\(verb(.standDown)) \(number)") }
        return lines.joined(separator: ", ")
    }
}
