// Deadlines are state: a binary heap of what falls due when. Entries whose reason is gone stay until they
// fall due and are then found to be void; each thing enters a bounded number of them.

/// What a deadline is about.
public enum DeadlineKind: UInt8, CaseIterable, Sendable {
    /// Subject: assignment.
    case orderUndelivered = 1
    case crewSilent
    /// Subject: incident.
    case incidentWaiting
    case incidentOverdue
    /// Subject: offer.
    case offerSilent = 130
    /// Subject: call.
    case callWaiting = 40
    case callbackOverdue = 41
    /// Subject: a row of `Centre.beds`.
    case bedsRunOut = 230
    /// Subject: hospital.
    case receptionRunsOut = 231
    case diversionRunsOut = 232
    /// An alert that is to be raised or cleared.
    case hospitalClosed = 233
}

public struct Deadline: Equatable, Sendable {
    public var at: Timestamp
    public var kind: DeadlineKind
    public var subject: Int32

    /// By time, then kind and subject: the order in which they fire is the same on every run.
    static func < (left: Deadline, right: Deadline) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.subject < right.subject
    }
}

/// A binary min-heap of deadlines. Adding and taking cost O(log n).
public struct DeadlineHeap: Sendable {
    public private(set) var entries: ContiguousArray<Deadline> = []

    public init() {}

    /// From entries in any order.
    public init(_ entries: [Deadline]) { for entry in entries { add(entry) } }

    public var first: Deadline? { entries.first }

    public mutating func add(_ deadline: Deadline) {
        entries.append(deadline)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child] < entries[parent] else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out everything due at `now` or before.
    public mutating func removeDue(_ now: Timestamp) {
        while let first = entries.first, first.at <= now { removeFirst() }
    }

    /// What is due at `now`, in the order of firing. Visits what is due and its children only.
    public func due(_ now: Timestamp) -> [Deadline] {
        guard let first = entries.first, first.at <= now else { return [] }
        var found: [Deadline] = []
        var open = [0]
        while let position = open.popLast() {
            guard entries[position].at <= now else { continue }
            found.append(entries[position])
            if 2 * position + 1 < entries.count { open.append(2 * position + 1) }
            if 2 * position + 2 < entries.count { open.append(2 * position + 2) }
        }
        found.sort(by: <)
        return found
    }

    private mutating func removeFirst() {
        let last = entries.removeLast()
        guard !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            let left = 2 * parent + 1
            if left < entries.count, entries[left] < entries[least] { least = left }
            if left + 1 < entries.count, entries[left + 1] < entries[least] { least = left + 1 }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
