import Foundation
import Testing

@testable import Dispatch115

/// Two centres' databases collected into a national one by PostgreSQL's own logical replication.
@Suite(.enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct NationalCollectionTests {
    @Test func twoCentresAreCollected() throws {
        let source = try PostgresCluster("centres", settings: ["wal_level": "logical"])
        let national = try PostgresCluster("national")
        try ResultsMigrator.migrate(national.connect(), before: .after(milliseconds: 60_000))
        // The same numbers in both centres: only the centre's code parts them.
        var stores: [(centre: String, store: PostgresResultsStore)] = []
        for centre in ["hanoi", "hue"] {
            try source.query("CREATE DATABASE \(centre)")
            try ResultsMigrator.migrate(
                source.connect(database: centre), before: .after(milliseconds: 60_000))
            let store = PostgresResultsStore(
                conninfo: try PostgresConninfo(checking: source.conninfo(database: centre)), centre: centre,
                deadlineMilliseconds: 60_000)
            _ = try store.open(epoch: 1)
            try source.query(
                "CREATE PUBLICATION centre FOR TABLE \(ResultsPage.published)"
                    + " WITH (publish_via_partition_root = true)", database: centre)
            let slot = "SELECT pg_create_logical_replication_slot('\(centre)', 'pgoutput')"
            try source.query(slot, database: centre)
            try national.query(
                "CREATE SUBSCRIPTION \(centre) CONNECTION '\(source.conninfo(database: centre))'"
                    + " PUBLICATION centre WITH (create_slot = false, slot_name = '\(centre)')")
            stores.append((centre, store))
        }
        for (centre, store) in stores { try fill(centre, store) }
        func count(_ text: String) -> [[String?]] { (try? national.query(text).rows) ?? [] }
        let wanted = [["hanoi", "2"], ["hue", "2"]]
        let names = [["hanoi", "after"], ["hue", "after"]]
        #expect(
            eventually {
                count("SELECT centre, sequence FROM dispatch.cursor ORDER BY 1") == wanted
                    && count("SELECT centre, count(*) FROM dispatch.position GROUP BY 1 ORDER BY 1")
                        == [["hanoi", "1"], ["hue", "1"]]
                    && count("SELECT centre, name FROM dispatch.station ORDER BY 1") == names
                    && count("SELECT count(*) FROM dispatch.incident") == [["2"]]
            })
        #expect(
            count("SELECT centre, incidents FROM dispatch.daily_count ORDER BY 1")
                == [["hanoi", "1"], ["hue", "1"]])
        #expect(count("SELECT count(*) FROM private.personal_text") == [["0"]])
        for (centre, _) in stores {
            try national.query("ALTER SUBSCRIPTION \(centre) DISABLE")
            try national.query("DROP SUBSCRIPTION \(centre)")
        }
    }

    private func fill(_ centre: String, _ store: PostgresResultsStore) throws {
        func own(_ change: ResultsChange) -> ResultsChange {
            var change = change
            change.row[0] = .text(centre)
            return change
        }
        let genesis = ResultsCursor(
            head: JournalHead(sequence: 0, hash: JournalHead.genesis(centre: centre)), epoch: 1)
        let text = ResultsSample.row(.personalText, ["text": .integer(1), "content": .text("0903123456")])
        let sample = [ResultsSample.station, ResultsSample.unit, ResultsSample.incident, text]
        let rows = (sample + ResultsSample.days(of: sample, 1)).map(own)
        try store.write(ResultsBatch(after: genesis, cursor: ResultsSample.cursor(1), changes: rows))
        let renamed = ResultsSample.row(.station, ["station": .integer(1), "name": .text("after")])
        try store.write(
            ResultsBatch(
                after: ResultsSample.cursor(1), cursor: ResultsSample.cursor(2), changes: [own(renamed)]))
        try store.add(positions: [own(ResultsSample.row(.position, ["unit": .integer(1)])).row])
    }
}
