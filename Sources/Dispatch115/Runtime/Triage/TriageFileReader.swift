// Triage cards as JSON5 values into `TriageCards`: shapes, types, translations and names. What the cards mean
// together is checked by `TriageCards.problems()`. Reads no file; linear in the values.

struct TriageFileReader {
    /// Longest text that a person reads, in bytes.
    static let longestText = 600
    static let needs =
        "doctor, nurse, oxygen, defibrillator, ventilator, incubator, stretcher, "
        + "\"2 units\" to \"20 units\""

    private(set) var problems: [TriageProblem] = []
    private let root: JSON5Value
    private var questionIDs: [String] = []
    private var cardIDs: [String] = []
    private(set) var instructionIDs: [String] = []

    init(_ root: JSON5Value) { self.root = root }

    /// Nil where something is missing that everything else needs; `problems` says what.
    mutating func read() -> TriageCards? {
        guard case .object = root.content else {
            problem(
                "", "the file is \(root.content.kind)", "an object with version, questions, always, cards")
            return nil
        }
        refuseOthers(
            root, "", ["version", "approvedBy", "questions", "always", "cards", "after", "instructions"])
        let version = version()
        let approvedBy = optionalText(root["approvedBy"], "approvedBy") ?? ""
        let questionRows = named(root, "questions")
        let cardRows = named(root, "cards")
        let instructionRows = named(root, "instructions")
        // The opening three come first, whatever their place in the file.
        let others = questionRows.filter { !TriageCards.openingIDs.contains($0.name) }
        let opening = TriageCards.openingIDs.compactMap { id in questionRows.first { $0.name == id } }
        for id in TriageCards.openingIDs where !questionRows.contains(where: { $0.name == id }) {
            problem("questions", "the opening question \(id) is missing", "\(id), with ask, name and bad")
        }
        questionIDs = (opening + others).map(\.name)
        cardIDs = cardRows.map(\.name)
        let ownSteps = cardRows.filter { $0.value["steps"] != nil }
        instructionIDs = instructionRows.map(\.name) + ownSteps.map(\.name)
        for row in ownSteps where instructionRows.contains(where: { $0.name == row.name }) {
            problem("instructions.\(row.name)", "a card of that name has steps of its own", "another name")
        }
        guard opening.count == TriageCards.openingCount, !cardRows.isEmpty, !instructionRows.isEmpty else {
            return nil
        }
        let questions = (opening + others).compactMap { question($0.name, $0.value) }
        let always = list(root, "always", "").enumerated().map { rule($1, "always[\($0)]") }
        let cards = cardRows.compactMap { card($0.name, $0.value) }
        let instructions =
            instructionRows.map { instruction($0.name, $0.value, "instructions.\($0.name)", isCard: false) }
            + ownSteps.map { instruction($0.name, $0.value, "cards.\($0.name)", isCard: true) }
        let after = reference(root["after"], "after", instructionIDs, "an instruction") ?? 0
        if !cardIDs.contains(TriageCards.unclearID) {
            problem(
                "cards", "the card \(TriageCards.unclearID) is missing",
                "it counts until it is known what happened")
        }
        for id in TriageCards.pulseless where !instructionIDs.contains(id) {
            problem("instructions", "the instruction \(id) is missing", "\(id), for those who do not breathe")
        }
        guard problems.isEmpty else { return nil }
        return TriageCards(
            version: version, approvedBy: approvedBy, questions: questions, always: always, cards: cards,
            instructions: instructions, after: after,
            unclear: cardIDs.firstIndex(of: TriageCards.unclearID) ?? 0)
    }

    // MARK: - Pieces

    mutating func problem(_ path: String, _ what: String, _ accepted: String) {
        problems.append(TriageProblem(path, what, accepted: accepted))
    }

    mutating func refuseOthers(_ value: JSON5Value, _ path: String, _ names: [String]) {
        guard case .object(let members) = value.content else { return }
        for member in members where !names.contains(member.name) {
            problem(
                path.isEmpty ? member.name : "\(path).\(member.name)", "is no key that stands here",
                "\(names.joined(separator: ", ")); the nearest is \(NearestName.of(member.name, among: names) ?? "")"
            )
        }
    }

    /// "2026-11-23.1": a day and a number.
    mutating func version() -> String {
        guard let text = requiredText(root["version"], "version") else { return "" }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let day = parts.first.map { $0.split(separator: "-", omittingEmptySubsequences: false) } ?? []
        let isDay =
            parts.count == 2 && day.map(\.count) == [4, 2, 2]
            && (day + [parts[1]]).allSatisfy {
                !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }
            && (1...12).contains(Int(day[1]) ?? 0) && (1...31).contains(Int(day[2]) ?? 0)
            && (1...4).contains(parts[1].count)
        if !isDay {
            problem(
                "version", "\(JSON5Text.quoted(text)) is no version",
                "the day, a point and a number: \"2026-11-23.1\"")
        }
        return text
    }

