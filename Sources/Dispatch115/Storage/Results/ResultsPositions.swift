// Thinned positions on their way to the results: bounded, put by whoever has the engine's turn, taken by the
// results' thread between two batches. Positions are no events: what does not fit is dropped and counted.
// A lock a position: they are thinned to a few a second and unit before they come here.

import Synchronization

public final class ResultsPositions: Sendable {
    private let capacity: Int
    private let waiting: Locked<(fixes: [Fix], first: Int)>
    private let drops = Atomic<Int>(0)

    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        waiting = Locked(([], 0))
    }

    /// How many were not taken.
    public var dropped: Int { drops.load(ordering: .relaxed) }

    public func put(_ fix: Fix) {
        let hasRoom = waiting.with { waiting in
            guard waiting.fixes.count - waiting.first < capacity else { return false }
            waiting.fixes.append(fix)
            return true
        }
        if !hasRoom { drops.add(1, ordering: .relaxed) }
    }

    /// Whether the bound is near.
    var isCrowded: Bool { waiting.with { ($0.fixes.count - $0.first) * 2 > capacity } }

    var isEmpty: Bool { waiting.with { $0.first == $0.fixes.count } }

    /// At most so many, oldest first.
    func take(_ count: Int) -> [Fix] {
        waiting.with { waiting in
            let end = min(waiting.fixes.count, waiting.first + count)
            let taken = Array(waiting.fixes[waiting.first..<end])
            waiting.first = end
            if end == waiting.fixes.count {
                // What a long absence has filled is given back.
                waiting.fixes.removeAll(keepingCapacity: waiting.fixes.capacity <= 4096)
                waiting.first = 0
            } else if end > capacity / 2 {
                waiting.fixes.removeSubrange(..<end)
                waiting.first = 0
            }
            return taken
        }
    }
}

extension ResultsProjection {
    /// The row of a fix; nil where its unit is not known as of the results' cursor.
    func position(of fix: Fix) -> [ResultsValue]? {
        guard centre.units.indices.contains(Int(fix.unit.index)) else { return nil }
        let heading = fix.headingCentidegrees
        return [
            rows.code, .integer(Int64(centre[fix.unit].number)), .time(fix.measuredAt),
            .time(fix.receivedAt), .real(fix.coordinate.latitude), .real(fix.coordinate.longitude),
            .real(Double(fix.speedCentimetresPerSecond) * 0.036),
            heading < 36_000 ? .real(Double(heading) / 100) : .null,
        ]
    }
}
