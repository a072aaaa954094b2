// From the words of the command line to `Arguments`. The first word is the subcommand (two words for
// journal); options and, for bench, names of cases follow in any order. `--name value` and `--name=value`
// are the same; `--` ends the options. Nothing is guessed: a wrong word is refused, with the nearest right
// one.

extension Arguments {
    /// The words without the program's own name.
    static func parse(_ words: [String]) -> Result<Arguments, ArgumentsError> {
        do throws(ArgumentsError) {
            return .success(try parsed(words))
        } catch {
            return .failure(error)
        }
    }

    private static func parsed(_ words: [String]) throws(ArgumentsError) -> Arguments {
        var rest = words[...]
        guard let first = rest.popFirst() else {
            throw ArgumentsError(
                what: "no subcommand is given", accepted: "Accepted: \(firstWords.joined(separator: ", "))",
                seeAlso: "dispatch115 help")
        }
        if isHelp(first) || first == "help" { return try help(on: Array(rest)) }
        if first == "journal" {
            guard let second = rest.popFirst() else { throw wrongJournalWord(nil) }
            if isHelp(second) { return help(.journal) }
            switch second {
            case "verify": return try options(of: .journalVerify, rest)
            case "export": return try options(of: .journalExport, rest)
            default: throw wrongJournalWord(second)
            }
        }
        if first == "results" {
            guard let second = rest.popFirst() else { throw wrongResultsWord(nil) }
            guard let subcommand = Subcommand(rawValue: "results " + second) else {
                throw wrongResultsWord(second)
            }
            return try options(of: subcommand, rest)
        }
        if first == "publish" {
            guard let second = rest.popFirst() else { throw wrongPublishWord(nil) }
            guard let subcommand = Subcommand(rawValue: "publish " + second) else {
                throw wrongPublishWord(second)
            }
            return try options(of: subcommand, rest)
        }
        guard let subcommand = Subcommand(rawValue: first), firstWords.contains(first) else {
            throw ArgumentsError(
                what: "unknown subcommand \(JSON5Text.quoted(first))",
                accepted: "Nearest: \(NearestName.of(first, among: firstWords) ?? ""); accepted: "
                    + firstWords.joined(separator: ", "), seeAlso: "dispatch115 help")
        }
        return try options(of: subcommand, rest)
    }

    /// What may stand first, in the order of the help.
    static let firstWords: [String] = {
        var words: [String] = []
        for subcommand in Subcommand.allCases {
            let word = String(subcommand.rawValue.prefix { $0 != " " })
            if !words.contains(word) { words.append(word) }
        }
        return words
    }()

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    private static func help(_ topic: HelpTopic) -> Arguments {
        var arguments = Arguments(.help)
        arguments.helpTopic = topic
        return arguments
    }

    private static func help(on words: [String]) throws(ArgumentsError) -> Arguments {
        let topics = words.filter { !isHelp($0) }
        guard !topics.isEmpty else { return help(.overview) }
        let topic = topics.joined(separator: " ")
        if topic == "configuration" { return help(.configuration) }
        if topic == "journal" { return help(.journal) }
        if let subcommand = Subcommand(rawValue: topic) { return help(.subcommand(subcommand)) }
        let known = Subcommand.allCases.map(\.rawValue) + ["configuration"]
        throw ArgumentsError(
            what: "no help on \(JSON5Text.quoted(topic))",
            accepted:
                "Nearest: \(NearestName.of(topic, among: known) ?? ""); accepted: "
                + known.joined(separator: ", "), seeAlso: "dispatch115 help")
    }

    private static func wrongJournalWord(_ word: String?) -> ArgumentsError {
        ArgumentsError(
            what: word.map { "unknown subcommand \(JSON5Text.quoted("journal " + $0))" }
                ?? "journal alone says too little",
            accepted: "Accepted: journal verify, journal export", seeAlso: "dispatch115 journal --help")
    }

    private static func wrongResultsWord(_ word: String?) -> ArgumentsError {
        ArgumentsError(
            what: word.map { "unknown subcommand \(JSON5Text.quoted("results " + $0))" }
                ?? "results alone says too little",
            accepted: "Accepted: results migrate, results status, results check, results summarise",
            seeAlso: "dispatch115 results status --help")
    }

