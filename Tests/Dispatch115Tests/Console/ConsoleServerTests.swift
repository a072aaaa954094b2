import Glibc
import Testing

@testable import Dispatch115

/// A console over a real socket, blocking.
final class TestConsole: @unchecked Sendable {
    let socket: FileDescriptor
    private var received: [UInt8] = []

    init(_ path: String) throws { socket = try UnixSocket.connect(path) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { UnixSocket.send(socket, $0) }
            guard let count, count > 0 else { return }
            sent += count
        }
    }

    func endInput() { shutdown(socket.number, Int32(SHUT_WR)) }

    /// The next line; nil at the end.
    func line() -> String? {
        while true {
            if let end = received.firstIndex(of: 10) {
                defer { received.removeFirst(end + 1) }
                return String(decoding: received[..<end], as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 65_536)
            guard
                case .bytes(let count) = chunk.withUnsafeMutableBytes({ UnixSocket.receive(socket, into: $0) }
                )
            else { return nil }
            received += chunk[..<count]
        }
    }

    /// The next reply's lines; nil where the connection ended before its empty line.
    func reply() -> [String]? {
        var lines: [String] = []
        while let line = line() {
            if line.isEmpty { return lines }
            lines.append(line)
        }
        return nil
    }
}

/// A folder of its own, gone afterwards.
struct TestFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/d115-console-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    var socket: String { path + "/console.sock" }

    func remove() {
        for name in (try? Files.list(path)) ?? [] { unlink(path + "/" + name) }
        rmdir(path)
    }
}

/// Answers every line from a thread of its own with the line's words; remembers what came.
final class EchoEngine: @unchecked Sendable {
    let box = Mailbox<ConsoleInput>(capacity: 100_000)
    let seen = Locked<[ConsoleInput]>([])
    let holds = Locked(false)
    private var server: ConsoleServer?
    private var thread: NamedThread?

    func start(_ settings: ConsoleServer.Settings) throws -> ConsoleServer {
        let box = box
        let server = try ConsoleServer(
            settings, now: { Timestamp(nanoseconds: 1) }, onInput: { _ = box.put($0) })
        self.server = server
        thread = try NamedThread("echo") { [self] in
            var batch: [ConsoleInput] = []
            while box.takeAll(into: &batch, until: nil) {
                for input in batch {
                    seen.with { $0.append(input) }
                    while holds.with({ $0 }) { WallClock.sleep(nanoseconds: 1_000_000) }
                    switch input.request {
                    case .success(.quit): server.send(input.connection, "bye", thenClose: true)
                    case .success(.note(_, let text)): server.send(input.connection, text)
                    case .success(let request): server.send(input.connection, "\(request)")
                    case .failure(let error):
                        server.send(input.connection, Renderer(input.language).refused(error))
                    }
                }
            }
        }
        try server.start()
        return server
    }

    func stop() {
        server?.stop()
        holds.with { $0 = false }
        box.close()
        thread?.join()
    }
}

private func residentBytes() throws -> Int {
    let fields = try Files.readText("/proc/self/statm").split(separator: " ")
    return (Int(fields[1]) ?? 0) * 4096
}

private func withServer(
    _ change: (inout ConsoleServer.Settings) -> Void = { _ in },
    _ body: (ConsoleServer, EchoEngine, String) throws -> Void
) throws {
    let folder = try TestFolder()
    defer { folder.remove() }
    var settings = ConsoleServer.Settings(path: folder.socket)
    change(&settings)
    let engine = EchoEngine()
    let server = try engine.start(settings)
    defer { engine.stop() }
    try body(server, engine, folder.socket)
}

