// What is said of where patients are taken: hospitals with the time until the hand-over, what is free, and
// why each other one lost; and the lines of the events. What is shown is what the event holds, never what
// is known by now.

extension Renderer {
    static let planRows = 20

    /// The reply to a question for hospitals. Ages are as of `now`, the moment of the event.
    func hospitals(
        for id: IncidentID, _ proposal: HospitalProposal, sequence: Int64, _ centre: Centre, now: Timestamp
    ) -> String {
        var lines = SafeText.wrap(
            "#\(sequence) " + say(vi: "gợi ý bệnh viện cho ", en: "hospitals for ") + incident(id)
                + " (" + place(of: id, centre) + "): " + need(proposal.basis.need) + "; "
                + proposal.basis.method.phrase[language])
        if proposal.plan.count > 1 { lines += planLines(proposal, centre) }
        lines += ranking(proposal.basis, chosen: .none, centre, now)
        lines += sendLines(proposal, id, centre)
        return reply(lines)
    }

    /// How the first of the plan is taken on; for several, how each is.
    private func sendLines(_ proposal: HospitalProposal, _ id: IncidentID, _ centre: Centre) -> [String] {
        guard let first = proposal.plan.first, first.hospital.isSet else {
            return [
                say(vi: "  chưa có bệnh viện nào trong danh sách", en: "  the centre knows no hospital")
            ]
        }
        var lines: [String] = []
        if let warning = warning(first.standing) { lines += SafeText.wrap("  ! " + warning) }
        let unit = centre.unitsOnScene(of: id).first { centre[$0].kind.canTransport }
        let number = unit.map { unitNumber($0, centre) } ?? ArgumentKind.unit.placeholder[language]
        var line = "\(verb(.transport)) \(number) \(hospitalNumber(first.hospital, centre))"
        if proposal.plan.count > 1, first.patient.isSet, centre.patients.contains(first.patient.index) {
            line += say(vi: " BN=", en: " PT=") + "\(centre[first.patient].notes.number)"
        }
        lines.append(
            say(vi: "  đưa đi: ", en: "  take: ") + line
                + say(vi: "   viện khác: thêm ; lý do", en: "   another: add ; reason"))
        return lines
    }

    /// What the desk must hear of a proposal that is the best of bad ones.
    private func warning(_ standing: HospitalStanding) -> String? {
        switch standing {
        case .farther, .advisory, .unknown: nil
        case .full: say(vi: "không viện phù hợp nào còn chỗ", en: "no suitable hospital has room")
        case .closed: say(vi: "viện này đang ngừng nhận: gọi báo trước", en: "it is closed: phone ahead")
        case .lacks, .noEmergencyDepartment:
            say(
                vi: "không viện nào có đủ điều cần: hỏi bác sĩ",
                en: "no hospital has all that is needed: ask the doctor")
        case .unreachable: say(vi: "không có đường đến viện nào", en: "no hospital can be reached")
        }
    }

    func hospitalNumber(_ id: HospitalID, _ centre: Centre) -> String {
        id.isSet && id.index < centre.hospitals.count ? "\(centre[id].number)" : "?"
    }

    /// "needs PCI, emergency department; bed: emergency".
    func need(_ need: HospitalNeed) -> String {
        if need.isUnstable {
            return say(
                vi: "quá nguy kịch, cấp cứu gần nhất", en: "too unstable, the nearest emergency department")
        }
        var text = say(vi: "cần ", en: "needs ") + need.required.words(language)
        if !need.preferred.isEmpty {
            text +=
                say(vi: ", nên có ", en: ", better with ")
                + need.preferred.words(language)
        }
        return text + (need.isStated ? say(vi: " (kíp báo)", en: " (as stated)") : "")
    }

    // MARK: - The table

