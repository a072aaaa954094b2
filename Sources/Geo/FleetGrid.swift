// The memory of the fleet index: a uniform grid of square cells; each cell owns a chain of blocks of 16
// units, x, y and ids apart (192 bytes, three cache lines) so that one vector operation measures 16
// distances. Only the head block of a chain may be part full; free slots hold NaN, which no distance test
// lets through, so a scan never asks how full a block is. Above the cells, one bit per cell in tiles of 8 x
// 8 says which are occupied, so that a query in an empty region does not walk it cell by cell.
//
// All memory is manual; `FleetIndex` owns it and calls `deallocate`. Bounds: block and slot share an Int32,
// so at most 2^27 blocks.

/// A cell: its newest block and how many units the whole chain holds.
struct FleetCell {
    var head: Int32
    var count: Int32
}

/// What is known by id. One record, so that a move touches one cache line for it.
struct FleetUnit {
    /// Block times 16 plus slot; -1 where the unit is absent.
    var slot: Int32
    var cell: Int32
    var latitudeE7: Int32
    var longitudeE7: Int32

    static let absent = FleetUnit(slot: -1, cell: -1, latitudeE7: 0, longitudeE7: 0)
}

struct FleetGrid {
    static let blockBytes = 192
    static let yBytes = 64
    static let idBytes = 128

    let projection: LocalProjection
    /// The box reaches from -half to +half in both directions.
    let half: Float
    var cellMetres: Float
    var cellsPerMetre: Float
    /// Cells along each side.
    var side: Int
    /// Highest column or row, as Float, for clamping.
    var lastCell: Float
    var tileSide: Int

    var cells: UnsafeMutablePointer<FleetCell>
    var tiles: UnsafeMutablePointer<UInt64>
    var blocks: UnsafeMutableRawPointer
    /// The older block of the chain, or of the list of free blocks.
    var next: UnsafeMutablePointer<Int32>
    var blockCapacity: Int
    var blocksUsed = 0
    var firstFree: Int32 = -1

    var units: UnsafeMutablePointer<FleetUnit>
    var unitCapacity: Int
    var count = 0
    /// Changes of cell left until the size of the cells is looked at again.
    var changesUntilReview = FleetGrid.leastUnitsToReview

    init(projection: LocalProjection, halfExtentMetres: Float, reservedIds: Int) {
        self.projection = projection
        half = halfExtentMetres
        side = FleetGrid.leastSide
        cellMetres = 2 * halfExtentMetres / Float(side)
        cellsPerMetre = Float(side) / (2 * halfExtentMetres)
        lastCell = Float(side - 1)
        tileSide = (side + 7) >> 3
        cells = FleetGrid.makeCells(side * side)
        tiles = FleetGrid.makeTiles(tileSide * tileSide)
        blockCapacity = 16
        blocks = FleetGrid.makeBlocks(blockCapacity)
        next = UnsafeMutablePointer<Int32>.allocate(capacity: blockCapacity)
        unitCapacity = max(16, reservedIds)
        units = FleetMemory.allocate(FleetUnit.self, unitCapacity)
        units.initialize(repeating: .absent, count: unitCapacity)
    }

    func deallocate() {
        cells.deallocate()
        tiles.deallocate()
        blocks.deallocate()
        next.deallocate()
        units.deallocate()
    }

    var allocatedBytes: Int {
        FleetMemory.bytes(side * side * MemoryLayout<FleetCell>.stride) + tileSide * tileSide * 8
            + FleetMemory.bytes(blockCapacity * FleetGrid.blockBytes) + blockCapacity * 4
            + FleetMemory.bytes(unitCapacity * MemoryLayout<FleetUnit>.stride)
    }

    static func makeCells(_ count: Int) -> UnsafeMutablePointer<FleetCell> {
        let cells = FleetMemory.allocate(FleetCell.self, count)
        cells.initialize(repeating: FleetCell(head: -1, count: 0), count: count)
        return cells
    }

    static func makeTiles(_ count: Int) -> UnsafeMutablePointer<UInt64> {
        let tiles = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
        tiles.initialize(repeating: 0, count: count)
        return tiles
    }

    static func makeBlocks(_ count: Int) -> UnsafeMutableRawPointer {
        FleetMemory.allocate(byteCount: count * blockBytes)
    }

    // MARK: Reading

    func contains(_ id: Int) -> Bool { id >= 0 && id < unitCapacity && units[id].slot >= 0 }

    func position(_ id: Int) -> Coordinate? {
        guard contains(id) else { return nil }
        return Coordinate(latitudeE7: units[id].latitudeE7, longitudeE7: units[id].longitudeE7)
    }

    /// The cell of a point; what lies outside the box belongs to the border.
    @inline(__always)
    func cellIndex(_ point: PlanarPoint) -> Int {
        let column = (point.eastMetres + half) * cellsPerMetre
        let row = (point.northMetres + half) * cellsPerMetre
        if column >= 0, column <= lastCell, row >= 0, row <= lastCell {
            return Int(Int32(row)) &* side &+ Int(Int32(column))
        }
        return Int(max(0, min(lastCell, row))) &* side &+ Int(max(0, min(lastCell, column)))
    }

    // MARK: Writing

