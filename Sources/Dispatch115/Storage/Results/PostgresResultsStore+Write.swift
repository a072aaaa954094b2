// Writing: a batch is one round trip, COMMIT and all, where no table of it has many new rows; those that have
// go by COPY in between, two round trips a table, each chunk made while the server takes the one before. The
// cursor moves first: that takes its row, so that two leaders cannot write at once, and whoever comes second
// finds it moved.

extension PostgresResultsStore {
    func write(_ batch: ResultsBatch) throws(ResultsFailure) {
        let deadline = PostgresDeadline.after(milliseconds: deadlineMilliseconds)
        makePartitions(try connected(), deadline)
        // As often as there is a way left to do without.
        while true {
            let link = try connected()
            do {
                return try send(batch, link, deadline)
            } catch {
                giveUp(error, deadline)
                if learns(from: error) { continue }
                if error.statement == moveName, error.sqlState == "22012" {
                    throw try whyNotMoved(batch, deadline)
                }
                throw ResultsFailure(error)
            }
        }
    }

    /// Whether the same can be tried at once in a way that does without what failed; each is given up for as
    /// long as this store lives. Nothing was written: the transaction has failed before its COMMIT.
    private func learns(from error: PostgresError) -> Bool {
        guard !error.isCommitInDoubt, connection?.isUsable == true else { return false }
        switch error.sqlState {
        case "0A000"? where mayCopy && error.statement.hasPrefix(copyName):
            // Row security holds for us, and COPY is not for such: rows go as arrays from now on.
            mayCopy = false
            return true
        case "26000"?, "42P05"?:
            // A pooler has given us another session: statements go as text from now on.
            guard keepsStatements else { return false }
            keepsStatements = false
            connection?.keepsStatements = false
            return true
        default: return false
        }
    }

    func add(positions: [[ResultsValue]]) throws(ResultsFailure) {
        guard !positions.isEmpty else { return }
        let deadline = PostgresDeadline.after(milliseconds: deadlineMilliseconds)
        let lead = PostgresStatement(
            moveName, PostgresResultsStatements.lead, [.text(centre), .integer(epoch)])
        let table = ResultsTable.of(.position)
        let add = PostgresStatement(
            "add positions", PostgresResultsStatements.addPositions,
            try PostgresResultsColumns.arrays(table, positions))
        while true {
            let link = try connected()
            do {
                try link.pipeline([.begin, bounds(deadline), lead, add, .commit], before: deadline)
                return
            } catch {
                giveUp(error, deadline)
                if learns(from: error) { continue }
                guard error.statement == moveName, error.sqlState == "22012" else {
                    throw ResultsFailure(error)
                }
                throw .fenced(by: try readCursor(connected(), deadline).epoch)
            }
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
        var copies: [Int] = []
        for (index, table) in ResultsTable.all.enumerated() where !rows.ofTable[index].isEmpty {
            let mine = rows.ofTable[index]
            if mayCopy, mine.count >= copyFromRows, table.onlyGrows || rows.areNew[index] {
                copies.append(index)
                continue
            }
            let name = "write \(PostgresResultsStatements.name(table))"
            try asOurs { () throws(ResultsFailure) in
                statements.append(
                    mine.count == 1
                        ? PostgresStatement(
                            name, PostgresResultsStatements.insertOneOfTable[index],
                            try PostgresResultsColumns.values(table, mine[0]))
                        : PostgresStatement(
                            name, PostgresResultsStatements.insertOfTable[index],
                            try PostgresResultsColumns.arrays(table, mine)))
            }
        }
        guard !copies.isEmpty else {
            try link.pipeline(statements + erasures(batch) + notices(batch) + [.commit], before: deadline)
            return
        }
        try link.pipeline(statements, before: deadline)
        for index in copies {
            let table = ResultsTable.all[index]
            var stream = PostgresCopyStream(table, rows.ofTable[index])
            let copy = PostgresStatement(
                copyName + PostgresResultsStatements.name(table),
                PostgresResultsStatements.copyOfTable[index])
            try link.copyIn(copy, before: deadline) { () throws(PostgresError) in
                try asOurs { () throws(ResultsFailure) in try stream.chunk() }
            }
        }
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

    /// A row that cannot be said to the server: the connection is as good as before.
    private func asOurs<Value>(_ body: () throws(ResultsFailure) -> Value) throws(PostgresError) -> Value {
        do throws(ResultsFailure) { return try body() } catch {
            let why = if case .refused(let why) = error { why } else { error.description }
            throw PostgresError(.protocolOrder, why, isConnectionUsable: true)
        }
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
    /// Whether all of a table's were never written before.
    private(set) var areNew: [Bool]

    init(_ changes: [ResultsChange]) {
        ofTable = Array(repeating: [], count: ResultsTable.all.count)
        areNew = Array(repeating: true, count: ResultsTable.all.count)
        // Changes come table by table: its place is looked up once for each run of them.
        var last: (table: ResultsTable.Name, place: Int)?
        for change in changes {
            let place = last?.table == change.table ? last?.place ?? 0 : change.table.place
            last = (change.table, place)
            ofTable[place].append(change.row)
            if !change.isNew { areNew[place] = false }
        }
    }
}
