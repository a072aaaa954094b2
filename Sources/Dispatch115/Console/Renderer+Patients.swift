// What is said of patients: added, tagged, taken on board, each with an outcome and a destination.

extension Renderer {
    static let patientRows = 40

    /// "patient 2 of incident 7"; a patient that has left memory keeps the number of the journal.
    func patient(_ id: PatientID, _ centre: Centre) -> String {
        guard centre.patients.contains(id.index) else {
            return say(vi: "bệnh nhân \(id.number)", en: "patient \(id.number)")
        }
        let row = centre[id]
        return say(vi: "bệnh nhân \(row.notes.number) của ", en: "patient \(row.notes.number) of ")
            + incident(row.incident)
    }

    /// "PT 7 2": how a line about this patient begins.
    private func line(about id: PatientID, _ centre: Centre) -> String {
        guard centre.patients.contains(id.index) else { return CommandTable.spec(.patients).usage(language) }
        return "\(verb(.patients)) \(centre[id].incident.number) \(centre[id].notes.number)"
    }

    private func word(_ outcome: PatientOutcome) -> String {
        let row = PatientWords.outcomes.first { $0.outcome == outcome }
        return (language == .vi ? row?.vietnamese.first : row?.english.first) ?? ""
    }

    /// The outcomes that a person may type for somebody who is not in hospital.
    private var settling: String {
        [PatientOutcome.treatedOnScene, .refused, .left, .dead, .notFound].map { word($0) }
            .joined(separator: "|")
    }

    // MARK: - Events

    /// The event in one line without its number.
    func what(_ patient: PatientEvent, _ event: Event, _ centre: Centre) -> String {
        let who = self.patient(Centre.patient(of: patient), centre)
        switch patient {
        case .added(_, _, let words):
            return who + say(vi: ": thêm", en: ": added") + (text(words).map { "; " + $0 } ?? "")
        case .described(_, let words): return who + ": " + (text(words) ?? "")
        case .tagged(_, let from, let to):
            return who + ": " + from.phrase[language] + " -> " + to.phrase[language]
        case .destined(_, let from, let to):
            let before = from.isSet ? hospital(from, centre) : say(vi: "chưa có viện", en: "no hospital")
            let after = to.isSet ? hospital(to, centre) : say(vi: "chưa có viện", en: "no hospital")
            return who + ": " + before + " -> " + after
        case .boarded(_, _, let to, _, let destination):
            return who + say(vi: ": lên ", en: ": on board of ") + unitOf(to, centre)
                + (destination.isSet ? " -> " + hospital(destination, centre) : "")
        case .unboarded(_, let from, _):
            return who + say(vi: ": không còn trên ", en: ": no longer on board of ") + unitOf(from, centre)
        case .reopened(_, let was):
            return who + ": " + was.phrase[language] + " -> " + PatientOutcome.open.phrase[language]
        }
    }

    private func unitOf(_ id: AssignmentID, _ centre: Centre) -> String {
        centre.assignments.contains(id.index)
            ? unit(centre[id].unit, centre) : say(vi: "xe ?", en: "unit ?")
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ patient: PatientEvent, _ centre: Centre) -> [String] {
        guard case .added(let id, let incident, _) = patient, centre.patients.contains(id.index),
            id.index == centre.patients.end - 1
        else { return [] }
        let line = "\(verb(.patients)) \(incident.number) \(centre[id].notes.number) "
        return [
            say(vi: "  tiếp: ", en: "  next: ") + line + settling + ", H=" + say(vi: "viện", en: "hospital"),
            takeBack(line + word(.mistaken)),
        ]
    }

    /// Many patients added by one line are said in one.
    func addedTogether(_ events: [Event], _ centre: Centre) -> String? {
        var count = 0
        var tag = TriageTag.none
        for event in events {
            switch event.body {
            case .patient(.added): count += 1
            case .patient(.tagged(_, _, let to)): tag = to
            case .patient, .patientEnded: continue
            default: return nil
            }
        }
        guard count > 3, let first = events.first, let last = events.last,
            case .patient(.added(let id, let incident, _)) = first.body
        else { return nil }
        let low = centre.patients.contains(id.index) ? centre[id].notes.number : 1
        let high = low + Int32(count) - 1
        return "#\(first.sequence)-\(last.sequence) " + self.incident(incident)
            + say(vi: ": thêm bệnh nhân \(low)-\(high)", en: ": patients \(low)-\(high) added")
            + (tag == .none ? "" : ", " + tag.phrase[language])
    }

