// The help texts, made from the tables of subcommands and options. Prints nothing itself.

extension Arguments.Subcommand {
    /// One sentence for the overview and the top of the subcommand's help.
    var meaning: String {
        switch self {
        case .serve: "Run the service of one centre."
        case .console: "Connect this terminal to a running service: one line in, a few lines out."
        case .units: "Simulate ambulances that send datagrams to a service and obey its orders."
        case .demo: "Start a service and simulated ambulances and give this terminal a console; ends with it."
        case .bench: "Measure the named cases, or all of them."
        case .journalVerify: "Check the journal's chain of hashes and say where it is broken."
        case .journalExport: "Write the journal's events as text, one a line."
        case .status: "Say what a running service has, counts and lacks."
        case .report: "Write the page of a day: intervals, calls, ends, signatures."
        case .forms: "Make numbered paper forms to print, for the time without a service."
        case .resultsMigrate: "Make the tables of the results, or bring them to this program's version."
        case .resultsStatus: "Say how far the results follow each centre's journal."
        case .resultsCheck: "Name what of the results' tables, rules and grants was changed by hand."
        case .resultsSummarise:
            "Count the reports of past days and months beforehand, which the service does too."
        case .stranded: "List what a former leader did that the results do not have, or settle one of it."
        case .setAside: "Put a data folder away that may not lead any more, so that it can follow anew."
        case .publishStatus: "Say how far each destination has been told of each hospital."
        case .publishRetry: "Let what a destination refused, or what waits for it, go now."
        case .publishShow: "Show what a destination would be told of a hospital now."
        case .courier: "Speak HTTP for the service that started it; not for people."
        case .help: "Show help on a subcommand or on the configuration."
        }
    }

    var operands: String {
        switch self {
        case .bench: " [CASE...]"
        case .help: " [SUBCOMMAND | configuration]"
        case .publishRetry: " DESTINATION [HOSPITAL | all]"
        case .publishShow: " DESTINATION HOSPITAL"
        case .serve, .console, .units, .demo, .journalVerify, .journalExport, .status, .report, .forms,
            .resultsMigrate, .resultsStatus, .resultsCheck, .resultsSummarise, .stranded, .setAside,
            .publishStatus, .courier:
            ""
        }
    }
}

extension Arguments {
    /// The text for a topic, ended with LF.
    static func helpText(_ topic: HelpTopic) -> String {
        switch topic {
        case .overview: overview()
        case .subcommand(let subcommand): helpText(subcommand)
        case .journal: helpText(.journalVerify) + "\n" + helpText(.journalExport)
        case .configuration: ConfigurationReference.text()
        }
    }

    private static func overview() -> String {
        var text =
            "dispatch115: the service behind an emergency desk.\n\n"
            + "Usage: dispatch115 SUBCOMMAND [OPTION...]\n\n"
        text += columns(Subcommand.allCases.map { ($0.rawValue, $0.meaning) })
        text +=
            "\nEach has its own help: dispatch115 SUBCOMMAND --help. Keys: dispatch115 help configuration.\n"
        return text + exitStatuses
    }

    private static func helpText(_ subcommand: Subcommand) -> String {
        var text = "Usage: dispatch115 \(subcommand.rawValue) [OPTION...]\(subcommand.operands)\n\n"
        text += HelpText.wrapped(subcommand.meaning, indent: 0, width: 100) + "\n"
        text += columns(
            ArgumentOption.of(subcommand).map { option in
                let name = option.placeholder.isEmpty ? option.name : "\(option.name) \(option.placeholder)"
                let standard = option.defaultText.map { " Default \($0)." } ?? ""
                return (name, option.meaning + standard)
            })
        return text + exitStatuses
    }

    private static let exitStatuses =
        "\nExit status: 0 done, \(ArgumentsError.exitStatus) wrong command line, "
        + "\(ConfigurationError.exitStatus) wrong configuration, \(LeadershipExit.status) another machine "
        + "leads.\n"

    /// Two columns, the second wrapped under itself.
    private static func columns(_ rows: [(name: String, meaning: String)]) -> String {
        let gap = 2
        let indent = gap + (rows.map(\.name.count).max() ?? 0) + gap
        var text = ""
        for row in rows {
            let meaning = HelpText.wrapped(row.meaning, indent: indent, width: 100)
            let name = String(repeating: " ", count: gap) + row.name
            text += name + meaning.dropFirst(name.count)
        }
        return text
    }
}
