// The tables in which reports are counted beforehand (ResultsSummary): made of the other tables, by day and by
// month, and of no use without them. Declarations only.

extension ResultsShape {
    private static let centre = ResultsColumn("centre", .text, "The centre's code, as in its configuration.")
    private static let day = ResultsColumn(
        "starts_at", .time, "The midnight at which the day began, in Vietnam's time.")
    private static let sequence = ResultsColumn(
        "sequence", .long, "The results' cursor when it was counted: what came later is not in it.")
    private static let madeAt = ResultsColumn("made_at", .time, "When it was counted.")

    private static func number(_ name: String, _ comment: String) -> ResultsColumn {
        ResultsColumn(name, .long, comment)
    }

    /// What has been counted, and as of when.
    static let summaryDay = ResultsShape(
        "summary_day", "Days that have been counted into day_count, day_offer and day_busy.", key: 2,
        [centre, day, sequence, madeAt])
    static let summaryMonth = ResultsShape(
        "summary_month", "Months whose intervals have been counted into month_interval, and up to which day.",
        key: 2,
        [
            centre,
            ResultsColumn("starts_at", .time, "The midnight at which the month began, in Vietnam's time."),
            ResultsColumn("until", .time, "The midnight up to which its incidents are counted."), sequence,
            madeAt,
        ])
    static let summaryDuty = ResultsShape(
        "summary_duty", "How far changes of duty have been counted into day_duty.", key: 1,
        [centre, sequence, madeAt])

    static let dayCount = ResultsShape(
        "day_count", "Calls, incidents and assignments of a day, counted.", key: 2,
        [
            centre, day, number("calls", "Calls that rang."),
            number("incidents", "Incidents whose call rang that day."),
            number("p0", "Of those, priority 0."), number("p1", "Priority 1."), number("p2", "Priority 2."),
            number("p3", "Priority 3."), number("p4", "Priority 4."),
            number("transported", "Ended with a transport."), number("still_open", "Not closed."),
            number("assignments", "Units sent that day."), number("cancelled", "Of those, cancelled."),
            number("entered_late", "Incidents typed from paper."),
        ])
    static let dayOffer = ResultsShape(
        "day_offer", "Offers that were put to stations on a day, counted by what came of them.", key: 5,
        [
            centre, day, ResultsColumn("station", .integer, "The station's number."),
            ResultsColumn("state", .text, "What became of them."),
            ResultsColumn("reason", .text, "Why they were declined; empty for none."),
            number("n", "How many."),
        ])
    static let dayBusy = ResultsShape(
        "day_busy", "Seconds for which units were bound by runs that ended, by the day of sending.", key: 4,
        [
            centre, day, ResultsColumn("unit", .integer, "The number on the vehicle."),
            ResultsColumn("bound_at", .time, "The midnight at which the day began on which it was bound."),
            number("seconds", "For how long on that day."),
        ])
    static let dayDuty = ResultsShape(
        "day_duty", "Seconds for which units were on duty, of duties that ended.", key: 3,
        [
            centre, day, ResultsColumn("unit", .integer, "The number on the vehicle."),
            number("seconds", "For how long on that day."),
        ])
    static let monthInterval = ResultsShape(
        "month_interval", "How many intervals of a month took so many seconds.", key: 6,
        [
            centre,
            ResultsColumn("starts_at", .time, "The midnight at which the month began, in Vietnam's time."),
            ResultsColumn("kind", .text, "emergency, standby or transfer."),
            ResultsColumn("priority", .integer, "0 to 4."),
            ResultsColumn("step", .integer, "As in response_interval."),
            number("seconds", "Whole seconds; -1: there is no such interval."), number("n", "How many."),
        ])
    static let monthResponse = ResultsShape(
        "month_response",
        "Response times of a month as far as it was counted: response_time of whole months.",
        key: 5,
        [
            centre,
            ResultsColumn("starts_at", .time, "The midnight at which the month began, in Vietnam's time."),
            ResultsColumn("kind", .text, "emergency, standby or transfer."),
            ResultsColumn("priority", .integer, "0 to 4."),
            ResultsColumn("step", .integer, "As in response_interval."), number("n", "How many intervals."),
        ]
            + [
                ("mean_seconds", "Rounded to the nearest second."), ("p50_seconds", "Median."),
                ("p90_seconds", "90th centile."), ("p95_seconds", "95th centile."),
            ].map { ResultsColumn($0.0, .long, $0.1, isOptional: true) }
            + [number("left_out", "How many had no such interval.")])

    static let summaries = [
        summaryDay, summaryMonth, summaryDuty, dayCount, dayOffer, dayBusy, dayDuty, monthInterval,
        monthResponse,
    ]
}
