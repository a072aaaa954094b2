// The size of the cells follows the fleet. After as many changes of cell as there are units, the grid is
// reviewed: how many units share the cell of an average unit? Far from what suits the queries, the grid is
// cut anew. Cutting also lays the blocks of neighbouring cells side by side, which is what a query's memory
// traffic lives on. It never changes an answer.
//
// Cost: O(units + cells); at most once per `units` changes of cell. Bounds: at most `mostCellsPerUnit`
// cells a unit (never below 16 x 16), cells at least 10 m wide.

extension FleetGrid {
    static let leastSide = 16
    static let leastUnitsToReview = 64
    static let leastCellMetres: Float = 10
    static let mostCellsPerUnit = 4
    /// Units in the cell of an average unit that the grid is cut for: measured, not derived.
    static let suitableMates: Double = 16

    /// Looks at the grid, and cuts it anew where its cells no longer suit the fleet.
    @inline(never)
    mutating func review() {
        changesUntilReview = max(FleetGrid.leastUnitsToReview, count)
        let wanted = suitableSide()
        if wanted * 4 > side * 5 || wanted * 5 < side * 4 { regrid(side: wanted) }
    }

    /// Cells along a side that would give an average unit about `suitableMates` in its cell, itself included.
    private func suitableSide() -> Int {
        guard count > 0 else { return FleetGrid.leastSide }
        var squares = 0.0
        for cell in 0..<(side * side) {
            let units = Double(cells[cell].count)
            squares += units * units
        }
        // Units in the cell of an average unit, if mates went with the area of a cell.
        let mates = max(1, squares / Double(count))
        let factor = (mates / FleetGrid.suitableMates).squareRoot()
        let wanted = Double(side) * min(8, max(0.125, factor))
        let mostByMemory = Double(count * FleetGrid.mostCellsPerUnit).squareRoot()
        let mostByWidth = Double(2 * half / FleetGrid.leastCellMetres)
        return max(FleetGrid.leastSide, Int(min(wanted, mostByMemory, mostByWidth)))
    }

    /// Cuts the grid into `side` x `side` cells and lays all units out anew, tile by tile.
    mutating func regrid(side newSide: Int) {
        cells.deallocate()
        tiles.deallocate()
        side = newSide
        cellMetres = 2 * half / Float(side)
        cellsPerMetre = Float(side) / (2 * half)
        lastCell = Float(side - 1)
        tileSide = (side + 7) >> 3
        cells = FleetGrid.makeCells(side * side)
        tiles = FleetGrid.makeTiles(tileSide * tileSide)
        for id in 0..<unitCapacity where units[id].slot >= 0 {
            let cell = cellIndex(projectedUnit(id))
            units[id].cell = Int32(truncatingIfNeeded: cell)
            cells[cell].count += 1
        }
        layBlocks()
        // Heads point at the first block of the cell for now; `count` is the cursor.
        for id in 0..<unitCapacity where units[id].slot >= 0 {
            let point = projectedUnit(id)
            let cell = Int(units[id].cell)
            let position = Int(cells[cell].count)
            cells[cell].count += 1
            let slot = Int(cells[cell].head) * 16 + position
            let x = blocks + (slot >> 4) * FleetGrid.blockBytes + (slot & 15) * 4
            x.storeBytes(of: point.eastMetres, as: Float.self)
            (x + FleetGrid.yBytes).storeBytes(of: point.northMetres, as: Float.self)
            (x + FleetGrid.idBytes).storeBytes(of: Int32(truncatingIfNeeded: id), as: Int32.self)
            units[id].slot = Int32(truncatingIfNeeded: slot)
        }
        for cell in 0..<(side * side) where cells[cell].count > 0 {
            cells[cell].head += (cells[cell].count - 1) >> 4
            flipTileBit(ofCell: cell)
        }
    }

    private func projectedUnit(_ id: Int) -> PlanarPoint {
        guard let place = position(id) else { preconditionFailure("a present unit has a place") }
        return projection.point(of: place)
    }

    /// Gives every cell the blocks for the units counted in it, contiguous and chained; sets counts back to
    /// 0.
    private mutating func layBlocks() {
        var needed = 0
        for cell in 0..<(side * side) { needed += Int(cells[cell].count + 15) >> 4 }
        // Room for the cells that units will move into; freed blocks come back, so this seldom grows again.
        let capacity = max(16, needed + needed / 4)
        precondition(capacity < 1 << 27)
        blocks.deallocate()
        next.deallocate()
        blocks = FleetGrid.makeBlocks(capacity)
        next = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
        blockCapacity = capacity
        blocksUsed = 0
        firstFree = -1
        for tile in 0..<(tileSide * tileSide) {
            let row = tile / tileSide * 8
            let column = tile % tileSide * 8
            for y in row..<min(row + 8, side) {
                for x in column..<min(column + 8, side) { layBlocks(ofCell: y * side + x) }
            }
        }
    }

    private mutating func layBlocks(ofCell cell: Int) {
        let wanted = Int(cells[cell].count + 15) >> 4
        guard wanted > 0 else { return }
        cells[cell].head = Int32(truncatingIfNeeded: blocksUsed)
        cells[cell].count = 0
        for position in 0..<wanted {
            let block = blocksUsed
            blocksUsed += 1
            clearBlock(block)
            next[block] = position == 0 ? -1 : Int32(truncatingIfNeeded: block - 1)
        }
    }
}
