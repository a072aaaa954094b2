// From answers to a priority with its reasons, a need, the next questions and what to tell the caller. Total:
// every set of answers has an outcome. Monotonic: an answer that becomes worse (good -> not asked -> "?" ->
// bad) never makes the priority less urgent, because raising rules ask for bad answers and count all at
// once, and lowering rules ask for good answers that are known. Pure; linear in the rules.

/// What follows from the answers so far.
struct TriageOutcome: Equatable, Sendable {
    enum Send: Equatable, Sendable {
        /// A vehicle should go now, whatever is still to be asked.
        case now
        /// When the questions are through.
        case whenAsked
        /// None is needed.
        case none
    }

    var priority: Priority
    /// Why it is that priority; never empty.
    var reasons: [TriageText]
    var need: Need
    /// What the hospital must have.
    var hospital: TriageHospital
    /// What the desk itself must do.
    var tells: [TriageText]
    /// Index of the card that counts; `unclear` while nobody said what happened.
    var card: Int
    /// Indices of the questions not yet answered, in the order of asking.
    var next: [Int]
    var send: Send
    /// Index of the instruction for the caller.
    var instruction: Int

    /// Whether all questions were asked.
    var isFinal: Bool { next.isEmpty }
}

extension TriageCards {
    func evaluate(_ answers: TriageAnswers) -> TriageOutcome {
        let cardIndex = answers.card ?? unclear
        let card = cards[cardIndex]
        let base = base(card, answers)
        var priority = base.priority
        var holding: [TriageRule] = []
        for rule in always + card.raise where !rule.except.contains(cardIndex) {
            guard rule.when.allSatisfy({ meetsBad($0, answers) }) else { continue }
            holding.append(rule)
            if let to = rule.to, to.isMoreUrgent(than: priority) { priority = to }
        }
        var reasons: [TriageText] = []
        var told: [TriageRule] = []
        var need = card.need
        var hospital = card.hospital
        var tells: [TriageText] = []
        for rule in holding {
            need.add(rule.need)
            hospital.add(rule.hospital)
            if rule.to == priority, !told.contains(where: { $0.says(as: rule) }) {
                told.append(rule)
                reasons.append(rule.why)
            }
            if let tell = rule.tell, !tells.contains(tell) { tells.append(tell) }
        }
        if reasons.isEmpty { reasons.append(base.why) }
        let next = asked(answers).filter { answers[$0] == nil }
        return TriageOutcome(
            priority: priority, reasons: reasons,
            need: priority == .p0
                ? Need(transport: false)
                : Need(skills: need.skills, equipment: need.equipment, transport: true, units: need.units),
            hospital: hospital, tells: tells, card: cardIndex, next: next,
            send: send(priority, card, answers, isFinal: next.isEmpty),
            instruction: holding.lazy.compactMap(\.say).first ?? card.say)
    }

    /// The questions in the order of asking, answered or not: the opening ones, then the card's.
    func asked(_ answers: TriageAnswers) -> [Int] {
        let opening = Array(0..<TriageCards.openingCount)
        guard answers[TriageCards.what] != nil else { return opening }
        return opening + cards[answers.card ?? unclear].ask
    }

    /// Whether the three are answered, be it with "?".
    func isOpened(_ answers: TriageAnswers) -> Bool {
        (0..<TriageCards.openingCount).allSatisfy { answers[$0] != nil }
    }

    /// The card's own priority: its start, or what known good answers make of it.
    private func base(_ card: TriageCard, _ answers: TriageAnswers) -> (priority: Priority, why: TriageText) {
        var base = (priority: card.start, why: card.why)
        let isVital = [TriageCards.conscious, TriageCards.breathing].allSatisfy { isGood($0, answers) }
        guard isVital else { return base }
        for rule in card.lower where rule.when.allSatisfy({ meetsExactly($0, answers) }) {
            if let to = rule.to, base.priority.isMoreUrgent(than: to) { base = (to, rule.why) }
        }
        return base
    }

    private func send(
        _ priority: Priority, _ card: TriageCard, _ answers: TriageAnswers, isFinal: Bool
    ) -> TriageOutcome.Send {
        if priority == .p0 { return .none }
        if priority == .p1 || isFinal { return .now }
        return card.goes && isOpened(answers) && !card.start.isMoreUrgent(than: priority)
            ? .now : .whenAsked
    }

    private func isGood(_ question: Int, _ answers: TriageAnswers) -> Bool {
        guard case .yesNo(let bad, _) = questions[question].kind else { return false }
        return answers[question] == (bad == .yes ? .no : .yes)
    }

    /// For rules that raise: "?" counts as bad where the question says so.
    private func meetsBad(_ condition: TriageCondition, _ answers: TriageAnswers) -> Bool {
        if answers[condition.question] == .unknown,
            case .yesNo(let bad, true) = questions[condition.question].kind
        {
            return condition.test.answer == bad
        }
        return meetsExactly(condition, answers)
    }

    private func meetsExactly(_ condition: TriageCondition, _ answers: TriageAnswers) -> Bool {
        guard let answer = answers[condition.question] else { return false }
        switch condition.test {
        case .yes: return answer == .yes
        case .no: return answer == .no
        case .within(let range):
            guard case .number(let number) = answer else { return false }
            return range.contains(number)
        }
    }
}

extension TriageRule {
    /// Whether this rule, which also holds, tells all that the other would: "not conscious and not breathing"
    /// leaves nothing for "not conscious" to say.
    fileprivate func says(as other: TriageRule) -> Bool {
        why == other.why
            || other.when.allSatisfy { condition in when.contains { $0.question == condition.question } }
    }
}
