// The queue and the units: one row each, aligned by width, bounded, with how to see the rest.

extension Renderer {
    // MARK: - Queue

    /// Open incidents, the most urgent first, then the oldest; standbys and planned transfers after them.
    func queue(_ centre: Centre, now: Timestamp) -> String {
        reply(
            [emergencies(centre, now: now)] + plannedQueue([.standby, .transfer], centre, now: now))
    }

    /// The part of the queue that is no planned work.
    func emergencies(_ centre: Centre, now: Timestamp) -> String {
        // What telehealth has is shown apart.
        let here = centre.openIncidents.filter {
            centre[$0].course.kind == .emergency && !centre.isReferred($0)
        }
        let ordered = here.sorted { left, right in
            let (a, b) = (centre[left].priority.urgencyOrder, centre[right].priority.urgencyOrder)
            return a == b ? left < right : a < b
        }
        let late = overdueUnits(centre, now: now)
        let away = referredQueue(centre, now: now)
        guard !ordered.isEmpty else {
            let none =
                away.isEmpty
                ? say(vi: "không có ca nào đang mở", en: "no incident is open")
                : say(vi: "không có ca nào trong hàng đợi", en: "no incident in the queue")
            return reply([none] + late + away)
        }
        var table = TextTable([.right, .left, .right, .left, .left, .left])
        for id in ordered.prefix(Renderer.queueRows) {
            let row = centre[id]
            let certain = row.certainty == .exact ? "" : " (\(row.certainty.phrase[language]))"
            let place = place(of: id, centre)
            let sure = place == row.certainty.phrase[language] ? "" : certain
            table.add([
                "\(id.number)", row.priority.phrase[language], duration(now.seconds(since: row.openedAt)),
                row.phase.phrase[language], unitsOn(id, centre), place + sure + casualties(id, centre),
            ])
        }
        let waiting = ordered.filter { centre[$0].phase == .waiting }.count
        let head = say(
            vi: "\(ordered.count) ca đang mở, \(waiting) ca chờ xe",
            en: "\(ordered.count) open, \(waiting) waiting for a unit")
        var lines = [head] + late + table.lines()
        let more = ordered.count - Renderer.queueRows
        if more > 0 {
            lines.append(
                say(
                    vi: "... và \(more) ca ít gấp hơn; \(verb(.incident)) <số> xem từng ca",
                    en: "... and \(more) less urgent; \(verb(.incident)) <number> shows one"))
        }
        return reply(lines + away)
    }

    /// "12 en route,15 dispatched"; "-" where nobody is on it.
    func unitsOn(_ id: IncidentID, _ centre: Centre) -> String {
        let live = centre.assignments(of: id).filter { centre[$0].state.isLive }
        guard !live.isEmpty else { return "-" }
        let shown = live.prefix(3).map { assignment in
            unitNumber(centre[assignment].unit, centre) + " " + centre[assignment].state.phrase[language]
        }
        let isLinked = live.contains { assignment in live.contains(centre[assignment].linked) }
        return shown.joined(separator: isLinked ? " + " : ", ")
            + (live.count > 3 ? " +\(live.count - 3)" : "") + (isLinked ? shortClocks(of: id, centre) : "")
    }

    // MARK: - Units

