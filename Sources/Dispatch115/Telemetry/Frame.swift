// The datagram between an ambulance's box and the service, version 1 (docs/SPEC-FRAME.md): the numbers that
// both directions share, and what can be wrong with bytes that claim to be a frame. Decoding allocates
// nothing, never traps on any bytes, and proves nothing by itself: the tag is checked by its caller, first.

/// Layout of frame version 1, both directions. Offsets and counts in bytes; big endian.
public enum Frame {
    public static let magic: UInt16 = 0xD115
    public static let version: UInt8 = 1
    public static let tagByteCount = 16
    /// A report has exactly this many bytes.
    public static let reportByteCount = 80
    static let reportBodyByteCount = reportByteCount - tagByteCount
    /// What every frame down begins with.
    static let downHeaderByteCount = 26
    /// No frame down is longer: it passes every mobile network unfragmented.
    public static let downByteLimit = 1_200

    static func hasShape(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
        let magic = bytes.bigEndian(at: 0, UInt16.self)
        guard magic == Frame.magic else { throw .magic(magic) }
        guard bytes[2] == version else { throw .version(bytes[2]) }
    }
}

/// What a frame is; bit 7 is the direction: clear is up (from the unit), set is down.
public enum FrameType: UInt8, CaseIterable, Sendable {
    case report = 0x01
    case order = 0x81
    case acknowledgement = 0x82
    case resync = 0x83
}

/// What is wrong with bytes that claim to be a frame.
public enum FrameError: Error, Equatable {
    /// That many bytes are no frame of this kind.
    case length(Int)
    case magic(UInt16)
    case version(UInt8)
    /// None of the types of this direction.
    case type(UInt8)
    /// The tag is not the one that the unit's key gives.
    case proof
    /// A field holds a value that it may not have.
    case value(Field)

    public enum Field: Equatable, Sendable {
        case button, press, heading, quality, sequence, kind, text
    }
}

extension UnsafeRawBufferPointer {
    /// The number at `offset`; the caller has checked the length.
    @inline(__always)
    func bigEndian<Number: FixedWidthInteger>(at offset: Int, _ type: Number.Type) -> Number {
        Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
