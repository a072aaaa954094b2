import Geo
import Testing

@testable import Dispatch115

@Suite struct DeadlineHeapTests {
    @Test(arguments: seedsForTests(5))
    func dueIsWhatASortedListSays(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var heap = DeadlineHeap()
        var list: [Deadline] = []
        for _ in 0..<2_000 {
            let deadline = Deadline(
                at: Timestamp(nanoseconds: Int64.random(in: 0..<500, using: &random)),
                kind: DeadlineKind.allCases.randomElement(using: &random) ?? .crewSilent,
                subject: Int32.random(in: 0..<50, using: &random))
            heap.add(deadline)
            list.append(deadline)
            if Int.random(in: 0..<20, using: &random) == 0 {
                let now = Timestamp(nanoseconds: Int64.random(in: 0..<100, using: &random))
                let expected = list.filter { $0.at <= now }.sorted { $0 < $1 }
                #expect(heap.due(now) == expected, "seed \(seed)")
                heap.removeDue(now)
                list.removeAll { $0.at <= now }
                #expect(heap.first?.at == list.map(\.at).min(), "seed \(seed)")
            }
        }
    }
}
