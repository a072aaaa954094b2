import Glibc

@testable import Dispatch115

/// A console as bytes: it keeps everything it is sent, alert lines too, with no idea of answers.
final class RawConsole {
    let socket: FileDescriptor
    private(set) var received: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(_ path: String) throws { socket = try UnixSocket.connect(path) }

    /// Sends bytes as they are; false where the other end has closed.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in
                Glibc.send(
                    socket.number, raw.baseAddress.map { $0 + sent }, raw.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    func send(_ line: String) -> Bool { send(Array((line + "\n").utf8)) }

    /// Takes what is there within so many milliseconds; false where the other end has closed.
    func take(milliseconds: Int32 = 50) -> Bool {
        var ready = pollfd(fd: socket.number, events: Int16(POLLIN), revents: 0)
        guard poll(&ready, 1, milliseconds) > 0 else { return true }
        let count = read(socket.number, &chunk, chunk.count)
        guard count > 0 else { return count < 0 && (errno == EINTR || errno == EAGAIN) }
        received.append(contentsOf: chunk[..<count])
        return true
    }

    /// Reads until this many empty lines (ends of answers) have come.
    func waitForAnswers(_ count: Int) -> Bool {
        var seen = 0
        var looked = 0
        return eventually {
            while looked + 1 < received.count {
                if received[looked] == 10, received[looked + 1] == 10 { seen += 1 }
                looked += 1
            }
            if seen >= count { return true }
            return !take()
        } && seen >= count
    }

    var text: String { String(decoding: received, as: UTF8.self) }
}
