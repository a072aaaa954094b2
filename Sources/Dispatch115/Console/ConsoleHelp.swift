// HELP and HELP verb, from the table of commands.

extension Renderer {
    /// All commands that this person may type, or one of them; without a person, all that there are.
    func help(_ verb: Verb?, for person: Person? = nil) -> String {
        guard let verb, CommandTable.spec(verb).isShown else { return allHelp(person) }
        let spec = CommandTable.spec(verb)
        var lines = [spec.usage(language) + "   " + twins(spec), "  " + spec.does[language]]
        for argument in spec.arguments {
            let placeholder = argument.kind.placeholder[language]
            var line = "  " + placeholder + ": " + argument.kind.accepts[language]
            if !argument.names.isEmpty {
                line += "; " + argument.names.map { $0 + "=..." }.joined(separator: " ")
            }
            if !argument.isRequired { line += say(vi: " (không bắt buộc)", en: " (optional)") }
            lines += SafeText.wrap(line)
        }
        lines.append("  " + spec.effect.phrase[language])
        if let person, !person.may(verb) { lines += SafeText.wrap("  " + needs(verb)) }
        for example in spec.examples {
            lines.append(say(vi: "  như: ", en: "  such as: ") + example[language])
        }
        return reply(lines)
    }

    private func twins(_ spec: CommandSpec) -> String {
        say(vi: "(tiếng Anh: \(spec.english))", en: "(Vietnamese: \(spec.vietnamese))")
    }

    private func allHelp(_ person: Person?) -> String {
        let column = 26
        let margin = String(repeating: " ", count: column)
        var lines: [String] = []
        for spec in CommandTable.rows where spec.isShown && person?.may(spec.verb) ?? true {
            let usage = spec.usage(language)
            let gap = column - SafeText.width(usage)
            if gap >= 2 {
                lines += SafeText.wrap(usage + margin.prefix(gap) + spec.does[language], indent: column)
            } else {
                lines.append(usage)
                lines += SafeText.wrap(margin + spec.does[language], indent: column)
            }
        }
        lines.append(
            say(
                vi: "chữ hoa hay thường, có dấu hay không đều được; \(verb(.help)) <lệnh> nói kỹ hơn",
                en: "upper or lower case, accents or none; \(verb(.help)) <verb> says more"))
        return reply(lines)
    }
}

extension CommandEffect {
    var phrase: Phrase {
        switch self {
        case .reads: Phrase(vi: "chỉ xem, không đổi gì", en: "shows only, changes nothing")
        case .records: Phrase(vi: "được ghi lại", en: "is recorded")
        case .steps: Phrase(vi: "ghi một bước của xe", en: "records a step of the unit")
        case .duty: Phrase(vi: "ghi vào ca trực của xe", en: "is recorded with the unit's duty")
        case .commits: Phrase(vi: "gắn xe vào ca hoặc gỡ ra", en: "binds a unit to an incident or frees it")
        }
    }
}
