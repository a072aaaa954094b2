// The table of options. One row gives parsing, help and messages; nothing else may name an option. Defaults
// are the initial values of `Arguments`.

struct ArgumentOption: Sendable {
    typealias Slot<Value> = WritableKeyPath<Arguments, Value> & Sendable

    enum Kind: Sendable {
        case flag(Slot<Bool>)
        case text(Slot<String?>)
        case address(Slot<String?>)
        case whole(Slot<Int?>, ClosedRange<Int>)
        case count(Slot<Int>, ClosedRange<Int>)
        case day(Slot<String?>)
        case number(Slot<Double>, ClosedRange<Double>)
        case language(Slot<Configuration.Language?>)
        /// Stands for a setting of the configuration as well.
        case dataFolder
        /// Repeatable: `key=value`.
        case setting
        case help
    }

    let name: String
    /// What stands after the name in the help; empty for a flag.
    let placeholder: String
    let kind: Kind
    let meaning: String

    init(_ name: String, _ placeholder: String, _ kind: Kind, _ meaning: String) {
        self.name = name
        self.placeholder = placeholder
        self.kind = kind
        self.meaning = meaning
    }

    /// Those of a subcommand, in the order of its help.
    static func of(_ subcommand: Arguments.Subcommand) -> [ArgumentOption] {
        switch subcommand {
        case .serve: serve + common
        case .stranded: stranded + common
        case .setAside: common
        case .console: console + common
        case .units: units + common
        case .demo: demo + common
        case .bench: bench + common
        case .journalVerify, .journalExport: journal + common
        case .status: status + common
        case .report: report + journalFile + common
        case .forms: forms + common
        case .resultsMigrate, .resultsStatus, .resultsCheck: results + common
        case .resultsSummarise: results + summaries + common
        case .publishStatus, .publishRetry, .publishShow: publish + common
        case .courier: [help]
        case .help: [help]
        }
    }

    private static let help = ArgumentOption("--help", "", .help, "Show this help.")

    private static let common = [
        ArgumentOption(
            "--config", "FILE", .text(\.common.configurationFile),
            "Configuration file; without it, the defaults."),
        ArgumentOption("--data", "DIR", .dataFolder, "Data folder: the same as --set folders.data=DIR."),
        ArgumentOption(
            "--set", "KEY=VALUE", .setting,
            "Set one key of the configuration (dispatch115 help configuration); may be repeated."
        ),
        help,
    ]

    private static let serve = [
        ArgumentOption(
            "--standby", "", .flag(\.serve.isStandby),
            "Follow the leader through the database and take over when it is gone.")
    ]

    private static let stranded = [
        ArgumentOption("--all", "", .flag(\.stranded.isAll), "Those that are settled too."),
        ArgumentOption(
            "--settle", "EPOCH/EVENT", .text(\.stranded.settle), "Mark this one as settled; needs --how."),
        ArgumentOption("--how", "TEXT", .text(\.stranded.how), "How it was settled."),
        ArgumentOption(
            "--lang", "vi|en", .language(\.stranded.language), "Language; without it, the centre's."),
    ]

    private static let console = [
        ArgumentOption(
            "--lang", "vi|en", .language(\.console.language), "Language; without it, the centre's."),
        ArgumentOption(
            "--socket", "PATH", .text(\.console.socket), "Console socket; without it, the configured one."),
        ArgumentOption(
            "--plain", "", .flag(\.console.isPlain),
            "No prompt, no colours, no history: for scripts and screen readers."),
    ]

    private static let units = [
        ArgumentOption(
            "--rate", "HZ", .number(\.units.rateHertz, 0.01...100), "Positions a second from each unit."),
        ArgumentOption(
            "--keep-alive", "SECONDS", .number(\.units.keepAliveSeconds, 0.1...3600),
            "Seconds between the positions of a unit that stands parked."),
        ArgumentOption(
            "--count", "N", .whole(\.units.count, 1...1_000_000),
            "Units to simulate; without it, all of the city."),
        ArgumentOption(
            "--hurry", "FACTOR", .number(\.units.hurryFactor, 0.1...1000),
            "Drive so many times faster than life."),
        ArgumentOption(
            "--address", "ADDRESS", .address(\.units.address),
            "IPv4 address to send to; without it, the configured one."),
        ArgumentOption(
            "--port", "PORT", .whole(\.units.port, 1...65535),
            "UDP port to send to; without it, the configured one."),
        ArgumentOption(
            "--also", "ADDRESS:PORT", .text(\.units.also), "Where every report goes as well: the standby."),
    ]

    private static let demo = [
        ArgumentOption(
            "--hurry", "FACTOR", .number(\.demo.hurryFactor, 0.1...1000),
            "Units drive so many times faster than life.")
    ]

    private static let bench = [
        ArgumentOption("--list", "", .flag(\.bench.isList), "List the cases and end.")
    ]

    private static let journal =
        [
            ArgumentOption(
                "--from", "SEQ", .whole(\.journal.from, 1...Int.max), "First sequence; without it, the first."
            ),
            ArgumentOption(
                "--to", "SEQ", .whole(\.journal.to, 1...Int.max), "Last sequence; without it, the last."),
        ] + journalFile

