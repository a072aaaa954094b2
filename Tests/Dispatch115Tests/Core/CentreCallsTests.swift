import Geo
import Testing

@testable import Dispatch115

/// A desk with an exchange.
private struct Desk {
    var fixture = CentreFixture()
    var centre: Centre { fixture.centre }

    mutating func feed(_ command: CallCommand) {
        do { _ = try fixture.submit(.call(command), actor: Actor(.exchange, 0)) } catch {
            Issue.record("\(command) was refused: \(error)")
        }
    }

    mutating func ring(_ exchange: UInt64, _ phone: String, after seconds: Int64 = 1) -> CallID {
        fixture.pass(seconds: seconds)
        feed(.rang(CallReport(exchange: exchange, phone: phone, at: fixture.now)))
        return CallID(index: centre.calls.end - 1)
    }

    mutating func act(_ command: CallCommand, as user: UInt32 = 1000) throws(Rejection) -> [Event] {
        fixture.pass(seconds: 1)
        return try fixture.submit(.call(command), actor: Actor(.console, user))
    }

    mutating func refusal(_ command: CallCommand, as user: UInt32 = 1000) -> Rejection? {
        do throws(Rejection) {
            _ = try act(command, as: user)
            return nil
        } catch { return error }
    }

    mutating func open(_ phone: String = "", as user: UInt32 = 1000) throws -> IncidentID {
        fixture.pass(seconds: 1)
        let place = PlaceReport(coordinate: CentreFixture.place(9), certainty: .exact, precisionMetres: 10)
        let command = Command.openIncident(phone: phone, priority: .p2, place: place, words: "ngã")
        _ = try fixture.submit(command, actor: Actor(.console, user))
        return IncidentID(index: centre.incidents.end - 1)
    }

    /// The call that a new incident comes from.
    mutating func callOfNew(_ phone: String = "", as user: UInt32 = 1000) throws -> CallID {
        let incident = try open(phone, as: user)
        return centre[incident].call
    }

    mutating func tick(after seconds: Int64) {
        fixture.pass(seconds: seconds)
        fixture.expectDone(.tick)
        fixture.centre.forgetFiredDeadlines(fixture.now)
    }

    func alerts(_ kind: AlertKind) -> [Int32] {
        centre.openAlerts.filter { centre.alerts[$0].kind == kind }.map { centre.alerts[$0].subject }
    }
}

@Suite struct CentreCallsTests {
    @Test func whatTheExchangeSaysTwiceIsDoneOnce() {
        var desk = Desk()
        let report = CallReport(exchange: 7, phone: "0903", at: desk.fixture.now)
        for command in [
            CallCommand.rang(report), .answered(report, by: 1000), .ended(report),
        ] {
            desk.feed(command)
            let before = desk.centre.sequence
            #expect(desk.refusal(command) == .nothingChanges)
            #expect(desk.centre.sequence == before)
        }
        #expect(desk.centre.calls.end == 1 && desk.centre.calls[0].endedAt.isSet)
        // Rung again late, after everything: still the same call.
        #expect(desk.refusal(.rang(report)) == .nothingChanges)
    }

    @Test func anEventOfACallNobodyHeardRingBeginsIt() {
        var desk = Desk()
        desk.feed(.answered(CallReport(exchange: 1, phone: "0901"), by: 1000))
        desk.feed(.abandoned(CallReport(exchange: 2, phone: "0902")))
        desk.feed(.ended(CallReport(exchange: 3, phone: "0903")))
        #expect((0..<3).map { desk.centre.calls[$0].phase } == [.inHand, .callback, .done])
        #expect(desk.centre.newestInHand(of: 1000) == CallID(index: 0))
    }

    @Test func anExchangesClockIsNotBelieved() {
        var desk = Desk()
        let ahead = CallReport(exchange: 1, phone: "0901", at: desk.fixture.now.adding(seconds: 9_000))
        desk.feed(.rang(ahead))
        #expect(desk.centre.calls[0].receivedAt == desk.fixture.now)
        let before = CallReport(exchange: 1, phone: "0901", at: desk.fixture.now.adding(seconds: -9_000))
        desk.feed(.answered(before, by: Call.nobody))
        #expect(desk.centre.calls[0].answeredAt == desk.centre.calls[0].receivedAt)
    }

