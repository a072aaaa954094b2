// The two forms of a capacity file, CSV and JSON, as rows. A file that cannot be taken apart is refused
// whole, with the line; in one that can be, every row stands for itself. Bounds: 4 MiB, 20,000 rows. Pure.
//
// CSV: a header names the columns, in any order. JSON: a list of objects with the same names, or an object
// whose "reports" is one and whose other members hold for every row that does not say them itself.
// docs/SPEC.md.

struct CapacityRows: Equatable {
    var rows: [CapacityRow] = []
    /// Rows that cannot be read, by themselves.
    var faults: [CapacityFault] = []
    /// What a row's number counts.
    var noun = Phrase(vi: "dòng", en: "line")
}

enum CapacityFile {
    static let mostBytes = 4 << 20
    static let mostRows = 20_000

    /// `name` tells the form by its end.
    static func rows(_ bytes: [UInt8], name: String) throws(CapacityFault) -> CapacityRows {
        guard !bytes.isEmpty else { throw CapacityFault(1, vi: "tệp rỗng", en: "the file is empty") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw CapacityFault(line(ofInvalid: bytes), vi: "không phải UTF-8", en: "is no UTF-8")
        }
        let found = name.lowercased().hasSuffix(".json") ? try json(bytes) : try csv(bytes)
        let count = found.rows.count + found.faults.count
        guard count > 0 else { throw CapacityFault(1, vi: "không có dòng nào", en: "holds no row") }
        guard count <= mostRows else {
            throw CapacityFault(
                1, vi: "có \(count) dòng, nhiều nhất \(mostRows)",
                en: "holds \(count) rows, at most \(mostRows)")
        }
        return found
    }

    private static func line(ofInvalid bytes: [UInt8]) -> Int64 {
        var line: Int64 = 1
        for piece in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if String(validating: piece, as: UTF8.self) == nil { return line }
            line += 1
        }
        return 1
    }

    // MARK: - CSV

    private static func csv(_ bytes: [UInt8]) throws(CapacityFault) -> CapacityRows {
        let table: CSVTable
        var faults: [CSVError] = []
        do {
            table = try CSVTable.parse(String(decoding: bytes, as: UTF8.self), passingOver: &faults)
        } catch { throw fault(error) }
        var columns: [CapacityColumn] = []
        for name in table.columns { columns.append(try column(name, Int64(table.headerLine))) }
        for (index, column) in columns.enumerated() where columns[..<index].contains(column) {
            throw fault(CSVError(line: table.headerLine, problem: .doubledColumn(column.rawValue)))
        }
        guard columns.contains(.hospital) else {
            throw CapacityFault(
                Int64(table.headerLine), vi: "thiếu cột hospital", en: "the column hospital is missing")
        }
        var found = CapacityRows()
        found.faults = faults.map(fault)
        found.rows = table.rows.map { row in
            var made = CapacityRow(line: Int64(row.line))
            for (column, value) in zip(columns, row.fields) { made[column] = value }
            return made
        }
        return found
    }

    private static func fault(_ error: CSVError) -> CapacityFault {
        let said = problem(error)
        return CapacityFault(Int64(error.line), vi: said.vi, en: said.en)
    }

    private static func column(_ name: String, _ line: Int64) throws(CapacityFault) -> CapacityColumn {
        if let column = CapacityColumn(rawValue: name.lowercased()) { return column }
        let nearest = NearestName.of(name, among: CapacityColumn.allCases.map(\.rawValue)) ?? "hospital"
        let shown = JSON5Text.quoted(String(name.prefix(40)))
        throw CapacityFault(
            line, vi: "không có cột \(shown) (gần nhất: \(nearest)); có: \(CapacityColumn.names)",
            en: "there is no column \(shown) (nearest: \(nearest)); there are: \(CapacityColumn.names)")
    }

    private static func problem(_ error: CSVError) -> Phrase {
        switch error.problem {
        case .noHeader: Phrase(vi: "không có dòng tên cột", en: "there is no line of column names")
        case .emptyColumnName: Phrase(vi: "một cột không có tên", en: "a column has no name")
        case .doubledColumn(let name):
            Phrase(vi: "cột \(name) có hai lần", en: "the column \(name) is there twice")
        case .fieldCount(let found, let expected):
            Phrase(vi: "có \(found) ô, phải là \(expected)", en: "has \(found) fields, wants \(expected)")
        case .unclosedQuote: Phrase(vi: "ngoặc kép không đóng", en: "a quote is not closed")
        case .textAfterQuote: Phrase(vi: "chữ đứng sau ngoặc kép", en: "text stands after a quote")
        }
    }

    // MARK: - JSON

    /// Rows are counted, since a whole list may stand in one line.
    private static func json(_ bytes: [UInt8]) throws(CapacityFault) -> CapacityRows {
        let root: JSON5Value
        do {
            root = try JSON5Reader.read(bytes, limits: JSON5Limits(maximumDepth: 8, maximumBytes: mostBytes))
        } catch {
            throw CapacityFault(
                Int64(error.line), vi: "không phải JSON: \(error.what)", en: "is no JSON: \(error.what)")
        }
        var common = CapacityRow(line: Int64(root.place.line))
        var list = root
        if case .object(let members) = root.content {
            guard let reports = root["reports"] else {
                throw CapacityFault(
                    Int64(root.place.line), vi: "thiếu danh sách \"reports\"",
                    en: "the list \"reports\" is missing")
            }
            list = reports
            for member in members where member.name != "reports" {
                try read(member, Int64(member.place.line), into: &common)
            }
        }
        guard case .array(let items) = list.content else {
            throw CapacityFault(Int64(list.place.line), vi: "phải là một danh sách", en: "must be a list")
        }
        var found = CapacityRows()
        found.noun = Phrase(vi: "mục", en: "item")
        for (index, item) in items.enumerated() {
            let number = Int64(index + 1)
            do throws(CapacityFault) {
                guard case .object(let members) = item.content else {
                    throw CapacityFault(
                        number, vi: "phải là một đối tượng {...}", en: "must be an object {...}")
                }
                var row = common
                row.line = number
                for member in members { try read(member, number, into: &row) }
                found.rows.append(row)
            } catch {
                found.faults.append(error)
            }
        }
        return found
    }

    private static func read(_ member: JSON5Member, _ line: Int64, into row: inout CapacityRow)
        throws(CapacityFault)
    {
        let column = try column(member.name, line)
        switch member.value.content {
        case .null: row[column] = ""
        case .whole(let number): row[column] = "\(number)"
        case .text(let text): row[column] = text
        case .boolean, .number, .array, .object:
            throw CapacityFault(
                line, vi: "\(column.rawValue) phải là số nguyên hay chữ",
                en: "\(column.rawValue) must be a whole number or a text")
        }
    }
}
