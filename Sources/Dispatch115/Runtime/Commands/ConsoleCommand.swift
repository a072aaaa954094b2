import Glibc

/// `dispatch115 console`: a dispatcher's desk.
enum ConsoleCommand {
    static func run(_ arguments: Arguments.Console, _ configuration: Configuration) -> Int32 {
        if !arguments.isPlain, let edited = LineEditing.command(Array(CommandLine.arguments.dropFirst())) {
            Terminal.become(edited.program, edited.arguments)
        }
        let path = arguments.socket ?? configuration.consoleSocketPath
        let language = arguments.language ?? configuration.centre.language
        return run(path, language, isPlain: arguments.isPlain)
    }

    /// The same from inside another command, which goes on afterwards.
    static func runInside(_ path: String, _ language: Configuration.Language) -> Int32 {
        let words = ["console", "--socket", path, "--lang", language.rawValue]
        if let edited = LineEditing.command(words),
            let status = Terminal.run(edited.program, edited.arguments)
        {
            return status
        }
        return run(path, language, isPlain: false)
    }

    private static func run(_ path: String, _ language: Configuration.Language, isPlain: Bool) -> Int32 {
        var settings = ConsoleClient.Settings(socketPath: path, random: SystemRandomBytes())
        settings.language = language == .vi ? .vi : .en
        settings.isTerminal = Terminal.isThere && !isPlain
        // https://no-color.org: whatever it says, as long as it says something.
        settings.hasColour =
            settings.isTerminal && Terminal.isCapable && Terminal.environment("NO_COLOR") == nil
        return ConsoleClient.run(settings)
    }
}