    private func ranking(
        _ basis: HospitalBasis, chosen: HospitalID, _ centre: Centre, _ now: Timestamp
    ) -> [String] {
        guard let best = basis.candidates.first else { return [] }
        var lines: [String] = []
        let isWhole = basis.candidates.count >= Int(basis.considered)
        for (position, candidate) in basis.candidates.enumerated() {
            var line = candidate.hospital == chosen ? "> " : "  "
            // Behind the first ones stand the near ones that lost: their rank was not kept.
            line += isWhole || position < HospitalChooser.firstCount ? "\(position + 1). " : "-. "
            line += hospital(candidate.hospital, centre) + ": " + times(candidate) + "; "
            line += room(candidate, basis.need, now)
            let against = position == 0 ? flags(candidate, now) : reasons(candidate, best, now)
            if !against.isEmpty { line += "; " + against.joined(separator: ", ") }
            lines += SafeText.wrap(line)
        }
        let left = Int(basis.considered) - basis.candidates.count
        if left > 0 {
            lines.append(say(vi: "  và \(left) viện nữa, xa hơn", en: "  and \(left) more, farther away"))
        }
        return lines
    }

    /// "12:00 + hand-over 15:00".
    private func times(_ candidate: HospitalCandidate) -> String {
        let source =
            switch candidate.handoverSource {
            case .assumed: say(vi: " (ước)", en: " (assumed)")
            case .learnt: say(vi: " (gần đây)", en: " (lately)")
            case .reported: ""
            }
        return duration(Int64(candidate.travelSeconds)) + say(vi: " + bàn giao ", en: " + hand-over ")
            + duration(Int64(candidate.handoverSeconds)) + source
    }

    /// "4 free (6 reported 25 min ago, 2 on their way)".
    private func room(_ candidate: HospitalCandidate, _ need: HospitalNeed, _ now: Timestamp) -> String {
        let bed = need.bed.phrase[language]
        guard let reported = candidate.reported else {
            let since =
                candidate.asOf.isSet
                ? say(vi: " từ ", en: " since ") + moment(candidate.asOf, now) : ""
            return bed + say(vi: " chưa rõ còn mấy chỗ", en: ": free places unknown") + since
        }
        let free = max(0, reported - candidate.inbound)
        var text = bed + say(vi: " còn \(free)", en: " \(free) free")
        var details: [String] = []
        if candidate.inbound > 0 {
            details.append(
                say(
                    vi: "báo \(reported), đang đến \(candidate.inbound)",
                    en: "\(reported) reported, \(candidate.inbound) inbound"))
        }
        if candidate.asOf.isSet {
            details.append(age(now.seconds(since: candidate.asOf)) + say(vi: " trước", en: " ago"))
        }
        if !details.isEmpty { text += " (" + details.joined(separator: ", ") + ")" }
        return text
    }

    /// What speaks against it by itself.
    private func flags(_ candidate: HospitalCandidate, _ now: Timestamp) -> [String] {
        var found: [String] = []
        if candidate.travelSeconds < 0 { found.append(HospitalStanding.unreachable.phrase[language]) }
        if !candidate.missing.isEmpty {
            found.append(
                say(vi: "không có ", en: "lacks ")
                    + candidate.missing.words(language))
        }
        if candidate.diversion != .open { found.append(diversion(candidate, now)) }
        if let room = candidate.room, room <= 0 {
            if let places = candidate.tagPlaces, places <= 0, (candidate.reported ?? 1) > candidate.inbound {
                found.append(say(vi: "hết chỗ cho màu này", en: "no place left for this tag"))
            } else {
                found.append(say(vi: "hết chỗ", en: "full"))
            }
        }
        if !candidate.unmet.isEmpty {
            found.append(
                say(vi: "thiếu ", en: "without ")
                    + candidate.unmet.words(language))
        }
        return found
    }

    /// Why it lost to the first.
    private func reasons(
        _ candidate: HospitalCandidate, _ best: HospitalCandidate, _ now: Timestamp
    ) -> [String] {
        var found = flags(candidate, now)
        let seconds = Int64(candidate.totalSeconds) - Int64(best.totalSeconds)
        if candidate.travelSeconds >= 0, best.travelSeconds >= 0, seconds > 0 {
            let minutes = (seconds + 59) / 60
            found.append(say(vi: "lâu hơn \(minutes) phút", en: "\(minutes) min longer"))
        }
        if found.isEmpty, candidate.room ?? 0 < best.room ?? 0 {
            found.append(say(vi: "ít chỗ hơn", en: "less room"))
        }
        return found.isEmpty ? [say(vi: "xếp sau", en: "ranked behind")] : found
    }

