// What is wrong with triage cards that can be read: rules that cannot matter, rules that could lower what they
// must not, words that mean two things, steps that nothing leads to. Pure; a few passes over the cards.

/// One slip: where in the file, what, and what would be accepted.
struct TriageProblem: Error, Equatable, Sendable {
    /// Such as `cards.chest.raise[0].to`.
    var path: String
    var what: String
    var accepted: String

    init(_ path: String, _ what: String, accepted: String) {
        self.path = path
        self.what = what
        self.accepted = accepted
    }
}

extension TriageCards {
    /// Every slip, in the order of the file.
    func problems() -> [TriageProblem] {
        var problems: [TriageProblem] = []
        checkQuestions(&problems)
        for (index, rule) in always.enumerated() {
            checkRaise(rule, "always[\(index)]", card: nil, before: always[..<index], &problems)
        }
        for card in cards { checkCard(card, &problems) }
        for instruction in instructions { checkSteps(instruction, &problems) }
        for clash in TriageVocabulary(self).clashes {
            problems.append(
                TriageProblem(
                    clash.second.path,
                    "'\(clash.second.word)' is the same, without accents, as '\(clash.first.word)'"
                        + (clash.first.path.isEmpty ? ", an answer" : " of \(clash.first.path)"),
                    accepted: "a word that means one thing"))
        }
        checkTopics(&problems)
        // Whatever else is wrong would show here again.
        if problems.isEmpty { checkArrest(&problems) }
        return problems
    }

    // MARK: - Questions

    private func checkQuestions(_ problems: inout [TriageProblem]) {
        for (index, question) in questions.enumerated() {
            let path = "questions.\(question.id)"
            for name in [question.name.vi, question.name.en] where !TriageCards.isOneWord(name) {
                problems.append(
                    TriageProblem(
                        path + ".name", "'\(name)' cannot be typed as name=answer",
                        accepted: "one word of letters without accents"))
            }
            if index >= TriageCards.openingCount, !isUsed(index) {
                problems.append(
                    TriageProblem(
                        path, "no card asks it and no rule needs it", accepted: "its name in a card's `ask`"))
            }
            if case .yesNo = question.kind { continue }
            if !question.said.all.isEmpty {
                problems.append(
                    TriageProblem(
                        path + ".said", "only a yes/no question has a bad answer", accepted: "no `said` here")
                )
            }
        }
    }

    private static func isOneWord(_ name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
    }

    private func isUsed(_ question: Int) -> Bool {
        cards.contains { $0.ask.contains(question) }
            || (always + cards.flatMap { $0.raise + $0.lower }).contains { rule in
                rule.when.contains { $0.question == question }
            }
    }

    // MARK: - Rules

    private func checkCard(_ card: TriageCard, _ problems: inout [TriageProblem]) {
        let path = "cards.\(card.id)"
        if card.start == .p0 {
            problems.append(
                TriageProblem(
                    path + ".start", "a card that starts with no vehicle would lower what is not known",
                    accepted: "P1 to P4; P0 under `lower`"))
        }
        for (index, question) in card.ask.enumerated() {
            if question < TriageCards.openingCount || card.ask[..<index].contains(question) {
                problems.append(
                    TriageProblem(
                        path + ".ask[\(index)]", "\(questions[question].id) is asked twice",
                        accepted: "each question once, after the opening ones"))
            }
        }
        for (index, rule) in card.raise.enumerated() {
            let path = path + ".raise[\(index)]"
            checkRaise(rule, path, card: card, before: card.raise[..<index], &problems)
        }
        for (index, rule) in card.lower.enumerated() {
            checkLower(rule, path + ".lower[\(index)]", card, card.lower[..<index], &problems)
        }
    }