    // MARK: - Lists

    /// The patients of an incident, in the order in which they were added.
    func patients(of id: IncidentID, _ centre: Centre) -> String {
        let all = centre.patients(of: id)
        guard !all.isEmpty else {
            return reply([
                incident(id) + say(vi: ": chưa ghi bệnh nhân nào", en: ": no patient yet"),
                say(vi: "  thêm: ", en: "  add: ") + "\(verb(.patients)) \(id.number) + ; "
                    + ArgumentKind.person.placeholder[language],
            ])
        }
        let open = Int(centre[id].openPatients)
        var lines = [
            incident(id)
                + say(
                    vi: ": \(all.count) bệnh nhân, \(open) chưa có kết cục",
                    en: ": \(all.count) patients, \(open) without an outcome")
        ]
        for patient in all.prefix(Renderer.patientRows) { lines += self.lines(of: patient, centre) }
        let more = all.count - Renderer.patientRows
        if more > 0 { lines.append(say(vi: "... và \(more) người nữa", en: "... and \(more) more")) }
        return reply(lines)
    }

    /// One patient of an incident that is shown whole.
    func lines(of id: PatientID, _ centre: Centre) -> [String] {
        guard centre.patients.contains(id.index) else { return [] }
        let row = centre[id]
        var line =
            say(vi: "  bệnh nhân \(row.notes.number): ", en: "  patient \(row.notes.number): ")
            + row.outcome.phrase[language]
        if row.notes.tag != .none { line += ", " + row.notes.tag.phrase[language] }
        if centre.assignments.contains(row.assignment.index) {
            line += ", " + unit(centre[row.assignment].unit, centre)
        }
        if row.destination.isSet { line += " -> " + hospital(row.destination, centre) }
        if let words = text(row.notes.words, centre) { line += "; " + words }
        return SafeText.wrap(line)
    }

    // MARK: - Refusals

