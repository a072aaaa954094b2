import Glibc

@testable import Dispatch115

/// A TCP proxy on 127.0.0.1 that breaks what passes it: cuts now, at the Nth byte of either direction, or
/// when a COMMIT goes by; hangs; refuses. Two threads a connection; for tests with few at a time.
final class LinkProxy: @unchecked Sendable {
    enum Direction: Sendable { case toServer, toClient }
    enum Mode: Equatable, Sendable {
        case forward, hang, refuse
        /// Every answer comes so much later.
        case slow(milliseconds: Int64)
    }
    /// Where the link is cut when a COMMIT goes by: before the server has it, after it has it and before it
    /// answers, or after the first byte of its answer.
    enum CommitCut: CaseIterable, Sendable { case before, after, answering }

    private struct State {
        var mode = Mode.forward
        var port: UInt16
        /// Bytes still to pass in a direction before the cut.
        var budget: [Direction: Int] = [:]
        var commitCut: CommitCut?
        var open: [ObjectIdentifier: Pair] = [:]
        var cutCount = 0
        var isEnding = false
    }

    private final class Pair: Sendable {
        let client: FileDescriptor
        let server: FileDescriptor
        init(_ client: FileDescriptor, _ server: FileDescriptor) {
            self.client = client
            self.server = server
        }
        func cut() {
            shutdown(client.number, Int32(SHUT_RDWR))
            shutdown(server.number, Int32(SHUT_RDWR))
        }
    }

    let port: UInt16
    private let listener: FileDescriptor
    private let state: Locked<State>

    init(to port: UInt16) throws {
        // A link that goes while we write to it must end that link, not the tests.
        signal(SIGPIPE, SIG_IGN)
        listener = try FileDescriptor(
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(O_CLOEXEC), 0), "socket")
        var address = SocketAddress.loopback().raw
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener.number
        self.port = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                guard bind(number, raw, length) == 0, listen(number, 64) == 0,
                    getsockname(number, raw, &length) == 0
                else { throw SystemCallError("bind") }
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
        state = Locked(State(port: port))
        try NamedThread("link-proxy") { [state, listener] in
            LinkProxy.accept(listener, state)
        }.detach()
    }

    deinit {
        state.with { $0.isEnding = true }
        shutdown(listener.number, Int32(SHUT_RDWR))
        cutNow()
    }

    func set(_ mode: Mode) { state.with { $0.mode = mode } }
    /// Where new connections go.
    func redirect(to port: UInt16) { state.with { $0.port = port } }
    func cutNow() {
        let pairs = state.with { state in
            defer { state.open = [:] }
            return Array(state.open.values)
        }
        for pair in pairs { pair.cut() }
    }
    /// After so many more bytes, over all connections.
    func cut(after bytes: Int, _ direction: Direction) { state.with { $0.budget[direction] = bytes } }
    func cutAtNextCommit(_ when: CommitCut) { state.with { $0.commitCut = when } }
    /// Takes back what is armed, and forwards.
    func heal() {
        state.with { state in
            state.mode = .forward
            state.budget = [:]
            state.commitCut = nil
        }
    }
    /// Cuts that were armed and have happened.
    var cutCount: Int { state.with { $0.cutCount } }

    private static func accept(_ listener: FileDescriptor, _ state: Locked<State>) {
        while !state.with({ $0.isEnding }) {
            let number = Glibc.accept(listener.number, nil, nil)
            if number < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            guard let client = try? FileDescriptor(number, "accept"), state.with({ $0.mode != .refuse }),
                let server = connect(state.with { $0.port })
            else { continue }
            var one: Int32 = 1
            for side in [client, server] {
                setsockopt(side.number, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
            }
            let pair = Pair(client, server)
            state.with { $0.open[ObjectIdentifier(pair)] = pair }
            for direction in [Direction.toServer, .toClient] {
                try? NamedThread("link-\(direction)") { pump(pair, direction, state) }.detach()
            }
        }
    }

    private static func connect(_ port: UInt16) -> FileDescriptor? {
        guard
            let out = try? FileDescriptor(
                socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(O_CLOEXEC), 0), "socket")
        else { return nil }
        var address = SocketAddress.loopback(port).raw
        let done = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                Glibc.connect(out.number, raw, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        return done == 0 ? out : nil
    }

    private enum Fate {
        case pass, hang
        case cut(after: Int)
    }

    /// What becomes of these bytes; an armed cut that is due is taken off.
    private static func fate(
        _ bytes: ArraySlice<UInt8>, _ tail: [UInt8], _ direction: Direction, _ state: Locked<State>
    ) -> Fate {
        state.with { state in
            if state.mode == .hang { return .hang }
            if let left = state.budget[direction] {
                if bytes.count > left {
                    state.budget[direction] = nil
                    state.cutCount += 1
                    return .cut(after: left)
                }
                state.budget[direction] = left - bytes.count
            }
            if let when = state.commitCut, direction == .toServer, holdsCommit(tail + bytes) {
                state.commitCut = nil
                switch when {
                case .before:
                    state.cutCount += 1
                    return .cut(after: 0)
                case .after: state.budget[.toClient] = 0
                case .answering: state.budget[.toClient] = 1
                }
            }
            return .pass
        }
    }

    private static func holdsCommit(_ bytes: [UInt8]) -> Bool {
        let word = Array("COMMIT".utf8)
        guard bytes.count >= word.count else { return false }
        return (0...(bytes.count - word.count)).contains { start in
            bytes[start] == word[0] && bytes[start..<(start + word.count)].elementsEqual(word)
        }
    }

    private static func pump(_ pair: Pair, _ direction: Direction, _ state: Locked<State>) {
        let (from, to) = direction == .toServer ? (pair.client, pair.server) : (pair.server, pair.client)
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var tail: [UInt8] = []
        reading: while true {
            let count = read(from.number, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            var passing = buffer[..<count]
            var isCut = false
            while true {
                switch fate(passing, tail, direction, state) {
                case .pass: break
                case .hang:
                    WallClock.sleep(nanoseconds: 2_000_000)
                    let name = ObjectIdentifier(pair)
                    if state.with({ $0.isEnding || $0.open[name] == nil }) { break reading }
                    continue
                case .cut(let after):
                    passing = passing.prefix(after)
                    isCut = true
                }
                break
            }
            if direction == .toClient, case .slow(let milliseconds) = state.with({ $0.mode }) {
                WallClock.sleep(nanoseconds: milliseconds * 1_000_000)
            }
            guard (try? to.writeAll(Array(passing))) != nil, !isCut else { break }
            tail = Array(passing.suffix(5))
        }
        pair.cut()
        state.with { _ = $0.open.removeValue(forKey: ObjectIdentifier(pair)) }
    }
}
