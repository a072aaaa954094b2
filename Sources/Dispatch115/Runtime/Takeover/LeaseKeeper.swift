// Renews the lease while the service leads, on a thread and a connection of its own, and says when another
// machine leads. The service never waits for it.

import Synchronization

final class LeaseKeeper: Sendable {
    private let stopping = Atomic<Bool>(false)
    private let thread = Locked<NamedThread?>(nil)
    private let renewed = Atomic<Int64>(0)
    private let isOver = Atomic<Bool>(false)
    private let found = Locked<Lease?>(nil)
    private let shown: Locked<LeaderPicture>
    private let duration: Int64

    /// Looks this often whether the results were fenced.
    private static let tickNanoseconds: Int64 = 200_000_000

    /// Since when, monotonic, the lease was renewed last; 0 never.
    var renewedAt: Int64 { renewed.load(ordering: .relaxed) }

    /// The lease for which this leader stood down; nil where it did not, or for the results' fence.
    var foundLease: Lease? { found.with { $0 } }

    /// Whether another machine was found to lead.
    var hasStoodDown: Bool { isOver.load(ordering: .acquiring) }

    /// As it is now.
    var picture: LeaderPicture {
        var picture = shown.with { $0 }
        let renewed = renewedAt
        picture.leaseLeft = renewed == 0 ? nil : renewed + duration - WallClock.monotonicNanoseconds()
        return picture
    }

    /// `onStandDown` is called once at most, on this thread, which ends then.
    init(
        _ door: LeaseDoor, epoch: UInt32, _ start: LeaderStart, fencedBy: @escaping @Sendable () -> UInt32?,
        onStandDown: @escaping @Sendable (Lease?) -> Void
    ) throws(ServiceError) {
        duration = Int64(door.terms.seconds) * 1_000_000_000
        shown = Locked(LeaderPicture(holder: door.terms.holder, epoch: epoch, strange: start.strange))
        if start.hasLease { renewed.store(WallClock.monotonicNanoseconds(), ordering: .relaxed) }
        do {
            let started = try NamedThread("lease") { [self] in
                run(door, epoch, start.hasLease, fencedBy, onStandDown)
            }
            thread.with { $0 = started }
        } catch { throw ServiceError(error) }
    }

    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        thread.joinOnce()
    }

    private func run(
        _ door: LeaseDoor, _ epoch: UInt32, _ hasLease: Bool, _ fencedBy: () -> UInt32?,
        _ onStandDown: (Lease?) -> Void
    ) {
        let third = duration / LeaseRules.renewals
        let lease = door.lease(milliseconds: min(third / 1_000_000, 2_000))
        defer { lease.close() }
        var state = LeaderState(
            epoch: epoch, duration: duration, now: WallClock.monotonicNanoseconds(), isRenewed: hasLease)
        var nextAt = hasLease ? WallClock.monotonicNanoseconds() + third : 0
        var said = ""
        while !stopping.load(ordering: .acquiring) {
            var step = LeaderState.Step.goOn
            if let other = fencedBy() {
                step = state.take(.fenced(by: other), now: WallClock.monotonicNanoseconds())
            } else if WallClock.monotonicNanoseconds() >= nextAt {
                nextAt = WallClock.monotonicNanoseconds() + third
                step = renew(lease, &state, &said)
            }
            switch step {
            case .goOn: break
            case .warn:
                Log.line("lease: it has run out; leading on, and a standby may take over")
            case .renewedAgain: Log.line("lease: renewed again, epoch \(epoch)")
            case .standDown(let other):
                found.with { $0 = other ?? (try? lease.read()) }
                isOver.store(true, ordering: .releasing)
                return onStandDown(foundLease)
            }
            WallClock.sleep(nanoseconds: LeaseKeeper.tickNanoseconds)
        }
    }

    private func renew(_ lease: PostgresLease, _ state: inout LeaderState, _ said: inout String)
        -> LeaderState.Step
    {
        do throws(PostgresError) {
            let outcome = try lease.ask(.renew(epoch: state.epoch))
            let now = WallClock.monotonicNanoseconds()
            if case .granted = outcome { renewed.store(now, ordering: .relaxed) }
            said = ""
            // Only to be shown: what is wrong with the database the next renewal says.
            let standbys = try? lease.standbys()
            shown.with { $0.standbys = standbys }
            return state.take(.outcome(outcome), now: now)
        } catch {
            if said != error.message { Log.line("lease: not renewed: \(error)") }
            said = error.message
            shown.with { $0.standbys = nil }
            return state.take(.away, now: WallClock.monotonicNanoseconds())
        }
    }
}
