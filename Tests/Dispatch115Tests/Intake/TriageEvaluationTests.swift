import Testing

@testable import Dispatch115

@Suite struct TriageEvaluationTests {
    let cards = TriageFixture.cards

    struct Case {
        let answers: String
        let priority: Priority
        let send: TriageOutcome.Send
        let says: String

        init(_ answers: String, _ priority: Priority, _ send: TriageOutcome.Send, _ says: String) {
            self.answers = answers
            self.priority = priority
            self.send = send
            self.says = says
        }
    }

    @Test(arguments: [
        Case("", .p2, .whenAsked, "wait"),
        Case("conscious=no", .p1, .now, "recovery"),
        Case("conscious=no breathing=no", .p1, .now, "cpr"),
        Case("conscious=? breathing=?", .p1, .now, "cpr"),
        Case("conscious=no breathing=yes what=unconscious", .p1, .now, "recovery"),
        Case("conscious=no breathing=no what=choking age=0", .p1, .now, "cprInfant"),
        Case("conscious=no breathing=no what=drowning age=7", .p1, .now, "cprChild"),
        Case("conscious=yes breathing=no what=choking", .p1, .now, "choking"),
        Case("conscious=yes breathing=no what=choking coughs=no age=0", .p1, .now, "chokingInfant"),
        Case("conscious=yes breathing=no what=fall", .p1, .now, "airway"),
        Case("conscious=no breathing=yes what=seizure", .p1, .now, "seizure"),
        Case("conscious=yes breathing=yes what=chest", .p2, .now, "chest"),
        Case("conscious=yes breathing=yes what=chest pale=yes", .p1, .now, "chest"),
        Case("conscious=yes breathing=yes what=chest pale=no breathless=no age=22", .p3, .now, "chest"),
        Case("conscious=yes breathing=yes what=chest pale=no breathless=? age=22", .p2, .now, "chest"),
        Case("what=chest pale=no breathless=no age=22", .p2, .whenAsked, "chest"),
        Case("conscious=yes breathing=yes what=fall", .p2, .whenAsked, "fall"),
        Case("conscious=yes breathing=yes what=?", .p2, .now, "wait"),
        Case("conscious=yes breathing=yes what=stroke oneSide=yes recent=yes", .p1, .now, "stroke"),
        Case("conscious=yes breathing=yes what=faint oneSide=yes", .p1, .now, "stroke"),
        Case("conscious=yes breathing=yes what=crash bleeding=yes", .p1, .now, "bleed"),
        Case("conscious=yes breathing=yes what=birth babyComing=yes", .p1, .now, "birth"),
        Case("conscious=yes breathing=yes what=advice", .p3, .whenAsked, "advice"),
        Case(
            "conscious=yes breathing=yes what=advice breathless=no pale=no severe=no confused=no walks=yes "
                + "pregnant=no age=30", .p0, .none, "advice"),
        Case(
            "conscious=? breathing=yes what=advice breathless=no pale=no severe=no confused=no walks=yes "
                + "pregnant=no age=30", .p1, .now, "recovery"),
        Case("conscious=yes breathing=yes what=snake", .p1, .now, "snake"),
    ])
    func follows(_ row: Case) {
        let outcome = TriageFixture.outcome(row.answers)
        #expect(outcome.priority == row.priority, "\(row.answers): \(outcome)")
        #expect(outcome.send == row.send, "\(row.answers)")
        #expect(TriageFixture.instruction(row.answers) == row.says, "\(row.answers)")
        #expect(!outcome.reasons.isEmpty)
    }

