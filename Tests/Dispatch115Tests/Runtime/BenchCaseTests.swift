import Testing

@testable import Dispatch115

@Suite struct BenchCaseTests {
    @Test func theCasesAreThese() {
        #expect(
            BenchCase.all.map(\.name) == [
                "fleet-index", "journal", "telemetry", "core", "recovery", "projection", "console",
                "service-1000", "place-search", "results-writer", "results-follow",
            ])
    }

    @Test func theListHasALineForEachWithItsMeaning() {
        let lines = BenchCase.list.split(separator: "\n")
        #expect(lines.count == BenchCase.all.count)
        for (line, one) in zip(lines, BenchCase.all) {
            #expect(line.hasPrefix(one.name + " "))
            #expect(line.hasSuffix(" " + one.meaning))
        }
    }

    @Test func namedCasesRunInTheirOrderAndNoneMeansAll() throws {
        #expect(try BenchCase.chosen(["telemetry", "core"]).map(\.name) == ["telemetry", "core"])
        #expect(try BenchCase.chosen([]).map(\.name) == BenchCase.all.map(\.name))
    }

    @Test func anUnknownCaseIsRefusedWithTheNearestAndAllThatThereAre() {
        do {
            _ = try BenchCase.chosen(["core", "jurnal"])
            Issue.record("taken")
        } catch {
            #expect(error.what == "bench: unknown case \"jurnal\"")
            #expect(error.accepted.hasPrefix("Nearest: journal;"))
            for one in BenchCase.all { #expect(error.accepted.contains(one.name)) }
            #expect(error.seeAlso == "dispatch115 bench --list")
        }
    }

    @Test func anUnknownCaseRunsNothingAndEndsAsAWrongCommandLine() {
        #expect(CommandLineEntry.status(["bench", "core", "jurnal"]) == ArgumentsError.exitStatus)
    }
}
