// Texts of a start, left sealed while snapshot and events are read: most of a long journal's texts belong to
// incidents that leave memory again before the last event, and nobody needs them opened. What is left in the
// end is opened at once. Whether sealed bytes are those that were written is the chain's business, not this
// one's.
//
// Bound: what the centre keeps in memory, and once more as much before it is let go of.

/// For one thread, one start.
final class DeferredTexts: TextVault {
    private let sealer: TextSealer
    private var bytes: [UInt8] = []
    private var records: [SealedRecord] = []
    /// Records before this one have left memory.
    private var first = 0

    init(_ sealer: TextSealer) { self.sealer = sealer }

    /// Nothing is written during a start.
    func seal(_ text: String, _ id: TextID) -> [UInt8]? { nil }

    /// Keeps the sealed bytes; the text is without content until `open(into:)`.
    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? {
        let start = bytes.count
        bytes.append(contentsOf: kept)
        records.append(SealedRecord(id: id, range: start..<bytes.count))
        return nil
    }

    /// Texts before this one are wanted no more.
    @inline(__always)
    func forget(before bound: Int32) {
        while first < records.count, records[first].id.index < bound { first += 1 }
        if first > records.count / 2, first > 4096 { compact() }
    }

    func forget() {
        bytes = []
        records = []
        first = 0
    }

    /// Opens what is still wanted and puts it into the centre; holds nothing afterwards.
    func open(into centre: inout Centre) throws(CodecError) {
        defer { forget() }
        var damaged: TextID?
        bytes.withUnsafeBytes { raw in
            sealer.openAll(records[first...], in: raw) { id, opened in
                switch opened {
                case .text(let plain): centre.restore(id, String(decoding: plain, as: UTF8.self))
                case .erased: break
                case .damaged: damaged = damaged ?? id
                }
            }
        }
        if let damaged { throw .damagedText(damaged) }
    }

    private func compact() {
        let dropped = first < records.count ? records[first].range.lowerBound : bytes.count
        bytes.removeFirst(dropped)
        records = records[first...].map {
            SealedRecord(
                id: $0.id, range: ($0.range.lowerBound - dropped)..<($0.range.upperBound - dropped))
        }
        first = 0
    }
}
