// What is said of the course of an incident beyond its units: reopened, mass casualty, standby,
// transfer, lines taken back.

extension Renderer {
    /// The event in one line without its number.
    func what(_ course: CourseEvent, _ event: Event, _ centre: Centre) -> String {
        switch course {
        case .reopened(let id, let was, let isFresh):
            return incident(id) + say(vi: ": đã đóng (", en: ": closed (") + was.phrase[language]
                + say(vi: ") -> mở lại", en: ") -> open again")
                + (isFresh ? say(vi: ", chờ tính lại từ đầu", en: ", waiting anew") : "")
        case .massCasualty(let id, let from, let to):
            return incident(id)
                + say(
                    vi: ": nhiều nạn nhân, ước \(from) -> \(to)",
                    en: ": mass casualty, \(from) -> \(to) patients")
        case .planned(let id, let kind, let at, let to):
            return incident(id) + ": " + kind.phrase[language] + planned(at, to)
        case .transferPlanned(let id, let from, let doctor, let bed, let escort):
            return incident(id) + say(vi: ": từ ", en: ": from ") + hospital(from, centre)
                + agreed(text(doctor), text(bed), text(escort))
        case .takenBack(let first, let last):
            let numbers = first == last ? "#\(first)" : "#\(first)-\(last)"
            return say(vi: "lấy lại \(numbers)", en: "\(numbers) taken back")
        case .noteWithdrawn(let id, let note):
            let words = centre.notes.contains(note) ? text(centre.notes[note].text, centre) : nil
            return incident(id) + say(vi: " rút lời ghi: ", en: " note withdrawn: ") + (words ?? "")
        case .stepTakenBack(let id, let from, let to, _):
            return assignment(id, centre) + ": " + from.phrase[language] + " -> " + to.phrase[language]
                + say(vi: " (lấy lại)", en: " (taken back)")
        case .placeRestored(let id):
            return incident(id) + say(vi: " nơi trở lại: ", en: " place as before: ") + place(of: id, centre)
        }
    }

    /// ", 15:30-18:00".
    private func planned(_ at: Timestamp, _ to: Timestamp) -> String {
        guard at.isSet || to.isSet else { return "" }
        let begin = at.isSet ? String(clock(at).prefix(5)) : say(vi: "ngay", en: "now")
        return ", " + begin + (to.isSet ? "-" + clock(to).prefix(5) : "")
    }

    private func agreed(_ doctor: String?, _ bed: String?, _ escort: String?) -> String {
        (doctor.map { say(vi: ", bác sĩ nhận ", en: ", accepting doctor ") + $0 } ?? "")
            + (bed.map { say(vi: ", giường ", en: ", bed ") + $0 } ?? "")
            + (escort.map { say(vi: ", đi kèm ", en: ", escort ") + $0 } ?? "")
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ course: CourseEvent, _ centre: Centre) -> [String] {
        switch course {
        case .reopened(let id, _, _):
            return [say(vi: "  tiếp: ", en: "  next: ") + "\(verb(.recommend)) \(id.number)"]
        case .massCasualty(let id, _, let to):
            guard to > 0 else { return [] }
            return [
                say(vi: "  tiếp: ", en: "  next: ") + "\(verb(.recommend)) \(id.number), "
                    + "\(verb(.patients)) \(id.number) +\(min(to, Centre.mostPatientsAtOnce))"
            ]
        case .takenBack, .planned, .transferPlanned, .noteWithdrawn, .stepTakenBack, .placeRestored: return []
        }
    }

    // MARK: - In lists

    /// What an incident's course adds to it when it is shown whole.
    func lines(of course: IncidentCourse, _ centre: Centre, now: Timestamp) -> [String] {
        var lines: [String] = []
        if course.kind != .emergency {
            var line = "  " + course.kind.phrase[language] + planned(course.plannedAt, course.plannedTo)
            if course.from.isSet { line += say(vi: ", từ ", en: ", from ") + hospital(course.from, centre) }
            line += agreed(
                text(course.doctor, centre), text(course.bed, centre), text(course.escort, centre))
            lines += SafeText.wrap(line)
        }
        if course.estimate > 0 {
            lines.append(
                say(
                    vi: "  nhiều nạn nhân: ước \(course.estimate) người, cần \(course.unitsWanted) xe",
                    en:
                        "  mass casualty: about \(course.estimate) patients, \(course.unitsWanted) units wanted"
                ))
        }
        if course.reopenedAt.isSet {
            lines.append(say(vi: "  mở lại ", en: "  reopened ") + dateAndClock(course.reopenedAt))
        }
        return lines
    }

