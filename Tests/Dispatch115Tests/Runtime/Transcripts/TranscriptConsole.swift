@testable import Dispatch115

/// One person's console over the real socket; lines that begin with `!` are part of what is shown.
struct TranscriptConsole {
    private let link: ConsoleLink

    init(_ path: String, _ language: Language) throws {
        link = try ConsoleLink(path)
        _ = try ask("LANG \(language == .vi ? "vi" : "en")")
    }

    /// The answer's lines, and what came by itself before it.
    func ask(_ line: String) throws -> [String] {
        try link.send(line)
        return try link.wholeAnswer()
    }

    /// What came by itself until now: an empty line is asked, whose answer is empty.
    func news() throws -> [String] { try ask("") }
}
