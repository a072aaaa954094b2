// Offers and responses shown whole: what would cover a need, the two clocks, an incident's offers, and what
// stations have said so far.

extension Renderer {
    /// Stations shown before it is said how many more there are.
    static let stationRows = 20

    // MARK: - Need and proposal

    /// "needs: doctor, defibrillator, transport, 2 units".
    func need(_ need: Need) -> String {
        let units = need.units > 1 ? [say(vi: "\(need.units) xe", en: "\(need.units) units")] : []
        let wanted = names(need.skills, need.equipment, transport: need.transport) + units
        return say(vi: "cần: ", en: "needs: ")
            + (wanted.isEmpty
                ? say(vi: "ai tới trước", en: "whoever is first") : wanted.joined(separator: ", "))
    }

    func names(_ skills: Skills, _ equipment: Equipment, transport: Bool) -> [String] {
        var names: [String] = []
        if skills.contains(.doctor) { names.append(say(vi: "bác sĩ", en: "doctor")) }
        if skills.contains(.nurse) { names.append(say(vi: "điều dưỡng", en: "nurse")) }
        if equipment.contains(.oxygen) { names.append(say(vi: "oxy", en: "oxygen")) }
        if equipment.contains(.defibrillator) { names.append(say(vi: "máy sốc tim", en: "defibrillator")) }
        if equipment.contains(.ventilator) { names.append(say(vi: "máy thở", en: "ventilator")) }
        if equipment.contains(.incubator) { names.append(say(vi: "lồng ấp", en: "incubator")) }
        if equipment.contains(.stretcher) { names.append(say(vi: "cáng", en: "stretcher")) }
        if transport { names.append(say(vi: "xe chở", en: "transport")) }
        return names
    }

    /// What covers the need, and the line that sends it.
    func lines(of proposal: Proposal, for id: IncidentID, _ basis: Basis, _ centre: Centre) -> [String] {
        var lines: [String] = []
        if proposal.need != .unknown { lines += SafeText.wrap("  " + need(proposal.need)) }
        switch proposal.kind {
        case .none:
            let missing = names(
                proposal.missing.skills, proposal.missing.equipment, transport: proposal.missing.transport)
            guard !missing.isEmpty else { break }
            lines += SafeText.wrap(
                say(vi: "  chưa ai đáp ứng đủ, thiếu: ", en: "  nobody covers the need, missing: ")
                    + missing.joined(separator: ", "))
        case .single: break
        case .linked, .combination:
            lines += SafeText.wrap(
                "  " + proposal.kind.phrase[language] + ": " + parts(proposal, basis, centre))
            lines.append(
                say(vi: "  tới: chăm sóc ", en: "  arrives: care ")
                    + duration(Int64(proposal.careSeconds))
                    + say(vi: ", xe chở ", en: ", transport ") + duration(Int64(proposal.transportSeconds)))
        case .several:
            lines += SafeText.wrap(
                "  " + proposal.kind.phrase[language] + ": " + parts(proposal, basis, centre))
        case .enough: lines.append("  " + proposal.kind.phrase[language])
        }
        let left = Int(proposal.stillNeeded) - proposal.units.count
        if proposal.kind != .enough, proposal.stillNeeded > 1 || left > 0 && proposal.stillNeeded > 0 {
            lines.append(
                say(vi: "  còn cần \(proposal.stillNeeded) xe", en: "  \(proposal.stillNeeded) more needed")
                    + (left > 0 && !proposal.units.isEmpty
                        ? say(vi: ", mới thấy \(proposal.units.count)", en: ", \(proposal.units.count) found")
                        : ""))
        }
        guard !proposal.units.isEmpty else { return lines }
        let numbers = proposal.units.map { unitNumber($0, centre) }.joined(separator: ",")
        lines.append(
            say(vi: "  gửi: ", en: "  send: ") + "\(verb(.dispatch)) \(numbers) \(id.number)"
                + say(vi: "   hỏi trạm: \(verb(.offer)) gan ", en: "   offer: \(verb(.offer)) near ")
                + "\(id.number)")
        return lines
    }

    /// "unit 201 3:10 (doctor) + unit 12 7:20 (transport)".
    private func parts(_ proposal: Proposal, _ basis: Basis, _ centre: Centre) -> String {
        proposal.units.map { id in
            let brings = Capability(of: centre[id])
            let needed = names(
                brings.skills.intersection(proposal.need.skills),
                brings.equipment.intersection(proposal.need.equipment),
                transport: brings.transport && proposal.need.transport)
            let seconds = basis.candidates.first { $0.unit == id }?.travelSeconds ?? -1
            return unit(id, centre) + " " + duration(Int64(seconds))
                + (needed.isEmpty ? "" : " (" + needed.joined(separator: ", ") + ")")
        }.joined(separator: " + ")
    }

    // MARK: - The two clocks

    /// When care and transport arrived, from the ring; nothing before anybody was sent.
    func clockLines(of id: IncidentID, _ centre: Centre) -> [String] {
        guard centre.incidents.contains(id.index), centre[id].firstAssignment.isSet else { return [] }
        let clocks = centre.clocks(of: id)
        let isLinked = centre.assignments(of: id).contains { centre[$0].linked.isSet }
        guard clocks.care.isSet || isLinked else { return [] }
        return [
            say(vi: "  từ chuông: chăm sóc tới ", en: "  since the ring: care ")
                + since(clocks.care, id, centre)
                + say(vi: ", xe chở tới ", en: ", transport ") + since(clocks.transport, id, centre)
        ]
    }

