// Hospitals as lists and one whole: what was reported, who is on the way, what that leaves; with the age of
// every number. What has run out is shown as unknown, never as 0.

extension Renderer {
    static let hospitalRows = 80

    /// HS with a filter; nil for the list of all.
    func hospitals(_ filter: HospitalFilter, _ centre: Centre, now: Timestamp) -> String {
        let known = centre.hospitalIDs.filter { !centre[$0].isWithdrawn }
        var kind = BedKind.emergency
        var found: [HospitalID]
        switch filter {
        case .all, .number: found = known
        case .diverting: found = known.filter { centre.diversion($0, now).status != .open }
        case .capable(let capability):
            found = known.filter { centre[$0].capabilities.contains(capability) }
        case .beds(let asked):
            kind = asked
            found = known.filter {
                let bed = centre.bed($0, asked)
                return bed.baseline != nil || bed.said.asOf.isSet || bed.inbound > 0
            }
            // The emptiest first; what is unknown stands below.
            found = found.enumerated().sorted { left, right in
                let (a, b) = (room(left.element, kind, centre, now), room(right.element, kind, centre, now))
                return a == b ? left.offset < right.offset : a > b
            }.map(\.element)
        }
        let closed = found.filter { centre.diversion($0, now).status == .closed }.count
        let head = say(
            vi: "\(found.count) bệnh viện, \(closed) ngừng nhận; giường \(kind.phrase.vi): "
                + "báo còn - đang đến = còn thực",
            en: "\(found.count) hospitals, \(closed) closed; \(kind.phrase.en) beds: "
                + "reported - inbound = effective")
        var table = TextTable([.right, .left, .left, .left, .left])
        for id in found.prefix(Renderer.hospitalRows) {
            let diversion = centre.diversion(id, now)
            table.add([
                "\(centre[id].number)", SafeText.cut(SafeText.visible(centre.hospitalName(id)), 26),
                sum(centre.bed(id, kind), now), age(of: centre.bed(id, kind).said, now),
                diversion.status == .open
                    ? "" : diversion.status.phrase[language] + ending(diversion.validUntil),
            ])
        }
        var lines = SafeText.wrap(head) + table.lines()
        if found.count > Renderer.hospitalRows {
            let more = found.count - Renderer.hospitalRows
            lines.append(say(vi: "... và \(more) viện nữa", en: "... and \(more) more"))
        }
        return reply(lines)
    }

    private func room(_ id: HospitalID, _ kind: BedKind, _ centre: Centre, _ now: Timestamp) -> Int32 {
        centre.bed(id, kind).effective(now) ?? -1
    }

    /// "4 - 1 = 3", "? - 1" where it is unknown.
    private func sum(_ bed: Bed, _ now: Timestamp) -> String {
        guard let reported = bed.reported(now), let left = bed.effective(now) else {
            return bed.inbound > 0 ? "? - \(bed.inbound)" : "?"
        }
        return bed.inbound > 0 ? "\(reported) - \(bed.inbound) = \(left)" : "\(reported)"
    }

    private func age(of said: BedState, _ now: Timestamp) -> String {
        guard said.asOf.isSet else { return say(vi: "chưa báo", en: "never") }
        return Centre.isPast(said.validUntil, now)
            ? say(vi: "hết hạn", en: "ran out") : age(now.seconds(since: said.asOf))
    }

    private func ending(_ moment: Timestamp) -> String {
        moment.isSet ? say(vi: " đến ", en: " until ") + clock(moment) : ""
    }

    // MARK: - One