    @Test func theLongestWaitingIsClaimedFirstAndByOne() throws {
        var desk = Desk()
        let (one, two) = (desk.ring(1, "0901"), desk.ring(2, "0902"))
        #expect(desk.refusal(.claim(CallID(index: 9))) == .call(.unknown(CallID(index: 9))))
        _ = try desk.act(.claim(.none), as: 1000)
        #expect(desk.refusal(.claim(one), as: 1001) == .call(.taken(one, by: 1000)))
        #expect(desk.refusal(.claim(one), as: 1000) == .nothingChanges)
        _ = try desk.act(.claim(.none), as: 1001)
        #expect(desk.centre[one].handler == 1000 && desk.centre[two].handler == 1001)
        #expect(desk.refusal(.claim(.none)) == .call(.noneWaiting))
        _ = try desk.act(.release(.none), as: 1001)
        #expect(desk.centre[two].phase == .waiting && !desk.centre[two].answeredAt.isSet)
        _ = try desk.act(.claim(.none), as: 1000)
        #expect(desk.centre.newestInHand(of: 1000) == two)
    }

    @Test func anIncidentTakesTheCallInHandAndItsClock() throws {
        var desk = Desk()
        let call = desk.ring(1, "0901")
        let rang = desk.fixture.now
        desk.fixture.pass(seconds: 30)
        _ = try desk.act(.claim(call))
        let incident = try desk.open()
        #expect(desk.centre[incident].call == call && desk.centre[incident].openedAt == rang)
        #expect(desk.centre.calls.end == 1 && desk.centre.openCalls.isEmpty)
        desk.fixture.expectDone(.dispatch([unit1], incident, .unknown))
        #expect(desk.centre.assignments[0].times.callReceived == rang)
        // The line falls later: how long they spoke is known.
        desk.feed(.ended(CallReport(exchange: 1, phone: "0901")))
        #expect(desk.centre[call].talkSeconds != nil && desk.centre[call].phase == .done)
    }

    @Test func theNewestInHandAndTheTypedNumberDecideWhichCallItIs() throws {
        var desk = Desk()
        let calls = [desk.ring(1, "0901"), desk.ring(2, ""), desk.ring(3, "0903"), desk.ring(4, "0904")]
        for call in calls.prefix(3) { _ = try desk.act(.claim(call)) }
        // The newest.
        #expect(try desk.callOfNew() == calls[2])
        // The very number, though another is newer.
        #expect(try desk.callOfNew("0901") == calls[0])
        // A withheld number is the one that was typed.
        #expect(try desk.callOfNew("+84 904") == calls[1])
        #expect(desk.centre.text(desk.centre[calls[1]].phone) == "+84 904")
        // Nothing in hand any more: the one of that number that rings, then a new one.
        #expect(try desk.callOfNew("0904") == calls[3])
        #expect(try desk.callOfNew("0904").index == 4)
        #expect(try desk.callOfNew("0999").index == 5)
        // Somebody else's is never taken.
        let other = desk.ring(6, "0906")
        _ = try desk.act(.claim(other), as: 1001)
        #expect(try desk.callOfNew("0906", as: 1000) != other)
    }

