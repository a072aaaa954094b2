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

    /// Takes the contents of these texts out of the events that carry them. Linear in what is here.
    mutating func erase(_ range: TextRange) { blank { range.contains($0) } }

    mutating func erase(_ state: ErasureState) { blank { state.contains($0) } }

    private mutating func blank(_ isErased: @escaping (TextID) -> Bool) {
        let vault = BlankTexts(isErased)
        for index in events.indices {
            var carries = false
            events[index].body.forEachText { _, text in
                if text.content != nil, isErased(text.id) { carries = true }
            }
            guard carries else { continue }
            let bytes = EventCodec.encode(events[index], vault: vault)
            let blanked = try? bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: events[index].sequence, vault: vault)
            }
            guard let blanked else { preconditionFailure("what was just written can be read") }
            events[index] = blanked
        }
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

/// Leaves out the texts that are erased; the others stay as they are.
private final class BlankTexts: TextVault {
    private let isErased: (TextID) -> Bool

    init(_ isErased: @escaping (TextID) -> Bool) { self.isErased = isErased }

    func seal(_ text: String, _ id: TextID) -> [UInt8]? { isErased(id) ? nil : Array(text.utf8) }

    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? {
        String(decoding: kept, as: UTF8.self)
    }
}
