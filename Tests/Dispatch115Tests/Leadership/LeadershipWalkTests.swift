import Glibc
import Testing

@testable import Dispatch115

@Suite struct LeadershipWalkTests {
    /// Two machines under partitions, crashes, lost answers, a database clock that steps and supervisors who
    /// insist: every epoch has one leader, the row's never falls, and units obey only who leads under it.
    @Test func noTwoLeadersUnderOneEpoch() {
        let given = getenv("DISPATCH115_SEED").flatMap { UInt64(String(cString: $0)) }
        let first = given ?? UInt64(truncatingIfNeeded: WallClock.wallNanoseconds())
        let walks = given != nil ? 1 : isCampaign ? 20_000 : 100
        var takeOvers = 0
        var seizures = 0
        var standDowns = 0
        var obeyed = 0
        for seed in first..<(first + UInt64(walks)) {
            var world = TwoMachines(seed: seed)
            for _ in 0..<3_000 where world.broken.isEmpty { world.step() }
            #expect(world.broken.isEmpty, "DISPATCH115_SEED=\(seed): \(world.broken)")
            if !world.broken.isEmpty { return }
            takeOvers += world.takeOvers
            seizures += world.seizures
            standDowns += world.standDowns
            obeyed += world.obeyed
        }
        // A walk in which nothing happens would show nothing.
        if given == nil { #expect(takeOvers > walks && seizures > walks && standDowns > walks && obeyed > 0) }
        print(
            "leadership: \(walks) walks from seed \(first): \(takeOvers) take-overs, \(seizures) by word, "
                + "\(standDowns) stood down, \(obeyed) orders obeyed")
    }
}
