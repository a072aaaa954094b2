// One opened journal file: its connection, its prepared statements, and who it says it is. Replaced as a
// whole when a file has to be opened anew after a failure.
//
// Tables (format 2):
//   meta(id = 1, format, centre, genesis, head_sequence, head_hash)
//   events(sequence INTEGER PRIMARY KEY, body BLOB, hash BLOB)
//   high_water(unit INTEGER PRIMARY KEY, sequence INTEGER)
// The head in meta is written in the transaction that moves it: without it nobody could tell a journal
// whose last rows were taken away from one that never had them.

import CSQLite
import Glibc

final class JournalFile {
    static let knownFormat: Int64 = 2
    let connection: SQLiteConnection
    let insertEvent: SQLiteStatement
    let writeHead: SQLiteStatement
    let writeHighWater: SQLiteStatement

    /// Opens or makes the journal, checks that it is ours, and makes durable whatever is found in it.
    init(path: String, centre: String, vfs: String?) throws(JournalError) {
        do throws(SQLiteError) {
            if vfs == nil { try JournalFile.makePrivate(path) }
            connection = try SQLiteConnection(path: path, vfs: vfs)
            try connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            try connection.execute("PRAGMA synchronous=FULL")
            try connection.execute("PRAGMA cell_size_check=ON")
        } catch {
            throw JournalError(opening: error, path)
        }
        let genesis = JournalHead.genesis(centre: centre)
        let isNew = try JournalFile.identify(connection, path: path, centre: centre, genesis: genesis)
        do throws(SQLiteError) {
            guard try connection.text("PRAGMA journal_mode=WAL") == "wal",
                try connection.text("PRAGMA journal_mode") == "wal"
            else {
                throw SQLiteError(
                    extendedCode: SQLITE_CANTOPEN, message: "no write-ahead log on this file system",
                    sql: "PRAGMA journal_mode=WAL")
            }
            if isNew { try JournalFile.create(connection, centre: centre, genesis: genesis) }
            try connection.execute("PRAGMA journal_size_limit=\(64 << 20)")
            try JournalFile.settle(connection)
            insertEvent = try connection.prepare("INSERT INTO events(sequence, body, hash) VALUES(?, ?, ?)")
            writeHead = try connection.prepare(
                "UPDATE meta SET head_sequence = ?, head_hash = ? WHERE id = 1")
            writeHighWater = try connection.prepare(
                """
                INSERT INTO high_water(unit, sequence) VALUES(?, ?)
                ON CONFLICT(unit) DO UPDATE SET sequence = max(sequence, excluded.sequence)
                """)
        } catch {
            throw JournalError(opening: error, path)
        }
        if vfs == nil {
            do throws(SystemCallError) { try Files.syncFolder(of: path) } catch { throw .system(error) }
        }
    }

    /// After a crash of the process alone the log may hold a commit that the disk does not: it would be
    /// read, acted on, and lost by the next power cut. Carrying it over makes it durable. A full disk may
    /// refuse the second half of that; the sync of the log comes first.
    private static func settle(_ connection: SQLiteConnection) throws(SQLiteError) {
        do throws(SQLiteError) {
            try connection.checkpoint(.passive)
        } catch {
            if !error.isFull { throw error }
        }
    }

    /// The file is made with mode 0600, which its log inherits. Where it exists it is not touched: closing a
    /// descriptor of it would take the lock away from whoever in this process has it open.
    static func makePrivate(_ path: String) throws(SQLiteError) {
        let made = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if made >= 0 {
            close(made)
        } else if errno != EEXIST {
            throw SQLiteError(
                extendedCode: SQLITE_CANTOPEN, message: SystemCallError("open", path).description, sql: "")
        }
    }

