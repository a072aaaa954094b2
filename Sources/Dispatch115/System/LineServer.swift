// A door for programs that speak lines: a Unix socket, a thread of its own, several hundred connections. Cuts
// lines, writes answers, keeps everybody within bounds; what a line means is its user's business. Identity is
// the kernel's word on who connected (SO_PEERCRED).
//
// Overflow: too many connections, and those that may not connect, are told so and closed; of too many
// unanswered lines, or too many in a second, the connection's further ones are not read (backpressure: nothing
// is lost); a connection that does not read its answers is closed and counted; the rest of a line that is too
// long is skipped. Half a line at hang-up is dropped. A connection that is gone altogether gets no more than
// its lines that were already read.

import Synchronization

final class LineServer: @unchecked Sendable {
    struct Settings: Sendable {
        /// The thread's name.
        var name: String
        var path: String
        var mode: UInt32 = 0o660
        var maximumConnections = 512
        var maximumLineBytes = 4_096
        var maximumUnanswered = 64
        var maximumOutputBytes = 256 * 1024
        /// Of one connection; nil: no bound but the unanswered ones.
        var maximumLinesPerSecond: Int?
        /// The user at the other end of a connection: the kernel's word, unless a drill plays several people.
        var userID: @Sendable (_ kernelSays: UInt32) -> UInt32 = { $0 }

        init(name: String, path: String) {
            self.name = name
            self.path = path
        }
    }

    /// What has happened at the door since it opened.
    struct Counters: Equatable, Sendable {
        var open = 0
        var accepted = 0
        /// Turned away because there were too many.
        var turnedAway = 0
        /// Turned away because they may not connect.
        var notAllowed = 0
        /// Closed because they did not read.
        var slowClosed = 0
        var lines = 0
        /// Of these, longer than is taken.
        var tooLongLines = 0
        /// Half lines dropped at hang-up.
        var halfLines = 0
        /// Times that a connection's further lines had to wait.
        var pauses = 0
    }

    /// Whose line it is.
    struct Source: Sendable {
        var connection: UInt64
        /// The Unix user at the other end.
        var userID: UInt32
    }

    /// All are called on the server's thread and must not wait; they may call `write`.
    struct Hooks: Sendable {
        /// A line, to be answered exactly once. False: nothing more is to be read of this connection.
        var onLine: @Sendable (Source, LineBuffer.Line) -> Bool
        /// What a connection above the bound is told.
        var whenFull: [UInt8] = []
        /// What a user who may not connect is told; nil lets him in.
        var refusal: (@Sendable (UInt32) -> [UInt8]?)?
        var onOpen: (@Sendable (Source) -> Void)?
        var onClose: (@Sendable (UInt64) -> Void)?
    }

    private static let listenerToken: UInt64 = 0
    private static let wakeToken: UInt64 = 1
    static let firstConnection: UInt64 = 16
    private static let readBytes = 16 * 1024
    /// How long new connections wait when the process has no descriptor left.
    private static let exhaustedMilliseconds: Int32 = 100
    /// How often those that had their lines of a second are looked at again.
    private static let throttledMilliseconds: Int32 = 20

    private let settings: Settings
    private let hooks: Hooks
    private let listener: UnixListener
    private let epoll: EpollSet
    private let wake: WakeUp
    private let registry = Locked<[UInt64: LineConnection]>([:])
    private let attention = Locked<[UInt64]>([])
    private let counters = Locked(Counters())
    private let isStopping = Atomic<Bool>(false)
    private var thread: NamedThread?
    private var nextConnection = LineServer.firstConnection
    /// Connections whose lines wait for the next second; the server's thread only.
    private var throttled: [UInt64] = []

    /// Opens the door. A living service at the same path is SystemCallError EADDRINUSE.
    init(_ settings: Settings, _ hooks: Hooks) throws(SystemCallError) {
        self.settings = settings
        self.hooks = hooks
        epoll = try EpollSet()
        wake = try WakeUp()
        listener = try UnixListener(path: settings.path, mode: settings.mode)
        try epoll.add(listener.descriptor, token: LineServer.listenerToken, .read)
        try epoll.add(wake.descriptor, token: LineServer.wakeToken, .read)
    }