    private func checkRaise(
        _ rule: TriageRule, _ path: String, card: TriageCard?, before: ArraySlice<TriageRule>,
        _ problems: inout [TriageProblem]
    ) {
        for condition in rule.when {
            guard case .yesNo(let bad, _) = questions[condition.question].kind else { continue }
            if condition.test.answer != bad {
                problems.append(
                    TriageProblem(
                        path + ".when.\(questions[condition.question].id)",
                        "a rule that raises asks for the good answer, so a worse one would lower",
                        accepted: bad == .yes ? "\"yes\", the bad answer" : "\"no\", the bad answer"))
            }
        }
        checkAsked(rule, path, card, &problems)
        if rule.to == .p0 {
            problems.append(
                TriageProblem(path + ".to", "P0 raises nothing", accepted: "P1 to P4, or no `to`"))
        }
        let isHigher = rule.to.map { to in card.map { to.isMoreUrgent(than: $0.start) } ?? true } ?? false
        let bringsMore =
            rule.say != nil || rule.tell != nil
            || !rule.need.isCovered(by: card?.need ?? TriageNeed())
            || !rule.hospital.isCovered(by: card?.hospital ?? TriageHospital())
        if !isHigher, !bringsMore, !card.isLowered(above: rule.to) {
            problems.append(
                TriageProblem(
                    path + (rule.to == nil ? "" : ".to"), "this rule changes nothing on this card",
                    accepted:
                        "a more urgent `to` than the card's `start`, or `say`, `tell`, `need`, `hospital`"))
        }
        for (index, other) in before.enumerated() where covers(other, rule) {
            problems.append(
                TriageProblem(
                    path, "the rule [\(index)] before it already does all of this whenever this one holds",
                    accepted:
                        "another `when`, a more urgent `to`, or `say`, `tell`, `need`, `hospital` of its own")
            )
        }
    }

    private func checkLower(
        _ rule: TriageRule, _ path: String, _ card: TriageCard, _ before: ArraySlice<TriageRule>,
        _ problems: inout [TriageProblem]
    ) {
        for condition in rule.when {
            guard case .yesNo(let bad, _) = questions[condition.question].kind else { continue }
            if condition.test.answer == bad {
                problems.append(
                    TriageProblem(
                        path + ".when.\(questions[condition.question].id)",
                        "a rule that lowers asks for the bad answer",
                        accepted: bad == .yes ? "\"no\", the good answer" : "\"yes\", the good answer"))
            }
        }
        checkAsked(rule, path, card, &problems)
        if rule.when.isEmpty {
            problems.append(
                TriageProblem(path + ".when", "lowers without any answer", accepted: "at least one answer"))
        }
        if rule.say != nil || rule.tell != nil || rule.need != TriageNeed() || !rule.except.isEmpty {
            problems.append(
                TriageProblem(
                    path, "a rule that lowers has only when, to and why",
                    accepted: "say, tell, need and except under `raise`"))
        }
        guard let to = rule.to else {
            problems.append(TriageProblem(path + ".to", "is missing", accepted: "P0 to P4"))
            return
        }
        if !card.start.isMoreUrgent(than: to) {
            problems.append(
                TriageProblem(
                    path + ".to",
                    "\(to.fileName) does not lower a card that starts at \(card.start.fileName)",
                    accepted: "a less urgent priority"))
        }
        for (index, other) in before.enumerated() {
            guard let otherTo = other.to, !otherTo.isMoreUrgent(than: to), implied(other.when, by: rule.when)
            else { continue }
            problems.append(
                TriageProblem(
                    path, "never counts: [\(index)] lowers as far whenever this one holds",
                    accepted: "a less urgent `to`, or fewer answers than [\(index)] needs"))
        }
    }

