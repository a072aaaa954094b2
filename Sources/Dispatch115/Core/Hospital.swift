// The rows of hospitals: plain values, so that the table copies as one block. Texts about them (name, code,
// why it diverts) lie beside the rows.

import Geo

/// Where patients are taken. A station standing at it has the same number.
public struct Hospital: Equatable, Sendable {
    /// The number people say.
    public var number: Int32
    public var coordinate: Coordinate
    public var capabilities: HospitalCapabilities
    /// No longer in the city's file.
    public var isWithdrawn = false
    public var reception = ReceptionState()
    /// Its reception's numbers have run out and that has been told.
    public var hasReceptionRunOut = false
    public var diversion = DiversionState()
    /// Who said what of it last; none once those texts have left memory.
    public var receptionReporter: TextID = .none
    public var diversionReporter: TextID = .none
    /// The newest event that changed what is known of it, and when that was.
    public var changedBy: Int64 = 0
    public var changedAt: Timestamp = .none

    public init(number: Int32, coordinate: Coordinate, capabilities: HospitalCapabilities) {
        self.number = number
        self.coordinate = coordinate
        self.capabilities = capabilities
    }
}

/// One kind of bed of one hospital.
public struct Bed: Equatable, Sendable {
    public var said = BedState()
    public var reporter: TextID = .none
    /// What the city's file says; -1 where it says nothing.
    public var definedBaseline: Int32 = -1
    /// Patients on their way to one, or at the door.
    public var inbound: Int32 = 0
    /// What was said has run out and that has been told.
    public var hasRunOut = false

    public init() {}

    /// Staffed beds there are: as reported, else as defined; nil where nobody has said.
    public var baseline: Int32? {
        said.baseline >= 0 ? said.baseline : definedBaseline >= 0 ? definedBaseline : nil
    }

    /// Free as last reported; nil where nobody has said, or where that has run out.
    public func reported(_ now: Timestamp) -> Int32? {
        said.free >= 0 && !Centre.isPast(said.validUntil, now) ? said.free : nil
    }

    /// Reported less inbound, never below 0; nil where reported is.
    public func effective(_ now: Timestamp) -> Int32? { reported(now).map { max(0, $0 - inbound) } }
}

extension Centre {
    static func isPast(_ moment: Timestamp, _ now: Timestamp) -> Bool { moment.isSet && moment <= now }

    public func hospital(numbered number: Int32) -> HospitalID {
        HospitalID(index: hospitalByNumber[number])
    }

    public subscript(hospital: HospitalID) -> Hospital { hospitals[Int(hospital.index)] }

    /// All of them, in the order of their definition, those withdrawn among them.
    public var hospitalIDs: [HospitalID] { hospitals.indices.map { HospitalID(index: Int32($0)) } }

    public func hospitalName(_ hospital: HospitalID) -> String { hospitalNames[Int(hospital.index)] }

    /// The health ministry's five digits; empty where it has none.
    public func facilityCode(_ hospital: HospitalID) -> String { facilityCodes[Int(hospital.index)] }

    public func bed(_ hospital: HospitalID, _ kind: BedKind) -> Bed { beds[Centre.place(hospital, kind)] }

    static let bedKinds = BedKind.allCases.count

    /// The row of a hospital's kind of bed.
    static func place(_ hospital: HospitalID, _ kind: BedKind) -> Int {
        Int(hospital.index) * bedKinds + kind.place
    }

    /// Patients on their way to it, for any kind of bed.
    public func inbound(_ hospital: HospitalID) -> Int32 {
        var sum: Int32 = 0
        let first = Int(hospital.index) * Centre.bedKinds
        for place in first..<first + Centre.bedKinds { sum += beds[place].inbound }
        return sum
    }

    /// Its diversion as it holds now: one that has run out is open.
    public func diversion(_ hospital: HospitalID, _ now: Timestamp) -> DiversionState {
        let said = self[hospital].diversion
        guard Centre.isPast(said.validUntil, now) else { return said }
        var open = DiversionState()
        open.asOf = said.validUntil
        open.source = said.source
        return open
    }

    /// How it takes patients in as that holds now: what has run out is -1.
    public func reception(_ hospital: HospitalID, _ now: Timestamp) -> ReceptionState {
        let said = self[hospital].reception
        guard Centre.isPast(said.validUntil, now) else { return said }
        var unknown = said
        unknown.offloadMinutes = -1
        unknown.redPlaces = -1
        unknown.yellowPlaces = -1
        return unknown
    }
}
