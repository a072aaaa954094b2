// What is wrong with a configuration: every slip that was found, each with its place, not only the first.

/// One slip.
struct ConfigurationProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where it was written.
    enum Origin: Equatable, Sendable, CustomStringConvertible {
        case file(String, JSON5Place)
        /// A file that could not be read at all.
        case wholeFile(String)
        /// The words of the command line, such as `--set telemetry.port=1`.
        case commandLine(String)

        var description: String {
            switch self {
            case .file(let path, let place): "\(path):\(place.line):\(place.column)"
            case .wholeFile(let path): path
            case .commandLine(let words): words
            }
        }
    }

    let origin: Origin
    let what: String
    /// What would be accepted, or the nearest key.
    let accepted: String

    var description: String { "\(origin): \(what); \(accepted)" }
}

/// All of them, in the order in which they stand in the file, then those of the command line.
struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// sysexits.h, EX_CONFIG.
    static let exitStatus: Int32 = 78
    /// More are not looked for: nobody reads them, and a file of 8 MiB may hold a million.
    static let maximumProblems = 100

    let problems: [ConfigurationProblem]

    /// One line a problem.
    var description: String {
        let lines = problems.map(\.description)
        let more = problems.count < Self.maximumProblems ? [] : ["(there may be more)"]
        return (lines + more).joined(separator: "\n")
    }
}

/// One value from the command line, stronger than the file; of two for one key the later counts.
struct ConfigurationOverride: Equatable, Sendable {
    let path: String
    let text: String
    /// The words as given, for messages; safe for a terminal.
    let words: String

    /// From `key=value`; nil where there is no `=` or no key.
    init?(setting: String) {
        guard let equals = setting.firstIndex(of: "="), equals != setting.startIndex else { return nil }
        let path = String(setting[..<equals])
        self.init(
            path: path, text: String(setting[setting.index(after: equals)...]), option: "--set \(path)=")
    }

    /// From an option of its own; `option` is what stands before the value.
    init(path: String, text: String, option: String) {
        self.path = path
        self.text = text
        words = (option + text).unicodeScalars.map(JSON5Text.escaped).joined()
    }
}