@Suite(.serialized) struct ConsoleServerTests {
    @Test func severalConsolesEachGetTheirAnswersInOrder() throws {
        try withServer { server, engine, path in
            let consoles = try (0..<8).map { _ in try TestConsole(path) }
            for (number, console) in consoles.enumerated() {
                console.send((0..<200).map { "NOTE 1 \(number)-\($0)\n" }.joined())
            }
            for (number, console) in consoles.enumerated() {
                for line in 0..<200 { #expect(console.reply() == ["\(number)-\(line)"]) }
            }
            #expect(server.status.open == 8 && server.status.lines == 1_600)
            #expect(engine.seen.with { $0.allSatisfy { $0.userID == getuid() } })
            #expect(Set(engine.seen.with { $0.map(\.connection) }).count == 8)
        }
    }

    @Test func languageIsTheConnections() throws {
        try withServer { _, engine, path in
            let (one, two) = (try TestConsole(path), try TestConsole(path))
            one.send("LANG en\nBAD\n")
            two.send("BAD\n")
            #expect(one.reply() == ["language(Dispatch115.Language.en)"])
            #expect(one.reply()?.first?.hasPrefix("REFUSED") == true)
            #expect(two.reply()?.first?.hasPrefix("TỪ CHỐI") == true)
            #expect(engine.seen.with { $0.first { $0.request == .success(.language(.en)) }?.language } == .en)
        }
    }

    @Test func halfALineIsNotDone() throws {
        try withServer { server, engine, path in
            do {
                let console = try TestConsole(path)
                console.send("NOTE 1 whole\nNOTE 1 hal")
                #expect(console.reply() == ["whole"])
            }
            #expect(eventually { server.status.open == 0 })
            #expect(engine.seen.with { $0.count } == 1)
            #expect(server.status.halfLines == 1)
        }
    }

    @Test func whoEndsItsInputStillGetsItsAnswers() throws {
        try withServer { server, _, path in
            let console = try TestConsole(path)
            console.send((0..<300).map { "NOTE 1 \($0)\n" }.joined())
            console.endInput()
            for line in 0..<300 { #expect(console.reply() == ["\(line)"]) }
            #expect(console.line() == nil)
            #expect(eventually { server.status.open == 0 })
        }
    }

    @Test func quitClosesAndNothingAfterItIsDone() throws {
        try withServer { _, engine, path in
            let console = try TestConsole(path)
            console.send("Q\nQUIT\nNOTE 1 after\n")
            #expect(console.reply() == ["queue"])
            #expect(console.reply() == ["bye"])
            #expect(console.line() == nil)
            #expect(engine.seen.with { $0.count } == 2)
        }
    }

    @Test func linesThatAreTooLongAreSkippedInConstantMemory() throws {
        try withServer { server, engine, path in
            let console = try TestConsole(path)
            console.send("NOTE 1 " + String(repeating: "a", count: 4_089) + "\n")
            #expect(console.reply()?.first?.utf8.count == 4_089)
            console.send("NOTE 1 " + String(repeating: "a", count: 4_090) + "\n")
            #expect(console.reply()?.first?.contains("4096") == true)
            let before = try residentBytes()
            let chunk = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20)
            for _ in 0..<256 { console.send(chunk) }
            let grown = try residentBytes() - before
            // Other tests run in this process: far less than the line is proof enough.
            #expect(grown < 192 << 20, "grew by \(grown) bytes")
            console.send("\nQ\n")
            #expect(console.reply()?.first?.contains("4096") == true)
            #expect(console.reply() == ["queue"])
            #expect(server.status.tooLongLines == 2)
            #expect(engine.seen.with { $0.count } == 4)
        }
    }

    @Test func aLineBufferIsBounded() {
        var buffer = LineBuffer(maximumLineBytes: 100)
        let chunk = [UInt8](repeating: 1, count: 1_000)
        var tooLong = 0
        for _ in 0..<1_000 {
            chunk.withUnsafeBytes { buffer.append($0) }
            #expect(buffer.waitingBytes <= 1_101)
            while let line = buffer.next() { tooLong += line == .tooLong ? 1 : 100 }
            #expect(buffer.waitingBytes <= 101)
        }
        [UInt8]([10, 65, 10, 66]).withUnsafeBytes { buffer.append($0) }
        #expect(tooLong == 1 && buffer.next() == .whole([65]) && buffer.next() == nil)
        #expect(buffer.waitingBytes == 1)
    }

    @Test func aConsoleThatDoesNotReadIsClosedAndTheOthersGoOn() throws {
        try withServer({ $0.maximumOutputBytes = 64 * 1024 }) { server, _, path in
            let (slow, other) = (try TestConsole(path), try TestConsole(path))
            slow.send("Q\n")
            #expect(eventually { server.status.lines == 1 })
            let long = Phrase(vi: "! " + String(repeating: "v", count: 1_000), en: "! x")
            var heard = 0
            #expect(
                eventually {
                    server.broadcast(long) { _ in true }
                    if other.line()?.hasPrefix("! v") == true { heard += 1 }
                    return server.status.slowClosed == 1
                })
            other.send("Q\n")
            var last = other.line()
            while last?.hasPrefix("!") == true { last = other.line() }
            #expect(last == "queue")
            #expect(server.status.open == 1 && heard > 64)
            _ = slow
        }
    }

