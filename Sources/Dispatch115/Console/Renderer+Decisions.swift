// Recommendations and WHY: ranked units with travel time and age of the fix, and why the others
// lost. What
// is shown is what the event holds, never what is known by now.

extension Renderer {
    /// The reply to a recommendation. Ages are as of `now`, the moment of the event.
    func recommendation(
        _ id: IncidentID, _ basis: Basis, _ proposal: Proposal, sequence: Int64, _ centre: Centre,
        now: Timestamp
    ) -> String {
        var lines = SafeText.wrap(
            "#\(sequence) " + say(vi: "gợi ý cho ", en: "recommended for ") + incident(id)
                + priority(id, centre) + " (" + place(of: id, centre) + "); " + basis.method.phrase[language])
        lines += ranking(basis, chosen: proposal.units, isRecommendation: true, centre, now)
        lines += clockLines(of: id, centre)
        lines += self.lines(of: proposal, for: id, basis, centre)
        if basis.place == nil {
            lines.append(
                say(vi: "  chưa có nơi: ", en: "  no place yet: ")
                    + "\(verb(.locate)) \(id.number) \(ArgumentKind.place.placeholder[language])")
        }
        return reply(lines)
    }

    /// Those that planned work would lose, or has lost. `from` says which work: only while it still is so, since
    /// the basis does not hold it.
    private func leavers(_ basis: Basis, _ shown: [UnitID], from centre: Centre?, _ all: Centre) -> [String] {
        let leaving = basis.candidates.filter { $0.standing == .standby && shown.contains($0.unit) }
        guard !leaving.isEmpty else { return [] }
        let names = leaving.map { candidate in
            guard let centre, candidate.unit.index < centre.units.count, centre[candidate.unit].live.isSet
            else { return unit(candidate.unit, all) }
            let work = centre[centre[candidate.unit].live].incident
            return unit(candidate.unit, all) + " (" + incident(work) + ", "
                + centre[work].course.kind.phrase[language] + ")"
        }
        return SafeText.wrap(
            say(vi: "  điều thì rời việc hẹn trước: ", en: "  leaves planned work when sent: ")
                + names.joined(separator: ", "))
    }

    private func priority(_ id: IncidentID, _ centre: Centre) -> String {
        centre.incidents.contains(id.index) ? " " + centre[id].priority.code : ""
    }

    /// The candidates as a table, the losers summed up and the nearest of them named.
    /// In a recommendation nobody is chosen yet: those proposed are shown, and not marked.
    private func ranking(
        _ basis: Basis, chosen: [UnitID], isRecommendation: Bool = false, _ centre: Centre, _ now: Timestamp
    ) -> [String] {
        let shown = chosen
        let chosen = isRecommendation ? [] : chosen
        let eligible = basis.candidates.filter(\.standing.canGo)
        let lost = basis.candidates.filter { !$0.standing.canGo }
        var lines: [String] = []
        var named: [UnitID] = []
        if eligible.isEmpty {
            lines.append(say(vi: "  không có xe nào đi được", en: "  no unit can go"))
        } else {
            var table = TextTable([.right, .left, .left, .right, .left])
            for (position, candidate) in eligible.enumerated()
            where position < Renderer.candidateRows || shown.contains(candidate.unit) {
                named.append(candidate.unit)
                table.add([
                    (chosen.contains(candidate.unit) ? "> " : "  ") + "\(position + 1).",
                    unit(candidate.unit, centre), kind(candidate.unit, centre),
                    duration(Int64(candidate.travelSeconds)),
                    fix(candidate, now)
                        + (candidate.standing == .standby ? ", " + Standing.standby.phrase[language] : ""),
                ])
            }
            lines += table.lines()
            lines += leavers(basis, named, from: isRecommendation ? centre : nil, centre)
            let more = eligible.count - named.count
            if more > 0 {
                lines.append(
                    say(
                        vi: "  và \(more) xe đi được nhưng xa hơn",
                        en: "  and \(more) more that can go but are farther"))
            }
        }
        lines += losers(lost, chosen, centre, now)
        return lines
    }

    private func kind(_ id: UnitID, _ centre: Centre) -> String {
        guard id.isSet, id.index < centre.units.count else { return "" }
        let kind = centre[id].kind
        return kind.phrase[language]
            + (kind.canTransport ? "" : say(vi: " (không chở)", en: " (no transport)"))
    }

    private func fix(_ candidate: Candidate, _ now: Timestamp) -> String {
        guard candidate.coordinate != nil, candidate.measuredAt.isSet else {
            return say(vi: "không có vị trí", en: "no fix")
        }
        return say(vi: "vị trí ", en: "fix ") + age(now.seconds(since: candidate.measuredAt))
            + say(vi: "", en: " old")
    }

