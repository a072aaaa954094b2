/// How texts are kept: encrypted in the journal and in snapshots of a live centre. An object, so that handing
/// it to a reader of a million events costs little.
public protocol TextVault: AnyObject {
    /// Nil where it can no longer be kept because its key was destroyed.
    func seal(_ text: String, _ id: TextID) -> [UInt8]?
    /// Nil where the text's key was destroyed: it is erased.
    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String?
}

/// No encryption: for drills, whose callers are invented, and for tests.
public final class OpenTexts: TextVault, Sendable {
    public init() {}

    public func seal(_ text: String, _ id: TextID) -> [UInt8]? { Array(text.utf8) }

    public func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? {
        guard let text = String(validating: kept, as: UTF8.self) else { throw .damagedText(id) }
        return text
    }
}

/// Bytes of the journal or of a snapshot that are not what they should be.
public enum CodecError: Error, Equatable {
    case bytes(ByteError)
    /// Written by a newer program, or no event at all: refuse to start.
    case unknownType(UInt16)
    case unknownVersion(type: UInt16, version: UInt8)
    case damagedText(TextID)
}