    @Test func unansweredLinesAreBoundedAndThenAllAnswered() throws {
        try withServer({ $0.maximumUnanswered = 10 }) { server, engine, path in
            engine.holds.with { $0 = true }
            let console = try TestConsole(path)
            console.send((0..<1_000).map { "NOTE 1 \($0)\n" }.joined())
            #expect(eventually { server.status.pauses > 0 })
            WallClock.sleep(nanoseconds: 20_000_000)
            #expect(server.status.lines == 10)
            engine.holds.with { $0 = false }
            for line in 0..<1_000 { #expect(console.reply() == ["\(line)"]) }
        }
    }

    @Test func threeHundredConsolesAndOneTooMany() throws {
        try withServer({ $0.maximumConnections = 300 }) { server, _, path in
            let consoles = try (0..<300).map { _ in try TestConsole(path) }
            for console in consoles { console.send("Q\n") }
            for console in consoles { #expect(console.reply() == ["queue"]) }
            #expect(server.status.open == 300)
            let more = try TestConsole(path)
            let told = more.reply()
            #expect(told?.count == 2 && told?.allSatisfy { $0.hasPrefix("! ") } == true)
            #expect(more.line() == nil && server.status.turnedAway == 1)
            server.broadcast(Phrase(vi: "! một", en: "! one")) { _ in true }
            for console in consoles { #expect(console.line() == "! một") }
        }
    }

    @Test func aDeadServicesSocketIsReplacedALivingOnesIsNot() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        do {
            let dead = try UnixListener(path: folder.socket, mode: 0o600)
            _ = dead
        }
        #expect(Files.exists(folder.socket))
        let engine = EchoEngine()
        let server = try engine.start(ConsoleServer.Settings(path: folder.socket))
        var info = stat()
        #expect(lstat(folder.socket, &info) == 0 && info.st_mode & 0o777 == 0o660)
        #expect(throws: SystemCallError("bind", folder.socket, code: EADDRINUSE)) {
            _ = try ConsoleServer(
                ConsoleServer.Settings(path: folder.socket), now: { Timestamp(nanoseconds: 1) },
                onInput: { _ in })
        }
        let console = try TestConsole(folder.socket)
        console.send("Q\n")
        #expect(console.reply() == ["queue"])
        engine.stop()
        _ = server
        #expect(!Files.exists(folder.socket))
        #expect(console.line() == nil)
        try Files.writeAtomically(folder.path + "/file", [1])
        #expect(throws: SystemCallError("bind", folder.path + "/file", code: ENOTSOCK)) {
            _ = try UnixListener(path: folder.path + "/file", mode: 0o600)
        }
        let long = folder.path + "/" + String(repeating: "x", count: 120)
        #expect(throws: SystemCallError("bind", long, code: ENAMETOOLONG)) {
            _ = try UnixListener(path: long, mode: 0o600)
        }
    }

    @Test func hangingUpMidAnswerHurtsNobody() throws {
        try withServer { server, engine, path in
            engine.holds.with { $0 = true }
            for _ in 0..<50 {
                let console = try TestConsole(path)
                console.send("Q\nQ\nQ\n")
            }
            let stays = try TestConsole(path)
            stays.send("Q\n")
            #expect(eventually { server.status.lines == 151 })
            engine.holds.with { $0 = false }
            #expect(stays.reply() == ["queue"])
            #expect(eventually { server.status.open == 1 })
        }
    }

    @Test func whatGoesOutIsSafe() {
        let rows: [(String, Bool, String)] = [
            ("a", true, "a\n\n"), ("", true, "\n"), ("a\n\nb\n", true, "a\nb\n\n"), ("\n\na", false, "a\n"),
            ("a\u{1B}b\u{0}", false, "a?b?\n"),
        ]
        for (text, ends, wire) in rows {
            #expect(String(decoding: ConsoleServer.encoded(text, endsReply: ends), as: UTF8.self) == wire)
        }
    }
}
