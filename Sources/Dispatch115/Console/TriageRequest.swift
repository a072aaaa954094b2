// Lines about triage: answers, what follows from them, and what the incident needs: their rows of
// the table of commands and what they ask for.

/// One parsed line.
enum TriageRequest: Equatable, Sendable {
    /// The words behind `TRI 7`; the cards make answers of them.
    case answer(incident: Int32, words: String)
    /// What is known and what to ask next.
    case questions(incident: Int32)
    /// What to tell the caller; `topic` may be empty. That it was shown goes into the journal.
    case say(incident: Int32, topic: String)

    var changesSomething: Bool {
        switch self {
        case .answer, .say: true
        case .questions: false
        }
    }
}

extension CommandTable {
    private static let triaged = ArgumentSpec(.incident, names: ["I", "CA"])

    static let triageRows: [CommandSpec] = [
        CommandSpec(
            .triage, "TRI", "PL", .records, [triaged, ArgumentSpec(.answers, .rest, required: false)],
            does: Phrase(
                vi: "phân loại: ghi lời đáp, ra mức ưu tiên và câu hỏi kế; không kèm lời đáp thì chỉ xem",
                en:
                    "triage: records answers, gives the priority and the next questions; without answers it shows"
            ),
            examples: [
                Phrase(vi: "PL 1 k k bat tinh 54t", en: "TRI 1 n n unconscious 54y"),
                Phrase(vi: "PL 1 c c dau nguc", en: "TRI 1 y y chest"),
                Phrase(vi: "PL 1 tho=k mau=c", en: "TRI 1 breathing=n blood=y"),
            ]),
        CommandSpec(
            .say, "SAY", "HD", .records, [triaged, ArgumentSpec(.topic, .rest, required: false)],
            does: Phrase(
                vi: "điều cần nói với người gọi, từng bước; kèm tên việc thì hướng dẫn việc đó",
                en: "what to tell the caller, step by step; with a topic, that one"),
            examples: [Phrase(vi: "HD 1", en: "SAY 1"), Phrase(vi: "HD 1 ep tim", en: "SAY 1 cpr")]),
    ]
}
