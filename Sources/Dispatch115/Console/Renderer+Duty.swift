// What is said of duty: crews logging on and off, units out of service, returning, at their station.

extension Renderer {
    /// The event in one line without its number.
    func what(_ duty: DutyEvent, _ event: Event, _ centre: Centre) -> String {
        let unit = unit(Centre.unit(of: duty), centre)
        switch duty {
        case .loggedOn(_, let crew, let skills, let equipment):
            return unit + say(vi: ": lên ca", en: ": on duty") + (text(crew).map { ", " + $0 } ?? "")
                + brings(skills, equipment)
        case .loggedOff(_, .crewLeft): return unit + say(vi: ": xuống ca", en: ": off duty")
        case .loggedOff(_, .withdrawn):
            return unit
                + say(
                    vi: ": xuống ca, không còn trong danh sách xe",
                    en: ": off duty, no longer in the file of units")
        case .outOfService(_, let reason, let until, let note):
            return unit + say(vi: ": tạm nghỉ, ", en: ": out of service, ") + reason.phrase[language]
                + (until.isSet ? say(vi: ", đến ", en: ", until ") + clock(until) : "")
                + (text(note).map { "; " + $0 } ?? "")
        case .backInService: return unit + say(vi: ": hết nghỉ -> làm việc", en: ": back in service")
        case .whereabouts(_, let whereabouts): return unit + ": " + whereabouts.phrase[language]
        case .odometerRead(_, let kilometres, let before, let trip, let isEnd):
            return unit + ": " + (before >= 0 ? "\(before) -> " : "") + "\(kilometres) km"
                + tripEnd(trip, isEnd, centre)
        case .odometerWithdrawn(_, let kilometres, let to, _):
            return unit + ": \(kilometres) km -> " + (to >= 0 ? "\(to) km" : say(vi: "chưa có", en: "none"))
        case .restored:
            return unit + say(vi: ": ca trực trở lại như trước", en: ": its duty is as it was before")
        }
    }

    private func tripEnd(_ trip: AssignmentID, _ isEnd: Bool, _ centre: Centre) -> String {
        guard trip.isSet else { return "" }
        let incident =
            centre.assignments.contains(trip.index) ? " " + self.incident(centre[trip].incident) : ""
        return
            (isEnd
            ? say(vi: ", xong chuyến", en: ", end of trip") : say(vi: ", lúc đi", en: ", start of trip"))
            + incident
    }

    /// ", doctor, nurse; oxygen".
    private func brings(_ skills: Skills, _ equipment: Equipment) -> String {
        let words = DutyWords.skills.filter { skills.contains($0.skill) }.map { name($0.words) }
        let items = DutyWords.equipment.filter { equipment.contains($0.item) }.map { name($0.words) }
        let all = (words + items).joined(separator: ", ")
        return all.isEmpty ? "" : " (" + all + ")"
    }

    /// Vietnamese words stand first in a row, English ones later: the first that is long enough to read.
    private func name(_ words: [String]) -> String {
        let english = ["DOCTOR", "NURSE", "OXYGEN", "DEFIBRILLATOR", "VENTILATOR", "INCUBATOR", "STRETCHER"]
        let word = language == .vi ? words.first : words.first { english.contains($0) }
        return (word ?? "").lowercased()
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ duty: DutyEvent, _ centre: Centre) -> [String] {
        let number = unitNumber(Centre.unit(of: duty), centre)
        switch duty {
        case .loggedOn: return [takeBack("\(verb(.undo)) \(centre.sequence), \(verb(.logOff)) \(number)")]
        case .loggedOff(_, .crewLeft):
            return [takeBack("\(verb(.undo)) \(centre.sequence), \(verb(.logOn)) \(number)")]
        case .outOfService:
            return [say(vi: "  hết nghỉ: ", en: "  back in service: ") + "\(verb(.logOn)) \(number)"]
        case .backInService: return [takeBack("\(verb(.undo)) \(centre.sequence)")]
        case .loggedOff, .whereabouts, .odometerRead, .odometerWithdrawn, .restored: return []
        }
    }

