// One hospital as the modules see it at one moment: what every message about it is made of, so that FHIR, HAVE
// and MeasureReports say the same numbers. Holds no patient data. A count that has run out is nil, never 0.

import Geo

/// One hospital's capacity as of one moment.
public struct HospitalFace: Equatable, Sendable {
    /// The number people say.
    public var number: Int32
    /// The health ministry's five digits.
    public var facilityCode: String
    public var name: String
    public var coordinate: Coordinate
    public var capabilities: HospitalCapabilities
    public var diversion: DiversionFace
    /// Minutes until an ambulance is unloaded; nil where nobody has said.
    public var offloadMinutes: Int32?
    /// Places for red and yellow patients of a mass casualty; nil where nobody has said.
    public var redPlaces: Int32?
    public var yellowPlaces: Int32?
    /// In the order of `BedKind`, at most one of a kind; only kinds ever reported or with a baseline.
    public var beds: [BedFace]
    /// When it last changed.
    public var asOf: Timestamp
    /// The journal's event that made it so: grows with every change of this hospital.
    public var sequence: Int64
}

/// Whether a hospital asks not to be sent to.
public struct DiversionFace: Equatable, Sendable {
    public var status: DiversionStatus
    /// Empty where none was said.
    public var reason: String
    /// `.none` where nothing was ever said.
    public var asOf: Timestamp
    /// `.none` until it is taken back.
    public var validUntil: Timestamp
}

/// One kind of bed.
public struct BedFace: Equatable, Sendable {
    public var kind: BedKind
    /// Staffed beds there are; nil where nobody has said.
    public var baseline: Int32?
    /// Free as last reported; nil where nobody has said, or where that has run out.
    public var reported: Int32?
    /// Patients on their way to one.
    public var inbound: Int32
    /// When the report was so; `.none` where there was none.
    public var asOf: Timestamp
    /// `.none` where the report does not run out.
    public var validUntil: Timestamp
    /// When `inbound` last changed; `.none`: as of the hospital's own moment.
    public var inboundAsOf = Timestamp.none
    /// Reported less inbound, never below 0; nil where reported is.
    public var effective: Int32? { reported.map { max(0, $0 - inbound) } }
}

/// What of a hospital has once been published: whatever is missing later is withdrawn, and never left to go stale.
public struct PublishedParts: Equatable, Sendable {
    /// A bit for each `BedKind`, at its place.
    public var kinds: UInt32 = 0
    public var capabilities: HospitalCapabilities = []

    public init() {}

    public init(_ face: HospitalFace) {
        for bed in face.beds { kinds |= 1 << UInt32(bed.kind.place) }
        capabilities = face.capabilities
    }

    public func has(_ kind: BedKind) -> Bool { kinds & 1 << UInt32(kind.place) != 0 }

    /// With all that `other` had.
    public func union(_ other: PublishedParts) -> PublishedParts {
        var both = self
        both.kinds |= other.kinds
        both.capabilities.formUnion(other.capabilities)
        return both
    }
}
