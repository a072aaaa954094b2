// The lines of a printout: everything open, in the words of the console. Unlike a screen it is never cut.

extension Renderer {
    /// Each open incident whole, the most urgent first, in blocks of lines.
    func printedIncidents(_ centre: Centre, now: Timestamp) -> [[String]] {
        let ordered = centre.openIncidents.sorted { left, right in
            let (a, b) = (centre[left].priority.urgencyOrder, centre[right].priority.urgencyOrder)
            return a == b ? left < right : a < b
        }
        return ordered.map { lines(incident(whole: $0, centre, now: now)) }
    }

    /// Every unit, busy ones first, then free, then those out of service, each by its number.
    func printedUnits(_ centre: Centre, sighting: (UnitID) -> Sighting, now: Timestamp) -> [[String]] {
        func rank(_ unit: Unit) -> Int { unit.live.isSet ? 0 : unit.isOnDuty ? 1 : 2 }
        let ordered = centre.units.indices.sorted { left, right in
            let (a, b) = (centre.units[left], centre.units[right])
            return rank(a) == rank(b) ? a.number < b.number : rank(a) < rank(b)
        }
        var table = TextTable([.right, .left, .left, .left, .left])
        for index in ordered {
            let id = UnitID(index: Int32(index))
            let row = centre[id]
            table.add([
                "\(row.number)", row.kind.phrase[language],
                say(vi: "trạm ", en: "station ") + stationNumber(row.station, centre),
                status(id, centre, now),
                fixAge(sighting(id)),
            ])
        }
        return [table.lines(100)]
    }

    func printedAlerts(_ centre: Centre, now: Timestamp) -> [[String]] {
        [lines(openAlerts(centre, now: now))]
    }

    /// Calls that no incident has yet: waiting, or to be called back.
    func printedCalls(_ centre: Centre) -> [[String]] {
        let rows = centre.openCalls.map { id in
            let call = centre[id]
            return say(vi: "cuộc gọi c\(id.number) ", en: "call c\(id.number) ") + clock(call.receivedAt)
                + " "
                + call.phase.phrase[language] + " "
                + (text(call.phone, centre) ?? say(vi: "không rõ số", en: "number unknown"))
        }
        return [rows]
    }

    /// What stations were asked and have not answered.
    func printedOffers(_ centre: Centre) -> [[String]] {
        let open = centre.openItems().filter { $0.kind == .offer }
        return [open.map { item($0, centre) }]
    }

    /// What to do without the service.
    func printedPaperWork(_ centre: Centre) -> [[String]] {
        let form = centre.nextFreeForm
        return [
            [
                say(
                    vi: "Số phiếu tiếp theo chưa ai có: \(form).",
                    en: "Next form number that nobody has: \(form).")
            ] + lines(forms(nil, centre)).dropLast(),
            [
                say(vi: "Khi máy ngừng:", en: "When the service is away:"),
                say(
                    vi: "1. Lấy phiếu giấy đánh số của bàn mình; mỗi cuộc gọi một phiếu, ghi giờ thật.",
                    en: "1. Take your desk's numbered forms; one form a call, with true times."),
                say(
                    vi: "2. Điều xe bằng bộ đàm hoặc điện thoại; ghi xe và giờ từng bước vào phiếu.",
                    en: "2. Send units by radio or phone; write unit and the time of each step on the form."),
                say(
                    vi: "3. Các ca dưới đây vẫn đang chạy: ghi tiếp vào chính bản in này.",
                    en: "3. The incidents below go on: write what happens on this print."),
                say(
                    vi:
                        "4. Khi máy chạy lại: \(verb(.open)) F=số @giờ ..., \(verb(.enterRun)) ..., "
                        + "\(verb(.close)) ... @giờ; rồi \(verb(.forms)) xem phiếu nào còn thiếu.",
                    en:
                        "4. When it is back: \(verb(.open)) F=number @time ..., \(verb(.enterRun)) ..., "
                        + "\(verb(.close)) ... @time; then \(verb(.forms)) shows what is missing."),
            ],
        ]
    }

    private func lines(_ reply: String) -> [String] {
        reply.split(separator: "\n").map(String.init)
    }
}
