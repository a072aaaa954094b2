// An incident put to a station, and what came of it. The rows of one line's offers follow each other; those of
// one incident are a list, oldest first. What a station has said in all is counted in its own row.

public enum OfferState: UInt8, CaseIterable, Sendable {
    /// To be asked when those before it have not helped.
    case planned = 0
    case asked
    case accepted
    case declined
    /// No answer in time. A late one still counts.
    case silent
    case withdrawn

    public var isOpen: Bool { self == .planned || self == .asked }
}

/// Why a station says no.
public enum DeclineReason: UInt8, CaseIterable, Sendable {
    case vehicleBusy = 1
    case noCrew
    case broken
    case tooFar
    case noFuel
    case other
}

/// Why an offer was taken back.
public enum WithdrawReason: UInt8, CaseIterable, Sendable {
    /// Another station was first.
    case othersAccepted = 1
    /// The dispatcher has sent what the incident needs.
    case sent
    case closed
    /// Its turn has come, and it has said that it is busy until later.
    case stationBusy
    /// Its turn has come, and none of its units is free.
    case noFreeUnit
}

/// An incident put to a station: asked, and answered or not.
public struct Offer: Equatable, Sendable {
    public var incident: IncidentID
    public var station: StationID
    public var state: OfferState = .planned
    /// Whether a person named the station; else it follows from a recommendation, and is passed over when its
    /// turn comes and it is known to be busy.
    public var isChosen = true
    public var askedAt = Timestamp.none
    public var expiresAt = Timestamp.none
    /// When it said yes or no.
    public var answeredAt = Timestamp.none
    public var reason: DeclineReason?
    public var busyUntil = Timestamp.none
    /// Whether the dispatcher typed the answer for a station that phoned.
    public var isByPhone = false
    /// What it sends.
    public var unit: UnitID = .none
    public var assignment: AssignmentID = .none
    /// The crew's names, or the reason in its own words.
    public var words: TextID = .none
    /// The next offer of the same incident.
    public var next: OfferID = .none

    public init(incident: IncidentID, station: StationID, isChosen: Bool = true) {
        self.incident = incident
        self.station = station
        self.isChosen = isChosen
    }
}

/// How often a station has said no, by reason.
public struct DeclineCounts: Equatable, Sendable {
    var vehicleBusy: Int32 = 0
    var noCrew: Int32 = 0
    var broken: Int32 = 0
    var tooFar: Int32 = 0
    var noFuel: Int32 = 0
    var other: Int32 = 0

    public init() {}

    public subscript(reason: DeclineReason) -> Int32 {
        get {
            switch reason {
            case .vehicleBusy: vehicleBusy
            case .noCrew: noCrew
            case .broken: broken
            case .tooFar: tooFar
            case .noFuel: noFuel
            case .other: other
            }
        }
        set {
            switch reason {
            case .vehicleBusy: vehicleBusy = newValue
            case .noCrew: noCrew = newValue
            case .broken: broken = newValue
            case .tooFar: tooFar = newValue
            case .noFuel: noFuel = newValue
            case .other: other = newValue
            }
        }
    }

    public var total: Int32 { DeclineReason.allCases.reduce(0) { $0 + self[$1] } }
}

/// What a station's row remembers of its offers. Each thing is counted as it happens: a station that falls
/// silent and then says no counts once as silent and once as declined.
public struct StationOffers: Equatable, Sendable {
    public var asked: Int32 = 0
    public var accepted: Int32 = 0
    public var silent: Int32 = 0
    public var declined = DeclineCounts()
    /// Until when it has said that it is busy; a yes ends it.
    public var busyUntil = Timestamp.none
    /// When it has said so.
    public var busySince = Timestamp.none

    public init() {}
}

/// An incident's part in the list of offers.
public struct IncidentOffers: Equatable, Sendable {
    public var first: OfferID = .none
    public var last: OfferID = .none

    public init() {}
}
