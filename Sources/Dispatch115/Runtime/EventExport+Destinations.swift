// What happens around where patients are taken, as fields of JSON.

extension EventExport {
    static func describe(_ destination: DestinationEvent) -> Fields {
        switch destination {
        case .proposed(let incident, let proposal):
            (
                "hospitalsProposed",
                [
                    ("incident", "\(incident.number)"), ("need", need(proposal.basis.need)),
                    ("considered", "\(proposal.basis.considered)"),
                    ("plan", "[" + proposal.plan.map(planned).joined(separator: ",") + "]"),
                    ("candidates", candidates(proposal.basis)),
                ]
            )
        case .chosen(let assignment, let hospital, let proposed, let proposal, let reason, let basis):
            (
                "hospitalChosen",
                [
                    ("assignment", "\(assignment.number)"), ("hospital", "\(hospital.index)"),
                    ("proposed", proposed.isSet ? "\(proposed.index)" : "null"),
                    ("proposal", proposal > 0 ? "\(proposal)" : "null"),
                    ("override", "\(proposed.isSet && proposed != hospital)"), ("text", text(reason)),
                    ("need", need(basis.need)), ("considered", "\(basis.considered)"),
                    ("candidates", candidates(basis)),
                ]
            )
        case .explained(let assignment, let hospital, let reason):
            (
                "hospitalExplained",
                [
                    ("assignment", "\(assignment.number)"), ("hospital", "\(hospital.index)"),
                    ("text", text(reason)),
                ]
            )
        }
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    private static func need(_ need: HospitalNeed) -> String {
        object([
            ("required", "\(need.required.rawValue)"), ("preferred", "\(need.preferred.rawValue)"),
            ("bed", JSONText.quoted("\(need.bed)")), ("unstable", "\(need.isUnstable)"),
            ("red", "\(need.isRed)"), ("yellow", "\(need.isYellow)"), ("stated", "\(need.isStated)"),
        ])
    }

    private static func planned(_ planned: PlannedPatient) -> String {
        object([
            ("patient", planned.patient.isSet ? "\(planned.patient.number)" : "null"),
            ("hospital", planned.hospital.isSet ? "\(planned.hospital.index)" : "null"),
            ("standing", JSONText.quoted("\(planned.standing)")),
            ("travelSeconds", "\(planned.travelSeconds)"),
            ("handoverSeconds", "\(planned.handoverSeconds)"),
        ])
    }

    private static func candidates(_ basis: HospitalBasis) -> String {
        "[" + basis.candidates.map(candidate).joined(separator: ",") + "]"
    }

    private static func candidate(_ candidate: HospitalCandidate) -> String {
        object([
            ("hospital", "\(candidate.hospital.index)"),
            ("standing", JSONText.quoted("\(candidate.standing)")),
            ("missing", "\(candidate.missing.rawValue)"), ("unmet", "\(candidate.unmet.rawValue)"),
            ("diversion", JSONText.quoted("\(candidate.diversion)")),
            ("diversionUntil", moment(candidate.diversionUntil)),
            ("reason", JSONText.quoted(candidate.diversionReason)),
            ("reported", number(candidate.reported)), ("inbound", "\(candidate.inbound)"),
            ("asOf", moment(candidate.asOf)), ("tagPlaces", number(candidate.tagPlaces)),
            ("travelSeconds", "\(candidate.travelSeconds)"),
            ("handoverSeconds", "\(candidate.handoverSeconds)"),
            ("handover", JSONText.quoted("\(candidate.handoverSource)")),
        ])
    }

    private static func number(_ number: Int32?) -> String { number.map { "\($0)" } ?? "null" }
}
