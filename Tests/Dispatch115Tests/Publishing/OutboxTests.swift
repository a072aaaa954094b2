import Testing

@testable import Dispatch115

private let second: Int64 = 1_000_000_000

private func at(_ seconds: Double) -> Timestamp {
    Timestamp(nanoseconds: 1_700_000_000 * second + Int64(seconds * 1e9))
}

private func outbox(atOnce: Int = 4, seed: UInt64 = 1) -> Outbox {
    Outbox([("ehr", OutboxRules(atOnce: atOnce)), ("have", OutboxRules(atOnce: atOnce))], seed: seed)
}

private let hash = Digest(hashing: [1])

extension Outbox {
    fileprivate mutating func change(_ subject: OutboxSubject, _ sequence: Int64, _ now: Timestamp) {
        changed(subject, at: 0, sequence: sequence, asOf: now, now: now)
    }
}

@Suite struct OutboxTests {
    @Test func theNewestStateOfAHospitalReplacesOlderOnes() {
        var box = outbox()
        for sequence in 1...5 { box.change(.hospital(7), Int64(sequence), at(Double(sequence))) }
        let order = box.next(0, now: at(6))
        #expect(order?.sequence == 5)
        #expect(box.slot(0, .hospital(7))?.waitingSince == at(1))
        #expect(box.next(0, now: at(6)) == nil)
        #expect(box.answered(order!, .accepted(hash: hash), now: at(7)) == .told)
        #expect(box.next(0, now: at(8)) == nil)
        #expect(box.slot(0, .hospital(7))?.state == .sent)
    }

    @Test func tasksAreNeverReplacedAndKeepTheirOrder() {
        var box = outbox()
        for sequence in 1...3 { box.change(.notice(1), Int64(sequence), at(1)) }
        box.change(.referral(1), 9, at(2))
        var told: [Int64] = []
        while let order = box.next(0, now: at(3)) {
            told.append(order.sequence)
            #expect(order.lastHash == nil)
            box.answered(order, .accepted(hash: hash), now: at(3))
        }
        #expect(told.filter { $0 < 9 } == [1, 2, 3] && told.contains(9))
    }

    @Test func aSubjectHasOneUnderWayAndADestinationABoundedNumber() {
        var box = outbox(atOnce: 2)
        for number in 1...5 { box.change(.hospital(Int32(number)), Int64(number), at(1)) }
        let first = box.next(0, now: at(2))!
        #expect(box.next(0, now: at(2)) != nil)
        #expect(box.next(0, now: at(2)) == nil)
        box.change(first.subject, 50, at(3))
        box.answered(first, .accepted(hash: hash), now: at(4))
        // What came while the older was under way goes too, and knows what was acknowledged.
        var seen: [OutboxOrder] = []
        while let order = box.next(0, now: at(5)) {
            seen.append(order)
            box.answered(order, .accepted(hash: hash), now: at(5))
        }
        #expect(seen.first { $0.subject == first.subject }?.sequence == 50)
        #expect(seen.first { $0.subject == first.subject }?.lastHash == hash)
    }

    @Test(arguments: [
        (200, OutboxVerdict.told), (408, .later(isOfDestination: false)),
        (429, .later(isOfDestination: true)),
        (500, .later(isOfDestination: false)), (503, .later(isOfDestination: true)), (400, .dead),
        (404, .dead),
        (422, .dead), (302, .dead), (401, .later(isOfDestination: true)),
        (403, .later(isOfDestination: true)), (412, .later(isOfDestination: false)),
        (599, .later(isOfDestination: false)),
    ])
    func whatAnAnswerMeans(_ status: Int, _ verdict: OutboxVerdict) {
        let answer: OutboxAnswer =
            status == 200 ? .accepted(hash: hash) : .status(status, retryAfterSeconds: 0, words: "")
        #expect(OutboxVerdict.of(answer) == verdict)
    }

    @Test func waitsGrowWithinTheirBoundsAndFollowRetryAfter() {
        var box = outbox()
        box.change(.hospital(1), 1, at(0))
        var now = at(0)
        var waits: [Int64] = []
        for _ in 0..<12 {
            let order = box.next(0, now: now)!
            box.answered(order, .status(500, retryAfterSeconds: 0, words: "no"), now: now)
            let next = box.slot(0, .hospital(1))!.nextTry
            waits.append(next.nanoseconds - now.nanoseconds)
            #expect(box.next(0, now: Timestamp(nanoseconds: next.nanoseconds - 1)) == nil)
            #expect(box.nextWake(0, now: now) == next)
            now = next
        }
        for (index, wait) in waits.enumerated() {
            let whole = min(500_000_000 << Int64(min(index, 20)), 60 * second)
            #expect(wait >= whole / 2 && wait <= whole, "\(index): \(wait)")
        }
        #expect(Set(waits).count > 8)
        let order = box.next(0, now: now)!
        box.answered(order, .status(429, retryAfterSeconds: 120, words: ""), now: now)
        #expect(box.nextWake(0, now: now)! >= now.adding(seconds: 120))
        let late = box.nextWake(0, now: now)!
        let again = box.next(0, now: late)!
        box.answered(again, .status(503, retryAfterSeconds: 1 << 40, words: ""), now: late)
        #expect(box.nextWake(0, now: late)! <= late.adding(seconds: 900))
    }

