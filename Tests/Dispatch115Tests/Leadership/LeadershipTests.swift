import Testing

@testable import Dispatch115

@Suite struct LeadershipTests {
    private static let second: Int64 = 1_000_000_000

    private func lease(_ epoch: UInt32, _ holder: String, remaining: Int64) -> Lease {
        Lease(epoch: epoch, holder: holder, address: "", remaining: remaining, renewedAgo: 0)
    }

    /// Every wish on every kind of row: what is granted is above all that was known, or is one's own again.
    @Test func whatIsGrantedIsNeverAnothers() {
        let epochs: [UInt32] = [0, 1, 2, 1_022, 1_023, 1_024, 1_025, 16_384, 17_000, 40_000]
        for epoch in epochs {
            for own in epochs {
                for holder in epoch == 0 ? [""] : ["me", "other"] {
                    for remaining in [-60, -1, 0, 1, 60].map({ $0 * LeadershipTests.second }) {
                        let row = lease(epoch, holder, remaining: remaining)
                        check(.start(own: own), row, above: max(own, epoch), holder: holder)
                        check(
                            .takeOver(seen: epoch, known: own, grace: 5 * LeadershipTests.second), row,
                            above: max(own, epoch), holder: holder)
                        check(.seize(known: own), row, above: max(own, epoch), holder: holder)
                        switch LeaseRules.outcome(of: .renew(epoch: own), by: "me", on: row) {
                        case .granted(let granted):
                            #expect(granted == own && (epoch < own || epoch == own && holder == "me"))
                        case .held: #expect(epoch > own || epoch == own && holder != "me")
                        case .behind, .exhausted: Issue.record("no answer to a renewal")
                        }
                    }
                }
            }
        }
    }

    private func check(_ wish: LeaseWish, _ row: Lease, above known: UInt32, holder: String) {
        let outcome = LeaseRules.outcome(of: wish, by: "me", on: row)
        guard case .granted(let epoch) = outcome else {
            #expect(holder == "other" || holder.isEmpty || row.remaining >= -5 * LeadershipTests.second)
            return
        }
        #expect(epoch > known)
        switch wish {
        case .start where holder == "other":
            #expect(row.remaining <= 0 && epoch % (16 * 1_024) == 0)
        case .start: #expect(epoch == known + 1)
        case .takeOver:
            #expect(holder == "me" || row.remaining < -5 * LeadershipTests.second)
            #expect(epoch % (16 * 1_024) == 0)
        case .seize: #expect(epoch % (16 * 1_024) == 0)
        case .renew: Issue.record("a renewal is checked elsewhere")
        }
    }

    @Test func whoIsAloneStaysInItsBlock() {
        #expect(LeaderEpoch.nextAlone(own: 0) == 1)
        #expect(LeaderEpoch.nextAlone(own: 1_022) == 1_023)
        #expect(LeaderEpoch.nextAlone(own: 1_023) == nil)
        #expect(LeaderEpoch.nextAlone(own: .max) == nil)
        for lane: UInt32 in 0..<16 {
            for own: UInt32 in stride(from: 0, to: 70_000, by: 511) {
                guard let leap = LeaderEpoch.leap(above: own, lane: lane) else {
                    Issue.record("no leap above \(own)")
                    continue
                }
                #expect(leap > own && leap / 1_024 % 16 == lane && leap % 1_024 == 0)
                #expect(leap - own <= 17 * 1_024)
                // Whoever counts on from there or from anything below never arrives at it.
                #expect(own / 1_024 < leap / 1_024)
            }
        }
        #expect(LeaderEpoch.leap(above: .max, lane: 0) == nil)
        #expect(LeaderEpoch.next(own: .max, database: 0) == nil)
    }