    func hospital(whole id: HospitalID, _ centre: Centre, now: Timestamp) -> String {
        let row = centre[id]
        let code = centre.facilityCode(id)
        var lines = SafeText.wrap(
            hospital(id, centre) + (code.isEmpty ? "" : say(vi: ", mã \(code)", en: ", code \(code)"))
                + (row.isWithdrawn ? say(vi: ", thôi dùng", en: ", no longer used") : ""))
        let able = row.capabilities.words(language)
        if !able.isEmpty { lines += SafeText.wrap(say(vi: "  làm được: ", en: "  treats: ") + able) }
        lines += SafeText.wrap("  " + self.diversion(id, centre, now))
        let reception = centre.reception(id, now)
        if row.reception.asOf.isSet {
            lines += SafeText.wrap(
                say(vi: "  tiếp nhận: ", en: "  reception: ") + self.reception(reception)
                    + since(row.reception.asOf, row.reception.validUntil, row.reception.source, now)
                    + says(row.receptionReporter, centre))
        }
        var table = TextTable([.left, .right, .right, .right, .left])
        for kind in BedKind.allCases {
            let bed = centre.bed(id, kind)
            guard bed.baseline != nil || bed.said.asOf.isSet || bed.inbound > 0 else { continue }
            func shown(_ number: Int32?) -> String { number.map { "\($0)" } ?? "?" }
            table.add([
                "  " + kind.phrase[language],
                shown(bed.reported(now)) + (bed.baseline.map { "/\($0)" } ?? ""), "- \(bed.inbound)",
                "= " + shown(bed.effective(now)),
                bed.said.asOf.isSet
                    ? age(of: bed.said, now) + ", " + bed.said.source.phrase[language]
                        + says(bed.reporter, centre) : say(vi: "chưa báo", en: "never reported"),
            ])
        }
        let beds = table.lines()
        if !beds.isEmpty {
            lines.append(
                say(
                    vi: "  giường: báo còn/có - đang đến = còn thực",
                    en: "  beds: reported/all - inbound = effective"))
        }
        lines += beds
        for unit in unitsBound(for: id, centre) {
            let live = centre[unit].live
            lines.append(
                say(vi: "  đang đến: ", en: "  bound for it: ") + self.unit(unit, centre) + ", "
                    + centre[live].state.phrase[language] + ", " + incident(centre[live].incident) + " "
                    + centre[centre[live].incident].priority.code)
        }
        return reply(lines)
    }

    private func diversion(_ id: HospitalID, _ centre: Centre, _ now: Timestamp) -> String {
        let stands = centre.diversion(id, now)
        guard stands.status != .open else { return stands.status.phrase[language] }
        return stands.status.phrase[language] + until(stands.validUntil)
            + (stands.reason.isEmpty ? "" : ": " + SafeText.visible(stands.reason))
            + since(stands.asOf, .none, stands.source, now) + says(centre[id].diversionReporter, centre)
    }

    private func since(
        _ asOf: Timestamp, _ until: Timestamp, _ source: CapacitySource, _ now: Timestamp
    ) -> String {
        " (" + (Centre.isPast(until, now) ? say(vi: "hết hạn, ", en: "ran out, ") : "")
            + age(now.seconds(since: asOf)) + say(vi: " trước, ", en: " ago, ") + source.phrase[language]
            + ")"
    }

    private func says(_ reporter: TextID, _ centre: Centre) -> String {
        text(reporter, centre).map { say(vi: ", theo ", en: ", says ") + $0 } ?? ""
    }

    /// The answer to a station's desk that speaks for another hospital than its own.
    func notOwnHospital(_ number: Int32, _ station: Int32) -> String {
        reply([
            say(
                vi: "KHÔNG ĐƯỢC PHÉP: viện \(number) không phải viện của trạm \(station)",
                en: "NOT ALLOWED: hospital \(number) is not that of station \(station)"),
            say(
                vi: "  không có gì thay đổi; \(verb(.hospitals)) \(station) xem viện của trạm",
                en: "  nothing was changed; \(verb(.hospitals)) \(station) shows the station's hospital"),
        ])
    }

    /// Minutes and places of a mass casualty are one number each.
    func onlyOneNumber() -> String {
        refusal(
            say(vi: "chỉ một con số", en: "only one number here"),
            CommandTable.spec(.capacity).examples[2][language])
    }
}
