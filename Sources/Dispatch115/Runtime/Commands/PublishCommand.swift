/// `dispatch115 publish status|retry|show`: the console's own lines, from the command line.
enum PublishCommand {
    static func run(
        _ subcommand: Arguments.Subcommand, _ arguments: Arguments.Publish, _ configuration: Configuration
    ) -> Int32 {
        let line: String
        switch (subcommand, arguments.words.count) {
        case (.publishStatus, _): line = "PUB"
        case (.publishRetry, 1...2): line = "RESEND " + arguments.words.joined(separator: " ")
        case (.publishShow, 2): line = "PUB " + arguments.words.joined(separator: " ")
        default:
            Output.error(
                "dispatch115: \(subcommand.rawValue): accepted:\(subcommand.operands), such as "
                    + "\(subcommand.rawValue) ehr 12")
            return ArgumentsError.exitStatus
        }
        // One line is one request, whatever stands in the words.
        guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x3B && $0 != 0x7F }) else {
            Output.error(
                "dispatch115: \(subcommand.rawValue): a name and a number are accepted, nothing else")
            return ArgumentsError.exitStatus
        }
        let path = configuration.consoleSocketPath
        do {
            let link = try ConsoleLink(path)
            let language = arguments.language ?? configuration.centre.language
            _ = try link.ask(language == .vi ? "LANG vi" : "LANG en")
            let answer = try link.ask(line)
            for line in answer { Output.line(line) }
            let refusals = ["REFUSED", "TỪ CHỐI", "NOT ", "KHÔNG"]
            return refusals.contains { answer.first?.hasPrefix($0) ?? true } ? 1 : 0
        } catch {
            Output.error("dispatch115: the service does not answer at \(path): \(error.reason)")
            return 1
        }
    }
}
