// The consoles' door: lines of people come in, are parsed here and handed on; answers go out from whatever
// thread has them, at once where the console takes them. Connections, bounds and what happens above them are
// the line server's.
//
// Wire: a line in; its answer's lines and an empty line out, in the order of the lines in. Lines that begin
// with `!` are alerts and stand between answers.

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

    private let settings: Settings
    private let parser: LineParser
    private let now: @Sendable () -> Timestamp
    private let onInput: @Sendable (ConsoleInput) -> Void
    private let languages = Locked<[UInt64: Language]>([:])
    private let badLines = Locked((all: 0, tooLong: 0))
    private var server: LineServer!

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
        parser = LineParser(
            zoneOffsetSeconds: settings.zoneOffsetSeconds, maximumBytes: settings.maximumLineBytes)
        var lines = LineServer.Settings(name: "console", path: settings.path)
        lines.mode = settings.mode
        lines.maximumConnections = settings.maximumConnections
        lines.maximumLineBytes = settings.maximumLineBytes
        lines.maximumUnanswered = settings.maximumUnanswered
        lines.maximumOutputBytes = settings.maximumOutputBytes
        lines.userID = settings.userID
        var hooks = LineServer.Hooks(onLine: { [weak self] in self?.hand($1, of: $0) ?? false })
        hooks.whenFull = ConsoleServer.encoded(
            "! quá nhiều bàn đang nối, thử lại sau\n! too many consoles, try again later", endsReply: true)
        hooks.onOpen = { [languages] source in
            languages.with { $0[source.connection] = settings.language }
            onOpen?(source.connection, source.userID)
        }
        hooks.onClose = { [languages] connection in
            languages.with { $0[connection] = nil }
            onClose?(connection)
        }
        server = try LineServer(lines, hooks)
    }

    /// Begins to serve: connections made since the door was opened wait until then, so that whoever answers
    /// can know the server first. Call once.
    func start() throws(SystemCallError) { try server.start() }

    /// Closes the door and all connections; returns when the thread has ended. Call once.
    func stop() { server.stop() }

    var status: Counters {
        let counted = server.status
        var counters = Counters()
        counters.open = counted.open
        counters.accepted = counted.accepted
        counters.turnedAway = counted.turnedAway
        counters.slowClosed = counted.slowClosed
        counters.lines = counted.lines
        (counters.badLines, counters.tooLongLines) = badLines.with { $0 }
        counters.halfLines = counted.halfLines
        counters.pauses = counted.pauses
        return counters
    }

    // MARK: - Out, from any thread

    /// Answers the oldest unanswered line of a connection; one that is gone is no error.
    func send(_ connection: UInt64, _ text: String, thenClose: Bool = false) {
        let bytes = ConsoleServer.encoded(text, endsReply: true)
        server.write(bytes, to: connection, answers: 1, thenClose: thenClose)
    }

    /// Lines that answer nothing (alerts) to one connection.
    func notify(_ connection: UInt64, _ text: String) {
        guard !text.isEmpty else { return }
        server.write(ConsoleServer.encoded(text, endsReply: false), to: connection, answers: 0)
    }

    /// Alert lines to every connection of those user ids, each in its language.
    func broadcast(_ text: Phrase, to mayHear: (_ userID: UInt32) -> Bool) {
        let vi = ConsoleServer.encoded(text.vi, endsReply: false)
        let en = ConsoleServer.encoded(text.en, endsReply: false)
        let languages = languages.with { $0 }
        for source in server.sources where mayHear(source.userID) {
            let language = languages[source.connection] ?? settings.language
            server.write(language == .vi ? vi : en, to: source.connection, answers: 0)
        }
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

    // MARK: - The server's thread

    /// Parses and hands on; false where nothing more is to be read after it.
    private func hand(_ line: LineBuffer.Line, of source: LineServer.Source) -> Bool {
        var parsed = ParsedLine(clientID: nil, request: .failure(.tooLong(limit: settings.maximumLineBytes)))
        if case .whole(let bytes) = line { parsed = parser.parse(bytes, now: now()) }
        var hasQuit = false
        switch parsed.request {
        case .failure(.tooLong): badLines.with { $0 = ($0.all + 1, $0.tooLong + 1) }
        case .failure: badLines.with { $0.all += 1 }
        case .success(.quit): hasQuit = true
        case .success: break
        }
        let language = languages.with { languages in
            if case .success(.language(let language)) = parsed.request {
                languages[source.connection] = language
            }
            return languages[source.connection] ?? settings.language
        }
        onInput(
            ConsoleInput(
                connection: source.connection, userID: source.userID, language: language,
                clientID: parsed.clientID, verb: parsed.verb, request: parsed.request,
                units: parsed.units))
        return !hasQuit
    }
}
