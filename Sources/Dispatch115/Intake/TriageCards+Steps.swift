// Checks of what the caller is told: every step is led to, every loop can be left or is meant, and the topics
// of SAY mean one thing each. Pure; linear in the steps.

extension TriageCards {
    /// Longest text of a step, in Unicode scalars: longer is not said in one breath.
    static let longestStep = 200
    static let mostSteps = 12

    func checkSteps(_ instruction: TriageInstruction, _ problems: inout [TriageProblem]) {
        let isCard = cards.contains { $0.id == instruction.id }
        let path = (isCard ? "cards." : "instructions.") + instruction.id + ".steps"
        guard !instruction.steps.isEmpty, instruction.steps.count <= TriageCards.mostSteps else {
            problems.append(
                TriageProblem(
                    path, "has \(instruction.steps.count) steps",
                    accepted: "1 to \(TriageCards.mostSteps) steps"))
            return
        }
        var isReached = Array(repeating: false, count: instruction.steps.count)
        var open = [0]
        while let step = open.popLast() {
            guard instruction.steps.indices.contains(step), !isReached[step] else { continue }
            isReached[step] = true
            let row = instruction.steps[step]
            for target in row.branches.map(\.to) + [row.then ?? .step(step + 1)] {
                if case .step(let next) = target { open.append(next) }
            }
        }
        for (index, step) in instruction.steps.enumerated() {
            if !isReached[index] {
                problems.append(
                    TriageProblem(
                        path + "[\(index)]", "nothing leads to this step",
                        accepted: "a step before it that goes on, or a `go` to its `id`"))
            }
            for text in [step.text.vi, step.text.en] where text.unicodeScalars.count > TriageCards.longestStep
            {
                problems.append(
                    TriageProblem(
                        path + "[\(index)]", "\(text.unicodeScalars.count) letters are too long to be said",
                        accepted: "at most \(TriageCards.longestStep) letters; part it into two steps"))
            }
        }
    }

    func checkTopics(_ problems: inout [TriageProblem]) {
        var owners: [String: (instruction: Int, path: String)] = [:]
        func put(_ words: [String], _ instruction: Int, _ path: String) {
            for word in words {
                let key = TypedWord(word).plain
                guard let owner = owners[key] else {
                    owners[key] = (instruction, path)
                    continue
                }
                if owner.instruction != instruction {
                    problems.append(
                        TriageProblem(
                            path, "'\(word)' also means the instruction of \(owner.path)",
                            accepted: "a word that means one thing"))
                }
            }
        }
        for card in cards { put([card.id] + card.said.all, card.say, "cards.\(card.id).said") }
        for (index, instruction) in instructions.enumerated() {
            let isCard = cards.contains { $0.id == instruction.id }
            guard !isCard else { continue }
            put([instruction.id] + instruction.said.all, index, "instructions.\(instruction.id).said")
        }
    }
}
