import Geo
import Testing

@testable import Dispatch115

@Suite struct StartTriageTests {
    private func outcome(_ method: StartMethod, _ answers: String) -> StartOutcome? {
        PatientWords.answers(answers[...]).map { StartTriage(method: method, answers: $0).outcome }
    }

    /// Every leaf of both trees, and their borders.
    @Test func everyLeaf() {
        let rows: [(StartMethod, String, TriageTag)] = [
            (.start, "y", .green),
            (.start, "n,0,n", .black), (.start, "n,n,n", .black),
            (.start, "n,0,y", .red), (.start, "n,0,?", .red),
            (.start, "n,31", .red), (.start, "n,?", .red), (.start, "?,31", .red),
            (.start, "n,30,n", .red), (.start, "n,30,?", .red),
            (.start, "n,30,y,n", .red), (.start, "n,30,y,?", .red),
            (.start, "n,30,y,y", .yellow), (.start, "n,1,y,y", .yellow),
            (.jumpStart, "c", .green),
            (.jumpStart, "k,0,c", .red), (.jumpStart, "k,0,?", .red),
            (.jumpStart, "k,0,k,k", .black),
            (.jumpStart, "k,0,k,c,c", .red), (.jumpStart, "k,0,k,c,?", .red),
            (.jumpStart, "k,0,k,c,k", .black), (.jumpStart, "k,0,k,?,c", .red),
            (.jumpStart, "k,14", .red), (.jumpStart, "k,46", .red), (.jumpStart, "k,?", .red),
            (.jumpStart, "k,15,k", .red), (.jumpStart, "k,45,?", .red),
            (.jumpStart, "k,15,c,k", .red), (.jumpStart, "k,45,c,c", .yellow),
        ]
        for (method, answers, tag) in rows { #expect(outcome(method, answers) == .tag(tag), "\(answers)") }
    }

    @Test func whatIsMissingOrTooMuchIsNamed() {
        let rows: [(StartMethod, String, StartOutcome)] = [
            (.start, "?", .next(.walks)), (.start, "n", .next(.breaths)),
            (.start, "n,0", .next(.breathesThen)), (.start, "n,20", .next(.pulse)),
            (.start, "n,20,y", .next(.obeys)), (.jumpStart, "n,20,y", .next(.responds)),
            (.jumpStart, "n,0,n", .next(.pulse)), (.jumpStart, "n,0,n,y", .next(.breathesAfterRescue)),
            (.start, "n,y", .unfit(1, .breaths)), (.start, "12", .unfit(0, .walks)),
            (.start, "n,20,20", .unfit(2, .pulse)), (.start, "n,151", .unfit(1, .breaths)),
            (.start, "y,20", .tooMany(1, .green)), (.start, "n,36,y,y", .tooMany(2, .red)),
        ]
        for (method, answers, expected) in rows {
            #expect(outcome(method, answers) == expected, "\(method) \(answers)")
        }
        for wrong in ["", ",", "n,", "x", "n,-1", "n,1000", "n,1.5", "n,n,n,n,n,n,n,n"] {
            #expect(PatientWords.answers(wrong[...]) == nil, "\(wrong)")
        }
    }

    /// Whatever is answered: a colour, a next question, or which answer is wrong; and what asks on can be answered
    /// to a colour. Not known never makes black and is never better than the worse answer.
    @Test func totalOverAllAnswers() {
        let alphabet: [StartAnswer] = [
            .yes, .no, .unknown, .number(0), .number(14), .number(20), .number(31), .number(46),
            .number(151),
        ]
        let urgency: [TriageTag: Int] = [.black: 0, .green: 1, .yellow: 2, .red: 3]
        var tags: [TriageTag: Int] = [:]
        func visit(_ method: StartMethod, _ answers: [StartAnswer]) {
            let row = StartTriage(method: method, answers: answers)
            switch row.outcome {
            case .tag(let tag):
                #expect(tag != .none && row.asked.count == answers.count)
                tags[tag, default: 0] += 1
                if answers.contains(.unknown) { #expect(tag != .black || answers.last != .unknown) }
                if answers.last == .unknown {
                    for other in [StartAnswer.yes, .no] {
                        let known = StartTriage(method: method, answers: answers.dropLast() + [other])
                        if case .tag(let better) = known.outcome {
                            #expect(urgency[tag] ?? 0 >= urgency[better] ?? 0, "\(answers)")
                        }
                    }
                }
                let more = StartTriage(method: method, answers: answers + [.no])
                #expect(more.outcome == .tooMany(answers.count, tag))
            case .next(let question):
                #expect(answers.count < 5 && row.asked.count == answers.count)
                let able = alphabet.filter {
                    if case .unfit = StartTriage(method: method, answers: answers + [$0]).outcome {
                        false
                    } else {
                        true
                    }
                }
                #expect(able.contains(question.isNumber ? .number(20) : .yes), "\(answers)")
                for answer in alphabet { visit(method, answers + [answer]) }
            case .unfit(let position, _): #expect(position == answers.count - 1)
            case .tooMany: Issue.record("\(answers): a colour was there before")
            }
        }
        for method in StartMethod.allCases { visit(method, []) }
        #expect(tags.values.allSatisfy { $0 > 1 } && tags.count == 4, "\(tags)")
    }
}
