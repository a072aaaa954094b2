// Events as lines of JSON, for tools outside: names as in the code; incidents, calls, patients,
// assignments
// and alerts by the numbers people say, units and stations by their place in the tables that
// `unitDefined`
// and `stationDefined` fill (from 0); times in nanoseconds since 1970. Texts are sealed: only their
// number is shown.

import Geo

enum EventExport {
    static func line(_ event: Event, _ hash: Digest) -> String {
        var fields: [(String, String)] = [
            ("sequence", "\(event.sequence)"), ("at", "\(event.at.nanoseconds)"),
            ("epoch", "\(event.epoch)"), ("actor", JSONText.quoted("\(event.actor.kind)")),
            ("actorNumber", "\(event.actor.number)"), ("client", JSONText.quoted("\(event.client)")),
        ]
        let (name, own) = describe(event.body)
        fields.append(("event", JSONText.quoted(name)))
        fields += own
        fields.append(("hash", JSONText.quoted(hash.hexadecimal)))
        return "{" + fields.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
    }

    typealias Fields = (name: String, fields: [(String, String)])

    private static func describe(_ body: EventBody) -> Fields {
        switch body {
        case .epochStarted(let epoch, let monotonic):
            ("epochStarted", [("newEpoch", "\(epoch)"), ("monotonic", "\(monotonic)")])
        case .stationDefined(let id, let number, let place, let name):
            (
                "stationDefined",
                [("station", "\(id.index)"), ("number", "\(number)"), ("name", JSONText.quoted(name))]
                    + coordinate(place)
            )
        case .unitDefined(let id, let number, let kind, let station, let skills, let equipment):
            (
                "unitDefined",
                [
                    ("unit", "\(id.index)"), ("number", "\(number)"), ("kind", JSONText.quoted("\(kind)")),
                    ("station", "\(station.index)"), ("skills", "\(skills.rawValue)"),
                    ("equipment", "\(equipment.rawValue)"),
                ]
            )
        case .callReceived(let id, let phone):
            ("callReceived", [("call", "\(id.number)"), ("phone", text(phone))])
        case .incidentOpened(let id, let call, let priority, let place, let words):
            (
                "incidentOpened",
                [
                    ("incident", "\(id.number)"), ("call", "\(call.number)"),
                    ("priority", "\(priority.rawValue)"),
                ]
                    + record(place) + [("words", text(words))]
            )
        case .incidentPlaced(let id, _, let place):
            ("incidentPlaced", [("incident", "\(id.number)")] + record(place))
        case .priorityChanged(let id, let from, let to):
            (
                "priorityChanged",
                [("incident", "\(id.number)"), ("from", "\(from.rawValue)"), ("to", "\(to.rawValue)")]
            )
        case .noted(let id, let note): ("noted", [("incident", "\(id.number)"), ("text", text(note))])
        case .incidentClosed(let id, let disposition):
            (
                "incidentClosed",
                [("incident", "\(id.number)"), ("disposition", JSONText.quoted("\(disposition)"))]
            )
        case .recommended(let id, let basis):
            ("recommended", [("incident", "\(id.number)"), ("candidates", candidates(basis))])
        case .call(let call): describe(call)
        case .triage(let triage): describe(triage)
        case .offer(let offer): describe(offer)
        case .duty(let duty): describe(duty)
        case .hospital(let hospital): describe(hospital)
        case .destination(let destination): describe(destination)
        case .patient(let patient): describe(patient)
        case .course(let course): describe(course)
        case .alert(let alert): describe(alert)
        case .shift(let shift): describe(shift)
        case .privacy(let privacy): describe(privacy)
        case .notice(let notice): describe(notice)
        case .referral(let referral): describe(referral)
        default: describeAssignment(body)
        }
    }

    private static func describeAssignment(_ body: EventBody) -> Fields {
        switch body {
        case .dispatched(let id, let incident, let unit, let order, let basis):
            (
                "dispatched",
                [
                    ("assignment", "\(id.number)"), ("incident", "\(incident.number)"),
                    ("unit", "\(unit.index)"), ("order", "\(order)"), ("candidates", candidates(basis)),
                ]
            )
        case .orderConfirmed(let unit, let order, let id):
            (
                "orderConfirmed",
                [("assignment", "\(id.number)"), ("unit", "\(unit.index)"), ("order", "\(order)")]
            )
        case .orderRenewed(let id, let order):
            ("orderRenewed", [("assignment", "\(id.number)"), ("order", "\(order)")])
        case .assignmentMoved(
            let id, let from, let to, let button, let at, let isLate, let destination, let press):
            (
                "assignmentMoved",
                [
                    ("assignment", "\(id.number)"), ("from", JSONText.quoted("\(from)")),
                    ("to", JSONText.quoted("\(to)")), ("button", JSONText.quoted("\(button)")),
                    ("occurredAt", "\(at.nanoseconds)"), ("late", "\(isLate)"),
                    ("destination", "\(destination.index)"), ("press", "\(press)"),
                ]
            )
        case .assignmentCancelled(let id, let from, let reason, let order):
            (
                "assignmentCancelled",
                [
                    ("assignment", "\(id.number)"), ("from", JSONText.quoted("\(from)")),
                    ("reason", JSONText.quoted("\(reason)")), ("order", "\(order)"),
                ]
            )
        case .pressIgnored(let unit, let button, let press):
            (
                "pressIgnored",
                [("unit", "\(unit.index)"), ("button", JSONText.quoted("\(button)")), ("press", "\(press)")]
            )
        case .patientLoaded(let id, let incident, let assignment, let destination):
            (
                "patientLoaded",
                [
                    ("patient", "\(id.number)"), ("incident", "\(incident.number)"),
                    ("assignment", "\(assignment.number)"), ("destination", "\(destination.index)"),
                ]
            )
        case .patientEnded(let id, let outcome):
            ("patientEnded", [("patient", "\(id.number)"), ("outcome", JSONText.quoted("\(outcome)"))])
        case .alertRaised(let alert, let kind, let subject):
            (
                "alertRaised",
                [("alert", "\(alert + 1)"), ("kind", JSONText.quoted("\(kind)")), ("subject", "\(subject)")]
            )
        case .alertCleared(let alert): ("alertCleared", [("alert", "\(alert + 1)")])
        case .retired(let bounds): ("retired", [("incidents", "\(bounds.incidents)")])
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .incidentClosed, .recommended, .call, .triage, .offer, .duty, .patient,
            .course, .alert, .shift, .privacy, .hospital, .destination, .notice, .referral:
            preconditionFailure("described before")
        }
    }

    static func text(_ text: Text) -> String {
        text.id.isSet ? "\"sealed \(text.id.index)\"" : "null"
    }

    static func record(_ place: PlaceRecord) -> [(String, String)] {
        [("certainty", JSONText.quoted("\(place.certainty)"))]
            + (place.coordinate.map(coordinate) ?? [])
            + [("precisionMetres", "\(place.precisionMetres)"), ("placeSaid", text(place.said))]
    }

    static func coordinate(_ place: Coordinate) -> [(String, String)] {
        [("latitudeE7", "\(place.latitudeE7)"), ("longitudeE7", "\(place.longitudeE7)")]
    }

    static func candidates(_ basis: Basis) -> String {
        let all = basis.candidates.map {
            "{\"unit\":\($0.unit.index),\"standing\":\"\($0.standing)\",\"travelSeconds\":\($0.travelSeconds)}"
        }
        return "[" + all.joined(separator: ",") + "]"
    }
}
