// What is wanted and what happens around triage: answers, what follows from them, and what the
// incident needs.
// Event types 120 to 129 of the journal are theirs. What the answers mean stands in cards outside (Intake);
// the centre keeps what came of them.

/// What the cards made of the answers that are known now, those of earlier lines among them.
public struct TriageReport: Equatable, Sendable {
    /// Of the cards: the day and a number, 202_611_230_001 for "2026-11-23.1".
    public var version: Int64
    /// All answers, as the cards write them.
    public var answers: String
    /// Why it is that priority, in both languages.
    public var reason: String
    /// What the cards say.
    public var priority: Priority
    public var need: Need
    /// Whether every question was asked.
    public var isComplete: Bool

    public init(
        version: Int64, answers: String, reason: String, priority: Priority, need: Need, isComplete: Bool
    ) {
        self.version = version
        self.answers = answers
        self.reason = reason
        self.priority = priority
        self.need = need
        self.isComplete = isComplete
    }
}

/// The newest triage of an incident.
public struct Triage: Equatable, Sendable {
    public var version: Int64
    public var answers: TextID
    public var reason: TextID
    /// What the cards said, which a person may have overruled.
    public var priority: Priority
    public var isComplete: Bool

    public init(version: Int64, answers: TextID, reason: TextID, priority: Priority, isComplete: Bool) {
        self.version = version
        self.answers = answers
        self.reason = reason
        self.priority = priority
        self.isComplete = isComplete
    }
}

/// What was shown to somebody who speaks with the caller.
public struct InstructionShown: Equatable, Sendable {
    /// Of the cards, as in a triage.
    public var version: Int64
    /// The cards' own name of it, such as "cpr".
    public var instruction: String
    /// Its title, in both languages.
    public var title: String
    /// How many steps were shown, from the first.
    public var steps: UInt8
    /// Whether it is one that has the caller press the chest.
    public var isCompressions: Bool

    public init(version: Int64, instruction: String, title: String, steps: UInt8, isCompressions: Bool) {
        self.version = version
        self.instruction = instruction
        self.title = title
        self.steps = steps
        self.isCompressions = isCompressions
    }
}

/// What the caller of an incident was told so far.
public struct IncidentTelling: Equatable, Sendable {
    /// How often; 0 until the first.
    public var times: Int32 = 0
    /// The newest: what, when, by whom.
    public var title: TextID = .none
    public var at = Timestamp.none
    public var by = Actor(.clock)
    /// When somebody was first shown how to press the chest; `none` while nobody was.
    public var compressionsAt = Timestamp.none

    public init() {}
}

/// What somebody wants.
public enum TriageCommand: Equatable, Sendable {
    /// The caller has answered.
    case answer(IncidentID, TriageReport)
    /// The caller is told what to do.
    case instruct(IncidentID, InstructionShown)
}

/// What has happened.
public enum TriageEvent: Equatable, Sendable {
    /// `from` and `to` are the incident's priorities before and after; `said` is what the cards say, which
    /// differs from `to` where a person's own stays. A change is also a `priorityChanged` before it.
    case answered(
        IncidentID, version: Int64, answers: Text, reason: Text, said: Priority, from: Priority, to: Priority,
        Need, isComplete: Bool)
    /// Somebody was shown these steps, to say them to the caller: the event's actor.
    case instructed(
        IncidentID, version: Int64, instruction: String, title: Text, steps: UInt8, isCompressions: Bool)
}

/// Why nothing changes.
public enum TriageRejection: Equatable, Sendable {
    /// The same answers under the same cards.
    case sameAnswers(IncidentID)
}