    /// "closed until 04:30: CT hỏng".
    private func diversion(_ candidate: HospitalCandidate, _ now: Timestamp) -> String {
        var text = candidate.diversion.phrase[language]
        if candidate.diversionUntil.isSet {
            text += say(vi: " đến ", en: " until ") + moment(candidate.diversionUntil, now)
        }
        if !candidate.diversionReason.isEmpty { text += ": " + SafeText.visible(candidate.diversionReason) }
        return text
    }

    /// "04:30:00", with its day where that is another.
    private func moment(_ moment: Timestamp, _ now: Timestamp) -> String {
        dateAndClock(moment).prefix(10) == dateAndClock(now).prefix(10) ? clock(moment) : dateAndClock(moment)
    }

    // MARK: - Several patients

    private func planLines(_ proposal: HospitalProposal, _ centre: Centre) -> [String] {
        var table = TextTable([.left, .left, .left, .right, .left])
        for planned in proposal.plan.prefix(Renderer.planRows) {
            let row = centre.patients.contains(planned.patient.index) ? centre[planned.patient] : nil
            table.add([
                say(vi: "  BN ", en: "  patient ") + (row.map { "\($0.notes.number)" } ?? "?"),
                row.map { $0.notes.tag.phrase[language] } ?? "",
                planned.hospital.isSet ? hospital(planned.hospital, centre) : "-",
                duration(Int64(planned.travelSeconds)),
                planned.standing == .farther ? "" : planned.standing.phrase[language],
            ])
        }
        var lines = table.lines()
        let left = proposal.plan.count - Renderer.planRows
        if left > 0 { lines.append(say(vi: "  và \(left) người nữa", en: "  and \(left) more patients")) }
        return lines + SafeText.wrap(say(vi: "  cộng: ", en: "  in all: ") + sums(proposal, centre))
    }

    /// "hospital 3: 2 red, 1 yellow; hospital 5: 1 red".
    private func sums(_ proposal: HospitalProposal, _ centre: Centre) -> String {
        var order: [HospitalID] = []
        for planned in proposal.plan where planned.hospital.isSet && !order.contains(planned.hospital) {
            order.append(planned.hospital)
        }
        return order.map { id in
            let mine = proposal.plan.filter { $0.hospital == id }
            let parts = TriageTag.allCases.compactMap { tag -> String? in
                let count = mine.filter { planned in
                    centre.patients.contains(planned.patient.index)
                        ? centre[planned.patient].notes.tag == tag : tag == .none
                }.count
                return count == 0 ? nil : "\(count) " + tag.phrase[language]
            }
            return say(vi: "viện ", en: "hospital ") + hospitalNumber(id, centre) + ": "
                + parts.joined(separator: ", ")
        }.joined(separator: "; ")
    }

    // MARK: - Events

    func what(_ destination: DestinationEvent, _ centre: Centre) -> String {
        switch destination {
        case .proposed(let id, let proposal):
            guard let first = proposal.plan.first else { return incident(id) }
            let more = proposal.plan.count - 1
            return incident(id) + say(vi: ": gợi ý ", en: ": proposed ") + hospital(first.hospital, centre)
                + (more > 0
                    ? say(vi: " và nơi cho \(more) người nữa", en: " and places for \(more) more patients")
                    : "")
        case .chosen(let assignment, let id, let proposed, let proposal, let reason, _):
            var line = self.assignment(assignment, centre) + " -> " + hospital(id, centre)
            if proposed == id {
                line += say(vi: ", theo gợi ý #\(proposal)", en: ", as proposed in #\(proposal)")
            } else if proposed.isSet {
                line +=
                    say(vi: ", khác gợi ý #\(proposal): ", en: ", not as proposed in #\(proposal): ")
                    + hospital(proposed, centre)
            }
            if let reason = text(reason) { line += say(vi: "; vì ", en: "; because ") + reason }
            return line
        case .explained(let assignment, let id, let reason):
            return self.assignment(assignment, centre) + " -> " + hospital(id, centre)
                + say(vi: "; vì ", en: "; because ") + (text(reason) ?? "?")
        }
    }

