// `outbox.sqlite`: where the outbox and the cursor of the one who follows the journal for it are kept, both in one
// transaction. The file holds no document and no personal data, and losing it loses nothing but time: with no
// cursor everything is told anew.
//
// Why a lazy sync is enough (synchronous NORMAL): a transaction that a power cut takes away took its cursor with
// it, so that the journal is read again from there. What must not survive is the belief that a receiver has
// something: hashes count only where the file was closed in order (`meta.clean`), and a file that was not makes
// everything go once more. PUT by id bears that.
//
// One connection, one thread; nobody else opens the file.

/// What was kept.
public struct KeptOutbox: Sendable {
    public var cursor: JournalHead?
    /// Whether it was closed in order.
    public var isClean: Bool
    public var slots: [(destination: String, slot: OutboxSlot)]
}

public final class OutboxFile {
    private static let version: Int64 = 1
    private let connection: SQLiteConnection
    private let putSlot: SQLiteStatement
    private let dropSlot: SQLiteStatement
    private let putMessage: SQLiteStatement
    private let dropMessages: SQLiteStatement
    private let putMeta: SQLiteStatement

    /// Opens or makes it. Throws where it is another's (another centre, a newer version) or damaged.
    public init(path: String, centre: String) throws(OutboxFileError) {
        do {
            connection = try SQLiteConnection(path: path)
            try connection.execute(
                """
                PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
                CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value);
                CREATE TABLE IF NOT EXISTS slot (
                    destination TEXT NOT NULL, subject TEXT NOT NULL, state TEXT NOT NULL,
                    attempts INTEGER NOT NULL, next_try INTEGER, sent_sequence INTEGER NOT NULL,
                    sent_at INTEGER, sent_hash BLOB, failure TEXT NOT NULL, parts INTEGER NOT NULL,
                    PRIMARY KEY (destination, subject)) WITHOUT ROWID;
                CREATE TABLE IF NOT EXISTS message (
                    destination TEXT NOT NULL, subject TEXT NOT NULL, sequence INTEGER NOT NULL,
                    as_of INTEGER NOT NULL, since INTEGER NOT NULL,
                    PRIMARY KEY (destination, subject, sequence)) WITHOUT ROWID;
                """)
            putSlot = try connection.prepare(
                "INSERT OR REPLACE INTO slot VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
            dropSlot = try connection.prepare("DELETE FROM slot WHERE destination = ?1 AND subject = ?2")
            putMessage = try connection.prepare("INSERT OR REPLACE INTO message VALUES (?1, ?2, ?3, ?4, ?5)")
            dropMessages = try connection.prepare(
                "DELETE FROM message WHERE destination = ?1 AND subject = ?2")
            putMeta = try connection.prepare("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")
        } catch {
            throw .sqlite(error)
        }
        try check(centre)
    }

    private func check(_ centre: String) throws(OutboxFileError) {
        do {
            let found = try connection.integer("SELECT value FROM meta WHERE name = 'version'")
            guard let found else {
                try connection.begin()
                try set("version", OutboxFile.version)
                try putMeta.bind(1, text: "centre")
                try putMeta.bind(2, text: centre)
                try putMeta.run()
                try connection.commit()
                return
            }
            guard found == OutboxFile.version else { throw OutboxFileError.version(found) }
            let owner = try connection.text("SELECT value FROM meta WHERE name = 'centre'") ?? ""
            guard owner == centre else { throw OutboxFileError.centre(owner) }
        } catch let error as OutboxFileError {
            throw error
        } catch let error as SQLiteError {
            throw .sqlite(error)
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }

    private func set(_ name: String, _ value: Int64) throws(SQLiteError) {
        try putMeta.bind(1, text: name)
        try putMeta.bind(2, value)
        try putMeta.run()
    }

    // MARK: - At the start

    /// Everything that was kept; from here on the file counts as not closed in order.
    public func load() throws(SQLiteError) -> KeptOutbox {
        let isClean = try connection.integer("SELECT value FROM meta WHERE name = 'clean'") == 1
        try connection.execute("PRAGMA synchronous=FULL")
        try connection.begin()
        try set("clean", 0)
        try connection.commit()
        try connection.execute("PRAGMA synchronous=NORMAL")
        var kept = KeptOutbox(cursor: try cursor(), isClean: isClean, slots: [])
        let slots = try connection.prepare("SELECT * FROM slot ORDER BY destination, subject")
        let messages = try connection.prepare(
            """
            SELECT sequence, as_of, since FROM message WHERE destination = ?1 AND subject = ?2
            ORDER BY sequence
            """)
        while try slots.step() {
            guard let subject = OutboxSubject(text: slots.text(1)) else { continue }
            var slot = OutboxSlot(subject)
            slot.state = OutboxSlot.State(rawValue: slots.text(2)) ?? .waiting
            slot.attempts = Int32(clamping: slots.integer(3))
            slot.nextTry = time(slots, 4)
            slot.sentSequence = slots.integer(5)
            slot.sentAt = time(slots, 6)
            if isClean, !slots.isNull(7) { slot.sentHash = Digest(bytes: Array(slots.blob(7))) }
            slot.failure = slots.text(8)
            slot.parts = UInt64(bitPattern: slots.integer(9))
            try messages.bind(1, text: slots.text(0))
            try messages.bind(2, text: slots.text(1))
            while try messages.step() {
                slot.messages.append(
                    OutboxMessage(
                        sequence: messages.integer(0), asOf: Timestamp(nanoseconds: messages.integer(1)),
                        since: Timestamp(nanoseconds: messages.integer(2))))
            }
            messages.reset()
            slot.settleAfterLoading()
            kept.slots.append((slots.text(0), slot))
        }
        slots.reset()
        return kept
    }

    private func time(_ statement: SQLiteStatement, _ column: Int32) -> Timestamp {
        statement.isNull(column) ? .none : Timestamp(nanoseconds: statement.integer(column))
    }

    private func cursor() throws(SQLiteError) -> JournalHead? {
        let row = try connection.prepare(
            """
            SELECT (SELECT value FROM meta WHERE name = 'sequence'),
                   (SELECT value FROM meta WHERE name = 'hash')
            """)
        defer { row.reset() }
        guard try row.step(), !row.isNull(0), let hash = Digest(bytes: Array(row.blob(1))) else { return nil }
        return JournalHead(sequence: row.integer(0), hash: hash)
    }

    // MARK: - While it runs

    /// The cursor and what has changed, in one transaction.
    public func keep(
        cursor: JournalHead?, _ slots: [(destination: String, slot: OutboxSlot)],
        gone: [(destination: String, subject: OutboxSubject)]
    ) throws(SQLiteError) {
        if connection.inTransaction { try connection.rollBack() }
        try connection.begin()
        for row in gone { try drop(row.destination, row.subject) }
        for row in slots { try keep(row.destination, row.slot) }
        if let cursor {
            try set("sequence", cursor.sequence)
            try putMeta.bind(1, text: "hash")
            try putMeta.bind(2, blob: cursor.hash.bytes)
            try putMeta.run()
        }
        try connection.commit()
        if connection.waitingLogFrames > 1024 { try connection.checkpoint(.passive) }
    }

    private func drop(_ destination: String, _ subject: OutboxSubject) throws(SQLiteError) {
        for statement in [dropMessages, dropSlot] {
            try statement.bind(1, text: destination)
            try statement.bind(2, text: subject.text)
            try statement.run()
        }
    }

    private func keep(_ destination: String, _ slot: OutboxSlot) throws(SQLiteError) {
        let subject = slot.subject.text
        try putSlot.bind(1, text: destination)
        try putSlot.bind(2, text: subject)
        try putSlot.bind(3, text: slot.state.rawValue)
        try putSlot.bind(4, Int64(slot.attempts))
        try bind(5, slot.nextTry)
        try putSlot.bind(6, slot.sentSequence)
        try bind(7, slot.sentAt)
        if let hash = slot.sentHash {
            try putSlot.bind(8, blob: hash.bytes)
        } else {
            try putSlot.bindNull(8)
        }
        try putSlot.bind(9, text: slot.failure)
        try putSlot.bind(10, Int64(bitPattern: slot.parts))
        try putSlot.run()
        try dropMessages.bind(1, text: destination)
        try dropMessages.bind(2, text: subject)
        try dropMessages.run()
        for message in slot.messages {
            try putMessage.bind(1, text: destination)
            try putMessage.bind(2, text: subject)
            try putMessage.bind(3, message.sequence)
            try putMessage.bind(4, message.asOf.nanoseconds)
            try putMessage.bind(5, message.since.nanoseconds)
            try putMessage.run()
        }
    }

    private func bind(_ index: Int32, _ time: Timestamp) throws(SQLiteError) {
        if time.isSet { try putSlot.bind(index, time.nanoseconds) } else { try putSlot.bindNull(index) }
    }

    /// Closed in order: everything was kept, and the hashes count.
    public func close() throws(SQLiteError) {
        try connection.begin()
        try set("clean", 1)
        try connection.commit()
        try connection.execute("PRAGMA synchronous=FULL")
        try connection.checkpoint(.truncate)
    }
}

extension OutboxSlot {
    /// What was under way when it was kept waits again.
    mutating func settleAfterLoading() {
        if state == .inFlight { state = .waiting }
        if messages.isEmpty { state = .sent } else if state == .sent { state = .waiting }
        if !subject.isTask, messages.count > 1, let last = messages.last {
            messages[0].sequence = last.sequence
            messages[0].asOf = last.asOf
            messages.removeLast(messages.count - 1)
        }
    }
}

public enum OutboxFileError: Error, CustomStringConvertible {
    case sqlite(SQLiteError)
    case version(Int64)
    case centre(String)

    public var description: String {
        switch self {
        case .sqlite(let error): "\(error)"
        case .version(let found): "it has version \(found), which this program does not know"
        case .centre(let owner): "it is of the centre \(owner)"
        }
    }
}
