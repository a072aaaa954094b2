import Testing

@testable import Dispatch115

/// The gate, with results that are waited for: order, deadline, degradation, recovery.
@Suite struct DurableGateTests {
    private final class Exit: Sendable {
        let out = Locked<[String]>([])
        func effect(_ name: String) -> DurableGate.Effect {
            { durability in self.out.with { $0.append("\(name) \(durability)") } }
        }
        var all: [String] { out.with { $0 } }
    }

    private func gate(deadline: Int64 = 1_000_000_000, pause: Int64 = 0) -> DurableGate {
        let gate = DurableGate(durable: 0)
        gate.awaitResults(
            deadlineNanoseconds: deadline, pauseNanoseconds: pause, onChange: { _ in }, onArmed: {})
        return gate
    }

    @Test func withoutResultsTheJournalAloneDecides() {
        let gate = DurableGate(durable: 3)
        let exit = Exit()
        gate.pass(after: 3, exit.effect("a"))
        gate.pass(after: 4, exit.effect("b"))
        #expect(exit.all == ["a journal"])
        gate.resultsWritten(9)
        #expect(exit.all == ["a journal"])
        gate.settle(4, isDurable: true)
        gate.pass(after: 5, exit.effect("c"))
        gate.settle(5, isDurable: false)
        #expect(exit.all == ["a journal", "b journal", "c nothing"])
        #expect(gate.resultsPart == nil)
    }

    @Test func bothAreWaitedForInOrder() {
        let gate = gate()
        let exit = Exit()
        gate.resultsAre(well: true)
        gate.pass(after: 1, exit.effect("a"))
        gate.pass(after: 2, exit.effect("b"))
        gate.settle(2, isDurable: true)
        #expect(exit.all.isEmpty, "the journal alone is not enough")
        gate.pass(after: 2, exit.effect("question"))
        gate.resultsWritten(1)
        #expect(exit.all == ["a journalAndResults"])
        gate.resultsWritten(2)
        #expect(exit.all == ["a journalAndResults", "b journalAndResults", "question journalAndResults"])
        // The results may be there before the journal's answer has come round.
        gate.pass(after: 3, exit.effect("c"))
        gate.resultsWritten(3)
        #expect(exit.all.count == 3)
        gate.settle(3, isDurable: true)
        #expect(exit.all.last == "c journalAndResults")
    }

    @Test func afterTheDeadlineNothingWaitsUntilTheyHaveCaughtUp() {
        let gate = gate(deadline: 1_000, pause: 0)
        let exit = Exit()
        gate.resultsAre(well: true)
        for sequence in 1...3 as ClosedRange<Int64> { gate.pass(after: sequence, exit.effect("\(sequence)")) }
        gate.settle(3, isDurable: true)
        #expect(exit.all.isEmpty)
        let now = WallClock.monotonicNanoseconds()
        #expect(gate.expire(at: now - 1_000_000_000) != nil, "it runs")
        #expect(exit.all.isEmpty, "and is not over")
        #expect(gate.expire(at: now + 1_000_000) == nil)
        #expect(exit.all == ["1 journalAlone", "2 journalAlone", "3 journalAlone"])
        #expect(gate.resultsPart?.misses == 1)
        gate.pass(after: 4, exit.effect("4"))
        gate.settle(4, isDurable: true)
        #expect(exit.all.last == "4 journalAlone", "nobody waits a second time")
        gate.resultsWritten(2)
        #expect(gate.resultsPart?.isAwaited == false, "not yet caught up")
        gate.resultsWritten(4)
        #expect(gate.resultsPart?.isAwaited == true)
        gate.pass(after: 5, exit.effect("5"))
        gate.settle(5, isDurable: true)
        #expect(exit.all.last == "4 journalAlone")
        gate.resultsWritten(5)
        #expect(exit.all.last == "5 journalAndResults")
    }

    @Test func afterAMissThereIsAPause() {
        let gate = gate(deadline: 1_000, pause: 3_600_000_000_000)
        let exit = Exit()
        gate.resultsAre(well: true)
        gate.pass(after: 1, exit.effect("1"))
        gate.settle(1, isDurable: true)
        let next = gate.expire(at: WallClock.monotonicNanoseconds() + 1_000_000)
        #expect(next ?? 0 > WallClock.monotonicNanoseconds() + 3_000_000_000_000, "asked again when it is over")
        gate.resultsWritten(1)
        #expect(gate.resultsPart?.isAwaited == false)
    }

    @Test func resultsThatGoAwayLetEverythingGo() {
        let gate = gate()
        let exit = Exit()
        gate.pass(after: 1, exit.effect("1"))
        gate.settle(1, isDurable: true)
        #expect(exit.all == ["1 journalAlone"], "not well yet: nobody waits")
        gate.resultsAre(well: true)
        gate.resultsWritten(1)
        gate.pass(after: 2, exit.effect("2"))
        gate.settle(2, isDurable: true)
        #expect(exit.all.count == 1)
        gate.resultsAre(well: false)
        #expect(exit.all.last == "2 journalAlone")
        gate.resultsAre(well: true)
        #expect(gate.resultsPart?.isAwaited == false)
        gate.resultsWritten(2)
        #expect(gate.resultsPart?.isAwaited == true)
        // What only memory has cannot be in the results: it does not wait for them.
        gate.pass(after: 3, exit.effect("3"))
        gate.settle(3, isDurable: false)
        #expect(exit.all.last == "3 nothing")
    }

    /// The thread that keeps the deadline: what waits leaves although nobody else ever comes.
    @Test func theDeadlineHasItsOwnThread() throws {
        let gate = DurableGate(durable: 0)
        let deadline = try ResultsDeadline(gate)
        gate.awaitResults(
            deadlineNanoseconds: 2_000_000, pauseNanoseconds: 5_000_000, onChange: { _ in },
            onArmed: { deadline.arm() })
        gate.resultsAre(well: true)
        let exit = Exit()
        for sequence in 1...5 as ClosedRange<Int64> {
            gate.pass(after: sequence, exit.effect("\(sequence)"))
            gate.settle(sequence, isDurable: true)
            #expect(eventually { exit.all.count == Int(sequence) })
            #expect(exit.all.last == "\(sequence) journalAlone")
            gate.resultsWritten(sequence)
            #expect(eventually { gate.resultsPart?.isAwaited == true }, "after the pause, by the same thread")
        }
        #expect(gate.resultsPart?.misses == 5)
        deadline.close()
    }
}
