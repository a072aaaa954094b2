// Which rows of the centre the events of a batch have touched: indexes only, so that a row that changes ten
// times is made once. Bound: what a batch touches; the caller says how many events that is.

/// Indexes of one table's rows, gathered in any order, given back ascending and once each.
struct ResultsTouched: Sendable {
    private var indexes: [Int32] = []
    /// Those that were added since `forgetNews` or `drain`.
    private(set) var news: [Int32] = []

    @inline(__always) mutating func add(_ index: Int32) {
        keep(index)
        if news.last != index { news.append(index) }
    }

    /// Adds one that is no news.
    @inline(__always) mutating func keep(_ index: Int32) {
        if indexes.last != index { indexes.append(index) }
    }

    mutating func forgetNews() { news.removeAll(keepingCapacity: true) }

    /// What was gathered; nothing is left.
    mutating func drain() -> [Int32] {
        forgetNews()
        guard !indexes.isEmpty else { return [] }
        indexes.sort()
        var out: [Int32] = []
        out.reserveCapacity(indexes.count)
        for index in indexes where out.last != index { out.append(index) }
        indexes.removeAll(keepingCapacity: true)
        return out
    }
}

/// Touched rows of every table whose rows may change.
struct ResultsTouchedRows: Sendable {
    var stations = ResultsTouched()
    var hospitals = ResultsTouched()
    /// Hospitals of whose beds something changed.
    var hospitalsOfBeds = ResultsTouched()
    var units = ResultsTouched()
    var calls = ResultsTouched()
    var incidents = ResultsTouched()
    var assignments = ResultsTouched()
    var patients = ResultsTouched()
    var offers = ResultsTouched()
    var alerts = ResultsTouched()
    var notices = ResultsTouched()
    var referrals = ResultsTouched()
    /// Notes do not know their incident; their events do.
    var notes: [(note: Int32, incident: IncidentID)] = []

    /// The last of each note, ascending.
    mutating func drainNotes() -> [(note: Int32, incident: IncidentID)] {
        guard !notes.isEmpty else { return [] }
        notes.sort { $0.note < $1.note }
        var out: [(note: Int32, incident: IncidentID)] = []
        for note in notes where out.last?.note != note.note { out.append(note) }
        notes.removeAll(keepingCapacity: true)
        return out
    }
}
