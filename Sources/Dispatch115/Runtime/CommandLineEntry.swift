// What the program does with its arguments. Exit statuses: 0 done, 1 not done, 64 wrong arguments, 78 wrong
// configuration, 79 another machine leads.

import Glibc

/// What the `dispatch115` program does with its arguments.
public enum CommandLineEntry {
    /// Runs the subcommand and ends the process with its exit status.
    public static func run() -> Never {
        let status = status(Array(CommandLine.arguments.dropFirst()))
        Log.flush()
        exit(status)
    }

    static func status(_ words: [String]) -> Int32 {
        let arguments: Arguments
        switch Arguments.parse(words) {
        case .success(let parsed): arguments = parsed
        case .failure(let error):
            Output.error(error.description)
            return ArgumentsError.exitStatus
        }
        if arguments.subcommand == .help {
            Output.line(Arguments.helpText(arguments.helpTopic))
            return 0
        }
        if arguments.subcommand == .courier { return CourierProcess.run() }
        let configuration: Configuration
        do {
            configuration = try Configuration.load(
                file: arguments.common.configurationFile, overrides: arguments.common.overrides)
        } catch {
            Output.error(error.description)
            return ConfigurationError.exitStatus
        }
        switch arguments.subcommand {
        case .serve:
            return arguments.serve.isStandby
                ? StandbyCommand.run(configuration) : ServeCommand.run(configuration)
        case .stranded: return StrandedCommand.run(arguments.stranded, configuration)
        case .setAside: return SetAsideCommand.run(configuration)
        case .console: return ConsoleCommand.run(arguments.console, configuration)
        case .units: return UnitsCommand.run(arguments.units, configuration)
        case .demo: return DemoCommand.run(arguments, configuration)
        case .bench: return BenchCommand.run(arguments.bench, configuration)
        case .journalVerify: return JournalCommand.verify(arguments.journal, configuration)
        case .journalExport: return JournalCommand.export(arguments.journal, configuration)
        case .status: return StatusCommand.run(arguments.status, configuration)
        case .report: return ReportCommand.run(arguments.report, arguments.journal, configuration)
        case .forms: return FormsCommand.run(arguments.forms, configuration)
        case .resultsMigrate, .resultsStatus, .resultsCheck, .resultsSummarise:
            return ResultsCommand.run(arguments.subcommand, arguments.results, configuration)
        case .publishStatus, .publishRetry, .publishShow:
            return PublishCommand.run(arguments.subcommand, arguments.publish, configuration)
        case .courier, .help: return 0
        }
    }
}

/// Standard output and standard error, whole lines at a time.
enum Output {
    static func line(_ text: String) { put(1, text) }
    static func error(_ text: String) { put(2, text) }

    private static func put(_ descriptor: Int32, _ text: String) {
        let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
        var offset = 0
        while offset < bytes.count {
            let done = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if done < 0, errno != EINTR { return }
            offset += max(0, done)
        }
    }
}
