// Lines about offers to stations: asked, answered: their rows of the table of commands and what they ask for.

/// One parsed line. Numbers are those that people say.
enum OfferRequest: Equatable, Sendable {
    /// No station: the nearest that can go.
    case ask(stations: [Int32], incident: Int32)
    /// A station's yes, with the unit that it sends; no incident: the one it was asked for.
    case accept(unit: Int32, incident: Int32?, crew: String)
    /// No station: the one whose desk types it.
    case decline(station: Int32?, incident: Int32, DeclineReason, until: Timestamp?, words: String)
    /// Open offers, and what stations have said so far; of one station, or of all.
    case list(station: Int32?)

    var changesSomething: Bool {
        switch self {
        case .ask, .accept, .decline: true
        case .list: false
        }
    }
}

extension CommandTable {
    static let offerRows: [CommandSpec] = [
        CommandSpec(
            .offer, "OFFER", "DENGHI", .records, [ArgumentSpec(.offerTarget, .rest, required: false)],
            does: Phrase(
                vi:
                    "đề nghị trạm nhận ca: trạm không nhận hay im lặng thì hỏi trạm kế; P1 hỏi nhiều trạm cùng lúc",
                en:
                    "offers an incident to stations: on no or silence the next is asked; for P1 several at once"
            ),
            examples: [
                Phrase(vi: "DENGHI 3 1", en: "OFFER 3 1"), Phrase(vi: "DENGHI 3,5,8 1", en: "OFFER 3,5,8 1"),
                Phrase(vi: "DENGHI gan 1", en: "OFFER near 1"),
            ]),
        CommandSpec(
            .acceptOffer, "YES", "NHANCA", .commits,
            [
                ArgumentSpec(.unit, names: ["U", "XE"]),
                ArgumentSpec(.incident, required: false, names: ["I", "CA"]),
                ArgumentSpec(.crewNames, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "trạm nhận ca, với xe nào và kíp nào; xe được điều ngay",
                en: "a station accepts, with which unit and crew; the unit is sent at once"),
            examples: [
                Phrase(vi: "NHANCA 12 1", en: "YES 12 1"),
                Phrase(vi: "NHANCA 12 1 ; bs Lan, dd Minh", en: "YES 12 1 ; Dr Lan, nurse Minh"),
            ]),
        CommandSpec(
            .declineOffer, "DEC", "TUCHOI", .records,
            [
                ArgumentSpec(.offerStation, .named, required: false, names: ["S", "T", "TRAM", "STATION"]),
                ArgumentSpec(.incident, names: ["I", "CA"]),
                ArgumentSpec(.declineReason, .rest),
                ArgumentSpec(.busyUntil, .named, required: false, names: ["UNTIL", "DEN"]),
                ArgumentSpec(.declineWords, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "trạm không nhận ca: vì sao, bận đến giờ nào; trạm kế được hỏi ngay",
                en: "a station declines: why, and until when it is busy; the next is asked at once"),
            examples: [
                Phrase(vi: "TUCHOI S=3 1 xe ban den 15:30", en: "DEC S=3 1 busy until 15:30"),
                Phrase(
                    vi: "TUCHOI S=3 1 thieu kip ; bs dang mo", en: "DEC S=3 1 no crew ; doctor in theatre"),
            ]),
    ]
}

extension ArgumentBinder {
    /// The request of a line of this noun. A time to come is found here, where it is known what time it is.
    func offerRequest() -> Request {
        switch spec.verb {
        case .offer:
            guard case .offerTarget(let target) = self[.offerTarget] else {
                return .offer(.list(station: nil))
            }
            switch target {
            case .near(let incident): return .offer(.ask(stations: [], incident: incident))
            case .stations(let stations, let incident):
                return .offer(.ask(stations: stations, incident: incident))
            case .list(let station): return .offer(.list(station: station))
            }
        case .acceptOffer:
            var incident: Int32?
            if case .number(let number) = self[.incident] { incident = number }
            return .offer(
                .accept(unit: number(.unit), incident: incident, crew: text(.crewNames) ?? ""))
        case .declineOffer:
            guard case .declineReason(let answer) = required(.declineReason) else { broken() }
            var station: Int32?
            if case .number(let number) = self[.offerStation] { station = number }
            var time = answer.until
            if case .timeOfDay(let named) = self[.busyUntil] { time = named }
            return .offer(
                .decline(
                    station: station, incident: number(.incident), answer.reason,
                    until: time?.next(after: now, zoneOffsetSeconds: zoneOffsetSeconds),
                    words: text(.declineWords) ?? ""))
        default: broken()
        }
    }
}
