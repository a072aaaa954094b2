// Rows of results in PostgreSQL's binary forms: arrays for unnest, and the rows of COPY BINARY. Exact to the
// byte and without quoting; the types are those of ResultsTable, nothing is converted on the way.
// Cost: one pass over the values a column. The forms: array_recv in arrayfuncs.c, "Binary Format" of COPY.

import Glibc

enum PostgresResultsColumns {
    /// The number of the array type of a column.
    static func arrayType(_ type: ResultsType) -> UInt32 {
        switch type {
        case .integer: PostgresType.int4Array
        case .long: PostgresType.int8Array
        case .real: PostgresType.float8Array
        case .text: PostgresType.textArray
        case .bytes: PostgresType.byteaArray
        case .time: PostgresType.timestamptzArray
        case .flag: PostgresType.boolArray
        }
    }

    private static func elementType(_ type: ResultsType) -> UInt32 {
        switch type {
        case .integer: PostgresType.int4
        case .long: PostgresType.int8
        case .real: PostgresType.float8
        case .text: PostgresType.text
        case .bytes: PostgresType.bytea
        case .time: PostgresType.timestamptz
        case .flag: PostgresType.bool
        }
    }

    /// For a cast: `$1::int4`.
    static func elementName(_ type: ResultsType) -> String {
        switch type {
        case .integer: "int4"
        case .long: "int8"
        case .real: "float8"
        case .text: "text"
        case .bytes: "bytea"
        case .time: "timestamptz"
        case .flag: "bool"
        }
    }

    static func arrayName(_ type: ResultsType) -> String { elementName(type) + "[]" }

    /// One parameter a column, of one row.
    static func values(_ table: ResultsTable, _ row: [ResultsValue]) throws(ResultsFailure)
        -> [PostgresParameter]
    {
        var parameters: [PostgresParameter] = []
        parameters.reserveCapacity(table.columns.count)
        for (index, column) in table.columns.enumerated() {
            let value = try value(row, index, table)
            guard value != .null else {
                parameters.append(.null)
                continue
            }
            var out = PostgresBytes(capacity: 48)
            try out.put(value, as: column, of: table)
            // Without its length, which libpq puts before it.
            parameters.append(.binary(type: elementType(column.type), Array(out.bytes.dropFirst(4))))
        }
        return parameters
    }

    /// One parameter a column: the column's values of all rows, in their order.
    static func arrays(_ table: ResultsTable, _ rows: [[ResultsValue]]) throws(ResultsFailure)
        -> [PostgresParameter]
    {
        var parameters: [PostgresParameter] = []
        parameters.reserveCapacity(table.columns.count)
        for (index, column) in table.columns.enumerated() {
            var out = PostgresBytes(capacity: 20 + rows.count * 12)
            out.put(Int32(1))
            out.put(Int32(1))
            out.put(elementType(column.type))
            out.put(Int32(rows.count))
            out.put(Int32(1))
            for row in rows { try out.put(value(row, index, table), as: column, of: table) }
            parameters.append(.binary(type: arrayType(column.type), out.bytes))
        }
        return parameters
    }

    static func value(_ row: [ResultsValue], _ index: Int, _ table: ResultsTable)
        throws(ResultsFailure) -> ResultsValue
    {
        guard row.count == table.columns.count else {
            throw .refused("\(table.name.rawValue): \(row.count) values for \(table.columns.count) columns")
        }
        return row[index]
    }
}

/// The stream of COPY BINARY of some rows, made a chunk at a time: the server takes one while the next is made.
struct PostgresCopyStream {
    private let table: ResultsTable
    private let columns: [ResultsColumn]
    private let rows: [[ResultsValue]]
    private let chunkBytes: Int
    private var next = 0
    private var hasEnded = false

    init(_ table: ResultsTable, _ rows: [[ResultsValue]], chunkBytes: Int = 1 << 16) {
        self.table = table
        columns = table.columns
        self.rows = rows
        self.chunkBytes = chunkBytes
    }

    /// About `chunkBytes`; nil behind the last.
    mutating func chunk() throws(ResultsFailure) -> [UInt8]? {
        guard !hasEnded else { return nil }
        var out = PostgresBytes(capacity: chunkBytes + 4096)
        if next == 0 {
            out.put(raw: Array("PGCOPY\n".utf8) + [255, 13, 10, 0])
            out.put(Int32(0))
            out.put(Int32(0))
        }
        while next < rows.count, out.bytes.count < chunkBytes {
            let row = rows[next]
            next += 1
            out.put(Int16(columns.count))
            for index in columns.indices {
                try out.put(
                    PostgresResultsColumns.value(row, index, table), as: columns[index], of: table)
            }
        }
        if next == rows.count {
            out.put(Int16(-1))
            hasEnded = true
        }
        return out.bytes
    }
}

/// Bytes in network order.
struct PostgresBytes {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    @inline(__always)
    mutating func put<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(raw more: [UInt8]) { bytes.append(contentsOf: more) }

    /// 2000-01-01T00:00Z, where PostgreSQL counts from.
    private static let epochMicroseconds: Int64 = 946_684_800_000_000

    /// Length and value, -1 for null.
    mutating func put(_ value: ResultsValue, as column: ResultsColumn, of table: ResultsTable)
        throws(ResultsFailure)
    {
        switch (value, column.type) {
        case (.null, _): put(Int32(-1))
        case (.integer(let number), .integer):
            guard let small = Int32(exactly: number) else {
                throw .refused("\(table.name.rawValue).\(column.name): \(number) needs more than 32 bits")
            }
            put(Int32(4))
            put(small)
        case (.integer(let number), .long):
            put(Int32(8))
            put(number)
        case (.real(let number), .real):
            put(Int32(8))
            put(number.bitPattern)
        case (.text(let text), .text): put(text: text)
        case (.bytes(let raw), .bytes):
            put(Int32(raw.count))
            bytes.append(contentsOf: raw)
        case (.time(let time), .time):
            put(Int32(8))
            put(PostgresBytes.microseconds(time))
        case (.flag(let flag), .flag):
            put(Int32(1))
            bytes.append(flag ? 1 : 0)
        case (.integer, _), (.real, _), (.text, _), (.bytes, _), (.time, _), (.flag, _):
            throw .refused("\(table.name.rawValue).\(column.name): a value of another kind")
        }
    }

    /// PostgreSQL's text holds no U+0000; it becomes U+FFFD, as what is no text does elsewhere.
    private mutating func put(text: String) {
        var plain = text
        let isWhole = plain.withUTF8 { utf8 in
            if let base = utf8.baseAddress, memchr(base, 0, utf8.count) != nil { return false }
            put(Int32(utf8.count))
            bytes.append(contentsOf: utf8)
            return true
        }
        if isWhole { return }
        plain = String(text.map { $0 == "\0" ? "\u{FFFD}" : $0 })
        put(Int32(plain.utf8.count))
        bytes.append(contentsOf: plain.utf8)
    }

    /// Since 2000, rounded down; what is no time of PostgreSQL's is as far off as it goes.
    static func microseconds(_ time: Timestamp) -> Int64 {
        time.microseconds - epochMicroseconds
    }
}