    @Test func anAbandonedCallIsCalledBackTwice() throws {
        var desk = Desk()
        let call = desk.ring(1, "0901")
        desk.feed(.abandoned(CallReport(exchange: 1, phone: "0901")))
        #expect(desk.centre[call].phase == .callback && desk.alerts(.callbackOverdue).isEmpty)
        desk.tick(after: 301)
        #expect(desk.alerts(.callbackOverdue) == [call.index])
        #expect(desk.refusal(.finish(.none, .nuisance, words: "")) == .call(.noneInHand))
        _ = try desk.act(.claim(call))
        #expect(desk.centre[call].handler == 1000 && desk.alerts(.callbackOverdue).isEmpty)
        #expect(desk.refusal(.tried(call, .busy), as: 1001) == .call(.taken(call, by: 1000)))
        _ = try desk.act(.tried(call, .busy))
        #expect(desk.centre[call].phase == .callback && desk.centre[call].tries == 1)
        _ = try desk.act(.tried(call, .noAnswer))
        #expect(desk.centre[call].phase == .done && desk.centre[call].outcome == .unreached)
        #expect(desk.refusal(.claim(call)) == .call(.done(call, .none, .unreached)))
        desk.tick(after: 1_000)
        #expect(desk.alerts(.callbackOverdue).isEmpty)
    }

