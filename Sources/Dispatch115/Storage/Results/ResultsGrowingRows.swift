// Rows of a batch that are added and never change: made as their event is read.

struct ResultsGrowingRows: Sendable {
    var recommendations: [[ResultsValue]] = []
    var candidates: [[ResultsValue]] = []
    var units: [[ResultsValue]] = []
    var incidents: [[ResultsValue]] = []
    var assignments: [[ResultsValue]] = []
    var handOvers: [[ResultsValue]] = []
    var capacityReports: [[ResultsValue]] = []
    var texts: [[ResultsValue]] = []
    var keys: [[ResultsValue]] = []
    var audit: [[ResultsValue]] = []

    /// What was erased within the batch that told of it is not told at all.
    mutating func erase(_ range: TextRange) {
        func isErased(_ row: [ResultsValue]) -> Bool {
            guard case .integer(let number) = row[1] else { return false }
            return range.contains(TextID(index: Int32(clamping: number)))
        }
        for index in texts.indices where isErased(texts[index]) { texts[index][3] = .null }
        for index in keys.indices where isErased(keys[index]) { keys[index][2] = .null }
    }

    /// The rows of one of these tables, in the order of their events; nothing is left.
    mutating func drain(_ table: ResultsTable.Name) -> [[ResultsValue]] {
        func take(_ rows: inout [[ResultsValue]]) -> [[ResultsValue]] {
            defer { rows = [] }
            return rows
        }
        switch table {
        case .recommendation: return take(&recommendations)
        case .candidate: return take(&candidates)
        case .unitHistory: return take(&units)
        case .incidentHistory: return take(&incidents)
        case .assignmentHistory: return take(&assignments)
        case .handOver: return take(&handOvers)
        case .capacityReport: return take(&capacityReports)
        case .personalText: return take(&texts)
        case .recordKey: return take(&keys)
        case .auditEvent: return take(&audit)
        case .station, .unit, .call, .incident, .assignment, .patient, .offer, .note, .alert, .hospital,
            .hospitalBed, .notice, .referral, .outbox, .changedDay, .position:
            return []
        }
    }
}
