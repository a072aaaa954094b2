// What happens around calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one, as fields of JSON.

extension EventExport {
    static func describe(_ call: CallEvent) -> Fields {
        switch call {
        case .rang(let id, let exchange, let phone, let recording, let at):
            (
                "callRang",
                [
                    ("call", "\(id.number)"), ("exchange", JSONText.quoted("\(exchange)")),
                    ("phone", text(phone)), ("recording", text(recording)), moment("rangAt", at),
                ]
            )
        case .answered(let id, let user, let recording, let at):
            (
                "callAnswered",
                [
                    ("call", "\(id.number)"), ("by", user == Call.nobody ? "null" : "\(user)"),
                    ("recording", text(recording)), moment("answeredAt", at),
                ]
            )
        case .parked(let id, let why, let words, let at, let due):
            (
                "callParked",
                [
                    ("call", "\(id.number)"), ("outcome", JSONText.quoted("\(why)")), ("text", text(words)),
                    moment("endedAt", at), moment("due", due),
                ]
            )
        case .ended(let id, let recording, let at):
            (
                "callEnded",
                [("call", "\(id.number)"), ("recording", text(recording)), moment("endedAt", at)]
            )
        case .claimed(let id, let from):
            ("callClaimed", [("call", "\(id.number)"), ("from", JSONText.quoted("\(from)"))])
        case .released(let id, let phase, let due):
            (
                "callReleased",
                [("call", "\(id.number)"), ("to", JSONText.quoted("\(phase)")), moment("due", due)]
            )
        case .tried(let id, let result, let tries, let due):
            (
                "callTried",
                [
                    ("call", "\(id.number)"), ("result", JSONText.quoted("\(result)")),
                    ("tries", "\(tries)"), moment("due", due),
                ]
            )
        case .numbered(let id, let phone):
            ("callNumbered", [("call", "\(id.number)"), ("phone", text(phone))])
        case .bound(let id, let from, let to):
            (
                "callBound",
                [
                    ("call", "\(id.number)"), ("from", from.isSet ? "\(from.number)" : "null"),
                    ("incident", "\(to.number)"),
                ]
            )
        case .finished(let id, let outcome, let words):
            (
                "callFinished",
                [
                    ("call", "\(id.number)"), ("outcome", JSONText.quoted("\(outcome)")),
                    ("text", text(words)),
                ]
            )
        }
    }

    private static func moment(_ name: String, _ at: Timestamp) -> (String, String) {
        (name, at.isSet ? "\(at.nanoseconds)" : "null")
    }
}
