// One file of a city: its rows, and the fields of a row as what they must be, or the error that says where
// and why.
//
// Bounds: a name up to 120 characters without control characters, a list up to 32 words, an area up to a
// million km2.

import Geo

/// Reads checked fields from one file of a city.
struct CityFileReader {
    let file: String
    private let columns: [String]
    let rows: [CSVTable.Row]

    /// Takes the text apart; all of `columns` must be there, no others, and at least one row.
    init(_ file: String, _ text: String, columns expected: [String]) throws(CityFileError) {
        let table: CSVTable
        do {
            table = try CSVTable.parse(text)
        } catch {
            throw CityFileReader.explained(error, file: file, columns: expected)
        }
        for column in expected where !table.columns.contains(column) {
            throw CityFileError(
                file: file, line: table.headerLine, column: column, problem: "the column is missing",
                accepted: "a header of \(expected.joined(separator: ","))")
        }
        for column in table.columns where !expected.contains(column) {
            throw CityFileError(
                file: file, line: table.headerLine, column: column, problem: "no such column is known",
                accepted: "a header of \(expected.joined(separator: ","))")
        }
        guard !table.rows.isEmpty else {
            throw CityFileError(
                file: file, line: table.headerLine, column: nil, problem: "there is no row under the header",
                accepted: "at least one row")
        }
        self.file = file
        columns = table.columns
        rows = table.rows
    }

    private static func explained(_ error: CSVError, file: String, columns: [String]) -> CityFileError {
        let header = "a header of \(columns.joined(separator: ","))"
        let (problem, accepted): (String, String) =
            switch error.problem {
            case .noHeader: ("the file is empty", header)
            case .emptyColumnName: ("a column of the header has no name", header)
            case .doubledColumn(let name): ("the header names \(name) twice", header)
            case .fieldCount(let found, let expected):
                (
                    "\(found) fields",
                    "\(expected) fields, parted by commas; a comma inside a field needs \"quotes\""
                )
            case .unclosedQuote:
                ("a quote is opened and not closed on its line", "\"text\", with \"\" for a quote in it")
            case .textAfterQuote:
                ("text follows a closing quote", "a comma or the end of the line after a quote")
            }
        return CityFileError(file: file, line: error.line, column: nil, problem: problem, accepted: accepted)
    }

    func error(_ row: CSVTable.Row, _ column: String, _ problem: String, _ accepted: String) -> CityFileError
    {
        CityFileError(file: file, line: row.line, column: column, problem: problem, accepted: accepted)
    }

    /// The field, which may be empty.
    func field(_ row: CSVTable.Row, _ column: String) -> String {
        guard let index = columns.firstIndex(of: column) else {
            preconditionFailure("the column \(column) was not declared for \(file)")
        }
        return row.fields[index]
    }

    func name(_ row: CSVTable.Row, _ column: String) throws(CityFileError) -> String {
        let text = field(row, column)
        let accepted = "1 to 120 characters, none of them a control character"
        if text.isEmpty { throw error(row, column, "the field is empty", accepted) }
        let isClean = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        guard isClean, text.count <= 120, text.unicodeScalars.count <= 480 else {
            throw error(row, column, "the name is too long or holds a control character", accepted)
        }
        return text
    }

    func number(_ row: CSVTable.Row, _ column: String, _ range: ClosedRange<Int>) throws(CityFileError) -> Int
    {
        let text = field(row, column)
        let accepted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        if text.isEmpty { throw error(row, column, "the field is empty", accepted) }
        guard let number = Int(text), range.contains(number) else {
            throw error(row, column, "'\(text)' is no such number", accepted)
        }
        return number
    }

    /// A number that no row before may have.
    func newNumber(
        _ row: CSVTable.Row, _ column: String, _ range: ClosedRange<Int>, _ seen: inout LinesByNumber
    ) throws(CityFileError) -> Int {
        let number = try number(row, column, range)
        if let line = seen.line(of: number) {
            throw error(
                row, column, "\(number) stands on line \(line) already", "a number of its own in every row")
        }
        seen.insert(number, line: row.line)
        return number
    }

    func numbers(_ row: CSVTable.Row, _ column: String) throws(CityFileError) -> [Int] {
        var numbers: [Int] = []
        for word in try words(row, column) {
            guard let number = Int(word), (1...99_999).contains(number), !numbers.contains(number) else {
                throw error(
                    row, column, "'\(word)' is no code or stands twice",
                    "codes from 1 to 99999, parted by spaces")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// Words parted by spaces, each once; none is well.
    func words(_ row: CSVTable.Row, _ column: String) throws(CityFileError) -> [String] {
        var words: [String] = []
        for part in field(row, column).split(separator: " ") {
            let word = String(part)
            let isPlain = word.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (0x30...0x39).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
            guard isPlain, word.utf8.count <= 32, words.count < 32, !words.contains(word) else {
                throw error(
                    row, column, "'\(word)' is no such word, one too many, or stands twice",
                    "up to 32 words of a-z, 0-9 and -, parted by spaces")
            }
            words.append(word)
        }
        return words
    }

    func choice<Kind: CaseIterable & RawRepresentable>(
        _ row: CSVTable.Row, _ column: String, _ type: Kind.Type
    ) throws(CityFileError) -> Kind where Kind.RawValue == String {
        let text = field(row, column)
        guard let kind = Kind(rawValue: text) else {
            let accepted = Kind.allCases.map(\.rawValue).joined(separator: " or ")
            throw error(row, column, text.isEmpty ? "the field is empty" : "'\(text)' is not known", accepted)
        }
        return kind
    }

    func area(_ row: CSVTable.Row, _ column: String) throws(CityFileError) -> Double {
        let accepted = "square kilometres above 0 and up to 1000000, such as 12.5"
        guard let area = decimal(field(row, column)), area > 0, area <= 1_000_000 else {
            throw error(row, column, "'\(field(row, column))' is no such area", accepted)
        }
        return area
    }

    func coordinate(_ row: CSVTable.Row) throws(CityFileError) -> Coordinate {
        let latitude = try degrees(row, "latitude", 90)
        let longitude = try degrees(row, "longitude", 180)
        guard let checked = UncheckedDegrees(latitude: latitude, longitude: longitude).checked else {
            throw error(
                row, "latitude", "the place is not on the globe", "degrees from -90 to 90 and -180 to 180")
        }
        return checked
    }

    private func degrees(_ row: CSVTable.Row, _ column: String, _ limit: Double) throws(CityFileError)
        -> Double
    {
        guard let degrees = decimal(field(row, column)), abs(degrees) <= limit else {
            throw error(
                row, column, "'\(field(row, column))' is not on the globe",
                "degrees from -\(Int(limit)) to \(Int(limit)), such as 10.7769")
        }
        return degrees
    }

    /// A plain decimal: no exponent, no hexadecimal, no "nan".
    private func decimal(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
        guard isPlain, !text.isEmpty, text.utf8.count <= 32, let value = Double(text), value.isFinite else {
            return nil
        }
        return value
    }
}
