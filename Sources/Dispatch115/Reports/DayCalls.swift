// A day's calls as their events tell them: rung, answered, given up by the caller, called back. A fold of its
// own; one step an event, memory grows with the calls that are read.

struct DayCall: Equatable, Sendable {
    var receivedAt: Timestamp
    /// Whether the exchange told of it; else the desk typed it, and nobody knows how long it rang.
    var isRung: Bool
    var answeredAt = Timestamp.none
    /// The caller hung up before anybody answered.
    var isAbandoned = false
    /// Called back, and reached.
    var isReached = false
    /// The row behind a standby or a transfer: nobody called.
    var isPlanned = false
    /// Nothing more was wanted of it, though nobody answered.
    var isOver = false
}

struct DayCalls: Sendable {
    private(set) var rows: [DayCall] = []
    /// Looked up only.
    private var rowOf: [CallID: Int] = [:]

    subscript(id: CallID) -> DayCall? { rowOf[id].map { rows[$0] } }

    /// A call that the desk has typed.
    mutating func typed(_ id: CallID, at moment: Timestamp) {
        add(id, DayCall(receivedAt: moment, isRung: false))
    }

    /// Entered late: when it came in truth.
    mutating func backdate(_ id: CallID, to moment: Timestamp) { change(id) { $0.receivedAt = moment } }

    mutating func notePlanned(_ id: CallID) { change(id) { $0.isPlanned = true } }

    mutating func take(_ call: CallEvent, _ event: Event) {
        switch call {
        case .rang(let id, _, _, _, let at): add(id, DayCall(receivedAt: at, isRung: true))
        case .answered(let id, _, _, let at):
            change(id) { if !$0.answeredAt.isSet { $0.answeredAt = max(at, $0.receivedAt) } }
        case .claimed(let id, let from):
            if from == .waiting { change(id) { $0.answeredAt = max(event.at, $0.receivedAt) } }
        case .released(let id, let phase, _):
            if phase == .waiting { change(id) { $0.answeredAt = .none } }
        case .parked(let id, let outcome, _, _, _), .finished(let id, let outcome, _):
            change(id) {
                if outcome == .abandoned, !$0.answeredAt.isSet { $0.isAbandoned = true }
                $0.isOver = true
            }
        case .tried(let id, let result, _, _):
            if result == .reached { change(id) { $0.isReached = true } }
        case .bound(let id, _, _): change(id) { $0.isOver = true }
        case .ended, .numbered: break
        }
    }

    private mutating func add(_ id: CallID, _ row: DayCall) {
        rowOf[id] = rows.count
        rows.append(row)
    }

    private mutating func change(_ id: CallID, _ body: (inout DayCall) -> Void) {
        if let position = rowOf[id] { body(&rows[position]) }
    }
}

/// The numbers of a day's calls.
struct DayCallNumbers: Equatable, Sendable {
    /// Of which the exchange told.
    var rung = 0
    /// From ring to answer; left out are those that nobody answered and those that nobody heard ring.
    var answer = IntervalStatistics([])
    var abandoned = 0
    /// Of the abandoned.
    var reached = 0
    /// Neither answered nor given up yet.
    var ringing = 0
    /// Typed at the desk: how long they rang nobody told.
    var typed = 0

    init() {}

    init(_ rows: [DayCall]) {
        rung = rows.count(where: \.isRung)
        typed = rows.count - rung
        let answered = rows.filter { $0.isRung && $0.answeredAt.isSet }
        answer = IntervalStatistics(
            answered.map { $0.answeredAt.seconds(since: $0.receivedAt) }, leftOut: rows.count - answered.count
        )
        abandoned = rows.count { $0.isAbandoned }
        reached = rows.count { $0.isAbandoned && $0.isReached }
        ringing = rows.count { $0.isRung && !$0.answeredAt.isSet && !$0.isAbandoned && !$0.isOver }
    }
}
