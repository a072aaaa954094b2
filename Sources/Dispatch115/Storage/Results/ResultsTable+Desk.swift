// The tables of what the desk handles. Numbers are those people say. Texts lie in `personal_text`; here stand
// their numbers. Closed lists are written as in docs/SPEC.md.

extension ResultsTable {
    private static func text(_ name: String, _ comment: String) -> ResultsColumn {
        ResultsColumn(name, .integer, comment + " (a number in personal_text).", isOptional: true)
    }

    private static func time(_ name: String, _ comment: String) -> ResultsColumn {
        ResultsColumn(name, .time, comment, isOptional: true)
    }

    static let station = ResultsTable(
        .station, "Where units wait, usually a hospital.", key: 2,
        [
            ResultsColumn("station", .integer, "The number people say."),
            ResultsColumn("name", .text, "As in the city's file."),
            ResultsColumn("latitude", .real, "Degrees, WGS 84."),
            ResultsColumn("longitude", .real, "Degrees, WGS 84."),
            ResultsColumn("offers_asked", .integer, "Offers put to it so far."),
            ResultsColumn("offers_accepted", .integer, "Offers it accepted."),
            ResultsColumn("offers_declined", .integer, "Offers it declined."),
            ResultsColumn("offers_silent", .integer, "Offers it left without an answer."),
            time("busy_until", "Until when it has said that it is busy."),
        ])

    static let unit = ResultsTable(
        .unit, "A vehicle with its crew, skills and equipment.", key: 2,
        [
            ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("station", .integer, "Its station's number.", isOptional: true),
            ResultsColumn("kind", .text, "car, motorbike or boat."),
            ResultsColumn("skills", .text, "Of this shift, parted by spaces."),
            ResultsColumn("equipment", .text, "Of this shift, parted by spaces."),
            ResultsColumn("is_on_duty", .flag, "Logged on."),
            ResultsColumn(
                "out_of_service", .text, "Why it cannot be sent, though on duty.", isOptional: true),
            time("out_of_service_until", "Until when, where that was said."),
            time("duty_since", "Since when its duty is as it is."),
            ResultsColumn("assignment", .integer, "Its live assignment.", isOptional: true),
            text("crew", "The crew's names"),
            ResultsColumn("odometer", .integer, "The last reading, kilometres.", isOptional: true),
        ])

    static let call = ResultsTable(
        .call, "One ring of the phone.", key: 2,
        [
            ResultsColumn("call", .integer, "The number people say (c12)."),
            ResultsColumn("incident", .integer, "The incident that it concerns.", isOptional: true),
            ResultsColumn("phase", .text, "waiting, inHand, callback or done."),
            ResultsColumn("outcome", .text, "How it ended where it made no incident.", isOptional: true),
            ResultsColumn("received_at", .time, "When it rang."),
            time("claimed_at", "When a call-taker took it."),
            time("answered_at", "When it was answered, by the exchange."),
            time("ended_at", "When the line fell, by the exchange."),
            ResultsColumn("handler", .long, "The Unix user who has it or had it last.", isOptional: true),
            ResultsColumn("is_from_exchange", .flag, "Whether the phone exchange told of it."),
            ResultsColumn("callback_tries", .integer, "How often it was called back."),
            time("callback_due", "When it is to be called back."),
            text("phone", "The caller's number"),
            text("recording", "The exchange's name of the recording"),
            text("words", "What was noted when it ended"),
        ])

    static let incident = ResultsTable(
        .incident, "One event that needs a response.", key: 2,
        [
            ResultsColumn("incident", .integer, "The number people say."),
            ResultsColumn("call", .integer, "The call that opened it.", isOptional: true),
            ResultsColumn("kind", .text, "emergency, standby or transfer."),
            ResultsColumn("priority", .integer, "0 to 4; 1 is the reddest, 0 needs no vehicle."),
            ResultsColumn("received_at", .time, "When its first call rang: the clock runs from there."),
            ResultsColumn("opened_at", .time, "When it was opened."),
            time("closed_at", "When it was closed."),
            ResultsColumn("disposition", .text, "How it ended.", isOptional: true),
            ResultsColumn("latitude", .real, "Degrees, WGS 84.", isOptional: true),
            ResultsColumn("longitude", .real, "Degrees, WGS 84.", isOptional: true),
            ResultsColumn("certainty", .text, "What is known of its place."),
            ResultsColumn("precision_metres", .integer, "How far the true place may lie off."),
            ResultsColumn("triage_version", .long, "Of the cards that judged it.", isOptional: true),
            ResultsColumn("triage_priority", .integer, "What the cards said.", isOptional: true),
            ResultsColumn("units_wanted", .integer, "How many units it is thought to need."),
            ResultsColumn("estimated_patients", .integer, "Of a mass casualty; 0 for none."),
            time("planned_at", "Planned work: from when."),
            time("planned_to", "Planned work: to when."),
            ResultsColumn(
                "from_station", .integer, "A transfer's hospital of departure: its number.", isOptional: true),
            time("reopened_at", "When it was last opened again."),
            ResultsColumn("paper_form", .integer, "The paper form it came from.", isOptional: true),
            time("entered_at", "When it was typed, if it was entered late."),
            time("close_entered_at", "When its end was typed, if that was entered late."),
            text("place_said", "The place as the caller said it"),
            text("place_name", "The place as the gazetteer names it"),
            text("words", "What the caller said happened"),
        ])

