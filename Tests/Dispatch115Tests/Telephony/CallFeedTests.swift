import Glibc
import Testing

@testable import Dispatch115

private func withFeed(
    _ change: (inout CallFeed.Settings) -> Void = { _ in },
    _ body: (CallFeed, Locked<[CallFeedInput]>, String) throws -> Void
) throws {
    let folder = try TestFolder()
    defer { folder.remove() }
    var settings = CallFeed.Settings(path: folder.path + "/calls.sock", allowedUsers: [geteuid()])
    change(&settings)
    let seen = Locked<[CallFeedInput]>([])
    let feed = Locked<CallFeed?>(nil)
    let opened = try CallFeed(settings) { input in
        seen.with { $0.append(input) }
        feed.with { $0 }?.accept(input, number: Int32(input.line), isRepeated: input.report.call == "twice")
    }
    feed.with { $0 = opened }
    try opened.start()
    defer {
        opened.stop()
        feed.with { $0 = nil }
    }
    try body(opened, seen, settings.path)
}

@Suite(.serialized) struct CallFeedTests {
    @Test func everyLineHasItsAnswerAndTheConnectionStays() throws {
        try withFeed { feed, seen, path in
            let exchange = try TestConsole(path)
            exchange.send(
                "{\"event\":\"rang\",\"call\":\"a\\\"1\"}\nnonsense\n" + String(repeating: "x", count: 5_000)
                    + "\n{\"event\":\"rang\",\"call\":\"twice\",\"hue\":1}\n")
            exchange.send([0x7B, 0xFF, 0x7D, 0x0A])
            #expect(exchange.line() == #"{"ok":true,"line":1,"call":"a\"1","number":1}"#)
            #expect(exchange.line()?.hasPrefix(#"{"ok":false,"line":2,"error":"column 1: "#) == true)
            #expect(
                exchange.line()?.hasPrefix(#"{"ok":false,"line":3,"error":"the line is too long"#) == true)
            #expect(
                exchange.line()
                    == #"{"ok":true,"line":4,"call":"twice","number":4,"repeated":true,"ignored":["hue"]}"#)
            #expect(exchange.line()?.contains("0xFF begins no character") == true)
            exchange.send("{\"event\":\"ended\",\"call\":\"a\"}\n")
            #expect(exchange.line()?.contains(#""line":6"#) == true)
            #expect(seen.with { $0.map(\.report.event) } == [.rang, .rang, .ended])
            #expect(seen.with { $0.allSatisfy { $0.userID == geteuid() } })
            #expect(feed.status.badLines == 3 && feed.status.lines == 6 && feed.status.repeated == 1)
        }
    }

    @Test func onlyThoseWhoMayFeed() throws {
        try withFeed({ $0.allowedUsers = [geteuid() &+ 1] }) { feed, _, path in
            let exchange = try TestConsole(path)
            #expect(exchange.line()?.contains("may not feed calls; see calls.accounts") == true)
            #expect(exchange.line() == nil && feed.status.notAllowed == 1)
        }
        try withFeed({ $0.maximumConnections = 1 }) { feed, _, path in
            let one = try TestConsole(path)
            one.send("{\"event\":\"rang\",\"call\":\"a\"}\n")
            #expect(one.line()?.contains("true") == true)
            let two = try TestConsole(path)
            #expect(two.line()?.contains("too many connections") == true)
            #expect(two.line() == nil && feed.status.turnedAway == 1)
        }
    }

    /// Faster than allowed: not read yet, nothing lost, and another exchange is not held.
    @Test func linesThatComeTooFastWaitAndNoneIsLost() throws {
        try withFeed({ $0.maximumLinesPerSecond = 400 }) { feed, seen, path in
            let (fast, slow) = (try TestConsole(path), try TestConsole(path))
            fast.send((0..<1_200).map { "{\"event\":\"rang\",\"call\":\"f\($0)\"}\n" }.joined())
            fast.endInput()
            #expect(eventually { feed.status.pauses > 0 })
            slow.send("{\"event\":\"rang\",\"call\":\"s\"}\n")
            #expect(slow.line()?.contains("\"s\"") == true)
            #expect(seen.with { $0.count } < 1_201, "the other one was answered while these wait")
            for line in 1...1_200 { #expect(fast.line()?.contains("\"call\":\"f\(line - 1)\"") == true) }
            #expect(fast.line() == nil)
        }
    }
}
