// k nearest: windows of cells around the place, 2 x 2, 4 x 4, ... each a ring around the one before, until
// the ring's inner edge is farther than the k-th hit; a place still open after `nearRings` rings goes on
// through the occupied cells of whole tiles. Every cell is measured against the k-th hit before it is
// opened.
//
// Why it is exact: a cell's lower bound is measured from the place clamped to the box, to the cell's square.
// Units outside the box are in the cell that their clamped position falls into, and clamping to a box never
// lengthens a distance, so the bound holds for them and for places outside as well. Rounding is covered by
// `slack` (positions of edges) and by `widen` (squares and sums): a Float's relative error is 6e-8.

/// An occupied cell on its way to being scanned.
struct NotedCell {
    /// Cells of the widest ring, and of a tile: what a search notes before it scans.
    static let most = 64

    let cell: FleetCell
    let squaredGap: Float
}

/// A query under way. All fields are locals of one function; nothing is allocated.
struct NearestSearch {
    /// Relative room for rounding in squared distances.
    @inline(__always) static var widen: Float { 1 + 2e-6 }
    /// Computed, not stored: a stored static would be guarded by a call at every use.
    @inline(__always)
    static var powers: SIMD16<Int32> {
        SIMD16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
    }

    let cells: UnsafeMutablePointer<FleetCell>
    let blocks: UnsafeMutableRawPointer
    let next: UnsafeMutablePointer<Int32>
    let eligible: UnsafePointer<UInt8>?
    let eligibleCount: Int
    let keys: UnsafeMutablePointer<UInt64>
    let noted: UnsafeMutablePointer<NotedCell>
    let last: Int
    let place: PlanarPoint
    /// The place clamped to the box, in cells.
    let column: Float
    let row: Float
    let slack: Float
    /// From square metres to square cells, widened.
    let squareScale: Float
    var worst = FleetHits.nobody
    var bound = Float.infinity
    var scanned = 0
    var considered = 0
    var notedCount = 0
    var touched: UInt32 = 0

    /// Whether everything that far away is farther than the k-th hit. Nothing is while hits are missing.
    @inline(__always)
    func isBeyond(squaredCells: Float) -> Bool { squaredCells > bound * squareScale }

    /// Distance in cells, never too long, from the clamped place to a column or row.
    @inline(__always)
    func gap(_ index: Int, from position: Float) -> Float {
        let low = Float(index)
        return max(0, max(low - position, position - (low + 1)) - slack)
    }

    /// Squared distance in cells, never too long, from the clamped place to a cell.
    @inline(__always)
    func squaredGap(_ x: Int, squaredRowGap: Float) -> Float {
        let columnGap = gap(x, from: column)
        return columnGap * columnGap + squaredRowGap
    }

    /// Notes an occupied cell that may hold a hit, for `scanNoted`. No branch: they would be guessed wrong.
    @inline(__always)
    mutating func note(_ cell: FleetCell, squaredGap: Float) {
        noted[notedCount] = NotedCell(cell: cell, squaredGap: squaredGap)
        let mayHold = cell.count > 0 && !isBeyond(squaredCells: squaredGap)
        notedCount &+= mayHold ? 1 : 0
        considered &+= 1
    }

    /// Scans what has been noted. All first blocks are touched before the first is used: their way from
    /// memory is most of a query's time, and this lets them come together.
    @inline(__always)
    mutating func scanNoted() {
        let count = notedCount
        for index in 0..<count {
            let base = blocks + Int(noted[index].cell.head) &* FleetGrid.blockBytes
            touched &+= base.load(as: UInt32.self) &+ (base + FleetGrid.yBytes).load(as: UInt32.self)
        }
        for index in 0..<count where !isBeyond(squaredCells: noted[index].squaredGap) {
            scan(noted[index].cell)
        }
        notedCount = 0
    }

