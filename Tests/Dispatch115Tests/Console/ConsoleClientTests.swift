import Glibc
import Testing

@testable import Dispatch115

/// The client with pipes for its terminal.
private final class ClientRun: @unchecked Sendable {
    private var inputEnds: [Int32] = [0, 0]
    private var outputEnds: [Int32] = [0, 0]
    private var errorEnds: [Int32] = [0, 0]
    private let code = Locked<Int32?>(nil)
    private var thread: NamedThread?

    init(_ path: String, change: (inout ConsoleClient.Settings) -> Void = { _ in }) throws {
        guard pipe(&inputEnds) == 0, pipe(&outputEnds) == 0, pipe(&errorEnds) == 0 else {
            throw SystemCallError("pipe")
        }
        var settings = ConsoleClient.Settings(socketPath: path, session: "test")
        settings.language = .en
        settings.input = inputEnds[0]
        settings.output = outputEnds[1]
        settings.errors = errorEnds[1]
        settings.retryMilliseconds = 20
        change(&settings)
        let (final, result, ends) = (settings, code, [outputEnds[1], errorEnds[1]])
        thread = try NamedThread("client") {
            let code = ConsoleClient.run(final)
            result.with { $0 = code }
            for end in ends { close(end) }
        }
    }

    func type(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(inputEnds[1], $0.baseAddress, $0.count) }
    }

    func endInput() { close(inputEnds[1]) }

    private func bytes(_ end: Int32) -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = read(end, &chunk, chunk.count)
        return count > 0 ? Array(chunk[..<count]) : nil
    }

    /// Reads output until it contains `text` or ends.
    func output(until text: String) -> String {
        var all: [UInt8] = []
        while !String(decoding: all, as: UTF8.self).contains(text), let more = bytes(outputEnds[0]) {
            all += more
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// Waits for its end: exit code, the rest of output and errors.
    func finish() -> (code: Int32?, output: String, errors: String) {
        thread?.join()
        var (output, errors): ([UInt8], [UInt8]) = ([], [])
        while let more = bytes(outputEnds[0]) { output += more }
        while let more = bytes(errorEnds[0]) { errors += more }
        for end in [inputEnds[0], outputEnds[0], errorEnds[0]] { close(end) }
        return (
            code.with { $0 }, String(decoding: output, as: UTF8.self), String(decoding: errors, as: UTF8.self)
        )
    }
}

/// Does each client id once and answers a repeat from memory; outlives its servers, as a journal does.
private final class OnceEngine: @unchecked Sendable {
    let done = Locked<[String]>([])
    let answers = Locked<[String: String]>([:])
    /// Lines that are done but whose answer is lost with the server.
    let swallow = Locked(0)
    private let box = Locked<ConsoleServer?>(nil)

    func start(_ path: String) throws -> ConsoleServer {
        let server = try ConsoleServer(
            ConsoleServer.Settings(path: path), now: { Timestamp(nanoseconds: 1) },
            onInput: { [self] input in take(input) })
        box.with { $0 = server }
        try server.start()
        return server
    }

    private func take(_ input: ConsoleInput) {
        guard let server = box.with({ $0 }) else { return }
        switch input.request {
        case .success(.quit): server.send(input.connection, "bye", thenClose: true)
        case .success(.note(_, let text)):
            let id = input.clientID ?? "none"
            if let known = answers.with({ $0[id] }) { return server.send(input.connection, "again \(known)") }
            done.with { $0.append(text) }
            answers.with { $0[id] = text }
            if swallow.with({ left in
                left -= 1
                return left >= 0
            }) {
                return
            }
            server.send(input.connection, "did \(text)")
        case .success(let request): server.send(input.connection, "\(request)")
        case .failure(let error): server.send(input.connection, Renderer(input.language).refused(error))
        }
    }
}

@Suite(.serialized) struct ConsoleClientTests {
    @Test func aScriptRunsInOrderAndEndsCleanly() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let engine = OnceEngine()
        let server = try engine.start(folder.socket)
        defer { server.stop() }
        let client = try ClientRun(folder.socket)
        client.type("NOTE 1 a\n\nQ\nBAD\n#mine NOTE 1 b\n")
        client.endInput()
        let end = client.finish()
        #expect(end.code == 0 && end.errors == "")
        #expect(end.output.hasPrefix("did a\nqueue\nREFUSED"))
        #expect(end.output.hasSuffix("did b\n") && !end.output.contains("115>"))
        #expect(engine.answers.with { Set($0.keys) } == ["test-1", "mine"])
    }

    @Test func quitEndsItAndLaterLinesAreNotSent() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let engine = OnceEngine()
        let server = try engine.start(folder.socket)
        defer { server.stop() }
        let client = try ClientRun(folder.socket)
        client.type("Q\nTHOAT\nNOTE 1 late\n")
        let end = client.finish()
        #expect(end.code == 0 && end.output == "queue\nbye\n")
        #expect(engine.done.with { $0.isEmpty })
    }

    @Test func aTerminalSeesPromptAndAlerts() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let engine = OnceEngine()
        let server = try engine.start(folder.socket)
        defer { server.stop() }
        let client = try ClientRun(folder.socket) { $0.isTerminal = true }
        #expect(client.output(until: "115> ") == "115> ")
        server.broadcast(Phrase(vi: "! báo", en: "! alarm")) { _ in true }
        #expect(client.output(until: "alarm\n115> ") == "\n! alarm\n115> ")
        client.type("Q\n")
        #expect(client.output(until: "115> ") == "queue\n115> ")
        client.type("QUIT\n")
        #expect(client.finish().code == 0)
    }

    @Test func aLineWhoseAnswerWasLostIsDoneOnce() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let engine = OnceEngine()
        engine.swallow.with { $0 = 1 }
        let first = try engine.start(folder.socket)
        let client = try ClientRun(folder.socket)
        client.type("NOTE 1 once\nNOTE 1 twice\n")
        client.endInput()
        #expect(eventually { engine.done.with { $0 == ["once"] } })
        first.stop()
        WallClock.sleep(nanoseconds: 50_000_000)
        let second = try engine.start(folder.socket)
        defer { second.stop() }
        let end = client.finish()
        #expect(end.code == 0)
        #expect(end.output == "again once\ndid twice\n")
        #expect(engine.done.with { $0 } == ["once", "twice"])
        #expect(end.errors.contains("gone") && end.errors.contains("connected again"))
    }

    @Test func aServiceThatStaysAwayIsAnError() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let client = try ClientRun(folder.socket) { $0.retrySeconds = 0 }
        let end = client.finish()
        #expect(end.code == 1 && end.output == "" && end.errors.contains("cannot be reached"))
    }

    @Test func anUnfinishedLastLineIsNotSent() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let engine = OnceEngine()
        let server = try engine.start(folder.socket)
        defer { server.stop() }
        let client = try ClientRun(folder.socket)
        client.type("NOTE 1 a\nNOTE 1 half")
        client.endInput()
        let end = client.finish()
        #expect(end.code == 0 && end.output == "did a\n" && end.errors.contains("not sent"))
        #expect(engine.done.with { $0 } == ["a"])
    }
}
