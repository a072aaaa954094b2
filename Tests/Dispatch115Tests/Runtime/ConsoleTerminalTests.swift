import Foundation
import Testing

@testable import Dispatch115

/// `console` on a real terminal, which Python's pty module gives: with rlwrap, without, and plain.
@Suite(.serialized) struct ConsoleTerminalTests {
    static let rlwrap = Terminal.program("rlwrap")

    /// What waits for each text in turn and then types; gives all that the terminal showed.
    private static let driver = """
        import fcntl, json, os, pty, select, struct, sys, termios, time
        job = json.load(sys.stdin)
        ready, go = os.pipe()
        child, end = pty.fork()
        if child == 0:
            os.close(go)
            os.read(ready, 1)
            os.execve(job["argv"][0], job["argv"], job["env"])
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.close(go)
        shown, seen, limit = b"", 0, time.time() + 60
        def more():
            global shown
            if not select.select([end], [], [], 0.1)[0]: return True
            try: part = os.read(end, 65536)
            except OSError: return False
            shown += part
            return bool(part)
        for text, keys in job["steps"]:
            wanted = text.encode()
            while wanted not in shown[seen:]:
                if not more() or time.time() > limit:
                    sys.stdout.buffer.write(shown + b"\\nNEVER SHOWN: " + wanted)
                    os.kill(child, 9)
                    sys.exit(3)
            seen = shown.index(wanted, seen) + len(wanted)
            os.write(end, keys.encode())
        while more() and time.time() < limit: pass
        _, code = os.waitpid(child, 0)
        sys.stdout.buffer.write(shown)
        sys.exit(os.waitstatus_to_exitcode(code) & 255)
        """

    private static func onTerminal(
        _ argv: [String], _ environment: [String: String], _ steps: [[String]]
    ) throws -> (status: Int32, shown: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", driver]
        let (feed, output) = (Pipe(), Pipe())
        process.standardInput = feed
        process.standardOutput = output
        try process.run()
        let job: [String: Any] = ["argv": argv, "env": environment, "steps": steps]
        feed.fileHandleForWriting.write(try JSONSerialization.data(withJSONObject: job))
        try feed.fileHandleForWriting.close()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }

    /// A running service, the words of its console, and an environment with a home of its own.
    private final class Desk {
        let fixture: ServiceFixture
        let home: String
        var environment: [String: String]
        var words: [String] {
            [ServiceFixture.program, "console", "--lang", "en", "--socket", fixture.folder + "/console.sock"]
        }

        init(settings: [String] = []) throws {
            fixture = try ServiceFixture(settings: settings)
            try fixture.start()
            home = fixture.folder + "/home"
            try Files.makeFolder(home)
            environment = ["HOME": home, "TERM": "xterm", "PATH": "/usr/bin:/bin"]
            // The program finds its libraries by the path it was built with, or by this.
            if let path = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"] {
                environment["LD_LIBRARY_PATH"] = path
            }
        }

