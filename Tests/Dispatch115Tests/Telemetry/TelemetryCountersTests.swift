import Testing

@testable import Dispatch115

@Suite struct TelemetryCountersTests {
    @Test func theTableHasEveryCounterOnceInOrder() {
        #expect(TelemetryCounter.table.map(\.counter) == TelemetryCounter.allCases)
        #expect(Set(TelemetryCounter.table.map(\.name)).count == TelemetryCounter.allCases.count)
        for entry in TelemetryCounter.table {
            #expect(!entry.meaning.isEmpty)
            #expect(entry.counter.isAccepted == (entry.group == .accepted))
        }
    }

    @Test func threadsAddWithoutLoss() throws {
        let counters = TelemetryCounters()
        let threads = try (0..<4).map { _ in
            try NamedThread("adder") { for _ in 0..<50_000 { counters.add(.replayed) } }
        }
        for thread in threads { thread.join() }
        #expect(counters[.replayed] == 200_000)
        #expect(counters.sum(.refused) == 200_000 && counters.sum(.accepted) == 0)
    }
}
