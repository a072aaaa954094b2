// What is said to the caller, from the file: steps, and where each of them leads.

extension TriageFileReader {
    mutating func instruction(_ id: String, _ value: JSON5Value, _ path: String, isCard: Bool)
        -> TriageInstruction
    {
        if !isCard { refuseOthers(value, path, ["title", "said", "steps"]) }
        let rows = list(value, "steps", path)
        var stepIDs: [String] = []
        for (index, row) in rows.enumerated() {
            let name = optionalText(row["id"], "\(path).steps[\(index)].id") ?? ""
            if !name.isEmpty, stepIDs.contains(name) || instructionIDs.contains(name) {
                problem("\(path).steps[\(index)].id", "\(JSON5Text.quoted(name)) is taken", "another id")
            }
            stepIDs.append(name)
        }
        var instruction = TriageInstruction(
            id: id,
            title: isCard
                ? sides(value["title"] ?? value, "\(path).title") : both(value["title"], "\(path).title"),
            said: isCard ? TriageWordList() : words(value["said"], path + ".said", isRequired: true),
            steps: [])
        for (index, row) in rows.enumerated() {
            instruction.steps.append(step(row, "\(path).steps[\(index)]", stepIDs))
        }
        return instruction
    }

    mutating func step(_ value: JSON5Value, _ path: String, _ stepIDs: [String]) -> TriageStep {
        refuseOthers(value, path, ["id", "vi", "en", "go", "to"])
        var step = TriageStep(text: sides(value, path))
        for (index, row) in list(value, "go", path).enumerated() {
            let path = "\(path).go[\(index)]"
            refuseOthers(row, path, ["vi", "en", "to"])
            let text = sides(row, path)
            if let to = target(row["to"], path + ".to", stepIDs) {
                step.branches.append(TriageStep.Branch(text: text, to: to))
            }
        }
        if let to = value["to"] { step.then = target(to, path + ".to", stepIDs) }
        return step
    }

    mutating func target(_ value: JSON5Value?, _ path: String, _ stepIDs: [String]) -> TriageStep
        .Target?
    {
        guard let text = requiredText(value, path) else { return nil }
        if let step = stepIDs.firstIndex(of: text) { return .step(step) }
        if let instruction = instructionIDs.firstIndex(of: text) { return .instruction(instruction) }
        problem(
            path, "\(JSON5Text.quoted(text)) is neither a step's id here nor an instruction",
            "the nearest is "
                + (NearestName.of(text, among: stepIDs.filter { !$0.isEmpty } + instructionIDs) ?? "none"))
        return nil
    }
}
