// What a command would do: events, or the reason why not. Pure: the same centre and submission give the
// same events. Nothing is changed here; `apply` does that.

import Geo

/// Collects the events of one decision and numbers them.
struct Draft {
    let submission: Submission
    var epoch: UInt32
    private(set) var sequence: Int64
    private var nextText: Int32
    private var nextAlert: Int32
    private(set) var events: [Event] = []

    init(_ submission: Submission, on centre: borrowing Centre) {
        self.submission = submission
        epoch = centre.epoch
        sequence = centre.sequence
        nextText = centre.texts.end
        nextAlert = centre.alerts.end
    }

    mutating func add(_ body: EventBody) {
        sequence += 1
        events.append(
            Event(
                sequence: sequence, epoch: epoch, at: submission.now, actor: submission.actor,
                client: submission.client, body: body))
    }

    /// A text under the next number; an empty one needs none.
    mutating func text(_ content: String) -> Text {
        guard !content.isEmpty else { return .none }
        defer { nextText += 1 }
        return Text(id: TextID(index: nextText), content: content)
    }

    mutating func raise(_ kind: AlertKind, subject: Int32) {
        add(.alertRaised(alert: nextAlert, kind, subject: subject))
        nextAlert += 1
    }

    mutating func clear(_ alert: Int32) {
        if alert >= 0 { add(.alertCleared(alert: alert)) }
    }
}

extension Centre {
    /// The events that the submission makes, numbered from `sequence + 1`; never empty but for `tick`.
    public func decide(_ submission: Submission) throws(Rejection) -> [Event] {
        var draft = Draft(submission, on: self)
        switch submission.command {
        case .startEpoch(let monotonicNanoseconds, let given, let renewsOrders):
            startEpoch(max(given, epoch + 1), monotonicNanoseconds, renewsOrders, &draft)
        case .defineStation(let number, let coordinate, let name, let isHospital):
            try defineStation(number, coordinate, name, isHospital, &draft)
        case .defineUnit(let number, let kind, let station, let skills, let equipment):
            try defineUnit(number, kind, station, skills, equipment, &draft)
        case .openIncident(let phone, let priority, let place, let words):
            try openIncident(phone, priority, place, words, &draft)
        case .locate(let incident, let place):
            try locate(incident, place, &draft)
        case .prioritise(let incident, let priority):
            try prioritise(incident, priority, &draft)
        case .note(let incident, let words):
            try requireOpen(incident)
            guard !words.isEmpty else { throw .textMissing }
            try requireShort(words)
            draft.add(.noted(incident, draft.text(words)))
        case .recommend(let incident, let basis):
            try requireOpen(incident)
            draft.add(.recommended(incident, basis))
        case .dispatch(let units, let incident, let basis):
            try dispatch(units, incident, basis, &draft)
        case .divert(let unit, let incident, let basis):
            try divert(unit, incident, basis, &draft)
        case .standDown(let unit, let reason, let note):
            try standDown(unit, reason, note, &draft)
        case .step(let unit, let button, let occurredAt, let destination):
            try step(unit, button, occurredAt, destination, &draft)
        case .press(let unit, let button, let press, let pressedAt, let destination):
            try self.press(unit, button, press, pressedAt, destination, &draft)
        case .confirmOrder(let unit, let order):
            try confirmOrder(unit, order, &draft)
        case .close(let incident, let disposition):
            try close(incident, disposition, &draft)
        case .tick:
            fireDeadlines(&draft)
            retireOldest(&draft)
        case .call(let command): try decide(command, &draft)
        case .triage(let command): try decide(command, &draft)
        case .offer(let command): try decide(command, &draft)
        case .duty(let command): try decide(command, &draft)
        case .patient(let command): try decide(command, &draft)
        case .course(let command): try decide(command, &draft)
        case .alert(let command): try decide(command, &draft)
        case .shift(let command): try decide(command, &draft)
        case .privacy(let command): try decide(command, &draft)
        case .hospital(let command): try decide(command, &draft)
        }
        return draft.events
    }

    // MARK: - Stations and units

    private func defineStation(
        _ number: Int32, _ coordinate: Coordinate, _ name: String, _ isHospital: Bool,
        _ draft: inout Draft
    ) throws(Rejection) {
        guard number >= 0, number <= NumberTable.largestNumber else { throw .centreFull }
        try requireShort(name)
        let known = station(numbered: number)
        let same =
            known.isSet && self[known].coordinate == coordinate && stationNames[Int(known.index)] == name
        if !same {
            let id = known.isSet ? known : StationID(index: Int32(stations.count))
            draft.add(.stationDefined(id, number: number, coordinate: coordinate, name: name))
        }
        let its = HospitalDefinition(number: number, name: name, coordinate: coordinate)
        let changesHospital = isHospital ? try define(its, &draft) : false
        guard !same || changesHospital else { throw .nothingChanges }
    }

    private func defineUnit(
        _ number: Int32, _ kind: UnitKind, _ station: StationID, _ skills: Skills, _ equipment: Equipment,
        _ draft: inout Draft
    ) throws(Rejection) {
        guard number >= 0, number <= NumberTable.largestNumber else { throw .centreFull }
        guard station.index >= 0, station.index < stations.count else { throw .stationUnknown(station) }
        let known = unit(numbered: number)
        if known.isSet {
            let now = self[known]
            let same =
                now.kind == kind && now.station == station && now.duty.definedSkills == skills
                && now.duty.definedEquipment == equipment
            guard !same else { throw .nothingChanges }
        }
        let id = known.isSet ? known : UnitID(index: Int32(units.count))
        draft.add(
            .unitDefined(
                id, number: number, kind: kind, station: station, skills: skills, equipment: equipment))
    }

