// What is said of many durations: how many, their mean, and centiles by nearest rank, which are always a
// duration that has happened. Pure; sorts once.

/// Durations of one kind, in whole seconds.
struct IntervalStatistics: Equatable, Sendable {
    let count: Int
    /// Seconds; nil without durations.
    let mean: Double?
    let median: Int64?
    let ninetieth: Int64?
    let ninetyFifth: Int64?
    /// How many had no such duration: a time that was never told, or has not come.
    let leftOut: Int

    init(_ seconds: [Int64], leftOut: Int = 0) {
        let sorted = seconds.sorted()
        count = sorted.count
        mean = sorted.isEmpty ? nil : Double(sorted.reduce(0, +)) / Double(sorted.count)
        median = IntervalStatistics.centile(50, of: sorted)
        ninetieth = IntervalStatistics.centile(90, of: sorted)
        ninetyFifth = IntervalStatistics.centile(95, of: sorted)
        self.leftOut = leftOut
    }

    /// The smallest value that at least `percent` of all do not exceed; `sorted` ascending, percent 1 to 100.
    static func centile(_ percent: Int, of sorted: [Int64]) -> Int64? {
        sorted.isEmpty ? nil : Percentiles.nearestRank(percent, of: sorted)
    }
}
