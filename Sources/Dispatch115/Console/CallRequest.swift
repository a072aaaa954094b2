// Lines about calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one: their rows of the table of commands and what they ask for.

/// Which calls a list shall show.
enum CallFilter: Equatable, Sendable {
    /// Waiting, in hand, to be called back.
    case open
    /// Those to be called back.
    case callbacks
    /// The history of a number.
    case phone(String)
    /// The calls of an incident, and what else happened near its place.
    case incident(Int32)
    case call(Int32)
}

/// How a call ends without an incident.
enum CallEnd: Equatable, Sendable {
    case outcome(CallOutcome)
    /// It was claimed in error and waits again.
    case givenBack
}

/// One parsed line.
enum CallRequest: Equatable, Sendable {
    case list(CallFilter)
    /// Nil: the one that has waited longest.
    case claim(call: Int32?)
    /// Nil: takes it in hand and shows the number to dial.
    case callBack(call: Int32, CallbackResult?)
    /// Nil: the newest in hand.
    case end(CallEnd, call: Int32?, words: String)
    case bind(call: Int32, incident: Int32, words: String)

    var changesSomething: Bool {
        switch self {
        case .list: false
        case .claim, .callBack, .end, .bind: true
        }
    }
}

/// The words that end a call; written here without spaces and accents.
enum CallEndWords {
    static let rows: [(end: CallEnd, vietnamese: [String], english: [String])] = [
        (.outcome(.nuisance), ["quayroi", "qr"], ["nuisance", "ns"]),
        (.outcome(.wrongNumber), ["nham", "nhamso"], ["wrong", "wrongnumber"]),
        (.outcome(.information), ["hoithongtin", "thongtin"], ["information", "info"]),
        (.outcome(.advice), ["tuvan", "tv"], ["advice", "adv"]),
        (.outcome(.test), ["thumay", "thu"], ["test"]),
        (.outcome(.silent), ["imlang", "il"], ["silent"]),
        (.givenBack, ["tralai"], ["back"]),
    ]

    static func end(_ word: String) -> CallEnd? {
        let lower = word.lowercased()
        return rows.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.end
    }
}

enum CallbackWords {
    static let rows: [(result: CallbackResult, vietnamese: [String], english: [String])] = [
        (.reached, ["gapduoc", "gap"], ["reached"]),
        (.noAnswer, ["khongnghe", "kn"], ["noanswer", "na"]),
        (.busy, ["mayban", "ban"], ["busy"]),
    ]

    static func result(_ word: String) -> CallbackResult? {
        let lower = word.lowercased()
        return rows.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.result
    }
}

enum CallFilterWords {
    static let callbacks = ["GOILAI", "CB", "CALLBACK", "CALLBACKS"]

    /// `word` is folded and without spaces.
    static func filter(_ word: String) -> CallFilter? {
        if callbacks.contains(word) { return .callbacks }
        if let sign = word.firstIndex(of: "=") {
            let value = word[word.index(after: sign)...]
            switch word[..<sign] {
            case "I", "CA": return ArgumentReader.number(value, from: 1).map { .incident($0) }
            case "T", "DT": return PhoneWords.number(value).map { .phone($0) }
            default: return nil
            }
        }
        if let call = CallNumber.read(word[...], isSigned: true) { return .call(call) }
        return PhoneWords.number(word[...]).map { .phone($0) }
    }
}

/// The number of a call is shown and written c12, in both languages: a unit, an incident and a call may bear
/// the same number on the same desk.
enum CallNumber {
    static func shown(_ call: CallID) -> String { "c\(call.number)" }

    /// With its letter, or without where that is allowed.
    static func read(_ text: Substring, isSigned: Bool) -> Int32? {
        guard text.first == "c" || text.first == "C" else {
            return isSigned ? nil : ArgumentReader.number(text, from: 1)
        }
        return ArgumentReader.number(text.dropFirst(), from: 1)
    }
}

extension CommandTable {
    private static let call = ArgumentSpec(.call, required: false, names: ["C"])

    static let callRows: [CommandSpec] = [
        CommandSpec(
            .calls, "CALLS", "CUOC", .reads, [ArgumentSpec(.callFilter, .rest, required: false)],
            does: Phrase(
                vi: "các cuộc gọi: đang chờ, đang nghe, chờ gọi lại; hoặc của một số, một ca",
                en: "calls: waiting, in hand, to be called back; or of a number, of an incident"),
            examples: [
                Phrase(vi: "CUOC", en: "CALLS"), Phrase(vi: "CUOC 0903123456", en: "CALLS 0903123456"),
                Phrase(vi: "CUOC ca=1", en: "CALLS i=1"), Phrase(vi: "CUOC goilai", en: "CALLS callbacks"),
            ]),
        CommandSpec(
            .claim, "CLAIM", "NHANCUOC", .records, [call],
            does: Phrase(
                vi: "nhận một cuộc gọi; không ghi số thì nhận cuộc chờ lâu nhất",
                en: "takes a call in hand; without a number the one that has waited longest"),
            examples: [Phrase(vi: "NHANCUOC", en: "CLAIM"), Phrase(vi: "NHANCUOC c12", en: "CLAIM c12")]),
        CommandSpec(
            .callBack, "CB", "GOILAI", .records,
            [ArgumentSpec(.call, names: ["C"]), ArgumentSpec(.callbackResult, .rest, required: false)],
            does: Phrase(
                vi: "gọi lại cuộc bị nhỡ hay im lặng: nhận số để gọi, rồi ghi kết quả",
                en:
                    "calls an abandoned or silent call back: takes the number to dial, then notes what came of it"
            ),
            examples: [
                Phrase(vi: "GOILAI c12", en: "CB c12"),
                Phrase(vi: "GOILAI c12 khongnghe", en: "CB c12 noanswer"),
            ]),
        CommandSpec(
            .endCall, "BYE", "GAC", .records,
            [
                ArgumentSpec(.callEnd), call, ArgumentSpec(.words, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "kết thúc cuộc đang nghe mà không mở ca; im lặng thì chờ gọi lại",
                en: "ends the call in hand without an incident; a silent one waits to be called back"),
            examples: [
                Phrase(vi: "GAC quayroi", en: "BYE nuisance"),
                Phrase(vi: "GAC tuvan c12 ; hoi lich tiem", en: "BYE advice c12 ; asked for vaccination"),
            ]),
        CommandSpec(
            .bindCall, "LINK", "TRUNG", .records,
            [
                ArgumentSpec(.signedCall), ArgumentSpec(.incident, names: ["I", "CA"]),
                ArgumentSpec(.words, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "gộp cuộc gọi vào ca đã có; ca riêng của cuộc ấy, nếu chưa có xe, đóng là trùng",
                en:
                    "binds a call to an incident that exists; its own one, if nobody was sent, closes as a duplicate"
            ),
            examples: [
                Phrase(vi: "TRUNG c12 7", en: "LINK c12 7"),
                Phrase(vi: "TRUNG c12 7 ; co hai nguoi bi thuong", en: "LINK c12 7 ; two are injured"),
            ]),
    ]
}
