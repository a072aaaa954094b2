import Geo
import Testing

@testable import Dispatch115

@Suite struct ReplayWindowTests {
    @Test func edges() {
        var window = ReplayWindow(floor: 0)
        #expect(window.judge(0) == .seen)
        window.record(5_000)
        #expect(window.judge(5_000) == .seen)
        #expect(window.judge(5_000 - 1_023) == .new)
        #expect(window.judge(5_000 - 1_024) == .tooOld)
        window.record(5_000 - 1_023)
        #expect(window.judge(5_000 - 1_023) == .seen)
        window.record(5_001)
        #expect(window.judge(5_001 - 1_023) == .new)
        #expect(window.judge(5_001 - 1_024) == .tooOld)
    }

    @Test func theTopOfTheNumbers() {
        var window = ReplayWindow(floor: .max - 2)
        #expect(window.judge(.max - 2) == .seen)
        window.record(.max)
        #expect(window.judge(.max) == .seen)
        #expect(window.judge(.max - 1) == .new)
        #expect(window.judge(0) == .tooOld)
        var low = ReplayWindow(floor: 0)
        low.record(.max)
        #expect(low.judge(.max) == .seen)
        #expect(low.judge(.max - 1_023) == .new)
    }

    /// Against a slow oracle that remembers everything.
    @Test func likeASetThatForgets() {
        var random = SplitMix64(seed: TelemetrySeed.value("likeASetThatForgets"))
        let floor = random.next() % 10_000
        var window = ReplayWindow(floor: floor)
        var seen: Set<UInt64> = []
        var highest = floor
        for _ in 0..<100_000 {
            let reach: UInt64 = [3, 40, 1_100, 2_500][Int(random.next() % 4)]
            let ahead = random.next() % reach
            let sequence = random.next() % 3 == 0 ? highest + ahead : highest - min(highest, ahead)
            let expected: ReplayWindow.Answer
            if sequence > highest {
                expected = .new
            } else if highest - sequence >= 1_024 {
                expected = .tooOld
            } else {
                expected = sequence <= floor || seen.contains(sequence) ? .seen : .new
            }
            #expect(window.judge(sequence) == expected)
            if expected == .new {
                window.record(sequence)
                seen.insert(sequence)
                highest = max(highest, sequence)
            }
            #expect(window.highest == highest)
        }
    }
}
