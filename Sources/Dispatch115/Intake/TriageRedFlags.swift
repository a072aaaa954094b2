// Which red flags the answers exclude: what is handed over with a call that needs advice only, so that whoever
// advises knows what was asked. Pure; linear in the rules.

extension TriageCards {
    /// Questions whose bad answer would by a rule send a vehicle at P1 or P2, and which were answered well: in
    /// the order of the questions, as they are read aloud, each with its answer.
    func redFlagsExcluded(by answers: TriageAnswers) -> [TriageText] {
        let rules = always + (answers.card.map { cards[$0].raise } ?? [])
        let flags = rules.filter { $0.to.map { $0 == .p1 || $0 == .p2 } ?? false }.flatMap(\.when)
        var found: [TriageText] = []
        for (index, question) in questions.enumerated() where flags.contains(where: { $0.question == index })
        {
            guard case .yesNo(let bad, _) = question.kind, let answer = answers[index],
                answer == .yes || answer == .no, answer != bad
            else { continue }
            found.append(
                TriageText(
                    vi: question.ask.vi + " -> " + (answer == .yes ? "có" : "không"),
                    en: question.ask.en + " -> " + (answer == .yes ? "yes" : "no")))
        }
        return found
    }
}
