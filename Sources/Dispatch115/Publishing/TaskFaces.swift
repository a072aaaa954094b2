// What a pre-arrival notice and a telehealth referral tell, as values: filled from the centre, made into messages
// by `PreArrivalDocuments` and `ReferralDocuments`. They hold personal data: each goes to its one receiver only,
// and into no log.

import Geo

/// An organisation by its code and name.
public struct FacilityFace: Equatable, Sendable {
    /// The number people say; 0 where it has none.
    public var number: Int32 = 0
    /// The health ministry's five digits; anything else is not sent as a code.
    public var code = ""
    public var name = ""

    public init(number: Int32 = 0, code: String = "", name: String = "") {
        self.number = number
        self.code = code
        self.name = name
    }
}

/// Whom a message is about. All may be unknown: a patient without a name is a patient.
public struct PatientFace: Equatable, Sendable {
    public enum Sex: UInt8, CaseIterable, Sendable {
        case unknown = 0
        case male
        case female
        case other
    }

    public var name = ""
    public var sex = Sex.unknown
    public var birthYear: Int32?
    /// Citizen's number (CCCD), twelve digits; sent only where it can be one.
    public var nationalID = ""
    /// Health insurance number (BHYT); sent only where it can be one.
    public var insuranceNumber = ""
    /// As typed: sex, age, what happened.
    public var words = ""

    public init() {}

    /// Neither name nor identifier.
    public var isUnknown: Bool { name.isEmpty && nationalID.isEmpty && insuranceNumber.isEmpty }
}

/// What a task is for us. What the other side makes of it comes back through `FHIRTaskReport`.
public enum TaskIntent: UInt8, CaseIterable, Sendable {
    /// The other side shall answer.
    case requested = 0
    /// Taken back by us.
    case cancelled
}

/// A patient is on the way to a hospital.
public struct PreArrivalNoticeFace: Equatable, Sendable {
    /// Names it for good within this centre: "notice-12". At most 30 letters, digits, dots and hyphens;
    /// anything else is replaced by a hash of it.
    public var key: String
    public var intent: TaskIntent = .requested
    /// Why it was taken back; empty where it was not or nobody said.
    public var intentReason = ""
    /// Grows with whatever is told anew.
    public var version: Int32 = 1
    public var hospital: FacilityFace
    /// As people say it: "123".
    public var incidentNumber: Int32
    public var unitNumber: Int32
    /// Of this incident on board of this unit; the notice is about one of them.
    public var patientCount: Int32 = 1
    public var patient: PatientFace
    public var priority: Priority
    public var tag: TriageTag = .none
    /// The chief complaint in the words of the desk.
    public var complaint: String
    /// Of the assignment.
    public var times: TimePoints
    /// When the notice was made.
    public var authoredAt: Timestamp
    /// When it last changed on our side.
    public var changedAt: Timestamp
    /// When the unit should be there; `.none` where that is not known.
    public var expectedAt: Timestamp = .none
    /// By when the hospital shall have answered.
    public var deadline: Timestamp

    public init(
        key: String, hospital: FacilityFace, incidentNumber: Int32, unitNumber: Int32, patient: PatientFace,
        priority: Priority, complaint: String, times: TimePoints, authoredAt: Timestamp, deadline: Timestamp
    ) {
        self.key = key
        self.hospital = hospital
        self.incidentNumber = incidentNumber
        self.unitNumber = unitNumber
        self.patient = patient
        self.priority = priority
        self.complaint = complaint
        self.times = times
        self.authoredAt = authoredAt
        changedAt = authoredAt
        self.deadline = deadline
    }
}

/// A call that needs advice is handed over to telehealth.
public struct ReferralFace: Equatable, Sendable {
    /// Names it for good within this centre: "referral-3"; as of a notice.
    public var key: String
    public var intent: TaskIntent = .requested
    public var intentReason = ""
    public var version: Int32 = 1
    /// Who shall take it; nil where the destination itself decides.
    public var receiver: FacilityFace?
    public var incidentNumber: Int32
    /// Whom to call back, as the exchange or the call-taker wrote it.
    public var callbackNumber: String
    public var patient: PatientFace
    public var priority: Priority
    public var complaint: String
    /// Version of the cards, as in `Triage`: 202_611_230_001 for "2026-11-23.1"; 0 where nothing was asked.
    public var triageVersion: Int64 = 0
    /// What the caller answered, as the cards write it.
    public var triageAnswers = ""
    /// Why it is that priority.
    public var triageReason = ""
    public var isTriageComplete = false
    /// Red flags that were asked and denied, a line each.
    public var redFlagsExcluded: [String] = []
    /// Where a vehicle would have to go if it gets worse, in words.
    public var place = ""
    public var coordinate: Coordinate?
    public var callReceivedAt: Timestamp
    public var authoredAt: Timestamp
    public var changedAt: Timestamp
    /// By when the answer, or after acceptance the end, is due; after that the call is ours again.
    public var deadline: Timestamp

    public init(
        key: String, incidentNumber: Int32, callbackNumber: String, patient: PatientFace, priority: Priority,
        complaint: String, callReceivedAt: Timestamp, authoredAt: Timestamp, deadline: Timestamp
    ) {
        self.key = key
        self.incidentNumber = incidentNumber
        self.callbackNumber = callbackNumber
        self.patient = patient
        self.priority = priority
        self.complaint = complaint
        self.callReceivedAt = callReceivedAt
        self.authoredAt = authoredAt
        changedAt = authoredAt
        self.deadline = deadline
    }
}
