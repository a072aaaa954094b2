// Replays across a restart: per unit a mark is kept durable that is never below any accepted sequence. It is
// reserved ahead (64 at a time, asked for when 16 are left), so that acceptance seldom waits for a disk.
// After a restart everything up to the mark counts as a replay; the unit is told to continue above it.

/// A mark to be made durable: of this unit nothing above `sequence` was or will be accepted before a
/// higher mark is durable.
public struct UnitMark: Equatable, Sendable {
    public var unit: UnitID
    public var sequence: UInt64

    public init(unit: UnitID, sequence: UInt64) {
        self.unit = unit
        self.sequence = sequence
    }
}

struct ReservedMark: Sendable {
    static let reserve: UInt64 = 64
    static let near: UInt64 = 16
    /// An unanswered question is asked again after this.
    static let patienceNanoseconds: Int64 = 2_000_000_000

    /// What was durable at the start: up to here everything counts as a replay.
    let floor: UInt64
    private(set) var durable: UInt64
    private(set) var asked: UInt64
    private var askedAt: Int64 = 0

    init(floor: UInt64) {
        self.floor = floor
        durable = floor
        asked = floor
    }

    /// The mark to ask for now, or nil. `sequence` is the highest that is wanted; `now` monotonic.
    @inline(__always)
    mutating func wanted(for sequence: UInt64, now: Int64) -> UInt64? {
        if ReservedMark.isNear(sequence, asked) {
            let (sum, over) = max(asked, sequence).addingReportingOverflow(ReservedMark.reserve)
            let target = over ? UInt64.max : sum
            if target > asked {
                asked = target
                askedAt = now
                return target
            }
        }
        guard asked > durable, ReservedMark.isNear(sequence, durable),
            now &- askedAt > ReservedMark.patienceNanoseconds
        else { return nil }
        askedAt = now
        return asked
    }

    mutating func becameDurable(_ mark: UInt64) {
        durable = max(durable, mark)
        asked = max(asked, durable)
    }

    @inline(__always)
    private static func isNear(_ sequence: UInt64, _ mark: UInt64) -> Bool {
        sequence >= mark || mark - sequence <= near
    }
}