    mutating func named(_ value: JSON5Value, _ name: String) -> [JSON5Member] {
        guard let found = value[name] else {
            problem(name, "is missing", "an object of \(name) by their id")
            return []
        }
        guard case .object(let members) = found.content else {
            problem(name, "is \(found.content.kind)", "an object of \(name) by their id")
            return []
        }
        for member in members {
            let isID = member.name.utf8.allSatisfy {
                (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
            }
            if !isID || member.name.isEmpty || member.name.utf8.count > 32 {
                problem("\(name).\(member.name)", "is no id", "1 to 32 letters a-z, A-Z and digits")
            }
        }
        return members
    }

    mutating func list(_ value: JSON5Value, _ name: String, _ path: String) -> [JSON5Value] {
        guard let found = value[name] else { return [] }
        guard case .array(let items) = found.content else {
            problem(path.isEmpty ? name : "\(path).\(name)", "is \(found.content.kind)", "a list in [ ]")
            return []
        }
        return items
    }

    mutating func texts(_ value: JSON5Value?, _ path: String) -> [String] {
        guard let value else { return [] }
        guard case .array(let items) = value.content else {
            problem(path, "is \(value.content.kind)", "a list of texts in [ ]")
            return []
        }
        var texts: [String] = []
        for (index, item) in items.enumerated() {
            if let text = requiredText(item, "\(path)[\(index)]") { texts.append(text) }
        }
        return texts
    }

    mutating func optionalText(_ value: JSON5Value?, _ path: String) -> String? {
        guard let value else { return nil }
        guard case .text(let text) = value.content else {
            problem(path, "is \(value.content.kind)", "text in quotes")
            return nil
        }
        let isSafe = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isSafe, text.utf8.count <= TriageFileReader.longestText else {
            problem(
                path, "holds a control character or over \(TriageFileReader.longestText) bytes",
                "one short line")
            return nil
        }
        return text
    }

    mutating func requiredText(_ value: JSON5Value?, _ path: String) -> String? {
        guard value != nil else {
            problem(path, "is missing", "text in quotes")
            return nil
        }
        guard let text = optionalText(value, path) else { return nil }
        guard text.contains(where: { !$0.isWhitespace }) else {
            problem(path, "is empty", "text in quotes")
            return nil
        }
        return text
    }

    /// Both languages, or a problem.
    mutating func both(_ value: JSON5Value?, _ path: String) -> TriageText {
        guard let value, case .object = value.content else {
            problem(
                path, value.map { "is \($0.content.kind)" } ?? "is missing", "{ vi: \"...\", en: \"...\" }")
            return TriageText(vi: "", en: "")
        }
        refuseOthers(value, path, ["vi", "en"])
        return sides(value, path)
    }

    mutating func sides(_ value: JSON5Value, _ path: String) -> TriageText {
        TriageText(
            vi: requiredText(value["vi"], path + ".vi") ?? "",
            en: requiredText(value["en"], path + ".en") ?? "")
    }

    mutating func words(_ value: JSON5Value?, _ path: String, isRequired: Bool) -> TriageWordList {
        guard let value else {
            if isRequired { problem(path, "is missing", "{ vi: [\"...\"], en: [\"...\"] }") }
            return TriageWordList()
        }
        guard case .object = value.content else {
            problem(path, "is \(value.content.kind)", "{ vi: [\"...\"], en: [\"...\"] }")
            return TriageWordList()
        }
        refuseOthers(value, path, ["vi", "en"])
        let list = TriageWordList(vi: texts(value["vi"], path + ".vi"), en: texts(value["en"], path + ".en"))
        if list.vi.isEmpty { problem(path + ".vi", "is missing", "at least one word") }
        if list.en.isEmpty { problem(path + ".en", "is missing", "at least one word") }
        return list
    }

    mutating func reference(_ value: JSON5Value?, _ path: String, _ ids: [String], _ what: String)
        -> Int?
    {
        guard let text = requiredText(value, path) else { return nil }
        guard let index = ids.firstIndex(of: text) else {
            problem(
                path, "\(JSON5Text.quoted(text)) is not \(what) of this file",
                "an id that is there; the nearest is \(NearestName.of(text, among: ids) ?? "none")")
            return nil
        }
        return index
    }

    mutating func flag(_ value: JSON5Value?, _ path: String) -> Bool {
        guard let value else { return false }
        guard case .boolean(let flag) = value.content else {
            problem(path, "is \(value.content.kind)", "true or false")
            return false
        }
        return flag
    }

    mutating func priority(_ value: JSON5Value?, _ path: String) -> Priority? {
        guard let text = requiredText(value, path) else { return nil }
        guard let priority = Priority.allCases.first(where: { $0.fileName == text }) else {
            problem(
                path, "\(JSON5Text.quoted(text)) is no priority", "\"P0\", \"P1\", \"P2\", \"P3\" or \"P4\"")
            return nil
        }
        return priority
    }
}

// MARK: - Questions

extension TriageFileReader {
    mutating func question(_ id: String, _ value: JSON5Value) -> TriageQuestion? {
        let path = "questions.\(id)"
        refuseOthers(value, path, ["ask", "name", "also", "said", "bad", "unsure", "kind", "range"])
        return TriageQuestion(
            id: id, ask: both(value["ask"], path + ".ask"), name: both(value["name"], path + ".name"),
            also: texts(value["also"], path + ".also"),
            said: words(value["said"], path + ".said", isRequired: false),
            kind: kind(id, value, path))
    }

