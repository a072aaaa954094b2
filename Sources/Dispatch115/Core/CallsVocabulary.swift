// What is wanted and what happens around calls: rung, answered, abandoned, claimed, called back,
// bound to an incident, ended without one.
// Event types 100 to 119 of the journal are theirs.

/// How far a call has come.
public enum CallPhase: UInt8, CaseIterable, Sendable {
    /// It rings.
    case waiting = 0
    /// Somebody speaks with the caller, or has, and has not said yet what became of it.
    case inHand
    /// Abandoned or silent: somebody must call back.
    case callback
    /// Nothing more is wanted of the desk.
    case done
}

/// How a call ended that made no incident.
public enum CallOutcome: UInt8, CaseIterable, Sendable {
    /// Not said; of a call with an incident, the incident says it.
    case none = 0
    case nuisance
    case wrongNumber
    case information
    case advice
    case test
    /// Nobody spoke.
    case silent
    /// The caller hung up before anybody answered.
    case abandoned
    /// Called back in vain as often as the rules say.
    case unreached
}

/// What a call-back came to.
public enum CallbackResult: UInt8, CaseIterable, Sendable {
    case reached = 1
    case noAnswer
    case busy
}

/// What the phone exchange tells of a call.
public struct CallReport: Equatable, Sendable {
    /// The exchange's own name of the call, as a number; never 0.
    public var exchange: UInt64
    /// As the exchange gives it; empty where the caller withholds it.
    public var phone: String
    /// Under which the exchange keeps the sound; may be empty.
    public var recording: String
    /// By the exchange's clock; `none` where it does not say.
    public var at: Timestamp

    public init(exchange: UInt64, phone: String, recording: String = "", at: Timestamp = .none) {
        self.exchange = exchange
        self.phone = phone
        self.recording = recording
        self.at = at
    }
}

/// What somebody wants.
public enum CallCommand: Equatable, Sendable {
    case rang(CallReport)
    /// `by` is the Unix user who answered, `Call.nobody` where the exchange does not know.
    case answered(CallReport, by: UInt32)
    case abandoned(CallReport)
    case ended(CallReport)
    /// Takes a call in hand; `none`: the one that has waited longest.
    case claim(CallID)
    /// Gives a call back that was claimed in error; `none`: the newest in hand.
    case release(CallID)
    /// Somebody has dialled the caller's number.
    case tried(CallID, CallbackResult)
    case bind(CallID, IncidentID, words: String)
    /// Ends a call without an incident; `none`: the newest in hand.
    case finish(CallID, CallOutcome, words: String)
}

/// What has happened.
public enum CallEvent: Equatable, Sendable {
    case rang(CallID, exchange: UInt64, phone: Text, recording: Text, at: Timestamp)
    case answered(CallID, by: UInt32, recording: Text, at: Timestamp)
    /// It must be called back, for this reason, by `due`.
    case parked(CallID, CallOutcome, words: Text, at: Timestamp, due: Timestamp)
    case ended(CallID, recording: Text, at: Timestamp)
    /// By the event's actor.
    case claimed(CallID, from: CallPhase)
    case released(CallID, to: CallPhase, due: Timestamp)
    /// How often by now; `due` where it is to be tried again.
    case tried(CallID, CallbackResult, tries: UInt8, due: Timestamp)
    /// The caller's number, which the exchange did not know.
    case numbered(CallID, phone: Text)
    case bound(CallID, from: IncidentID, to: IncidentID)
    case finished(CallID, CallOutcome, words: Text)
}

/// Why nothing changes.
public enum CallRejection: Equatable, Sendable {
    case unknown(CallID)
    /// It left memory; the journal has it.
    case retired(CallID)
    /// Somebody else has it in hand.
    case taken(CallID, by: UInt32)
    /// It has become this incident, or ended so.
    case done(CallID, IncidentID, CallOutcome)
    case noneWaiting
    case noneInHand
    /// Nobody has spoken with the caller yet.
    case stillRings(CallID)
    case notToBeCalledBack(CallID)
    case alreadyBound(CallID, IncidentID)
    /// Its own incident has a unit: which, and the incident that it should go to.
    case duplicateHasUnit(CallID, IncidentID, UnitID, to: IncidentID)
    /// Its own incident has a patient, or a unit has served it.
    case duplicateWasServed(CallID, IncidentID)
}
