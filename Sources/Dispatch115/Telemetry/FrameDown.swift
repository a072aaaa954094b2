// Frames down: an order, an acknowledgement of presses, a resync of the unit's sequence. The tag stands at
// the end over everything before it; an order's body is encrypted, since it is personal data. At most 1,200
// bytes. Made rarely (an order, a press), so that plain arrays are good enough here.

import Geo

/// What every frame down says.
public struct DownHeader: Equatable, Sendable {
    public var unitNumber: UInt32
    public var keyEpoch: UInt16
    /// Leader epoch in the upper half, a counter of this unit's frames in the lower.
    public var sequence: UInt64
    /// Every press up to this id is settled; the unit stops repeating them. 0 none.
    public var acknowledgedPressID: UInt32

    public var leaderEpoch: UInt32 { UInt32(truncatingIfNeeded: sequence >> 32) }

    public init(
        unitNumber: UInt32, keyEpoch: UInt16, leaderEpoch: UInt32, counter: UInt32,
        acknowledgedPressID: UInt32 = 0
    ) {
        self.unitNumber = unitNumber
        self.keyEpoch = keyEpoch
        self.sequence = UInt64(leaderEpoch) << 32 | UInt64(counter)
        self.acknowledgedPressID = acknowledgedPressID
    }
}

/// A frame down, opened.
public enum DownFrame: Equatable, Sendable {
    case order(DownHeader, OrderContent)
    case acknowledgement(DownHeader)
    /// The unit continues above this sequence.
    case resync(DownHeader, highWater: UInt64)

    public var header: DownHeader {
        switch self {
        case .order(let header, _): header
        case .acknowledgement(let header): header
        case .resync(let header, _): header
        }
    }
}

/// The two keys of frames down.
public struct DownKeys: Sendable {
    public let tag: AuthenticationKey
    public let body: SecretKey
}

extension DownFrame {
    /// Offset of the counter block of an order; the encrypted body follows it.
    static let counterOffset = Frame.downHeaderByteCount + 16
    static let counterByteCount = 16
    static let bodyOffset = counterOffset + counterByteCount
    /// The most that an order's body may have.
    static let bodyByteLimit = Frame.downByteLimit - bodyOffset - Frame.tagByteCount

    /// The bytes of this frame. `counter` has 16 bytes that were never used with this key; only an order
    /// needs them.
    public func bytes(keys: DownKeys, sealer: Sealer, counter: @autoclosure () -> [UInt8]) -> [UInt8] {
        var out = ByteWriter(capacity: 128)
        out.put(Frame.magic)
        out.put(Frame.version)
        out.put(type.rawValue)
        out.put(header.unitNumber)
        out.put(header.keyEpoch)
        out.put(header.sequence)
        out.put(header.leaderEpoch)
        out.put(header.acknowledgedPressID)
        switch self {
        case .acknowledgement: break
        case .resync(_, let highWater): out.put(highWater)
        case .order(_, let content):
            let block = counter()
            precondition(block.count == DownFrame.counterByteCount)
            out.put(content.orderID)
            out.put(content.kind.rawValue)
            out.put(raw: [0, 0, 0])
            out.put(content.incidentNumber)
            out.put(raw: block)
            let body = content.body(limit: DownFrame.bodyByteLimit)
            out.put(raw: sealer.stream(body, key: keys.body, counter: block))
        }
        out.put(raw: keys.tag.tag(over: out.bytes).bytes.prefix(Frame.tagByteCount))
        return out.bytes
    }

    public var type: FrameType {
        switch self {
        case .order: .order
        case .acknowledgement: .acknowledgement
        case .resync: .resync
        }
    }

    /// Which unit and key epoch the bytes claim: to find the keys, nothing more.
    public static func claim(_ bytes: UnsafeRawBufferPointer) throws(FrameError) -> (
        unitNumber: UInt32, keyEpoch: UInt16
    ) {
        let least = Frame.downHeaderByteCount + Frame.tagByteCount
        guard bytes.count >= least, bytes.count <= Frame.downByteLimit else { throw .length(bytes.count) }
        try Frame.hasShape(bytes)
        return (bytes.bigEndian(at: 4, UInt32.self), bytes.bigEndian(at: 8, UInt16.self))
    }

    /// Checks length, shape and tag, then opens the frame.
    public init(_ bytes: UnsafeRawBufferPointer, keys: DownKeys, sealer: Sealer) throws(FrameError) {
        let claim = try DownFrame.claim(bytes)
        let end = bytes.count - Frame.tagByteCount
        guard
            keys.tag.verifies(
                UnsafeRawBufferPointer(rebasing: bytes[end...]),
                over: UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        else { throw .proof }
        let sequence = bytes.bigEndian(at: 10, UInt64.self)
        let header = DownHeader(
            unitNumber: claim.unitNumber, keyEpoch: claim.keyEpoch,
            leaderEpoch: bytes.bigEndian(at: 18, UInt32.self),
            counter: UInt32(truncatingIfNeeded: sequence),
            acknowledgedPressID: bytes.bigEndian(at: 22, UInt32.self))
        guard header.sequence == sequence else { throw .value(.sequence) }
        switch FrameType(rawValue: bytes[3]) {
        case .acknowledgement:
            guard end == Frame.downHeaderByteCount else { throw .length(bytes.count) }
            self = .acknowledgement(header)
        case .resync:
            guard end == Frame.downHeaderByteCount + 8 else { throw .length(bytes.count) }
            self = .resync(
                header, highWater: bytes.bigEndian(at: Frame.downHeaderByteCount, UInt64.self))
        case .order:
            guard end >= DownFrame.bodyOffset else { throw .length(bytes.count) }
            self = .order(header, try DownFrame.content(bytes, end: end, keys: keys, sealer: sealer))
        case .report, nil: throw .type(bytes[3])
        }
    }

    private static func content(
        _ bytes: UnsafeRawBufferPointer, end: Int, keys: DownKeys, sealer: Sealer
    ) throws(FrameError) -> OrderContent {
        let start = Frame.downHeaderByteCount
        guard let kind = OrderKind(rawValue: bytes[start + 8]) else { throw .value(.kind) }
        let plain = sealer.stream(
            Array(bytes[bodyOffset..<end]), key: keys.body,
            counter: Array(bytes[counterOffset..<bodyOffset]))
        return try OrderContent(
            orderID: bytes.bigEndian(at: start, UInt64.self), kind: kind,
            incidentNumber: bytes.bigEndian(at: start + 12, UInt32.self), body: plain)
    }
}