    @inline(__always)
    mutating func scan(_ cell: FleetCell) {
        scanned &+= 1
        var block = Int(cell.head)
        var remaining = cell.count
        while true {
            let base = blocks + block &* FleetGrid.blockBytes
            let east = base.load(as: SIMD16<Float>.self) - place.eastMetres
            let north = (base + FleetGrid.yBytes).load(as: SIMD16<Float>.self) - place.northMetres
            let squares = east * east + north * north
            let near = squares .<= SIMD16<Float>(repeating: bound)
            var bits = SIMD16<Int32>.zero.replacing(with: NearestSearch.powers, where: near).wrappedSum()
            while bits != 0 {
                let slot = bits.trailingZeroBitCount
                bits &= bits &- 1
                offer(base + slot &* 4)
            }
            remaining &-= 16
            if remaining <= 0 { return }
            block = Int(next[block])
        }
    }

    /// Takes the unit whose x lies at `x` if it is nearer than the k-th hit.
    @inline(__always)
    private mutating func offer(_ x: UnsafeMutableRawPointer) {
        let east = x.load(as: Float.self) - place.eastMetres
        let north = (x + FleetGrid.yBytes).load(as: Float.self) - place.northMetres
        let id = (x + FleetGrid.idBytes).load(as: UInt32.self)
        let key = UInt64((east * east + north * north).bitPattern) &<< 32 | UInt64(id)
        guard key < worst else { return }
        if let eligible {
            guard Int(id) < eligibleCount, eligible[Int(id)] != 0 else { return }
        }
        var position = last
        while position > 0, keys[position &- 1] > key {
            keys[position] = keys[position &- 1]
            position &-= 1
        }
        keys[position] = key
        worst = keys[last]
        bound = Float(bitPattern: UInt32(truncatingIfNeeded: worst &>> 32))
    }
}

extension FleetGrid {
    /// Rings walked cell by cell before the search turns to tiles.
    static let nearRings = 6

    func nearest(
        to place: PlanarPoint, count wanted: Int, eligible: UnsafeBufferPointer<UInt8>?, into hits: FleetHits
    ) {
        let k = min(wanted, count)
        hits.count = 0
        hits.cellsScanned = 0
        hits.cellsConsidered = 0
        guard k > 0 else { return }
        hits.reserve(k)
        let keys = hits.keys
        for index in 0..<k { keys[index] = FleetHits.nobody }
        let limit = Float(side)
        var search = NearestSearch(
            cells: cells, blocks: blocks, next: next, eligible: eligible?.baseAddress,
            eligibleCount: eligible?.count ?? 0, keys: keys, noted: hits.noted, last: k - 1,
            place: place,
            column: max(0, min(limit, (place.eastMetres + half) * cellsPerMetre)),
            row: max(0, min(limit, (place.northMetres + half) * cellsPerMetre)),
            slack: 2e-6 * limit,
            squareScale: cellsPerMetre * cellsPerMetre * NearestSearch.widen)
        // An empty list of eligible units has no address; nobody is eligible then.
        if eligible == nil || search.eligible != nil {
            if !walkRings(&search) { walkTiles(&search) }
        }
        var found = k
        while found > 0, keys[found - 1] == FleetHits.nobody { found -= 1 }
        hits.count = found
        hits.cellsScanned = search.scanned
        hits.cellsConsidered = search.considered
        hits.touched = search.touched
    }

    /// Whether the search is complete.
    @inline(__always)
    private func walkRings(_ search: inout NearestSearch) -> Bool {
        let left = Int((search.column + 0.5).rounded(.down)) &- 1
        let bottom = Int((search.row + 0.5).rounded(.down)) &- 1
        for ring in 0..<FleetGrid.nearRings {
            let x0 = left &- ring
            let x1 = left &+ 1 &+ ring
            let y0 = bottom &- ring
            let y1 = bottom &+ 1 &+ ring
            for y in (y0 &+ 1)..<max(y0 &+ 1, y1) { noteEnds(y, x0, x1, &search) }
            noteRow(y0, x0, x1, &search)
            noteRow(y1, x0, x1, &search)
            search.scanNoted()
            if isComplete(x0, x1, y0, y1, search) { return true }
        }
        return false
    }