    func why(_ rejection: DutyRejection, _ centre: Centre) -> String {
        switch rejection {
        case .outOfService(let unit):
            return self.unit(unit, centre) + " " + outOfService(unit, centre)
        case .offDuty(let unit):
            return self.unit(unit, centre) + say(vi: " ngoài ca trực", en: " is off duty")
        case .bound(let unit, let assignment):
            guard centre.assignments.contains(assignment.index) else { return self.unit(unit, centre) }
            let row = centre[assignment]
            return self.unit(unit, centre) + say(vi: " đang ở ", en: " is on ") + incident(row.incident)
                + ", "
                + row.state.phrase[language]
        case .untilPassed(let moment): return dateAndClock(moment) + say(vi: " đã qua", en: " has passed")
        case .odometerBackwards(let unit, let last):
            return self.unit(unit, centre)
                + say(
                    vi: " đã có số \(last) km, không lùi được",
                    en: " has read \(last) km, which cannot shrink")
        case .odometerImplausible(let unit, let last, let limit):
            return self.unit(unit, centre)
                + say(
                    vi: " mới ở \(last) km, không thể thêm quá \(limit) km",
                    en: " stood at \(last) km; more than \(limit) km since then is not plausible")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: DutyRejection, _ centre: Centre) -> String {
        switch rejection {
        case .outOfService(let unit), .offDuty(let unit):
            return "\(verb(.logOn)) \(unitNumber(unit, centre))"
                + say(vi: ", hoặc xe khác", en: ", or another unit")
        case .bound(let unit, let assignment):
            let number = unitNumber(unit, centre)
            var lines: [String] = []
            if centre.assignments.contains(assignment.index) {
                let state = centre[assignment].state
                if LegalMoves.target(of: .available, from: state) != nil {
                    lines.append("\(verb(.available)) \(number)")
                }
                if LegalMoves.canStandDown(from: state) { lines.append("\(verb(.standDown)) \(number)") }
                if lines.isEmpty {
                    lines.append("\(verb(.handOver)) \(number), \(verb(.available)) \(number)")
                }
            }
            return lines.joined(separator: say(vi: " hoặc ", en: " or "))
                + say(vi: " trước", en: " first")
        case .untilPassed: return ArgumentKind.plannedTime.accepts[language]
        case .odometerBackwards(_, let last):
            return say(
                vi: "từ \(last) trở lên; ghi nhầm thì ", en: "\(last) or more; a slip is taken back by ")
                + CommandTable.spec(.undo).usage(language)
        case .odometerImplausible(_, let last, let limit):
            return say(vi: "từ \(last) đến \(last + limit)", en: "\(last) to \(last + limit)")
        }
    }

    // MARK: - In lists

    /// "out of service: meal, until 15:30:00 (overdue)".
    func outOfService(_ unit: UnitID, _ centre: Centre, now: Timestamp = .none) -> String {
        let duty = centre[unit].duty
        var line = say(vi: "tạm nghỉ: ", en: "out of service: ") + duty.reason.phrase[language]
        if duty.until.isSet {
            line += say(vi: ", đến ", en: ", until ") + String(clock(duty.until).prefix(5))
        }
        if now.isSet, duty.until.isSet, duty.until < now { line += say(vi: " (QUÁ GIỜ)", en: " (OVERDUE)") }
        if let note = text(duty.note, centre) { line += "; " + note }
        return line
    }

    /// Which units should have been back by now; nothing where there is none.
    func overdueUnits(_ centre: Centre, now: Timestamp) -> [String] {
        var late: [String] = []
        for index in centre.units.indices {
            let duty = centre.units[index].duty
            guard duty.reason != .none, duty.until.isSet, duty.until < now else { continue }
            late.append(
                unitNumber(UnitID(index: Int32(index)), centre) + " (" + duty.reason.phrase[language] + ", "
                    + clock(duty.until).prefix(5) + ")")
        }
        guard !late.isEmpty else { return [] }
        return SafeText.wrap(
            say(vi: "quá giờ nghỉ: xe ", en: "overdue to be back: unit ")
                + late.prefix(8).joined(separator: ", ")
                + (late.count > 8 ? " +\(late.count - 8)" : ""))
    }
}
