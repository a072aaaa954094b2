// The index of moving units: where every unit is now, and which ones are nearest. Ids are dense numbers
// chosen by the caller, from 0. It knows no time: the age of a position is kept by whoever writes it here.
//
// Answers are exact with regard to the projected Float positions (`LocalProjection`): sorted by distance,
// equal distances by lower id, so the same operations give the same bytes. Places outside the box given at
// the start are held by the border cells and stay exact; many of them make queries slow, not wrong.
//
// Cost: a move is O(1); k nearest looks at about a dozen cells at any fleet size; a review of the grid
// (`FleetGrid+Regrid.swift`) costs O(units + cells) once in that many changes of cell: a pause of about 0.1 s
// at a million units. Memory: below 200 bytes a unit from a thousand units on. Not Sendable: one owner.

/// A grid of moving units.
public final class FleetIndex {
    // Behind a pointer: fields of a class cost an exclusivity check at every access, these do not.
    let grid: UnsafeMutablePointer<FleetGrid>

    /// - Parameters:
    ///   - centre: reference of the projection, the middle of the box.
    ///   - halfExtentMetres: from the middle to each side of the box; at least 100 m, at most 1,000 km.
    ///   - reservedIds: room for ids 0..<reservedIds from the start; more are taken as they come.
    public init(centre: Coordinate, halfExtentMetres: Double = 75_000, reservedIds: Int = 0) {
        let half = halfExtentMetres.isFinite ? min(max(halfExtentMetres, 100), 1_000_000) : 75_000
        grid = UnsafeMutablePointer<FleetGrid>.allocate(capacity: 1)
        grid.initialize(
            to: FleetGrid(
                projection: LocalProjection(reference: centre), halfExtentMetres: Float(half),
                reservedIds: max(0, reservedIds)))
    }

    deinit {
        grid.pointee.deallocate()
        grid.deinitialize(count: 1)
        grid.deallocate()
    }

    /// The plane that positions and distances are measured on.
    public var projection: LocalProjection { grid.pointee.projection }
    /// Units present.
    public var count: Int { grid.pointee.count }
    /// Bytes the index holds now.
    public var allocatedBytes: Int { MemoryLayout<FleetGrid>.stride + grid.pointee.allocatedBytes }
    /// Side of a cell now, in metres.
    public var cellMetres: Float { grid.pointee.cellMetres }

    /// Puts the unit there, whether it was present or not. `id` >= 0; memory grows with the highest id seen.
    public func move(_ id: Int32, to place: Coordinate) {
        precondition(id >= 0)
        grid.pointee.move(Int(id), to: place)
    }

    /// Takes the unit out; false where it was not there.
    @discardableResult
    public func remove(_ id: Int32) -> Bool { grid.pointee.remove(Int(id)) }

    public func contains(_ id: Int32) -> Bool { grid.pointee.contains(Int(id)) }

    /// The place last given for the unit, unrounded.
    public func position(_ id: Int32) -> Coordinate? { grid.pointee.position(Int(id)) }

    /// The `count` nearest units, nearest first, into `hits`.
    ///
    /// `eligible`, where given, holds one byte per id: only units with a byte other than 0 are answered, ids
    /// beyond its end are not.
    public func nearest(
        to place: Coordinate, count: Int, eligible: UnsafeBufferPointer<UInt8>? = nil, into hits: FleetHits
    ) {
        grid.pointee.nearest(
            to: grid.pointee.projection.point(of: place), count: count, eligible: eligible, into: hits)
    }

    /// The `count` nearest units as an array, nearest first; `eligible` as above.
    public func nearest(to place: Coordinate, count: Int, eligible: [UInt8]? = nil) -> [UnitDistance] {
        let hits = FleetHits(capacity: max(1, min(count, self.count)))
        if let eligible {
            eligible.withUnsafeBufferPointer {
                nearest(to: place, count: count, eligible: $0, into: hits)
            }
        } else {
            nearest(to: place, count: count, eligible: nil, into: hits)
        }
        return hits.array
    }

    /// All units at most `radiusMetres` away (planar, squared in Float), into `hits`: nearest first where
    /// `sorted`, else in the order of the grid. None where the radius is negative or no number.
    public func within(
        radiusMetres: Double, of place: Coordinate, sorted: Bool = true, into hits: FleetHits
    ) {
        grid.pointee.within(
            radiusMetres: Float(radiusMetres), of: grid.pointee.projection.point(of: place), into: hits)
        if sorted { hits.sort() }
    }

    /// All units at most `radiusMetres` away as an array, nearest first.
    public func within(radiusMetres: Double, of place: Coordinate) -> [UnitDistance] {
        let hits = FleetHits()
        within(radiusMetres: radiusMetres, of: place, into: hits)
        return hits.array
    }
}