    /// Whether nothing outside the window of cells can be a hit.
    @inline(__always)
    private func isComplete(_ x0: Int, _ x1: Int, _ y0: Int, _ y1: Int, _ search: NearestSearch) -> Bool {
        var edge = Float.infinity
        if x0 > 0 { edge = min(edge, search.column - Float(x0)) }
        if y0 > 0 { edge = min(edge, search.row - Float(y0)) }
        if x1 < side &- 1 { edge = min(edge, Float(x1 &+ 1) - search.column) }
        if y1 < side &- 1 { edge = min(edge, Float(y1 &+ 1) - search.row) }
        edge = max(0, edge - search.slack)
        return edge == .infinity || search.isBeyond(squaredCells: edge * edge)
    }

    /// Cells x0...x1 of a row, as far as they are on the grid.
    @inline(__always)
    private func noteRow(_ y: Int, _ x0: Int, _ x1: Int, _ search: inout NearestSearch) {
        guard y >= 0, y < side else { return }
        let rowGap = search.gap(y, from: search.row)
        let squaredRowGap = rowGap * rowGap
        if search.isBeyond(squaredCells: squaredRowGap) { return }
        let line = cells + y &* side
        var x = max(0, x0)
        let end = min(side &- 1, x1)
        while x <= end {
            search.note(line[x], squaredGap: search.squaredGap(x, squaredRowGap: squaredRowGap))
            x &+= 1
        }
    }

    /// Cells x0 and x1 of a row, as far as they are on the grid.
    @inline(__always)
    private func noteEnds(_ y: Int, _ x0: Int, _ x1: Int, _ search: inout NearestSearch) {
        guard y >= 0, y < side else { return }
        let rowGap = search.gap(y, from: search.row)
        let squaredRowGap = rowGap * rowGap
        let line = cells + y &* side
        if x0 >= 0 {
            search.note(line[x0], squaredGap: search.squaredGap(x0, squaredRowGap: squaredRowGap))
        }
        if x1 < side {
            search.note(line[x1], squaredGap: search.squaredGap(x1, squaredRowGap: squaredRowGap))
        }
    }

    /// The occupied cells of all tiles in rings of tiles, save those that `walkRings` has been through.
    @inline(never)
    private func walkTiles(_ search: inout NearestSearch) {
        let left = Int((search.column + 0.5).rounded(.down)) - FleetGrid.nearRings
        let bottom = Int((search.row + 0.5).rounded(.down)) - FleetGrid.nearRings
        let seenColumns = left..<(left + 2 * FleetGrid.nearRings)
        let seenRows = bottom..<(bottom + 2 * FleetGrid.nearRings)
        let middleX = min(Int(search.column), side - 1) >> 3
        let middleY = min(Int(search.row), side - 1) >> 3
        for ring in 0..<tileSide {
            let x0 = middleX - ring
            let x1 = middleX + ring
            let y0 = middleY - ring
            let y1 = middleY + ring
            for y in max(0, y0)...min(tileSide - 1, y1) {
                let step = ring == 0 || y == y0 || y == y1 ? 1 : x1 - x0
                var x = x0
                while x <= x1 {
                    if x >= 0 && x < tileSide { walkTile(x, y, seenColumns, seenRows, &search) }
                    x += step
                }
            }
            if isComplete(x0 * 8, x1 * 8 + 7, y0 * 8, y1 * 8 + 7, search) { return }
        }
    }

    private func walkTile(
        _ x: Int, _ y: Int, _ seenColumns: Range<Int>, _ seenRows: Range<Int>, _ search: inout NearestSearch
    ) {
        search.considered += 1
        var bits = tiles[y * tileSide + x]
        while bits != 0 {
            let bit = bits.trailingZeroBitCount
            bits &= bits - 1
            let column = x * 8 + (bit & 7)
            let row = y * 8 + (bit >> 3)
            if seenColumns.contains(column) && seenRows.contains(row) { continue }
            let rowGap = search.gap(row, from: search.row)
            search.note(
                cells[row * side + column],
                squaredGap: search.squaredGap(column, squaredRowGap: rowGap * rowGap))
        }
        search.scanNoted()
    }
}
