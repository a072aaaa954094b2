import Testing

@testable import Dispatch115

/// What the benchmarks measure must be what happens; how fast it is, is not asked here.
@Suite struct BenchLivesTests {
    static func value(_ metric: String, _ rows: [BenchRow]) -> Double? {
        rows.first { $0.metric == metric }?.value
    }

    /// The hospital is phoned: the notice and its alert come and go.
    @Test func aWholeLifeHasItsNineteenEvents() throws {
        let rows = try BenchCore.run(lives: 50)
        #expect(BenchLivesTests.value("events-of-a-life", rows) == 19)
        #expect(BenchLivesTests.value("kept-incidents", rows) == 100)
        #expect((BenchLivesTests.value("incidents", rows) ?? 0) > 0)
        #expect((BenchLivesTests.value("events", rows) ?? 0) > 0)
    }

    @Test func closedIncidentsLeaveMemory() throws {
        var rules = CentreRules()
        rules.keptIncidents = 20
        let rows = try BenchCore.run(lives: 500, rules: rules)
        let kept = try #require(BenchLivesTests.value("kept-incidents", rows))
        #expect(kept >= 20 && kept <= 42)
    }

    @Test func aDayBringsEveryKindAndTheSameOneAgain() throws {
        func events() throws -> [Event] {
            var all: [Event] = []
            var lives = try BenchLives(.day) { all.append($0) }
            for _ in 0..<200 { try lives.live { all.append($0) } }
            #expect(lives.livesLived == 200)
            #expect(lives.centre.openIncidents.isEmpty)
            #expect(lives.centre.brokenInvariants() == [])
            #expect(lives.centre.sequence == all.last?.sequence)
            return all
        }
        let once = try events()
        #expect(try events() == once)
        var types: Set<UInt16> = []
        for event in once { types.insert(EventCodec.type(of: event.body)) }
        // Opened, noted, priority, closed, recommended, dispatched, confirmed, moved, cancelled, patients.
        for type in [10, 11, 13, 14, 15, 20, 21, 22, 23, 24, 30, 31] as [UInt16] {
            #expect(types.contains(type), "no event of type \(type)")
        }
    }

    /// More rows than one thread replays alone, with a retired past; the case itself compares the centres.
    @Test func whatIsWrittenIsReadBackWithAndWithoutASnapshot() throws {
        let scene = BenchScene(Configuration())
        defer { scene.cleanUp() }
        let rows = try BenchRecovery.run(scene, events: 6_000)
        let events = try #require(rows.first { $0.metric == "whole" }).n
        #expect(events >= 6_000)
        #expect((BenchLivesTests.value("texts", rows) ?? 0) > 1_000)
    }

    @Test func aSceneLeavesNothingBehind() throws {
        let scene = BenchScene(Configuration())
        let folder = try scene.makeFolder()
        try Files.makeFolder(folder + "/inner")
        try Files.writeAtomically(folder + "/inner/file", [1])
        #expect(Files.exists(folder + "/inner/file"))
        scene.cleanUp()
        #expect(!Files.exists(folder))
    }
}
