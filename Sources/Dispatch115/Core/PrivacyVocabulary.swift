// What is wanted and what happens around personal texts that must not be kept for ever: erased by age, or
// on request. Event types 220 to 229 of the journal are theirs.

/// Texts of consecutive numbers.
public struct TextRange: Equatable, Sendable {
    public var first: TextID
    /// The one behind the last.
    public var end: TextID

    /// `end` is not before `first`.
    public init(first: TextID, end: TextID) {
        self.first = first
        self.end = end
    }

    public func contains(_ text: TextID) -> Bool { text >= first && text < end }
    public var count: Int { max(0, Int(end.index) - Int(first.index)) }
}

/// Why texts were erased.
public enum EraseReason: UInt8, CaseIterable, Sendable {
    /// Older than they may be kept.
    case age = 1
    /// Somebody asked for it.
    case request
}

/// What somebody wants.
public enum PrivacyCommand: Equatable, Sendable {
    /// All texts older than so many days, up to the first that something open needs.
    case eraseOlder(days: Int64)
    /// These, whatever their age.
    case erase(TextRange)
}

/// What has happened. The journal's bytes stay as they are: their keys are destroyed once this is durable.
public enum PrivacyEvent: Equatable, Sendable {
    case textsErased(TextRange, EraseReason)
}

/// Why nothing changes.
public enum PrivacyRejection: Equatable, Sendable {
    /// No such text was written yet: the newest, or `none`.
    case unknownText(newest: TextID)
    /// Something open needs this one.
    case needed(TextID, by: TextNeed)
    /// More than one request may name.
    case tooMany(limit: Int)
}

/// What may still need a text.
public enum TextNeed: Equatable, Sendable {
    case incident(IncidentID)
    case call(CallID)
    /// The crew on duty, or why it is out of service.
    case unit(UnitID)
}

/// What the centre remembers of erasures, and of how old texts are.
public struct ErasureState: Equatable, Sendable {
    /// The first text of a day, by UTC.
    public struct Day: Equatable, Sendable {
        /// Days since 1970.
        public var day: Int64
        public var firstText: TextID
    }

    /// All texts before this one are erased.
    public var before = TextID(index: 0)
    /// Erased on request, above `before`: ascending.
    public var single: [TextRange] = []
    /// Days on which something was recorded, ascending; those of erased texts go.
    public var days: [Day] = []

    public init() {}

    public func contains(_ text: TextID) -> Bool {
        text.isSet && (text < before || single.contains { $0.contains(text) })
    }
}
