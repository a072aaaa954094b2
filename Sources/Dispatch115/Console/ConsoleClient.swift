// The other end of the console's door: a person's terminal, or a script. Gives every line a client id, so
// that a line whose answer was lost with the service can be sent again without being done twice. One thread,
// one poll over standard input and the socket; never the cooperative pool.
//
// One line is under way at a time; further ones wait in standard input. Bounds: 64 KiB of a line, the answer
// streams through.

import Glibc

struct ConsoleClient {
    struct Settings {
        var socketPath: String
        var language = Language.vi
        var input: Int32 = 0
        var output: Int32 = 1
        var errors: Int32 = 2
        /// Shows the prompt.
        var isTerminal = false
        /// Colours lines that begin with `!` or say that something is not durable.
        var hasColour = false
        /// How long a lost service is looked for.
        var retrySeconds: Int64 = 15
        var retryMilliseconds: Int64 = 150
        /// Begins every client id of this run: unique, visible ASCII, at most 40 characters.
        var session: String

        init(socketPath: String, session: String) {
            self.socketPath = socketPath
            self.session = session
        }

        /// With a random session.
        init(socketPath: String, random: any RandomBytes) {
            self.init(socketPath: socketPath, session: Hexadecimal.text(random.bytes(8)))
        }
    }

    /// Runs until QUIT or the end of input (0), or until the service is lost for good (1).
    static func run(_ settings: Settings) -> Int32 {
        var client = ConsoleClient(settings)
        return client.run()
    }

    static let prompt = "115> "
    private static let longestLine = 64 * 1024
    private static let longestAnswerLine = 64 * 1024

    private var settings: Settings
    private var language: Language
    private var socket: FileDescriptor?
    /// Lines that were read and wait their turn.
    private var queue: [[UInt8]] = []
    /// Sent, or to be sent again: its answer has not come.
    private var underWay: [UInt8]?
    private var requested: Request = .empty
    /// The answer to our own LANG comes first and is nobody's business.
    private var isGreeting = false
    private var counter: UInt64 = 0
    private var typed: [UInt8] = []
    private var isSkipping = false
    private var received: [UInt8] = []
    private var hasInputEnded = false
    private var isPrompting = false
    private var chunk = [UInt8](repeating: 0, count: 16 * 1024)

    private init(_ settings: Settings) {
        self.settings = settings
        language = settings.language
    }

    private mutating func run() -> Int32 {
        guard connect(isFirst: true) else { return 1 }
        while true {
            startNext()
            if underWay == nil, queue.isEmpty, hasInputEnded, !isGreeting { return 0 }
            showPrompt()
            let wantsInput = !hasInputEnded && queue.isEmpty && underWay == nil && !isGreeting
            let (inputReady, socketReady) = wait(forInput: wantsInput)
            if socketReady, !receive() {
                if requested == .quit { return 0 }
                guard connect(isFirst: false) else { return 1 }
            }
            if requested == .quit, underWay == nil { return 0 }
            if inputReady { readInput() }
        }
    }

