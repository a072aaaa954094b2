import Testing

@testable import Dispatch115

@Suite struct ArgumentsTests {
    private func parse(_ line: String) throws -> Arguments {
        try Arguments.parse(line.split(separator: " ").map(String.init)).get()
    }

    private func check(
        _ line: String, _ subcommand: Arguments.Subcommand, _ fill: (inout Arguments) -> Void = { _ in }
    )
        throws
    {
        var expected = Arguments(subcommand)
        fill(&expected)
        #expect(try parse(line) == expected, "\(line)")
    }

    private func overrides(_ settings: String...) -> [ConfigurationOverride] {
        settings.compactMap { ConfigurationOverride(setting: $0) }
    }

    @Test func subcommandsAndTheirOptions() throws {
        try check("serve", .serve)
        try check("serve --config c.json5 --set telemetry.port=0 --set=centre.name=a=b", .serve) {
            $0.common.configurationFile = "c.json5"
            $0.common.overrides = overrides("telemetry.port=0", "centre.name=a=b")
        }
        try check("serve --set folders.data=x --data d", .serve) {
            $0.common.dataFolder = "d"
            $0.common.overrides =
                overrides("folders.data=x")
                + [ConfigurationOverride(path: "folders.data", text: "d", option: "--data ")]
        }
        try check("console --lang en --socket /run/a.sock --plain", .console) {
            $0.console = Arguments.Console(language: .en, socket: "/run/a.sock", isPlain: true)
        }
        try check("units --rate 2.5 --count=10 --hurry 30 --address 10.0.0.1 --port 12000", .units) {
            $0.units = Arguments.Units(
                rateHertz: 2.5, count: 10, hurryFactor: 30, address: "10.0.0.1", port: 12000)
        }
        try check("units --keep-alive 1", .units) { $0.units.keepAliveSeconds = 1 }
        try check("demo --hurry 5", .demo) { $0.demo.hurryFactor = 5 }
        try check("bench", .bench)
        try check("bench index --list journal -- --odd", .bench) {
            $0.bench = Arguments.Bench(cases: ["index", "journal", "--odd"], isList: true)
        }
        try check("journal verify --from 3 --to 3 --journal j.sqlite", .journalVerify) {
            $0.journal = Arguments.Journal(from: 3, to: 3, file: "j.sqlite")
        }
        try check("journal export --to 9", .journalExport) { $0.journal.to = 9 }
        try check("status --json", .status) { $0.status.isJSON = true }
    }

    @Test func dataAndSetReachTheConfigurationInTheirOrder() throws {
        let common = try parse("serve --set folders.data=x --data y --set telemetry.port=7").common
        let configuration = try Configuration.load(file: nil, overrides: common.overrides)
        #expect(configuration.folders.data == "y" && configuration.telemetry.port == 7)
    }

    @Test func helpEverywhere() throws {
        let rows: [(String, Arguments.HelpTopic)] = [
            ("help", .overview), ("--help", .overview), ("-h", .overview), ("help help", .subcommand(.help)),
            ("help configuration", .configuration), ("help journal", .journal), ("journal --help", .journal),
            ("help journal export", .subcommand(.journalExport)),
            ("units --rate 2 --help", .subcommand(.units)),
            ("journal verify -h", .subcommand(.journalVerify)), ("help units", .subcommand(.units)),
        ]
        for (line, topic) in rows { try check(line, .help) { $0.helpTopic = topic } }
        for subcommand in Arguments.Subcommand.allCases where subcommand != .help {
            try check(subcommand.rawValue + " --help", .help) { $0.helpTopic = .subcommand(subcommand) }
        }
    }

