import Glibc

/// `dispatch115 console`: a dispatcher's desk.
enum ConsoleCommand {
    static func run(_ arguments: Arguments.Console, _ configuration: Configuration) -> Int32 {
        let path = arguments.socket ?? configuration.consoleSocketPath
        let language = arguments.language ?? configuration.centre.language
        return run(path, language, isPlain: arguments.isPlain)
    }

    static func run(_ path: String, _ language: Configuration.Language, isPlain: Bool) -> Int32 {
        var settings = ConsoleClient.Settings(socketPath: path, random: SystemRandomBytes())
        settings.language = language == .vi ? .vi : .en
        settings.isTerminal = isatty(0) == 1 && isatty(1) == 1 && !isPlain
        return ConsoleClient.run(settings)
    }
}
