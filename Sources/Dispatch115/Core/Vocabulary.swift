// The closed lists of the field: each a small number with a stable raw value, since it is written in the
// journal. A raw value is never given another meaning; new ones are added at the end.

/// How urgent: P0 needs no vehicle, P1 is the reddest.
public enum Priority: UInt8, CaseIterable, Comparable, Sendable {
    case p0 = 0
    case p1, p2, p3, p4

    public static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }

    /// P0, which wants no vehicle, is the least urgent.
    public func isMoreUrgent(than other: Priority) -> Bool {
        (self == .p0 ? 5 : rawValue) < (other == .p0 ? 5 : other.rawValue)
    }
}

/// What is known of an incident's place.
public enum PlaceCertainty: UInt8, CaseIterable, Sendable {
    /// Nothing was said yet.
    case missing = 0
    /// Coordinates, or a point that was found.
    case exact
    /// An area's centre: good enough to roll, not to knock at a door.
    case approximate
    /// The words mean several places; nobody has chosen yet.
    case ambiguous
    /// The words mean nothing we know.
    case unknown
    /// Found, but outside the centre's area.
    case outside
}

public enum UnitKind: UInt8, CaseIterable, Sendable {
    case car = 1
    case motorbike
    case boat

    /// Whether a patient can be carried lying down.
    public var canTransport: Bool { self != .motorbike }
}

public struct Skills: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let doctor = Skills(rawValue: 1)
    public static let nurse = Skills(rawValue: 2)
}

public struct Equipment: OptionSet, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let oxygen = Equipment(rawValue: 1)
    public static let defibrillator = Equipment(rawValue: 2)
    public static let ventilator = Equipment(rawValue: 4)
    public static let incubator = Equipment(rawValue: 8)
    public static let stretcher = Equipment(rawValue: 16)
}

/// How an incident ended.
public enum Disposition: UInt8, CaseIterable, Sendable {
    case transported = 1
    case treatedOnScene
    case refusedByPatient
    case leftByOtherMeans
    case dead
    case notFound
    case noVehicleNeeded
    case nuisance
    case cancelledByCaller
    case duplicate
    /// A standby that ran its time.
    case standbyOver
}

/// What became of a patient.
public enum PatientOutcome: UInt8, CaseIterable, Sendable {
    case open = 0
    case handedOver
    case treatedOnScene
    case refused
    case dead
    /// Left by other means.
    case left
    case notFound
    /// Entered by mistake, or another incident's patient: nobody.
    case mistaken
}

/// Why an assignment that did not run its course ended.
public enum EndReason: UInt8, CaseIterable, Sendable {
    case none = 0
    /// Stood down, no reason given.
    case stoodDown
    case diverted
    // Stood down, since ...
    case calledOff
    case nearerUnit
    case brokenDown
    case wrongPlace
    case otherService

    /// Whether the unit was told to leave, and not sent elsewhere.
    public var isStandDown: Bool { self != .none && self != .diverted }
}

public enum OrderKind: UInt8, CaseIterable, Sendable {
    case dispatch = 1
    case standDown
}

/// What a deadline or a loss raised.
public enum AlertKind: UInt8, CaseIterable, Sendable {
    /// The box has not confirmed the order: phone the crew. Subject: assignment.
    case orderUndelivered = 1
    /// The crew has not acknowledged. Subject: assignment.
    case crewSilent
    /// Nobody has been sent within the time its priority allows. Subject: incident.
    case incidentWaiting
    /// The last unit was taken from it. Subject: incident.
    case incidentWithoutUnit
    /// Nobody is on scene within its priority's target. Subject: incident.
    case incidentOverdue
    /// A motorbike is there or on its way, and nothing that can carry the patient. Subject: incident.
    case withoutTransport
    /// A planned transfer or standby is due and has no unit. Subject: incident.
    case plannedDue
    /// The station has not answered in time. Subject: offer.
    case offerSilent
    /// Every station that was to be asked has declined or is silent. Subject: incident.
    case offersExhausted
    /// A caller hears it ring for too long. Subject: call.
    case callWaiting
    /// An abandoned or silent call has not been called back in time. Subject: call.
    case callbackOverdue
    /// A unit under an order has not been heard. Subject: unit.
    case unitSilent
    /// Most of the fleet has no usable position. Subject: none (0).
    case fleetStale
    /// Many units lost their position together. Subject: none (0).
    case massFixLoss
    /// The journal cannot be written. Subject: none (0).
    case notDurable
    /// The results are away, or far behind the journal. Subject: none (0); the measure counts events.
    case resultsAway
    /// A hospital takes nobody, and units with patients are on their way there. Subject: hospital.
    case hospitalClosed
    /// A hospital takes no notices from us: it must be phoned. Subject: notice.
    case noticePhone
    /// The hospital does not take the patient. Subject: notice.
    case noticeRejected
    /// The hospital has not answered in time. Subject: notice.
    case noticeSilent
    /// Telehealth has rejected the call, or not answered in time: it is back in the queue. Subject: referral.
    case referralReturned
    /// Destinations of what is published do not answer. Subject: none (0); the measure counts them.
    case publishingAway = 40
    /// Messages that a destination has refused for good. Subject: none (0); the measure counts them.
    case publishingDead = 41

    /// What the number in `subject` numbers.
    public var subjectKind: AlertSubject {
        switch self {
        case .orderUndelivered, .crewSilent: .assignment
        case .incidentWaiting, .incidentWithoutUnit, .incidentOverdue, .withoutTransport, .plannedDue,
            .offersExhausted:
            .incident
        case .offerSilent: .offer
        case .callWaiting, .callbackOverdue: .call
        case .noticePhone, .noticeRejected, .noticeSilent: .notice
        case .referralReturned: .referral
        case .unitSilent: .unit
        case .fleetStale, .massFixLoss, .notDurable, .resultsAway, .publishingAway, .publishingDead: .centre
        case .hospitalClosed: .hospital
        }
    }
}

/// What an alert may be about.
public enum AlertSubject: Sendable {
    case assignment, incident, offer, call, unit, hospital, notice, referral
    /// The centre as a whole: no number.
    case centre
}

/// Who acts.
public enum ActorKind: UInt8, CaseIterable, Sendable {
    case configuration = 1
    /// A person at a console; the number is the Unix user id.
    case console
    /// A unit's box; the number is the unit's.
    case unit
    /// A deadline.
    case clock
    /// The phone exchange; the number is the Unix user id of its feed.
    case exchange
    /// Capacity that came by file or by the database.
    case inbox
    /// A hospital or telehealth, through the courier: answers to notices and referrals.
    case module = 7
}

/// Who did it: written into every event.
public struct Actor: Equatable, Sendable {
    public var kind: ActorKind
    public var number: UInt32

    public init(_ kind: ActorKind, _ number: UInt32 = 0) {
        self.kind = kind
        self.number = number
    }
}
