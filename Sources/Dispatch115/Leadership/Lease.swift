// The lease: one row of the database for each centre, which says who leads, under which epoch and until when.
// Whoever holds the row's lock asks here what may become of it; the times are differences that the database
// has measured with its own clock. Pure.

/// The row as it was read.
struct Lease: Equatable, Sendable {
    /// 0 before the first leader.
    var epoch: UInt32
    /// The leader's machine and data folder; empty before the first.
    var holder: String
    /// Where its units report to.
    var address: String
    /// Nanoseconds until it runs out; negative: since.
    var remaining: Int64
    /// Nanoseconds since it was renewed last.
    var renewedAgo: Int64
    /// The database's clock at that renewal: tells one renewal from another, and nothing else.
    var renewal: Int64 = 0

    static let none = Lease(epoch: 0, holder: "", address: "", remaining: .min / 2, renewedAgo: .max / 2)

    var hasRunOut: Bool { remaining <= 0 }

    /// For how long it was given, whatever the database's clock has done since.
    var duration: Int64 { remaining + renewedAgo }
}

/// What somebody wants of the lease.
enum LeaseWish: Equatable, Sendable {
    /// The service starts; `own` is the epoch of its journal.
    case start(own: UInt32)
    /// It leads already under this epoch.
    case renew(epoch: UInt32)
    /// The standby has found the leader dead: nobody may have renewed or taken it since it was read under
    /// `seen`, and it must have run out for so many nanoseconds. `known` is the highest epoch known otherwise.
    case takeOver(seen: UInt32, known: UInt32, grace: Int64)
    /// A supervisor says so, whatever the lease says.
    case seize(known: UInt32)
}

/// What becomes of it.
enum LeaseOutcome: Equatable, Sendable {
    /// It is theirs under this epoch, from now on for its full time.
    case granted(epoch: UInt32)
    /// Somebody else leads.
    case held(Lease)
    /// Somebody else led last, under an epoch that this journal does not know: what it did is not in here.
    case behind(Lease)
    /// There is no higher number.
    case exhausted
}

enum LeaseRules {
    static let renewals: Int64 = 3

    static func outcome(of wish: LeaseWish, by holder: String, on lease: Lease) -> LeaseOutcome {
        switch wish {
        case .start(let own):
            guard lease.holder != holder, !lease.holder.isEmpty else {
                return granted(LeaderEpoch.next(own: own, database: lease.epoch))
            }
            if !lease.hasRunOut { return .held(lease) }
            if lease.epoch > own { return .behind(lease) }
            // The last leader may start again alone, and would count on by one.
            return leap(above: max(own, lease.epoch))
        case .renew(let epoch):
            if lease.epoch > epoch { return .held(lease) }
            // The row of a database that was away when this leader took over, or that was restored.
            if lease.epoch < epoch { return .granted(epoch: epoch) }
            return lease.holder == holder ? .granted(epoch: epoch) : .held(lease)
        case .takeOver(let seen, let known, let grace):
            // Ours: the answer to an earlier try was lost.
            guard lease.holder == holder || lease.epoch == seen && lease.remaining < -grace else {
                return .held(lease)
            }
            return leap(above: max(known, lease.epoch))
        case .seize(let known): return leap(above: max(known, lease.epoch))
        }
    }

    private static func leap(above known: UInt32) -> LeaseOutcome {
        granted(LeaderEpoch.leap(above: known, lane: LeaderEpoch.databaseLane))
    }

    private static func granted(_ epoch: UInt32?) -> LeaseOutcome {
        epoch.map { .granted(epoch: $0) } ?? .exhausted
    }
}
