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
}
