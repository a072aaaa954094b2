// The rows of the tables whose rows change, made of the centre's own: one function a table, columns in the
// order of ResultsTable. Pure; costs the row.

import Geo

/// Makes rows of one centre.
struct ResultsRows: Sendable {
    /// The centre's code: the first column of every table.
    let code: ResultsValue

    init(code: String) { self.code = .text(code) }

    // MARK: - What columns share

    static func latitude(_ place: Coordinate?) -> ResultsValue {
        place.map { .real(Double($0.latitudeE7) / 1e7) } ?? .null
    }

    static func longitude(_ place: Coordinate?) -> ResultsValue {
        place.map { .real(Double($0.longitudeE7) / 1e7) } ?? .null
    }

    /// A station's number; null for none.
    static func number(_ station: StationID, _ centre: Centre) -> ResultsValue {
        station.isSet ? .integer(Int64(centre[station].number)) : .null
    }

    /// A hospital's number; null for none.
    static func number(_ hospital: HospitalID, _ centre: Centre) -> ResultsValue {
        hospital.isSet ? .integer(Int64(centre[hospital].number)) : .null
    }

    static func number(_ unit: UnitID, _ centre: Centre) -> ResultsValue {
        unit.isSet ? .integer(Int64(centre[unit].number)) : .null
    }

    // MARK: - Places and vehicles

    func station(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.stations[Int(index)]
        return [
            code, .number(row.number), .text(centre.stationNames[Int(index)]),
            ResultsRows.latitude(row.coordinate), ResultsRows.longitude(row.coordinate),
            .number(row.offers.asked), .number(row.offers.accepted), .number(row.offers.declined.total),
            .number(row.offers.silent), .moment(row.offers.busyUntil),
        ]
    }

    func hospital(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let id = HospitalID(index: index)
        let row = centre[id]
        let code = centre.facilityCode(id)
        return [
            self.code, .number(row.number), code.isEmpty ? .null : .text(code),
            .text(centre.hospitalName(id)), ResultsRows.latitude(row.coordinate),
            ResultsRows.longitude(row.coordinate), .text(ResultsSets.names(row.capabilities)),
            row.diversion.status == .open ? .null : .text(row.diversion.reason),
            .moment(row.diversion.validUntil),
        ]
    }

    func unit(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.units[Int(index)]
        return [
            code, .number(row.number), ResultsRows.number(row.station, centre), .word(row.kind),
            .text(ResultsSets.names(row.skills)), .text(ResultsSets.names(row.equipment)),
            .flag(row.isOnDuty), row.duty.reason == .none ? .null : .word(row.duty.reason),
            .moment(row.duty.until), .moment(row.duty.since), .said(row.live), .text(row.duty.crew),
            .counted(row.duty.odometer),
        ]
    }

    // MARK: - Calls and incidents

    func call(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.calls[index]
        return [
            code, .integer(Int64(index) + 1), .said(row.incident), .word(row.phase),
            row.outcome == .none ? .null : .word(row.outcome), .time(row.receivedAt),
            .moment(row.claimedAt), .moment(row.answeredAt), .moment(row.endedAt),
            row.handler == Call.nobody ? .null : .number(row.handler), .flag(row.exchange != 0),
            .number(row.tries), .moment(row.callbackDue), .text(row.phone), .text(row.recording),
            .text(row.words),
        ]
    }

    func incident(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.incidents[index]
        let course = row.course
        return [
            code, .integer(Int64(index) + 1), .said(row.call), .word(course.kind),
            .number(row.priority.rawValue), .time(row.openedAt), .time(row.madeAt), .moment(row.closedAt),
            .word(row.disposition), ResultsRows.latitude(row.coordinate),
            ResultsRows.longitude(row.coordinate), .word(row.certainty), .number(row.precisionMetres),
            row.triage.map { .integer($0.version) } ?? .null,
            row.triage.map { .number($0.priority.rawValue) } ?? .null,
            .number(max(Int32(row.need.units), course.unitsWanted)), .number(course.estimate),
            .moment(course.plannedAt), .moment(course.plannedTo), ResultsRows.number(course.from, centre),
            .moment(course.reopenedAt), row.paper.form == 0 ? .null : .number(row.paper.form),
            .moment(row.paper.enteredAt), .moment(row.paper.closeEnteredAt), .text(row.placeSaid),
            .text(row.placeName), .text(row.words),
        ]
    }

    func note(_ index: Int32, _ centre: Centre, of incident: IncidentID) -> [ResultsValue] {
        let row = centre.notes[index]
        return [
            code, .integer(Int64(index) + 1), .said(incident), .time(row.at), .word(row.actor.kind),
            .number(row.actor.number), .flag(row.isWithdrawn), .text(row.text),
        ]
    }

    func alert(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.alerts[index]
        return [
            code, .integer(Int64(index) + 1), .word(row.kind), .text(row.kind.subjectKind.resultsWord),
            subject(row, centre), .time(row.raisedAt), .moment(row.acknowledgedAt),
            row.acknowledgedBy.map { .number($0.number) } ?? .null, .moment(row.clearedAt),
        ]
    }

    /// The number people say of what an alert is about.
    private func subject(_ row: Alert, _ centre: Centre) -> ResultsValue {
        switch row.kind.subjectKind {
        case .assignment, .incident, .offer, .call: .integer(Int64(row.subject) + 1)
        case .unit: ResultsRows.number(UnitID(index: row.subject), centre)
        case .hospital: ResultsRows.number(HospitalID(index: row.subject), centre)
        case .centre: .null
        }
    }

    // MARK: - What is done about them

    func assignment(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.assignments[index]
        var out: [ResultsValue] = [
            code, .integer(Int64(index) + 1), .said(row.incident), ResultsRows.number(row.unit, centre),
            .word(row.state), .flag(row.state.isLive),
            row.endReason == .none ? .null : .word(row.endReason),
            .integer(Int64(bitPattern: row.order)), ResultsRows.number(row.destination, centre),
            .said(row.linked),
        ]
        out.reserveCapacity(25)
        for point in ResultsRows.points { out.append(.moment(row.times[point])) }
        out.append(.moment(row.enteredAt))
        out.append(.counted(row.odometer.start))
        out.append(.counted(row.odometer.end))
        return out
    }

    /// The time points in the order of their columns.
    private static let points: [TimePoint] = [
        .callReceived, .dispatchNotified, .unitNotified, .acknowledged, .enRoute, .onScene, .atPatient,
        .leftScene, .atDestination, .transferOfCare, .backInService, .cancelled,
    ]

    func patient(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.patients[index]
        return [
            code, .integer(Int64(index) + 1), .said(row.incident), .number(row.notes.number),
            .said(row.assignment), ResultsRows.number(row.destination, centre), .word(row.outcome),
            row.notes.tag == .none ? .null : .word(row.notes.tag), .text(row.notes.words),
        ]
    }

    func offer(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.offers[index]
        return [
            code, .integer(Int64(index) + 1), .said(row.incident), ResultsRows.number(row.station, centre),
            .word(row.state), .flag(row.isChosen), .moment(row.askedAt), .moment(row.expiresAt),
            .moment(row.answeredAt), .word(row.reason), .moment(row.busyUntil), .flag(row.isByPhone),
            ResultsRows.number(row.unit, centre), .said(row.assignment), .text(row.words),
        ]
    }
}
