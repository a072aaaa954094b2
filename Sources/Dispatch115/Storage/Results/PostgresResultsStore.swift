// The results in PostgreSQL. One connection, one thread; every call ends within one deadline of its own, the
// connecting to several hosts included, and leaves either nothing written or a known cursor, or says that it
// is not known.
//
// Exactly once: the rows and the cursor move in one transaction, and the cursor moves only from where the batch
// begins. A batch that is sent again after a doubt therefore changes nothing twice.
// Sets nothing for longer than its transaction, and goes on without the statements that the server keeps
// prepared where a pooler gives each transaction another session: one may stand between.

final class PostgresResultsStore: ResultsStore {
    let conninfo: PostgresConninfo
    let centre: String
    /// The version of the tables that this program writes.
    let version: Int
    /// What every call may take.
    let deadlineMilliseconds: Int64
    /// What the cursor's row says wrote it.
    let program: String

    var connection: PostgresConnection?
    var epoch: UInt32 = 0
    /// Whether tables that grow take COPY: not where row security holds for the writer (SQLSTATE 0A000).
    var mayCopy = true
    /// Whether statements are kept prepared: not where a pooler has lost one, or found it there already.
    var keepsStatements: Bool
    /// From so many rows of one table on COPY is worth its two more round trips.
    let copyFromRows: Int
    private var partitionDay: Int64 = -1

    init(
        conninfo: PostgresConninfo, centre: String, version: Int = ResultsMigration.newest,
        deadlineMilliseconds: Int64 = 5000,
        program: String = "dispatch115", copyFromRows: Int = 200, keepsStatements: Bool = true
    ) {
        self.conninfo = conninfo
        self.centre = centre
        self.version = version
        self.deadlineMilliseconds = deadlineMilliseconds
        self.program = program
        self.copyFromRows = copyFromRows
        self.keepsStatements = keepsStatements
    }

    func close() {
        connection?.close()
        connection = nil
    }

    func open(epoch: UInt32) throws(ResultsFailure) -> ResultsCursor {
        close()
        self.epoch = epoch
        let deadline = PostgresDeadline.after(milliseconds: deadlineMilliseconds)
        do throws(ResultsFailure) {
            let link = try asResults(deadline) { () throws(PostgresError) in
                try PostgresConnection.connect(conninfo, before: deadline)
            }
            connection = link
            try check(link)
            try checkVersion(link, deadline)
            let cursor = try claim(link, deadline)
            makePartitions(link, deadline)
            link.keepsStatements = keepsStatements
            return cursor
        } catch {
            close()
            switch error {
            // Nothing of ours hangs on the cursor's own claim: it is made again at the next opening.
            case .outcomeUnknown(let why): throw .away(why)
            case .away, .refused, .schema, .otherHistory, .fenced: throw error
            }
        }
    }

    /// Runs what may fail as PostgreSQL fails, and says it as results do. A transaction that is open is rolled
    /// back; a connection that is of no use any more is let go.
    func asResults<Value>(
        _ deadline: PostgresDeadline, _ body: () throws(PostgresError) -> Value
    ) throws(ResultsFailure) -> Value {
        do {
            return try body()
        } catch {
            giveUp(error, deadline)
            throw ResultsFailure(error)
        }
    }

    func giveUp(_ error: PostgresError, _ deadline: PostgresDeadline) {
        if error.isConnectionUsable { connection?.rollBack(before: deadline) }
        if connection?.isUsable != true { close() }
    }

    private func check(_ link: PostgresConnection) throws(ResultsFailure) {
        guard link.serverVersion >= 130_000 else {
            throw .refused("PostgreSQL \(link.serverVersion / 10_000) is too old; accepted: 13 or newer")
        }
        guard let encoding = link.report("server_encoding"), encoding == "UTF8" else {
            throw .refused(
                "the database's encoding is \(link.report("server_encoding") ?? "unknown"); accepted: UTF8 "
                    + "(CREATE DATABASE ... ENCODING 'UTF8')")
        }
    }

