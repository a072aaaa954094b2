// The report: what a unit's box sends. Exactly 80 bytes, the last 16 of them the tag (docs/SPEC-FRAME.md).

/// A report as it stood in the frame: decoded, its values in their ranges, not yet believed.
public struct UnitReport: Equatable, Sendable {
    public var unitNumber: UInt32
    public var keyEpoch: UInt16
    /// Grows with every transmission, whatever it carries.
    public var sequence: UInt64
    /// When the position was measured, by the box's clock; any value.
    public var measuredAt: Timestamp
    /// Degrees times 10^7 as sent: possibly off the globe.
    public var latitudeE7: Int32
    public var longitudeE7: Int32
    public var speedCentimetresPerSecond: UInt16
    /// 0...35_999, or 65_535 unknown.
    public var headingCentidegrees: UInt16
    /// 0 no position, 1 GPS, 2 differential, 3 dead reckoning.
    public var quality: UInt8
    /// 255 unknown.
    public var accuracyMetres: UInt8
    /// The oldest press that the service has not yet acknowledged; nil with press id 0.
    public var button: Button?
    /// Bit 0: sent late, from the box's store.
    public var flags: UInt8
    /// Grows with each press; 0 none.
    public var pressID: UInt32
    public var pressedAt: Timestamp
    /// A station's or hospital's number, 0 not said.
    public var destination: UInt16
    /// The last order that the unit has taken, 0 none.
    public var acknowledgedOrderID: UInt64

    public static let lateFlag: UInt8 = 1
    public var isLate: Bool { flags & UnitReport.lateFlag != 0 }

    public init(
        unitNumber: UInt32, keyEpoch: UInt16, sequence: UInt64, measuredAt: Timestamp, latitudeE7: Int32 = 0,
        longitudeE7: Int32 = 0, speedCentimetresPerSecond: UInt16 = 0, headingCentidegrees: UInt16 = 65_535,
        quality: UInt8 = 1, accuracyMetres: UInt8 = 255, button: Button? = nil, flags: UInt8 = 0,
        pressID: UInt32 = 0, pressedAt: Timestamp = Timestamp(nanoseconds: 0), destination: UInt16 = 0,
        acknowledgedOrderID: UInt64 = 0
    ) {
        self.unitNumber = unitNumber
        self.keyEpoch = keyEpoch
        self.sequence = sequence
        self.measuredAt = measuredAt
        self.latitudeE7 = latitudeE7
        self.longitudeE7 = longitudeE7
        self.speedCentimetresPerSecond = speedCentimetresPerSecond
        self.headingCentidegrees = headingCentidegrees
        self.quality = quality
        self.accuracyMetres = accuracyMetres
        self.button = button
        self.flags = flags
        self.pressID = pressID
        self.pressedAt = pressedAt
        self.destination = destination
        self.acknowledgedOrderID = acknowledgedOrderID
    }
}

/// The claims of a report that choose the key: read before anything is proven.
struct ReportClaim {
    var unitNumber: UInt32
    var keyEpoch: UInt16
    var sequence: UInt64

    /// Checks length, magic, version, type, in this order.
    @inline(__always)
    init(_ bytes: UnsafeRawBufferPointer) throws(FrameError) {
        guard bytes.count == Frame.reportByteCount else { throw .length(bytes.count) }
        try Frame.hasShape(bytes)
        guard bytes[3] == FrameType.report.rawValue else { throw .type(bytes[3]) }
        unitNumber = bytes.bigEndian(at: 4, UInt32.self)
        keyEpoch = bytes.bigEndian(at: 8, UInt16.self)
        sequence = bytes.bigEndian(at: 10, UInt64.self)
    }
}

extension UnitReport {
    /// The fields of a report, its tag checked: what the receiver does in two steps.
    public init(_ bytes: UnsafeRawBufferPointer, key: AuthenticationKey) throws(FrameError) {
        let claim = try ReportClaim(bytes)
        guard UnitReport.isProven(bytes, by: key) else { throw .proof }
        try self.init(claim: claim, proven: bytes)
    }

    @inline(__always)
    static func isProven(_ bytes: UnsafeRawBufferPointer, by key: AuthenticationKey) -> Bool {
        let body = Frame.reportBodyByteCount
        return key.verifies(
            UnsafeRawBufferPointer(rebasing: bytes[body...]),
            over: UnsafeRawBufferPointer(rebasing: bytes[..<body]))
    }

    /// The fields; `bytes` have the report's length and their tag was right.
    @inline(__always)
    init(claim: ReportClaim, proven bytes: UnsafeRawBufferPointer) throws(FrameError) {
        unitNumber = claim.unitNumber
        keyEpoch = claim.keyEpoch
        sequence = claim.sequence
        measuredAt = Timestamp(nanoseconds: bytes.bigEndian(at: 18, Int64.self))
        latitudeE7 = bytes.bigEndian(at: 26, Int32.self)
        longitudeE7 = bytes.bigEndian(at: 30, Int32.self)
        speedCentimetresPerSecond = bytes.bigEndian(at: 34, UInt16.self)
        headingCentidegrees = bytes.bigEndian(at: 36, UInt16.self)
        quality = bytes[38]
        accuracyMetres = bytes[39]
        button = Button(rawValue: bytes[40])
        flags = bytes[41]
        pressID = bytes.bigEndian(at: 42, UInt32.self)
        pressedAt = Timestamp(nanoseconds: bytes.bigEndian(at: 46, Int64.self))
        destination = bytes.bigEndian(at: 54, UInt16.self)
        acknowledgedOrderID = bytes.bigEndian(at: 56, UInt64.self)
        guard button != nil || bytes[40] == 0 else { throw .value(.button) }
        guard (button == nil) == (pressID == 0) else { throw .value(.press) }
        guard headingCentidegrees < 36_000 || headingCentidegrees == .max else { throw .value(.heading) }
        guard quality <= 3 else { throw .value(.quality) }
    }

    /// The frame of this report, with its tag.
    public func frame(key: AuthenticationKey) -> [UInt8] {
        var out = ByteWriter(capacity: Frame.reportByteCount)
        out.put(Frame.magic)
        out.put(Frame.version)
        out.put(FrameType.report.rawValue)
        out.put(unitNumber)
        out.put(keyEpoch)
        out.put(sequence)
        out.put(measuredAt.nanoseconds)
        out.put(latitudeE7)
        out.put(longitudeE7)
        out.put(speedCentimetresPerSecond)
        out.put(headingCentidegrees)
        out.put(quality)
        out.put(accuracyMetres)
        out.put(button?.rawValue ?? 0)
        out.put(flags)
        out.put(pressID)
        out.put(pressedAt.nanoseconds)
        out.put(destination)
        out.put(acknowledgedOrderID)
        out.put(raw: key.tag(over: out.bytes).bytes.prefix(Frame.tagByteCount))
        return out.bytes
    }
}
