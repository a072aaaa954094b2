// The reusable answer of a fleet query: one allocation for the life of the caller, none per query once it is
// large enough. A hit is one 64-bit key, the bits of the squared distance above the id: a distance is never
// negative, so keys order by distance and equal distances by lower id.
//
// Not Sendable: one per querying thread.

/// One unit of an answer.
public struct UnitDistance: Equatable, Sendable {
    public let id: Int32
    /// Squared planar distance, square metres.
    public let squaredMetres: Float

    /// Planar distance in metres.
    public var distanceMetres: Float { squaredMetres.squareRoot() }

    public init(id: Int32, squaredMetres: Float) {
        self.id = id
        self.squaredMetres = squaredMetres
    }
}

/// A caller's buffer for answers, filled by `FleetIndex.nearest` and `FleetIndex.within`.
public final class FleetHits {
    /// Infinite distance, highest id: sorts behind every real hit and lets every real hit in.
    static let nobody = UInt64(Float.infinity.bitPattern) << 32 | 0xFFFF_FFFF

    private(set) var keys: UnsafeMutablePointer<UInt64>
    private(set) var capacity: Int
    /// Hits of the last query.
    public internal(set) var count = 0
    /// Cells of the grid whose units the last query looked at: its work.
    public internal(set) var cellsScanned = 0
    /// Cells and tiles (of 64 cells) the last query considered at all.
    public internal(set) var cellsConsidered = 0

    /// Room for the cells a search is about to scan.
    let noted = UnsafeMutablePointer<NotedCell>.allocate(capacity: NotedCell.most + 1)
    /// Keeps the early touching of blocks from being optimised away; it means nothing.
    var touched: UInt32 = 0

    /// `capacity` is only a start: the buffer grows to the largest answer asked for, and never shrinks.
    public init(capacity: Int = 64) {
        self.capacity = max(1, capacity)
        keys = UnsafeMutablePointer<UInt64>.allocate(capacity: self.capacity)
        keys.initialize(repeating: FleetHits.nobody, count: self.capacity)
    }

    deinit {
        keys.deallocate()
        noted.deallocate()
    }

    /// The hit at `index` in 0..<count.
    public subscript(index: Int) -> UnitDistance {
        precondition(index >= 0 && index < count)
        let key = keys[index]
        return UnitDistance(
            id: Int32(truncatingIfNeeded: key), squaredMetres: Float(bitPattern: UInt32(key >> 32)))
    }

    /// A copy of all hits, in order.
    public var array: [UnitDistance] { (0..<count).map { self[$0] } }

    @inline(__always)
    func reserve(_ wanted: Int) {
        if wanted > capacity { grow(to: wanted) }
    }

    @inline(never)
    private func grow(to wanted: Int) {
        let newCapacity = max(wanted, capacity * 2)
        let moved = UnsafeMutablePointer<UInt64>.allocate(capacity: newCapacity)
        moved.moveInitialize(from: keys, count: capacity)
        (moved + capacity).initialize(repeating: FleetHits.nobody, count: newCapacity - capacity)
        keys.deallocate()
        keys = moved
        capacity = newCapacity
    }

    func sort() {
        var found = UnsafeMutableBufferPointer(start: keys, count: count)
        found.sort()
    }
}
