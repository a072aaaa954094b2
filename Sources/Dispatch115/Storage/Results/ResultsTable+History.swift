// The tables that only grow, and those of hospitals and of what is sent to other modules.

extension ResultsTable {
    private static let sequence = ResultsColumn("sequence", .long, "The event's number in the journal.")
    private static let ordinal = ResultsColumn("ordinal", .integer, "0, 1, 2 ... within the event.")
    private static let at = ResultsColumn("at", .time, "When it was decided.")
    private static let actor = ResultsColumn("actor", .text, "Who: the kind.")
    private static let actorNumber = ResultsColumn("actor_number", .long, "Who: user id, or unit's number.")

    static let recommendation = ResultsTable(
        .recommendation, "What somebody was shown, or what a decision rested on.", key: 2, onlyGrows: true,
        [
            sequence, at, actor, actorNumber,
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("purpose", .text, "shown, dispatched or offered."),
            ResultsColumn("method", .text, "How travel times were found."),
            ResultsColumn("latitude", .real, "The place as it was known then.", isOptional: true),
            ResultsColumn("longitude", .real, "The place as it was known then.", isOptional: true),
        ])

    static let candidate = ResultsTable(
        .candidate, "A unit as it was seen for a recommendation.", key: 3, onlyGrows: true,
        [
            sequence,
            ResultsColumn("rank", .integer, "1 for the first; the eligible come first."),
            ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("standing", .text, "Eligible, or why it lost."),
            ResultsColumn("travel_seconds", .integer, "To the place.", isOptional: true),
            ResultsColumn("latitude", .real, "Where it was.", isOptional: true),
            ResultsColumn("longitude", .real, "Where it was.", isOptional: true),
            ResultsColumn("measured_at", .time, "When that was measured.", isOptional: true),
        ])

    static let unitHistory = ResultsTable(
        .unitHistory, "Every change of a unit's status.", key: 3, onlyGrows: true,
        [
            sequence, ordinal, at, actor, actorNumber,
            ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("status", .text, "onDuty, offDuty, outOfService, or the assignment's state; free."),
            ResultsColumn("reason", .text, "Why, where that was said.", isOptional: true),
            ResultsColumn("assignment", .integer, "The assignment that it concerns.", isOptional: true),
        ])

    static let incidentHistory = ResultsTable(
        .incidentHistory, "Every change of an incident.", key: 3, onlyGrows: true,
        [
            sequence, ordinal, at, actor, actorNumber,
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("change", .text, "The event's name."),
            ResultsColumn("before", .text, "What was, in a word.", isOptional: true),
            ResultsColumn("after", .text, "What is, in a word.", isOptional: true),
        ])

    static let assignmentHistory = ResultsTable(
        .assignmentHistory, "Every change of an assignment.", key: 3, onlyGrows: true,
        [
            sequence, ordinal, at, actor, actorNumber,
            ResultsColumn("assignment", .integer, "The assignment's number."),
            ResultsColumn("change", .text, "The event's name."),
            ResultsColumn("before", .text, "The state that was.", isOptional: true),
            ResultsColumn("after", .text, "The state that is.", isOptional: true),
            ResultsColumn("occurred_at", .time, "When it happened, by the crew.", isOptional: true),
            ResultsColumn("is_late", .flag, "Entered late."),
        ])

    static let handOver = ResultsTable(
        .handOver, "Every shift that was signed for.", key: 2, onlyGrows: true,
        [
            sequence, at,
            ResultsColumn("from_user", .long, "The Unix user who had it."),
            ResultsColumn("to_user", .long, "The Unix user who took it over."),
            ResultsColumn("code", .long, "Of what was read back."),
            ResultsColumn("open_incidents", .integer, "Open things that were read back."),
            ResultsColumn("open_alerts", .integer, "Open things that were read back."),
            ResultsColumn("open_calls", .integer, "Open things that were read back."),
            ResultsColumn("note", .integer, "A number in personal_text.", isOptional: true),
        ])

    static let hospital = ResultsTable(
        .hospital, "Where patients are taken.", key: 2,
        [
            ResultsColumn("hospital", .integer, "The number people say; a station at it has the same."),
            ResultsColumn("facility_code", .text, "The health ministry's five digits.", isOptional: true),
            ResultsColumn("name", .text, "As in the city's file."),
            ResultsColumn("latitude", .real, "Degrees, WGS 84."),
            ResultsColumn("longitude", .real, "Degrees, WGS 84."),
            ResultsColumn("capabilities", .text, "Parted by spaces."),
            ResultsColumn("is_withdrawn", .flag, "No longer in the city's file."),
            ResultsColumn("diversion", .text, "Whether it asked not to be sent to: open, advisory, closed."),
            ResultsColumn("diversion_reason", .text, "Why, where that was said.", isOptional: true),
            ResultsColumn("diversion_as_of", .time, "Since when.", isOptional: true),
            ResultsColumn("diversion_until", .time, "It is open after that.", isOptional: true),
            ResultsColumn("offload_minutes", .integer, "Until an ambulance is unloaded.", isOptional: true),
            ResultsColumn("red_places", .integer, "For red patients of a disaster.", isOptional: true),
            ResultsColumn("yellow_places", .integer, "For yellow ones.", isOptional: true),
            ResultsColumn("reception_as_of", .time, "When those three were so.", isOptional: true),
            ResultsColumn("reception_until", .time, "After which they are unknown.", isOptional: true),
            ResultsColumn("changed_at", .time, "When anything of it changed last.", isOptional: true),
            ResultsColumn("changed_sequence", .long, "The event that did."),
        ])