    private func wait(forInput: Bool) -> (input: Bool, socket: Bool) {
        var entries = [
            pollfd(fd: socket?.number ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(fd: forInput ? settings.input : -1, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&entries, 2, -1) > 0 else { return (false, false) }
        return (entries[1].revents != 0, entries[0].revents != 0)
    }

    // MARK: - Lines out

    private mutating func startNext() {
        while underWay == nil, !isGreeting, !queue.isEmpty {
            let line = queue.removeFirst()
            let parsed = LineParser(maximumBytes: .max).parse(line, now: Timestamp(nanoseconds: 0))
            if parsed.request == .success(.empty) { continue }
            var bytes = line
            if bytes.first != UInt8(ascii: "#") {
                counter += 1
                bytes = Array("#\(settings.session)-\(counter) ".utf8) + line
            }
            requested = (try? parsed.request.get()) ?? .empty
            underWay = bytes
            send(bytes)
        }
    }

    /// What cannot be sent will be noticed when the socket is read.
    private func send(_ line: [UInt8]) {
        guard let socket else { return }
        let bytes = line + [10]
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { UnixSocket.send(socket, $0) }
            guard let count, count > 0 else { return }
            sent += count
        }
    }

    // MARK: - Lines in

    /// False where the service is gone.
    private mutating func receive() -> Bool {
        guard let socket else { return false }
        switch chunk.withUnsafeMutableBytes({ UnixSocket.receive(socket, into: $0) }) {
        case .none: return true
        case .ended: return false
        case .bytes(let count): received += chunk[..<count]
        }
        var shown: [UInt8] = []
        var start = received.startIndex
        while let end = received[start...].firstIndex(of: 10) {
            take(received[start..<end], &shown)
            start = end + 1
        }
        received.removeFirst(start)
        if received.count > ConsoleClient.longestAnswerLine {
            shown += received
            received = []
        }
        show(shown)
        return true
    }

    private mutating func take(_ line: ArraySlice<UInt8>, _ shown: inout [UInt8]) {
        if line.isEmpty {
            endAnswer()
        } else if !isGreeting || line.first == UInt8(ascii: "!") {
            shown += (settings.hasColour ? DeskColour.shown(line) : Array(line)) + [10]
        }
    }

    private mutating func endAnswer() {
        if isGreeting {
            isGreeting = false
            if let underWay { send(underWay) }
        } else if underWay != nil {
            if case .language(let chosen) = requested { language = chosen }
            underWay = nil
        }
    }

    private mutating func show(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        if isPrompting { write(settings.output, [10]) }
        isPrompting = false
        write(settings.output, bytes)
    }

    private mutating func showPrompt() {
        guard settings.isTerminal, !isPrompting, underWay == nil, queue.isEmpty, !isGreeting, !hasInputEnded
        else { return }
        isPrompting = true
        write(settings.output, Array(ConsoleClient.prompt.utf8))
    }

    private func write(_ descriptor: Int32, _ bytes: [UInt8]) {
        var offset = 0
        while offset < bytes.count {
            let count = bytes[offset...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            offset += count
        }
    }

    private func tell(_ phrase: Phrase) {
        write(settings.errors, Array(((isPrompting ? "\n" : "") + phrase[language] + "\n").utf8))
    }

    // MARK: - Standard input

    private mutating func readInput() {
        isPrompting = false
        let count = read(settings.input, &chunk, chunk.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return }
        guard count > 0 else {
            hasInputEnded = true
            if !typed.isEmpty {
                tell(
                    Phrase(
                        vi: "! dòng cuối không có dấu xuống dòng nên không được gửi",
                        en: "! the last line has no line end and was not sent"))
            }
            return
        }
        for byte in chunk[..<count] {
            if byte == 10 {
                if !isSkipping { queue.append(typed) }
                typed = []
                isSkipping = false
            } else if !isSkipping {
                typed.append(byte)
                if typed.count > ConsoleClient.longestLine { skipLine() }
            }
        }
    }

    private mutating func skipLine() {
        typed = []
        isSkipping = true
        let refusal = Renderer(language).refused(LineError.tooLong(limit: ConsoleClient.longestLine))
        show(Array((refusal + "\n").utf8))
    }

    // MARK: - The service comes and goes

    /// Connects, trying again for as long as the settings say; false where the service stays away.
    private mutating func connect(isFirst: Bool) -> Bool {
        socket = nil
        received = []
        let end = WallClock.monotonicNanoseconds() + settings.retrySeconds * 1_000_000_000
        var hasTold = false
        if !isFirst {
            tell(
                Phrase(
                    vi: "! mất kết nối với dịch vụ, đang nối lại",
                    en: "! the service is gone, trying to reach it again"))
            hasTold = true
            isPrompting = false
        }
        while true {
            if let reached = try? UnixSocket.connect(settings.socketPath) {
                socket = reached
                isGreeting = true
                send(Array("\(CommandTable.name(.language, .en)) \(language.rawValue)".utf8))
                if hasTold { tell(Phrase(vi: "! đã nối lại", en: "! connected again")) }
                return true
            }
            guard WallClock.monotonicNanoseconds() < end else { break }
            if !hasTold {
                tell(
                    Phrase(
                        vi: "! chờ dịch vụ tại \(settings.socketPath)",
                        en: "! waiting for the service at \(settings.socketPath)"))
                hasTold = true
            }
            WallClock.sleep(nanoseconds: settings.retryMilliseconds * 1_000_000)
        }
        tell(
            Phrase(
                vi: "! không nối được với dịch vụ; dòng chưa có trả lời có thể đã hoặc chưa được làm",
                en: "! the service cannot be reached; a line without an answer may or may not have been done")
        )
        return false
    }
}
