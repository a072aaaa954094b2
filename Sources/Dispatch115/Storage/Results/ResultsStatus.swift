// What the thread that writes the results tells about itself: where it stands, since when, how far behind.
// Plain data and a small ring of times; no clock of its own.

/// Where the results stand against the journal.
public enum ResultsState: Equatable, Sendable {
    /// Never connected since the start, or the rows as of the cursor are being rebuilt.
    case starting
    /// Whatever is durable is in them, but for the last moment's events.
    case following
    /// Connected and catching up.
    case behind
    /// The store cannot be reached, hangs, is read-only or full; it is tried again and again.
    case away(String)
    /// The store refuses what is written; tried again slowly.
    case refused(String)
    /// The tables are of another version; 0 for none. Tried again slowly.
    case schema(found: Int, wanted: Int)
    /// They hold another history than the journal. Tried again slowly.
    case otherHistory(String)
    /// A leader of a higher epoch writes them: this one never will again.
    case fenced(by: UInt32)

    /// One word, for programs.
    public var name: String {
        switch self {
        case .starting: "starting"
        case .following: "following"
        case .behind: "behind"
        case .away: "AWAY"
        case .refused: "REFUSED"
        case .schema: "SCHEMA"
        case .otherHistory: "OTHER-HISTORY"
        case .fenced: "FENCED"
        }
    }

    /// Whether somebody must do something: waiting alone will not help.
    public var needsPerson: Bool {
        switch self {
        case .starting, .following, .behind, .away: false
        case .refused, .schema, .otherHistory, .fenced: true
        }
    }

    init(_ failure: ResultsFailure) {
        switch failure {
        case .away(let why), .outcomeUnknown(let why): self = .away(why)
        case .refused(let why): self = .refused(why)
        case .schema(let found, let wanted): self = .schema(found: found, wanted: wanted)
        case .otherHistory(let why): self = .otherHistory(why)
        case .fenced(let epoch): self = .fenced(by: epoch)
        }
    }
}

/// A picture for `status`. Counters run from the start of the thread; times are wall-clock nanoseconds.
public struct ResultsStatus: Equatable, Sendable {
    public internal(set) var state = ResultsState.starting
    /// Since when it is as `state` says.
    public internal(set) var since: Int64 = 0
    /// The newest durable event that the thread knows of.
    public internal(set) var head: Int64 = 0
    /// The newest event that is in the results; -1 where that is not known yet.
    public internal(set) var written: Int64 = -1
    /// For how long the oldest event that is missing has been durable.
    public internal(set) var lagNanoseconds: Int64 = 0
    public internal(set) var events = 0
    public internal(set) var batches = 0
    public internal(set) var slowestWriteNanoseconds: Int64 = 0
    /// Times the store was opened, the first included.
    public internal(set) var opens = 0
    public internal(set) var failures = 0
    public internal(set) var lastFailure: String?
    public internal(set) var lastFailureAt: Int64 = 0
    /// The most events that were in memory at once: read, folded, or handed to the store.
    public internal(set) var mostHeld = 0
    public internal(set) var positionsWritten = 0
    /// Not taken because the store was away or slow.
    public internal(set) var positionsDropped = 0

    /// Durable events that are not in the results; 0 where that is not known yet.
    public var behind: Int64 { written < 0 ? 0 : max(0, head - written) }
}

/// When events became durable, for the lag: a bounded ring of (sequence, time). When it is full, neighbours
/// are merged to the later sequence and the earlier time, so that a lag is never told too short.
struct ResultsLag: Sendable {
    static let capacity = 1024
    private var marks: [(sequence: Int64, at: Int64)] = []
    private var first = 0

    mutating func note(_ sequence: Int64, at time: Int64) {
        if let last = marks.last, first < marks.count, last.sequence >= sequence { return }
        if marks.count - first >= ResultsLag.capacity { merge() }
        marks.append((sequence, time))
    }

    /// Everything up to `sequence` is in the results.
    mutating func reached(_ sequence: Int64) {
        while first < marks.count, marks[first].sequence <= sequence { first += 1 }
        if first == marks.count {
            marks.removeAll(keepingCapacity: true)
            first = 0
        } else if first >= ResultsLag.capacity {
            marks.removeSubrange(..<first)
            first = 0
        }
    }

    /// Nanoseconds since the oldest event that is missing became durable; 0 where none is.
    func nanoseconds(at now: Int64) -> Int64 {
        first < marks.count ? max(0, now - marks[first].at) : 0
    }

    private mutating func merge() {
        var kept: [(sequence: Int64, at: Int64)] = []
        kept.reserveCapacity(ResultsLag.capacity)
        var index = first
        while index < marks.count {
            let next = min(index + 1, marks.count - 1)
            kept.append((marks[next].sequence, marks[index].at))
            index += 2
        }
        marks = kept
        first = 0
    }
}
