import Foundation
import Testing

@testable import Dispatch115

/// The phone exchange at the real service's socket.
private final class Exchange {
    private let socket: TestConsole

    init(_ fixture: ServiceFixture) throws { socket = try TestConsole(fixture.folder + "/calls.sock") }

    func send(_ event: String, _ call: String, _ number: String, agent: String = "") {
        let who = agent.isEmpty ? "" : ",\"agent\":\"\(agent)\""
        socket.send("{\"event\":\"\(event)\",\"call\":\"\(call)\",\"number\":\"\(number)\"\(who)}\n")
    }

    func answer() -> String { socket.line() ?? "" }

    /// Sends and waits for the answer.
    func tell(_ event: String, _ call: String, _ number: String, agent: String = "") -> String {
        send(event, call, number, agent: agent)
        return answer()
    }
}

@Suite(.serialized) struct CallServiceTests {
    /// 251 calls of one number, and ten people who need somebody, through the real socket.
    @Test func oneNumberThatRings251TimesHoldsUpNobody() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let exchange = try Exchange(fixture)
        var expected: [String] = []
        for index in 0..<251 {
            exchange.send("rang", "flood-\(index)", "0908000000")
            if index % 25 == 7 {
                exchange.send("rang", "other-\(index)", "0903000\(100 + index)")
                expected.append("0903000\(100 + index)")
            }
        }
        for _ in 0..<(251 + expected.count) { #expect(exchange.answer().hasPrefix("{\"ok\":true")) }
        #expect(expected.count == 10)
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        let list = try desk.ask("CALLS")
        #expect(list.first == "261 waiting, 0 in hand, 0 to be called back")
        #expect(list.dropFirst().prefix(10).map { String($0.suffix(10)) } == expected, "\(list)")
        #expect(list.last?.contains("0908000000: 251 calls") == true && list.count == 12)
        for number in expected {
            let claimed = try desk.ask("CLAIM").joined(separator: "\n")
            #expect(claimed.contains(number), "\(claimed)")
            let opened = try desk.ask("N 10.77,106.69 ; chest pain").joined(separator: "\n")
            #expect(opened.contains(number), "N takes the newest in hand: \(opened)")
        }
        let last = try desk.ask("CLAIM").joined(separator: "\n")
        #expect(last.contains("0908000000") && last.contains("250 calls before"), "\(last)")
        #expect(try fixture.value("calls.flooding") == "250")

        // Everything that was answered is there after a crash, and sending it again changes nothing.
        let before = Int64(try fixture.value("journal.sequence")) ?? 0
        fixture.kill()
        try fixture.start()
        let again = try Exchange(fixture)
        #expect(again.tell("rang", "flood-3", "0908000000").hasSuffix(",\"repeated\":true}"))
        #expect(try fixture.value("calls.waiting") == "250" && (try fixture.value("calls.in-hand")) == "1")
        #expect(Int64(try fixture.value("journal.sequence")) == before + 1, "one more event: the new epoch")
    }

    /// 50 people tell of one crash in three minutes: one incident, one unit, and a crash 300 m away on its own.
    @Test func fiftyCallsOfOneCrashMakeOneIncident() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let exchange = try Exchange(fixture)
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        let places = [
            "10.80162,106.71143 ; xe tai dung xe may", "10.80185,106.71120 ; tai nan giao thong",
            "10.80130,106.71160 ; accident, two injured", "phuong thanh my tay ; tai nan xe tai",
            "nga tu hang xanh ; xe may bi xe tai dam", "truoc cay xang ; xe tai tong xe may",
        ]
        var proposed = 0
        for caller in 0..<50 {
            let number = "0912000\(100 + caller)"
            #expect(exchange.tell("rang", "crash-\(caller)", number).hasPrefix("{\"ok\":true"))
            let claimed = try desk.ask("CLAIM").joined(separator: "\n")
            #expect(claimed.contains("call c\(caller + 1) ") && claimed.contains(number), "\(claimed)")
            if caller == 0 {
                _ = try desk.ask("N P=1 10.80160,106.71140 nga tu hang xanh ; xe tai dung xe may")
                #expect(try desk.ask("DSP 1 1").joined().contains("unit 1"))
                continue
            }
            if caller % 5 == 0 {
                // Bound before anybody had typed a place.
                #expect(try desk.ask("LINK c\(caller + 1) 1 ; van con mau").joined().contains("incident 1"))
                continue
            }
            let opened = try desk.ask("N " + places[caller % places.count]).joined(separator: "\n")
            if opened.contains(" incident 1:") { proposed += 1 }
            let bound = try desk.ask("LINK c\(caller + 1) 1").joined(separator: "\n")
            #expect(bound.contains("duplicate") && bound.contains("-> incident 1"), "\(bound)")
        }
        #expect(proposed == 40, "each of those who told of it was proposed for incident 1")
        let queue = try desk.ask("Q")
        #expect(queue.filter { !$0.hasPrefix("!") }.first == "1 open, 0 waiting for a unit", "\(queue)")
        #expect(try desk.ask("U busy").filter { $0.contains("incident") }.count == 1, "one response")
        #expect(try desk.ask("CALLS i=1").filter { $0.contains("  c") }.count == 50)
        let whole = try desk.ask("I 1").joined(separator: "\n")
        #expect(whole.contains("duplicate, incident") && whole.contains("tai nan giao thong"))