    mutating func kind(_ id: String, _ value: JSON5Value, _ path: String) -> TriageQuestion.Kind {
        let written = optionalText(value["kind"], path + ".kind") ?? "yes/no"
        let wanted = id == "what" ? "card" : TriageCards.openingIDs.contains(id) ? "yes/no" : written
        if written != wanted || (written == "card" && id != "what") {
            problem(path + ".kind", "\(JSON5Text.quoted(written)) does not fit \(id)", "\"\(wanted)\"")
        }
        switch written {
        case "yes/no":
            let bad = requiredText(value["bad"], path + ".bad")
            if let bad, bad != "yes", bad != "no" {
                problem(
                    path + ".bad", "\(JSON5Text.quoted(bad)) is no answer", "\"yes\" or \"no\", the bad one")
            }
            let unsure = optionalText(value["unsure"], path + ".unsure")
            if let unsure, unsure != "bad" {
                problem(
                    path + ".unsure", "\(JSON5Text.quoted(unsure)) is not known here",
                    "\"bad\", or no `unsure`")
            }
            return .yesNo(bad: bad == "no" ? .no : .yes, unsureIsBad: unsure != nil)
        case "number", "age":
            let range = range(value, path)
            return written == "age" ? .age(range) : .number(range)
        case "card": return .card
        default:
            problem(
                path + ".kind", "\(JSON5Text.quoted(written)) is no kind", "\"yes/no\", \"number\", \"age\"")
            return .card
        }
    }

    mutating func range(_ value: JSON5Value, _ path: String) -> ClosedRange<Int32> {
        if let found = value["range"], case .array(let ends) = found.content, ends.count == 2,
            case .whole(let low) = ends[0].content, case .whole(let high) = ends[1].content, 0 <= low,
            low < high,
            high <= 100_000
        {
            return Int32(low)...Int32(high)
        }
        problem(path + ".range", "is no range", "two whole numbers, the smaller first: [0, 120]")
        return 0...1
    }
}

// MARK: - Rules and cards

extension TriageFileReader {
    mutating func rule(_ value: JSON5Value, _ path: String) -> TriageRule {
        refuseOthers(value, path, ["when", "to", "why", "need", "hospital", "say", "tell", "except"])
        var rule = TriageRule(
            when: conditions(value["when"], path + ".when"),
            to: value["to"] == nil ? nil : priority(value["to"], path + ".to"),
            why: both(value["why"], path + ".why"))
        rule.need = need(value["need"], path + ".need")
        rule.hospital = hospital(value["hospital"], path + ".hospital")
        if let say = value["say"] {
            rule.say = reference(say, path + ".say", instructionIDs, "an instruction")
        }
        if let tell = value["tell"] { rule.tell = both(tell, path + ".tell") }
        for (index, card) in list(value, "except", path).enumerated() {
            if let card = reference(card, "\(path).except[\(index)]", cardIDs, "a card") {
                rule.except.append(card)
            }
        }
        return rule
    }