    // MARK: - Incidents

    /// `takesCall`: it comes from the call in hand where there is one; planned work and paper come from none.
    func openIncident(
        _ phone: String, _ priority: Priority, _ place: PlaceReport, _ words: String, takesCall: Bool = true,
        _ draft: inout Draft
    ) throws(Rejection) {
        guard incidents.end < .max, calls.end < .max, texts.end < .max - 8 else { throw .centreFull }
        try requireShort(phone)
        try requireShort(words)
        let call = takesCall ? try takeCall(phone, &draft) : newCall(phone, &draft)
        let record = try record(place, &draft)
        draft.add(
            .incidentOpened(
                IncidentID(index: incidents.end), call: call, priority: priority, place: record,
                words: draft.text(words)))
    }

    func record(_ place: PlaceReport, _ draft: inout Draft) throws(Rejection) -> PlaceRecord {
        try requireShort(place.said)
        try requireShort(place.name)
        return PlaceRecord(
            coordinate: place.coordinate, certainty: place.certainty, precisionMetres: place.precisionMetres,
            said: draft.text(place.said), name: draft.text(place.name))
    }

    private func locate(_ incident: IncidentID, _ place: PlaceReport, _ draft: inout Draft) throws(Rejection)
    {
        try requireOpen(incident)
        let before = self[incident]
        let same =
            before.coordinate == place.coordinate && before.certainty == place.certainty
            && (text(before.placeName) ?? "") == place.name && (text(before.placeSaid) ?? "") == place.said
        guard !same else { throw .nothingChanges }
        let record = try record(place, &draft)
        draft.add(.incidentPlaced(incident, before: before.placeName, place: record))
        renewOrders(incident, &draft)
    }

    /// Numbers of orders begin with their leader's epoch: what an older leader may have sent meanwhile can
    /// never have the same.
    private func startEpoch(
        _ number: UInt32, _ monotonicNanoseconds: Int64, _ renewsOrders: Bool, _ draft: inout Draft
    ) {
        draft.epoch = number
        draft.add(.epochStarted(epoch: number, monotonicNanoseconds: monotonicNanoseconds))
        guard renewsOrders else { return }
        var order = max(lastOrder, Centre.firstOrder(of: number))
        for row in units where row.live.isSet && row.order != 0 && !row.isOrderDelivered {
            order += 1
            draft.clear(self[row.live].orderAlert)
            draft.clear(self[row.live].crewAlert)
            draft.add(.orderRenewed(row.live, order: order))
        }
    }

    /// Below every order of this epoch.
    static func firstOrder(of epoch: UInt32) -> OrderID { OrderID(epoch) << 32 }

    /// Crews that have not met the patient are on their way to the old place.
    func renewOrders(_ incident: IncidentID, _ draft: inout Draft) {
        var order = lastOrder
        for assignment in assignments(of: incident)
        where self[assignment].state.isLive && self[assignment].state <= .onScene {
            order += 1
            draft.clear(self[assignment].orderAlert)
            draft.clear(self[assignment].crewAlert)
            draft.add(.orderRenewed(assignment, order: order))
        }
    }

    func prioritise(_ incident: IncidentID, _ priority: Priority, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireOpen(incident)
        let before = self[incident].priority
        guard before != priority else { throw .nothingChanges }
        draft.add(.priorityChanged(incident, from: before, to: priority))
        // A paler one may have more time left.
        var row = self[incident]
        row.priority = priority
        if priority == .p0 || targetDeadline(row) > draft.submission.now { draft.clear(row.overdueAlert) }
        // Redder: more may be asked at once.
        let isPlanned = offers(of: incident).contains { offers[$0.index].state == .planned }
        if isPlanned { askNext(incident, priority: priority, &draft) }
    }

    func close(_ incident: IncidentID, _ disposition: Disposition, _ draft: inout Draft)
        throws(Rejection)
    {
        try requireOpen(incident)
        let row = self[incident]
        if row.liveAssignments > 0 {
            for assignment in assignments(of: incident) where self[assignment].state.isLive {
                throw .incidentHasUnit(incident, self[assignment].unit)
            }
        }
        try settle(incident, disposition, &draft)
        clearWaiting(incident, &draft)
        draft.clear(row.overdueAlert)
        endOffers(incident, &draft)
        draft.add(.incidentClosed(incident, disposition))
    }

    // MARK: - What everything asks first

    func requireOpen(_ incident: IncidentID) throws(Rejection) {
        guard incident.index >= 0, incident.index < incidents.end else { throw .incidentUnknown(incident) }
        guard incidents.contains(incident.index) else { throw .incidentRetired(incident) }
        guard self[incident].isOpen else { throw .incidentClosed(incident) }
    }

    func requireShort(_ words: String) throws(Rejection) {
        guard words.utf8.count <= rules.maximumTextBytes else {
            throw .textTooLong(limit: rules.maximumTextBytes)
        }
    }

    func requireUnit(_ unit: UnitID) throws(Rejection) {
        guard unit.index >= 0, unit.index < units.count else { throw .unitUnknown(unit) }
    }
}
