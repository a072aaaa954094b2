// Canonical bytes: big endian, fixed widths, fields in the order they are written. The same value always
// gives the same bytes; what is read back is checked against the end and never traps.

/// Bytes being written, in network order.
public struct ByteWriter {
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    @inline(__always)
    public mutating func put<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    public mutating func put(raw more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// A length of two bytes, then the bytes; longer ones are a broken invariant of ours.
    public mutating func put(counted more: [UInt8]) {
        precondition(more.count <= Int(UInt16.max))
        put(UInt16(more.count))
        bytes.append(contentsOf: more)
    }

    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// What `ByteReader` found wrong.
public enum ByteError: Error, Equatable {
    /// The bytes end before the field that begins at `offset`.
    case tooShort(offset: Int)
    /// Bytes are left over from `offset` on.
    case leftOver(offset: Int)
    /// The value at `offset` is none of those that its field may have.
    case badValue(field: String, offset: Int)
}

/// Bytes being read; the bytes belong to the caller and must outlive it.
public struct ByteReader {
    public let bytes: UnsafeRawBufferPointer
    public private(set) var offset = 0

    @inline(__always)
    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    @inline(__always)
    public mutating func get<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(ByteError)
        -> Number
    {
        let width = MemoryLayout<Number>.size
        guard bytes.count - offset >= width else { throw ByteError.tooShort(offset: offset) }
        let value = Number(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
        offset += width
        return value
    }

    public mutating func raw(_ count: Int) throws(ByteError) -> UnsafeRawBufferPointer {
        guard count >= 0, bytes.count - offset >= count else { throw ByteError.tooShort(offset: offset) }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
    }

    public mutating func counted() throws(ByteError) -> UnsafeRawBufferPointer {
        try raw(Int(try get(UInt16.self)))
    }

    public func finish() throws(ByteError) {
        guard offset == bytes.count else { throw ByteError.leftOver(offset: offset) }
    }
}
