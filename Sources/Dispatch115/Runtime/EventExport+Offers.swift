// What happens around offers to stations and responses of several units, as fields of JSON.

extension EventExport {
    static func describe(_ offer: OfferEvent) -> Fields {
        switch offer {
        case .planned(let first, let incident, let stations, let isChosen, let basis):
            (
                "offersPlanned",
                [
                    ("offer", "\(first.number)"), ("incident", "\(incident.number)"),
                    ("stations", list(stations)), ("chosen", "\(isChosen)"),
                    ("candidates", candidates(basis)),
                ]
            )
        case .asked(let id, let expiresAt):
            ("offerAsked", [("offer", "\(id.number)"), ("expiresAt", "\(expiresAt.nanoseconds)")])
        case .accepted(let id, let unit, let assignment, let isByPhone, let isLate, let crew):
            (
                "offerAccepted",
                [
                    ("offer", "\(id.number)"), ("unit", "\(unit.index)"),
                    ("assignment", "\(assignment.number)"), ("byPhone", "\(isByPhone)"),
                    ("late", "\(isLate)"), ("crew", text(crew)),
                ]
            )
        case .declined(let id, let reason, let until, let isByPhone, let words):
            (
                "offerDeclined",
                [
                    ("offer", "\(id.number)"), ("reason", JSONText.quoted("\(reason)")),
                    ("until", until.isSet ? "\(until.nanoseconds)" : "null"), ("byPhone", "\(isByPhone)"),
                    ("text", text(words)),
                ]
            )
        case .fellSilent(let id): ("offerSilent", [("offer", "\(id.number)")])
        case .withdrawn(let id, let why):
            ("offerWithdrawn", [("offer", "\(id.number)"), ("reason", JSONText.quoted("\(why)"))])
        case .linked(let care, let transport):
            ("responseLinked", [("care", "\(care.number)"), ("transport", "\(transport.number)")])
        case .proposed(let incident, let proposal):
            (
                "responseProposed",
                [
                    ("incident", "\(incident.number)"), ("proposal", JSONText.quoted("\(proposal.kind)")),
                    ("skills", "\(proposal.need.skills.rawValue)"),
                    ("equipment", "\(proposal.need.equipment.rawValue)"),
                    ("transport", "\(proposal.need.transport)"), ("stillNeeded", "\(proposal.stillNeeded)"),
                    ("units", list(proposal.units)), ("careSeconds", "\(proposal.careSeconds)"),
                    ("transportSeconds", "\(proposal.transportSeconds)"),
                ]
            )
        }
    }

    private static func list(_ ids: [some DenseIdentifier]) -> String {
        "[" + ids.map { "\($0.index)" }.joined(separator: ",") + "]"
    }
}