    private func losers(
        _ lost: [Candidate], _ chosen: [UnitID], _ centre: Centre, _ now: Timestamp
    ) -> [String] {
        guard !lost.isEmpty else { return [] }
        var counts: [String] = []
        for standing in Standing.allCases where !standing.canGo {
            let count = lost.filter { $0.standing == standing }.count
            if count > 0 { counts.append("\(count) " + standing.phrase[language]) }
        }
        var lines = SafeText.wrap(
            say(vi: "  không chọn: ", en: "  not taken: ") + counts.joined(separator: ", "))
        let near = lost.filter { $0.travelSeconds >= 0 && !chosen.contains($0.unit) }.sorted {
            $0.travelSeconds == $1.travelSeconds ? $0.unit < $1.unit : $0.travelSeconds < $1.travelSeconds
        }
        let named = near.prefix(Renderer.nearestLosers).map { loser in
            unit(loser.unit, centre) + " " + duration(Int64(loser.travelSeconds)) + " ("
                + reason(loser, centre, now) + ", " + fix(loser, now) + ")"
        }
        if !named.isEmpty {
            lines += SafeText.wrap(say(vi: "  gần nhất: ", en: "  nearest: ") + named.joined(separator: ", "))
        }
        for candidate in lost where chosen.contains(candidate.unit) {
            lines += SafeText.wrap(
                "> " + unit(candidate.unit, centre)
                    + say(vi: " được người chọn dù ", en: " was chosen by a person though ")
                    + reason(candidate, centre, now) + ", " + fix(candidate, now))
        }
        return lines
    }

    /// Why it lost; with until when its station is busy, where that is what it had said by `now`.
    private func reason(_ candidate: Candidate, _ centre: Centre, _ now: Timestamp) -> String {
        let said = candidate.standing.phrase[language]
        guard candidate.standing == .stationBusy, candidate.unit.index < centre.units.count else {
            return said
        }
        let station = centre[centre[candidate.unit].station].offers
        guard station.busyUntil > now, station.busySince <= now else { return said }
        return said + say(vi: " đến ", en: " until ") + clock(station.busyUntil)
    }

    /// An event explained from what it holds. `related` are events that belong to it, oldest first: those of
    /// the same line, or the recommendation that came before; a few, bounded by the caller.
    func why(_ event: Event, related: [Event], _ centre: Centre) -> String {
        var lines = SafeText.wrap(
            "#\(event.sequence) " + dateAndClock(event.at) + " " + actor(event.actor) + ": "
                + what(event, centre))
        let choice = related.first { hospitalsThen($0, centre) != nil && $0.sequence >= event.sequence }
        if let then = hospitalsThen(event, centre) {
            lines += then
        } else if case .assignmentMoved(_, _, .transporting, _, _, _, _, _) = event.body,
            let then = choice.flatMap({ hospitalsThen($0, centre) })
        {
            lines += then
        } else if let (basis, chosen) = basis(of: event) {
            if basis.method == .none && basis.candidates.isEmpty {
                lines.append(
                    say(vi: "  lúc đó không có gì được tính kèm", en: "  nothing was computed with it"))
            } else {
                let place = basis.place.map { degrees($0) } ?? say(vi: "chưa có nơi", en: "no place")
                lines += SafeText.wrap(
                    say(vi: "  biết lúc đó: nơi ", en: "  known then: place ") + place + "; "
                        + basis.method.phrase[language])
                lines += ranking(basis, chosen: chosen, centre, event.at)
            }
        } else {
            lines.append(
                say(
                    vi: "  sự kiện này ghi lại điều đã xảy ra, không phải một lựa chọn",
                    en: "  this event records what happened; it chose nothing"))
        }
        for other in related where other.sequence != event.sequence {
            lines += SafeText.wrap(
                say(vi: "  cùng việc: ", en: "  with it: ") + "#\(other.sequence) " + clock(other.at) + " "
                    + what(other, centre))
        }
        return reply(lines)
    }

    private func basis(of event: Event) -> (Basis, chosen: [UnitID])? {
        switch event.body {
        case .recommended(_, let basis): return (basis, [])
        case .dispatched(_, _, let unit, _, let basis): return (basis, [unit])
        case .offer(.planned(_, _, _, _, let basis)): return (basis, [])
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .orderConfirmed, .orderRenewed, .assignmentMoved, .assignmentCancelled,
            .pressIgnored,
            .patientLoaded, .patientEnded, .incidentClosed, .alertRaised, .alertCleared, .retired,
            .call, .triage, .offer, .duty, .patient, .course, .alert, .shift, .privacy, .hospital,
            .destination, .notice, .referral:
            return nil
        }
    }

    // MARK: - Journal

    /// One event each (long ones are cut after two lines), oldest first; the caller bounds how many.
    func journal(_ events: [Event], _ centre: Centre) -> String {
        guard let first = events.first else { return say(vi: "không có sự kiện nào", en: "no events") }
        var lines = [say(vi: "từ ", en: "from ") + dateAndClock(first.at)]
        for event in events {
            let line =
                "#\(event.sequence) " + clock(event.at) + " " + actor(event.actor) + ": "
                + what(event, centre)
            lines += SafeText.wrap(SafeText.cut(line, 150))
        }
        return reply(lines)
    }
}
