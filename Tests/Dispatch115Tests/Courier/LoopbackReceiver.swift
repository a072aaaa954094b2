import Foundation
import Synchronization

@testable import Dispatch115

/// A receiver on loopback that does to each request what it is told: the other end as it may be in life. Keeps what
/// it has accepted, in order, from its own side. One thread for each connection.
final class LoopbackReceiver: @unchecked Sendable {
    struct Request: Sendable {
        var method: String
        var path: String
        var headers: [String: String]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    enum Behaviour: Sendable {
        /// Accepted: kept in the log.
        case accept(status: Int = 200, headers: String = "", body: String = "{}")
        case answer(status: Int, headers: String = "", body: String = "")
        case hang
        /// Hears it (kept in the log) or not, and closes without an answer.
        case close(hears: Bool)
        /// Closes in the midst of its answer.
        case halfWay
        case rubbish
        /// A byte every so often, for ever.
        case trickle
    }

    let port: UInt16
    private let listener: Int32
    private let behave: @Sendable (Request) -> Behaviour
    private let state = Locked<(log: [Request], open: Set<Int32>, seen: Int, isClosed: Bool)>(
        ([], [], 0, false))

    init(port: UInt16 = 0, _ behave: @escaping @Sendable (Request) -> Behaviour) throws {
        self.behave = behave
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 128) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard bound else { throw SystemCallError("bind") }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        try NamedThread("receiver") { [self] in accepting() }.detach()
    }

    var url: String { "http://127.0.0.1:\(port)/fhir" }
    /// What was accepted, in order.
    var log: [Request] { state.with { $0.log } }
    var seen: Int { state.with { $0.seen } }

    /// Ends at once, as a killed process does.
    func kill() {
        let open = state.with { state in
            state.isClosed = true
            return state.open
        }
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
        for number in open { shutdown(number, Int32(SHUT_RDWR)) }
    }

    private func accepting() {
        while true {
            let number = accept(listener, nil, nil)
            guard number >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(number, F_SETFD, FD_CLOEXEC)
            var one: Int32 = 1
            setsockopt(number, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            let isClosed = state.with { state in
                if !state.isClosed { state.open.insert(number) }
                return state.isClosed
            }
            if isClosed {
                Glibc.close(number)
                continue
            }
            let thread = try? NamedThread("connection") { [self] in
                serve(number)
                state.with { _ = $0.open.remove(number) }
                Glibc.close(number)
            }
            thread?.detach()
        }
    }

    private func serve(_ number: Int32) {
        var bytes: [UInt8] = []
        while let request = next(number, &bytes) {
            state.with { $0.seen += 1 }
            switch behave(request) {
            case .accept(let status, let headers, let body):
                guard keep(request) else { return }
                guard answer(number, status, headers, body) else { return }
            case .answer(let status, let headers, let body):
                guard answer(number, status, headers, body) else { return }
            case .hang:
                // Until the other end gives up.
                var byte: UInt8 = 0
                _ = recv(number, &byte, 1, 0)
                return
            case .close(let hears):
                if hears { _ = keep(request) }
                return
            case .halfWay:
                _ = send(number, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"half")
                return
            case .rubbish:
                _ = send(number, "\u{1}\u{2}this is no HTTP\r\n\r\n")
                return
            case .trickle:
                guard send(number, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n") else { return }
                while send(number, "x") { WallClock.sleep(nanoseconds: 50_000_000) }
                return
            }
        }
    }

    /// False where it has been killed in between: a dead process keeps nothing.
    private func keep(_ request: Request) -> Bool {
        state.with { state in
            guard !state.isClosed else { return false }
            state.log.append(request)
            return true
        }
    }

    private func answer(_ number: Int32, _ status: Int, _ headers: String, _ body: String) -> Bool {
        let text =
            "HTTP/1.1 \(status) X\r\nContent-Type: application/fhir+json\r\n\(headers)Content-Length: "
            + "\(body.utf8.count)\r\n\r\n\(body)"
        return send(number, text)
    }

    private func send(_ number: Int32, _ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func next(_ number: Int32, _ bytes: inout [UInt8]) -> Request? {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let request = whole(&bytes) { return request }
            let count = recv(number, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    private func whole(_ bytes: inout [UInt8]) -> Request? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        let length = headers["content-length"].flatMap(Int.init) ?? 0
        guard bytes.count >= end.upperBound + length else { return nil }
        let body = Array(bytes[end.upperBound..<end.upperBound + length])
        bytes.removeFirst(end.upperBound + length)
        return Request(method: String(words[0]), path: String(words[1]), headers: headers, body: body)
    }
}