    static let hospitalBed = ResultsTable(
        .hospitalBed, "One kind of bed of a hospital, as it was said last.", key: 3,
        [
            ResultsColumn("hospital", .integer, "The hospital's number."),
            ResultsColumn("bed_kind", .text, "The kind of bed."),
            ResultsColumn("baseline", .integer, "Staffed beds there are.", isOptional: true),
            ResultsColumn("free", .integer, "Beds that could take a patient, as reported.", isOptional: true),
            ResultsColumn("inbound", .integer, "Patients on their way to one, or at the door."),
            ResultsColumn("as_of", .time, "When the report was so.", isOptional: true),
            ResultsColumn("valid_until", .time, "After which it is unknown.", isOptional: true),
            ResultsColumn("source", .text, "Where the report came from.", isOptional: true),
        ])

    static let capacityReport = ResultsTable(
        .capacityReport, "What a hospital reported of one kind of bed.", key: 4, onlyGrows: true,
        [
            sequence,
            ResultsColumn("hospital", .integer, "The hospital's number."),
            ResultsColumn("bed_kind", .text, "The kind of bed."),
            ResultsColumn("baseline", .integer, "Beds there are.", isOptional: true),
            ResultsColumn("free", .integer, "Beds that can take a patient.", isOptional: true),
            ResultsColumn("inbound", .integer, "Patients on their way, when it was reported."),
            ResultsColumn("as_of", .time, "When it was so."),
            ResultsColumn("valid_until", .time, "After which it is unknown.", isOptional: true),
            ResultsColumn("source", .text, "console, file, database or feed."),
            ResultsColumn("reporter", .integer, "Who said so: a number in personal_text.", isOptional: true),
            ResultsColumn("is_newest", .flag, "False for one that came when something newer was known."),
        ])

    static let outbox = ResultsTable(
        .outbox, "How far each destination has been told of each hospital.", key: 3,
        [
            ResultsColumn("destination", .text, "As in the configuration."),
            ResultsColumn("hospital", .integer, "The hospital's number."),
            ResultsColumn("sent_sequence", .long, "The newest change that it has acknowledged."),
            ResultsColumn("waiting_sequence", .long, "The newest change that waits.", isOptional: true),
            ResultsColumn("attempts", .integer, "Tries of what waits."),
            ResultsColumn("next_try", .time, "When it is tried next.", isOptional: true),
            ResultsColumn("failure", .text, "What it said last.", isOptional: true),
        ])

    static let position = ResultsTable(
        .position, "Where units were: thinned, not events.", key: 3, onlyGrows: true, partedBy: "measured_at",
        [
            ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("measured_at", .time, "By the unit's clock."),
            ResultsColumn("received_at", .time, "By ours."),
            ResultsColumn("latitude", .real, "Degrees, WGS 84."),
            ResultsColumn("longitude", .real, "Degrees, WGS 84."),
            ResultsColumn("speed_kmh", .real, "Kilometres an hour.", isOptional: true),
            ResultsColumn("heading", .real, "Degrees clockwise from north.", isOptional: true),
        ])

    static let personalText = ResultsTable(
        .personalText, "Names, numbers and words; erased ones keep their row without content.", key: 2,
        isProtected: true,
        [
            ResultsColumn("text", .integer, "Its number."),
            ResultsColumn("kind", .text, "phone, words, place, crew, note ..."),
            ResultsColumn("content", .text, "Null once erased.", isOptional: true),
            ResultsColumn("recorded_at", .time, "When it was written."),
            ResultsColumn("erased_at", .time, "When it was erased.", isOptional: true),
        ])

    static let recordKey = ResultsTable(
        .recordKey, "The key under which the journal seals a text; gone once erased.", key: 2,
        isProtected: true,
        [
            ResultsColumn("text", .integer, "The text's number."),
            ResultsColumn("key", .bytes, "32 bytes of AES-256; null once erased.", isOptional: true),
        ])

    static let auditEvent = ResultsTable(
        .auditEvent, "Every event of the journal, byte for byte, with its chain.", key: 3, onlyGrows: true,
        partedBy: "at",
        [
            sequence, at,
            ResultsColumn("epoch", .long, "The leader's epoch that made it."),
            actor, actorNumber,
            ResultsColumn("client", .long, "The line's client id, as a signed number; 0 for none."),
            ResultsColumn("type", .integer, "The event's type, docs/SPEC.md."),
            ResultsColumn("event", .text, "The type's name."),
            ResultsColumn("body", .bytes, "As the journal stores it, texts sealed."),
            ResultsColumn("hash", .bytes, "SHA-256 over the hash before it, the sequence and the body."),
        ])
}
