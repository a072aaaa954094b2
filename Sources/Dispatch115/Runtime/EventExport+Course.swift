// What happens around the course of an incident beyond its units: reopened, mass casualty, standby,
// transfer, lines taken back, as fields of JSON.

extension EventExport {
    static func describe(_ course: CourseEvent) -> Fields {
        switch course {
        case .reopened(let id, let was, let isFresh):
            (
                "incidentReopened",
                [
                    ("incident", "\(id.number)"), ("was", JSONText.quoted("\(was)")),
                    ("fresh", "\(isFresh)"),
                ]
            )
        case .massCasualty(let id, let from, let to):
            ("massCasualty", [("incident", "\(id.number)"), ("from", "\(from)"), ("to", "\(to)")])
        case .planned(let id, let kind, let at, let to):
            (
                "planned",
                [
                    ("incident", "\(id.number)"), ("kind", JSONText.quoted("\(kind)")),
                    ("plannedAt", moment(at)), ("plannedTo", moment(to)),
                ]
            )
        case .transferPlanned(let id, let from, let doctor, let bed, let escort):
            (
                "transferPlanned",
                [
                    ("incident", "\(id.number)"), ("station", "\(from.index)"), ("doctor", text(doctor)),
                    ("bed", text(bed)), ("escort", text(escort)),
                ]
            )
        case .takenBack(let first, let last): ("takenBack", [("first", "\(first)"), ("last", "\(last)")])
        case .noteWithdrawn(let id, let note):
            ("noteWithdrawn", [("incident", "\(id.number)"), ("note", "\(note)")])
        case .stepTakenBack(let id, let from, let to, let button):
            (
                "stepTakenBack",
                [
                    ("assignment", "\(id.number)"), ("from", JSONText.quoted("\(from)")),
                    ("to", JSONText.quoted("\(to)")), ("button", JSONText.quoted("\(button)")),
                ]
            )
        case .placeRestored(let id): ("placeRestored", [("incident", "\(id.number)")])
        }
    }
}
