// The results in a file of their own beside the journal, for a centre without PostgreSQL: the same tables and
// views, the same promises. One connection, one thread; the file makes and renews its own tables when it is
// opened.
//
// Exactly once: rows and cursor move in one transaction, and only from where the batch begins. A power
// failure may take the newest batches with their cursor, never one without the other; the journal has them, and
// they are written again. Cost: a prepared upsert a row, some microseconds each; the log is carried over from
// 4,096 pages on.

import CSQLite

public final class SQLiteResultsStore: ResultsStore {
    let path: String
    let centre: String
    private let program: String
    private let vfs: String?
    private var file: File?
    private var epoch: UInt32 = 0

    /// Pages in the log from which it is carried over into the file.
    private static let logPages = 4096

    /// `vfs` names a registered SQLite file system, nil the usual one; `program` goes into the cursor's row.
    public init(path: String, centre: String, program: String = "dispatch115", vfs: String? = nil) {
        self.path = path
        self.centre = centre
        self.program = program
        self.vfs = vfs
    }

    /// What lives as long as the file is open.
    private final class File {
        let connection: SQLiteConnection
        let upserts: [SQLiteStatement]
        let addPosition: SQLiteStatement
        let readCursor: SQLiteStatement
        let writeCursor: SQLiteStatement
        let erasures: [SQLiteStatement]

        init(_ connection: SQLiteConnection) throws(SQLiteError) {
            self.connection = connection
            var upserts: [SQLiteStatement] = []
            for table in ResultsTable.all {
                upserts.append(
                    try connection.prepare(SQLiteResultsStore.insert(table, keepsOld: false)))
            }
            self.upserts = upserts
            addPosition = try connection.prepare(
                SQLiteResultsStore.insert(ResultsTable.of(.position), keepsOld: true))
            erasures = [
                try connection.prepare(
                    """
                    UPDATE personal_text SET content = NULL, erased_at = coalesce(erased_at, ?4)
                    WHERE centre = ?1 AND text >= ?2 AND text < ?3
                    """),
                try connection.prepare(
                    "UPDATE record_key SET key = NULL WHERE centre = ?1 AND text >= ?2 AND text < ?3"),
            ]
            readCursor = try connection.prepare("SELECT sequence, hash, epoch FROM cursor WHERE centre = ?1")
            writeCursor = try connection.prepare(
                """
                INSERT INTO cursor (centre, sequence, hash, epoch, written_at, program)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (centre) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash,
                    epoch = excluded.epoch, written_at = excluded.written_at, program = excluded.program
                """)
        }
    }

    static func insert(_ table: ResultsTable, keepsOld: Bool) -> String {
        let names = table.columns.map(\.name)
        let key = names.prefix(table.keyCount).joined(separator: ", ")
        let rest = names.dropFirst(table.keyCount).map { "\($0) = excluded.\($0)" }
        let places = names.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let conflict =
            keepsOld
            ? " ON CONFLICT (\(key)) DO NOTHING"
            : table.onlyGrows
                ? "" : " ON CONFLICT (\(key)) DO UPDATE SET \(rest.joined(separator: ", "))"
        return "INSERT INTO \(table.name.rawValue) (\(names.joined(separator: ", "))) VALUES (\(places))"
            + conflict
    }

    public func close() { file = nil }