    /// The line, what is said, what would be accepted.
    static let refusals: [(String, String, String)] = [
        (
            "", "no subcommand is given",
            "Accepted: serve, console, units, demo, bench, journal, status, report, forms, stranded, results, "
                + "set-aside, publish, courier, help"
        ),
        ("srve", "unknown subcommand \"srve\"", "Nearest: serve;"),
        ("--confg x", "unknown subcommand", "Nearest: "),
        ("consol --plain", "unknown subcommand \"consol\"", "Nearest: console;"),
        ("journal", "journal alone says too little", "journal verify, journal export"),
        ("journal verfy", "unknown subcommand \"journal verfy\"", "journal verify, journal export"),
        ("help unit", "no help on \"unit\"", "Nearest: units;"),
        ("help config", "no help on \"config\"", "accepted: serve,"),
        ("units --rat 5", "units: unknown option \"--rat\"", "Nearest: --rate"),
        ("serve --rate 5", "serve: unknown option \"--rate\"", "(--rate belongs to units)"),
        ("serve --cofnig=x", "serve: unknown option \"--cofnig\"", "Nearest: --config"),
        ("serve -v", "serve: unknown option \"-v\"", "Nearest: --set"),
        ("serve --config", "serve: --config has no value", "Accepted: --config FILE"),
        ("serve --config --data d", "serve: --config has no value", "Accepted: --config FILE"),
        ("serve --config=", "serve: --config: \"\"", "text that is not empty"),
        ("serve --data a --data b", "serve: --data is given twice", "--data once"),
        ("serve --set port", "serve: --set: \"port\"", "a key, = and its value"),
        ("serve now", "serve: \"now\" is one word too many", "options only"),
        ("console --plain=yes", "console: --plain takes no value: \"yes\"", "--plain without a value"),
        ("console --lang fr", "console: --lang: \"fr\"", "--lang vi or --lang en"),
        ("units --rate fast", "units: --rate: \"fast\"", "a number from 0.01 to 100"),
        ("units --rate nan", "units: --rate: \"nan\"", "a number from 0.01 to 100"),
        ("units --rate 101", "units: --rate: \"101\"", "a number from 0.01 to 100"),
        ("units --keep-alive 0", "units: --keep-alive: \"0\"", "a number from 0.1 to 3600"),
        ("units --count 0", "units: --count: \"0\"", "a whole number from 1 to 1000000"),
        ("units --count 1.5", "units: --count: \"1.5\"", "a whole number from 1"),
        ("units --port 0", "units: --port: \"0\"", "from 1 to 65535"),
        ("units --address here", "units: --address: \"here\"", "an IPv4 address"),
        ("journal verify --from 5 --to 4", "journal verify: --from 5 is after --to 4", "--from at most --to"),
        ("journal export --from -1", "journal export: --from: \"-1\"", "a whole number from 1"),
        ("journal export --to 9223372036854775808", "journal export: --to:", "a whole number from 1"),
        ("status --jsn", "status: unknown option \"--jsn\"", "Nearest: --json"),
    ]

    @Test(arguments: refusals.indices)
    func refusalsSayWhatWouldBeAccepted(row: Int) {
        let (line, what, accepted) = Self.refusals[row]
        switch Arguments.parse(line.split(separator: " ").map(String.init)) {
        case .success(let arguments): Issue.record("\(line) was accepted: \(arguments)")
        case .failure(let error):
            #expect(error.what.hasPrefix(what) && error.accepted.contains(accepted), "\(line): \(error)")
            #expect(error.seeAlso.hasPrefix("dispatch115 "))
        }
        #expect(ArgumentsError.exitStatus == 64 && ConfigurationError.exitStatus == 78)
    }

    /// What a refusal tells somebody to type must itself be accepted.
    @Test func theHelpThatARefusalNamesIsThere() throws {
        for (line, _, _) in Self.refusals {
            guard case .failure(let error) = Arguments.parse(line.split(separator: " ").map(String.init))
            else { continue }
            let named = try parse(error.seeAlso.split(separator: " ").dropFirst().joined(separator: " "))
            #expect(named.subcommand == .help)
        }
    }

    @Test func everyOptionStandsInItsHelp() {
        let overview = Arguments.helpText(.overview)
        for subcommand in Arguments.Subcommand.allCases {
            #expect(overview.contains("  \(subcommand.rawValue) "))
            let text = Arguments.helpText(.subcommand(subcommand))
            #expect(text.hasPrefix("Usage: dispatch115 \(subcommand.rawValue) [OPTION...]"))
            for option in ArgumentOption.of(subcommand) {
                #expect(text.contains("\n  \(option.name) "), "\(subcommand) \(option.name)")
                #expect(option.takesValue == !option.placeholder.isEmpty)
            }
            for line in text.split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
            let names = ArgumentOption.of(subcommand).map(\.name)
            #expect(Set(names).count == names.count)
        }
        #expect(Arguments.helpText(.configuration) == ConfigurationReference.text())
        #expect(Arguments.helpText(.journal).contains("journal export [OPTION...]"))
    }

    @Test func oddWordsNeverTrap() {
        for word in ["", "-", "--", "=", "--=", "--set", "\u{0}", "--set==", "é", "---"] {
            for line in [
                [word], ["serve", word], ["bench", word], ["serve", "--set", word], ["journal", word],
                ["help", word],
            ] {
                switch Arguments.parse(line) {
                case .success(let arguments):
                    #expect(!arguments.common.overrides.contains { $0.path.isEmpty })
                case .failure(let error): #expect(!error.what.isEmpty)
                }
            }
        }
    }
}
