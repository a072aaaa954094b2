// The question that dispatch asks of the map: how long from these units to this place? Straight lines answer
// it first (`StraightLineTravel`), roads later, behind the same protocol. It never knows a vehicle's kind or
// status: the caller asks once per kind, with the model of that kind.

/// Travel times of one kind of vehicle under the conditions of now.
public protocol TravelTimes {
    /// Seconds from each origin to the place, rounded up, one per origin in the same order; the old content
    /// of `seconds` is replaced. `TravelAnswer.unreachableSeconds` where there is no way.
    func travelSeconds(from origins: [Coordinate], to place: Coordinate, into seconds: inout [Int32])

    /// The `count` origins with the shortest travel time, shortest first, into `answers` (replaced). Equal
    /// times: by the model's own finer measure where it has one, then by lower index. The unreachable are
    /// left out; count <= 0 gives none.
    func nearestByTime(
        _ count: Int, from origins: [Coordinate], to place: Coordinate, into answers: inout [TravelAnswer])
}

/// One origin of an answer.
public struct TravelAnswer: Equatable, Sendable {
    /// Stands for "no way leads there"; larger than every real travel time.
    public static let unreachableSeconds = Int32.max

    /// Index into the origins asked for.
    public let index: Int
    public let travelSeconds: Int32

    public init(index: Int, travelSeconds: Int32) {
        self.index = index
        self.travelSeconds = travelSeconds
    }
}

extension TravelTimes {
    /// From the seconds of all origins: O(n log n). Models with something better bring their own.
    public func nearestByTime(
        _ count: Int, from origins: [Coordinate], to place: Coordinate, into answers: inout [TravelAnswer]
    ) {
        answers.removeAll(keepingCapacity: true)
        guard count > 0 else { return }
        var seconds: [Int32] = []
        travelSeconds(from: origins, to: place, into: &seconds)
        var order: [UInt64] = []
        order.reserveCapacity(seconds.count)
        for (index, value) in seconds.enumerated() where value != TravelAnswer.unreachableSeconds {
            order.append(UInt64(UInt32(bitPattern: max(0, value))) << 32 | UInt64(UInt32(index)))
        }
        order.sort()
        for key in order.prefix(count) {
            answers.append(
                TravelAnswer(
                    index: Int(UInt32(truncatingIfNeeded: key)), travelSeconds: Int32(key >> 32)))
        }
    }
}
