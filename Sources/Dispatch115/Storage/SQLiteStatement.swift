import CSQLite

/// A prepared statement; keeps its connection open for as long as it lives.
public final class SQLiteStatement {
    private let handle: OpaquePointer
    private let connection: SQLiteConnection
    public let sql: String

    init(_ connection: SQLiteConnection, _ sql: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let result = sqlite3_prepare_v3(connection.handle, sql, -1, flags, &handle, nil)
        guard result == SQLITE_OK, let handle else {
            throw SQLiteError(connection.handle, result: result, sql: sql)
        }
        self.handle = handle
        self.connection = connection
        self.sql = sql
    }

    deinit { sqlite3_finalize(handle) }

    /// Parameters are counted from 1.
    public func bind(_ index: Int32, _ value: Int64) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, index, value))
    }

    public func bind(_ index: Int32, text: String) throws(SQLiteError) {
        try check(sqlite3_bind_text(handle, index, text, -1, dispatch115_sqlite_transient()))
    }

    /// SQLite takes a copy.
    public func bind(_ index: Int32, blob: [UInt8]) throws(SQLiteError) {
        guard !blob.isEmpty else {
            try check(sqlite3_bind_zeroblob(handle, index, 0))
            return
        }
        try check(sqlite3_bind_blob(handle, index, blob, Int32(blob.count), dispatch115_sqlite_transient()))
    }

    public func bind(_ index: Int32, real: Double) throws(SQLiteError) {
        try check(sqlite3_bind_double(handle, index, real))
    }

    public func bindNull(_ index: Int32) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, index))
    }

    /// True where a row is there to be read, false at the end. A failure also resets the statement.
    public func step() throws(SQLiteError) -> Bool {
        let result = sqlite3_step(handle)
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = SQLiteError(connection.handle, result: result, sql: sql)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs (or goes on, where a row has been read) to the end and is ready for the next values.
    public func run() throws(SQLiteError) {
        while try step() {}
        sqlite3_reset(handle)
    }

    /// Ready to be run again; ends its hold on the file.
    public func reset() { sqlite3_reset(handle) }

    /// Columns are counted from 0.
    @inline(__always)
    public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    public func real(_ column: Int32) -> Double { sqlite3_column_double(handle, column) }

    public var columnCount: Int32 { sqlite3_column_count(handle) }

    @inline(__always)
    public func isInteger(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_INTEGER }

    @inline(__always)
    public func isBlob(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_BLOB }

    public func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// Valid until the next step or reset.
    @inline(__always)
    public func blob(_ column: Int32) -> UnsafeRawBufferPointer {
        let base = sqlite3_column_blob(handle, column)
        let count = base == nil ? 0 : Int(sqlite3_column_bytes(handle, column))
        return UnsafeRawBufferPointer(start: base, count: count)
    }

    private func check(_ result: Int32) throws(SQLiteError) {
        guard result == SQLITE_OK else { throw SQLiteError(connection.handle, result: result, sql: sql) }
    }
}
