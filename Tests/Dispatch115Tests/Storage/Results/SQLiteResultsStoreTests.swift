import Foundation
import Testing

@testable import Dispatch115

/// What a store promises, of both: all or nothing with its cursor, one leader, one history; and the rules that
/// rows keep to.
@Suite struct SQLiteResultsStoreTests {
    private func failure(_ body: () throws -> Void) -> ResultsFailure? {
        do { try body() } catch { return error as? ResultsFailure }
        return nil
    }

    private static let base = [ResultsSample.station, ResultsSample.unit, ResultsSample.incident]

    @Test func rowsAndCursorMoveTogether() throws {
        let both = try ResultsDatabases()
        for store in both.stores {
            #expect(try store.open(epoch: 3) == ResultsSample.cursor(0, epoch: 3))
            try store.write(ResultsSample.batch(0, 3, epoch: 3, SQLiteResultsStoreTests.base))
            // Sent again after a doubt: it is there, and nothing is written twice.
            guard
                case .outcomeUnknown = failure({
                    try store.write(ResultsSample.batch(0, 3, epoch: 3, SQLiteResultsStoreTests.base))
                })
            else {
                Issue.record("a batch that was written is taken again")
                continue
            }
            // Whoever is told of a doubt opens again.
            #expect(try store.open(epoch: 3) == ResultsSample.cursor(3, epoch: 3))
            // The second row is refused: neither the first nor the cursor is there.
            let renamed = ResultsSample.row(.station, ["station": .integer(1), "name": .text("Thanh Nhàn")])
            let bad = ResultsSample.row(.incident, ["incident": .integer(2), "priority": .integer(9)])
            guard
                case .refused = failure({
                    try store.write(ResultsSample.batch(3, 5, epoch: 3, [renamed, bad]))
                })
            else {
                Issue.record("priority 9 is taken")
                continue
            }
            #expect(try store.open(epoch: 3) == ResultsSample.cursor(3, epoch: 3))
            try store.write(ResultsSample.batch(3, 5, epoch: 3, [renamed]))
            store.close()
            #expect(try store.open(epoch: 4) == ResultsSample.cursor(5, epoch: 4))
            // The old leader.
            let other = failure { try store.write(ResultsSample.batch(5, 6, epoch: 3, [])) }
            #expect(other == .fenced(by: 4))
            #expect(failure { _ = try store.open(epoch: 2) } == .fenced(by: 4))
        }
        #expect(try both.askSQLite("SELECT name FROM station") == [["Thanh Nhàn"]])
        #expect(try both.askSQLite("SELECT count(*) FROM incident") == [["1"]])
        let mode = try FileManager.default.attributesOfItem(atPath: both.sqlite.path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func anotherHistoryIsRefused() throws {
        let both = try ResultsDatabases()
        for store in both.stores {
            _ = try store.open(epoch: 1)
            try store.write(ResultsSample.batch(0, 3, []))
            let parted = ResultsCursor(
                head: JournalHead(sequence: 3, hash: Digest(hashing: [1])), epoch: 1)
            let batch = ResultsBatch(after: parted, cursor: ResultsSample.cursor(4), changes: [])
            guard case .otherHistory = failure({ try store.write(batch) }) else {
                Issue.record("another history is taken")
                continue
            }
            store.close()
        }
        let stranger = SQLiteResultsStore(path: both.sqlite.path, centre: "hue")
        guard case .otherHistory = failure({ _ = try stranger.open(epoch: 1) }) else {
            Issue.record("another centre's file is taken")
            return
        }
    }

    @Test func positionsComeOnce() throws {
        let both = try ResultsDatabases()
        let row = ResultsSample.row(.position, ["unit": .integer(1), "measured_at": ResultsSample.at(5)]).row
        for store in both.stores {
            _ = try store.open(epoch: 1)
            try store.add(positions: [row])
            try store.add(positions: [row, row])
        }
        #expect(try both.askSQLite("SELECT count(*) FROM position") == [["1"]])
        let count = try both.cluster?.query("SELECT count(*) FROM dispatch.position", database: both.database)
        #expect(count == nil || count?.integer(0, 0) == 1)
    }

    /// What rows must not say, and what they may.
    @Test func rulesRefuseAndAllow() throws {
        let both = try ResultsDatabases()
        let at = ResultsSample.at
        let refused: [(String, ResultsChange)] = [
            ("word", ResultsSample.row(.call, ["phase": .text("ringing")])),
            ("count", ResultsSample.row(.unit, ["unit": .integer(2), "odometer": .integer(-1)])),
            ("latitude", ResultsSample.row(.station, ["station": .integer(2), "latitude": .real(91)])),
            (
                "closed before it rang",
                ResultsSample.row(
                    .incident, ["incident": .integer(2), "closed_at": at(-1), "disposition": .text("dead")])
            ),
            (
                "closed without how",
                ResultsSample.row(.incident, ["incident": .integer(2), "closed_at": at(9)])
            ),
            ("on scene before sent", ResultsSample.assignment(["on_scene": at(59)])),
            (
                "steps out of order",
                ResultsSample.assignment(["acknowledged": at(100), "at_patient": at(99)])
            ),
            (
                "cancelled early",
                ResultsSample.assignment([
                    "en_route": at(100), "cancelled": at(99), "state": .text("cancelled"),
                    "is_live": .flag(false),
                ])
            ),
            ("live and completed", ResultsSample.assignment(["state": .text("completed")])),
            ("second live", ResultsSample.assignment(["assignment": .integer(2)])),
            ("incident unknown", ResultsSample.assignment(["incident": .integer(7), "unit": .integer(2)])),
            ("hash", ResultsSample.row(.auditEvent, ["hash": .bytes([1])])),
        ]
        let allowed: [ResultsChange] = [
            ResultsSample.assignment(["acknowledged": at(60), "at_patient": at(61), "unit_notified": at(90)]),
            ResultsSample.assignment(["on_scene": at(1), "entered_at": at(99)]),
            ResultsSample.row(
                .incident,
                [
                    "incident": .integer(2), "closed_at": at(-1), "disposition": .text("dead"),
                    "entered_at": at(9),
                ]),
        ]
        for store in both.stores {
            _ = try store.open(epoch: 1)
            let live = ResultsSample.assignment()
            try store.write(ResultsSample.batch(0, 1, SQLiteResultsStoreTests.base + [live]))
            for (what, change) in refused {
                let result = failure { try store.write(ResultsSample.batch(1, 2, [change])) }
                guard case .refused = result else {
                    Issue.record("\(type(of: store)) takes: \(what) (\(String(describing: result)))")
                    continue
                }
            }
            for (number, change) in allowed.enumerated() {
                try store.write(ResultsSample.batch(Int64(number) + 1, Int64(number) + 2, [change]))
            }
        }
    }

    /// A unit that goes from one assignment to the next in one batch, told in any order.
    @Test func aUnitMayChangeItsAssignmentInOneBatch() throws {
        let both = try ResultsDatabases()
        let second = ResultsSample.assignment(["assignment": .integer(2)])
        let ended = ResultsSample.assignment([
            "state": .text("cancelled"), "is_live": .flag(false), "cancelled": ResultsSample.at(70),
        ])
        for store in both.stores {
            _ = try store.open(epoch: 1)
            try store.write(
                ResultsSample.batch(0, 1, SQLiteResultsStoreTests.base + [ResultsSample.assignment()]))
            try store.write(ResultsSample.batch(1, 2, [second, ended]))
        }
    }

    /// What the centre holds legal passes every rule of both databases, wherever batches are cut: also with a
    /// wall clock that steps back.
    @Test(arguments: seedsForTests(1))
    func everythingTheCentreDoesPassesTheRules(seed: UInt64) throws {
        for events in ResultsProjectionTests.walks(seed: seed) {
            let journal = JournalOfTest(events)
            let both = try ResultsDatabases(centre: JournalOfTest.code)
            for store in both.stores {
                var cursor = try store.open(epoch: 1_000_000)
                var projection = ResultsProjection(centre: Centre(), code: JournalOfTest.code)
                for (number, row) in journal.rows.enumerated() {
                    try projection.take(row, vault: OpenTexts(), keys: nil)
                    guard number % 37 == 36 || number == journal.rows.count - 1 else { continue }
                    let batch = projection.batch(after: cursor, epoch: 1_000_000)
                    try store.write(batch)
                    cursor = batch.cursor
                }
                #expect(cursor.head.sequence == Int64(events.count), "seed \(seed)")
            }
        }
    }
}
