// What the boxes say, and what is said to them.

import Geo

/// Signals that change nothing in the centre, counted for `status`.
struct SignalCounts {
    var pressesIgnored = 0
    var ordersGivenUp = 0
    var heardAgain = 0
    var positionsLost = 0
    var proofsFailed = 0
}

extension Engine {
    func take(_ signal: UnitSignal) {
        switch signal {
        case .press(let press): take(press)
        case .orderAcknowledged(let unit, let orderID, let receivedAt):
            let submission = Submission(
                .confirmOrder(unit, orderID), actor: Actor(.unit, number(unit)), now: max(now, receivedAt))
            do {
                _ = try submit(submission)
            } catch .rejected {
                // Of an order that was renewed meanwhile, or said twice: nothing to do.
            } catch {
                // The journal takes nothing now: the box is asked again until it does.
                note(error)
                if isKnown(unit) { sendOrder(unit, after: centre.sequence) }
            }
        case .orderGivenUp(let unit, let orderID):
            signalCounts.ordersGivenUp += 1
            Log.line(
                "unit \(number(unit)) has not confirmed order \(orderID) in a quarter of an hour; going on")
            if isKnown(unit), !centre[unit].isOrderDelivered { sendOrder(unit, after: centre.sequence) }
        case .heardAgain(let unit, let silentSeconds):
            signalCounts.heardAgain += 1
            Log.line("unit \(number(unit)) is heard again after \(silentSeconds) s")
            if isKnown(unit), !centre[unit].isOrderDelivered { sendOrder(unit, after: centre.sequence) }
        case .positionLost(let unit):
            signalCounts.positionsLost += 1
            if isKnown(unit) { alertDesk.fleet.note(unit, hasPosition: false) }
            Log.line("unit \(number(unit)) has lost its position")
        case .positionRegained(let unit):
            if isKnown(unit) { alertDesk.fleet.note(unit, hasPosition: true) }
        case .jumpHeld(let unit): Log.line("unit \(number(unit)): position jumps, held until three agree")
        case .proofFailed(let unit, let source):
            signalCounts.proofsFailed += 1
            Log.line("a datagram from \(source) claims to be unit \(number(unit)) and cannot prove it")
        }
    }

    private func take(_ press: UnitPress) {
        let destination =
            press.destination == 0
            ? HospitalID.none : centre.hospital(numbered: Int32(press.destination))
        let submission = Submission(
            .press(
                press.unit, press.button, press: press.pressID, pressedAt: press.pressedAt,
                destination: destination), actor: Actor(.unit, number(press.unit)), now: now)
        do {
            for event in try submit(submission) {
                if case .pressIgnored = event.body {
                    signalCounts.pressesIgnored += 1
                    Log.line(
                        "unit \(number(press.unit)) pressed \(press.button): not possible now, kept in the journal"
                    )
                }
            }
        } catch .rejected(.pressRepeated) {
            confirmPress(press.unit, after: centre.sequence)
        } catch {
            note(error)
        }
    }

    private func isKnown(_ unit: UnitID) -> Bool { unit.index >= 0 && unit.index < centre.units.count }

    private func number(_ unit: UnitID) -> UInt32 {
        isKnown(unit) ? UInt32(clamping: centre[unit].number) : 0
    }

    /// Tells the box that its presses are kept; only when they are.
    func confirmPress(_ unit: UnitID, after sequence: Int64) {
        guard let telemetry = surroundings.telemetry else { return }
        let press = centre[unit].lastPress
        surroundings.gate.pass(after: sequence) { durability in
            if durability.isDurable { _ = telemetry.pressDurable(unit, pressID: press) }
        }
    }

    /// Sends the unit its last order, once that is durable (or the centre is declared degraded).
    func sendOrder(_ unit: UnitID, after sequence: Int64) {
        guard let telemetry = surroundings.telemetry else { return }
        let row = centre[unit]
        guard row.order != 0, centre.assignments.contains(row.orderAssignment.index) else { return }
        let incident = centre[row.orderAssignment].incident
        guard centre.incidents.contains(incident.index) else { return }
        let place = centre[incident]
        let said = centre.text(place.placeSaid) ?? ""
        let name = centre.text(place.placeName) ?? ""
        let order = UnitOrder(
            unit: unit,
            content: OrderContent(
                orderID: row.order, kind: row.orderKind, incidentNumber: UInt32(incident.number),
                coordinate: place.coordinate, priority: place.priority.rawValue,
                place: [name, said].filter { !$0.isEmpty }.joined(separator: " · "),
                text: centre.text(place.words) ?? ""))
        surroundings.gate.pass(after: sequence) { durability in
            if !telemetry.send(order) {
                let mark = durability.isDurable ? "" : "; NOT DURABLE"
                Log.line("order \(order.content.orderID) could not be handed to the radio\(mark)")
            }
        }
    }

    /// After a start: whatever a box has not confirmed is sent again.
    func resendOrders() {
        for (index, unit) in centre.units.enumerated() where unit.order != 0 && !unit.isOrderDelivered {
            sendOrder(UnitID(index: Int32(index)), after: centre.sequence)
        }
    }

    func take(_ change: JournalStateChange) {
        switch change {
        case .degraded(let reason, let since):
            degraded = (reason, since)
            Log.line("NOT DURABLE: \(reason)")
            announce(
                Phrase(
                    vi:
                        "! CHƯA LƯU BỀN: nhật ký không ghi được (\(reason)); tiếp tục điều xe, ghi giấy những gì đã làm",
                    en:
                        "! NOT DURABLE: the journal cannot be written (\(reason)); go on, and note on paper what you do"
                ))
            watchJournal()
        case .healed(let written):
            degraded = nil
            surroundings.gate.settle(surroundings.writer.status.head, isDurable: true)
            Log.line("durable again: \(written) events written")
            announce(
                Phrase(
                    vi: "! nhật ký ghi được trở lại: \(written) sự kiện đã lưu bền",
                    en: "! the journal is written again: \(written) events are durable now"))
            watchJournal()
        }
    }
}
