import Foundation
import Glibc

@testable import Dispatch115

/// One person's console over the real socket, which keeps the lines that begin with `!` apart from answers.
final class TranscriptConsole {
    private let socket: FileDescriptor
    private var received: [UInt8] = []
    /// Lines that came between answers, not looked at yet.
    private var between: [String] = []

    init(_ path: String, _ language: Language) throws {
        socket = try UnixSocket.connect(path)
        _ = try ask("LANG \(language == .vi ? "vi" : "en")")
        between = []
    }

    /// The answer's lines, those with `!` that belong to it among them; what came before it goes aside.
    func ask(_ line: String) throws -> [String] {
        let bytes = Array((line + "\n").utf8)
        guard bytes.withUnsafeBytes({ UnixSocket.send(socket, $0) }) == bytes.count else {
            throw TranscriptError(description: "the console was closed")
        }
        var answer: [String] = []
        while true {
            let text = try nextLine()
            if text.isEmpty { break }
            answer.append(text)
        }
        // An alert in front of the answer came by itself; the queue's own alerts stand in the answer.
        return answer
    }

    /// What came between answers until now: an empty line is asked and answered in between.
    func news() throws -> [String] {
        let lines = between + (try ask(""))
        between = []
        return lines
    }

    private func nextLine() throws -> String {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeSubrange(...end)
                return line
            }
            let count = read(socket.number, &chunk, chunk.count)
            if count > 0 {
                received.append(contentsOf: chunk[..<count])
            } else if count == 0 || errno != EINTR {
                throw TranscriptError(description: "the console was closed")
            }
        }
    }
}
