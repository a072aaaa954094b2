/// One ring of the phone.
public struct Call: Equatable, Sendable {
    /// No user: Unix keeps this number for that.
    public static let nobody = UInt32.max

    /// When it rang, by the exchange where that feeds us.
    public var receivedAt: Timestamp
    public var phone: TextID
    /// The incident that it concerns.
    public var incident: IncidentID
    public var phase = CallPhase.done
    /// The exchange's name of it, as a number; 0 where it did not come from there.
    public var exchange: UInt64 = 0
    public var recording: TextID = .none
    /// Who has it in hand, or had it last.
    public var handler = Call.nobody
    public var claimedAt = Timestamp.none
    public var answeredAt = Timestamp.none
    /// When the line fell, by the exchange.
    public var endedAt = Timestamp.none
    public var outcome = CallOutcome.none
    /// What was noted when it ended without an incident.
    public var words: TextID = .none
    /// How often it was called back.
    public var tries: UInt8 = 0
    public var callbackDue = Timestamp.none

    public init(receivedAt: Timestamp, phone: TextID, incident: IncidentID) {
        self.receivedAt = receivedAt
        self.phone = phone
        self.incident = incident
    }

    /// Seconds of talk; nil where it is not known.
    public var talkSeconds: Int64? {
        answeredAt.isSet && endedAt.isSet ? endedAt.seconds(since: answeredAt) : nil
    }
}
