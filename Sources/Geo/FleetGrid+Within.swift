// All units within a radius: every cell that the circle's square touches, 16 distances at a time, taken
// without a branch per unit. Exact for the same reason as k nearest (see `FleetGrid+Nearest.swift`): a unit
// within the radius has its clamped position within the radius of the clamped place.
//
// Cost: O(cells under the square + units in them). No allocation once `hits` is large enough.

extension FleetGrid {
    func within(radiusMetres radius: Float, of place: PlanarPoint, into hits: FleetHits) {
        hits.count = 0
        hits.cellsScanned = 0
        hits.cellsConsidered = 0
        guard radius >= 0 else { return }
        let limit = Float(side)
        let reach = radius * cellsPerMetre * NearestSearch.widen + 2e-6 * limit
        let column = max(0, min(limit, (place.eastMetres + half) * cellsPerMetre))
        let row = max(0, min(limit, (place.northMetres + half) * cellsPerMetre))
        let x0 = Int(max(0, min(lastCell, column - reach)))
        let x1 = Int(max(0, min(lastCell, column + reach)))
        let y0 = Int(max(0, min(lastCell, row - reach)))
        let y1 = Int(max(0, min(lastCell, row + reach)))
        let square = radius * radius
        var found = 0
        for y in y0...y1 {
            let line = cells + y &* side
            for x in x0...x1 where line[x].count > 0 {
                // 16 more than there can be: the last block is written whole, its free slots too.
                hits.reserve(found &+ Int(line[x].count) &+ 16)
                found = collect(line[x], within: square, of: place, into: hits.keys, from: found)
                hits.cellsScanned &+= 1
            }
        }
        hits.count = found
        hits.cellsConsidered = (x1 - x0 + 1) * (y1 - y0 + 1)
    }

    @inline(__always)
    private func collect(
        _ cell: FleetCell, within square: Float, of place: PlanarPoint,
        into keys: UnsafeMutablePointer<UInt64>, from start: Int
    ) -> Int {
        var found = start
        var block = Int(cell.head)
        var remaining = cell.count
        while true {
            let base = blocks + block &* FleetGrid.blockBytes
            for slot in 0..<16 {
                let x = base + slot &* 4
                let east = x.load(as: Float.self) - place.eastMetres
                let north = (x + FleetGrid.yBytes).load(as: Float.self) - place.northMetres
                let distance = east * east + north * north
                let id = (x + FleetGrid.idBytes).load(as: UInt32.self)
                keys[found] = UInt64(distance.bitPattern) &<< 32 | UInt64(id)
                found &+= distance <= square ? 1 : 0
            }
            remaining &-= 16
            if remaining <= 0 { return found }
            block = Int(next[block])
        }
    }
}
