// Follows inbox.capacity_report: reads what waits, has the engine judge it, writes the answers back. On its
// own thread and its own connection; that the database is away disturbs nobody, and what waits there waits.
//
// Each row counts once: its id is part of what the engine knows its line by, so that a row that is read
// again (the service or the link died before the answer was written) is answered and not done twice.
// Answers that could not be written are kept, at most one batch, and written first when the database is
// back. Woken by NOTIFY, and looks every five seconds all the same. Bounds: 100 rows a look.

import Synchronization

final class CapacityTable: Sendable {
    static let lookMilliseconds: Int64 = 5_000
    static let mostPauseNanoseconds: Int64 = 30_000_000_000

    private let desk: any CapacityDesk
    private let stopping = Atomic<Bool>(false)
    private let thread = Locked<NamedThread?>(nil)
    private let counted = Locked(CapacityCounts())
    private let away = Locked<String?>(nil)

    var counts: CapacityCounts { counted.with { $0 } }
    /// Why the table cannot be read; nil while it can.
    var reasonAway: String? { away.with { $0 } }

    init(_ conninfo: PostgresConninfo, centre: String, desk: any CapacityDesk, deadlineMilliseconds: Int64)
        throws(SystemCallError)
    {
        self.desk = desk
        let started = try NamedThread("inbox table") { [self] in
            let table = PostgresInboxTable(
                conninfo, centre: centre, deadlineMilliseconds: deadlineMilliseconds)
            run(table, centre)
            table.close()
        }
        thread.with { $0 = started }
    }

    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        thread.joinOnce()
    }

    private func run(_ table: PostgresInboxTable, _ centre: String) {
        var unwritten: [PostgresInboxTable.Answer] = []
        var pause: Int64 = 0
        while !stopping.load(ordering: .acquiring) {
            do throws(PostgresError) {
                try table.answer(unwritten)
                unwritten = []
                let rows = try table.waiting()
                tell(nil)
                pause = 0
                if rows.isEmpty {
                    try rest(table)
                    continue
                }
                do throws(CapacityAway) {
                    unwritten = try judge(rows, centre)
                } catch {
                    tell("the journal: \(error.why)")
                    pause = 1_000_000_000
                }
            } catch {
                tell("\(error)")
                pause = min(max(2 * pause, 500_000_000), CapacityTable.mostPauseNanoseconds)
            }
            sleep(pause)
        }
        // What was judged is answered before the end, if it can be.
        if !unwritten.isEmpty { _ = try? table.answer(unwritten) }
    }

    /// In short waits, so that the service need not wait for us.
    private func rest(_ table: PostgresInboxTable) throws(PostgresError) {
        let end = WallClock.monotonicNanoseconds() + CapacityTable.lookMilliseconds * 1_000_000
        while !stopping.load(ordering: .acquiring), WallClock.monotonicNanoseconds() < end {
            if try table.wait(milliseconds: 200) { return }
        }
    }

    private func sleep(_ nanoseconds: Int64) {
        let end = WallClock.monotonicNanoseconds() + nanoseconds
        while !stopping.load(ordering: .acquiring), WallClock.monotonicNanoseconds() < end {
            WallClock.sleep(nanoseconds: 20_000_000)
        }
    }

    private func tell(_ why: String?) {
        let isNews = away.with { away in
            defer { away = why }
            return away != why
        }
        guard isNews else { return }
        Log.line(why.map { "capacity table: \($0)" } ?? "capacity table: read again")
    }

    private static let columns: [CapacityColumn] = [
        .hospital, .bed, .free, .baseline, .diversion, .reason, .offloadMinutes, .redPlaces, .yellowPlaces,
        .asOf,
        .validUntil, .reporter,
    ]

    private func judge(_ found: [PostgresInboxTable.Row], _ centre: String) throws(CapacityAway)
        -> [PostgresInboxTable.Answer]
    {
        let rows = found.map { row in
            var made = CapacityRow(line: row.id)
            for (column, value) in zip(CapacityTable.columns, row.values) {
                made[column] = (value ?? "").trimmingBlanks
            }
            // A table that was made anew counts from 1 again: the moment of coming tells those apart.
            made.identity = "table:\(centre):\(row.id):\(row.insertedAt)"
            return made
        }
        let writtenAt = found.map { Timestamp(nanoseconds: $0.insertedAt &* 1_000) }
        let verdicts = try desk.take(rows, from: .database, writtenAt: writtenAt)
        counted.with { $0.count(verdicts) }
        return verdicts.map {
            PostgresInboxTable.Answer(id: $0.line, status: $0.kind.rawValue, text: $0.bothReasons)
        }
    }
}

extension String {
    /// Without blanks at its ends.
    fileprivate var trimmingBlanks: String {
        var rest = self[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
