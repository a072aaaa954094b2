// The tables of what others are asked for: pre-arrival notices and referrals to telehealth; and their rows.
// Numbers are those people say, texts lie in `personal_text`.

extension ResultsTable {
    private static func text(_ name: String, _ comment: String) -> ResultsColumn {
        ResultsColumn(name, .integer, comment + " (a number in personal_text).", isOptional: true)
    }

    private static func time(_ name: String, _ comment: String) -> ResultsColumn {
        ResultsColumn(name, .time, comment, isOptional: true)
    }

    static let notice = ResultsTable(
        .notice, "A transport told to its hospital before it arrives, and what the hospital said.", key: 2,
        [
            ResultsColumn("notice", .integer, "Its number, in the order of making."),
            ResultsColumn("assignment", .integer, "The assignment's number."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn("hospital", .integer, "The hospital's number."),
            ResultsColumn("state", .text, "asked, delivered, accepted, rejected, silent or closed."),
            ResultsColumn("is_electronic", .flag, "Whether the courier took it; else somebody had to phone."),
            ResultsColumn("version", .integer, "1 and up: how often it was told anew."),
            ResultsColumn("opened_at", .time, "When the transport began, or turned to this hospital."),
            time("due_at", "By when the hospital was to answer."),
            time("delivered_at", "When the hospital had it."),
            time("answered_at", "When it accepted or rejected."),
            ResultsColumn("last_answer", .text, "accepted or rejected.", isOptional: true),
            ResultsColumn("is_by_phone", .flag, "Whether the dispatcher typed the answer."),
            ResultsColumn(
                "next_hospital", .integer, "What could be gone to instead, when it was needed.",
                isOptional: true),
            ResultsColumn("next_seconds", .integer, "Seconds to that hospital.", isOptional: true),
            time("kept_going_at", "When the dispatcher went on in spite of the answer."),
            time("ended_at", "When it ended."),
            ResultsColumn("end_reason", .text, "arrived, otherHospital or cancelled.", isOptional: true),
            ResultsColumn("late_answer", .text, "What was said after the end.", isOptional: true),
            time("late_at", "When that was said."),
            text("words", "The hospital's words"),
            text("kept_going", "Why the unit went there in spite of it"),
            text("late_words", "The words of the late answer"),
        ])

    static let referral = ResultsTable(
        .referral, "An incident that needs advice, handed over to telehealth, and what came of it.", key: 2,
        [
            ResultsColumn("referral", .integer, "Its number, in the order of making."),
            ResultsColumn("incident", .integer, "The incident's number."),
            ResultsColumn(
                "state", .text,
                "offered, delivered, accepted, completed, rejected, late or withdrawn."),
            ResultsColumn("version", .integer, "1 and up: how often it was told anew."),
            ResultsColumn("offered_at", .time, "When it was handed over."),
            ResultsColumn("due_at", .time, "By when telehealth was to answer, or to be done."),
            time("delivered_at", "When telehealth had it."),
            time("accepted_at", "When it accepted."),
            time("ended_at", "When it was completed, rejected, late or taken back."),
            ResultsColumn("reason", .text, "Why it was taken back.", isOptional: true),
            ResultsColumn("is_by_phone", .flag, "Whether the dispatcher typed the newest answer."),
            ResultsColumn("late_answer", .text, "What was said after the end.", isOptional: true),
            time("late_at", "When that was said."),
            text("note", "What the desk added"),
            text("words", "What came back"),
            text("late_words", "The words of the late answer"),
        ])
}

extension ResultsRows {
    func notice(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.notices[index]
        return [
            code, .integer(Int64(index) + 1), .said(row.assignment), .said(row.incident),
            ResultsRows.number(row.hospital, centre), .word(row.state), .flag(row.isElectronic),
            .number(row.version), .time(row.openedAt), .moment(row.dueAt), .moment(row.deliveredAt),
            .moment(row.answeredAt), .word(row.answerSaid ?? row.lastAnswer), .flag(row.isByPhone),
            ResultsRows.number(row.next.hospital, centre), .counted(row.next.travelSeconds),
            .moment(row.keptGoingAt), .moment(row.endedAt), .word(row.end), .word(row.lateAnswer),
            .moment(row.lateAt), .text(row.words), .text(row.keptGoing), .text(row.lateWords),
        ]
    }

    func referral(_ index: Int32, _ centre: Centre) -> [ResultsValue] {
        let row = centre.referrals[index]
        return [
            code, .integer(Int64(index) + 1), .said(row.incident), .word(row.state), .number(row.version),
            .time(row.offeredAt), .time(row.dueAt), .moment(row.deliveredAt), .moment(row.acceptedAt),
            .moment(row.endedAt), .word(row.withdrawal), .flag(row.isByPhone), .word(row.lateAnswer),
            .moment(row.lateAt), .text(row.words), .text(row.answer), .text(row.lateWords),
        ]
    }
}

extension NoticeEvent {
    var name: String {
        switch self {
        case .opened: "noticeOpened"
        case .updated: "noticeUpdated"
        case .answered: "noticeAnswered"
        case .fellSilent: "noticeSilent"
        case .keptGoing: "noticeKeptGoing"
        case .closed: "noticeClosed"
        case .answeredLate: "noticeAnsweredLate"
        }
    }
}

extension ReferralEvent {
    var name: String {
        switch self {
        case .offered: "referralOffered"
        case .answered: "referralAnswered"
        case .fellLate: "referralLate"
        case .withdrawn: "referralWithdrawn"
        case .answeredLate: "referralAnsweredLate"
        case .updated: "referralUpdated"
        }
    }
}
