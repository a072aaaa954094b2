// One row of a report of capacity as somebody else's program wrote it, from a file or from the database,
// and what became of it. Column names are those of docs/SPEC.md; both doors give the same rows, so that
// both judge alike.

/// What a row may say. Raw values are the names of the columns.
enum CapacityColumn: String, CaseIterable, Sendable {
    /// Facility code (five digits) or the number that the desk says.
    case hospital
    case bed, free, baseline
    case diversion, reason
    case offloadMinutes = "offload_minutes"
    case redPlaces = "red_places"
    case yellowPlaces = "yellow_places"
    case asOf = "as_of"
    case validUntil = "valid_until"
    case reporter

    static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

struct CapacityRow: Equatable, Sendable {
    /// The line of the file, or the id in the table.
    var line: Int64
    /// By column, empty where it says nothing; trimmed.
    private var values = [String](repeating: "", count: CapacityColumn.allCases.count)
    /// What tells it from every other row, also after a restart; empty where nothing does.
    var identity = ""

    init(line: Int64) { self.line = line }

    private static func place(_ column: CapacityColumn) -> Int {
        CapacityColumn.allCases.firstIndex(of: column) ?? 0
    }

    subscript(column: CapacityColumn) -> String {
        get { values[CapacityRow.place(column)] }
        set { values[CapacityRow.place(column)] = newValue }
    }

    /// All that it says, for comparing.
    var content: String { values.joined(separator: "\u{1F}") }
}

/// What became of a row.
struct CapacityVerdict: Equatable, Sendable {
    enum Kind: String, Sendable {
        case accepted
        /// Taken, and somebody should look: it is older than what is known, or says what is known.
        case flagged
        case refused
    }

    var line: Int64
    var kind: Kind
    /// Why it was flagged or refused.
    var reason: Phrase

    static func accepted(_ line: Int64) -> CapacityVerdict {
        CapacityVerdict(line: line, kind: .accepted, reason: Phrase(vi: "", en: ""))
    }
    static func flagged(_ line: Int64, _ reason: Phrase) -> CapacityVerdict {
        CapacityVerdict(line: line, kind: .flagged, reason: reason)
    }
    static func refused(_ line: Int64, _ reason: Phrase) -> CapacityVerdict {
        CapacityVerdict(line: line, kind: .refused, reason: reason)
    }

    /// Both languages side by side, for readers of which nobody knows the language.
    var bothReasons: String { reason.vi.isEmpty ? "" : reason.vi + " / " + reason.en }
}

/// Why a row, or a whole file, cannot be read.
struct CapacityFault: Error, Equatable {
    var line: Int64
    var reason: Phrase

    init(_ line: Int64, vi: String, en: String) {
        self.line = line
        reason = Phrase(vi: vi, en: en)
    }
}
