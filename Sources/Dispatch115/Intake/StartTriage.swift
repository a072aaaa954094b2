// A colour for each of many patients by a few questions: START for adults, JumpSTART for children (Super 1983,
// Benson 1996; Romig 1995), in our own words. The questions are asked one after the other until the answers
// give a colour; which one comes next follows from those before. Total: every row of answers gives a colour, a
// next question, or the answer that is one too many or none at all. Not known never makes black, and never
// helps anybody to a lesser colour. Pure; a handful of steps.

enum StartMethod: UInt8, CaseIterable, Sendable {
    case start, jumpStart

    var name: String {
        switch self {
        case .start: "START"
        case .jumpStart: "JumpSTART"
        }
    }
}

enum StartQuestion: UInt8, CaseIterable, Sendable {
    case walks
    /// Breaths in a minute; 0 for nobody who breathes.
    case breaths
    /// After the airway was opened.
    case breathesThen
    /// START: at the wrist, or colour back within two seconds. JumpSTART: anywhere.
    case pulse
    /// JumpSTART: after five rescue breaths.
    case breathesAfterRescue
    /// START: does simple things when told.
    case obeys
    /// JumpSTART: awake, answers to the voice, or pulls away where it hurts.
    case responds

    var isNumber: Bool { self == .breaths }
}

enum StartAnswer: Equatable, Sendable {
    case yes, no, unknown
    case number(Int32)
}

/// What a row of answers comes to.
enum StartOutcome: Equatable, Sendable {
    case tag(TriageTag)
    /// Not enough yet: what to ask.
    case next(StartQuestion)
    /// This answer, counted from 0, is none to this question.
    case unfit(Int, StartQuestion)
    /// These many gave the colour; there are more.
    case tooMany(Int, TriageTag)
}

struct StartTriage: Equatable, Sendable {
    static let mostBreaths: Int32 = 150
    static let mostBreathsOfAdults: Int32 = 30
    static let breathsOfChildren: ClosedRange<Int32> = 15...45

    var method: StartMethod
    var answers: [StartAnswer]

    var outcome: StartOutcome { walk().outcome }

    /// The questions that were answered, in their order.
    var asked: [StartQuestion] { walk().asked }

    private enum Step {
        case tag(TriageTag)
        case ask(StartQuestion)
    }

    private func walk() -> (outcome: StartOutcome, asked: [StartQuestion]) {
        var asked: [StartQuestion] = []
        var question = StartQuestion.walks
        var isApnoeic = false
        for (position, answer) in answers.enumerated() {
            guard let step = step(question, answer, &isApnoeic) else {
                return (.unfit(position, question), asked)
            }
            asked.append(question)
            switch step {
            case .ask(let next): question = next
            case .tag(let tag):
                let isLast = position == answers.count - 1
                return (isLast ? .tag(tag) : .tooMany(position + 1, tag), asked)
            }
        }
        return (.next(question), asked)
    }

    /// Where an answer leads; nil where it is none to this question.
    private func step(_ question: StartQuestion, _ answer: StartAnswer, _ isApnoeic: inout Bool) -> Step? {
        if case .number(let breaths) = answer {
            guard question == .breaths, (0...StartTriage.mostBreaths).contains(breaths) else { return nil }
            if breaths == 0 {
                isApnoeic = true
                return .ask(.breathesThen)
            }
            let isCalm =
                method == .start
                ? breaths <= StartTriage.mostBreathsOfAdults
                : StartTriage.breathsOfChildren.contains(breaths)
            return isCalm ? .ask(.pulse) : .tag(.red)
        }
        let isYes = answer == .yes
        switch question {
        case .walks: return isYes ? .tag(.green) : .ask(.breaths)
        case .breaths:
            switch answer {
            case .unknown: return .tag(.red)
            case .no:
                isApnoeic = true
                return .ask(.breathesThen)
            // That somebody breathes is not how fast.
            case .yes, .number: return nil
            }
        case .breathesThen:
            if answer != .no { return .tag(.red) }
            return method == .start ? .tag(.black) : .ask(.pulse)
        case .pulse where isApnoeic: return answer == .no ? .tag(.black) : .ask(.breathesAfterRescue)
        case .breathesAfterRescue: return .tag(answer == .no ? .black : .red)
        case .pulse:
            guard isYes else { return .tag(.red) }
            return .ask(method == .start ? .obeys : .responds)
        case .obeys, .responds: return .tag(isYes ? .yellow : .red)
        }
    }
}
