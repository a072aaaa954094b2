// One incident whole: everything that is known of it, in the order in which it happened.

import Geo

extension Renderer {
    /// The incident must be in memory; the caller asks `centre.incidents.contains` first and answers
    /// `Rejection.incidentUnknown` or `.incidentRetired` otherwise.
    func incident(whole id: IncidentID, _ centre: Centre, now: Timestamp) -> String {
        guard centre.incidents.contains(id.index) else {
            return refused(
                id.index < centre.incidents.end && id.isSet ? .incidentRetired(id) : .incidentUnknown(id),
                centre)
        }
        let row = centre[id]
        var lines: [String] = []
        lines.append(
            incident(id) + "  " + row.priority.phrase[language] + "  " + row.phase.phrase[language]
                + say(vi: "  mở ", en: "  opened ") + dateAndClock(row.openedAt)
                + say(
                    vi: " (\(age(now.seconds(since: row.openedAt))) trước)",
                    en: " (\(age(now.seconds(since: row.openedAt))) ago)"))
        lines += paper(row)
        if let disposition = row.disposition {
            lines.append(
                say(vi: "  đóng ", en: "  closed ") + dateAndClock(row.closedAt) + ": "
                    + disposition.phrase[language])
        }
        if centre.calls.contains(row.call.index) {
            let call = centre.calls[row.call.index]
            lines.append(
                say(vi: "  gọi: ", en: "  call: ") + "\(CallNumber.shown(row.call)), "
                    + (text(call.phone, centre) ?? say(vi: "không rõ số", en: "number unknown")) + ", "
                    + clock(call.receivedAt))
        }
        lines += self.lines(of: row.course, centre, now: now)
        lines += places(row, centre)
        if let words = text(row.words, centre) {
            lines += SafeText.wrap(say(vi: "  lời: ", en: "  words: ") + words)
        }
        if row.need != .unknown { lines += SafeText.wrap("  " + need(row.need)) }
        lines += offerLines(of: id, centre)
        lines += clockLines(of: id, centre)
        lines += calls(of: id, centre)
        lines += referralLines(of: id, centre)
        for assignment in centre.assignments(of: id) {
            lines += self.lines(of: assignment, centre) + noticeLines(of: assignment, centre)
        }
        for patient in centre.patients(of: id) { lines += self.lines(of: patient, centre) }
        lines += triage(row, centre)
        lines += telling(row, centre)
        lines += notes(row, centre)
        return reply(lines)
    }

    private func places(_ row: Incident, _ centre: Centre) -> [String] {
        var lines: [String] = []
        if let said = text(row.placeSaid, centre) {
            lines += SafeText.wrap(say(vi: "  nơi nói: ", en: "  place said: ") + said)
        }
        var found = say(vi: "  nơi: ", en: "  place: ")
        if let name = text(row.placeName, centre) { found += name + " " }
        found += "(" + certainty(row.certainty, row.precisionMetres) + ")"
        if let coordinate = row.coordinate { found += " " + degrees(coordinate) }
        return lines + SafeText.wrap(found)
    }

    /// "10.77252,106.69801": five decimals, about a metre.
    func degrees(_ coordinate: Coordinate) -> String {
        decimal(coordinate.latitudeE7) + "," + decimal(coordinate.longitudeE7)
    }

    private func decimal(_ e7: Int32) -> String {
        let hundredths = (Int64(e7).magnitude + 50) / 100
        let fraction = String(hundredths % 100_000)
        return (e7 < 0 ? "-" : "") + "\(hundredths / 100_000)."
            + String(repeating: "0", count: 5 - fraction.count) + fraction
    }

    private func lines(of id: AssignmentID, _ centre: Centre) -> [String] {
        guard centre.assignments.contains(id.index) else { return [] }
        let row = centre[id]
        var head = "  " + unit(row.unit, centre)
        if row.unit.isSet, row.unit.index < centre.units.count {
            head += " " + centre[row.unit].kind.phrase[language]
        }
        head += ": " + row.state.phrase[language]
        if centre.assignments.contains(row.linked.index) {
            head +=
                say(vi: ", đi đôi với xe ", en: ", linked to unit ")
                + unitNumber(centre[row.linked].unit, centre)
        }
        if row.endReason != .none { head += " (" + row.endReason.phrase[language] + ")" }
        if row.destination.isSet { head += " -> " + hospital(row.destination, centre) }
        head +=
            row.enteredAt.isSet
            ? say(vi: ", GHI TRỄ lúc ", en: ", ENTERED LATE at ") + dateAndClock(row.enteredAt)
            : row.isOrderDelivered
                ? say(vi: ", máy có lệnh \(order(row.order))", en: ", box has order \(order(row.order))")
                : say(
                    vi: ", máy chưa có lệnh \(order(row.order))",
                    en: ", box has not got order \(order(row.order))")
        head += trip(row.odometer)
        var moments: [String] = []
        for point in TimePoint.allCases where row.times[point].isSet {
            moments.append(point.phrase[language] + " " + clock(row.times[point]))
        }
        return SafeText.wrap(head) + SafeText.wrap("    " + moments.joined(separator: ", "), indent: 6)
    }

    private func notes(_ row: Incident, _ centre: Centre) -> [String] {
        var lines: [String] = []
        var next = row.firstNote
        while next >= 0, centre.notes.contains(next) {
            let note = centre.notes[next]
            lines += SafeText.wrap(
                say(vi: "  ghi ", en: "  note ") + clock(note.at) + " (" + actor(note.actor) + "): "
                    + (note.isWithdrawn ? say(vi: "(đã rút) ", en: "(withdrawn) ") : "")
                    + (text(note.text, centre) ?? ""))
            next = note.next
        }
        return lines
    }
}
