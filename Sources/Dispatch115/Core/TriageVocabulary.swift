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

/// What somebody wants.
public enum TriageCommand: Equatable, Sendable {
    /// The caller has answered.
    case answer(IncidentID, TriageReport)
}

/// What has happened.
public enum TriageEvent: Equatable, Sendable {
    /// `from` and `to` are the incident's priorities before and after; `said` is what the cards say, which
    /// differs from `to` where a person's own stays. A change is also a `priorityChanged` before it.
    case answered(
        IncidentID, version: Int64, answers: Text, reason: Text, said: Priority, from: Priority, to: Priority,
        Need, isComplete: Bool)
}

/// Why nothing changes.
public enum TriageRejection: Equatable, Sendable {
    /// The same answers under the same cards.
    case sameAnswers(IncidentID)
}