    /// Begins to serve: connections made since the door was opened wait until then, so that whoever answers
    /// can know the server first. Call once.
    func start() throws(SystemCallError) {
        thread = try NamedThread(settings.name) { [self] in run() }
    }

    /// Closes the door and all connections; returns when the thread has ended. Call once.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wake.signal()
        thread?.join()
        if thread == nil { listener.close() }
        thread = nil
    }

    var status: Counters {
        let open = registry.with { $0.count }
        return counters.with {
            var counters = $0
            counters.open = open
            return counters
        }
    }

    // MARK: - Out, from any thread

    /// Puts bytes on their way to a connection; `answers` is how many of its lines they answer. One that is
    /// gone is no error.
    func write(_ bytes: [UInt8], to connection: UInt64, answers: Int, thenClose: Bool = false) {
        guard let target = registry.with({ $0[connection] }) else { return }
        switch target.write(bytes, answers: answers, thenClose: thenClose, limits: settings) {
        case .nothing: return
        case .attention: break
        case .slow: counters.with { $0.slowClosed += 1 }
        }
        attention.with { $0.append(target.id) }
        wake.signal()
    }

    /// All that are connected now, in no order.
    var sources: [Source] {
        registry.with { $0.values.map { Source(connection: $0.id, userID: $0.userID) } }
    }

    // MARK: - The thread

    private func run() {
        var ready: [EpollSet.Ready] = []
        var buffer = [UInt8](repeating: 0, count: LineServer.readBytes)
        var isListening = true
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            epoll.wait(into: &ready, milliseconds: patience(isListening))
            if !isListening {
                isListening = (try? epoll.change(listener.descriptor, token: 0, .read)) != nil
            }
            for event in ready {
                switch event.token {
                case LineServer.listenerToken:
                    if !acceptAll() {
                        isListening = (try? epoll.change(listener.descriptor, token: 0, [])) == nil
                    }
                case LineServer.wakeToken:
                    wake.clear()
                    var ids: [UInt64] = []
                    attention.with { swap(&ids, &$0) }
                    for id in ids { serve(id, [], &buffer) }
                default: serve(event.token, event.interest, &buffer)
                }
            }
            releaseThrottled(&buffer)
        }
        for connection in registry.with({ Array($0.values) }) {
            _ = connection.flush()
            drop(connection)
        }
        listener.close()
    }

    private func patience(_ isListening: Bool) -> Int32 {
        if !throttled.isEmpty { return LineServer.throttledMilliseconds }
        return isListening ? -1 : LineServer.exhaustedMilliseconds
    }

    private func releaseThrottled(_ buffer: inout [UInt8]) {
        guard !throttled.isEmpty else { return }
        var ids: [UInt64] = []
        swap(&ids, &throttled)
        for id in ids {
            registry.with({ $0[id] })?.isThrottled = false
            serve(id, [], &buffer)
        }
    }

    /// False where the process has no descriptor left.
    private func acceptAll() -> Bool {
        while true {
            switch listener.accept() {
            case .none: return true
            case .exhausted: return false
            case .connection(let socket): open(socket)
            }
        }
    }

    private func open(_ socket: FileDescriptor) {
        guard let peer = try? UnixSocket.peer(of: socket) else { return }
        if let said = hooks.refusal?(peer.userID) {
            counters.with { $0.notAllowed += 1 }
            return turnAway(socket, said)
        }
        guard registry.with({ $0.count }) < settings.maximumConnections else {
            counters.with { $0.turnedAway += 1 }
            return turnAway(socket, hooks.whenFull)
        }
        let connection = LineConnection(
            id: nextConnection, userID: settings.userID(peer.userID), socket: socket, limits: settings)
        nextConnection += 1
        registry.with { $0[connection.id] = connection }
        counters.with { $0.accepted += 1 }
        guard (try? epoll.add(socket, token: connection.id, .read)) != nil else { return drop(connection) }
        hooks.onOpen?(Source(connection: connection.id, userID: connection.userID))
    }

    private func turnAway(_ socket: FileDescriptor, _ said: [UInt8]) {
        _ = said.withUnsafeBytes { UnixSocket.send(socket, $0) }
        UnixSocket.shut(socket)
    }

    private func drop(_ connection: LineConnection) {
        guard registry.with({ $0.removeValue(forKey: connection.id) }) != nil else { return }
        epoll.remove(connection.socket)
        connection.close()
        if connection.lines.waitingBytes > 0, !connection.hasQuit { counters.with { $0.halfLines += 1 } }
        hooks.onClose?(connection.id)
    }

    private func serve(_ id: UInt64, _ interest: EpollSet.Interest, _ buffer: inout [UInt8]) {
        guard let connection = registry.with({ $0[id] }) else { return }
        guard connection.flush() else { return drop(connection) }
        let isGone = !interest.isDisjoint(with: .gone)
        let mustWait = connection.isThrottled || connection.state.withLock { $0.isPaused }
        if mustWait, isGone { return drop(connection) }
        resume(connection)
        if takeLines(connection), interest.contains(.read) || isGone { read(connection, &buffer) }
        let (isDone, isClosed) = connection.state.withLock { state in
            let isQuiet = state.output.isEmpty && state.unanswered == 0 && !connection.isThrottled
            return (
                state.output.isEmpty && state.closesWhenFlushed || state.isEnded && isQuiet, state.isClosed
            )
        }
        guard !isDone, !isClosed else { return drop(connection) }
        // Nobody is there to read an answer, and epoll would say so for ever.
        if isGone, connection.hasQuit || connection.state.withLock({ $0.isEnded }) { return drop(connection) }
        watch(connection)
    }

    /// Reads until nothing is there, the connection must wait, or it has ended.
    private func read(_ connection: LineConnection, _ buffer: inout [UInt8]) {
        for _ in 0..<16 {
            switch buffer.withUnsafeMutableBytes({ UnixSocket.receive(connection.socket, into: $0) }) {
            case .none: return
            case .ended:
                connection.state.withLock { $0.isEnded = true }
                return
            case .bytes(let count):
                buffer.withUnsafeBytes {
                    connection.lines.append(UnsafeRawBufferPointer(rebasing: $0[..<count]))
                }
                guard takeLines(connection), count == buffer.count else { return }
            }
        }
    }

    /// Hands on every whole line; false where the connection must wait for answers first.
    private func takeLines(_ connection: LineConnection) -> Bool {
        while true {
            guard !connection.hasQuit else { return false }
            let mayTake = connection.state.withLock { state in
                if state.unanswered >= settings.maximumUnanswered { state.isPaused = true }
                return !state.isPaused
            }
            guard mayTake else {
                counters.with { $0.pauses += 1 }
                return false
            }
            guard !connection.isThrottled else { return false }
            guard connection.takeToken() else {
                connection.isThrottled = true
                throttled.append(connection.id)
                counters.with { $0.pauses += 1 }
                return false
            }
            guard let line = connection.lines.next() else {
                connection.giveTokenBack()
                return true
            }
            hand(line, of: connection)
        }
    }

    private func hand(_ line: LineBuffer.Line, of connection: LineConnection) {
        connection.state.withLock { $0.unanswered += 1 }
        counters.with {
            $0.lines += 1
            if line == .tooLong { $0.tooLongLines += 1 }
        }
        let source = Source(connection: connection.id, userID: connection.userID)
        if !hooks.onLine(source, line) { connection.hasQuit = true }
    }

    private func resume(_ connection: LineConnection) {
        connection.state.withLock { state in
            if state.isPaused, state.unanswered <= settings.maximumUnanswered / 2 { state.isPaused = false }
        }
    }

    private func watch(_ connection: LineConnection) {
        let interest = connection.state.withLock { state in
            var interest: EpollSet.Interest = []
            let mayRead = !state.isPaused && !connection.isThrottled
            if mayRead, !state.isEnded, !connection.hasQuit { interest.insert(.read) }
            if !state.output.isEmpty { interest.insert(.write) }
            return interest
        }
        guard interest != connection.interest else { return }
        connection.interest = interest
        if (try? epoll.change(connection.socket, token: connection.id, interest)) == nil { drop(connection) }
    }
}
