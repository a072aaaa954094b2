// What is wanted and what happens around patients: added, tagged, taken on board, each with an outcome
// and a destination.
// Event types 160 to 179 of the journal are theirs; 30 and 31 are older and stay.

/// Triage tags for many patients at once, as the field colours them; raw order is not urgency.
public enum TriageTag: UInt8, CaseIterable, Sendable {
    case none = 0
    case red
    case yellow
    case green
    /// Dead, or beyond help while others wait.
    case black

    /// Who is taken first: red, yellow, untagged, green, black.
    public var urgencyOrder: Int {
        switch self {
        case .red: 0
        case .yellow: 1
        case .none: 2
        case .green: 3
        case .black: 4
        }
    }
}

/// What the desk knows of a patient beside destination and outcome.
public struct PatientNotes: Equatable, Sendable {
    /// 1, 2, 3 ... within the incident: the number people say.
    public var number: Int32
    /// Sex, age, what happened: as typed.
    public var words: TextID = .none
    public var tag: TriageTag = .none

    public init(number: Int32) { self.number = number }
}

/// What one line may say of a patient.
public struct PatientDetails: Equatable, Sendable {
    public var outcome: PatientOutcome?
    public var tag: TriageTag?
    /// `none` where it was not said.
    public var destination: HospitalID = .none
    /// The unit that has the patient on board; `none` where it was not said.
    public var unit: UnitID = .none
    /// The kind of bed; nil where it was not said.
    public var bed: BedKind?
    /// Words in the place of those that were there; empty where none were said.
    public var words = ""

    public init() {}

    var isEmpty: Bool {
        words.isEmpty && outcome == nil && tag == nil && !destination.isSet && !unit.isSet
            && bed == nil
    }
}

/// What somebody wants. Patients are named by their number within the incident.
public enum PatientCommand: Equatable, Sendable {
    case add(IncidentID, count: Int32, PatientDetails)
    case change(IncidentID, patient: Int32, PatientDetails)
    /// TR with patients named; `destination` none for the planned one.
    case transport(
        UnitID, patients: [Int32], destination: HospitalID, occurredAt: Timestamp, bed: BedKind? = nil)
}

/// What has happened.
public enum PatientEvent: Equatable, Sendable {
    case added(PatientID, IncidentID, words: Text)
    case tagged(PatientID, from: TriageTag, to: TriageTag)
    /// Where the patient shall be taken.
    case destined(PatientID, from: HospitalID, to: HospitalID)
    /// On board of the unit of this assignment; `from` is the one before, or none.
    case boarded(PatientID, from: AssignmentID, to: AssignmentID, before: HospitalID, destination: HospitalID)
    /// Taking on board was taken back.
    case unboarded(PatientID, from: AssignmentID, destination: HospitalID)
    /// Said anew.
    case described(PatientID, words: Text)
    /// The outcome was taken back.
    case reopened(PatientID, was: PatientOutcome)
}

/// Why nothing changes.
public enum PatientRejection: Equatable, Sendable {
    case unknown(IncidentID, number: Int32)
    case ended(PatientID)
    case tooMany(IncidentID, limit: Int32)
    /// This unit is not on the patient's incident.
    case unitElsewhere(UnitID, IncidentID)
    /// The unit has not reached the patients yet, or is through with them.
    case cannotBoard(UnitID, AssignmentState)
    /// On board of a unit that is on its way: its hospital is the unit's.
    case onBoard(PatientID, UnitID)
    /// Stand-down, or another incident, with a patient on board.
    case unitHasPatient(UnitID, PatientID)
    /// Handed over without ever having been on board.
    case notOnBoard(PatientID)
    /// The last unit would leave this patient behind.
    case leftBehind(UnitID, PatientID)
    /// The incident cannot be closed so while these are open.
    case open(IncidentID, Disposition)
    /// The disposition does not fit what became of the patients.
    case dispositionUnfit(IncidentID, Disposition)
}
