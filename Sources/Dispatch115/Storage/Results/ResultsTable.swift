// The tables of the results, declared once: PostgreSQL's and SQLite's tables, their comments, the pages about
// them and the writer's statements all follow from here. Changing a declaration is a migration.

/// The kind of a column.
public enum ResultsType: Equatable, Sendable {
    /// 32 bits.
    case integer
    /// 64 bits.
    case long
    case real
    case text
    case bytes
    /// A moment; PostgreSQL timestamptz, SQLite microseconds since 1970 in UTC.
    case time
    case flag
}

public struct ResultsColumn: Equatable, Sendable {
    public var name: String
    public var type: ResultsType
    /// Whether it may be missing.
    public var isOptional: Bool
    public var comment: String

    init(_ name: String, _ type: ResultsType, _ comment: String, isOptional: Bool = false) {
        self.name = name
        self.type = type
        self.comment = comment
        self.isOptional = isOptional
    }
}

/// A table: its first `keyCount` columns are its primary key.
public struct ResultsTable: Equatable, Sendable {
    /// In an order in which rows may be written: what is referred to comes first.
    public enum Name: String, CaseIterable, Sendable {
        case station, unit, call, incident, assignment, patient, offer, note, alert
        case notice, referral, hospital
        case hospitalBed = "hospital_bed"
        case outbox
        case changedDay = "changed_day"
        // Tables that only grow.
        case recommendation, candidate
        case unitHistory = "unit_history"
        case incidentHistory = "incident_history"
        case assignmentHistory = "assignment_history"
        case handOver = "hand_over"
        case capacityReport = "capacity_report"
        case position
        case personalText = "personal_text"
        case recordKey = "record_key"
        case auditEvent = "audit_event"
    }

    public var name: Name
    public var comment: String
    public var keyCount: Int
    public var columns: [ResultsColumn]
    /// Rows are added and never changed by the writer, and go by COPY.
    public var onlyGrows: Bool
    /// Parted by the month of this column, where the database can.
    public var partedBy: String?
    /// Names, numbers, words and keys: in a schema of its own, for writers and auditors only.
    public var isProtected: Bool

    init(
        _ name: Name, _ comment: String, key keyCount: Int, onlyGrows: Bool = false, partedBy: String? = nil,
        isProtected: Bool = false, _ columns: [ResultsColumn]
    ) {
        self.name = name
        self.comment = comment
        self.keyCount = keyCount
        self.onlyGrows = onlyGrows
        self.partedBy = partedBy
        self.isProtected = isProtected
        self.columns =
            [ResultsColumn("centre", .text, "The centre's code, as in its configuration.")] + columns
    }

    /// All of them, in the order of `Name`: each at its `place`.
    public static let all: [ResultsTable] = Name.allCases.map(of)

    public static func of(_ name: Name) -> ResultsTable {
        switch name {
        case .station: station
        case .unit: unit
        case .call: call
        case .incident: incident
        case .assignment: assignment
        case .patient: patient
        case .offer: offer
        case .note: note
        case .alert: alert
        case .notice: notice
        case .referral: referral
        case .hospital: hospital
        case .hospitalBed: hospitalBed
        case .outbox: outbox
        case .changedDay: changedDay
        case .recommendation: recommendation
        case .candidate: candidate
        case .unitHistory: unitHistory
        case .incidentHistory: incidentHistory
        case .assignmentHistory: assignmentHistory
        case .handOver: handOver
        case .capacityReport: capacityReport
        case .position: position
        case .personalText: personalText
        case .recordKey: recordKey
        case .auditEvent: auditEvent
        }
    }
}

extension ResultsTable.Name {
    private static let places: [ResultsTable.Name: Int] = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// Where it stands among all.
    var place: Int {
        guard let place = ResultsTable.Name.places[self] else { preconditionFailure("a case of its own") }
        return place
    }
}
