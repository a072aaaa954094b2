import Foundation
import Testing

@testable import Dispatch115

/// The views: both databases give the same numbers, and those are what a slow reckoning gives.
@Suite struct ResultsViewsTests {
    /// The cursor's row says when it was written: the same in both for this.
    private func filled(seed: UInt64, incidents: Int) throws -> (ResultsDatabases, [ResultsChange]) {
        let both = try ResultsDatabases()
        let changes = ResultsSample.history(seed: seed, incidents: incidents)
        for store in both.stores {
            _ = try store.open(epoch: 1)
            try store.write(ResultsSample.batch(0, 100, changes))
            store.close()
        }
        let moment = ResultsSample.start.adding(seconds: 260_000).microseconds
        _ = try both.askSQLite("UPDATE cursor SET written_at = \(moment)")
        try both.cluster?.query(
            "UPDATE dispatch.cursor SET written_at = to_timestamp(\(moment) / 1000000.0)",
            database: both.database)
        return (both, changes)
    }

    @Test(arguments: seedsForTests(2))
    func bothDatabasesGiveTheSameNumbers(seed: UInt64) throws {
        let (both, _) = try filled(seed: seed, incidents: 400)
        guard both.cluster != nil else { return }
        for view in ResultsView.all {
            let left = try both.all(view, .sqlite)
            let right = try both.all(view, .postgres)
            #expect(
                left == right, "seed \(seed), \(view.name): \(Set(left).symmetricDifference(right).prefix(4))"
            )
            #expect(!left.isEmpty, "\(view.name) shows nothing")
        }
    }

    @Test(arguments: seedsForTests(2))
    func centilesAreThoseOfASlowReckoning(seed: UInt64) throws {
        let (both, changes) = try filled(seed: seed, incidents: 600)
        let columns = ResultsTable.of(.assignment).columns.map(\.name)
        let incidents = ResultsTable.of(.incident).columns.map(\.name)
        func value(_ change: ResultsChange, _ names: [String], _ name: String) -> ResultsValue {
            change.row[names.firstIndex(of: name) ?? 0]
        }
        var priorities: [String: Int64] = [:]
        for change in changes where change.table == .incident {
            if case .integer(let priority) = value(change, incidents, "priority") {
                priorities["\(value(change, incidents, "incident"))"] = priority
            }
        }
        for (measure, from, to) in [
            ("travel", "en_route", "on_scene"), ("transport", "left_scene", "at_destination"),
        ] {
            for priority in 0...4 {
                var told: [Int64] = []
                var leftOut = 0
                for change in changes
                where change.table == .assignment
                    && priorities["\(value(change, columns, "incident"))"] == Int64(priority)
                {
                    if case .time(let start) = value(change, columns, from),
                        case .time(let end) = value(change, columns, to)
                    {
                        told.append(end.seconds(since: start))
                    } else {
                        leftOut += 1
                    }
                }
                let wanted = try #require(Percentiles(of: told))
                let rows = try both.askSQLite(
                    """
                    SELECT n, mean_seconds, p50_seconds, p90_seconds, p95_seconds, left_out FROM response_time
                    WHERE measure = '\(measure)' AND priority = \(priority)
                    """)
                #expect(
                    rows == [
                        [
                            "\(wanted.count)", "\(wanted.mean)", "\(wanted.p50)", "\(wanted.p90)",
                            "\(wanted.p95)", "\(leftOut)",
                        ]
                    ], "seed \(seed) \(measure) P\(priority)")
            }
        }
    }

    /// A unit on duty over midnight is told on both days, and never more than a day's seconds.
    @Test func unitHoursAreCutAtMidnight() throws {
        let both = try ResultsDatabases()
        // 17:00 in Vietnam to 05:00 the next morning; sent from 23:50 to 00:20.
        let changes =
            [ResultsSample.station, ResultsSample.unit, ResultsSample.incident]
            + [(1, 0, "onDuty"), (2, 43_200, "offDuty")].map { number, moment, status in
                ResultsSample.row(
                    .unitHistory,
                    [
                        "sequence": .integer(Int64(number)), "at": ResultsSample.at(Int64(moment)),
                        "unit": .integer(1), "status": .text(status),
                    ])
            }
            + [
                ResultsSample.assignment([
                    "dispatch_notified": ResultsSample.at(24_600),
                    "back_in_service": ResultsSample.at(26_400),
                    "state": .text("completed"), "is_live": .flag(false),
                ])
            ]
        for store in both.stores {
            _ = try store.open(epoch: 1)
            try store.write(ResultsSample.batch(0, 3, changes))
        }
        let wanted = [
            "hanoi|2026-11-22|1|1|25200|600", "hanoi|2026-11-23|1|1|18000|1200",
        ]
        #expect(try both.all(.unitDay, .sqlite) == wanted)
        if both.cluster != nil { #expect(try both.all(.unitDay, .postgres) == wanted) }
    }
}