    /// ", start 45120 km, end 45160 km (40)".
    func trip(_ odometer: Odometer) -> String {
        guard odometer.start >= 0 else { return "" }
        guard odometer.end >= 0 else { return ", \(odometer.start) km" }
        return ", \(odometer.start) -> \(odometer.end) km (\(odometer.end - odometer.start))"
    }

    /// " MCI 12 (3)": the estimate, and how many patients have been recorded.
    func casualties(_ id: IncidentID, _ centre: Centre) -> String {
        let estimate = centre[id].course.estimate
        guard estimate > 0 else { return "" }
        return say(vi: " NHIỀU NẠN NHÂN ", en: " MCI ") + "\(centre.numberOfPatients(of: id))/\(estimate)"
    }

    /// Standbys and planned transfers: apart from the emergencies, by when they are due.
    func plannedQueue(_ kinds: [IncidentKind], _ centre: Centre, now: Timestamp) -> [String] {
        var lines: [String] = []
        for kind in kinds {
            let due = centre.openIncidents.filter { centre[$0].course.kind == kind }.sorted { left, right in
                let (a, b) = (dueAt(left, centre), dueAt(right, centre))
                return a == b ? left < right : a < b
            }
            guard !due.isEmpty else { continue }
            lines.append(kind.phrase[language] + ": \(due.count)")
            var table = TextTable([.right, .left, .right, .left, .left, .left])
            for id in due.prefix(Renderer.queueRows) {
                table.add([
                    "\(id.number)", centre[id].priority.code, dueText(id, centre, now),
                    centre[id].phase.phrase[language], unitsOn(id, centre), whither(id, centre),
                ])
            }
            lines += table.lines()
            if due.count > Renderer.queueRows { lines.append("... +\(due.count - Renderer.queueRows)") }
        }
        return lines
    }

    private func dueAt(_ id: IncidentID, _ centre: Centre) -> Timestamp {
        centre[id].course.plannedAt.isSet ? centre[id].course.plannedAt : centre[id].openedAt
    }

    private func dueText(_ id: IncidentID, _ centre: Centre, _ now: Timestamp) -> String {
        let at = dueAt(id, centre)
        let clock = String(self.clock(at).prefix(5))
        guard at < now, centre[id].phase == .waiting else { return clock }
        return clock + say(vi: " TRỄ ", en: " LATE ") + age(now.seconds(since: at))
    }

    private func whither(_ id: IncidentID, _ centre: Centre) -> String {
        let row = centre[id]
        guard row.course.kind == .transfer, row.firstPatient.isSet else { return place(of: id, centre) }
        return place(of: id, centre) + " -> " + hospital(centre[row.firstPatient].destination, centre)
    }

    // MARK: - Refusals

    func why(_ rejection: CourseRejection, _ centre: Centre) -> String {
        switch rejection {
        case .notClosed(let id): return incident(id) + say(vi: " đang mở", en: " is open")
        case .closedLongAgo(let id, let hours):
            return incident(id)
                + say(
                    vi: " đóng đã quá \(hours) giờ, không mở lại được",
                    en: " was closed more than \(hours) hours ago and is not reopened")
        case .boundElsewhere(let id, let other):
            return incident(id)
                + say(vi: " đã gộp vào ", en: " is a duplicate; its call belongs to ") + incident(other)
        case .estimateUnfit(let limit):
            return say(vi: "số người phải từ 1 đến \(limit)", en: "the number of patients is 1 to \(limit)")
        case .planned(let id, let kind):
            return incident(id) + say(vi: " là ", en: " is a ") + kind.phrase[language]
        case .sameHospital(let id):
            return say(vi: "nơi đi và nơi đến là một: ", en: "from and to are the same: ")
                + hospital(id, centre)
        case .plannedTimePassed(let moment):
            return dateAndClock(moment)
                + say(vi: " không nằm sau giờ bắt đầu", en: " does not lie after the beginning")
        case .notUndone(let sequence, let obstacle):
            return say(vi: "không lấy lại được #\(sequence): ", en: "#\(sequence) cannot be taken back: ")
                + why(obstacle, centre)
        }
    }