    /// What is asked for and not forced: why another than the one that was proposed.
    func afterwards(_ destination: DestinationEvent, _ centre: Centre) -> [String] {
        guard case .chosen(let assignment, let id, let proposed, _, let reason, _) = destination,
            proposed.isSet, proposed != id, !reason.id.isSet, centre.assignments.contains(assignment.index)
        else { return [] }
        return [
            say(vi: "  vì sao khác gợi ý? ", en: "  why not as proposed? ")
                + "\(verb(.transport)) \(unitNumber(centre[assignment].unit, centre)) "
                + "\(hospitalNumber(id, centre)) ; " + ArgumentKind.remark.placeholder[language]
        ]
    }

    /// What a choice or a proposal rested on; nil for other events.
    func hospitalsThen(_ event: Event, _ centre: Centre) -> [String]? {
        let basis: HospitalBasis
        let chosen: HospitalID
        switch event.body {
        case .destination(.proposed(_, let proposal)):
            basis = proposal.basis
            chosen = proposal.plan.first?.hospital ?? .none
        case .destination(.chosen(_, let id, _, _, _, let then)):
            basis = then
            chosen = id
        default: return nil
        }
        guard !basis.candidates.isEmpty else {
            return [say(vi: "  lúc đó không có gì được tính kèm", en: "  nothing was computed with it")]
        }
        let place = basis.place.map { degrees($0) } ?? say(vi: "chưa có nơi", en: "no place")
        return SafeText.wrap(
            say(vi: "  biết lúc đó: nơi ", en: "  known then: place ") + place + "; " + need(basis.need)
                + "; " + basis.method.phrase[language])
            + ranking(basis, chosen: chosen, centre, event.at)
    }

    // MARK: - Refusals

    func why(_ rejection: DestinationRejection, _ centre: Centre) -> String {
        switch rejection {
        case .proposedLongAgo(_, let id, let at):
            return say(vi: "gợi ý ", en: "the proposal of ") + hospital(id, centre)
                + say(vi: " đã cũ (lúc ", en: " is old (") + clock(at) + ")"
        case .closedSince(_, let id):
            return hospital(id, centre)
                + say(vi: " đã ngừng nhận sau khi được gợi ý", en: " has closed since it was proposed")
        }
    }

    func better(_ rejection: DestinationRejection, _ centre: Centre) -> String {
        switch rejection {
        case .proposedLongAgo(let unit, let id, _), .closedSince(let unit, let id):
            let number = unitNumber(unit, centre)
            var ways: [String] = []
            if unit.isSet, unit.index < centre.units.count, centre[unit].live.isSet {
                ways.append("\(verb(.recommend)) \(centre[centre[unit].live].incident.number)")
            }
            return (ways + ["\(verb(.transport)) \(number) \(hospitalNumber(id, centre))"])
                .joined(separator: ", ")
        }
    }
}

extension HospitalStanding {
    var phrase: Phrase {
        switch self {
        case .farther: Phrase(vi: "xếp sau", en: "farther")
        case .advisory: Phrase(vi: "đề nghị tránh", en: "advisory")
        case .unknown: Phrase(vi: "chưa rõ còn chỗ", en: "room unknown")
        case .full: Phrase(vi: "hết chỗ", en: "full")
        case .closed: Phrase(vi: "ngừng nhận", en: "closed")
        case .lacks: Phrase(vi: "thiếu chuyên khoa", en: "lacks what is needed")
        case .noEmergencyDepartment: Phrase(vi: "không có cấp cứu", en: "no emergency department")
        case .unreachable: Phrase(vi: "không có đường đến", en: "cannot be reached")
        }
    }
}
