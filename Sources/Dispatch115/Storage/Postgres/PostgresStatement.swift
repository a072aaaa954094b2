// A statement with its parameters, and what came back. Values only: nothing here talks to a server.

/// What stands for $1, $2 ... Binary ones carry the type's number (pg_type.oid), which never changes for
/// built-in types.
enum PostgresParameter: Equatable, Sendable {
    case null
    /// In the text form of whatever type the statement gives it. Holds no U+0000, which PostgreSQL refuses.
    case text(String)
    /// In the binary form of the type with this number.
    case binary(type: UInt32, [UInt8])

    static func integer(_ value: some BinaryInteger) -> PostgresParameter { .text("\(value)") }
    static func flag(_ value: Bool) -> PostgresParameter { .text(value ? "t" : "f") }
    static func bytes(_ value: [UInt8]) -> PostgresParameter { .binary(type: PostgresType.bytea, value) }
}

/// Numbers of built-in types, from pg_type.dat.
enum PostgresType {
    static let bool: UInt32 = 16
    static let bytea: UInt32 = 17
    static let int8: UInt32 = 20
    static let int4: UInt32 = 23
    static let text: UInt32 = 25
    static let float8: UInt32 = 701
    static let timestamptz: UInt32 = 1184
    static let boolArray: UInt32 = 1000
    static let byteaArray: UInt32 = 1001
    static let int4Array: UInt32 = 1007
    static let textArray: UInt32 = 1009
    static let int8Array: UInt32 = 1016
    static let float8Array: UInt32 = 1022
    static let timestamptzArray: UInt32 = 1185
}

/// SQL that is sent again and again. The server may keep it prepared, under a name made of the text itself, so
/// that the name never means another text, whoever prepared it over there.
struct PostgresKeptText: Sendable {
    let sql: String
    let key: String

    init(_ sql: String) {
        self.sql = sql
        key = "d115_" + Digest(hashing: Array(sql.utf8)).hexadecimal.prefix(20)
    }
}

struct PostgresStatement: Sendable {
    /// What it is called in errors.
    var name: String
    var sql: String
    /// The name under which the server keeps it; nil where it is parsed each time.
    var key: String?
    var parameters: [PostgresParameter]
    /// Whether it ends a transaction by COMMIT, or is one of its own: an answer that stays away is a doubt.
    var commits: Bool

    init(_ name: String, _ sql: String, _ parameters: [PostgresParameter] = [], commits: Bool = false) {
        self.name = name
        self.sql = sql
        self.parameters = parameters
        self.commits = commits
    }

    /// Of types that do not change from one time to the next.
    init(_ name: String, _ kept: PostgresKeptText, _ parameters: [PostgresParameter] = []) {
        self.init(name, kept.sql, parameters)
        key = kept.key
    }

    static let begin = PostgresStatement("begin", "BEGIN")
    static let commit = PostgresStatement("commit", "COMMIT", commits: true)
    static let rollBack = PostgresStatement("roll back", "ROLLBACK")
}

/// An answer: rows in text form, and how many rows were touched.
struct PostgresResult: Equatable, Sendable {
    var columns: [String] = []
    var rows: [[String?]] = []
    /// As the server names what it did: "COMMIT", "INSERT 0 3".
    var tag = ""
    /// Rows that were inserted, changed, deleted or copied.
    var touched = 0

    var first: [String?]? { rows.first }

    func text(_ row: Int, _ column: Int) -> String? {
        rows.indices.contains(row) && rows[row].indices.contains(column) ? rows[row][column] : nil
    }
    func integer(_ row: Int, _ column: Int) -> Int64? { text(row, column).flatMap { Int64($0) } }
    func flag(_ row: Int, _ column: Int) -> Bool? { text(row, column).map { $0 == "t" } }

    /// A bytea in its hexadecimal form; nil where it is null or is written otherwise.
    func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
        guard let text = text(row, column), text.hasPrefix("\\x") else { return nil }
        let digits = Array(text.utf8.dropFirst(2))
        guard digits.count % 2 == 0 else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = PostgresResult.nibble(digits[index]),
                let low = PostgresResult.nibble(digits[index + 1])
            else { return nil }
            out.append(high << 4 | low)
        }
        return out
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 48...57: digit - 48
        case 97...102: digit - 87
        case 65...70: digit - 55
        default: nil
        }
    }
}
