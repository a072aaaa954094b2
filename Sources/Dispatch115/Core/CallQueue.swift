// In which order callers are answered: as long as they have waited, and a number that floods the exchange
// after everybody else, all its calls as one. Nothing else orders them: no history, no guess.
// Cost: linear in the open calls, then a sort.

/// The calls that wait, in their order.
public struct CallQueue: Equatable, Sendable {
    /// A number with so many calls waiting at once that it could hide the others.
    public struct Flood: Equatable, Sendable {
        public var phone: String
        /// The longest waiting first.
        public var calls: [CallID]
    }

    /// By the time they rang.
    public private(set) var waiting: [CallID] = []
    /// By the time their first call rang.
    public private(set) var floods: [Flood] = []
    /// To be called back, by when that is due.
    public private(set) var callbacks: [CallID] = []
    /// Spoken with and not settled, by the time they rang.
    public private(set) var inHand: [CallID] = []

    public init(_ centre: Centre) {
        var counts: [String: Int] = [:]
        var ringing: [(id: CallID, key: String)] = []
        for id in centre.openCalls {
            let call = centre[id]
            switch call.phase {
            case .waiting:
                let key = PhoneNumber.key(centre.text(call.phone) ?? "")
                if !key.isEmpty { counts[key, default: 0] += 1 }
                ringing.append((id, key))
            case .inHand: inHand.append(id)
            case .callback: callbacks.append(id)
            case .done: break
            }
        }
        ringing.sort { CallQueue.isBefore(centre[$0.id].receivedAt, $0.id, centre[$1.id].receivedAt, $1.id) }
        inHand.sort { CallQueue.isBefore(centre[$0].receivedAt, $0, centre[$1].receivedAt, $1) }
        callbacks.sort { CallQueue.isBefore(centre[$0].callbackDue, $0, centre[$1].callbackDue, $1) }
        var places: [String: Int] = [:]
        for (id, key) in ringing {
            guard counts[key] ?? 0 >= centre.rules.floodCalls else {
                waiting.append(id)
                continue
            }
            if let place = places[key] {
                floods[place].calls.append(id)
            } else {
                places[key] = floods.count
                floods.append(Flood(phone: key, calls: [id]))
            }
        }
    }

    /// Whoever is to be answered next.
    public var next: CallID? { waiting.first ?? floods.first?.calls.first }

    private static func isBefore(
        _ left: Timestamp, _ one: CallID, _ right: Timestamp, _ other: CallID
    ) -> Bool {
        left == right ? one < other : left < right
    }
}