    func bounds(_ deadline: PostgresDeadline) -> PostgresStatement {
        PostgresStatement(
            "bounds", PostgresResultsStatements.bounds,
            [
                .text("\(max(1, deadline.remainingMilliseconds))"),
                // Shorter, so that it says what it waited for.
                .text("\(max(1, deadline.remainingMilliseconds * 3 / 4))"),
            ])
    }

    private func checkVersion(_ link: PostgresConnection, _ deadline: PostgresDeadline) throws(ResultsFailure)
    {
        let found: Int
        do {
            let ask = PostgresStatement("version of the tables", PostgresResultsStatements.version)
            found = Int(try link.execute(ask, before: deadline).integer(0, 0) ?? 0)
        } catch {
            // No such table, no such schema.
            if error.sqlState == "42P01" || error.sqlState == "3F000" {
                throw .schema(found: 0, wanted: version)
            }
            throw ResultsFailure(error)
        }
        guard found == version else { throw .schema(found: found, wanted: version) }
    }

    private func claim(_ link: PostgresConnection, _ deadline: PostgresDeadline) throws(ResultsFailure)
        -> ResultsCursor
    {
        let genesis = Array(JournalHead.genesis(centre: centre).bytes)
        let claim = PostgresStatement(
            "claim the cursor", PostgresResultsStatements.claim,
            [.text(centre), .bytes(genesis), .integer(epoch), now, .text(program)])
        let statements = [.begin, bounds(deadline), claim, .commit]
        let results = try asResults(deadline) { () throws(PostgresError) in
            try link.pipeline(statements, before: deadline)
        }
        guard results[2].rows.isEmpty else { return try cursor(results[2]) }
        let held = try readCursor(link, deadline)
        throw .fenced(by: held.epoch)
    }

    /// The clock on the wall, for people: nothing is decided by it.
    var now: PostgresParameter {
        PostgresResultsStore.moment(Timestamp(nanoseconds: WallClock.wallNanoseconds()))
    }

    static func moment(_ time: Timestamp) -> PostgresParameter {
        var out = PostgresBytes(capacity: 8)
        out.put(PostgresBytes.microseconds(time))
        return .binary(type: PostgresType.timestamptz, out.bytes)
    }

    func readCursor(_ link: PostgresConnection, _ deadline: PostgresDeadline) throws(ResultsFailure)
        -> ResultsCursor
    {
        let ask = PostgresStatement("cursor", PostgresResultsStatements.cursor, [.text(centre)])
        let found = try asResults(deadline) { () throws(PostgresError) in
            try link.execute(ask, before: deadline)
        }
        guard !found.rows.isEmpty else {
            throw .cursorGone(centre)
        }
        return try cursor(found)
    }

    private func cursor(_ found: PostgresResult) throws(ResultsFailure) -> ResultsCursor {
        guard let sequence = found.integer(0, 0), let bytes = found.bytes(0, 1),
            let hash = Digest(bytes: bytes), let raw = found.integer(0, 2), let epoch = UInt32(exactly: raw)
        else {
            throw .cursorUnreadable(centre)
        }
        return ResultsCursor(head: JournalHead(sequence: sequence, hash: hash), epoch: epoch)
    }

    /// Parts of the parted tables for the months to come, once a day. Without them rows go to the rest, so a
    /// failure here is none of the caller's; it may cost the connection, which the next call finds out.
    func makePartitions(_ link: PostgresConnection, _ deadline: PostgresDeadline) {
        let today = WallClock.wallNanoseconds() / 86_400_000_000_000
        guard today != partitionDay else { return }
        partitionDay = today
        let make = PostgresStatement("parts of tables", PostgresResultsStatements.partitions)
        var bounds = bounds(deadline)
        bounds.key = nil
        do { try link.pipeline([.begin, bounds, make, .commit], before: deadline) } catch {
            giveUp(error, deadline)
        }
    }
}
