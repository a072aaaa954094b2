// What is wanted and what happens around pre-arrival notices: the one hospital that a unit takes its patients to
// is told that they come, and says whether it takes them. Event types 250 to 259 of the journal are theirs.

/// A notice: one transport to one hospital.
public struct NoticeID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

public enum NoticeState: UInt8, CaseIterable, Sendable {
    case asked = 0
    /// The hospital has the message, or was told by phone.
    case delivered
    case accepted
    case rejected
    /// No answer in time. A late one still counts until the transport ends.
    case silent
    /// The transport is over, or goes elsewhere; the row says which.
    case closed

    /// Whether a transport is under way to its hospital.
    public var isLive: Bool { self != .closed }
}

/// Why a notice ended.
public enum NoticeEnd: UInt8, CaseIterable, Sendable {
    case arrived = 1
    case otherHospital
    /// The assignment ended, or the step to transport was taken back.
    case cancelled
}

/// A hospital that could be gone to instead, with the seconds to it from where the unit was; -1 where that is
/// not known.
public struct HospitalAlternative: Equatable, Sendable {
    public var hospital: HospitalID
    public var travelSeconds: Int32

    public init(_ hospital: HospitalID, travelSeconds: Int32 = -1) {
        self.hospital = hospital
        self.travelSeconds = travelSeconds
    }

    public static let none = HospitalAlternative(.none)
}

/// One transport told to one hospital.
public struct Notice: Equatable, Sendable {
    public var assignment: AssignmentID
    public var incident: IncidentID
    public var hospital: HospitalID
    public var state: NoticeState = .asked
    /// Whether the courier takes it; else somebody must phone.
    public var isElectronic: Bool
    public var openedAt: Timestamp
    /// By when the hospital must have answered; `none` where it is phoned.
    public var dueAt: Timestamp
    public var deliveredAt = Timestamp.none
    public var answeredAt = Timestamp.none
    /// Whether the newest answer came by phone, through the dispatcher.
    public var isByPhone = false
    /// The hospital's words with its newest answer.
    public var words: TextID = .none
    /// What could be gone to instead, when it was rejected or silent.
    public var next = HospitalAlternative.none
    /// The unit goes there in spite of it, for this reason.
    public var keptGoingAt = Timestamp.none
    public var keptGoing: TextID = .none
    public var endedAt = Timestamp.none
    public var end: NoticeEnd?
    /// What the hospital had said by the end.
    public var lastAnswer: TaskStatus?
    /// The newest answer after the end: it changes nothing and is not lost.
    public var lateAnswer: TaskStatus?
    public var lateAt = Timestamp.none
    public var lateWords: TextID = .none
    /// 1, 2, 3 ... : grows with what is to be told anew.
    public var version: Int32 = 1
    /// The one of the same assignment before.
    public var previous: NoticeID

    public init(
        assignment: AssignmentID, incident: IncidentID, hospital: HospitalID, isElectronic: Bool,
        openedAt: Timestamp, dueAt: Timestamp, previous: NoticeID
    ) {
        self.assignment = assignment
        self.incident = incident
        self.hospital = hospital
        self.isElectronic = isElectronic
        self.openedAt = openedAt
        self.dueAt = dueAt
        self.previous = previous
    }
}

/// What somebody wants. Notices are opened, told anew and closed by what happens to transports, never by a
/// command.
public enum NoticeCommand: Equatable, Sendable {
    /// `byPhone`: the dispatcher types what the hospital has said. `next`: what could be gone to instead.
    case answer(
        NoticeID, TaskStatus, words: String, at: Timestamp, byPhone: Bool, next: HospitalAlternative)
    /// Its time is up, with what could be gone to instead; a `tick` does the same without.
    case lapse(NoticeID, next: HospitalAlternative)
    /// The unit goes there in spite of a no or of silence.
    case keepGoing(NoticeID, words: String)
}

/// What has happened.
public enum NoticeEvent: Equatable, Sendable {
    case opened(NoticeID, AssignmentID, HospitalID, isElectronic: Bool, due: Timestamp)
    /// What it tells has changed.
    case updated(NoticeID, version: Int32)
    case answered(
        NoticeID, TaskStatus, at: Timestamp, words: Text, isByPhone: Bool, next: HospitalAlternative)
    case fellSilent(NoticeID, next: HospitalAlternative)
    case keptGoing(NoticeID, version: Int32, words: Text)
    case closed(NoticeID, NoticeEnd, version: Int32)
    /// Too late to change anything.
    case answeredLate(NoticeID, TaskStatus, at: Timestamp, words: Text)
}

extension NoticeEvent {
    /// The notice that it is about.
    public var id: NoticeID {
        switch self {
        case .opened(let id, _, _, _, _), .updated(let id, _), .answered(let id, _, _, _, _, _),
            .fellSilent(let id, _), .keptGoing(let id, _, _), .closed(let id, _, _),
            .answeredLate(let id, _, _, _):
            id
        }
    }
}

/// Why nothing changes.
public enum NoticeRejection: Equatable, Sendable {
    case unknown(NoticeID)
    /// It left memory; the journal has it.
    case retired(NoticeID)
    /// The unit takes nobody to a hospital now.
    case noTransport(UnitID)
    /// A hospital takes or does not take; it completes nothing.
    case notItsAnswer(NoticeID, TaskStatus)
    /// Nothing stands against going there.
    case nothingAgainst(NoticeID)
    case reasonMissing(NoticeID)
}
