// What the results hold, before any database: values of six kinds, rows of them, and changes of rows in the
// order of the journal. Plain data.

/// A value of a results column.
public enum ResultsValue: Equatable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
    case time(Timestamp)
    case flag(Bool)
}

extension Timestamp {
    /// Since 1970, rounded down: as finely as results keep times.
    var microseconds: Int64 {
        let quotient = nanoseconds / 1000
        return nanoseconds % 1000 < 0 ? quotient - 1 : quotient
    }
}

extension ResultsValue {
    /// Null where the time was not told.
    static func moment(_ time: Timestamp) -> ResultsValue { time.isSet ? .time(time) : .null }
}

/// What became of one row.
public struct ResultsChange: Equatable, Sendable {
    public var table: ResultsTable.Name
    /// One value a column, in the order of the table's columns. A row with the key of one that exists takes
    /// its place, but in a table that only grows, where keys come once.
    public var row: [ResultsValue]
    /// Whether no row of this key was ever written before; where it is not known, false.
    public var isNew: Bool

    public init(_ table: ResultsTable.Name, _ row: [ResultsValue], isNew: Bool = false) {
        self.table = table
        self.row = row
        self.isNew = isNew
    }
}

/// How far the results follow a centre's journal.
public struct ResultsCursor: Equatable, Sendable {
    /// The last event that is in them; 0 and the genesis hash before the first.
    public var head: JournalHead
    /// The epoch of the leader that wrote it.
    public var epoch: UInt32

    public init(head: JournalHead, epoch: UInt32) {
        self.head = head
        self.epoch = epoch
    }
}

/// Texts that were erased: whatever the store has of them goes, and their rows stay.
public struct ErasedTexts: Equatable, Sendable {
    public var texts: TextRange
    public var at: Timestamp

    public init(_ texts: TextRange, at: Timestamp) {
        self.texts = texts
        self.at = at
    }
}

/// Consecutive events' changes, to be written in one transaction together with the new cursor.
public struct ResultsBatch: Equatable, Sendable {
    /// The cursor that must stand before it; else it was written already, or by somebody else.
    public var after: ResultsCursor
    public var cursor: ResultsCursor
    /// In the order in which tables may be written. Of rows that may be replaced only the last of each key.
    public var changes: [ResultsChange]
    /// Behind the changes, in order: `personal_text.content` and `record_key.key` of these numbers become null,
    /// and `erased_at` is set where it is not.
    public var erased: [ErasedTexts]

    public init(
        after: ResultsCursor, cursor: ResultsCursor, changes: [ResultsChange], erased: [ErasedTexts] = []
    ) {
        self.after = after
        self.cursor = cursor
        self.changes = ResultsBatch.endedFirst(changes)
        self.erased = erased
    }

    /// Assignments that have ended go before live ones: a unit that changes from one to the other in one batch
    /// must at no row have two, or the rule about that refuses the batch.
    private static func endedFirst(_ changes: [ResultsChange]) -> [ResultsChange] {
        let places = changes.indices.filter { changes[$0].table == .assignment }
        guard places.count > 1, let column = ResultsBatch.isLive else { return changes }
        let rows = places.map { changes[$0] }
        func isLive(_ change: ResultsChange) -> Bool {
            change.row.indices.contains(column) && change.row[column] == .flag(true)
        }
        var sorted = changes
        for (place, row) in zip(places, rows.filter { !isLive($0) } + rows.filter(isLive)) {
            sorted[place] = row
        }
        return sorted
    }

    private static let isLive = ResultsTable.of(.assignment).columns.firstIndex { $0.name == "is_live" }
}