    @Test func aLeaderGoesOnWithoutTheDatabaseAndStopsForAHigherEpoch() {
        var state = LeaderState(epoch: 7, duration: 9, now: 0, isRenewed: true)
        #expect(state.take(.away, now: 8) == .goOn)
        #expect(state.take(.away, now: 9) == .warn)
        #expect(state.take(.away, now: 20) == .goOn)
        #expect(state.take(.outcome(.granted(epoch: 7)), now: 21) == .renewedAgain)
        #expect(state.take(.outcome(.granted(epoch: 7)), now: 24) == .goOn)
        #expect(state.take(.fenced(by: 7), now: 25) == .goOn)
        let other = lease(16_384, "other", remaining: 5)
        #expect(state.take(.outcome(.held(other)), now: 26) == .standDown(other))
        #expect(state.hasStoodDown)
        // Once and for good.
        #expect(state.take(.outcome(.granted(epoch: 7)), now: 27) == .goOn)
        #expect(state.hasStoodDown)
        var fenced = LeaderState(epoch: 7, duration: 9, now: 0, isRenewed: false)
        #expect(fenced.take(.fenced(by: 8), now: 1) == .standDown(nil))
    }

    private func dead() -> StandbyView {
        var view = StandbyView()
        view.lease = Lease(
            epoch: 3, holder: "other", address: "", remaining: -6 * LeadershipTests.second,
            renewedAgo: 15 * LeadershipTests.second)
        view.leaseReadAt = 100 * LeadershipTests.second
        view.now = 101 * LeadershipTests.second
        view.isDatabaseReachable = true
        view.isCaughtUp = true
        view.unitsHeard = 4
        return view
    }

    @Test func deathIsProvenByBothWitnessesOrNotAtAll() {
        let grace = 5 * LeadershipTests.second
        let dead = dead()
        #expect(StandbyJudgement.doubts(dead, grace: grace).isEmpty)
        var view = dead
        view.isDatabaseReachable = false
        #expect(StandbyJudgement.doubts(view, grace: grace).contains(.databaseAway))
        view = dead
        view.now += 60 * LeadershipTests.second
        #expect(StandbyJudgement.doubts(view, grace: grace).contains(.databaseAway))
        view = dead
        view.isCaughtUp = false
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.notCaughtUp])
        view = dead
        view.unitsHeard = 0
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.nobodyHeard])
        view = dead
        view.lease?.remaining = 1
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.leaseRuns(1)])
        view.lease?.remaining = -2 * LeadershipTests.second
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.inGrace(3 * LeadershipTests.second)])
        // The database's clock alone proves nothing: it may have stepped. Seen nine seconds ago for the first
        // time, given for nine: the grace is to come.
        view = dead
        view.renewalSeenAt = view.leaseReadAt - 9 * LeadershipTests.second
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.inGrace(5 * LeadershipTests.second)])
        view.renewalSeenAt -= grace
        #expect(StandbyJudgement.doubts(view, grace: grace).isEmpty)
        // A database that was away has kept the leader from renewing: the whole time begins again.
        if let lease = view.lease { view.take(lease, at: view.now) }
        #expect(StandbyJudgement.doubts(view, grace: grace).isEmpty, "for a second only")
        if let lease = view.lease { view.take(lease, at: view.now + 4 * LeadershipTests.second) }
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.inGrace(14 * LeadershipTests.second)])
        view = dead
        view.lease = nil
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.neverLed])
    }

    @Test func anOrderThatTheDatabaseDoesNotHaveSpeaksForItsLeader() {
        let grace = 5 * LeadershipTests.second
        var view = dead()
        let order = StrangeOrder(unit: 12, order: 3 << 32 | 9, heardAt: 99 * LeadershipTests.second)
        view.strangeOrders = [order]
        #expect(StandbyJudgement.doubts(view, grace: grace) == [.ordersNewer([order])])
        // Of a leader before this one.
        view.strangeOrders = [
            StrangeOrder(unit: 12, order: 2 << 32 | 9, heardAt: 99 * LeadershipTests.second)
        ]
        #expect(StandbyJudgement.doubts(view, grace: grace).isEmpty)
        // Said before the leader was heard of last.
        view.strangeOrders = [
            StrangeOrder(unit: 12, order: 3 << 32 | 9, heardAt: 84 * LeadershipTests.second)
        ]
        #expect(StandbyJudgement.doubts(view, grace: grace).isEmpty)
    }
}