    /// " (6:20/-)": care and transport.
    func shortClocks(of id: IncidentID, _ centre: Centre) -> String {
        let clocks = centre.clocks(of: id)
        return " (" + since(clocks.care, id, centre) + "/" + since(clocks.transport, id, centre) + ")"
    }

    private func since(_ moment: Timestamp, _ id: IncidentID, _ centre: Centre) -> String {
        let call = centre[id].call
        let from =
            centre.calls.contains(call.index) ? centre.calls[call.index].receivedAt : centre[id].openedAt
        return moment.isSet ? duration(moment.seconds(since: from)) : "-"
    }

    // MARK: - Offers

    /// An incident's offers, oldest first, and how long the first yes took.
    func offerLines(of id: IncidentID, _ centre: Centre) -> [String] {
        var lines: [String] = []
        for offer in centre.offers(of: id) {
            let row = centre.offers[offer.index]
            var line = "  " + station(row.station, centre) + ": " + row.state.phrase[language]
            switch row.state {
            case .planned, .withdrawn: break
            case .asked: line += say(vi: ", chờ đến ", en: ", until ") + clock(row.expiresAt)
            case .silent: line += say(vi: ", hỏi lúc ", en: ", asked ") + clock(row.askedAt)
            case .accepted, .declined:
                if row.state == .accepted { line += " " + unit(row.unit, centre) }
                if let reason = row.reason, row.state == .declined { line += " " + reason.phrase[language] }
                line += " " + clock(row.answeredAt)
                if row.isByPhone { line += say(vi: " (qua điện thoại)", en: " (by phone)") }
                if row.busyUntil.isSet, row.state == .declined {
                    line += say(vi: ", bận đến ", en: ", busy until ") + clock(row.busyUntil)
                }
            }
            if let words = text(row.words, centre) { line += "; " + words }
            lines += SafeText.wrap(line)
        }
        if let seconds = centre.ringToAccepted(id) {
            lines.append(
                say(vi: "  từ chuông đến trạm nhận ", en: "  from the ring to the accepted station ")
                    + duration(seconds))
        }
        return lines
    }

    /// Offers that wait, and what stations have said since the centre began; of one station where it is named.
    func offers(of station: StationID, _ centre: Centre, now: Timestamp) -> String {
        var table = TextTable([.left, .left, .left, .left])
        var open = 0
        for id in centre.openIncidents {
            for offer in centre.offers(of: id) {
                let row = centre.offers[offer.index]
                guard row.state.isOpen, !station.isSet || row.station == station else { continue }
                open += 1
                guard open <= Renderer.queueRows else { continue }
                table.add([
                    self.station(row.station, centre), incident(id) + " " + centre[id].priority.code,
                    row.state == .asked
                        ? row.state.phrase[language] + say(vi: ", còn ", en: ", ")
                            + duration(max(0, row.expiresAt.seconds(since: now)))
                            + say(vi: "", en: " left") : row.state.phrase[language],
                    place(of: id, centre),
                ])
            }
        }
        let head =
            station.isSet ? self.station(station, centre) + ": " : ""
        var lines = [
            head
                + (open == 0
                    ? say(vi: "không có đề nghị nào đang chờ", en: "no offer waits")
                    : say(vi: "\(open) đề nghị đang chờ", en: "\(open) open"))
        ]
        lines += table.lines()
        if open > Renderer.queueRows {
            lines.append(
                say(
                    vi: "... và \(open - Renderer.queueRows) nữa; \(verb(.offer)) tram=<số>",
                    en: "... and \(open - Renderer.queueRows) more; \(verb(.offer)) station=<number>"))
        }
        return reply(lines + counts(of: station, centre, now))
    }

    /// Stations that were ever asked, most asked first.
    private func counts(of station: StationID, _ centre: Centre, _ now: Timestamp) -> [String] {
        let asked = centre.stations.indices.map { StationID(index: Int32($0)) }.filter { id in
            let row = centre[id].offers
            return station.isSet ? id == station : row.asked > 0 || row.accepted > 0 || row.declined.total > 0
        }.sorted { left, right in
            let (a, b) = (centre[left].offers.asked, centre[right].offers.asked)
            return a == b ? centre[left].number < centre[right].number : a > b
        }
        var lines: [String] = []
        for id in asked.prefix(Renderer.stationRows) {
            let row = centre[id].offers
            let declined = row.declined.total
            var line = "  " + self.station(id, centre)
            line += say(
                vi: ": hỏi \(row.asked), nhận \(row.accepted), im lặng \(row.silent), từ chối \(declined)",
                en:
                    ": asked \(row.asked), accepted \(row.accepted), silent \(row.silent), declined \(declined)"
            )
            let reasons = DeclineReason.allCases.filter { row.declined[$0] > 0 }.map {
                $0.phrase[language] + " \(row.declined[$0])"
            }
            if !reasons.isEmpty { line += " (" + reasons.joined(separator: ", ") + ")" }
            if centre.isBusy(id, now) {
                line += say(vi: "; bận đến ", en: "; busy until ") + clock(row.busyUntil)
            }
            lines += SafeText.wrap(line)
        }
        let more = asked.count - Renderer.stationRows
        if more > 0 {
            lines.append(say(vi: "  ... và \(more) trạm nữa", en: "  ... and \(more) more stations"))
        }
        return lines
    }
}