    /// True where the file is empty. Changes nothing, so that a file that is not ours stays what it was.
    private static func identify(
        _ connection: SQLiteConnection, path: String, centre: String, genesis: Digest
    ) throws(JournalError) -> Bool {
        do {
            let tables = try connection.prepare(
                "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
            var names: [String] = []
            while try tables.step() { names.append(tables.text(0)) }
            tables.reset()
            if names.isEmpty { return true }
            guard names.contains("meta"), names.contains("events"), names.contains("high_water") else {
                throw JournalError.notAJournal(path: path, "it has other tables")
            }
            let meta = try connection.prepare("SELECT format, centre, genesis FROM meta WHERE id = 1")
            guard try meta.step() else {
                throw JournalError.notAJournal(path: path, "it does not say whose it is")
            }
            let format = meta.integer(0)
            guard format <= knownFormat else {
                throw JournalError.newerFormat(found: format, known: knownFormat)
            }
            guard format >= knownFormat else {
                throw JournalError.olderFormat(found: format, known: knownFormat)
            }
            guard meta.text(1) == centre else {
                throw JournalError.otherCentre(expected: centre, found: meta.text(1))
            }
            guard Digest(bytes: meta.blob(2)) == genesis else {
                throw JournalError.broken(JournalBroken(0, .wrongHash))
            }
            return false
        } catch let error as JournalError {
            throw error
        } catch let error as SQLiteError {
            throw JournalError(opening: error, path)
        } catch {
            preconditionFailure("only these two are thrown above")
        }
    }

    private static func create(
        _ connection: SQLiteConnection, centre: String, genesis: Digest
    ) throws(SQLiteError) {
        try connection.begin()
        try connection.execute(
            """
            CREATE TABLE meta(id INTEGER PRIMARY KEY CHECK(id = 1), format INTEGER NOT NULL,
                centre TEXT NOT NULL, genesis BLOB NOT NULL,
                head_sequence INTEGER NOT NULL, head_hash BLOB NOT NULL);
            CREATE TABLE events(sequence INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL);
            CREATE TABLE high_water(unit INTEGER PRIMARY KEY, sequence INTEGER NOT NULL);
            """)
        let insert = try connection.prepare(
            "INSERT INTO meta(id, format, centre, genesis, head_sequence, head_hash) VALUES(1, ?, ?, ?, 0, ?)"
        )
        try insert.bind(1, knownFormat)
        try insert.bind(2, text: centre)
        try insert.bind(3, blob: genesis.bytes)
        try insert.bind(4, blob: genesis.bytes)
        try insert.run()
        try connection.commit()
    }

    /// The end of the chain, as the rows and the note in meta both say it.
    func readHead(genesis: Digest) throws(JournalError) -> JournalHead {
        do {
            let meta = try connection.prepare("SELECT head_sequence, head_hash FROM meta WHERE id = 1")
            guard try meta.step(), let noted = Digest(bytes: meta.blob(1)) else {
                throw JournalError.broken(JournalBroken(0, .wrongType))
            }
            let note = JournalHead(sequence: meta.integer(0), hash: noted)
            meta.reset()
            let last = try connection.prepare(
                "SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1")
            guard try last.step() else {
                guard note.sequence == 0, note.hash == genesis else {
                    throw JournalError.broken(JournalBroken(1, .missing(next: nil)))
                }
                return note
            }
            let sequence = last.integer(0)
            let hash = Digest(bytes: last.blob(1))
            last.reset()
            if sequence > note.sequence {
                throw JournalError.broken(JournalBroken(note.sequence + 1, .unexpected))
            }
            if sequence < note.sequence {
                throw JournalError.broken(JournalBroken(sequence + 1, .missing(next: nil)))
            }
            guard hash == note.hash else { throw JournalError.broken(JournalBroken(sequence, .otherHead)) }
            guard let first = try connection.integer("SELECT min(sequence) FROM events"), first >= 1 else {
                throw JournalError.broken(JournalBroken(0, .unexpected))
            }
            guard first == 1 else { throw JournalError.broken(JournalBroken(1, .missing(next: first))) }
            return note
        } catch let error as JournalError {
            throw error
        } catch let error as SQLiteError {
            if error.isDamage { throw .broken(JournalBroken(0, .unreadable(error.message))) }
            throw .database(error)
        } catch {
            preconditionFailure("only these two are thrown above")
        }
    }
}
