// What happens around patients: added, tagged, taken on board, each with an outcome and a destination,
// as fields of JSON.

extension EventExport {
    static func describe(_ patient: PatientEvent) -> Fields {
        let id = [("patient", "\(Centre.patient(of: patient).number)")]
        switch patient {
        case .added(_, let incident, let words):
            return ("patientAdded", id + [("incident", "\(incident.number)"), ("words", text(words))])
        case .tagged(_, let from, let to):
            return (
                "patientTagged",
                id + [("from", JSONText.quoted("\(from)")), ("to", JSONText.quoted("\(to)"))]
            )
        case .destined(_, let from, let to):
            return ("patientDestined", id + [("from", "\(from.index)"), ("destination", "\(to.index)")])
        case .boarded(_, let from, let to, let before, let destination):
            return (
                "patientBoarded",
                id + [
                    ("fromAssignment", "\(from.number)"), ("assignment", "\(to.number)"),
                    ("destinationBefore", "\(before.index)"), ("destination", "\(destination.index)"),
                ]
            )
        case .unboarded(_, let from, let destination):
            return (
                "patientUnboarded",
                id + [("assignment", "\(from.number)"), ("destination", "\(destination.index)")]
            )
        case .described(_, let words): return ("patientDescribed", id + [("words", text(words))])
        case .reopened(_, let was): return ("patientReopened", id + [("was", JSONText.quoted("\(was)"))])
        }
    }
}
