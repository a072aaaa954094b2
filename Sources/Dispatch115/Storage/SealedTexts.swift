/// Texts encrypted per record, as the journal and the snapshots of a live centre keep them. One for each
/// thread that encodes or decodes.
final class SealedTexts: TextVault {
    private let sealer: TextSealer
    /// Why the last text could not be sealed; look at it after every encoding, for what was encoded then
    /// lacks a text and must not be kept.
    private(set) var failure: RecordKeysError?

    init(_ sealer: TextSealer) { self.sealer = sealer }

    func forgetFailure() { failure = nil }

    func seal(_ text: String, _ id: TextID) -> [UInt8]? {
        do {
            return try sealer.seal(Array(text.utf8), id)
        } catch .destroyed {
            return nil
        } catch {
            failure = error
            return nil
        }
    }

    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? {
        switch sealer.open(kept.assumingMemoryBound(to: UInt8.self), id) {
        case .text(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .erased: return nil
        case .damaged: throw .damagedText(id)
        }
    }
}
