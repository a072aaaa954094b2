// Names, numbers and free text go into the journal sealed, each under a key of its own (RecordKeys). What the
// journal's chain covers are the sealed bytes, so erasing a text breaks no hash.
// Sealed form: nonce (12), ciphertext, tag (16), AES-256-GCM. Bound to its text by its key alone.

import Synchronization

/// What sealed bytes turn out to be.
public enum OpenedText: Equatable, Sendable {
    /// UTF-8.
    case text([UInt8])
    /// Its key has been destroyed: it was erased on purpose.
    case erased
    /// Changed bytes, another text's key, or a key that cannot be read.
    case damaged
}

/// Seals and opens text records. For any thread.
public final class TextSealer: Sendable {
    private struct Contexts: @unchecked Sendable {
        let sealer = Sealer()
    }

    private let keys: RecordKeys
    private let random: any RandomBytes
    private let onLow: @Sendable (TextID) -> Void
    // One libcrypto context each, so that opening at leisure never holds up sealing.
    private let sealing = Locked(Contexts())
    private let opening = Locked(Contexts())
    private let toldBelow = Atomic(0)

    /// `onLow` is called (once per 4,096 slots, on the thread that seals) when keys run low: have another
    /// thread call `RecordKeys.topUp` then. Where nobody does, sealing makes the keys itself and waits.
    public init(keys: RecordKeys, random: any RandomBytes, onLow: @escaping @Sendable (TextID) -> Void) {
        self.keys = keys
        self.random = random
        self.onLow = onLow
    }

    /// The sealed bytes: 28 longer than the text. Throws where the text's key is destroyed or cannot be had.
    public func seal(_ text: [UInt8], _ id: TextID) throws(RecordKeysError) -> [UInt8] {
        if Int(id.index) >= keys.slotCount { try keys.topUp(above: id) }
        let slots = keys.slotCount
        if keys.isLow(above: id) && toldBelow.exchange(slots, ordering: .relaxed) != slots { onLow(id) }
        guard let key = try keys.key(for: id) else { throw .destroyed(id.index) }
        let nonce = random.bytes(Sealer.nonceByteCount)
        return sealing.with { $0.sealer.seal(text, key: key, nonce: nonce) }
    }

    public func open(_ sealed: UnsafeBufferPointer<UInt8>, _ id: TextID) -> OpenedText {
        do throws(RecordKeysError) {
            guard let key = try keys.key(for: id) else { return .erased }
            let plain = opening.with { $0.sealer.open(sealed, key: key) }
            return plain.map { .text($0) } ?? .damaged
        } catch {
            return .damaged
        }
    }

    public func open(_ sealed: [UInt8], _ id: TextID) -> OpenedText {
        sealed.withUnsafeBufferPointer { open($0, id) }
    }

    /// Opens many: the text of each record lies in `bytes` at its range. Keys are read a block at a time, so
    /// records should come in the order of their numbers. For the thread of a start.
    func openAll(
        _ records: ArraySlice<SealedRecord>, in bytes: UnsafeRawBufferPointer,
        _ body: (TextID, OpenedText) -> Void
    ) {
        let opener = Sealer()
        let longest = records.reduce(1) { max($0, $1.range.count) }
        var plain = [UInt8](repeating: 0, count: longest)
        var block: [UInt8] = []
        var blockFirst = 0
        for record in records {
            let index = Int(record.id.index)
            if index < blockFirst || index >= blockFirst + block.count / SecretKey.byteCount {
                do throws(RecordKeysError) {
                    let count = min(RecordKeys.slotsPerBlock, keys.slotCount - index)
                    block = try keys.keyBytes(from: record.id, count: count)
                    blockFirst = index
                } catch {
                    body(record.id, .damaged)
                    continue
                }
            }
            let sealed = UnsafeRawBufferPointer(rebasing: bytes[record.range])
            body(record.id, open(sealed, &block, index - blockFirst, opener, into: &plain))
        }
    }

    private func open(
        _ sealed: UnsafeRawBufferPointer, _ block: inout [UInt8], _ slot: Int, _ opener: Sealer,
        into plain: inout [UInt8]
    ) -> OpenedText {
        let offset = slot * SecretKey.byteCount
        if block[offset..<(offset + SecretKey.byteCount)].allSatisfy({ $0 == 0 }) { return .erased }
        let count = block.withUnsafeBufferPointer { keys in
            plain.withUnsafeMutableBufferPointer { target -> Int? in
                guard let key = keys.baseAddress, let out = target.baseAddress else { return nil }
                return opener.open(sealed, key: key + offset, into: out)
            }
        }
        guard let count else { return .damaged }
        return .text(Array(plain[..<count]))
    }
}

/// Where a sealed text lies among others.
struct SealedRecord {
    let id: TextID
    let range: Range<Int>
}