    /// A rule about a question that its card does not ask only counts by luck.
    private func checkAsked(
        _ rule: TriageRule, _ path: String, _ card: TriageCard?, _ problems: inout [TriageProblem]
    ) {
        if rule.when.isEmpty, rule.to != nil, card?.lower.isEmpty ?? true {
            problems.append(
                TriageProblem(path + ".when", "holds always", accepted: "at least one answer"))
        }
        for condition in rule.when {
            let question = questions[condition.question]
            let path = path + ".when.\(question.id)"
            if let card, condition.question >= TriageCards.openingCount,
                !card.ask.contains(condition.question),
                !card.implies.contains(where: { $0.question == condition.question })
            {
                problems.append(
                    TriageProblem(
                        path, "this card does not ask it, so the rule is never reached",
                        accepted: "\(question.id) in the card's `ask`"))
            }
            switch (question.kind, condition.test) {
            case (.number(let range), .within(let wanted)), (.age(let range), .within(let wanted)):
                if !wanted.overlaps(range) {
                    problems.append(
                        TriageProblem(
                            path, "no answer from \(range.lowerBound) to \(range.upperBound) meets it",
                            accepted: "numbers within the question's range"))
                }
            case (.yesNo, .yes), (.yesNo, .no): break
            case (_, _):
                problems.append(
                    TriageProblem(
                        path, "this question does not take such an answer", accepted: question.takes))
            }
        }
    }

    /// Whether `other` holds whenever `rule` does and does as much.
    private func covers(_ other: TriageRule, _ rule: TriageRule) -> Bool {
        guard implied(other.when, by: rule.when) else { return false }
        switch (other.to, rule.to) {
        case (_, nil): break
        case (nil, _?): return false
        case (let first?, let second?): if second.isMoreUrgent(than: first) { return false }
        }
        // The first instruction counts.
        if rule.say != nil, other.say == nil { return false }
        if rule.tell != nil, other.tell != rule.tell { return false }
        return rule.need.isCovered(by: other.need) && rule.hospital.isCovered(by: other.hospital)
            && other.except.allSatisfy { rule.except.contains($0) }
    }

    /// Whether every one of `conditions` holds where all of `given` do.
    private func implied(_ conditions: [TriageCondition], by given: [TriageCondition]) -> Bool {
        conditions.allSatisfy { condition in
            given.contains { other in
                guard other.question == condition.question else { return false }
                switch (condition.test, other.test) {
                case (.within(let wide), .within(let narrow)):
                    return wide.lowerBound <= narrow.lowerBound && narrow.upperBound <= wide.upperBound
                case (let left, let right): return left == right
                }
            }
        }
    }

    // MARK: - The one thing that must never be missed

    /// Not conscious and not breathing normally, or nobody knows: P1 with compressions, on every card.
    private func checkArrest(_ problems: inout [TriageProblem]) {
        let bad: [TriageAnswer] = [.no, .unknown]
        for (index, card) in cards.enumerated() {
            for conscious in bad {
                for breathing in bad {
                    var answers = TriageAnswers(self)
                    answers[TriageCards.conscious] = conscious
                    answers[TriageCards.breathing] = breathing
                    answers[TriageCards.what] = .card(index)
                    let outcome = evaluate(answers)
                    let says = instructions[outcome.instruction].id
                    if outcome.priority != .p1 || outcome.send != .now
                        || !TriageCards.pulseless.contains(says)
                    {
                        problems.append(
                            TriageProblem(
                                "cards.\(card.id)",
                                "somebody neither conscious nor breathing normally would become "
                                    + "\(outcome.priority.fileName) with the instruction \(says)",
                                accepted: "a rule under `always` that makes it P1 and says cpr"))
                        return
                    }
                }
            }
        }
    }
}

extension TriageCard? {
    /// Whether the card may be lowered to something that `to` raises again.
    fileprivate func isLowered(above to: Priority?) -> Bool {
        guard let card = self, let to else { return false }
        return card.lower.contains { rule in rule.to.map { to.isMoreUrgent(than: $0) } ?? false }
    }
}

extension TriageQuestion {
    /// What an answer may be, for a message.
    var takes: String {
        switch kind {
        case .yesNo: "\"yes\" or \"no\""
        case .number, .age: "a number: \"under 1\", \"at least 60\", \"1 to 12\""
        case .card: "no condition: rules stand in the card itself"
        }
    }
}

extension Priority {
    /// As the file writes it.
    var fileName: String { "P\(rawValue)" }
}
