// Whether the leader is proven dead. Two witnesses have to agree: the database, whose lease has run out, and
// the units, none of which may have taken an order that the database does not have: a leader that has only
// lost the database dispatches on, and its crews show it. Where either is missing nothing is proven, and a
// person decides, told what is not known. Pure.

/// What a standby knows at a moment. Times are nanoseconds of its monotonic clock unless they are durations.
struct StandbyView: Equatable, Sendable {
    /// The lease as read last; nil where it never was.
    var lease: Lease?
    /// When that was. Its `remaining` and `renewedAgo` are as of then.
    var leaseReadAt: Int64 = .min / 2
    /// Since when, with the database answering all the while, there has been no other renewal than the newest.
    var renewalSeenAt: Int64 = .min / 2
    var now: Int64 = 0
    /// Whether the newest question to the database was answered.
    var isDatabaseReachable = false
    /// Whether all that the database holds is in our journal.
    var isCaughtUp = false
    /// Units whose proven reports have come within a minute.
    var unitsHeard = 0
    var strangeOrders: [StrangeOrder] = []

    /// How old the newest reading of the lease may be to count.
    static let readingLife: Int64 = 3_000_000_000
    /// A parked unit reports every 25 s at least.
    static let hearingNanoseconds: Int64 = 60_000_000_000

    /// What the database says of the lease now. One that was away for as long as a leader waits between two
    /// renewals has kept it from renewing too: its time begins again.
    mutating func take(_ lease: Lease, at time: Int64) {
        let isRenewed = lease.renewal != self.lease?.renewal || lease.epoch != self.lease?.epoch
        let wasAway = time - leaseReadAt > lease.duration / LeaseRules.renewals
        if isRenewed || wasAway { renewalSeenAt = time }
        self.lease = lease
        leaseReadAt = time
        isDatabaseReachable = true
    }
}

/// An order that a unit says it has taken, and that is not in our journal.
struct StrangeOrder: Equatable, Sendable {
    /// The number on the vehicle.
    var unit: UInt32
    var order: UInt64
    /// When the unit said so last.
    var heardAt: Int64

    /// The leader's that made it.
    var epoch: UInt32 { UInt32(truncatingIfNeeded: order >> 32) }
}

/// Why the leader is not proven dead.
enum LeaderDoubt: Equatable, Sendable {
    /// The database does not answer.
    case databaseAway
    /// Nobody has ever led there.
    case neverLed
    /// The lease runs for so many nanoseconds yet.
    case leaseRuns(Int64)
    /// It ran out; the grace is over in so many nanoseconds.
    case inGrace(Int64)
    /// Not all that the database holds is here yet.
    case notCaughtUp
    /// No unit is heard: perhaps this machine is the one that is cut off.
    case nobodyHeard
    /// Units have taken orders that the database does not have.
    case ordersNewer([StrangeOrder])
}

enum StandbyJudgement {
    /// Empty: proven dead, the standby takes over by itself.
    static func doubts(_ view: StandbyView, grace: Int64) -> [LeaderDoubt] {
        var doubts: [LeaderDoubt] = []
        let age = view.now - view.leaseReadAt
        let isFresh = view.isDatabaseReachable && age <= StandbyView.readingLife
        if !isFresh { doubts.append(.databaseAway) }
        if let lease = view.lease, lease.epoch > 0 {
            let remaining = lease.remaining - age
            if isFresh || remaining > 0 {
                // Judged by the database's own measure: what passed since is not counted in our favour.
                if lease.remaining > 0 {
                    doubts.append(.leaseRuns(lease.remaining))
                } else if lease.remaining >= -grace {
                    doubts.append(.inGrace(lease.remaining + grace))
                } else if let left = unwatched(view, lease, grace) {
                    doubts.append(.inGrace(left))
                }
            }
        } else if isFresh {
            doubts.append(.neverLed)
        }
        if isFresh && !view.isCaughtUp { doubts.append(.notCaughtUp) }
        if view.unitsHeard == 0 { doubts.append(.nobodyHeard) }
        let newer = evidence(in: view)
        if !newer.isEmpty { doubts.append(.ordersNewer(newer)) }
        return doubts
    }

    /// How long the lease must still stay as it is before our eyes; nil where it has for its whole time and the
    /// grace. The database's clock alone proves nothing: it may have been set forward, or be another machine's
    /// after a fail-over.
    private static func unwatched(_ view: StandbyView, _ lease: Lease, _ grace: Int64) -> Int64? {
        let left = lease.duration + grace - (view.leaseReadAt - view.renewalSeenAt)
        return left > 0 ? left : nil
    }

    /// Orders of the leader in question or a later one, said since its last renewal. One of an earlier leader
    /// says nothing about this one.
    static func evidence(in view: StandbyView) -> [StrangeOrder] {
        guard let lease = view.lease else { return view.strangeOrders }
        let renewedAt = view.leaseReadAt - min(lease.renewedAgo, .max / 4)
        return view.strangeOrders.filter { $0.epoch >= lease.epoch && $0.heardAt >= renewedAt }
    }
}
