/// `dispatch115 status`: whether all is well, for people and for monitoring. Exit status 0 when what is
/// answered is durable, 1 when it is not, or the service does not answer.
enum StatusCommand {
    static func run(_ arguments: Arguments.Status, _ configuration: Configuration) -> Int32 {
        let path = configuration.consoleSocketPath
        let lines: [(key: String, value: String, meaning: String)]
        do {
            let link = try ConsoleLink(path)
            if !arguments.isJSON {
                _ = try link.ask(configuration.centre.language == .vi ? "LANG vi" : "LANG en")
            }
            lines = try link.status()
        } catch {
            Output.error("dispatch115: the service does not answer at \(path): \(error.reason)")
            return 1
        }
        if arguments.isJSON {
            let members = lines.map { "\(JSONText.quoted($0.key)):\(JSONText.value($0.value))" }
            Output.line("{" + members.joined(separator: ",") + "}")
        } else {
            let width = lines.map(\.key.count).max() ?? 0
            for line in lines {
                let gap = String(repeating: " ", count: width - line.key.count + 2)
                let room = String(repeating: " ", count: max(1, 18 - line.value.count))
                Output.line(line.key + gap + line.value + room + line.meaning)
            }
        }
        return lines.contains { $0.key == "journal.state" && $0.value == "durable" } ? 0 : 1
    }
}