    private static let journalFile = [
        ArgumentOption(
            "--journal", "FILE", .text(\.journal.file),
            "Journal file; without it, the one in the data folder.")
    ]

    private static let report = [
        ArgumentOption("--day", "DAY", .day(\.report.day), "Day of the report; without it, today."),
        ArgumentOption("--out", "FILE", .text(\.report.out), "File to write; without it, standard output."),
        ArgumentOption(
            "--lang", "vi|en", .language(\.report.language),
            "Language that comes first; without it, the centre's."),
    ]

    private static let forms = [
        ArgumentOption("--from", "NUMBER", .count(\.forms.from, 1...999_999), "Number of the first form."),
        ArgumentOption("--count", "N", .count(\.forms.count, 1...500), "How many forms."),
        ArgumentOption("--text", "", .flag(\.forms.isText), "Plain text instead of a page to print."),
        ArgumentOption(
            "--lang", "vi|en", .language(\.forms.language), "Language; without it, the centre's."),
    ]

    private static let publish = [
        ArgumentOption(
            "--lang", "vi|en", .language(\.publish.language), "Language; without it, the centre's.")
    ]

    private static let results = [
        ArgumentOption(
            "--database", "CONNINFO", .text(\.results.database),
            "PostgreSQL's connection string, without a password; without it, the configured results.")
    ]

    private static let summaries = [
        ArgumentOption(
            "--anew", "", .flag(\.results.isAnew), "Forget what was counted, after rows were changed by hand."
        )
    ]

    private static let status = [
        ArgumentOption("--json", "", .flag(\.status.isJSON), "One JSON object instead of lines.")
    ]

    /// The words for "accepted:".
    var accepted: String {
        switch kind {
        case .flag, .help: "\(name) without a value"
        case .day: "\(name) \(placeholder), a day such as 2026-11-22"
        case .text, .dataFolder: "\(name) \(placeholder), text that is not empty"
        case .address: "\(name) \(placeholder), an IPv4 address such as 127.0.0.1"
        case .count(_, let range):
            "\(name) \(placeholder), a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .whole(_, let range) where range.upperBound == .max:
            "\(name) \(placeholder), a whole number from \(range.lowerBound)"
        case .whole(_, let range):
            "\(name) \(placeholder), a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(_, let range):
            "\(name) \(placeholder), a number from \(ConfigurationType.plain(range.lowerBound)) to "
                + ConfigurationType.plain(range.upperBound)
        case .language: "\(name) vi or \(name) en"
        case .setting: "\(name) \(placeholder), a key, = and its value, such as telemetry.port=11501"
        }
    }

    var takesValue: Bool {
        switch kind {
        case .flag, .help: false
        case .text, .address, .whole, .count, .day, .number, .language, .dataFolder, .setting: true
        }
    }

    var isRepeatable: Bool {
        switch kind {
        case .setting, .help: true
        case .flag, .text, .address, .whole, .count, .day, .number, .language, .dataFolder: false
        }
    }

    /// What counts where the option is not given, for the help; nil where the meaning says it.
    var defaultText: String? {
        switch kind {
        case .number(let slot, _): ConfigurationType.plain(Arguments(.help)[keyPath: slot])
        case .count(let slot, _): "\(Arguments(.help)[keyPath: slot])"
        case .flag, .text, .address, .whole, .day, .language, .dataFolder, .setting, .help: nil
        }
    }

    /// Puts a value (empty for a flag) into its slot; false where it is none that is accepted.
    func take(_ text: String, into arguments: inout Arguments) -> Bool {
        switch kind {
        case .flag(let slot): arguments[keyPath: slot] = true
        case .text(let slot):
            guard Self.isUsable(text) else { return false }
            arguments[keyPath: slot] = text
        case .address(let slot):
            guard ConfigurationType.isAddress(text) else { return false }
            arguments[keyPath: slot] = text
        case .whole(let slot, let range):
            guard let number = Int(text), range.contains(number) else { return false }
            arguments[keyPath: slot] = number
        case .count(let slot, let range):
            guard let number = Int(text), range.contains(number) else { return false }
            arguments[keyPath: slot] = number
        case .day(let slot):
            guard LocalTime().day(named: text) != nil else { return false }
            arguments[keyPath: slot] = text
        case .number(let slot, let range):
            guard let number = Double(text), range.contains(number) else { return false }
            arguments[keyPath: slot] = number
        case .language(let slot):
            guard let language = Configuration.Language(rawValue: text) else { return false }
            arguments[keyPath: slot] = language
        case .dataFolder:
            guard Self.isUsable(text) else { return false }
            arguments.common.dataFolder = text
            arguments.common.overrides.append(
                ConfigurationOverride(path: "folders.data", text: text, option: "--data "))
        case .setting:
            guard let setting = ConfigurationOverride(setting: text) else { return false }
            arguments.common.overrides.append(setting)
        case .help: arguments.helpTopic = .subcommand(arguments.subcommand)
        }
        return true
    }

    private static func isUsable(_ text: String) -> Bool { !text.isEmpty && !text.utf8.contains(0) }
}
