// What was known when somebody was shown hospitals, or chose one. It is written into the event, since
// capacity, diversion and travel times of that moment are nowhere else: without it nobody could explain
// next week why the patient went there.

import Geo

/// Where the time of waiting for the hand-over comes from.
public enum HandoverSource: UInt8, CaseIterable, Sendable {
    /// Nobody has said, and too few were handed over there lately.
    case assumed = 0
    /// The middle one of the last hand-overs there.
    case learnt
    /// The hospital says so.
    case reported
}

/// What speaks against a hospital, the gravest first; `farther` where nothing does but the time.
public enum HospitalStanding: UInt8, CaseIterable, Sendable {
    case farther = 0
    /// Takes patients, and would rather not.
    case advisory
    /// How many are free is not known, or no longer.
    case unknown
    /// None is free beside those that are on their way.
    case full
    case closed
    /// Cannot treat what the patient has.
    case lacks
    case noEmergencyDepartment
    case unreachable
}

/// One hospital as it was seen for a choice.
public struct HospitalCandidate: Equatable, Sendable {
    public var hospital: HospitalID
    /// What the patient needs and it has not.
    public var missing: HospitalCapabilities
    /// What would be good to have and it has not.
    public var unmet: HospitalCapabilities
    public var diversion: DiversionStatus
    /// `.none` until it is taken back.
    public var diversionUntil: Timestamp
    /// Why it asks not to be sent to; empty where it did not say.
    public var diversionReason: String
    /// Free beds of the kind that is needed; nil where nobody has said, or where that has run out.
    public var reported: Int32?
    /// On their way to one of them.
    public var inbound: Int32
    /// When the last report was so, also of one that has run out; `.none` where there was none.
    public var asOf: Timestamp
    /// Places for patients with this tag beside those that are on their way; nil where nobody has said, or
    /// where the tag does not matter.
    public var tagPlaces: Int32?
    /// Seconds from the scene; -1 where there is no way or no place.
    public var travelSeconds: Int32
    /// Seconds until the patient is handed over there.
    public var handoverSeconds: Int32
    public var handoverSource: HandoverSource

    public init(
        hospital: HospitalID, missing: HospitalCapabilities = [], unmet: HospitalCapabilities = [],
        diversion: DiversionStatus = .open, diversionUntil: Timestamp = .none,
        diversionReason: String = "", reported: Int32? = nil,
        inbound: Int32 = 0, asOf: Timestamp = .none, tagPlaces: Int32? = nil, travelSeconds: Int32,
        handoverSeconds: Int32, handoverSource: HandoverSource = .assumed
    ) {
        self.hospital = hospital
        self.missing = missing
        self.unmet = unmet
        self.diversion = diversion
        self.diversionUntil = diversionUntil
        self.diversionReason = diversionReason
        self.reported = reported
        self.inbound = inbound
        self.asOf = asOf
        self.tagPlaces = tagPlaces
        self.travelSeconds = travelSeconds
        self.handoverSeconds = handoverSeconds
        self.handoverSource = handoverSource
    }

    /// Reported less inbound, below 0 where more are on their way than there is room for; nil where unknown.
    public var room: Int32? {
        let beds = reported.map { $0 - inbound }
        guard let tagPlaces else { return beds }
        return beds.map { min($0, tagPlaces) } ?? tagPlaces
    }

    /// Seconds until the patient is handed over; -1 where there is no way.
    public var totalSeconds: Int32 { travelSeconds < 0 ? -1 : travelSeconds &+ handoverSeconds }

    /// The gravest that speaks against it.
    public var standing: HospitalStanding {
        if travelSeconds < 0 { return .unreachable }
        if missing.contains(.emergencyDepartment) { return .noEmergencyDepartment }
        if !missing.isEmpty { return .lacks }
        if diversion == .closed { return .closed }
        guard let room else { return .unknown }
        if room <= 0 { return .full }
        return diversion == .advisory ? .advisory : .farther
    }
}

/// What a choice of hospital rested on.
public struct HospitalBasis: Equatable, Sendable {
    /// Where the patient was; nil where nobody knew.
    public var place: Coordinate?
    public var method: TravelMethod
    public var need: HospitalNeed
    /// The best first. Of many only those that matter: the first ones, the nearest ones, the one chosen.
    public var candidates: [HospitalCandidate]
    /// How many hospitals were looked at.
    public var considered: Int32

    public init(
        place: Coordinate?, method: TravelMethod, need: HospitalNeed, candidates: [HospitalCandidate],
        considered: Int32
    ) {
        self.place = place
        self.method = method
        self.need = need
        self.candidates = candidates
        self.considered = considered
    }

    public static let unknown = HospitalBasis(
        place: nil, method: .none, need: .emergency, candidates: [], considered: 0)

    public func candidate(_ hospital: HospitalID) -> HospitalCandidate? {
        candidates.first { $0.hospital == hospital }
    }
}

/// One patient of a proposal.
public struct PlannedPatient: Equatable, Sendable {
    /// `none` for one of whom nobody has spoken yet.
    public var patient: PatientID
    public var need: HospitalNeed
    /// `none` where the centre knows no hospital.
    public var hospital: HospitalID
    /// As in the candidate.
    public var travelSeconds: Int32
    public var handoverSeconds: Int32
    /// What speaks against it all the same.
    public var standing: HospitalStanding

    public init(
        patient: PatientID, need: HospitalNeed, hospital: HospitalID, travelSeconds: Int32 = -1,
        handoverSeconds: Int32 = 0, standing: HospitalStanding = .farther
    ) {
        self.patient = patient
        self.need = need
        self.hospital = hospital
        self.travelSeconds = travelSeconds
        self.handoverSeconds = handoverSeconds
        self.standing = standing
    }
}

/// Where the patients of an incident should go: each counts for those after it.
public struct HospitalProposal: Equatable, Sendable {
    /// Of the first patient.
    public var basis: HospitalBasis
    /// Never empty: the most urgent first.
    public var plan: [PlannedPatient]

    public init(basis: HospitalBasis, plan: [PlannedPatient]) {
        self.basis = basis
        self.plan = plan
    }
}
