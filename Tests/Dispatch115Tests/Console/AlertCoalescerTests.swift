import Geo
import Testing

@testable import Dispatch115

/// What consoles are told of alerts, with a clock of our own.
@Suite struct AlertCoalescerTests {
    private static let second: Int64 = 1_000_000_000

    /// A desk whose alert events reach a coalescer as the engine's do.
    private struct Desk {
        var fixture: CentreFixture
        var lines = AlertCoalescer()
        var monotonic: Int64 = 0
        var taken = 0
        /// Everything said so far, in English, a turn an element.
        var turns: [[String]] = []

        init(units: Int32 = 4) {
            fixture = CentreFixture(units: units)
            fixture.checksInvariants = false
        }

        mutating func note() {
            for event in fixture.events[taken...] {
                switch event.body {
                case .alertRaised(let alert, _, _): lines.raise(alert)
                case .alertCleared(let alert): lines.clear(alert)
                case .alert(.acknowledged(let alert)): lines.acknowledge(alert, by: event.actor)
                case .alert(.measured(let alert, _)): lines.raise(alert)
                default: break
                }
            }
            taken = fixture.events.count
        }

        /// What is said now; both languages say as many numbers.
        @discardableResult
        mutating func say() -> [String] {
            note()
            guard let said = lines.say(fixture.centre, now: monotonic) else { return [] }
            #expect(AlertCoalescerTests.numbers(said.vi) == AlertCoalescerTests.numbers(said.en))
            for text in [said.vi, said.en] {
                for line in text.split(separator: "\n") {
                    #expect(line.hasPrefix("!") && SafeText.width(line) <= 80, "\(line)")
                }
            }
            turns.append(said.en.split(separator: "\n").map(String.init))
            return turns[turns.count - 1]
        }

        /// Turns of a second until nothing waits.
        mutating func sayAll() {
            note()
            for _ in 0..<200 where lines.waiting > 0 {
                monotonic += AlertCoalescerTests.second
                say()
            }
        }
    }

    /// The numbers written as `!12`.
    static func numbers(_ text: String) -> Set<Int> {
        var found: Set<Int> = []
        for piece in text.split(separator: "!").dropFirst(text.hasPrefix("!") ? 0 : 1) {
            if let number = Int(piece.prefix { $0.isNumber }) { found.insert(number) }
        }
        return found
    }

    @Test func aLoneAlertIsSaidAtOnceAndInFull() {
        var desk = Desk()
        _ = desk.fixture.open(.p2)
        #expect(desk.say().isEmpty)
        desk.fixture.pass(seconds: 180)
        desk.fixture.expectDone(.tick)
        let said = desk.say().joined(separator: " ")
        #expect(said.contains("! incident 1 P2 (10.7709,106.70): no unit within"), "\(said)")
        #expect(said.contains("-> RE 1; OK !1"), "what to do, and how to acknowledge: \(said)")
        #expect(desk.say().isEmpty, "once")
    }

    @Test func fiveHundredMixedAlertsStayReadable() {
        var desk = Desk(units: 60)
        var random = SplitMix64(seed: 5)
        let paler: [Priority] = [.p2, .p3, .p4]
        let red = desk.fixture.open(.p1)
        var expected = 0
        // A minute, eight and more alerts a second.
        for second in 0..<60 {
            for index in 0..<7 {
                let incident = desk.fixture.open(paler[(second + index) % 3])
                if index == 0 {
                    desk.fixture.expectDone(
                        .dispatch([UnitID(index: Int32(second))], incident, .unknown))
                }
            }
            if second % 7 == 3, let alert = desk.fixture.centre.openAlerts.randomElement(using: &random),
                !desk.fixture.centre.isRed(alert)
            {
                _ = try? desk.fixture.submit(.alert(.acknowledge([alert])))
            }
            desk.fixture.pass(seconds: 30)
            desk.fixture.expectDone(.tick)
            desk.fixture.centre.forgetFiredDeadlines(desk.fixture.now)
            for _ in 0..<10 {
                desk.monotonic += AlertCoalescerTests.second / 10
                desk.say()
            }
        }
        desk.fixture.pass(seconds: 2_000)
        desk.fixture.expectDone(.tick)
        expected = Int(desk.fixture.centre.alerts.end)
        #expect(expected >= 500)
        desk.sayAll()
        let all = desk.turns.flatMap { $0 }.joined(separator: "\n")
        #expect(AlertCoalescerTests.numbers(all).isSuperset(of: 1...expected), "every number was said")
        #expect(desk.turns.allSatisfy { $0.count <= 8 + 3 }, "\(desk.turns.map(\.count).max() ?? 0)")
        // From its alert on, whatever is said ends with the P1.
        let first = desk.turns.firstIndex { $0.joined().contains("incident \(red.number) P1") } ?? 0
        for turn in desk.turns[first...] {
            let last = turn.suffix(2).joined(separator: " ")
            #expect(last.contains("incident \(red.number) P1") && last.contains("OK !"), "\(turn)")
        }
    }

