// A small table in text: comma-separated, a header, comment lines that start with #. Text in, rows out.
//
// UTF-8; LF or CRLF; a byte order mark is passed over; fields are trimmed of spaces and may stand in double
// quotes ("" for a quote), not across lines. Empty lines are passed over. Linear in the text. Shape: RFC
// 4180, section 2, save for the comments and quoted new lines.

/// Why a text is no table.
struct CSVError: Error, Equatable {
    enum Problem: Equatable {
        case noHeader
        case emptyColumnName
        case doubledColumn(String)
        case fieldCount(found: Int, expected: Int)
        case unclosedQuote
        case textAfterQuote
    }
    /// Line of the text, counted from 1.
    var line: Int
    var problem: Problem
}

/// Rows under named columns.
struct CSVTable: Equatable {
    struct Row: Equatable {
        /// Line of the text, counted from 1.
        var line: Int
        /// As many as there are columns.
        var fields: [String]
    }

    var columns: [String]
    /// Line of the header.
    var headerLine: Int
    var rows: [Row]

    /// Takes a whole text apart.
    static func parse(_ text: String) throws(CSVError) -> CSVTable {
        var faults: [CSVError] = []
        let table = try parse(text, passingOver: &faults)
        if let first = faults.first { throw first }
        return table
    }

    /// The same where a row that is none hinders no other: those are passed over, each with its fault. Throws
    /// where there is no header.
    static func parse(_ text: String, passingOver faults: inout [CSVError]) throws(CSVError) -> CSVTable {
        var table: CSVTable?
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var line = 0
        while !bytes.isEmpty {
            line += 1
            let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
            var content = trimmed(bytes[bytes.startIndex..<end])
            bytes = end < bytes.endIndex ? bytes[(end + 1)...] : bytes[end...]
            if content.isEmpty || content.first == UInt8(ascii: "#") { continue }
            guard let columns = table?.columns else {
                let names = try header(try split(&content, line: line), line: line)
                table = CSVTable(columns: names, headerLine: line, rows: [])
                continue
            }
            do throws(CSVError) {
                let fields = try split(&content, line: line)
                guard fields.count == columns.count else {
                    throw CSVError(
                        line: line, problem: .fieldCount(found: fields.count, expected: columns.count))
                }
                table?.rows.append(Row(line: line, fields: fields))
            } catch {
                faults.append(error)
            }
        }
        guard let table else { throw CSVError(line: max(line, 1), problem: .noHeader) }
        return table
    }

    private static func header(_ fields: [String], line: Int) throws(CSVError) -> [String] {
        for (index, name) in fields.enumerated() {
            if name.isEmpty { throw CSVError(line: line, problem: .emptyColumnName) }
            if fields[..<index].contains(name) { throw CSVError(line: line, problem: .doubledColumn(name)) }
        }
        return fields
    }

    private static func split(_ content: inout ArraySlice<UInt8>, line: Int) throws(CSVError) -> [String] {
        var fields: [String] = []
        while true {
            content = content.drop(while: isSpace)
            if content.first == UInt8(ascii: "\"") {
                fields.append(try quoted(&content, line: line))
            } else {
                let end = content.firstIndex(of: UInt8(ascii: ",")) ?? content.endIndex
                fields.append(String(decoding: trimmed(content[content.startIndex..<end]), as: UTF8.self))
                content = content[end...]
            }
            guard content.first == UInt8(ascii: ",") else { return fields }
            content = content.dropFirst()
        }
    }

    private static func quoted(_ content: inout ArraySlice<UInt8>, line: Int) throws(CSVError) -> String {
        var field: [UInt8] = []
        content = content.dropFirst()
        while let byte = content.popFirst() {
            guard byte == UInt8(ascii: "\"") else {
                field.append(byte)
                continue
            }
            if content.first == UInt8(ascii: "\"") {
                field.append(byte)
                content = content.dropFirst()
                continue
            }
            content = content.drop(while: isSpace)
            guard content.isEmpty || content.first == UInt8(ascii: ",") else {
                throw CSVError(line: line, problem: .textAfterQuote)
            }
            return String(decoding: field, as: UTF8.self)
        }
        throw CSVError(line: line, problem: .unclosedQuote)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return rest
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