    @Test func aDestinationThatIsAwayIsTriedByOneAtATimeAndComesBack() {
        var box = outbox()
        for number in 1...8 { box.change(.hospital(Int32(number)), Int64(number), at(Double(number))) }
        var orders: [OutboxOrder] = []
        while let order = box.next(0, now: at(10)) { orders.append(order) }
        #expect(orders.count == 4)
        for order in orders { box.answered(order, .cut("refused"), now: at(10)) }
        #expect(box.lanes[0].isAway && box.lanes[0].awaySince == at(10))
        #expect(box.next(0, now: at(10)) == nil)
        let wake = box.nextWake(0, now: at(10))!
        let probe = box.next(0, now: wake)!
        #expect(!orders.contains { $0.subject == probe.subject }, "what was tried goes behind the others")
        #expect(box.next(0, now: wake) == nil)
        box.answered(probe, .accepted(hash: hash), now: wake)
        #expect(!box.lanes[0].isAway)
        #expect(box.next(0, now: wake.adding(seconds: 60)) != nil)
        // The other destination has not heard of any of it.
        #expect(!box.lanes[1].isAway)
    }

    @Test func deadLettersAreKeptAndGoAgainWhenTheyChangeOrSomebodySaysSo() {
        var box = outbox()
        box.change(.hospital(1), 1, at(0))
        box.change(.notice(4), 2, at(0))
        while let order = box.next(0, now: at(1)) {
            #expect(
                box.answered(order, .status(400, retryAfterSeconds: 0, words: "bad"), now: at(1)) == .dead)
        }
        #expect(box.slot(0, .hospital(1))?.state == .dead && box.slot(0, .notice(4))?.state == .dead)
        #expect(box.slot(0, .notice(4))?.failure == "HTTP 400: bad")
        #expect(box.nextWake(0, now: at(2)) == nil)
        box.change(.hospital(1), 3, at(3))
        box.change(.notice(4), 4, at(3))
        #expect(box.slot(0, .hospital(1))?.state == .waiting)
        #expect(box.slot(0, .notice(4))?.state == .dead)
        #expect(box.next(0, now: at(4))?.subject == .hospital(1))
        #expect(box.retry(0, .notice(4)) == 1)
        #expect(box.next(0, now: at(4))?.sequence == 2)
        #expect(box.retry(0, .notice(77)) == 0)
    }

    @Test func aNewerStateLivesOnWhenAnOlderOneDiesUnderWay() {
        var box = outbox()
        box.change(.hospital(1), 1, at(0))
        let order = box.next(0, now: at(0))!
        box.change(.hospital(1), 2, at(1))
        box.answered(order, .status(400, retryAfterSeconds: 0, words: ""), now: at(2))
        #expect(box.next(0, now: at(2))?.sequence == 2)
    }

    @Test func aClockThatStepsBackHoldsNothingForLong() {
        var box = outbox()
        box.change(.hospital(1), 1, at(10_000))
        let order = box.next(0, now: at(10_000))!
        box.answered(order, .cut("x"), now: at(10_000))
        #expect(box.next(0, now: at(10_000)) == nil)
        #expect(box.next(0, now: at(0)) != nil)
    }

    @Test func oneThatTheCourierDiesOfGoesBehindTheOthers() {
        var box = outbox()
        box.change(.hospital(1), 1, at(0))
        for _ in 1..<Outbox.interruptionsInARow {
            let order = box.next(0, now: at(1))!
            box.answered(order, .interrupted, now: at(1))
        }
        let order = box.next(0, now: at(1))!
        box.answered(order, .interrupted, now: at(1))
        #expect(box.next(0, now: at(1)) == nil)
        #expect(box.nextWake(0, now: at(1))! > at(1))
        #expect(!box.lanes[0].isAway)
    }

    @Test func tasksAboveTheBoundBecomeDeadLettersTheOldestFirst() {
        var rules = OutboxRules(atOnce: 1)
        rules.maximumTasks = 5
        rules.maximumDead = 3
        var box = Outbox([("ehr", rules)], seed: 1)
        for number in 1...20 { box.change(.notice(Int32(number)), Int64(number), at(Double(number))) }
        let lane = box.lanes[0]
        #expect(lane.slots.count { $0.state == .waiting } == 5)
        #expect(lane.slots.count { $0.state == .dead } == 3)
        #expect(lane.droppedDead == 12)
        #expect(box.slot(0, .notice(20))?.state == .waiting && box.slot(0, .notice(1))?.state == .sent)
    }

    @Test func subjectsAreReadAsTheyAreWritten() {
        for subject in [OutboxSubject.hospital(0), .hospital(65_535), .notice(1), .referral(2)] {
            #expect(OutboxSubject(text: subject.text) == subject)
        }
        for text in [
            "", "hospital", "hospital/", "hospital/x", "task/1", "hospital/1/2", "hospital/99999999999",
        ] {
            #expect(OutboxSubject(text: text) == nil, "\(text)")
        }
    }
}