    @Test func aRedOneIsSaidAgainUntilItIsAcknowledged() {
        var desk = Desk()
        for _ in 0..<5 { _ = desk.fixture.open(.p1) }
        desk.fixture.pass(seconds: 60)
        desk.fixture.expectDone(.tick)
        var said = 0
        for _ in 0..<1_200 {
            desk.monotonic += AlertCoalescerTests.second / 10
            if !desk.say().isEmpty { said += 1 }
        }
        #expect(said >= 4 && said <= 6, "5 alerts, then again about every 30 s of 120: \(said)")
        let again = desk.turns[desk.turns.count - 1]
        #expect(AlertCoalescerTests.numbers(again.joined(separator: "\n")).isSuperset(of: 1...5), "\(again)")
        #expect(again.suffix(2).joined().contains("incident 1 P1"), "the oldest last: \(again)")
        desk.fixture.expectDone(.alert(.acknowledge([0, 1, 2, 3, 4])))
        desk.sayAll()
        #expect(desk.turns[desk.turns.count - 1].joined().contains("desk 1000 has acknowledged: !1"))
        let before = desk.turns.count
        for _ in 0..<100 {
            desk.monotonic += AlertCoalescerTests.second
            desk.say()
        }
        #expect(desk.turns.count == before, "acknowledged ones are not said again")
        #expect(desk.fixture.centre.openAlerts.count == 5, "and still stand")
    }

    @Test func afterARestartRedOnesAreSaid() {
        var desk = Desk()
        _ = desk.fixture.open(.p1)
        desk.fixture.pass(seconds: 60)
        desk.fixture.expectDone(.tick)
        desk.taken = desk.fixture.events.count
        #expect(desk.say().joined().contains("incident 1 P1"))
    }

    @Test func whatIsOverIsSaidTogetherAndNeverRaisedAfterwards() {
        var desk = Desk()
        for _ in 0..<30 { _ = desk.fixture.open(.p3) }
        desk.fixture.pass(seconds: 600)
        desk.fixture.expectDone(.tick)
        desk.say()
        for index in 0..<30 { desk.fixture.expectDone(.close(IncidentID(index: Int32(index)), .nuisance)) }
        desk.sayAll()
        let later = desk.turns[1...].flatMap { $0 }
        #expect(later.filter { $0.contains("over") }.count >= 1)
        #expect(!later.contains { $0.contains("RE, DSP") }, "nothing is raised that is over: \(later)")
        let all = desk.turns.flatMap { $0 }.joined(separator: "\n")
        #expect(AlertCoalescerTests.numbers(all).isSuperset(of: 1...30))
    }

    @Test func orderIsSeenThenPriorityThenAge() {
        var desk = Desk()
        for priority in [Priority.p3, .p1, .p2, .p1] { _ = desk.fixture.open(priority) }
        for seconds in [60, 120, 420] as [Int64] {
            desk.fixture.pass(seconds: seconds)
            desk.fixture.expectDone(.tick)
            desk.fixture.centre.forgetFiredDeadlines(desk.fixture.now)
        }
        desk.fixture.expectDone(.alert(.watch(.notDurable, subject: 0, stands: AlertMeasure())))
        desk.fixture.expectDone(.alert(.acknowledge([0])))
        let order = AlertOrder.open(desk.fixture.centre).map { alert in
            let row = desk.fixture.centre.alerts[alert]
            return "\(row.kind) \(row.subject)"
        }
        #expect(
            order == [
                "incidentWaiting 3", "incidentOverdue 1", "incidentOverdue 3", "notDurable 0",
                "incidentWaiting 2", "incidentWaiting 0", "incidentWaiting 1",
            ])
        for language in Language.allCases {
            let listed = Renderer(language).alerts(.open, desk.fixture.centre, now: desk.fixture.now)
            expectReply(listed)
            #expect(!listed.split(separator: "\n").contains { $0.hasPrefix("!") })
            #expect(AlertCoalescerTests.numbers(listed).isSuperset(of: 1...7))
            #expect(listed.split(separator: "\n").allSatisfy { SafeText.width($0) <= 80 })
        }
    }
}