    mutating func conditions(_ value: JSON5Value?, _ path: String) -> [TriageCondition] {
        guard let value, case .object(let members) = value.content else {
            problem(path, "is missing or no object", "{ question: \"yes\" }")
            return []
        }
        var conditions: [TriageCondition] = []
        for member in members {
            let path = "\(path).\(member.name)"
            guard let question = questionIDs.firstIndex(of: member.name) else {
                problem(
                    path, "is no question of this file",
                    "the nearest is \(NearestName.of(member.name, among: questionIDs) ?? "none")")
                continue
            }
            guard let text = requiredText(member.value, path) else { continue }
            guard let test = TriageFileReader.test(text) else {
                problem(
                    path, "\(JSON5Text.quoted(text)) is no condition",
                    "\"yes\", \"no\", \"under 1\", \"at least 60\" or \"1 to 12\"")
                continue
            }
            conditions.append(TriageCondition(question: question, test: test))
        }
        return conditions
    }

    private static func test(_ text: String) -> TriageCondition.Test? {
        let words = text.split(separator: " ").map(String.init)
        switch (words.count, words.first) {
        case (1, "yes"): return .yes
        case (1, "no"): return .no
        case (2, "under"): return Int32(words[1]).flatMap { $0 > 0 ? .within(0...($0 - 1)) : nil }
        case (3, "at"):
            guard words[1] == "least", let low = Int32(words[2]), low >= 0 else { return nil }
            return .within(low...Int32.max)
        case (3, let first?):
            guard words[1] == "to", let low = Int32(first), let high = Int32(words[2]), 0 <= low, low <= high
            else {
                return nil
            }
            return .within(low...high)
        case (_, _): return nil
        }
    }

    mutating func need(_ value: JSON5Value?, _ path: String) -> TriageNeed {
        var need = TriageNeed()
        for (index, word) in texts(value, path).enumerated() {
            switch word {
            case "doctor": need.skills.insert(.doctor)
            case "nurse": need.skills.insert(.nurse)
            case "oxygen": need.equipment.insert(.oxygen)
            case "defibrillator": need.equipment.insert(.defibrillator)
            case "ventilator": need.equipment.insert(.ventilator)
            case "incubator": need.equipment.insert(.incubator)
            case "stretcher": need.equipment.insert(.stretcher)
            default:
                let parts = word.split(separator: " ")
                if parts.count == 2, parts[1] == "units", let units = UInt8(parts[0]),
                    (2...20).contains(units)
                {
                    need.units = max(need.units, units)
                } else {
                    problem(
                        "\(path)[\(index)]", "\(JSON5Text.quoted(word)) is nothing that a unit brings",
                        TriageFileReader.needs
                    )
                }
            }
        }
        return need
    }

    mutating func card(_ id: String, _ value: JSON5Value) -> TriageCard? {
        let path = "cards.\(id)"
        refuseOthers(
            value, path,
            [
                "title", "said", "implies", "start", "go", "why", "need", "hospital", "ask", "raise", "lower",
                "say", "steps",
            ])
        let start = priority(value["start"], path + ".start") ?? .p1
        var card = TriageCard(
            id: id, title: both(value["title"], path + ".title"),
            said: words(value["said"], path + ".said", isRequired: true), start: start,
            why: both(value["why"], path + ".why"), say: 0)
        card.goes = flag(value["go"], path + ".go")
        card.need = need(value["need"], path + ".need")
        card.hospital = hospital(value["hospital"], path + ".hospital")
        if value["implies"] != nil { card.implies = implied(value["implies"], path + ".implies") }
        for (index, question) in list(value, "ask", path).enumerated() {
            if let index = reference(question, "\(path).ask[\(index)]", questionIDs, "a question") {
                card.ask.append(index)
            }
        }
        for (index, row) in list(value, "raise", path).enumerated() {
            card.raise.append(rule(row, "\(path).raise[\(index)]"))
        }
        for (index, row) in list(value, "lower", path).enumerated() {
            card.lower.append(rule(row, "\(path).lower[\(index)]"))
        }
        if value["say"] != nil, value["steps"] != nil {
            problem(path + ".say", "the card has steps of its own", "either `say` or `steps`")
        }
        if value["say"] == nil, value["steps"] == nil {
            problem(path, "nothing is said to the caller", "`steps`, or `say` with the id of an instruction")
        }
        if value["say"] == nil {
            card.say = instructionIDs.lastIndex(of: id) ?? 0
        } else {
            card.say = reference(value["say"], path + ".say", instructionIDs, "an instruction") ?? 0
        }
        return card
    }

    /// Answers that come with a card: yes or no only.
    mutating func implied(_ value: JSON5Value?, _ path: String) -> [TriageCondition] {
        let conditions = conditions(value, path)
        for condition in conditions where condition.test.answer == nil {
            problem("\(path).\(questionIDs[condition.question])", "is no answer", "\"yes\" or \"no\"")
        }
        return conditions
    }
}
