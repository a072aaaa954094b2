// What is known of a number that calls: how often, how long, what its calls ended as. Shown beside a call;
// it never orders, refuses or delays one. From the calls in memory only: older ones are in the journal.
// Cost: one pass over the newest 65,536 calls.

struct CallerHistory: Equatable, Sendable {
    static let scannedCalls: Int32 = 65_536

    /// What a call ended as.
    enum End: UInt8, CaseIterable, Sendable {
        /// An incident to which a vehicle was sent.
        case vehicle
        /// An incident to which none was, or not yet.
        case incident
        case advice
        case nuisance
        case silent
        case abandoned
        /// Wrong number, information, test.
        case other
        /// Rings, is in hand, waits for a call-back, or ended and nobody said how.
        case open
    }

    /// Calls before this one, in memory.
    private(set) var ever = 0
    private(set) var today = 0
    private(set) var lastHour = 0
    /// Of those whose length is known.
    private(set) var talks = 0
    private(set) var talkSeconds: Int64 = 0
    /// By `End`.
    private(set) var ends = [Int](repeating: 0, count: End.allCases.count)
    /// The newest call before this one.
    private(set) var newest = CallID.none

    /// Of the number `phone`, without the call `except` itself. The local day begins `zoneOffsetSeconds` before UTC's.
    init(
        of phone: String, in centre: Centre, except: CallID = .none, now: Timestamp, zoneOffsetSeconds: Int64
    ) {
        let key = PhoneNumber.key(phone)
        guard !key.isEmpty else { return }
        let day: Int64 = 86_400_000_000_000
        let local = now.nanoseconds &+ zoneOffsetSeconds &* 1_000_000_000
        let midnight = local &- ((local % day) + day) % day &- zoneOffsetSeconds &* 1_000_000_000
        let first = max(centre.calls.base, centre.calls.end - CallerHistory.scannedCalls)
        for index in first..<centre.calls.end where index != except.index {
            let call = centre.calls[index]
            guard PhoneNumber.key(centre.text(call.phone) ?? "") == key else { continue }
            ever += 1
            newest = CallID(index: index)
            if call.receivedAt.nanoseconds >= midnight { today += 1 }
            if now.seconds(since: call.receivedAt) <= 3_600 { lastHour += 1 }
            if let seconds = call.talkSeconds {
                talks += 1
                talkSeconds += seconds
            }
            ends[Int(CallerHistory.end(of: call, in: centre).rawValue)] += 1
        }
    }

    subscript(end: End) -> Int { ends[Int(end.rawValue)] }

    static func end(of call: Call, in centre: Centre) -> End {
        if call.incident.isSet {
            guard centre.incidents.contains(call.incident.index) else { return .incident }
            let incident = centre[call.incident]
            if incident.disposition == .nuisance { return .nuisance }
            return incident.firstAssignment.isSet ? .vehicle : .incident
        }
        guard call.phase == .done else { return .open }
        switch call.outcome {
        case .none: return .open
        case .nuisance: return .nuisance
        case .wrongNumber, .information, .test: return .other
        case .advice: return .advice
        case .silent: return .silent
        case .abandoned, .unreached: return .abandoned
        }
    }
}