    func why(_ rejection: PatientRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let id, let number):
            return incident(id)
                + say(vi: " không có bệnh nhân thứ \(number)", en: " has no patient \(number)")
        case .ended(let id):
            let outcome = centre.patients.contains(id.index) ? centre[id].outcome : .open
            return patient(id, centre) + say(vi: " đã có kết cục: ", en: " has an outcome: ")
                + outcome.phrase[language]
        case .tooMany(_, let limit):
            return say(vi: "quá nhiều bệnh nhân một lúc", en: "too many patients at once") + " (\(limit))"
        case .unitElsewhere(let unit, let id):
            return self.unit(unit, centre) + say(vi: " không ở ", en: " is not on ") + incident(id)
        case .cannotBoard(let unit, let state):
            return self.unit(unit, centre) + say(vi: " ", en: " is ") + state.phrase[language]
                + say(
                    vi: ", chưa (hay không còn) nhận bệnh nhân lên xe", en: " and takes nobody on board now")
        case .onBoard(let id, let unit):
            return patient(id, centre) + say(vi: " đang trên ", en: " is on board of ")
                + self.unit(unit, centre)
        case .unitHasPatient(let unit, let id):
            return self.unit(unit, centre) + say(vi: " đang có ", en: " has ") + patient(id, centre)
                + say(vi: " trên xe", en: " on board")
        case .notOnBoard(let id):
            return patient(id, centre) + say(vi: " chưa đến viện nào", en: " is at no hospital yet")
        case .leftBehind(let unit, let id):
            return patient(id, centre)
                + say(vi: " chưa có kết cục, mà ", en: " has no outcome, and ") + self.unit(unit, centre)
                + say(vi: " là xe cuối cùng ở ca này", en: " is the last unit there")
        case .open(let id, let disposition):
            return incident(id) + say(vi: " còn ", en: " still has ") + openNumbers(id, centre)
                + say(
                    vi: " chưa có kết cục; \"\(disposition.phrase.vi)\" không nói gì về họ",
                    en: " without an outcome; \"\(disposition.phrase.en)\" says nothing of them")
        case .dispositionUnfit(let id, let disposition):
            return incident(id) + ": \"" + disposition.phrase[language]
                + say(vi: "\" không khớp: ", en: "\" does not fit: ") + became(id, centre)
        }
    }

    private func openNumbers(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return "" }
        let open = centre.patients(of: id).filter { centre[$0].outcome == .open }
        let numbers = open.prefix(8).map { "\(centre[$0].notes.number)" }.joined(separator: ", ")
        let more = open.count > 8 ? " +\(open.count - 8)" : ""
        return say(vi: "bệnh nhân \(numbers)\(more)", en: "patient \(numbers)\(more)")
    }

    private func became(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return "" }
        let outcomes = centre.outcomes(of: id)
        if outcomes.isEmpty { return say(vi: "chưa ghi bệnh nhân nào", en: "no patient was recorded") }
        var parts: [String] = []
        for outcome in PatientOutcome.allCases {
            let count = outcomes.filter { $0 == outcome }.count
            if count > 0 { parts.append("\(count) " + outcome.phrase[language]) }
        }
        return parts.joined(separator: ", ")
    }

    /// What would be accepted instead.
    func better(_ rejection: PatientRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let id, _): return "\(verb(.patients)) \(id.number), \(verb(.patients)) \(id.number) +"
        case .ended(let id):
            let incident = centre.patients.contains(id.index) ? "\(centre[id].incident.number)" : ""
            return "\(verb(.undo)) "
                + say(
                    vi: "số của dòng đó (\(verb(.journal)) ca=\(incident))",
                    en: "the number of that line (\(verb(.journal)) i=\(incident))")
        case .tooMany(let id, let limit):
            return limit > 0
                ? "\(verb(.patients)) \(id.number) +\(limit)"
                : "\(verb(.open)) "
                    + say(vi: "mở ca nữa", en: "opens another incident")
        case .unitElsewhere(let unit, let id):
            return "\(verb(.dispatch)) \(unitNumber(unit, centre)) \(id.number)"
        case .cannotBoard(let unit, let state):
            return state < .onScene ? "\(verb(.onScene)) \(unitNumber(unit, centre))" : verb(.units)
        case .onBoard(_, let unit):
            return "\(verb(.transport)) \(unitNumber(unit, centre)) "
                + say(vi: "viện đổi viện của xe đó", en: "hospital changes that unit's hospital")
        case .unitHasPatient(let unit, let id):
            let other = "U=" + say(vi: "xe khác", en: "another unit")
            return "\(line(about: id, centre)) \(settling), \(other)"
                + say(vi: "; hoặc ", en: "; or ") + "\(verb(.transport)) \(unitNumber(unit, centre))"
        case .notOnBoard(let id): return "\(line(about: id, centre)) " + settling
        case .leftBehind(let unit, let id):
            let number = unitNumber(unit, centre)
            var lines = ["\(line(about: id, centre)) \(settling)"]
            if unit.isSet, unit.index < centre.units.count, centre[unit].kind.canTransport {
                lines.append("\(verb(.transport)) \(number) " + ArgumentKind.hospital.placeholder[language])
            }
            if centre.patients.contains(id.index) {
                lines.append(
                    "\(verb(.dispatch)) " + say(vi: "xe khác", en: "another unit")
                        + " \(centre[id].incident.number)")
            }
            return lines.joined(separator: say(vi: ", hoặc ", en: ", or "))
        case .open(let id, _):
            let fits = [Disposition.treatedOnScene, .refusedByPatient, .leftByOtherMeans, .dead, .notFound]
            return "\(verb(.patients)) \(id.number) " + say(vi: "số", en: "number") + " " + settling
                + say(vi: "; hoặc một kết cục cho tất cả: ", en: "; or one for all of them: ")
                + "\(verb(.close)) \(id.number) " + fits.map { word($0) }.joined(separator: "|")
        case .dispositionUnfit(let id, _):
            guard centre.incidents.contains(id.index) else { return "" }
            let outcomes = centre.outcomes(of: id)
            let fits = Disposition.allCases.filter {
                Centre.fits($0, centre[id], outcomes)
                    && (centre[id].openPatients == 0 || Centre.outcome(of: $0) != nil)
            }
            return "\(verb(.close)) \(id.number) " + fits.map { word($0) }.joined(separator: " | ")
        }
    }
}