    /// The rule that says most speaks; what it contains is not said again.
    @Test func reasonsAreSaidOnce() {
        let infant = TriageFixture.outcome("conscious=no breathing=? what=unconscious age=0")
        #expect(
            infant.reasons.map(\.en) == [
                "infant not conscious, not breathing normally: taken for cardiac arrest"
            ])
        let chest = TriageFixture.outcome("conscious=yes breathing=yes what=chest pale=yes breathless=yes")
        #expect(chest.reasons.count == 2)
        #expect(TriageFixture.outcome("what=chest").reasons.map(\.en) == ["chest pain: think of the heart"])
    }

    @Test func needFollowsTheCardAndTheRules() {
        let arrest = TriageFixture.outcome("conscious=no breathing=no what=arrest").need
        #expect(arrest.skills.contains(.doctor) && arrest.equipment.contains([.oxygen, .defibrillator]))
        #expect(arrest.transport && arrest.units == 1)
        #expect(TriageFixture.outcome("what=crash patients=3").need.units == 3)
        let advice =
            "conscious=yes breathing=yes what=advice breathless=no pale=no severe=no confused=no walks=yes "
            + "pregnant=no age=30"
        #expect(TriageFixture.outcome(advice).need == Need(transport: false))
        #expect(TriageFixture.outcome("what=transfer machine=yes").need.equipment.contains(.ventilator))
        #expect(TriageFixture.outcome("trapped=yes").tells.contains { $0.vi.contains("114") })
    }

    /// Every card, every answer to the first two questions: an outcome, and the arrest is never missed.
    @Test func openingAnswersOnEveryCard() {
        let given: [TriageAnswer?] = [nil, .yes, .no, .unknown]
        var combinations = 0
        for what in [nil, .unknown] + cards.cards.indices.map({ TriageAnswer.card($0) }) as [TriageAnswer?] {
            for conscious in given {
                for breathing in given {
                    var answers = TriageAnswers(cards)
                    answers[TriageCards.conscious] = conscious
                    answers[TriageCards.breathing] = breathing
                    answers[TriageCards.what] = what
                    let outcome = cards.evaluate(answers)
                    combinations += 1
                    #expect(!outcome.reasons.isEmpty && !outcome.isFinal || outcome.priority != .p0)
                    let isBad = [conscious, breathing].contains { $0 == .no || $0 == .unknown }
                    if isBad { #expect(outcome.priority == .p1 && outcome.send == .now, "\(answers)") }
                    if conscious == .no || conscious == .unknown, breathing == .no || breathing == .unknown {
                        let says = cards.instructions[outcome.instruction].id
                        #expect(TriageCards.pulseless.contains(says), "\(answers.text(cards)): \(says)")
                        #expect(outcome.need.equipment.contains(.defibrillator))
                    }
                    #expect(outcome.priority != .p0, "no card starts without a vehicle")
                }
            }
        }
        #expect(combinations == 16 * (cards.cards.count + 2))
    }

    /// Every card's whole tree: each question of it good, not asked, unknown or bad; worse never lowers.
    @Test func aWorseAnswerNeverLowers() {
        var random = SeededBytes()
        let seed = random.seed
        let ages: [TriageAnswer?] = [nil, .unknown, .number(0), .number(8), .number(30), .number(80)]
        var compared = 0
        for card in cards.cards.indices {
            let asked = [TriageCards.conscious, TriageCards.breathing] + cards.cards[card].ask
            for _ in 0..<400 {
                var answers = TriageAnswers(cards)
                answers[TriageCards.what] = .card(card)
                for question in asked {
                    if cards.questions[question].kind.isNumber {
                        answers[question] = ages[Int(random.next() % UInt64(ages.count))]
                    } else {
                        let ladder = TriageFixture.worsening(question)
                        // Mostly good, so that rules which lower are met too.
                        answers[question] = random.next() % 4 > 0 ? ladder[0] : ladder[Int(random.next() % 4)]
                    }
                }
                let before = cards.evaluate(answers)
                for question in asked where !cards.questions[question].kind.isNumber {
                    let ladder = TriageFixture.worsening(question)
                    guard let step = ladder.firstIndex(of: answers[question]) else { continue }
                    for worse in ladder[(step + 1)...] {
                        var later = answers
                        later[question] = worse
                        let after = cards.evaluate(later)
                        compared += 1
                        #expect(
                            !before.priority.isMoreUrgent(than: after.priority),
                            "seed \(seed): \(answers.text(cards)) -> \(later.text(cards))")
                        #expect(before.need.skills.isSubset(of: after.need.skills))
                    }
                }
                // Forgetting a number to "?" through a later line changes nothing.
                for question in asked where cards.questions[question].kind.isNumber {
                    var unsure = TriageAnswers(cards)
                    unsure[question] = .unknown
                    let merged = answers.merging(unsure, in: cards)
                    if case .number? = answers[question] { #expect(merged == answers) }
                }
            }
        }
        #expect(compared > 10_000)
    }

    @Test func everyCardAndEveryRuleIsReached() throws {
        for (index, card) in cards.cards.enumerated() {
            for word in card.said.all + [card.id] {
                #expect(try TriageFixture.read(word).contains("what=\(card.id)"), "\(word)")
            }
            var answers = TriageAnswers(cards)
            answers[TriageCards.what] = .card(index)
            #expect(cards.evaluate(answers).card == index)
            // Each rule makes a difference in what follows: its reason, or its order, is met.
            for rule in card.raise {
                var raised = answers
                for condition in rule.when { raised[condition.question] = TriageFixture.meeting(condition) }
                let outcome = cards.evaluate(raised)
                #expect(
                    rule.to.map { !$0.isMoreUrgent(than: outcome.priority) } ?? true,
                    "\(card.id): \(rule.why.en)")
            }
            for rule in card.lower {
                var lowered = answers
                lowered[TriageCards.conscious] = .yes
                lowered[TriageCards.breathing] = .yes
                #expect(cards.evaluate(lowered).priority == card.start)
                for condition in rule.when { lowered[condition.question] = TriageFixture.meeting(condition) }
                let outcome = cards.evaluate(lowered)
                #expect(outcome.priority == rule.to, "\(card.id): \(rule.why.en): \(lowered.text(cards))")
                #expect(outcome.reasons == [rule.why])
            }
        }
    }

    @Test func laterAnswersWinButNotKnowingDoesNot() throws {
        #expect(try TriageFixture.read("tinh=k", after: "conscious=yes") == "conscious=no")
        #expect(try TriageFixture.read("tinh=c", after: "conscious=no") == "conscious=yes")
        #expect(try TriageFixture.read("tinh=?", after: "conscious=no") == "conscious=no")
        #expect(try TriageFixture.read("tinh=?", after: "conscious=yes") == "conscious=?")
        #expect(try TriageFixture.read("tuoi=?", after: "age=54") == "age=54")
        #expect(try TriageFixture.read("viec=?", after: "what=chest") == "what=chest")
        #expect(
            try TriageFixture.read("bat tinh", after: "conscious=yes what=faint")
                == "conscious=no what=unconscious")
    }

    @Test func answersSurviveAsText() {
        let text = "conscious=no breathing=? what=chest age=54 pale=yes"
        #expect(TriageAnswers(text: text, cards).text(cards) == text)
        // Written by other cards: what is not known here is left out.
        #expect(
            TriageAnswers(text: "conscious=no gone=yes what=nothing age=900 = x", cards).text(cards)
                == "conscious=no")
    }
}

extension TriageFixture {
    static func meeting(_ condition: TriageCondition) -> TriageAnswer {
        switch condition.test {
        case .yes: .yes
        case .no: .no
        case .within(let range):
            switch cards.questions[condition.question].kind {
            case .number(let all), .age(let all): .number(max(range.lowerBound, all.lowerBound))
            case .yesNo, .card: .unknown
            }
        }
    }
}
