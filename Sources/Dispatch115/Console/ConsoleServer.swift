// The consoles' door: a Unix socket, a thread of its own, several hundred connections. Lines come in, are
// parsed here and handed on; answers go out from whatever thread has them, at once where the console takes
// them. Identity is the kernel's word on who connected (SO_PEERCRED).
//
// Wire: a line in; its answer's lines and an empty line out, in the order of the lines in. Lines that begin
// with `!` are alerts and stand between answers.
//
// Overflow: too many connections are told so and closed; of too many unanswered lines the console's further
// ones are not read (backpressure); a console that does not read its answers is closed and counted; the rest
// of a line that is too long is skipped. Half a line at hang-up is dropped. A console that is gone altogether
// gets no more than its lines that were already read.

import Synchronization

/// One line from a console. It must be answered by exactly one `send`.
struct ConsoleInput: Sendable {
    var connection: UInt64
    /// The Unix user at the other end.
    var userID: UInt32
    var language: Language
    var clientID: String?
    /// What the line needs leave for; nil where it has no verb. Without a default: whoever makes a line says it.
    let verb: Verb?
    var request: Result<Request, LineError>
    /// The numbers of the units that the line names.
    let units: [Int32]
}

final class ConsoleServer: @unchecked Sendable {
    struct Settings: Sendable {
        var path: String
        var mode: UInt32 = 0o660
        var language = Language.vi
        var zoneOffsetSeconds: Int64 = 7 * 3600
        var maximumConnections = 512
        var maximumLineBytes = 4_096
        var maximumUnanswered = 64
        var maximumOutputBytes = 256 * 1024
        /// The user at the other end of a connection: the kernel's word, unless a drill plays several people.
        var userID: @Sendable (_ kernelSays: UInt32) -> UInt32 = { $0 }

        init(path: String) { self.path = path }
    }

    /// What has happened at the door since it opened.
    struct Counters: Equatable, Sendable {
        var open = 0
        var accepted = 0
        /// Turned away because there were too many.
        var turnedAway = 0
        /// Closed because they did not read.
        var slowClosed = 0
        var lines = 0
        /// Of these, not understood.
        var badLines = 0
        var tooLongLines = 0
        /// Half lines dropped at hang-up.
        var halfLines = 0
        /// Times that a console's further lines had to wait.
        var pauses = 0
    }

    private static let listenerToken: UInt64 = 0
    private static let wakeToken: UInt64 = 1
    static let firstConnection: UInt64 = 16
    private static let readBytes = 16 * 1024
    /// How long new connections wait when the process has no descriptor left.
    private static let exhaustedMilliseconds: Int32 = 100

    private let settings: Settings
    private let parser: LineParser
    private let now: @Sendable () -> Timestamp
    private let onInput: @Sendable (ConsoleInput) -> Void
    private let onOpen: (@Sendable (UInt64, UInt32) -> Void)?
    private let onClose: (@Sendable (UInt64) -> Void)?
    private let listener: UnixListener
    private let epoll: EpollSet
    private let wake: WakeUp
    private let registry = Locked<[UInt64: ConsoleConnection]>([:])
    private let attention = Locked<[UInt64]>([])
    private let counters = Locked(Counters())
    private let isStopping = Atomic<Bool>(false)
    private var thread: NamedThread?
    private var nextConnection = ConsoleServer.firstConnection

    /// Opens the door. `onInput`, `onOpen` and `onClose` are called on the server's thread and must not wait;
    /// they may call `send`. A living service at the same path is SystemCallError EADDRINUSE.
    init(
        _ settings: Settings, now: @escaping @Sendable () -> Timestamp,
        onInput: @escaping @Sendable (ConsoleInput) -> Void,
        onOpen: (@Sendable (UInt64, UInt32) -> Void)? = nil, onClose: (@Sendable (UInt64) -> Void)? = nil
    ) throws(SystemCallError) {
        self.settings = settings
        self.now = now
        self.onInput = onInput
        self.onOpen = onOpen
        self.onClose = onClose
        parser = LineParser(
            zoneOffsetSeconds: settings.zoneOffsetSeconds, maximumBytes: settings.maximumLineBytes)
        epoll = try EpollSet()
        wake = try WakeUp()
        listener = try UnixListener(path: settings.path, mode: settings.mode)
        try epoll.add(listener.descriptor, token: ConsoleServer.listenerToken, .read)
        try epoll.add(wake.descriptor, token: ConsoleServer.wakeToken, .read)
    }