    mutating func move(_ id: Int, to place: Coordinate) {
        if id >= unitCapacity { growUnits(toHold: id) }
        let point = projection.point(of: place)
        let cell = cellIndex(point)
        let unit = units + id
        unit.pointee.latitudeE7 = place.latitudeE7
        unit.pointee.longitudeE7 = place.longitudeE7
        let slot = Int(unit.pointee.slot)
        if slot >= 0 {
            if Int(unit.pointee.cell) == cell {
                let x = blocks + (slot >> 4) &* FleetGrid.blockBytes + (slot & 15) &* 4
                x.storeBytes(of: point.eastMetres, as: Float.self)
                (x + FleetGrid.yBytes).storeBytes(of: point.northMetres, as: Float.self)
                return
            }
            takeOut(slot: slot, cell: Int(unit.pointee.cell))
        } else {
            count += 1
        }
        put(id, at: point, cell: cell)
        changesUntilReview -= 1
        if changesUntilReview <= 0 { review() }
    }

    mutating func remove(_ id: Int) -> Bool {
        guard contains(id) else { return false }
        takeOut(slot: Int(units[id].slot), cell: Int(units[id].cell))
        units[id] = .absent
        count -= 1
        changesUntilReview -= 1
        if changesUntilReview <= 0 { review() }
        return true
    }

    @inline(__always)
    private mutating func put(_ id: Int, at point: PlanarPoint, cell: Int) {
        let entry = cells + cell
        let slot = Int(entry.pointee.count) & 15
        if slot == 0 {
            let block = takeBlock()
            next[block] = entry.pointee.head
            entry.pointee.head = Int32(truncatingIfNeeded: block)
            if entry.pointee.count == 0 { flipTileBit(ofCell: cell) }
        }
        let block = Int(entry.pointee.head)
        entry.pointee.count &+= 1
        let x = blocks + block &* FleetGrid.blockBytes + slot &* 4
        x.storeBytes(of: point.eastMetres, as: Float.self)
        (x + FleetGrid.yBytes).storeBytes(of: point.northMetres, as: Float.self)
        (x + FleetGrid.idBytes).storeBytes(of: Int32(truncatingIfNeeded: id), as: Int32.self)
        units[id].slot = Int32(truncatingIfNeeded: block &* 16 &+ slot)
        units[id].cell = Int32(truncatingIfNeeded: cell)
    }

    /// Fills the hole with the last unit of the head block, so that only head blocks are part full.
    @inline(__always)
    private mutating func takeOut(slot: Int, cell: Int) {
        let entry = cells + cell
        let head = Int(entry.pointee.head)
        let last = (Int(entry.pointee.count) &- 1) & 15
        let hole = blocks + (slot >> 4) &* FleetGrid.blockBytes + (slot & 15) &* 4
        let tail = blocks + head &* FleetGrid.blockBytes + last &* 4
        let moved = (tail + FleetGrid.idBytes).load(as: Int32.self)
        hole.storeBytes(of: tail.load(as: Float.self), as: Float.self)
        (hole + FleetGrid.yBytes).storeBytes(
            of: (tail + FleetGrid.yBytes).load(as: Float.self), as: Float.self)
        (hole + FleetGrid.idBytes).storeBytes(of: moved, as: Int32.self)
        units[Int(moved)].slot = Int32(truncatingIfNeeded: slot)
        tail.storeBytes(of: Float.nan, as: Float.self)
        entry.pointee.count &-= 1
        if last == 0 {
            entry.pointee.head = next[head]
            next[head] = firstFree
            firstFree = Int32(truncatingIfNeeded: head)
            if entry.pointee.count == 0 { flipTileBit(ofCell: cell) }
        }
    }

    @inline(__always)
    func flipTileBit(ofCell cell: Int) {
        let row = cell / side
        let column = cell &- row &* side
        tiles[(row >> 3) &* tileSide &+ (column >> 3)] ^= 1 &<< UInt64((row & 7) &* 8 &+ (column & 7))
    }

    /// A block whose slots are all free.
    @inline(__always)
    private mutating func takeBlock() -> Int {
        let block: Int
        if firstFree >= 0 {
            block = Int(firstFree)
            firstFree = next[block]
        } else {
            if blocksUsed == blockCapacity { growBlocks() }
            block = blocksUsed
            blocksUsed += 1
        }
        clearBlock(block)
        return block
    }

    @inline(__always)
    func clearBlock(_ block: Int) {
        (blocks + block &* FleetGrid.blockBytes).storeBytes(
            of: SIMD16<Float>(repeating: .nan), as: SIMD16<Float>.self)
        // Rows y and id are read by vector scans too: give them values once, whatever they are.
        (blocks + block &* FleetGrid.blockBytes + FleetGrid.yBytes).storeBytes(
            of: SIMD16<Float>.zero, as: SIMD16<Float>.self)
        (blocks + block &* FleetGrid.blockBytes + FleetGrid.idBytes).storeBytes(
            of: SIMD16<Int32>.zero, as: SIMD16<Int32>.self)
    }

    @inline(never)
    private mutating func growBlocks() {
        let wider = blockCapacity + blockCapacity / 2
        precondition(wider < 1 << 27)
        let moved = FleetGrid.makeBlocks(wider)
        moved.copyMemory(from: blocks, byteCount: blocksUsed * FleetGrid.blockBytes)
        blocks.deallocate()
        blocks = moved
        let movedNext = UnsafeMutablePointer<Int32>.allocate(capacity: wider)
        movedNext.moveInitialize(from: next, count: blocksUsed)
        next.deallocate()
        next = movedNext
        blockCapacity = wider
    }

    @inline(never)
    private mutating func growUnits(toHold id: Int) {
        let wider = max(id + 1, unitCapacity + unitCapacity / 2)
        let moved = FleetMemory.allocate(FleetUnit.self, wider)
        moved.moveInitialize(from: units, count: unitCapacity)
        (moved + unitCapacity).initialize(repeating: .absent, count: wider - unitCapacity)
        units.deallocate()
        units = moved
        unitCapacity = wider
    }
}
