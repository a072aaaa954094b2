import Geo
import Testing

@testable import Dispatch115

/// The walks through a real database: its rules refuse nothing that the centre holds legal, and what it gives
/// back is what was written.
@Suite struct ResultsWalkTests {
    @Test(arguments: seedsForTests(1))
    func sqliteTakesEveryWalk(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for (number, events) in ResultsProjectionTests.walks(seed: seed).enumerated() {
            let folder = try StorageFolder()
            let path = folder.file("results.sqlite")
            let store = SQLiteResultsStore(path: path, centre: JournalOfTest.code)
            var memory = MemoryResults(code: JournalOfTest.code)
            memory.cursor = try store.open(epoch: 1)
            var projection = ResultsProjection(centre: Centre(), code: JournalOfTest.code)
            for row in JournalOfTest(events).rows {
                try projection.take(row, vault: OpenTexts(), keys: nil)
                let isLast = row.sequence == Int64(events.count)
                guard isLast || Int.random(in: 0..<25, using: &random) == 0 else { continue }
                let batch = projection.batch(after: memory.cursor, epoch: 1)
                do { try store.write(batch) } catch {
                    Issue.record("seed \(seed), walk \(number), up to \(row.sequence): \(error)")
                    return
                }
                memory.write(batch)
            }
            store.close()
            let connection = try SQLiteConnection(path: path)
            for table in ResultsTable.all {
                let found = try ResultsWalkTests.rows(of: table, connection)
                let expected = memory.tables[table.name] ?? [:]
                #expect(found.count == expected.count, "seed \(seed): \(table.name)")
                for row in expected.values.map({ $0.map(ResultsWalkTests.stored) })
                where found[MemoryResults.key(table.name, row)] != row {
                    Issue.record("seed \(seed), walk \(number): \(table.name) \(row)")
                    break
                }
            }
        }
    }

    /// As SQLite keeps it.
    private static func stored(_ value: ResultsValue) -> ResultsValue {
        switch value {
        case .time(let time): .integer(time.nanoseconds / 1000)
        case .flag(let flag): .integer(flag ? 1 : 0)
        case .null, .integer, .real, .text, .bytes: value
        }
    }

    private static func rows(of table: ResultsTable, _ connection: SQLiteConnection) throws
        -> [String: [ResultsValue]]
    {
        let names = table.columns.map(\.name)
        let types = names.map { "typeof(\($0))" }
        let select = try connection.prepare(
            "SELECT \((names + types).joined(separator: ", ")) FROM \(table.name.rawValue)")
        var found: [String: [ResultsValue]] = [:]
        while try select.step() {
            let row = names.indices.map { place -> ResultsValue in
                let column = Int32(place)
                switch select.text(Int32(names.count) + column) {
                case "integer": return .integer(select.integer(column))
                case "real": return .real(select.real(column))
                case "text": return .text(select.text(column))
                case "blob": return .bytes(Array(select.blob(column)))
                default: return .null
                }
            }
            // Keys hold no times but a position's, which is no event.
            found[MemoryResults.key(table.name, row)] = row
        }
        return found
    }
}
