// The prepared keys of all units, found by the unit's place and the key epoch. Built once; read without
// allocation.

/// Prepared keys in one array, a unit's epochs side by side.
final class KeyTable {
    let up: UnsafeMutablePointer<AuthenticationKey>
    let epochs: UnsafeMutablePointer<UInt16>
    let down: [DownKeys]
    let count: Int
    /// Where a unit's keys begin; one more entry ends the last.
    private let first: UnsafeMutablePointer<Int32>
    private let unitCount: Int

    /// `unitNumbers[i]` is unit i. Keys of other units are left out.
    init(unitNumbers: [UInt32], keys: [UnitKey], purpose: KeyPurpose) {
        var place: [UInt32: Int] = [:]
        for (index, number) in unitNumbers.enumerated() { place[number] = index }
        let known = keys.compactMap { key in place[key.unitNumber].map { (unit: $0, key: key) } }
            .sorted { ($0.unit, $0.key.epoch) < ($1.unit, $1.key.epoch) }
        count = known.count
        unitCount = unitNumbers.count
        up = .allocate(capacity: max(1, known.count))
        epochs = .allocate(capacity: max(1, known.count))
        first = .allocate(capacity: unitNumbers.count + 1)
        first.initialize(repeating: 0, count: unitNumbers.count + 1)
        var down: [DownKeys] = []
        for (index, entry) in known.enumerated() {
            (up + index).initialize(to: purpose.upKey(entry.key.secret))
            (epochs + index).initialize(to: entry.key.epoch)
            down.append(purpose.downKeys(entry.key.secret))
            first[entry.unit + 1] += 1
        }
        self.down = down
        for unit in 0..<unitNumbers.count { first[unit + 1] += first[unit] }
    }

    deinit {
        up.deallocate()
        epochs.deallocate()
        first.deallocate()
    }

    /// The place of a unit's key of this epoch, or -1.
    @inline(__always)
    func find(unit: Int, epoch: UInt16) -> Int {
        var at = Int(first[unit])
        let end = Int(first[unit + 1])
        while at < end {
            if epochs[at] == epoch { return at }
            at += 1
        }
        return -1
    }

    func hasKey(unit: Int) -> Bool { first[unit] < first[unit + 1] }
}