    private static func wrongPublishWord(_ word: String?) -> ArgumentsError {
        ArgumentsError(
            what: word.map { "unknown subcommand \(JSON5Text.quoted("publish " + $0))" }
                ?? "publish alone says too little",
            accepted: "Accepted: publish status, publish retry, publish show",
            seeAlso: "dispatch115 publish status --help")
    }

    // MARK: options

    private static func options(of subcommand: Subcommand, _ words: ArraySlice<String>) throws(ArgumentsError)
        -> Arguments
    {
        var arguments = Arguments(subcommand)
        let table = ArgumentOption.of(subcommand)
        var seen: [String] = []
        var rest = words
        while let word = rest.popFirst() {
            if isHelp(word) { return help(.subcommand(subcommand)) }
            if word == "--" {
                for operand in rest { try take(operand: operand, into: &arguments) }
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                try take(operand: word, into: &arguments)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = table.first(where: { $0.name == name }) else {
                throw unknownOption(name, table, subcommand)
            }
            if seen.contains(name) && !option.isRepeatable {
                throw refusal(subcommand, "\(name) is given twice", "Accepted: \(name) once")
            }
            seen.append(name)
            let value = try value(of: option, parts.count == 2 ? String(parts[1]) : nil, &rest, subcommand)
            guard option.take(value, into: &arguments) else {
                throw refusal(
                    subcommand, "\(name): \(JSON5Text.quoted(value))", "Accepted: \(option.accepted)")
            }
        }
        if let from = arguments.journal.from, let to = arguments.journal.to, from > to {
            throw refusal(subcommand, "--from \(from) is after --to \(to)", "Accepted: --from at most --to")
        }
        return arguments
    }

    private static func value(
        of option: ArgumentOption, _ attached: String?, _ rest: inout ArraySlice<String>,
        _ subcommand: Subcommand
    ) throws(ArgumentsError) -> String {
        if !option.takesValue {
            guard let attached else { return "" }
            throw refusal(
                subcommand, "\(option.name) takes no value: \(JSON5Text.quoted(attached))",
                "Accepted: \(option.accepted)")
        }
        if let attached { return attached }
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw refusal(subcommand, "\(option.name) has no value", "Accepted: \(option.accepted)")
        }
        rest = rest.dropFirst()
        return next
    }

    private static func take(operand: String, into arguments: inout Arguments) throws(ArgumentsError) {
        let most = mostOperands(arguments.subcommand)
        if arguments.publish.words.count < most {
            arguments.publish.words.append(operand)
            return
        }
        guard arguments.subcommand == .bench else {
            throw refusal(
                arguments.subcommand, "\(JSON5Text.quoted(operand)) is one word too many",
                most > 0 ? "Accepted: at most \(most) words" : "Accepted: options only")
        }
        arguments.bench.cases.append(operand)
    }

    private static func mostOperands(_ subcommand: Subcommand) -> Int {
        switch subcommand {
        case .publishRetry, .publishShow: 2
        default: 0
        }
    }

    private static func unknownOption(_ name: String, _ table: [ArgumentOption], _ subcommand: Subcommand)
        -> ArgumentsError
    {
        let nearest = NearestName.of(name, among: table.map(\.name)) ?? ""
        let owners = Subcommand.allCases.filter { other in
            ArgumentOption.of(other).contains { $0.name == name }
        }
        let elsewhere =
            owners.isEmpty ? "" : " (\(name) belongs to \(owners.map(\.rawValue).joined(separator: ", ")))"
        return refusal(
            subcommand, "unknown option \(JSON5Text.quoted(name))", "Nearest: \(nearest)\(elsewhere)")
    }

    private static func refusal(_ subcommand: Subcommand, _ what: String, _ accepted: String)
        -> ArgumentsError
    {
        ArgumentsError(
            what: "\(subcommand.rawValue): \(what)", accepted: accepted,
            seeAlso: "dispatch115 \(subcommand.rawValue) --help")
    }
}