    static let assignment = ResultsTable(
        .assignment, "One unit bound to one incident; time points as NEMSIS 3.5 eTimes.", key: 2,
        [
            ResultsColumn("assignment", .integer, "Its number, in the order of making."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("state", .text, "Where it stands."),
            ResultsColumn("is_live", .flag, "Neither completed nor cancelled."),
            ResultsColumn("end_reason", .text, "Why it did not run its course.", isOptional: true),
            ResultsColumn(
                "order_id", .long, "The order to the unit's box: the leader's epoch and a counter."),
            ResultsColumn("destination", .integer, "Where the patient is taken.", isOptional: true),
            ResultsColumn("linked", .integer, "Its partner: care first, transport behind.", isOptional: true),
            time("call_received", "eTimes.01."),
            time("dispatch_notified", "eTimes.02: when it was decided."),
            time("unit_notified", "eTimes.03: when the box had its order."),
            time("acknowledged", "eTimes.04."),
            time("en_route", "eTimes.05."),
            time("on_scene", "eTimes.06."),
            time("at_patient", "eTimes.07."),
            time("left_scene", "eTimes.09."),
            time("at_destination", "eTimes.11."),
            time("transfer_of_care", "eTimes.12."),
            time("back_in_service", "eTimes.13."),
            time("cancelled", "eTimes.14."),
            time(
                "entered_at", "When it was typed, if it was entered late: its times may stand out of order."),
            ResultsColumn("odometer_start", .integer, "Kilometres.", isOptional: true),
            ResultsColumn("odometer_end", .integer, "Kilometres.", isOptional: true),
        ])

    static let patient = ResultsTable(
        .patient, "A person of an incident; as sparse as what is known.", key: 2,
        [
            ResultsColumn("patient", .integer, "Its number, in the order of making."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("number", .integer, "1, 2, 3 ... within the incident: what people say."),
            ResultsColumn("assignment", .integer, "Who has the patient on board, or had.", isOptional: true),
            ResultsColumn("destination", .integer, "The hospital's number.", isOptional: true),
            ResultsColumn("outcome", .text, "What became of the patient; open until it is said."),
            ResultsColumn("tag", .text, "red, yellow, green or black.", isOptional: true),
            ResultsColumn(
                "bed_kind", .text, "The kind of bed; null is the emergency department's.", isOptional: true),
            text("words", "Sex, age, what happened"),
        ])

    static let offer = ResultsTable(
        .offer, "An incident put to a station, and what came of it.", key: 2,
        [
            ResultsColumn("offer", .integer, "Its number, in the order of planning."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("station", .integer, "The station's number."),
            ResultsColumn("state", .text, "planned, asked, accepted, declined, silent or withdrawn."),
            ResultsColumn("is_chosen", .flag, "Whether a person named the station."),
            time("asked_at", "When it was asked."),
            time("expires_at", "Until when it may answer."),
            time("answered_at", "When it said yes or no."),
            ResultsColumn("reason", .text, "Why it declined.", isOptional: true),
            time("busy_until", "Until when it said that it is busy."),
            ResultsColumn("is_by_phone", .flag, "Whether the dispatcher typed the answer."),
            ResultsColumn("unit", .integer, "The unit that it sends.", isOptional: true),
            ResultsColumn("assignment", .integer, "The assignment that came of it.", isOptional: true),
            text("words", "The crew's names, or the reason in its own words"),
        ])

    static let note = ResultsTable(
        .note, "A line added to an incident.", key: 2,
        [
            ResultsColumn("note", .integer, "Its number, in the order of making."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("at", .time, "When it was typed."),
            ResultsColumn("actor", .text, "Who: the kind."),
            ResultsColumn("actor_number", .long, "Who: the number."),
            ResultsColumn("is_withdrawn", .flag, "Taken back: kept, and shown as such."),
            text("words", "The note"),
        ])

    static let alert = ResultsTable(
        .alert, "A state somebody must look at.", key: 2,
        [
            ResultsColumn("alert", .integer, "The number people say (!12)."),
            ResultsColumn("kind", .text, "What it is about."),
            ResultsColumn(
                "subject", .text,
                "assignment, incident, offer, call, unit, hospital, notice, referral or centre."),
            ResultsColumn("subject_number", .integer, "The number people say.", isOptional: true),
            ResultsColumn("raised_at", .time, "When it was raised."),
            time("acknowledged_at", "When a person had seen it."),
            ResultsColumn("acknowledged_by", .long, "The Unix user.", isOptional: true),
            time("cleared_at", "When its reason was gone."),
        ])
}
