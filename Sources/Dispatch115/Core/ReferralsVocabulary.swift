// What is wanted and what happens around referrals: a call that needs advice and no vehicle, handed over to
// telehealth, and what came of it. Event types 260 to 269 of the journal are theirs.

/// A referral: one incident handed over to telehealth once.
public struct ReferralID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

public enum ReferralState: UInt8, CaseIterable, Sendable {
    case offered = 0
    /// Telehealth has the message.
    case delivered
    /// Telehealth speaks with the caller.
    case accepted
    case completed
    case rejected
    /// Neither an answer nor an end in time.
    case late
    /// Taken back from here; the row says why.
    case withdrawn

    /// Whether it is in telehealth's hands; else the incident stands in the queue, or is closed.
    public var isOpen: Bool { self <= .accepted }
}

extension ReferralState: Comparable {
    public static func < (left: ReferralState, right: ReferralState) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Why a referral was taken back.
public enum ReferralWithdrawal: UInt8, CaseIterable, Sendable {
    /// A person at the desk wants it back.
    case takenBack = 1
    /// It needs a vehicle after all.
    case escalated
    /// A unit was sent to it.
    case unitSent
    case closed
}

/// One incident handed over.
public struct Referral: Equatable, Sendable {
    public var incident: IncidentID
    public var state: ReferralState = .offered
    public var offeredAt: Timestamp
    /// By when telehealth must have answered; once it has accepted, by when it must be done.
    public var dueAt: Timestamp
    public var deliveredAt = Timestamp.none
    public var acceptedAt = Timestamp.none
    /// When it was completed, rejected, late or taken back.
    public var endedAt = Timestamp.none
    public var withdrawal: ReferralWithdrawal?
    /// Whether the newest answer came by phone, through the dispatcher.
    public var isByPhone = false
    /// What the desk has added.
    public var words: TextID
    /// What came back.
    public var answer: TextID = .none
    /// The newest answer after the end: it changes nothing and is not lost.
    public var lateAnswer: TaskStatus?
    public var lateAt = Timestamp.none
    public var lateWords: TextID = .none
    /// 1, 2, 3 ... : grows with what is to be told anew.
    public var version: Int32 = 1
    /// The one of the same incident before.
    public var previous: ReferralID

    public init(
        incident: IncidentID, offeredAt: Timestamp, dueAt: Timestamp, words: TextID, previous: ReferralID
    ) {
        self.incident = incident
        self.offeredAt = offeredAt
        self.dueAt = dueAt
        self.words = words
        self.previous = previous
    }
}

/// What somebody wants.
public enum ReferralCommand: Equatable, Sendable {
    /// Hands it over; `due` none: as long as the rules say.
    case refer(IncidentID, due: Timestamp, words: String)
    case takeBack(IncidentID)
    /// `byPhone`: the dispatcher types what telehealth has said.
    case answer(ReferralID, TaskStatus, words: String, at: Timestamp, byPhone: Bool)
}

/// What has happened.
public enum ReferralEvent: Equatable, Sendable {
    case offered(ReferralID, IncidentID, due: Timestamp, words: Text)
    /// `due`: by when it must be done, where it was accepted; else none.
    case answered(ReferralID, TaskStatus, at: Timestamp, due: Timestamp, words: Text, isByPhone: Bool)
    /// The incident stands in the queue again.
    case fellLate(ReferralID)
    case withdrawn(ReferralID, ReferralWithdrawal)
    /// Too late to change anything.
    case answeredLate(ReferralID, TaskStatus, at: Timestamp, words: Text)
    /// What it tells has changed.
    case updated(ReferralID, version: Int32)
}

extension ReferralEvent {
    /// The referral that it is about.
    public var id: ReferralID {
        switch self {
        case .offered(let id, _, _, _), .answered(let id, _, _, _, _, _), .fellLate(let id),
            .withdrawn(let id, _), .answeredLate(let id, _, _, _), .updated(let id, _):
            id
        }
    }
}

/// Why nothing changes.
public enum ReferralRejection: Equatable, Sendable {
    case unknown(ReferralID)
    /// It left memory; the journal has it.
    case retired(ReferralID)
    /// Only what needs no vehicle is handed over.
    case needsVehicle(IncidentID, Priority)
    /// Nobody can call the caller back.
    case noNumber(IncidentID)
    case alreadyReferred(ReferralID)
    case notReferred(IncidentID)
    case dueInPast(Timestamp)
}
