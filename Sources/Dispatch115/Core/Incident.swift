import Geo

/// How far an incident has come; follows from its assignments.
public enum IncidentPhase: UInt8, Sendable {
    /// Open, and nobody is on it.
    case waiting
    /// At least one unit is on it.
    case underway
    /// Open, its units have finished; to be closed.
    case served
    case closed
}

/// One event that needs a response.
public struct Incident: Equatable, Sendable {
    public var call: CallID
    public var priority: Priority
    public var coordinate: Coordinate?
    public var certainty: PlaceCertainty
    /// How far the true place may lie from `coordinate`, in metres.
    public var precisionMetres: Int32
    /// What the caller said of the place, word by word.
    public var placeSaid: TextID
    /// The place as the gazetteer names it, or the candidates where it is ambiguous.
    public var placeName: TextID
    /// What the caller said happened, word by word.
    public var words: TextID
    /// When its call rang: its clock runs from there.
    public var openedAt: Timestamp
    /// When it was opened here.
    public var madeAt = Timestamp.none
    /// Since when nobody is on it: when it was opened, or when its last unit was taken away.
    public var waitingSince: Timestamp
    public var closedAt: Timestamp = .none
    public var disposition: Disposition?
    public var firstAssignment: AssignmentID = .none
    public var lastAssignment: AssignmentID = .none
    public var liveAssignments: Int32 = 0
    public var completedAssignments: Int32 = 0
    public var firstPatient: PatientID = .none
    public var lastPatient: PatientID = .none
    public var openPatients: Int32 = 0
    public var firstNote: Int32 = -1
    public var lastNote: Int32 = -1
    public var waitingAlert: Int32 = -1
    public var withoutUnitAlert: Int32 = -1
    public var overdueAlert: Int32 = -1
    public var offers = IncidentOffers()
    /// What must come, as far as triage knows.
    public var need = Need.unknown
    /// Nil while nobody has answered.
    public var triage: Triage?
    public var telling = IncidentTelling()
    /// Whether the priority is a person's own word, which triage does not lower.
    public var isPrioritySetByPerson = false
    /// How it came from paper, if it did.
    public var paper = IncidentPaper()
    public var course = IncidentCourse()
    /// Where it was last proposed to take a patient of whom nobody has spoken yet.
    public var proposal = PatientProposal()
    /// The newest referral to telehealth.
    public var referral: ReferralID = .none

    public var isOpen: Bool { !closedAt.isSet }

    public var phase: IncidentPhase {
        if !isOpen { return .closed }
        if liveAssignments > 0 { return .underway }
        return servedAssignments > 0 && openPatients == 0 ? .served : .waiting
    }

    /// Assignments completed since it was opened, or opened again.
    public var servedAssignments: Int32 { completedAssignments - course.completedBefore }
}