    /// Begins to serve: connections made since the door was opened wait until then, so that whoever answers
    /// can know the server first. Call once.
    func start() throws(SystemCallError) {
        thread = try NamedThread("console") { [self] in run() }
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

    /// Answers the oldest unanswered line of a connection; one that is gone is no error.
    func send(_ connection: UInt64, _ text: String, thenClose: Bool = false) {
        guard let target = registry.with({ $0[connection] }) else { return }
        put(ConsoleServer.encoded(text, endsReply: true), to: target, answers: 1, thenClose: thenClose)
    }

    /// Lines that answer nothing (alerts) to one connection.
    func notify(_ connection: UInt64, _ text: String) {
        guard !text.isEmpty, let target = registry.with({ $0[connection] }) else { return }
        put(ConsoleServer.encoded(text, endsReply: false), to: target, answers: 0, thenClose: false)
    }

    /// Alert lines to every connection of those user ids, each in its language.
    func broadcast(_ text: Phrase, to mayHear: (_ userID: UInt32) -> Bool) {
        let vi = ConsoleServer.encoded(text.vi, endsReply: false)
        let en = ConsoleServer.encoded(text.en, endsReply: false)
        for target in registry.with({ Array($0.values) }) where mayHear(target.userID) {
            let bytes = target.state.withLock { $0.language } == .vi ? vi : en
            put(bytes, to: target, answers: 0, thenClose: false)
        }
    }

    private func put(_ bytes: [UInt8], to target: ConsoleConnection, answers: Int, thenClose: Bool) {
        switch target.write(bytes, answers: answers, thenClose: thenClose, limits: settings) {
        case .nothing: return
        case .attention: break
        case .slow: counters.with { $0.slowClosed += 1 }
        }
        attention.with { $0.append(target.id) }
        wake.signal()
    }

    /// Lines with their ends; no empty line among them, no control character; an empty line ends a reply.
    static func encoded(_ text: String, endsReply: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 2)
        for byte in text.utf8 {
            if byte == 10 {
                if bytes.last ?? 10 != 10 { bytes.append(10) }
            } else {
                bytes.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte)
            }
        }
        if bytes.last ?? 10 != 10 { bytes.append(10) }
        if endsReply { bytes.append(10) }
        return bytes
    }

    // MARK: - The thread

    private func run() {
        var ready: [EpollSet.Ready] = []
        var buffer = [UInt8](repeating: 0, count: ConsoleServer.readBytes)
        var isListening = true
        while !isStopping.load(ordering: .sequentiallyConsistent) {
            epoll.wait(into: &ready, milliseconds: isListening ? -1 : ConsoleServer.exhaustedMilliseconds)
            if !isListening {
                isListening = (try? epoll.change(listener.descriptor, token: 0, .read)) != nil
            }
            for event in ready {
                switch event.token {
                case ConsoleServer.listenerToken:
                    if !acceptAll() {
                        isListening = (try? epoll.change(listener.descriptor, token: 0, [])) == nil
                    }
                case ConsoleServer.wakeToken:
                    wake.clear()
                    var ids: [UInt64] = []
                    attention.with { swap(&ids, &$0) }
                    for id in ids { serve(id, [], &buffer) }
                default: serve(event.token, event.interest, &buffer)
                }
            }
        }
        for connection in registry.with({ Array($0.values) }) {
            _ = connection.flush()
            drop(connection)
        }
        listener.close()
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
        guard registry.with({ $0.count }) < settings.maximumConnections else {
            counters.with { $0.turnedAway += 1 }
            let said = ConsoleServer.encoded(
                "! quá nhiều bàn đang nối, thử lại sau\n! too many consoles, try again later", endsReply: true
            )
            _ = said.withUnsafeBytes { UnixSocket.send(socket, $0) }
            UnixSocket.shut(socket)
            return
        }
        let connection = ConsoleConnection(
            id: nextConnection, userID: settings.userID(peer.userID), socket: socket,
            language: settings.language, maximumLineBytes: settings.maximumLineBytes)
        nextConnection += 1
        registry.with { $0[connection.id] = connection }
        counters.with { $0.accepted += 1 }
        guard (try? epoll.add(socket, token: connection.id, .read)) != nil else { return drop(connection) }
        onOpen?(connection.id, connection.userID)
    }

    private func drop(_ connection: ConsoleConnection) {
        guard registry.with({ $0.removeValue(forKey: connection.id) }) != nil else { return }
        epoll.remove(connection.socket)
        connection.close()
        if connection.lines.waitingBytes > 0, !connection.hasQuit { counters.with { $0.halfLines += 1 } }
        onClose?(connection.id)
    }

    private func serve(_ id: UInt64, _ interest: EpollSet.Interest, _ buffer: inout [UInt8]) {
        guard let connection = registry.with({ $0[id] }) else { return }
        guard connection.flush() else { return drop(connection) }
        let isGone = !interest.isDisjoint(with: .gone)
        let wasPaused = connection.state.withLock { $0.isPaused }
        if wasPaused, isGone { return drop(connection) }
        resume(connection)
        if takeLines(connection), interest.contains(.read) || isGone { read(connection, &buffer) }
        let (isDone, isClosed) = connection.state.withLock { state in
            let isQuiet = state.output.isEmpty && state.unanswered == 0
            return (
                state.output.isEmpty && state.closesWhenFlushed || state.isEnded && isQuiet, state.isClosed
            )
        }
        guard !isDone, !isClosed else { return drop(connection) }
        // Nobody is there to read an answer, and epoll would say so for ever.
        if isGone, connection.hasQuit || connection.state.withLock({ $0.isEnded }) { return drop(connection) }
        watch(connection)
    }

    /// Reads until nothing is there, the console must wait, or it has ended.
    private func read(_ connection: ConsoleConnection, _ buffer: inout [UInt8]) {
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

    /// Hands on every whole line; false where the console must wait for answers first.
    private func takeLines(_ connection: ConsoleConnection) -> Bool {
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
            guard let line = connection.lines.next() else { return true }
            hand(line, of: connection)
        }
    }

    private func hand(_ line: LineBuffer.Line, of connection: ConsoleConnection) {
        var parsed = ParsedLine(clientID: nil, request: .failure(.tooLong(limit: settings.maximumLineBytes)))
        if case .whole(let bytes) = line { parsed = parser.parse(bytes, now: now()) }
        var isBad = false
        switch parsed.request {
        case .failure: isBad = true
        case .success(.quit): connection.hasQuit = true
        case .success: break
        }
        let language = connection.state.withLock { state in
            if case .success(.language(let language)) = parsed.request { state.language = language }
            state.unanswered += 1
            return state.language
        }
        counters.with {
            $0.lines += 1
            if isBad { $0.badLines += 1 }
            if case .failure(.tooLong) = parsed.request { $0.tooLongLines += 1 }
        }
        onInput(
            ConsoleInput(
                connection: connection.id, userID: connection.userID, language: language,
                clientID: parsed.clientID, verb: parsed.verb, request: parsed.request,
                units: parsed.units))
    }

    private func resume(_ connection: ConsoleConnection) {
        connection.state.withLock { state in
            if state.isPaused, state.unanswered <= settings.maximumUnanswered / 2 { state.isPaused = false }
        }
    }

    private func watch(_ connection: ConsoleConnection) {
        let interest = connection.state.withLock { state in
            var interest: EpollSet.Interest = []
            if !state.isPaused, !state.isEnded, !connection.hasQuit { interest.insert(.read) }
            if !state.output.isEmpty { interest.insert(.write) }
            return interest
        }
        guard interest != connection.interest else { return }
        connection.interest = interest
        if (try? epoll.change(connection.socket, token: connection.id, interest)) == nil { drop(connection) }
    }
}