        // The second crash.
        _ = exchange.tell("rang", "second", "0913000000")
        _ = try desk.ask("CLAIM")
        let second = try desk.ask("N P=1 10.80430,106.71140 ; hai xe may va vao nhau").joined(separator: "\n")
        #expect(second.contains("maybe incident 1") && !second.contains("probably incident 1"), "\(second)")
        let after = try desk.ask("Q").filter { !$0.hasPrefix("!") }
        #expect(after.first == "2 open, 1 waiting for a unit")
        // A duplicate that has a unit is refused, with what to do.
        _ = try desk.ask("DSP 2 \(second.firstMatch(of: /incident (\d+): new/)?.1 ?? "?")")
        let refused = try desk.ask("LINK c51 1").joined(separator: "\n")
        #expect(refused.contains("REFUSED") && refused.contains("REROUTE 2 1"), "\(refused)")
        fixture.stop()
        let centre = try fixture.centreOnDisk()
        #expect(centre.brokenInvariants().isEmpty && centre.assignments.end == 2)
    }

    /// Answered, abandoned and silent calls, two desks, the alert of a call-back that is overdue.
    @Test func theExchangeTellsWhoAnsweredAndWhoHungUp() throws {
        let fixture = try ServiceFixture(settings: ["calls.callbackTries=2"])
        try fixture.start()
        let exchange = try Exchange(fixture)
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        let me = try #require(try Account.numbered(Account.ownUserID)?.name)
        _ = exchange.tell("rang", "a", "0903000001")
        #expect(
            exchange.tell("answered", "a", "0903000001", agent: me)
                == #"{"ok":true,"line":2,"call":"a","number":1}"#)
        #expect(try desk.ask("N 10.77,106.69 ; fell").joined().contains("call c1 (0903000001): rang at"))
        _ = exchange.tell("ended", "a", "0903000001")
        _ = exchange.tell("rang", "b", "0903000002")
        _ = exchange.tell("abandoned", "b", "0903000002")
        #expect(try desk.ask("CALLS callbacks").joined().contains("c2  abandoned"))
        let dial = try desk.ask("CB c2").joined(separator: "\n")
        #expect(dial.contains("dial: 0903000002") && dial.contains("CB c2 reached|noanswer|busy"), "\(dial)")
        #expect(try desk.ask("CB c2 noanswer").joined().contains("call-back 1: no answer, again by"))
        #expect(try desk.ask("CB c2 busy").joined(separator: "\n").contains("called back in vain"))
        _ = exchange.tell("rang", "c", "0903000003")
        #expect(try desk.ask("BYE nuisance").joined().contains("no call in hand"))
        _ = try desk.ask("CLAIM")
        #expect(try desk.ask("BYE silent ; breathing").joined().contains("to be called back"))
        #expect(try desk.ask("CALLS 0903000003").joined().contains("breathing"))
        #expect(exchange.tell("rang", "x", "0903\\u0007").contains("control character"))
        #expect(try fixture.value("calls.callbacks") == "1")
        #expect(try fixture.value("calls.feed-bad-lines") == "1")
        let exported = try fixture.run(["journal", "export"] + fixture.common)
        #expect(exported.output.contains("\"event\":\"callRang\"") && !exported.output.contains("0903000001"))
    }
}
