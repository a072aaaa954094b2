// A transcript is a page of Markdown with blocks of the kind ```desk: what people typed, what happened
// outside, and what the service answered to the letter. See docs/transcripts/README.md for the form.

import Foundation

@testable import Dispatch115

/// Where a page is not as its form demands.
struct TranscriptError: Error, CustomStringConvertible {
    let description: String
}

/// One thing that somebody does, at a time of the day, and what is shown for it.
struct TranscriptStep {
    enum Act {
        /// A line typed by this account.
        case line(account: String, String)
        /// Something outside the consoles: the words of a stage direction.
        case direction([String])
    }

    /// Seconds since midnight; smaller than the step before means the next day.
    var second: Int64
    var act: Act
    /// The line of the page as it stands there.
    var heading: String
    var shown: [String]
}

/// A page: text that is kept as it is, and steps.
struct Transcript {
    enum Piece {
        case text(String)
        case steps([TranscriptStep])
    }

    var pieces: [Piece] = []
    let language: Language

    init(_ page: String, language: Language, name: String) throws {
        self.language = language
        var block: [TranscriptStep]?
        for (number, line) in page.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if block == nil {
                pieces.append(.text(String(line)))
                if line == "```desk" { block = [] }
            } else if line == "```" {
                pieces.append(.steps(block ?? []))
                pieces.append(.text("```"))
                block = nil
            } else if let step = Transcript.step(line) {
                block?.append(step)
            } else if var last = block?.popLast() {
                last.shown.append(String(line))
                block?.append(last)
            } else {
                throw TranscriptError(
                    description: "\(name):\(number + 1): a block begins with a time: 21:04:05 lan> Q")
            }
        }
        if block != nil { throw TranscriptError(description: "\(name): a block is not closed") }
    }

    /// "21:04:05 lan> N ..." or "21:04:05 * unit 12 presses en-route".
    private static func step(_ line: Substring) -> TranscriptStep? {
        guard let space = line.firstIndex(of: " "), let second = second(line[..<space]) else { return nil }
        let rest = line[line.index(after: space)...]
        if rest.hasPrefix("* ") {
            let words = rest.dropFirst(2).split(separator: " ").map(String.init)
            return TranscriptStep(second: second, act: .direction(words), heading: String(line), shown: [])
        }
        guard let sign = rest.firstIndex(of: ">"), !rest[..<sign].contains(" ") else { return nil }
        let typed = rest[rest.index(after: sign)...].drop { $0 == " " }
        return TranscriptStep(
            second: second, act: .line(account: String(rest[..<sign]), String(typed)), heading: String(line),
            shown: [])
    }

    private static func second(_ word: Substring) -> Int64? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ $0.count == 2 }), let hour = Int64(parts[0]),
            let minute = Int64(parts[1]), let second = Int64(parts[2]), hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }

    /// The page again.
    var page: String {
        var lines: [String] = []
        for piece in pieces {
            switch piece {
            case .text(let line): lines.append(line)
            case .steps(let steps):
                for step in steps {
                    lines.append(step.heading)
                    lines += step.shown
                }
            }
        }
        return lines.joined(separator: "\n")
    }
}
