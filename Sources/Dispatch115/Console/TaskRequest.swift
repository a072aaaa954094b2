// Lines about what others are asked for: pre-arrival notices to hospitals, referrals to telehealth: their rows of
// the table of commands and what they ask for.

/// NOTICE, one parsed line. Numbers are those that people say.
enum NoticeRequest: Equatable, Sendable {
    /// What the hospital has said by phone of this unit's notice.
    case answer(unit: Int32, TaskStatus, words: String)
    /// On to that hospital in spite of its answer.
    case keepGoing(unit: Int32, words: String)
    /// The notices that stand; of one unit, or of all.
    case list(unit: Int32?)

    var changesSomething: Bool {
        switch self {
        case .answer, .keepGoing: true
        case .list: false
        }
    }
}

/// REFER, one parsed line.
enum ReferralRequest: Equatable, Sendable {
    /// Hands it over; `due` nil: as long as usual.
    case refer(incident: Int32, due: Timestamp?, words: String)
    case takeBack(incident: Int32)
    /// What telehealth has said by phone.
    case answer(incident: Int32, TaskStatus, words: String)
    /// What telehealth has now.
    case list

    var changesSomething: Bool {
        switch self {
        case .refer, .takeBack, .answer: true
        case .list: false
        }
    }
}

/// What NOTICE says of a unit's notice.
enum NoticeAnswer: Equatable, Sendable {
    case status(TaskStatus)
    case keepGoing
}

/// What REFER does with an incident.
enum ReferralAsk: Equatable, Sendable {
    case until(TimeOfDay)
    case minutes(Int32)
    case takeBack
    case status(TaskStatus)
}

/// The words of both, written without spaces and accents.
enum TaskWords {
    static let answers: [(status: TaskStatus, vietnamese: [String], english: [String])] = [
        (.accepted, ["nhan", "dongy"], ["accepted", "yes"]),
        (.rejected, ["khongnhan", "tuchoi"], ["rejected", "no"]),
        (.delivered, ["dabao", "dagoi"], ["told", "phoned"]),
        (.completed, ["xong", "dalam"], ["completed", "done"]),
    ]
    static let keepGoing = (vietnamese: ["vandi", "ditiep"], english: ["goon", "keepgoing"])
    static let takeBack = (vietnamese: ["laylai", "huy"], english: ["cancel", "takeback"])
    private static let minutes = ["P", "PHUT", "M", "MIN", "MINUTES"]
    static let mostMinutes: Int32 = 1_440

    static func status(_ word: String) -> TaskStatus? {
        let lower = word.lowercased()
        return answers.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.status
    }

    /// Takes a folded word without spaces.
    static func notice(_ word: String) -> NoticeAnswer? {
        let lower = word.lowercased()
        if keepGoing.vietnamese.contains(lower) || keepGoing.english.contains(lower) { return .keepGoing }
        // A hospital takes the patient or does not; it completes nothing.
        guard let status = status(word), status != .completed else { return nil }
        return .status(status)
    }

    /// The same; also "15:30", "15H30", "10", "10P".
    static func referral(_ word: String) -> ReferralAsk? {
        let lower = word.lowercased()
        if takeBack.vietnamese.contains(lower) || takeBack.english.contains(lower) { return .takeBack }
        if let status = status(word) { return .status(status) }
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        let unit = word[digits.endIndex...]
        if unit.isEmpty || minutes.contains(String(unit)) {
            return ArgumentReader.number(digits, from: 1, to: mostMinutes).map { .minutes($0) }
        }
        return TimeOfDay(word[...]).map { .until($0) }
    }
}

extension CommandTable {
    static let taskRows: [CommandSpec] = [
        CommandSpec(
            .notice, "NOTICE", "BAOVIEN", .records,
            [
                ArgumentSpec(.unit, required: false, names: ["U", "XE"]),
                ArgumentSpec(.noticeAnswer, .rest, required: false),
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi:
                    "viện trả lời qua điện thoại về xe đang chở tới; vandi: vẫn đi dù viện không nhận; trống: xem",
                en:
                    "what the hospital says by phone of the unit on its way; go on in spite of a no; nothing: list"
            ),
            examples: [
                Phrase(vi: "BAOVIEN 12 nhan", en: "NOTICE 12 accepted"),
                Phrase(vi: "BAOVIEN 12 khong nhan ; hết giường", en: "NOTICE 12 rejected ; no bed left"),
                Phrase(
                    vi: "BAOVIEN 12 van di ; gần nhất, ngừng thở",
                    en: "NOTICE 12 go on ; nearest, not breathing"),
            ]),
        CommandSpec(
            .refer, "REFER", "TUVAN", .records,
            [
                ArgumentSpec(.incident, required: false, names: ["I", "CA"]),
                ArgumentSpec(.referralAsk, .rest, required: false),
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi:
                    "chuyển ca P0 cho tư vấn từ xa, chờ đến giờ hay số phút; lấy lại; ghi lời đáp; trống: xem",
                en: "hands a P0 over to telehealth, until a time or for minutes; takes it back; nothing: list"
            ),
            examples: [
                Phrase(vi: "TUVAN 1", en: "REFER 1"),
                Phrase(vi: "TUVAN 1 10p ; sốt nhẹ, bé 3 tuổi", en: "REFER 1 10min ; mild fever, child of 3"),
                Phrase(vi: "TUVAN 1 15:30", en: "REFER 1 15:30"),
                Phrase(vi: "TUVAN 1 lay lai", en: "REFER 1 take back"),
                Phrase(vi: "TUVAN 1 xong ; đã dặn uống nước", en: "REFER 1 done ; told to drink"),
            ]),
    ]
}

extension ArgumentBinder {
    var notice: NoticeRequest {
        guard case .number(let unit) = self[.unit] else { return .list(unit: nil) }
        let words = text(.remark) ?? ""
        guard case .noticeAnswer(let answer) = self[.noticeAnswer] else { return .list(unit: unit) }
        switch answer {
        case .status(let status): return .answer(unit: unit, status, words: words)
        case .keepGoing: return .keepGoing(unit: unit, words: words)
        }
    }

    /// A time to come is found here, where it is known what time it is.
    var referral: ReferralRequest {
        guard case .number(let incident) = self[.incident] else { return .list }
        let words = text(.remark) ?? ""
        guard case .referralAsk(let ask) = self[.referralAsk] else {
            return .refer(incident: incident, due: nil, words: words)
        }
        switch ask {
        case .until(let time):
            return .refer(
                incident: incident, due: time.next(after: now, zoneOffsetSeconds: zoneOffsetSeconds),
                words: words)
        case .minutes(let minutes):
            return .refer(
                incident: incident, due: now.adding(seconds: Int64(minutes) * 60), words: words)
        case .takeBack: return .takeBack(incident: incident)
        case .status(let status): return .answer(incident: incident, status, words: words)
        }
    }
}
