// The door to SQLite: one owner per connection, closed when the owner and its last statement go.
//
// There is exactly one connection per file, ever: SQLite 3.40.1 can reset a write-ahead log under a second
// connection that writes or checkpoints. `locking_mode=EXCLUSIVE` before the first access to the log sees to
// it (https://sqlite.org/wal.html#noshm): the index of the log stays in our memory, there is no -shm file,
// and a second opener gets SQLITE_BUSY. The lock is a POSIX one: a process that opens and closes the same
// file by another way loses it, so nothing else in the service may open the file.
//
// Not for two threads at a time; it may be handed from one to another.

import CSQLite

/// An open SQLite database file.
public final class SQLiteConnection {
    let handle: OpaquePointer
    public let path: String
    /// Frames in the write-ahead log that no checkpoint has carried over yet.
    public private(set) var waitingLogFrames = 0
    /// Transactions committed by this connection.
    public private(set) var commitCount = 0

    /// Opens or makes the file. `vfs` names a registered SQLite file system, nil the usual one.
    public init(path: String, vfs: String? = nil) throws(SQLiteError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let result = sqlite3_open_v2(path, &handle, flags, vfs)
        guard result == SQLITE_OK, let handle else {
            let error = SQLiteError(handle, result: result, sql: "open \(path)")
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        self.path = path
        sqlite3_wal_autocheckpoint(handle, 0)
        // The hook is called on the thread that commits; it holds no reference, since it dies with us.
        sqlite3_wal_hook(
            handle,
            { context, _, _, frames in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue()
                    .waitingLogFrames = Int(frames)
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        sqlite3_wal_hook(handle, nil, nil)
        sqlite3_close_v2(handle)
    }

    /// Runs one or more statements whose rows nobody wants.
    public func execute(_ sql: String) throws(SQLiteError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw SQLiteError(handle, result: result, sql: sql) }
    }

    public func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        try SQLiteStatement(self, sql)
    }

    /// The first column of the first row as text; nil where there is no row. Runs to the end: a PRAGMA gives
    /// its row before it commits, and a commit that fails afterwards would be heard by nobody.
    public func text(_ sql: String) throws(SQLiteError) -> String? {
        let statement = try prepare(sql)
        let value = try statement.step() ? statement.text(0) : nil
        try statement.run()
        return value
    }

    /// The first column of the first row as an integer; nil where there is no row or it is NULL.
    public func integer(_ sql: String) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        let value = try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
        try statement.run()
        return value
    }

    public var inTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    public func begin() throws(SQLiteError) { try execute("BEGIN IMMEDIATE") }

    /// Where this throws anything but BUSY the outcome is in doubt until the file has been looked at.
    public func commit() throws(SQLiteError) {
        let result = sqlite3_exec(handle, "COMMIT", nil, nil, nil)
        guard result == SQLITE_OK else {
            throw SQLiteError(
                handle, result: result, sql: "COMMIT", commitInDoubt: result & 0xff != SQLITE_BUSY)
        }
        commitCount += 1
    }

    /// Ends a transaction that SQLite has not already ended by itself.
    public func rollBack() throws(SQLiteError) {
        if inTransaction { try execute("ROLLBACK") }
    }

    public enum Checkpoint: Sendable {
        /// Carries the log over; its file keeps its size and is written from the start again.
        case passive
        /// The same, and cuts the log's file to nothing.
        case truncate
    }

    /// Syncs the log, carries it over into the database file and syncs that.
    public func checkpoint(_ mode: Checkpoint) throws(SQLiteError) {
        let code: Int32
        switch mode {
        case .passive: code = SQLITE_CHECKPOINT_PASSIVE
        case .truncate: code = SQLITE_CHECKPOINT_TRUNCATE
        }
        var frames: Int32 = 0
        var carried: Int32 = 0
        let result = sqlite3_wal_checkpoint_v2(handle, nil, code, &frames, &carried)
        guard result == SQLITE_OK else { throw SQLiteError(handle, result: result, sql: "checkpoint") }
        waitingLogFrames = max(0, Int(frames - carried))
    }
}
