// Writing: a batch is one round trip, COMMIT and all, where no table of it has many new rows; those that have
// go by COPY in between, two round trips a table. The cursor moves first: that takes its row, so that two
// leaders cannot write at once, and whoever comes second finds it moved.

extension PostgresResultsStore {
    func write(_ batch: ResultsBatch) throws(ResultsFailure) {
        let deadline = PostgresDeadline.after(milliseconds: deadlineMilliseconds)
        let first = try connected()
        makePartitions(first, deadline)
        let link = try connected()
        do {
            try send(batch, link, deadline)
        } catch {
            giveUp(error, deadline)
            switch error.statement {
            case _ where error.sqlState == "0A000" && error.statement.hasPrefix(copyName) && mayCopy:
                // Row security holds for us, and COPY is not for such: rows go as arrays from now on.
                mayCopy = false
                let again = try connected()
                try asResults(deadline) { () throws(PostgresError) in
                    try send(batch, again, deadline)
                }
            case moveName where error.sqlState == "22012": throw try whyNotMoved(batch, deadline)
            default: throw ResultsFailure(error)
            }
        }
    }

    func add(positions: [[ResultsValue]]) throws(ResultsFailure) {
        guard !positions.isEmpty else { return }
        let deadline = PostgresDeadline.after(milliseconds: deadlineMilliseconds)
        let link = try connected()
        let lead = PostgresStatement(
            moveName, PostgresResultsStatements.lead, [.text(centre), .integer(epoch)])
        let table = ResultsTable.of(.position)
        let add = PostgresStatement(
            "add positions", PostgresResultsStatements.addPositions,
            try PostgresResultsColumns.arrays(table, positions))
        do {
            try link.pipeline([.begin, bounds(deadline), lead, add, .commit], before: deadline)
        } catch {
            giveUp(error, deadline)
            guard error.statement == moveName, error.sqlState == "22012" else { throw ResultsFailure(error) }
            throw .fenced(by: try readCursor(connected(), deadline).epoch)
        }
    }

    private var moveName: String { "move the cursor" }
    private var copyName: String { "copy " }

    private func connected() throws(ResultsFailure) -> PostgresConnection {
        guard let link = connection, link.isUsable else {
            close()
            throw .away("not connected")
        }
        return link
    }

    private func send(_ batch: ResultsBatch, _ link: PostgresConnection, _ deadline: PostgresDeadline)
        throws(PostgresError)
    {
        let rows = PostgresResultsRows(batch.changes)
        var statements = [.begin, bounds(deadline), move(batch)]
        var copies: [(PostgresStatement, [[UInt8]])] = []
        for (index, table) in ResultsTable.all.enumerated() where !rows.ofTable[index].isEmpty {
            let name = PostgresResultsStatements.name(table)
            do throws(ResultsFailure) {
                if table.onlyGrows, mayCopy, rows.ofTable[index].count >= copyFromRows {
                    copies.append(
                        (
                            PostgresStatement(
                                copyName + name, PostgresResultsStatements.copyOfTable[index]),
                            try PostgresResultsColumns.copyChunks(table, rows.ofTable[index])
                        ))
                } else {
                    statements.append(
                        PostgresStatement(
                            "write \(name)", PostgresResultsStatements.insertOfTable[index],
                            try PostgresResultsColumns.arrays(table, rows.ofTable[index])))
                }
            } catch {
                throw PostgresError(.protocolOrder, error.description, isConnectionUsable: true)
            }
        }
        guard !copies.isEmpty else {
            try link.pipeline(statements + erasures(batch) + notices(batch) + [.commit], before: deadline)
            return
        }
        try link.pipeline(statements, before: deadline)
        for (statement, chunks) in copies { try link.copyIn(statement, chunks, before: deadline) }
        try link.pipeline(erasures(batch) + notices(batch) + [.commit], before: deadline)
    }

    /// Wakes who listens for capacity; says nothing that the views do not, and is lost where nobody listens.
    private func notices(_ batch: ResultsBatch) -> [PostgresStatement] {
        guard batch.changes.contains(where: { $0.table == .hospital }) else { return [] }
        return [
            PostgresStatement(
                "notify", "SELECT pg_notify('dispatch115_capacity', $1)",
                [.text("\(centre) \(batch.cursor.head.sequence)")])
        ]
    }

    private func erasures(_ batch: ResultsBatch) -> [PostgresStatement] {
        batch.erased.flatMap { erased in
            let range: [PostgresParameter] = [
                .text(centre), .integer(erased.texts.first.index), .integer(erased.texts.end.index),
            ]
            return [
                PostgresStatement(
                    "erase texts", PostgresResultsStatements.eraseTexts,
                    range + [PostgresResultsStore.moment(erased.at)]),
                PostgresStatement("erase keys", PostgresResultsStatements.eraseKeys, range),
            ]
        }
    }

    private func move(_ batch: ResultsBatch) -> PostgresStatement {
        PostgresStatement(
            moveName, PostgresResultsStatements.move,
            [
                .text(centre), .integer(batch.cursor.head.sequence), .bytes(batch.cursor.head.hash.bytes),
                .integer(batch.cursor.epoch), now, .text(program), .integer(batch.after.head.sequence),
                .bytes(batch.after.head.hash.bytes),
            ])
    }

    /// The cursor does not stand where the batch begins, or did not a moment ago.
    private func whyNotMoved(_ batch: ResultsBatch, _ deadline: PostgresDeadline) throws(ResultsFailure)
        -> ResultsFailure
    {
        let held = try readCursor(connected(), deadline)
        return batch.obstacle(at: held, of: centre)
            ?? .outcomeUnknown("the cursor stands at \(held.head.sequence) by now")
    }
}

/// The rows of a batch by table, each table's in the order of the changes.
struct PostgresResultsRows {
    /// In the order of `ResultsTable.all`.
    private(set) var ofTable: [[[ResultsValue]]]

    init(_ changes: [ResultsChange]) {
        ofTable = Array(repeating: [], count: ResultsTable.all.count)
        for change in changes { ofTable[change.table.place].append(change.row) }
    }
}
