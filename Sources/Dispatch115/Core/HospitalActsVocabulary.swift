// What is wanted and what happens around hospitals: defined, withdrawn, capacity reported, diverting, reports
// that have run out, the kind of bed a patient takes. What nobody has said is -1 in rows, nil elsewhere;
// never 0.
// Event types 230 to 249 of the journal are theirs.

import Geo

/// Where a report came from.
public enum CapacitySource: UInt8, CaseIterable, Sendable {
    case console = 1
    /// A file in the watched folder.
    case file
    /// The table `inbox.capacity_report`.
    case database
    /// The hospital's own system.
    case feed
}

/// A hospital as the city's file has it.
public struct HospitalDefinition: Equatable, Sendable {
    /// The number people say.
    public var number: Int32
    /// The health ministry's five digits; empty where it has none.
    public var facilityCode: String
    public var name: String
    public var coordinate: Coordinate
    public var capabilities: HospitalCapabilities
    /// Staffed beds by `BedKind.place`; -1 where nobody has said.
    public var baselines: [Int32]

    public init(
        number: Int32, facilityCode: String = "", name: String, coordinate: Coordinate,
        capabilities: HospitalCapabilities = .emergencyDepartment,
        baselines: [Int32] = Array(repeating: -1, count: BedKind.allCases.count)
    ) {
        self.number = number
        self.facilityCode = facilityCode
        self.name = name
        self.coordinate = coordinate
        self.capabilities = capabilities
        self.baselines = baselines
    }
}

/// Who says something of a hospital, as of when and until when.
public struct ReportOrigin: Equatable, Sendable {
    /// `.none`: now.
    public var asOf: Timestamp
    /// `.none`: as long as the rules say; a diversion until it is taken back.
    public var validUntil: Timestamp
    public var source: CapacitySource
    /// Who said so, in words; may be empty.
    public var reporter: String

    public init(
        asOf: Timestamp = .none, validUntil: Timestamp = .none, source: CapacitySource = .console,
        reporter: String = ""
    ) {
        self.asOf = asOf
        self.validUntil = validUntil
        self.source = source
        self.reporter = reporter
    }
}

/// What a hospital says of one kind of bed: at least one of the two numbers.
public struct BedReport: Equatable, Sendable {
    public var kind: BedKind
    /// Beds that can take a patient now.
    public var free: Int32?
    /// Staffed beds there are.
    public var baseline: Int32?
    public var origin: ReportOrigin

    public init(_ kind: BedKind, free: Int32?, baseline: Int32? = nil, _ origin: ReportOrigin = .init()) {
        self.kind = kind
        self.free = free
        self.baseline = baseline
        self.origin = origin
    }
}

/// What a hospital says of how it takes patients in: at least one number; those not said stay what they are.
public struct ReceptionReport: Equatable, Sendable {
    /// Minutes until an ambulance is unloaded.
    public var offloadMinutes: Int32?
    /// Places for red and yellow patients of a mass casualty.
    public var redPlaces: Int32?
    public var yellowPlaces: Int32?
    public var origin: ReportOrigin

    public init(
        offloadMinutes: Int32? = nil, redPlaces: Int32? = nil, yellowPlaces: Int32? = nil,
        _ origin: ReportOrigin = .init()
    ) {
        self.offloadMinutes = offloadMinutes
        self.redPlaces = redPlaces
        self.yellowPlaces = yellowPlaces
        self.origin = origin
    }
}

/// Whether a hospital asks not to be sent to. The reason is published: it names nobody.
public struct DiversionReport: Equatable, Sendable {
    public var status: DiversionStatus
    public var reason: String
    public var origin: ReportOrigin

    public init(_ status: DiversionStatus, reason: String = "", _ origin: ReportOrigin = .init()) {
        self.status = status
        self.reason = reason
        self.origin = origin
    }
}

/// What somebody wants.
public enum HospitalCommand: Equatable, Sendable {
    case define(HospitalDefinition)
    /// No longer in the city's file: nobody new is taken there.
    case withdraw(HospitalID)
    case report(HospitalID, BedReport)
    case receive(HospitalID, ReceptionReport)
    case divert(HospitalID, DiversionReport)
}

/// What was said of one kind of bed, as it is kept.
public struct BedState: Equatable, Sendable {
    /// -1 where nobody has said.
    public var baseline: Int32 = -1
    public var free: Int32 = -1
    public var asOf: Timestamp = .none
    public var validUntil: Timestamp = .none
    public var source: CapacitySource = .console

    public init() {}
}

/// How a hospital takes patients in, as it is kept.
public struct ReceptionState: Equatable, Sendable {
    /// -1 where nobody has said.
    public var offloadMinutes: Int32 = -1
    public var redPlaces: Int32 = -1
    public var yellowPlaces: Int32 = -1
    public var asOf: Timestamp = .none
    public var validUntil: Timestamp = .none
    public var source: CapacitySource = .console

    public init() {}
}

/// A diversion as it is kept.
public struct DiversionState: Equatable, Sendable {
    public var status: DiversionStatus = .open
    public var reason = ""
    public var asOf: Timestamp = .none
    /// `.none` until it is taken back.
    public var validUntil: Timestamp = .none
    public var source: CapacitySource = .console

    public init() {}
}

/// What has happened.
public enum HospitalEvent: Equatable, Sendable {
    case defined(HospitalID, HospitalDefinition)
    case withdrawn(HospitalID)
    /// `isNewest` false: something newer is known, this is kept as history only.
    case reported(HospitalID, BedKind, from: BedState, to: BedState, reporter: Text, isNewest: Bool)
    case received(HospitalID, from: ReceptionState, to: ReceptionState, reporter: Text, isNewest: Bool)
    case diverted(HospitalID, from: DiversionState, to: DiversionState, reporter: Text, isNewest: Bool)
    /// From now on nothing is known of how many are free.
    case bedsRanOut(HospitalID, BedKind)
    case receptionRanOut(HospitalID)
    /// It takes patients again.
    case diversionRanOut(HospitalID, was: DiversionStatus)
    /// The kind of bed that this patient takes; nil: none was chosen.
    case bedChosen(PatientID, from: BedKind?, to: BedKind?)
    // Taken back: as it was before.
    case reportRestored(HospitalID, BedKind, BedState)
    case receptionRestored(HospitalID, ReceptionState)
    case diversionRestored(HospitalID, DiversionState)
}

/// A number of a report that cannot be.
public enum ReportField: UInt8, CaseIterable, Sendable {
    case free, baseline, offloadMinutes, redPlaces, yellowPlaces
}

/// Why nothing changes.
public enum HospitalRejection: Equatable, Sendable {
    case withdrawn(HospitalID)
    case nothingSaid
    case codeUnfit(String)
    case asOfInFuture(Timestamp)
    case outOfRange(ReportField, Int32, most: Int32)
    case freeAboveBaseline(HospitalID, BedKind, free: Int32, baseline: Int32)
    /// It would have run out already.
    case ranOut(Timestamp)
    /// Valid for longer than a report may be.
    case validTooLong(Timestamp, hours: Int64)
    case reasonTooLong(limit: Int)
    /// An open hospital has nothing that ends.
    case openHasNoEnd
}
