import Testing

@testable import Dispatch115

@Suite struct CSVTableTests {
    @Test func commentsQuotesSpacesAndLineEndsAreUnderstood() throws {
        let text = "\u{FEFF}# source, licence\r\na, b ,c\r\n\r\n1, \"x, \"\"y\"\"\" , z \n # no row\n,,\n"
        let table = try CSVTable.parse(text)
        #expect(table.columns == ["a", "b", "c"])
        #expect(table.headerLine == 2)
        #expect(table.rows.map(\.fields) == [["1", "x, \"y\"", "z"], ["", "", ""]])
        #expect(table.rows.map(\.line) == [4, 6])
    }

    @Test(arguments: [
        ("", CSVError(line: 1, problem: .noHeader)), ("# only\n\n", CSVError(line: 2, problem: .noHeader)),
        ("a,,b\n", CSVError(line: 1, problem: .emptyColumnName)),
        ("a,b,a\n", CSVError(line: 1, problem: .doubledColumn("a"))),
        ("a,b\n1,2\n1\n", CSVError(line: 3, problem: .fieldCount(found: 1, expected: 2))),
        ("a,b\n1,2,\n", CSVError(line: 2, problem: .fieldCount(found: 3, expected: 2))),
        ("a,b\n1,\"2\n", CSVError(line: 2, problem: .unclosedQuote)),
        ("a,b\n\"1\"x,2\n", CSVError(line: 2, problem: .textAfterQuote)),
    ])
    func refuses(text: String, error: CSVError) {
        #expect(throws: error) { try CSVTable.parse(text) }
    }
}
