// What rows must keep to, whatever program writes them: closed lists, ranges, the order of times, one live
// assignment a unit, and what refers to what. Said once in SQL that both databases understand. A rule here
// may refuse nothing that the centre holds legal: the service's own results would stop at it.

/// A rule of one table.
struct ResultsRule: Equatable, Sendable {
    var name: String
    /// An SQL expression; a row is refused where it is false, not where it is null.
    var holds: String
}

/// A reference from one table's columns to another's key; both begin with the centre.
struct ResultsReference: Equatable, Sendable {
    var column: String
    var to: ResultsTable.Name
}

struct ResultsIndex: Equatable, Sendable {
    var name: String
    /// Columns, or an expression in parentheses.
    var columns: [String]
    var isUnique = false
    var condition: String?
    /// An expression of PostgreSQL's.
    var isOnlyForPostgres = false
}

extension ResultsTable.Name {
    /// Columns that hold a word of a closed list, as Swift names its cases.
    var closedLists: [(column: String, words: [String])] {
        switch self {
        case .unit: [("kind", words(UnitKind.self)), ("out_of_service", words(OutOfServiceReason.self))]
        case .call: [("phase", words(CallPhase.self)), ("outcome", words(CallOutcome.self))]
        case .incident:
            [
                ("kind", words(IncidentKind.self)), ("disposition", words(Disposition.self)),
                ("certainty", words(PlaceCertainty.self)),
            ]
        case .assignment: [("state", words(AssignmentState.self)), ("end_reason", words(EndReason.self))]
        case .patient:
            [
                ("outcome", words(PatientOutcome.self)), ("tag", words(TriageTag.self)),
                ("bed_kind", words(BedKind.self)),
            ]
        case .offer: [("state", words(OfferState.self)), ("reason", words(DeclineReason.self))]
        case .note: [("actor", words(ActorKind.self))]
        case .notice:
            [
                ("state", words(NoticeState.self)), ("last_answer", words(TaskStatus.self)),
                ("end_reason", words(NoticeEnd.self)), ("late_answer", words(TaskStatus.self)),
            ]
        case .referral:
            [
                ("state", words(ReferralState.self)), ("reason", words(ReferralWithdrawal.self)),
                ("late_answer", words(TaskStatus.self)),
            ]
        case .alert:
            [
                ("kind", words(AlertKind.self)),
                (
                    "subject",
                    [
                        "assignment", "incident", "offer", "call", "unit", "hospital", "notice", "referral",
                        "centre",
                    ]
                ),
            ]
        case .recommendation:
            [
                ("actor", words(ActorKind.self)), ("purpose", ["shown", "dispatched", "offered"]),
                ("method", words(TravelMethod.self)),
            ]
        case .candidate: [("standing", words(Standing.self))]
        case .unitHistory, .incidentHistory, .assignmentHistory, .auditEvent:
            [("actor", words(ActorKind.self))]
        case .hospital: [("diversion", words(DiversionStatus.self))]
        case .hospitalBed: [("bed_kind", words(BedKind.self)), ("source", words(CapacitySource.self))]
        case .capacityReport: [("source", words(CapacitySource.self))]
        case .station, .outbox, .changedDay, .handOver, .position, .personalText, .recordKey:
            []
        }
    }

    private func words<List: CaseIterable>(_ list: List.Type) -> [String] { list.allCases.map { "\($0)" } }

    /// Counts, distances and readings: never below zero.
    private var counts: [String] {
        switch self {
        case .station: ["offers_asked", "offers_accepted", "offers_declined", "offers_silent"]
        case .unit: ["odometer"]
        case .call: ["callback_tries"]
        case .incident: ["units_wanted", "estimated_patients"]
        case .assignment: ["odometer_start", "odometer_end"]
        case .candidate: ["travel_seconds"]
        case .unitHistory, .incidentHistory, .assignmentHistory: ["ordinal"]
        case .handOver: ["open_incidents", "open_alerts", "open_calls"]
        case .capacityReport, .hospitalBed: ["baseline", "free", "inbound"]
        case .hospital: ["offload_minutes", "red_places", "yellow_places"]
        case .outbox: ["attempts"]
        case .notice: ["version", "next_seconds"]
        case .referral: ["version"]
        case .patient, .offer, .note, .alert, .changedDay, .recommendation, .position, .personalText,
            .recordKey, .auditEvent:
            []
        }
    }

