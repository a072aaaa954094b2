import CSQLite

/// What SQLite refused: the codes, its words, the statement, and whether a COMMIT is in doubt.
public struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The primary result code (SQLITE_FULL, SQLITE_IOERR, ...).
    public let code: Int32
    /// The extended result code, which contains the primary one in its lowest byte.
    public let extendedCode: Int32
    public let message: String
    public let sql: String
    /// True where a COMMIT failed: the transaction may be in the file or not, until somebody looks.
    public let commitInDoubt: Bool

    public init(
        extendedCode: Int32, message: String, sql: String, commitInDoubt: Bool = false
    ) {
        self.code = extendedCode & 0xff
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
        self.commitInDoubt = commitInDoubt
    }

    init(_ handle: OpaquePointer?, result: Int32, sql: String, commitInDoubt: Bool = false) {
        let extended = handle.map { sqlite3_extended_errcode($0) } ?? result
        // The connection speaks of its last failure; only where that is this one may its words be used.
        let own = extended & 0xff == result & 0xff
        let words = own && handle != nil ? sqlite3_errmsg(handle) : sqlite3_errstr(result)
        self.init(
            extendedCode: own ? extended : result, message: words.map { String(cString: $0) } ?? "",
            sql: sql, commitInDoubt: commitInDoubt)
    }

    /// Somebody else holds the file.
    public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
    public var isFull: Bool { code == SQLITE_FULL }
    /// Our own mistake, not the disk's: the same row twice, or a call out of turn.
    public var isOurs: Bool { code == SQLITE_CONSTRAINT || code == SQLITE_MISUSE || code == SQLITE_RANGE }
    /// The file's content makes no sense to SQLite.
    public var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

    public var description: String {
        "SQLite \(extendedCode): \(message)" + (commitInDoubt ? " (commit in doubt)" : "")
            + (sql.isEmpty ? "" : " in: \(sql)")
    }
}