    private func why(_ obstacle: UndoObstacle, _ centre: Centre) -> String {
        switch obstacle {
        case .orderHasLeft(let unit):
            return say(vi: "lệnh đã đến ", en: "the order has gone to ") + self.unit(unit, centre)
        case .standDownHasLeft(let unit, _):
            return self.unit(unit, centre) + say(vi: " đã được lệnh rút", en: " has been told to stand down")
        case .unitIsFree(let unit, _):
            return self.unit(unit, centre) + say(vi: " đã xong ca này", en: " is through with it")
        case .boxPressed(let unit):
            return say(vi: "kíp đã bấm nút trên ", en: "the crew pressed it in ") + self.unit(unit, centre)
        case .hospitalChanged(let unit):
            return say(vi: "đó là đổi viện của ", en: "it changed the hospital of ") + self.unit(unit, centre)
        case .incidentOpened(let id):
            return say(vi: "cuộc gọi đã thành ", en: "the call has become ") + incident(id)
        case .followed(let later):
            return say(vi: "sau đó đã có #\(later)", en: "#\(later) came after it")
        case .takenBackAlready(let later):
            return say(vi: "đã lấy lại ở #\(later)", en: "#\(later) has taken it back already")
        case .nothingToTakeBack:
            return say(
                vi: "dòng đó không đổi gì lấy lại được", en: "it changed nothing that can be taken back")
        case .othersLine: return say(vi: "người khác đã ghi dòng đó", en: "somebody else typed it")
        case .tooLate(let minutes):
            return say(vi: "đã quá \(minutes) phút", en: "more than \(minutes) minutes ago")
        case .incidentClosed(let id): return incident(id) + say(vi: " đã đóng", en: " is closed")
        case .referralHasLeft(let id):
            return say(vi: "bên tư vấn đã được báo về ", en: "telehealth has been told of ") + incident(id)
        case .hospitalHasAnswered(let unit):
            return say(vi: "viện đã trả lời về ", en: "the hospital has answered for ")
                + self.unit(unit, centre)
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: CourseRejection, _ centre: Centre) -> String {
        switch rejection {
        case .notClosed(let id): return "\(verb(.incident)) \(id.number)"
        case .closedLongAgo(let id, _):
            return "\(verb(.open)) " + say(vi: "mở ca mới; ", en: "opens a new one; ")
                + "\(verb(.note)) " + say(vi: "ghi số ca cũ \(id.number)", en: "names incident \(id.number)")
        case .boundElsewhere(_, let other):
            return "\(verb(.incident)) \(other.number), " + say(vi: "hoặc ", en: "or ")
                + "\(verb(.open)) " + say(vi: "mở ca mới", en: "opens a new one")
        case .estimateUnfit: return CommandTable.spec(.massCasualty).usage(language)
        case .planned: return CommandTable.spec(.open).usage(language)
        case .sameHospital: return CommandTable.spec(.transfer).usage(language)
        case .plannedTimePassed: return CommandTable.spec(.standby).usage(language)
        case .notUndone(let sequence, let obstacle): return better(obstacle, sequence, centre)
        }
    }

    private func better(_ obstacle: UndoObstacle, _ sequence: Int64, _ centre: Centre) -> String {
        switch obstacle {
        case .orderHasLeft(let unit): return "\(verb(.standDown)) \(unitNumber(unit, centre))"
        case .standDownHasLeft(let unit, let id), .unitIsFree(let unit, let id):
            return "\(verb(.dispatch)) \(unitNumber(unit, centre)) \(id.number)"
        case .boxPressed(let unit):
            return say(
                vi: "hỏi lại kíp, rồi ghi bước đúng của ", en: "ask the crew, then type the right step of ")
                + self.unit(unit, centre)
        case .hospitalChanged(let unit):
            return "\(verb(.transport)) \(unitNumber(unit, centre)) "
                + ArgumentKind.hospital.placeholder[language]
        case .incidentOpened(let id): return "\(verb(.close)) \(id.number) " + word(.duplicate)
        case .followed(let later):
            return say(vi: "lấy lại dòng sau trước: ", en: "the later one first: ")
                + "\(verb(.undo)) \(later)"
        case .takenBackAlready: return say(vi: "gõ lại dòng đó", en: "the line typed again")
        case .nothingToTakeBack: return "\(verb(.why)) \(sequence)"
        case .othersLine: return say(vi: "người đó, hoặc trưởng ca", en: "that person, or the supervisor")
        case .tooLate:
            return say(vi: "trưởng ca; hoặc một dòng đúng mới", en: "the supervisor; or a new, right line")
        case .incidentClosed(let id): return "\(verb(.reopen)) \(id.number)"
        case .referralHasLeft(let id):
            return "\(verb(.refer)) \(id.number) " + say(vi: "laylai", en: "takeback")
        case .hospitalHasAnswered(let unit):
            return CommandTable.spec(.notice).name(language) + " \(unitNumber(unit, centre)) "
                + ArgumentKind.noticeAnswer.placeholder[language]
        }
    }
}
