// Where results are written: PostgreSQL, or SQLite where there is none. One thread owns a store; every call
// returns within the store's own deadline, whatever the other side does.

/// Why a store did not do what was asked; `description` says it for people, without any secret.
public enum ResultsFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nothing was written: it cannot be reached, hangs, is read-only or full. Trying again may help.
    case away(String)
    /// The commit was sent and nobody knows whether it counts: open again and read the cursor.
    case outcomeUnknown(String)
    /// Nothing was written, and trying the same again will not help: a table changed by hand, a grant that lacks.
    case refused(String)
    /// The tables are of another version than this program writes; 0 where there are none.
    case schema(found: Int, wanted: Int)
    /// They hold another history than the journal: another centre's under the same code, or one that has
    /// parted from it.
    case otherHistory(String)
    /// A leader of a higher epoch has written: this one leads no more.
    case fenced(by: UInt32)

    public var description: String {
        switch self {
        case .away(let why): why
        case .outcomeUnknown(let why): "outcome unknown: \(why)"
        case .refused(let why): "refused: \(why)"
        case .schema(0, let wanted): "no tables there, version \(wanted) is wanted"
        case .schema(let found, let wanted): "tables of version \(found), this program writes \(wanted)"
        case .otherHistory(let why): "another history: \(why)"
        case .fenced(let epoch): "a leader of epoch \(epoch) has taken over"
        }
    }
}

extension ResultsFailure {
    static func cursorGone(_ centre: String) -> ResultsFailure {
        .otherHistory("the cursor of centre \(centre) is gone: somebody has removed its row")
    }

    static func cursorUnreadable(_ centre: String) -> ResultsFailure {
        .refused("the cursor of centre \(centre) cannot be read: changed by hand?")
    }
}

extension ResultsBatch {
    /// Why it cannot be written where the cursor stands at `held`; nil where it can. Where it is in already, or
    /// another part of the same history, reading the cursor anew settles it: that is what `outcomeUnknown` asks.
    func obstacle(at held: ResultsCursor, of centre: String) -> ResultsFailure? {
        if held.epoch > cursor.epoch { return .fenced(by: held.epoch) }
        guard held.head.sequence == after.head.sequence else {
            return .outcomeUnknown(
                "the cursor stands at \(held.head.sequence), not at \(after.head.sequence)")
        }
        return held.head == after.head
            ? nil
            : .otherHistory(
                "event \(held.head.sequence) of centre \(centre) has another hash there than here")
    }
}

public protocol ResultsStore: AnyObject {
    /// Connects anew, checks the tables' version, and reads where the centre's results stand; before the first
    /// event the cursor is 0 with the genesis hash. Throws `fenced` where the cursor's epoch is above `epoch`.
    func open(epoch: UInt32) throws(ResultsFailure) -> ResultsCursor
    /// All of it or nothing, in one transaction that also moves the cursor from `after` to `cursor`.
    func write(_ batch: ResultsBatch) throws(ResultsFailure)
    /// Positions of units, which are no events: a row that is there already stays.
    func add(positions: [[ResultsValue]]) throws(ResultsFailure)
    /// Counts some of the reports beforehand, where that is done on the store's own connection; true where
    /// there is more of it to do.
    func summarise() throws(ResultsFailure) -> Bool
    /// Without effect where it is not open.
    func close()
}

extension ResultsStore {
    public func summarise() throws(ResultsFailure) -> Bool { false }
}
