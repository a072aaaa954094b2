// One question, one answer over the console's socket: for the program's own commands (status, journal) and
// for the demo. People have `console`.

import Glibc

/// A connection to the service's console socket. For one thread.
final class ConsoleLink {
    private let socket: FileDescriptor
    private let path: String
    private var received: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(_ path: String) throws(SystemCallError) {
        self.path = path
        socket = try UnixSocket.connect(path)
    }

    /// Sends a line and gives the answer's lines; alert lines that come between are left out.
    func ask(_ line: String) throws(SystemCallError) -> [String] {
        try send(line)
        return try answer()
    }

    /// Sends a line without waiting for its answer.
    func send(_ line: String) throws(SystemCallError) {
        var rest = Array((line + "\n").utf8)[...]
        while !rest.isEmpty {
            guard let count = rest.withUnsafeBytes({ UnixSocket.send(socket, $0) }) else {
                throw SystemCallError("send", path, code: EPIPE)
            }
            rest = rest.dropFirst(count)
        }
    }

    /// The next answer's lines, without those that came between.
    func answer() throws(SystemCallError) -> [String] { try wholeAnswer().filter { !$0.hasPrefix("!") } }

    /// All lines up to the end of the next answer, alerts among them.
    func wholeAnswer() throws(SystemCallError) -> [String] {
        var lines: [String] = []
        while true {
            let text = try nextLine()
            if text.isEmpty { return lines }
            lines.append(text)
        }
    }

    private func nextLine() throws(SystemCallError) -> String {
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: received[..<end], as: UTF8.self)
                received.removeSubrange(...end)
                return line
            }
            let count = read(socket.number, &chunk, chunk.count)
            if count > 0 {
                received.append(contentsOf: chunk[..<count])
            } else if count == 0 {
                throw SystemCallError("read", path, code: EPIPE)
            } else if errno != EINTR {
                throw SystemCallError("read", path)
            }
        }
    }

    /// The values of `status` by key.
    func status() throws(SystemCallError) -> [(key: String, value: String, meaning: String)] {
        try ask("STATUS").map { line in
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            return (
                String(words.first ?? ""), words.count > 1 ? String(words[1]) : "",
                words.count > 2 ? words[2].trimmingSpaces : ""
            )
        }
    }
}

extension Substring {
    var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
