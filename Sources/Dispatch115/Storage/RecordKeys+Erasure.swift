// Destroying the keys of many texts: a block at a time, the newest last, so that a look at the newest tells
// whether all of it was done.

extension RecordKeys {
    /// Overwrites the keys of these texts; durable when this returns. Slots that are not there yet are nobody's.
    /// Cost: a read of 32 bytes a text, a write a block where a key was left, two or more syncs.
    func destroy(_ range: TextRange) throws(RecordKeysError) {
        let end = min(Int(range.end.index), slotCount)
        var first = Int(max(0, range.first.index))
        while first < end {
            let count = min(RecordKeys.slotsPerBlock, end - first)
            let bytes = try keyBytes(from: TextID(index: Int32(first)), count: count)
            // Each block is on the disk before the next is touched.
            if bytes.contains(where: { $0 != 0 }) { try overwrite(from: first, count: count) }
            first += count
        }
    }

    /// Whether the newest keys before this text are destroyed, and so all of them: a block of them is looked at.
    func isDestroyed(before text: TextID) throws(RecordKeysError) -> Bool {
        let end = min(Int(text.index), slotCount)
        let count = min(RecordKeys.slotsPerBlock, end)
        guard count > 0 else { return true }
        let bytes = try keyBytes(from: TextID(index: Int32(end - count)), count: count)
        return bytes.allSatisfy { $0 == 0 }
    }
}
