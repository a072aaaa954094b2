// Which commands were answered: by the client's own number, so that a line that is sent twice (because its
// answer was lost) is answered, not done twice. Bounded: the newest 65,536 are remembered; an older repeat
// would be done again, and a client gives up long before.

/// Commands by client id, with the events they made.
public struct ClientLog: Sendable {
    public struct Entry: Equatable, Sendable {
        public var client: UInt64
        public var firstSequence: Int64
        public var lastSequence: Int64
    }

    public static let capacity = 65_536
    /// A ring: the oldest entry is at `oldest` once it is full.
    public private(set) var entries: [Entry] = []
    public private(set) var oldest = 0
    private var positions: [UInt64: Int] = [:]

    public init() {}

    public init(entriesOldestFirst: [Entry]) {
        for entry in entriesOldestFirst { add(entry) }
    }

    /// The events that this client's command made; nil where it is new.
    public func entry(of client: UInt64) -> Entry? {
        guard client != 0, let position = positions[client] else { return nil }
        return entries[position]
    }

    /// Oldest first.
    public var ordered: [Entry] { Array(entries[oldest...] + entries[..<oldest]) }

    mutating func record(client: UInt64, sequence: Int64) {
        guard client != 0 else { return }
        if let position = positions[client] {
            entries[position].lastSequence = sequence
        } else {
            add(Entry(client: client, firstSequence: sequence, lastSequence: sequence))
        }
    }

    private mutating func add(_ entry: Entry) {
        if entries.count < ClientLog.capacity {
            positions[entry.client] = entries.count
            entries.append(entry)
        } else {
            positions[entries[oldest].client] = nil
            positions[entry.client] = oldest
            entries[oldest] = entry
            oldest = (oldest + 1) % ClientLog.capacity
        }
    }
}