        func type(_ steps: [[String]], more: [String] = []) throws -> String {
            let run = try ConsoleTerminalTests.onTerminal(words + more, environment, steps)
            #expect(run.status == 0, "\(run.status): \(run.shown)")
            return run.shown
        }
    }

    @Test(.enabled(if: rlwrap != nil, "rlwrap is not installed: nothing to show of it"))
    func underRlwrapVerbsCompleteAndLinesComeBack() throws {
        let desk = try Desk(settings: ["incidents.unassignedAlertSeconds.p1=1"])
        let shown = try desk.type([
            ["115> ", "hangd\t\r"], ["no incident is open", ""], ["115> ", "\u{1B}[A\r"],
            ["no incident is open", ""], ["115> ", "MOI P=1 10.77,106.70 ; đau ngực\r"], ["new -> P1", ""],
            ["115> ", "HEL"], ["! incident 1 P1", "P AV\r"], ["AV unit", ""], ["115> ", "I 1\r"],
            ["đau ngực", ""], ["115> ", "quit\r"], ["goodbye", ""],
        ])
        #expect(shown.contains("HANGDOI"), "completed: \(shown)")
        #expect(shown.contains("\u{1B}[1;33m! incident 1 P1"), "an alert has its colour: \(shown)")
        #expect(try Files.list(desk.home) == [], "nothing that was typed is on the disk")
    }

    @Test func withoutRlwrapTheConsoleIsItself() throws {
        let desk = try Desk(settings: ["incidents.unassignedAlertSeconds.p1=1"])
        desk.environment["PATH"] = "/nowhere"
        desk.environment["NO_COLOR"] = "1"
        let shown = try desk.type([
            ["115> ", "N P=1 10.77,106.70 ; x\n"], ["! incident 1 P1", ""], ["115> ", "quit\n"],
            ["goodbye", ""],
        ])
        #expect(!shown.contains("\u{1B}"), "no colour is asked for, and nothing else uses any: \(shown)")
    }

    @Test func plainIsPlain() throws {
        let desk = try Desk()
        let shown = try desk.type([["", "Q\nQUIT\n"], ["goodbye", ""]], more: ["--plain"])
        #expect(shown.contains("no incident is open") && !shown.contains("115>") && !shown.contains("\u{1B}"))
    }

    /// A program of that name that says how often it was started, and starts what it is given.
    @Test func rlwrapIsStartedOnceAndOnlyOnATerminalThatCan() throws {
        let desk = try Desk()
        let count = desk.fixture.folder + "/count"
        let script = """
            #!/bin/sh
            echo "$@" >> \(count)
            while [ "$1" != -- ]; do shift; done
            shift
            exec "$@"
            """
        try Files.writeAtomically(desk.home + "/rlwrap", Array(script.utf8), mode: 0o755)
        desk.environment["PATH"] = desk.home + ":/usr/bin:/bin"
        _ = try desk.type([["115> ", "QUIT\n"]])
        let starts = try Files.readText(count).split(separator: "\n")
        #expect(starts.count == 1 && starts[0].contains("--history-filename=/dev/null"), "\(starts)")
        _ = try desk.type([["", "QUIT\n"], ["goodbye", ""]], more: ["--plain"])
        desk.environment["TERM"] = "dumb"
        _ = try desk.type([["115> ", "QUIT\n"]])
        let script2 = try desk.fixture.run(
            Array(desk.words.dropFirst()), input: "QUIT\n")
        #expect(script2.status == 0)
        #expect(try Files.readText(count).split(separator: "\n").count == 1)
    }

    /// What `make run` gives at a terminal: a desk with roles, and line editing where rlwrap is there.
    @Test func theDemoAtATerminalIsADesk() throws {
        let desk = try Desk()
        var keys = [
            ["call-taker, dispatcher, supervisor", ""], ["115> ", "hangdoi\r"], ["không có ca", ""],
        ]
        if ConsoleTerminalTests.rlwrap != nil { keys += [["115> ", "\u{1B}[A\r"], ["không có ca", ""]] }
        let run = try ConsoleTerminalTests.onTerminal(
            [
                ServiceFixture.program, "demo", "--set", "folders.city=\(ServiceFixture.root)/cities/hcmc",
            ], desk.environment, keys + [["115> ", "thoat\r"], ["tạm biệt", ""]])
        #expect(run.status == 0, "\(run)")
        #expect(try Files.list(desk.home) == [], "no history is left behind")
    }

    @Test func completionWordsAreTheTables() {
        let words = CompletionWords.all
        #expect(Set(words).count == words.count)
        for row in CommandTable.rows {
            for name in [row.english, row.vietnamese] { #expect(words.contains(name) == row.isShown) }
        }
        #expect(words.contains("transported") && words.contains("quayroi"))
        #expect(words.allSatisfy { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    }
}
