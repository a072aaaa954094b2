import Geo
import Testing

@testable import Dispatch115

/// Reports that were counted beforehand say what a count of the rows says, whatever changed since.
@Suite struct ResultsSummaryTests {
    /// Every event marks the days of all rows that it changed: as they were, and as they are.
    @Test(arguments: seedsForTests(2))
    func everyChangeMarksItsDays(seed: UInt64) throws {
        for events in ResultsProjectionTests.walks(seed: seed) {
            var projection = ResultsProjection(centre: Centre(), code: JournalOfTest.code)
            var memory = MemoryResults(code: JournalOfTest.code)
            for row in JournalOfTest(events).rows {
                try projection.take(row, vault: OpenTexts(), keys: nil)
                let before = memory.tables
                let batch = projection.batch(after: memory.cursor, epoch: 1)
                memory.write(batch)
                var marked: Set<Int64> = []
                for change in batch.changes where change.table == .changedDay {
                    guard case .time(let start) = change.row[1] else { continue }
                    #expect(change.row[2] == .integer(row.sequence))
                    marked.insert(start.nanoseconds)
                }
                for change in batch.changes {
                    let key = MemoryResults.key(change.table, change.row)
                    let old = before[change.table]?[key]
                    guard old != change.row else { continue }
                    let days =
                        ResultsSummaryTests.days(of: change.row, change.table, memory.tables)
                        + (old.map { ResultsSummaryTests.days(of: $0, change.table, before) } ?? [])
                    let missing = days.filter { !marked.contains($0) }
                    #expect(missing.isEmpty, "seed \(seed), event \(row.sequence): \(change.table) \(key)")
                }
            }
            #expect(memory.tables[.changedDay]?.isEmpty == false)
        }
    }

    /// The days in whose reports a row counts.
    private static func days(
        of row: [ResultsValue], _ table: ResultsTable.Name,
        _ tables: [ResultsTable.Name: [String: [ResultsValue]]]
    ) -> [Int64] {
        let columns = ResultsTable.of(table).columns.map(\.name)
        func value(_ name: String) -> ResultsValue { columns.firstIndex(of: name).map { row[$0] } ?? .null }
        func day(_ value: ResultsValue) -> [Int64] {
            guard case .time(let time) = value else { return [] }
            return [ResultsDays.start(of: time).nanoseconds]
        }
        func ofIncident() -> [Int64] {
            let key = MemoryResults.key(.incident, [row[0], value("incident")])
            let incident = tables[.incident]?[key]
            let place = ResultsTable.of(.incident).columns.firstIndex { $0.name == "received_at" }
            return incident.flatMap { row in place.map { day(row[$0]) } } ?? []
        }
        switch table {
        case .call, .incident: return day(value("received_at"))
        case .assignment: return day(value("dispatch_notified")) + ofIncident()
        case .offer: return day(value("asked_at")) + ofIncident()
        default: return []
        }
    }

    /// Midnights are Vietnam's, also before 1970.
    @Test func daysBeginAtVietnamsMidnight() {
        let hour: Int64 = 3_600_000_000_000
        for (moment, start) in [
            (17 * hour, 17 * hour), (17 * hour - 1, -7 * hour), (-7 * hour, -7 * hour),
            (-7 * hour - 1, -31 * hour), (40 * hour, 17 * hour),
        ] {
            #expect(
                ResultsDays.start(of: Timestamp(nanoseconds: moment)) == Timestamp(nanoseconds: start),
                "\(moment)")
        }
    }

    /// A history of ten weeks that is written in pieces, corrected, and counted at any moment in between: the
    /// reports are always those of a reckoning over the rows, and those of the same rows without any count.
    @Test(arguments: seedsForTests(2))
    func countedReportsAreThoseOfTheRows(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let both = try ResultsDatabases()
        var history = SummaryHistory()
        var counted = 0
        for store in both.stores { _ = try store.open(epoch: 1) }
        for piece in 1...12 {
            for _ in 0..<Int.random(in: 5...40, using: &random) { history.step(&random) }
            let batch = history.batch()
            for store in both.stores {
                if store === both.sqlite { _ = try store.open(epoch: 1) }
                try store.write(batch)
            }
            try history.setClock(both)
            let asks = Int.random(in: 0..<3, using: &random)
            if asks > 0 || piece == 12 {
                // Some of it only: the oldest days first.
                counted += try history.count(both, mostDays: asks == 1 ? 9 : .max)
            }
            guard piece % 3 == 0 else { continue }
            try check(both, history, "seed \(seed), piece \(piece)")
        }
        #expect(counted > 50, "seed \(seed): only \(counted) were counted")
        let before = try reports(both)
        try history.forget(both)
        #expect(try reports(both) == before, "seed \(seed): without any count")
    }

    private static let views: [ResultsView] = [
        .responseTime, .unitDay, .unitHourUse, .declineRate, .declineReason, .dailyCount,
    ]

    private func reports(_ both: ResultsDatabases) throws -> [String: [String]] {
        var found: [String: [String]] = [:]
        for view in ResultsSummaryTests.views {
            found["\(view.name) sqlite"] = try both.all(view, .sqlite)
            if both.cluster != nil { found["\(view.name) postgres"] = try both.all(view, .postgres) }
        }
        return found
    }

    private func check(_ both: ResultsDatabases, _ history: SummaryHistory, _ told: String) throws {
        let found = try reports(both)
        for (name, wanted) in [
            ("daily_count", history.dailyCounts()), ("unit_day", history.unitDays()),
            ("response_time", history.responseTimes()), ("decline_rate", history.declineRates()),
        ] {
            for database in ["sqlite", "postgres"] {
                guard let rows = found["\(name) \(database)"] else { continue }
                let different = Set(rows).symmetricDifference(wanted).sorted()
                #expect(different.isEmpty, "\(told), \(name) \(database): \(different.prefix(6))")
            }
        }
    }

    /// The store counts a piece at a time and says whether there is more; what comes later is live at once.
    @Test func theStoreCountsAndALateEntryIsSeenAtOnce() throws {
        let both = try ResultsDatabases()
        let store = both.sqlite
        _ = try store.open(epoch: 1)
        try store.write(ResultsSample.batch(0, 5, ResultsSample.history(seed: 1, incidents: 30)))
        _ = try store.summarise()
        let moment = ResultsSample.start.adding(seconds: 40 * 86_400).microseconds
        _ = try both.askSQLite("UPDATE cursor SET written_at = \(moment)")
        for sql in ResultsSummary.Counting(dialect: .sqlite).forget { _ = try both.askSQLite(sql) }
        let connection = try SQLiteConnection(path: store.path)
        var rounds = 0
        while try ResultsSummary.count(on: connection, mostDays: 1).days > 0 { rounds += 1 }
        #expect(rounds > 1)
        let marks = "SELECT count(*) FROM summary_day s JOIN changed_day t USING (centre, starts_at)"
        #expect(try both.askSQLite(marks + " WHERE s.sequence >= t.sequence") == [["\(rounds)"]])
        let ask = "SELECT sum(calls) FROM daily_count"
        let before = try Int(both.askSQLite(ask)[0][0] ?? "") ?? -1
        _ = try store.open(epoch: 1)
        let late = ResultsSample.row(
            .call, ["call": .integer(9_999), "received_at": ResultsSample.at(100)])
        try store.write(ResultsSample.batch(5, 6, [late]))
        #expect(try both.askSQLite(ask) == [["\(before + 1)"]])
    }
}
