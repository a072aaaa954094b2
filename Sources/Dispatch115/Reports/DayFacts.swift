// A day as its events tell it: cases, runs, calls, offers, duty, signatures and what was entered late. A fold
// that needs no centre and forgives a beginning in the middle: what began before its first event is not
// counted, but for the hours of units. Cost: one step an event; memory grows with the cases of the days that
// are read.

/// One incident of the day.
struct DayCase: Equatable, Sendable {
    var incident: IncidentID
    var openedAt: Timestamp
    /// When its call came, and was answered.
    var receivedAt: Timestamp
    var answeredAt = Timestamp.none
    /// Whether a station was asked, and when the first said yes.
    var wasOffered = false
    var acceptedAt = Timestamp.none
    /// When somebody was first shown how to have the caller press the chest.
    var compressionsAt = Timestamp.none
    /// No emergency: a standby or a transfer.
    var isPlanned = false
    /// When its first unit was sent.
    var sentAt = Timestamp.none
    /// First arrival of anybody, and of a unit that can carry.
    var firstOnScene = Timestamp.none
    var firstTransport = Timestamp.none
    var closedAt = Timestamp.none
    var priority: Priority
    var disposition: Disposition?
    var form: Int32 = 0
    /// When it was typed, if late.
    var enteredAt = Timestamp.none
}

/// One assignment.
struct DayRun: Equatable, Sendable {
    var incident: IncidentID
    var unit: UnitID
    var times: TimePoints
    var isOver = false
    var isCancelled = false
    var isLate = false
}

struct DaySignature: Equatable, Sendable {
    var from: UInt32
    var to: UInt32
    var at: Timestamp
    var counts: ShiftCounts
}

struct DayFacts: Sendable {
    /// The units that are known, for their kind; by `UnitID.index`.
    var canTransport: [Bool] = []
    private(set) var cases: [DayCase] = []
    private(set) var runs: [DayRun] = []
    private(set) var calls = DayCalls()
    private(set) var offers = DayOffers()
    private(set) var duty = DayDuty()
    /// The number on each station, by `StationID.index`; -1 where it was not read.
    private(set) var stationNumbers: [Int32] = []
    /// Incidents that wait anew, and closings that were taken back.
    private(set) var reopened: [Timestamp] = []
    private(set) var closingsTakenBack: [Timestamp] = []
    private(set) var signatures: [DaySignature] = []
    private(set) var diverted: [Timestamp] = []
    private(set) var stoodDown: [Timestamp] = []
    /// Dispatches, and whether the unit's position was stale or missing then.
    private(set) var fixes: [(at: Timestamp, isUsable: Bool)] = []
    private(set) var lateRuns: [Timestamp] = []
    private(set) var lateSteps: [Timestamp] = []
    private(set) var lateCloses: [Timestamp] = []
    /// Looked up only.
    private var caseOf: [IncidentID: Int] = [:]
    private var runOf: [AssignmentID: Int] = [:]
    private var callOfCase: [IncidentID: CallID] = [:]

    init() {}

    mutating func take(_ event: Event) {
        switch event.body {
        case .unitDefined, .stationDefined: noteFleet(event)
        case .callReceived(let id, _): calls.typed(id, at: event.at)
        case .incidentOpened(let id, let call, let priority, _, _): open(id, call, priority, event.at)
        case .priorityChanged(let id, _, let priority): change(id) { $0.priority = priority }
        case .incidentClosed(let id, let disposition):
            change(id) {
                $0.disposition = disposition
                $0.closedAt = event.at
            }
        case .dispatched(let id, let incident, let unit, _, let basis):
            var times = TimePoints()
            times.dispatchNotified = event.at
            add(id, DayRun(incident: incident, unit: unit, times: times))
            if let chosen = basis.candidates.first(where: { $0.unit == unit }) {
                fixes.append((event.at, chosen.standing != .stale && chosen.standing != .noFix))
            }
        case .orderConfirmed(_, _, let id):
            change(id) { if !$0.times.unitNotified.isSet { $0.times.unitNotified = event.at } }
        case .assignmentMoved(let id, let from, let to, let button, let at, let isLate, _, let press):
            move(id, from, to, button, at)
            if isLate, press == 0 { lateSteps.append(event.at) }
        case .assignmentCancelled(let id, _, let reason, _):
            change(id) {
                $0.times.cancelled = event.at
                $0.isCancelled = true
                $0.isOver = true
            }
            if reason == .diverted { diverted.append(event.at) } else { stoodDown.append(event.at) }
        case .shift(let shift): take(shift, event)
        case .call(let call): calls.take(call, event)
        case .offer(let offer): take(offer, event)
        case .duty(let change): duty.take(change, event)
        case .course(let course): take(course, event)
        case .triage(.instructed(let id, _, _, _, _, let isCompressions)) where isCompressions:
            change(id) { if !$0.compressionsAt.isSet { $0.compressionsAt = event.at } }
        default: break
        }
    }