    /// `sighting` says where a unit is as of `now`; with `station` only that station's units are counted and
    /// shown.
    func units(
        _ centre: Centre, filter: UnitFilter = .all, of station: StationID? = nil,
        sighting: (UnitID) -> Sighting, now: Timestamp
    ) -> String {
        var counts = (free: 0, busy: 0, off: 0, out: 0, fresh: 0, old: 0, none: 0)
        var total = 0
        var shown: [(id: UnitID, sighting: Sighting)] = []
        for index in centre.units.indices {
            let id = UnitID(index: Int32(index))
            if let station, centre[id].station != station { continue }
            total += 1
            let seen = sighting(id)
            if !centre[id].isOnDuty {
                counts.off += 1
            } else if centre[id].live.isSet {
                counts.busy += 1
            } else if !centre[id].isInService {
                counts.out += 1
            } else {
                counts.free += 1
            }
            switch seen.freshness {
            case .fresh, .parked: counts.fresh += 1
            case .ageing, .stale: counts.old += 1
            case .none: counts.none += 1
            }
            if fits(id, seen, filter, centre) { shown.append((id, seen)) }
        }
        let out =
            counts.out == 0 ? "" : say(vi: ", \(counts.out) tạm nghỉ", en: ", \(counts.out) out of service")
        var lines = [
            say(
                vi: "\(total) xe: \(counts.free) rảnh, \(counts.busy) bận, \(counts.off) ngoài ca\(out); "
                    + "vị trí: \(counts.fresh) mới, \(counts.old) cũ, \(counts.none) chưa có",
                en: "\(total) units: \(counts.free) free, \(counts.busy) busy, \(counts.off) off duty\(out); "
                    + "fixes: \(counts.fresh) fresh, \(counts.old) old, \(counts.none) none")
        ]
        lines += overdueUnits(centre, now: now)
        guard !shown.isEmpty else {
            return reply(lines + [say(vi: "không xe nào hợp bộ lọc", en: "no unit fits the filter")])
        }
        shown.sort { centre[$0.id].number < centre[$1.id].number }
        var table = TextTable([.right, .left, .left, .left, .left])
        for (id, seen) in shown.prefix(Renderer.unitRows) {
            let row = centre[id]
            table.add([
                "\(row.number)", row.kind.phrase[language],
                say(vi: "trạm ", en: "station ") + stationNumber(row.station, centre),
                status(id, centre, now),
                fixAge(seen),
            ])
        }
        lines += table.lines()
        let more = shown.count - Renderer.unitRows
        if more > 0 {
            let accepts = ArgumentKind.unitFilter.accepts[language]
            lines += SafeText.wrap(
                say(
                    vi: "... và \(more) xe nữa; lọc: \(verb(.units)) \(accepts)",
                    en: "... and \(more) more; filter: \(verb(.units)) \(accepts)"))
        }
        return reply(lines)
    }

    private func fits(_ id: UnitID, _ seen: Sighting, _ filter: UnitFilter, _ centre: Centre) -> Bool {
        let row = centre[id]
        switch filter {
        case .all: return true
        case .kind(let kind): return row.kind == kind
        case .free: return row.isInService && !row.live.isSet
        case .busy: return row.live.isSet
        case .offDuty: return !row.isInService
        case .stale: return seen.freshness == .stale || seen.freshness == .none
        case .station(let number):
            return row.station.isSet && row.station.index < centre.stations.count
                && centre[row.station].number == number
        case .numbers(let numbers): return numbers.contains(row.number)
        }
    }

    func status(_ id: UnitID, _ centre: Centre, _ now: Timestamp) -> String {
        let row = centre[id]
        guard row.isOnDuty else { return say(vi: "ngoài ca trực", en: "off duty") }
        let crew = text(row.duty.crew, centre).map { "; " + $0 } ?? ""
        guard row.isInService else { return outOfService(id, centre, now: now) + crew }
        guard centre.assignments.contains(row.live.index) else {
            let whereabouts =
                row.duty.whereabouts == .unknown ? "" : ", " + row.duty.whereabouts.phrase[language]
            return say(vi: "rảnh", en: "free") + whereabouts + crew
        }
        let assignment = centre[row.live]
        let kind = centre[assignment.incident].course.kind
        return incident(assignment.incident) + " " + assignment.state.phrase[language]
            + (kind == .emergency ? "" : " (" + kind.phrase[language] + ")") + crew
    }

    /// "fresh, 3 s".
    func fixAge(_ seen: Sighting) -> String {
        let word = seen.freshness.phrase[language]
        return seen.freshness == .none ? word : word + ", " + age(seen.ageSeconds)
    }
}