    @Test func aCallBackThatReachesSomebodyBecomesAnIncident() throws {
        var desk = Desk()
        let call = desk.ring(1, "0901")
        _ = try desk.act(.claim(call))
        _ = try desk.act(.finish(.none, .silent, words: "tiếng thở"))
        #expect(
            desk.centre[call].phase == .callback && desk.centre.text(desk.centre[call].words) == "tiếng thở")
        _ = try desk.act(.tried(call, .reached))
        let incident = try desk.open()
        #expect(desk.centre[incident].call == call && desk.centre.openCalls.isEmpty)
        // A number that is withheld cannot be called back.
        let hidden = desk.ring(2, "")
        desk.feed(.abandoned(CallReport(exchange: 2, phone: "")))
        #expect(desk.centre[hidden].phase == .done && desk.centre[hidden].outcome == .abandoned)
        let rings = desk.ring(3, "0903")
        #expect(desk.refusal(.finish(rings, .nuisance, words: "")) == .call(.stillRings(rings)))
        #expect(desk.refusal(.tried(rings, .busy)) == .call(.notToBeCalledBack(rings)))
    }

    @Test func aDuplicateBindsItsCallsAndKeepsTheTexts() throws {
        var desk = Desk()
        let (one, two, three) = (desk.ring(1, "0901"), desk.ring(2, "0902"), desk.ring(3, "0903"))
        _ = try desk.act(.claim(one))
        let kept = try desk.open()
        _ = try desk.act(.claim(two))
        let twin = try desk.open()
        _ = try desk.act(.claim(three))
        let orders = desk.centre.lastOrder
        _ = try desk.act(.bind(three, twin, words: ""))
        #expect(desk.centre.calls(of: twin) == [two, three])
        _ = try desk.act(.bind(two, kept, words: "thêm một người"))
        #expect(desk.centre.calls(of: kept) == [one, two, three])
        #expect(
            desk.centre[twin].disposition == .duplicate && desk.centre.text(desk.centre[twin].words) == "ngã")
        #expect(desk.centre.notes.end == 1 && desk.centre.lastOrder == orders, "a bound call makes no order")
        #expect(desk.refusal(.bind(two, kept, words: "")) == .call(.alreadyBound(two, kept)))
        #expect(desk.refusal(.bind(two, twin, words: "")) == .incidentClosed(twin))
    }

    @Test func anIncidentWithAUnitOrAPatientIsNoDuplicate() throws {
        var desk = Desk()
        let call = desk.ring(1, "0901")
        _ = try desk.act(.claim(call))
        let own = try desk.open()
        let other = try desk.open("0999")
        desk.fixture.expectDone(.dispatch([unit1], own, .unknown))
        #expect(
            desk.refusal(.bind(call, other, words: ""))
                == .call(.duplicateHasUnit(call, own, unit1, to: other)))
        desk.fixture.pass(seconds: 1)
        desk.fixture.expectDone(.divert(unit1, other, .unknown))
        _ = try desk.act(.bind(call, other, words: ""))
        #expect(desk.centre[own].disposition == .duplicate && desk.centre[unit1].live.isSet)
        let third = try desk.open("0998")
        desk.fixture.expectDone(.dispatch([unit2], third, .unknown))
        for button in [Button.onScene, .transport, .handOver, .available] {
            desk.fixture.pass(seconds: 1)
            desk.fixture.step(unit2, button)
        }
        let served = desk.centre[third].call
        #expect(
            desk.refusal(.bind(served, other, words: "")) == .call(.duplicateWasServed(served, third)))
    }

    @Test func aFloodComesAfterEverybodyElseAndRaisesOneAlert() throws {
        var desk = Desk()
        desk.fixture.checksInvariants = false
        var others: [CallID] = []
        for index in 0..<60 as Range<UInt64> {
            if index % 12 == 5 { others.append(desk.ring(1_000 + index, "09\(index)000")) }
            _ = desk.ring(1 + index, index % 2 == 0 ? "0908123456" : "+84908123456", after: 0)
        }
        let queue = CallQueue(desk.centre)
        #expect(queue.waiting == others && queue.floods.count == 1)
        #expect(queue.floods.first?.calls.count == 60)
        for other in others {
            let events = try desk.act(.claim(.none))
            #expect(events.last?.body == .call(.claimed(other, from: .waiting)))
        }
        // Then the flood's own, the first of it first.
        let last = try desk.act(.claim(.none))
        #expect(last.last?.body == .call(.claimed(CallID(index: 0), from: .waiting)))
        desk.tick(after: 60)
        #expect(desk.alerts(.callWaiting).count == 1, "one alert for the number")
        // Whoever of it is alerted of is answered: the next of its number is, in turn.
        _ = try desk.act(.claim(CallID(index: desk.alerts(.callWaiting)[0])))
        #expect(desk.alerts(.callWaiting).isEmpty)
        desk.tick(after: 60)
        #expect(desk.alerts(.callWaiting).count == 1)
        #expect(desk.centre.brokenInvariants().isEmpty)
    }

    @Test func fewCallsOfANumberKeepTheirTurn() {
        var desk = Desk()
        let calls = [desk.ring(1, "0901"), desk.ring(2, "0902"), desk.ring(3, "0901"), desk.ring(4, "0901")]
        #expect(CallQueue(desk.centre).waiting == calls && CallQueue(desk.centre).next == calls[0])
        // Withheld numbers are not one number.
        for exchange in 10..<20 as Range<UInt64> { _ = desk.ring(exchange, "") }
        #expect(CallQueue(desk.centre).floods.isEmpty)
    }

    @Test func phoneNumbersAreComparedAsPeopleDo() {
        let rows = [
            ("0903123456", "0903123456"), ("+84 903 123 456", "0903123456"), ("0084903123456", "0903123456"),
            ("090.312-3456", "0903123456"), ("+840903123456", "0903123456"), ("113", "113"), ("", ""),
            ("anonymous", ""), ("12", ""), ("+1 212 555 0100", "12125550100"), ("００９０", ""),
        ]
        for (text, key) in rows { #expect(PhoneNumber.key(text) == key, "\(text)") }
    }

    // MARK: - The walk

    static func command(for desk: CentreFixture, _ random: inout SplitMix64) -> CallCommand {
        let newest = desk.centre.calls.end
        let call = CallID(index: Int32.random(in: max(-1, newest - 6)...newest, using: &random))
        let incidents = desk.centre.incidents.end
        let incident = IncidentID(index: Int32.random(in: max(-1, incidents - 5)...incidents, using: &random))
        let exchange = UInt64.random(in: 1...80, using: &random)
        let phone = ["0901", "0902", "+84902", "", "0903"].randomElement(using: &random) ?? ""
        let report = CallReport(
            exchange: exchange, phone: phone, recording: Bool.random(using: &random) ? "r\(exchange)" : "",
            at: Bool.random(using: &random)
                ? .none : desk.now.adding(seconds: Int64.random(in: -90...90, using: &random)))
        let words = Bool.random(using: &random) ? "" : "lời"
        switch Int.random(in: 0..<14, using: &random) {
        case 0, 1, 2: return .rang(report)
        case 3:
            return .answered(report, by: Bool.random(using: &random) ? Call.nobody : 1000)
        case 4: return .abandoned(report)
        case 5: return .ended(report)
        case 6, 7: return .claim(Bool.random(using: &random) ? .none : call)
        case 8: return .release(Bool.random(using: &random) ? .none : call)
        case 9, 10:
            return .tried(call, CallbackResult.allCases.randomElement(using: &random) ?? .busy)
        case 11: return .bind(call, incident, words: words)
        default:
            return .finish(
                Bool.random(using: &random) ? .none : call,
                CallOutcome.allCases.randomElement(using: &random) ?? .test, words: words)
        }
    }

    static func walk(seed: UInt64, steps: Int) -> (desk: CentreFixture, refused: Int) {
        var random = SplitMix64(seed: seed)
        var rules = CentreRules()
        rules.keptIncidents = 6
        rules.floodCalls = 3
        var desk = CentreFixture(units: 6, rules: rules)
        var refused = 0
        for _ in 0..<steps {
            desk.pass(seconds: Int64.random(in: -5...60, using: &random))
            let user: UInt32 = Bool.random(using: &random) ? 1000 : 1001
            let isCall = Int.random(in: 0..<3, using: &random) > 0
            let isNumbered = Int.random(in: 0..<20, using: &random) == 0
            let command: Command =
                isNumbered
                ? .openIncident(
                    phone: "0905", priority: .p3, place: PlaceReport(coordinate: nil, certainty: .missing),
                    words: "")
                : isCall
                    ? .call(self.command(for: desk, &random)) : CentreWalkTests.command(for: desk, &random)
            do { _ = try desk.submit(command, actor: Actor(.console, user)) } catch { refused += 1 }
            if Int.random(in: 0..<4, using: &random) == 0 {
                desk.expectDone(.tick)
                desk.centre.forgetFiredDeadlines(desk.now)
            }
        }
        return (desk, refused)
    }

    /// Random commands, sensible and not: nothing traps, every invariant holds after every event, and the
    /// events alone, or a snapshot, rebuild the same centre.
    @Test(arguments: seedsForTests(8))
    func randomCallsBreakNothing(seed: UInt64) throws {
        let (desk, refused) = CentreCallsTests.walk(seed: seed, steps: 900)
        #expect(refused > 50 && desk.events.count > 300, "seed \(seed): the walk must do both")
        var again = Centre(rules: desk.centre.rules)
        for event in desk.events { again.apply(event) }
        let bytes = CentreCodec.encode(desk.centre)
        #expect(CentreCodec.encode(again) == bytes, "seed \(seed)")
        let read = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: desk.centre.rules) }
        #expect(CentreCodec.encode(read) == bytes && read.brokenInvariants().isEmpty, "seed \(seed)")
        #expect(read.openCalls == desk.centre.openCalls)
        for exchange in 1...80 as ClosedRange<UInt64> {
            #expect(read.call(exchange: exchange) == desk.centre.call(exchange: exchange))
        }
    }

    @Test func everyEventOfCallsComesBackAsItWas() throws {
        var types: Set<UInt16> = []
        var random = SplitMix64(seed: 5)
        for event in CentreCallsTests.walk(seed: 11, steps: 1_500).desk.events {
            guard case .call = event.body else { continue }
            types.insert(EventCodec.type(of: event.body))
            var bytes = EventCodec.encode(event, vault: OpenTexts())
            let back = try bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: event.sequence, vault: OpenTexts())
            }
            #expect(back == event)
            #expect(EventExport.line(event, Digest()).contains("\"event\":\"call"))
            let position = Int.random(in: 0..<bytes.count, using: &random)
            bytes[position] ^= UInt8.random(in: 1...255, using: &random)
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            _ = bytes.withUnsafeBytes { raw in
                Result { try EventCodec.decode(raw, sequence: 1, vault: OpenTexts()) }
            }
        }
        #expect(types == Set(100...109 as ClosedRange<UInt16>))
    }
}