    /// Of an event from before the day: only which stations and units there are.
    mutating func noteFleet(_ event: Event) {
        switch event.body {
        case .unitDefined(let id, _, let kind, _, _, _):
            note(id, kind)
            duty.define(id, at: event.at)
        case .stationDefined(let id, let number, _, _):
            guard id.index >= 0, id.index <= NumberTable.largestNumber else { return }
            while stationNumbers.count <= Int(id.index) { stationNumbers.append(-1) }
            stationNumbers[Int(id.index)] = number
        default: break
        }
    }

    private mutating func open(
        _ id: IncidentID, _ call: CallID, _ priority: Priority, _ moment: Timestamp
    ) {
        caseOf[id] = cases.count
        callOfCase[id] = call
        let its = calls[call]
        var row = DayCase(
            incident: id, openedAt: moment, receivedAt: its?.receivedAt ?? moment, priority: priority)
        if let its, its.isRung { row.answeredAt = its.answeredAt }
        cases.append(row)
    }

    private mutating func take(_ offer: OfferEvent, _ event: Event) {
        offers.take(offer, event)
        switch offer {
        case .asked(let id, _):
            if let incident = offers.incident(of: id) { change(incident) { $0.wasOffered = true } }
        case .accepted(let id, _, _, _, _, _):
            guard let incident = offers.incident(of: id) else { return }
            change(incident) { if !$0.acceptedAt.isSet { $0.acceptedAt = event.at } }
        case .planned, .declined, .fellSilent, .withdrawn, .linked, .proposed: break
        }
    }

    private mutating func take(_ course: CourseEvent, _ event: Event) {
        switch course {
        case .reopened(let id, _, let isFresh):
            if isFresh { reopened.append(event.at) } else { closingsTakenBack.append(event.at) }
            change(id) {
                $0.closedAt = .none
                $0.disposition = nil
            }
        case .planned(let id, _, _, _):
            change(id) { $0.isPlanned = true }
            if let call = callOfCase[id] { calls.notePlanned(call) }
        case .massCasualty, .transferPlanned, .takenBack, .noteWithdrawn, .stepTakenBack, .placeRestored:
            break
        }
    }

    private mutating func take(_ shift: ShiftEvent, _ event: Event) {
        switch shift {
        case .handedOver(let from, let to, _, let counts, _):
            signatures.append(DaySignature(from: from, to: to, at: event.at, counts: counts))
        case .incidentBackdated(let id, let form, let receivedAt):
            change(id) {
                $0.openedAt = receivedAt
                $0.receivedAt = receivedAt
                $0.form = form
                $0.enteredAt = event.at
            }
            if let call = callOfCase[id] { calls.backdate(call, to: receivedAt) }
        case .runEntered(let id, let incident, let unit, let state, let times, _):
            add(
                id,
                DayRun(incident: incident, unit: unit, times: times, isOver: !state.isLive, isLate: true))
            arrived(incident, unit, times.onScene)
            lateRuns.append(event.at)
        case .closeBackdated(let id, let moment):
            change(id) { $0.closedAt = moment }
            lateCloses.append(event.at)
        case .readBack, .formsReserved: break
        }
    }

    // MARK: - Rows

    private mutating func note(_ id: UnitID, _ kind: UnitKind) {
        guard id.index >= 0, id.index <= NumberTable.largestNumber else { return }
        while canTransport.count <= Int(id.index) { canTransport.append(true) }
        canTransport[Int(id.index)] = kind.canTransport
    }

    private mutating func change(_ id: IncidentID, _ body: (inout DayCase) -> Void) {
        if let position = caseOf[id] { body(&cases[position]) }
    }

    private mutating func change(_ id: AssignmentID, _ body: (inout DayRun) -> Void) {
        if let position = runOf[id] { body(&runs[position]) }
    }

    private mutating func add(_ id: AssignmentID, _ run: DayRun) {
        runOf[id] = runs.count
        runs.append(run)
        let sent = run.times.dispatchNotified
        change(run.incident) { if !$0.sentAt.isSet || sent < $0.sentAt { $0.sentAt = sent } }
    }

    private mutating func move(
        _ id: AssignmentID, _ from: AssignmentState, _ to: AssignmentState, _ button: Button, _ at: Timestamp
    ) {
        guard let position = runOf[id] else { return }
        if from != to { runs[position].times[LegalMoves.timePoint(of: button)] = at }
        if to == .completed { runs[position].isOver = true }
        if button == .onScene { arrived(runs[position].incident, runs[position].unit, at) }
    }

    private mutating func arrived(_ incident: IncidentID, _ unit: UnitID, _ at: Timestamp) {
        guard at.isSet else { return }
        let carries =
            unit.index >= 0 && unit.index < canTransport.count ? canTransport[Int(unit.index)] : true
        change(incident) {
            if !$0.firstOnScene.isSet || at < $0.firstOnScene { $0.firstOnScene = at }
            if carries, !$0.firstTransport.isSet || at < $0.firstTransport { $0.firstTransport = at }
        }
    }
}