    public func open(epoch: UInt32) throws(ResultsFailure) -> ResultsCursor {
        close()
        let connection = try asResults { () throws(SQLiteError) in try connect() }
        try ResultsMigrator.migrate(connection)
        let file = try asResults { () throws(SQLiteError) in try File(connection) }
        let cursor = try transaction(file) { () throws(ResultsFailure) in
            let held = try self.cursor(file)
            if held == nil { try requireOwnFile(connection) }
            if let held, held.epoch > epoch { throw .fenced(by: held.epoch) }
            let genesis = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: centre))
            let taken = ResultsCursor(head: held?.head ?? genesis, epoch: epoch)
            try put(taken, file)
            return taken
        }
        self.file = file
        self.epoch = epoch
        return cursor
    }

    public func write(_ batch: ResultsBatch) throws(ResultsFailure) {
        let file = try opened()
        try transaction(file) { () throws(ResultsFailure) in
            try requireCursor(batch, file)
            try asResults { () throws(SQLiteError) in
                for change in batch.changes {
                    try SQLiteResultsStore.put(change.row, file.upserts[change.table.place])
                }
                for erased in batch.erased { try erase(erased, file) }
            }
            try put(batch.cursor, file)
        }
        carryOver(file)
    }

    private func erase(_ erased: ErasedTexts, _ file: File) throws(SQLiteError) {
        for (place, statement) in file.erasures.enumerated() {
            try statement.bind(1, text: centre)
            try statement.bind(2, Int64(erased.texts.first.index))
            try statement.bind(3, Int64(erased.texts.end.index))
            if place == 0 { try statement.bind(4, erased.at.microseconds) }
            try statement.run()
        }
    }

    public func add(positions: [[ResultsValue]]) throws(ResultsFailure) {
        guard !positions.isEmpty else { return }
        let file = try opened()
        try transaction(file) { () throws(ResultsFailure) in
            if let held = try cursor(file), held.epoch > epoch { throw .fenced(by: held.epoch) }
            try asResults { () throws(SQLiteError) in
                for row in positions { try SQLiteResultsStore.put(row, file.addPosition) }
            }
        }
        carryOver(file)
    }

    /// A day or a month at a time, so that the events that come meanwhile do not wait for long.
    public func summarise() throws(ResultsFailure) -> Bool {
        let file = try opened()
        do throws(SQLiteError) {
            let counted = try ResultsSummary.count(
                on: file.connection, mostDays: 1, monthPause: SQLiteResultsStore.monthPauseSeconds)
            carryOver(file)
            return counted.days + counted.months > 0
        } catch {
            let failure = ResultsFailure(error)
            if case .outcomeUnknown = failure { close() }
            throw failure
        }
    }

    /// A month in which somebody corrects old days is not counted at each correction.
    private static let monthPauseSeconds = 600

    // MARK: - The file

    private func opened() throws(ResultsFailure) -> File {
        guard let file else { throw .away("not open") }
        return file
    }

    private func connect() throws(SQLiteError) -> SQLiteConnection {
        // Names, numbers and keys lie in it: for our own account only.
        if vfs == nil { try JournalFile.makePrivate(path) }
        let connection = try SQLiteConnection(path: path, vfs: vfs)
        try connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        // Not FULL: the journal is what must survive. After a power failure the file is as it was a moment before,
        // cursor and rows alike, and the writer makes the rest again; the disk is left to the journal.
        try connection.execute("PRAGMA synchronous=NORMAL")
        try connection.execute("PRAGMA foreign_keys=ON")
        guard try connection.text("PRAGMA journal_mode=WAL") == "wal" else {
            throw SQLiteError(
                extendedCode: SQLITE_CANTOPEN, message: "no write-ahead log on this file system",
                sql: "PRAGMA journal_mode=WAL")
        }
        try connection.execute("PRAGMA journal_size_limit=\(64 << 20)")
        return connection
    }

    /// A data folder is one centre's: a file that another has begun is not taken over.
    private func requireOwnFile(_ connection: SQLiteConnection) throws(ResultsFailure) {
        let other = try asResults { () throws(SQLiteError) in
            try connection.text("SELECT centre FROM cursor LIMIT 1")
        }
        if let other {
            throw .otherHistory("\(path) holds the results of centre \(other), not of \(centre)")
        }
    }

    /// The log goes over into the file; where that fails the next commit's will do it.
    private func carryOver(_ file: File) {
        guard file.connection.waitingLogFrames > SQLiteResultsStore.logPages else { return }
        _ = try? file.connection.checkpoint(.passive)
    }

    /// All of it or nothing; a file whose commit is in doubt is closed.
    private func transaction<Value>(
        _ file: File, _ body: () throws(ResultsFailure) -> Value
    ) throws(ResultsFailure) -> Value {
        do throws(ResultsFailure) {
            try asResults { () throws(SQLiteError) in try file.connection.begin() }
            let value = try body()
            try asResults { () throws(SQLiteError) in try file.connection.commit() }
            return value
        } catch {
            do throws(SQLiteError) { try file.connection.rollBack() } catch { close() }
            if case .outcomeUnknown = error { close() }
            throw error
        }
    }

    // MARK: - The cursor

    private func cursor(_ file: File) throws(ResultsFailure) -> ResultsCursor? {
        let found = try asResults { () throws(SQLiteError) -> (Int64, Digest?, Int64)? in
            try file.readCursor.bind(1, text: centre)
            defer { file.readCursor.reset() }
            guard try file.readCursor.step() else { return nil }
            return (
                file.readCursor.integer(0), Digest(bytes: Array(file.readCursor.blob(1))),
                file.readCursor.integer(2)
            )
        }
        guard let found else { return nil }
        guard let hash = found.1, let epoch = UInt32(exactly: found.2) else {
            throw .cursorUnreadable(centre)
        }
        return ResultsCursor(head: JournalHead(sequence: found.0, hash: hash), epoch: epoch)
    }

    private func put(_ cursor: ResultsCursor, _ file: File) throws(ResultsFailure) {
        try asResults { () throws(SQLiteError) in
            let statement = file.writeCursor
            try statement.bind(1, text: centre)
            try statement.bind(2, cursor.head.sequence)
            try statement.bind(3, blob: cursor.head.hash.bytes)
            try statement.bind(4, Int64(cursor.epoch))
            let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
            try statement.bind(5, now.microseconds)
            try statement.bind(6, text: program)
            try statement.run()
        }
    }

    private func requireCursor(_ batch: ResultsBatch, _ file: File) throws(ResultsFailure) {
        guard let held = try cursor(file) else { throw .cursorGone(centre) }
        if let obstacle = batch.obstacle(at: held, of: centre) { throw obstacle }
    }

    // MARK: - Values

    private static func put(_ row: [ResultsValue], _ statement: SQLiteStatement) throws(SQLiteError) {
        for (offset, value) in row.enumerated() {
            let place = Int32(offset + 1)
            switch value {
            case .null: try statement.bindNull(place)
            case .integer(let number): try statement.bind(place, number)
            case .real(let number): try statement.bind(place, real: number)
            case .text(let text): try statement.bind(place, text: text)
            case .bytes(let bytes): try statement.bind(place, blob: bytes)
            case .time(let time): try statement.bind(place, time.microseconds)
            case .flag(let flag): try statement.bind(place, flag ? 1 : 0)
            }
        }
        do throws(SQLiteError) {
            try statement.run()
        } catch {
            statement.reset()
            throw error
        }
    }
}

/// Runs what may fail as SQLite fails, and says it as results do.
func asResults<Value>(_ body: () throws(SQLiteError) -> Value) throws(ResultsFailure) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw ResultsFailure(error) }
}

extension ResultsFailure {
    /// A disk that is full or gone may come back; a row that a rule refuses will not.
    init(_ error: SQLiteError) {
        // Without the statement: it is long, and names no row.
        let why = "SQLite \(error.extendedCode): \(error.message)"
        if error.commitInDoubt {
            self = .outcomeUnknown(why)
        } else if error.isOurs || error.isDamage || error.code == SQLITE_ERROR
            || error.code == SQLITE_MISMATCH
        {
            self = .refused(why)
        } else {
            self = .away(why)
        }
    }
}