    /// Columns of the form 0 to 4.
    private var priorities: [String] { self == .incident ? ["priority", "triage_priority"] : [] }

    func rules(_ table: ResultsTable) -> [ResultsRule] {
        let own = rawValue
        var rules = closedLists.map { list in
            ResultsRule(
                name: "\(own)_\(list.column)_known",
                holds: "\(list.column) IN (" + list.words.map { "'\($0)'" }.joined(separator: ", ") + ")")
        }
        for column in priorities {
            rules.append(ResultsRule(name: "\(own)_\(column)_range", holds: "\(column) BETWEEN 0 AND 4"))
        }
        for column in counts {
            rules.append(ResultsRule(name: "\(own)_\(column)_count", holds: "\(column) >= 0"))
        }
        for (column, limit) in [("latitude", 90), ("longitude", 180)]
        where table.columns.contains(where: { $0.name == column }) {
            rules.append(
                ResultsRule(name: "\(own)_\(column)_range", holds: "\(column) BETWEEN -\(limit) AND \(limit)")
            )
        }
        return rules + ownRules
    }

    private var ownRules: [ResultsRule] {
        switch self {
        case .call:
            [
                ResultsRule(name: "call_answered_after_ring", holds: "answered_at >= received_at"),
                ResultsRule(name: "call_ended_after_ring", holds: "ended_at >= received_at"),
            ]
        case .incident:
            [
                ResultsRule(
                    name: "incident_opened_after_ring",
                    holds: "opened_at >= received_at OR entered_at IS NOT NULL"),
                ResultsRule(
                    name: "incident_closed_after_ring",
                    holds: "closed_at >= received_at OR entered_at IS NOT NULL"
                        + " OR close_entered_at IS NOT NULL"),
                ResultsRule(
                    name: "incident_closed_how", holds: "(closed_at IS NULL) = (disposition IS NULL)"),
            ]
        case .assignment: ResultsRule.assignment
        case .auditEvent:
            [
                ResultsRule(name: "audit_event_hash_size", holds: "length(hash) = 32"),
                ResultsRule(name: "audit_event_sequence_range", holds: "sequence >= 1"),
            ]
        case .patient: [ResultsRule(name: "patient_number_range", holds: "number >= 1")]
        case .candidate: [ResultsRule(name: "candidate_rank_range", holds: "rank >= 1")]
        case .recordKey:
            [ResultsRule(name: "record_key_size", holds: "length(key) = 32")]
        case .notice:
            [ResultsRule(name: "notice_end_when", holds: "(ended_at IS NULL) = (end_reason IS NULL)")]
        case .referral:
            [
                ResultsRule(
                    name: "referral_end_when",
                    holds: "(ended_at IS NULL) = (state IN ('offered', 'delivered', 'accepted'))")
            ]
        case .station, .unit, .offer, .note, .alert, .hospital, .hospitalBed, .outbox, .changedDay,
            .recommendation, .unitHistory, .incidentHistory, .assignmentHistory, .handOver, .capacityReport,
            .position, .personalText:
            []
        }
    }

    var references: [ResultsReference] {
        switch self {
        case .assignment:
            [
                ResultsReference(column: "incident", to: .incident),
                ResultsReference(column: "unit", to: .unit),
            ]
        case .offer:
            [
                ResultsReference(column: "incident", to: .incident),
                ResultsReference(column: "station", to: .station),
            ]
        case .notice:
            [
                ResultsReference(column: "assignment", to: .assignment),
                ResultsReference(column: "incident", to: .incident),
            ]
        case .patient, .note, .referral: [ResultsReference(column: "incident", to: .incident)]
        case .hospitalBed: [ResultsReference(column: "hospital", to: .hospital)]
        case .station, .unit, .call, .incident, .alert, .hospital, .outbox, .changedDay, .recommendation,
            .candidate,
            .unitHistory, .incidentHistory, .assignmentHistory, .handOver, .capacityReport, .position,
            .personalText, .recordKey, .auditEvent:
            []
        }
    }

