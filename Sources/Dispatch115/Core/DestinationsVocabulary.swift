// What is wanted and what happens around where patients are taken: hospitals proposed, one chosen, and why
// another than the one that was proposed. The step itself and the reserved bed are events of their own, of
// the same decision. Event types 270 to 279 of the journal are theirs.

/// Units that are still wanted where hospitals were asked for.
public struct UnitProposal: Equatable, Sendable {
    public var basis: Basis
    public var proposal: Proposal

    public init(basis: Basis, proposal: Proposal) {
        self.basis = basis
        self.proposal = proposal
    }
}

/// A TR with all that it may say.
public struct TransportWish: Equatable, Sendable {
    public var unit: UnitID
    /// Numbers within the incident; empty for those who wait.
    public var patients: [Int32]
    /// `none` for the one that was planned or proposed.
    public var hospital: HospitalID
    /// Earlier than now is a late entry; `.none` for now.
    public var occurredAt: Timestamp
    public var bed: BedKind?
    /// Why there; may be empty.
    public var reason: String
    /// What was known when it was typed; `.unknown` of a late entry.
    public var basis: HospitalBasis

    public init(
        unit: UnitID, patients: [Int32] = [], hospital: HospitalID = .none, occurredAt: Timestamp = .none,
        bed: BedKind? = nil, reason: String = "", basis: HospitalBasis = .unknown
    ) {
        self.unit = unit
        self.patients = patients
        self.hospital = hospital
        self.occurredAt = occurredAt
        self.bed = bed
        self.reason = reason
        self.basis = basis
    }
}

/// What somebody wants.
public enum DestinationCommand: Equatable, Sendable {
    /// Somebody is shown these hospitals, and units where some are still wanted.
    case propose(IncidentID, HospitalProposal, units: UnitProposal?)
    case transport(TransportWish)
}

/// What has happened.
public enum DestinationEvent: Equatable, Sendable {
    case proposed(IncidentID, HospitalProposal)
    /// `proposed` is the one that stood first when somebody was last shown hospitals for this patient, in
    /// event `proposal`; none and 0 where nobody was. Another than that is an override.
    case chosen(
        AssignmentID, HospitalID, proposed: HospitalID, proposal: Int64, reason: Text, HospitalBasis)
    /// Why, said afterwards.
    case explained(AssignmentID, HospitalID, reason: Text)
}

/// Why nothing changes.
public enum DestinationRejection: Equatable, Sendable {
    /// It was proposed too long ago to go there unsaid.
    case proposedLongAgo(UnitID, HospitalID, at: Timestamp)
    /// It has closed, or was withdrawn, since it was proposed.
    case closedSince(UnitID, HospitalID)
}

/// What was last proposed for a patient.
public struct PatientProposal: Equatable, Sendable {
    public var hospital: HospitalID = .none
    /// The event that holds it; 0 for none.
    public var sequence: Int64 = 0
    public var at: Timestamp = .none
    public var standing: HospitalStanding = .farther
    /// What was taken to be needed, which a later choice goes by too.
    public var need = HospitalNeed.emergency

    public init() {}

    public var isSet: Bool { hospital.isSet }
}
