import Geo
import Testing

@testable import Dispatch115

@Suite struct IntervalStatisticsTests {
    @Test func handMadeCases() {
        #expect(IntervalStatistics([]).mean == nil && IntervalStatistics([]).median == nil)
        let one = IntervalStatistics([7], leftOut: 3)
        #expect(
            one.count == 1 && one.mean == 7 && one.median == 7 && one.ninetyFifth == 7 && one.leftOut == 3)
        let ten = IntervalStatistics([10, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(ten.mean == 5.5 && ten.median == 5 && ten.ninetieth == 9 && ten.ninetyFifth == 10)
        let eleven = IntervalStatistics(Array(1...11))
        #expect(eleven.median == 6 && eleven.ninetieth == 10 && eleven.ninetyFifth == 11)
        #expect(IntervalStatistics([0, 0, 0]).mean == 0)
    }

    /// The smallest value that at least so many percent do not exceed, found by trying every value.
    private func slowCentile(_ percent: Int, _ values: [Int64]) -> Int64? {
        values.filter { value in values.count { $0 <= value } * 100 >= percent * values.count }.min()
    }

    @Test(arguments: seedsForTests(4))
    func theSlowWayAgrees(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for _ in 0..<400 {
            let count = Int.random(in: 0...60, using: &random)
            let values = (0..<count).map { _ in Int64.random(in: 0...50, using: &random) }
            let fast = IntervalStatistics(values)
            #expect(fast.median == slowCentile(50, values), "seed \(seed): \(values)")
            #expect(fast.ninetieth == slowCentile(90, values), "seed \(seed): \(values)")
            #expect(fast.ninetyFifth == slowCentile(95, values), "seed \(seed): \(values)")
            let sum = values.reduce(Int64(0), +)
            #expect(fast.mean == (count == 0 ? nil : Double(sum) / Double(count)), "seed \(seed)")
        }
    }

    @Test func daysAndDates() {
        let time = LocalTime()
        for day in stride(from: Int64(0), to: 80_000, by: 37) {
            #expect(time.day(named: time.date(day)) == day)
            #expect(time.day(of: time.start(ofDay: day)) == day)
            #expect(time.day(of: time.start(ofDay: day).adding(seconds: -1)) == day - 1)
        }
        #expect(time.date(20_779) == "2026-11-22")
        for wrong in ["2026-02-29", "2026-13-01", "2026-1-1", "22-11-2026", "", "2026-11-2x", "2026-00-10"] {
            #expect(time.day(named: wrong) == nil, "\(wrong)")
        }
        #expect(time.day(named: "2028-02-29") != nil)
        // 2026-11-22 07:00 UTC is 14:00 in Vietnam.
        #expect(time.hour(of: Timestamp(nanoseconds: 1_795_330_800_000_000_000)) == 14)
    }
}
