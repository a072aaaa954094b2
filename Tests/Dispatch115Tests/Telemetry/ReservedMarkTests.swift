import Testing

@testable import Dispatch115

@Suite struct ReservedMarkTests {
    @Test func asksAheadAndOnce() {
        var mark = ReservedMark(floor: 100)
        #expect(mark.wanted(for: 100, now: 0) == 164)
        mark.becameDurable(164)
        for sequence: UInt64 in 101...147 { #expect(mark.wanted(for: sequence, now: 0) == nil) }
        #expect(mark.wanted(for: 148, now: 0) == 228)
        #expect(mark.wanted(for: 149, now: 0) == nil)
        #expect(mark.durable == 164)
        mark.becameDurable(228)
        #expect(mark.durable == 228)
    }

    @Test func asksAgainWhenNobodyAnswers() {
        var mark = ReservedMark(floor: 0)
        #expect(mark.wanted(for: 1, now: 0) == 65)
        #expect(mark.wanted(for: 2, now: 1_000_000_000) == nil)
        #expect(mark.wanted(for: 3, now: 2_000_000_001) == 65)
        #expect(mark.wanted(for: 4, now: 2_000_000_002) == nil)
    }

    @Test func aJumpAndTheTopOfTheNumbers() {
        var mark = ReservedMark(floor: 0)
        #expect(mark.wanted(for: 1_000_000, now: 0) == 1_000_064)
        #expect(mark.wanted(for: .max - 1, now: 0) == .max)
        #expect(mark.wanted(for: .max, now: 1) == nil)
        mark.becameDurable(.max)
        #expect(mark.wanted(for: .max, now: 9_000_000_000) == nil)
        mark.becameDurable(3)
        #expect(mark.durable == .max)
    }
}
