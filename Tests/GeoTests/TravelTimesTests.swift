import Geo
import Testing

@Suite struct TravelTimesTests {
    /// A model that knows only a table: what the protocol does by itself.
    private struct Table: TravelTimes {
        let table: [Int32]
        func travelSeconds(from origins: [Coordinate], to place: Coordinate, into seconds: inout [Int32]) {
            seconds = table
        }
    }

    @Test func shortestTimeFirstThenLowerIndexAndNobodyUnreachable() throws {
        let anywhere = try #require(Coordinate(latitudeE7: 0, longitudeE7: 0))
        let table = Table(table: [50, 10, TravelAnswer.unreachableSeconds, 10, 0])
        let origins = [Coordinate](repeating: anywhere, count: 5)
        var answers = [TravelAnswer(index: 9, travelSeconds: 9)]
        table.nearestByTime(3, from: origins, to: anywhere, into: &answers)
        #expect(answers.map(\.index) == [4, 1, 3])
        #expect(answers.map(\.travelSeconds) == [0, 10, 10])
        table.nearestByTime(99, from: origins, to: anywhere, into: &answers)
        #expect(answers.map(\.index) == [4, 1, 3, 0])
        table.nearestByTime(0, from: origins, to: anywhere, into: &answers)
        #expect(answers.isEmpty)
    }
}
