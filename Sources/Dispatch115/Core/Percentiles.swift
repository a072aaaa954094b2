// Times are reported with how many, the mean and the upper percentiles together, never one of them alone.

/// n, mean, P50, P90 and P95 of whole seconds. Percentiles by nearest rank: the smallest value that at least
/// that part of all values does not exceed, so each is a time that was really taken.
public struct Percentiles: Equatable, Sendable {
    public let count: Int
    /// Rounded to the nearest second.
    public let mean: Int64
    public let p50: Int64
    public let p90: Int64
    public let p95: Int64

    /// Nil of nothing. O(n log n).
    public init?(of values: [Int64]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        count = sorted.count
        var sum: Int64 = 0
        for value in sorted { sum &+= value }
        let half = Int64(sorted.count / 2)
        mean = (sum >= 0 ? sum + half : sum - half) / Int64(sorted.count)
        p50 = Percentiles.nearestRank(50, of: sorted)
        p90 = Percentiles.nearestRank(90, of: sorted)
        p95 = Percentiles.nearestRank(95, of: sorted)
    }

    /// The smallest value that at least `percent` of all do not exceed; `sorted` ascending and not empty,
    /// percent 1 to 100.
    static func nearestRank(_ percent: Int, of sorted: [Int64]) -> Int64 {
        sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
    }
}