    /// Beside the primary key: one rule, and what the views look rows up by.
    var indexes: [ResultsIndex] {
        switch self {
        case .assignment:
            [
                ResultsIndex(
                    name: "assignment_one_live_a_unit", columns: ["centre", "unit"], isUnique: true,
                    condition: "is_live"),
                ResultsIndex(name: "assignment_by_incident", columns: ["centre", "incident"]),
                ResultsIndex(name: "assignment_by_time", columns: ["centre", "dispatch_notified"]),
            ]
        case .call: [ResultsIndex(name: "call_by_time", columns: ["centre", "received_at"])]
        case .incident:
            [
                ResultsIndex(name: "incident_by_time", columns: ["centre", "received_at"]),
                ResultsIndex(
                    name: "incident_by_month",
                    columns: ["(" + ResultsDialect.postgres.month("received_at") + ")", "centre"],
                    isOnlyForPostgres: true),
            ]
        case .offer:
            [
                ResultsIndex(name: "offer_by_incident", columns: ["centre", "incident"]),
                ResultsIndex(name: "offer_by_time", columns: ["centre", "asked_at"]),
            ]
        case .patient: [ResultsIndex(name: "patient_by_incident", columns: ["centre", "incident"])]
        case .note: [ResultsIndex(name: "note_by_incident", columns: ["centre", "incident"])]
        case .notice: [ResultsIndex(name: "notice_by_incident", columns: ["centre", "incident"])]
        case .referral: [ResultsIndex(name: "referral_by_incident", columns: ["centre", "incident"])]
        case .unitHistory:
            [
                ResultsIndex(
                    name: "unit_history_duty", columns: ["centre", "unit", "sequence", "ordinal"],
                    condition: "status IN ('onDuty', 'offDuty')")
            ]
        case .incidentHistory:
            [ResultsIndex(name: "incident_history_by_incident", columns: ["centre", "incident"])]
        case .assignmentHistory:
            [ResultsIndex(name: "assignment_history_by_assignment", columns: ["centre", "assignment"])]
        case .recommendation:
            [ResultsIndex(name: "recommendation_by_incident", columns: ["centre", "incident"])]
        case .capacityReport:
            [
                ResultsIndex(
                    name: "capacity_report_newest", columns: ["centre", "hospital", "bed_kind", "as_of"])
            ]
        case .station, .unit, .alert, .hospital, .hospitalBed, .outbox, .changedDay, .candidate, .handOver,
            .position,
            .personalText,
            .recordKey, .auditEvent:
            []
        }
    }
}

extension ResultsRule {
    /// The columns of the time points that are told in order, as `TimePoints.crewOrder` and the end have them.
    static let timesInOrder = [
        "dispatch_notified", "acknowledged", "en_route", "on_scene", "at_patient", "left_scene",
        "at_destination", "transfer_of_care", "back_in_service", "cancelled",
    ]

    static let assignment: [ResultsRule] = {
        // Each is compared with the nearest one before it that is known; a step that was skipped has no time.
        let pairs = timesInOrder.indices.dropFirst().map { index in
            let before = timesInOrder[..<index].reversed()
            let last =
                index == 1 ? timesInOrder[0] : "coalesce(\(before.joined(separator: ", ")))"
            return "\(timesInOrder[index]) >= \(last)"
        }
        return [
            ResultsRule(
                name: "assignment_times_in_order",
                holds: "entered_at IS NOT NULL OR (" + pairs.joined(separator: " AND ") + ")"),
            ResultsRule(
                name: "assignment_notified_after_dispatch",
                holds: "entered_at IS NOT NULL OR unit_notified >= dispatch_notified"),
            ResultsRule(
                name: "assignment_live_by_state",
                holds: "is_live = (state NOT IN ('completed', 'cancelled'))"),
            ResultsRule(
                name: "assignment_cancelled_when",
                holds: "(state = 'cancelled') = (cancelled IS NOT NULL)"),
        ]
    }()
}
