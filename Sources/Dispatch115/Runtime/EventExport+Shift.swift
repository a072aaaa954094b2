// What happens around the shift's hand-over, and entries made late from paper forms, as fields of JSON.

extension EventExport {
    static func describe(_ shift: ShiftEvent) -> Fields {
        switch shift {
        case .readBack(let items):
            ("shiftReadBack", [("items", "\(items.count)")] + counts(ShiftCounts(items)))
        case .handedOver(let from, let to, let code, let open, let note):
            (
                "shiftHandedOver",
                [("from", "\(from)"), ("to", "\(to)"), ("code", "\(code)")] + counts(open)
                    + [("note", text(note))]
            )
        case .incidentBackdated(let id, let form, let receivedAt):
            (
                "incidentBackdated",
                [
                    ("incident", "\(id.number)"), ("form", "\(form)"),
                    ("receivedAt", "\(receivedAt.nanoseconds)"),
                ]
            )
        case .runEntered(let id, let incident, let unit, let state, let times, let destination):
            (
                "runEntered",
                [
                    ("assignment", "\(id.number)"), ("incident", "\(incident.number)"),
                    ("unit", "\(unit.index)"), ("state", JSONText.quoted("\(state)")),
                    ("destination", "\(destination.index)"),
                ]
                    + TimePoints.crewOrder.filter { times[$0].isSet }.map {
                        ("\($0)", "\(times[$0].nanoseconds)")
                    }
            )
        case .closeBackdated(let id, let moment):
            (
                "closeBackdated", [("incident", "\(id.number)"), ("closedAt", "\(moment.nanoseconds)")]
            )
        case .formsReserved(let first, let count):
            ("formsReserved", [("first", "\(first)"), ("count", "\(count)")])
        }
    }

    private static func counts(_ counts: ShiftCounts) -> [(String, String)] {
        ShiftItemKind.allCases.map { ("\($0)s", "\(counts[$0])") }
    }
}
