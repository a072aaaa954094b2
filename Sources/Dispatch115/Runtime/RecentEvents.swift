/// The newest events in memory: repeated lines, WHY and JRN mostly ask for these, and in degraded mode they
/// are nowhere else. A ring; older ones are read from the journal.
struct RecentEvents {
    static let capacity = 8_192
    private var events: [Event] = []
    private var oldest = 0

    mutating func add(_ event: Event) {
        if events.count < RecentEvents.capacity {
            events.append(event)
        } else {
            events[oldest] = event
            oldest = (oldest + 1) % RecentEvents.capacity
        }
    }

    /// The first sequence that is here, or nil while there is none.
    var first: Int64? { events.isEmpty ? nil : events[oldest].sequence }

    /// Those with sequences in the range, where all of them are here; else nil.
    func slice(_ range: ClosedRange<Int64>) -> [Event]? {
        guard let first, range.lowerBound >= first, let last = ordered.last?.sequence,
            range.upperBound <= last
        else { return nil }
        return ordered.filter { range.contains($0.sequence) }
    }

    /// The newest that pass, at most `count`, oldest first.
    func newest(_ count: Int, where passes: (Event) -> Bool) -> [Event] {
        var found: [Event] = []
        for event in ordered.reversed() where passes(event) {
            found.append(event)
            if found.count == count { break }
        }
        return found.reversed()
    }

    private var ordered: [Event] { oldest == 0 ? events : Array(events[oldest...] + events[..<oldest]) }
}
