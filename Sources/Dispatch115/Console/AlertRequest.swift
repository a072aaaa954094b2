// Lines about alerts as the desk handles them: their rows of the table of commands and what they ask for.
//
// An alert's number is typed as it is shown, with its sign: `!12`. So a slip of the finger between OK and AK
// (or RO and GY, HO) never takes an alert for a unit, nor a unit for an alert: the other verb refuses it.

/// Which alerts a list shall show.
enum AlertFilter: Equatable, Sendable {
    case open
    /// The recently cleared too.
    case all
}

/// One parsed line.
enum AlertRequest: Equatable, Sendable {
    case list(AlertFilter)
    /// By the numbers people say.
    case acknowledge([Int32])

    var changesSomething: Bool {
        switch self {
        case .list: false
        case .acknowledge: true
        }
    }
}

extension CommandTable {
    static let alertRows: [CommandSpec] = [
        CommandSpec(
            .alerts, "ALERTS", "BAODONG", .reads, [ArgumentSpec(.alertFilter, required: false)],
            does: Phrase(
                vi: "các báo động chưa hết: chưa ai nhận trước, rồi theo mức và tuổi",
                en: "the open alerts: those nobody has acknowledged first, then by priority and age"),
            examples: [
                Phrase(vi: "BAODONG", en: "ALERTS"), Phrase(vi: "BAODONG tatca", en: "ALERTS all"),
            ]),
        CommandSpec(
            .acknowledgeAlert, "OK", "RO", .records, [ArgumentSpec(.alerts)],
            does: Phrase(
                vi: "đã rõ báo động; chưa phải là hết báo động",
                en: "acknowledges an alert; that does not clear it"),
            examples: [Phrase(vi: "RO !12", en: "OK !12"), Phrase(vi: "RO !12,15", en: "OK !12,15")]),
    ]
}

enum AlertWords {
    static let mostAtOnce = 64

    /// "!12", "!12,15" or "!12,!15"; the sign before the first is a must.
    static func numbers(_ text: Substring) -> [Int32]? {
        guard text.first == "!" else { return nil }
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        guard pieces.count <= mostAtOnce else { return nil }
        var numbers: [Int32] = []
        for piece in pieces {
            let digits = piece.first == "!" ? piece.dropFirst() : piece
            guard let number = ArgumentReader.number(digits, from: 1) else { return nil }
            numbers.append(number)
        }
        return numbers
    }

    static func filter(_ text: Substring) -> AlertFilter? {
        switch LetterFolding.fold(text) {
        case "ALL", "TATCA": .all
        case "OPEN", "DANGCO": .open
        default: nil
        }
    }
}
