// What writing results to PostgreSQL costs here: rows a second in batches as small as live work makes them,
// and events a second in those of a catch-up. Four rows an event, as in life: three of tables whose rows come
// once, and a call whose row is replaced. Beside them the cursor's row, which is not counted.
// Needs a server of its own by libpq's environment: BenchResultsTables says how.

enum BenchResultsWriter {
    /// Rows whose place is taken again and again: calls.
    private static let width: Int64 = 500

    static func run(seconds: Int64 = 3) throws -> [BenchRow] {
        let conninfo = try BenchResultsTables.connect()
        let store = PostgresResultsStore(conninfo: conninfo, centre: "bench", deadlineMilliseconds: 60_000)
        var cursor = try store.open(epoch: 1)
        var rows: [BenchRow] = []
        for events in [1, 32, 1000, 5000] as [Int64] {
            // What the projection would cost is not counted: the batches of a round are made before it.
            var written: Int64 = 0
            var rowCount = 0
            var spent: Int64 = 0
            while spent < seconds * 1_000_000_000 {
                var batches: [ResultsBatch] = []
                for _ in 0..<max(1, 2000 / events) {
                    let after = batches.last?.cursor ?? cursor
                    batches.append(batch(after: after, count: events))
                }
                let start = WallClock.monotonicNanoseconds()
                for batch in batches { try store.write(batch) }
                spent += WallClock.monotonicNanoseconds() - start
                written += events * Int64(batches.count)
                rowCount += batches.reduce(0) { $0 + $1.changes.count }
                cursor = batches[batches.count - 1].cursor
            }
            let taken = Double(spent) / 1e9
            rows.append(
                BenchRow("batch-of-\(events).rows", Int(events), Double(rowCount) / taken, "rows/s"))
            rows.append(
                BenchRow("batch-of-\(events).events", Int(events), Double(written) / taken, "events/s"))
        }
        store.close()
        return rows
    }

    private static func batch(after: ResultsCursor, count: Int64) -> ResultsBatch {
        var head = after.head
        var changes: [ResultsChange] = []
        let began: Int64 = 1_790_000_000_000_000_000
        for event in (head.sequence + 1)...(head.sequence + count) {
            let body = Array("status change: en route to scene \(event)".utf8)
            head = head.following(body)
            let at = ResultsValue.time(Timestamp(nanoseconds: began + event * 1_000_000))
            changes.append(
                ResultsChange(
                    .auditEvent,
                    [
                        .text("bench"), .integer(event), at, .integer(1), .text("console"), .integer(1000),
                        .integer(event), .integer(1), .text("unitOnDuty"), .bytes(body),
                        .bytes(head.hash.bytes),
                    ]))
            changes.append(
                ResultsChange(
                    .unitHistory,
                    [
                        .text("bench"), .integer(event), .integer(0), at, .text("console"), .integer(1000),
                        .integer(event % 114 + 1), .text("onDuty"), .null, .null,
                    ]))
            changes.append(
                ResultsChange(
                    .personalText,
                    [
                        .text("bench"), .integer(event), .text("note"), .text("words of event \(event)"), at,
                        .null,
                    ], isNew: true))
            // Of rows that replace each other a batch has only the last.
            guard event > after.head.sequence + count - width else { continue }
            let number = event % width + 1
            let rang = ResultsValue.time(Timestamp(nanoseconds: began - number * 1_000_000_000))
            changes.append(
                ResultsChange(
                    .call,
                    [
                        .text("bench"), .integer(number), .null, .text("waiting"), .null, rang, .null, .null,
                        .null, .integer(event), .flag(false), .integer(0), .null, .integer(number), .null,
                        .null,
                    ]))
        }
        return ResultsBatch(
            after: after, cursor: ResultsCursor(head: head, epoch: after.epoch), changes: changes)
    }
}
