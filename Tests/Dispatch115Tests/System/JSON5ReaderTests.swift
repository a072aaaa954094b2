import Testing

@testable import Dispatch115

@Suite struct JSON5ReaderTests {
    typealias Content = JSON5Value.Content

    private func read(_ text: String) throws(JSON5Error) -> Content {
        try JSON5Reader.read(text: text).content
    }

    private func check(_ text: String, is expected: Content) throws {
        let found = try read(text)
        #expect(JSON5Printer.isSame(found, expected), "\(text) gave \(found)")
    }

    @Test func numbers() throws {
        let wholes: [(String, Int)] = [
            ("0", 0), ("-0", 0), ("+7", 7), ("12", 12), ("0x1F", 31), ("0Xff", 255), ("-0x10", -16),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("0x7FFFFFFFFFFFFFFF", .max),
        ]
        for (text, whole) in wholes { try check(text, is: .whole(whole)) }
        let numbers: [(String, Double)] = [
            (".5", 0.5), ("5.", 5), ("-.25", -0.25), ("+5.e2", 500), ("1e3", 1000), ("1E-2", 0.01),
            ("0.1", 0.1),
            ("Infinity", .infinity), ("-Infinity", -.infinity), ("+Infinity", .infinity), ("NaN", .nan),
            ("-NaN", .nan), ("1e-999", 0), ("0e5", 0), ("-0.0", -0.0),
            ("1.7976931348623157e308", 1.7976931348623157e308),
        ]
        for (text, number) in numbers { try check(text, is: .number(number)) }
    }

    @Test func texts() throws {
        let rows: [(String, String)] = [
            (#""""#, ""), (#"'a"b'"#, "a\"b"), (#""a'b""#, "a'b"),
            (#""\n\r\t\b\f\v\0""#, "\n\r\t\u{8}\u{C}\u{B}\0"),
            (#"'\x41\u00e9\'\"\\\/\a'"#, "A\u{E9}'\"\\/a"), (#""\uD83D\uDE91""#, "\u{1F691}"),
            ("'one \\\ntwo \\\r\nthree \\\rfour \\\u{2028}five'", "one two three four five"),
            ("'a\u{2028}b'", "a\u{2028}b"), ("\"đường\"", "đường"), ("'\u{1F691}'", "\u{1F691}"),
            ("'\t'", "\t"),
        ]
        for (text, expected) in rows { try check(text, is: .text(expected)) }
    }

    @Test func listsObjectsNamesAndBlanks() throws {
        try check("[1,[ ],]", is: .array([Self.value(.whole(1)), Self.value(.array([]))]))
        try check("\u{FEFF}// end\r/* a * / **/ \u{A0}\u{3000}null //x", is: .null)
        try check("true/**/", is: .boolean(true))
        let names = ["$_a1", "đường", "null", "Infinity", "été", "a\u{200D}b", "ⅷ"]
        for name in names {
            guard case .object(let members) = try read("{\(name): false,}") else {
                Issue.record("\(name)")
                continue
            }
            #expect(members.map(\.name) == [name])
        }
        guard case .object(let members) = try read(#"{ \u0061b: 1, 'a b': 2, "": 3 }"#) else { return }
        #expect(members.map(\.name) == ["ab", "a b", ""])
    }

    @Test func everyValueAndKeyHasItsPlace() throws {
        let text = "\u{FEFF}{\n  a: 1,\r\n\t'đ': [true,\r  'x\\\ny', {b:\nnull}],\n/* 1\n2 */ c: -.5 }"
        let root = try JSON5Reader.read(text: text)
        func place(_ line: Int32, _ column: Int32) -> JSON5Place { JSON5Place(line: line, column: column) }
        #expect(root.place == place(1, 1))
        guard case .object(let members) = root.content else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.place) == [place(2, 3), place(3, 2), place(8, 6)])
        #expect(members.map(\.value.place) == [place(2, 6), place(3, 7), place(8, 9)])
        guard case .array(let list) = members[1].value.content else {
            Issue.record("no list")
            return
        }
        #expect(list.map(\.place) == [place(3, 8), place(4, 3), place(5, 5)])
        #expect(list[2]["b"]?.place == place(6, 1))
        #expect(root["c"]?.content == .number(-0.5) && root["d"] == nil && list[0]["b"] == nil)
    }

    /// Text, line, column, and a part of what is said.
    static let refusals: [(String, Int32, Int32, String)] = [
        ("", 1, 1, "ends where a value"), (" \n// x", 2, 5, "ends where a value"),
        ("{a:", 1, 4, "ends where a value"),
        ("}", 1, 1, "\"}\" where a value"), ("[,]", 1, 2, "\",\" where a value"),
        ("{,}", 1, 2, "where a key"),
        ("{1: 2}", 1, 2, "where a key"), ("{a 1}", 1, 4, "after the key \"a\""),
        ("{a", 1, 3, "end of the text"),
        ("{a:1 b:2}", 1, 6, "after the value of \"a\""), ("[1 2]", 1, 4, "after a value of the list"),
        ("\n [1,\n2", 2, 2, "inside the list"), ("{a: {b: 1}\n", 1, 1, "inside the object"),
        ("{", 1, 1, "inside"),
        ("[\n", 1, 1, "inside"), ("1 2", 1, 3, "after the end"), ("{} ]", 1, 4, "after the end"),
        ("{\n a: 1,\n  a: 2}", 3, 3, "\"a\" is given twice, first at line 2, column 2"),
        ("{a: 1, \"\\u0061\": 2}", 1, 8, "given twice, first at line 1, column 2"),
        ("{'\u{E9}': 1, 'e\u{301}': 2}", 1, 10, "given twice"),
        ("[{a:{b:1,\nb:2}}]", 2, 1, "first at line 1, column 6"),
        ("yes", 1, 1, "\"yes\" is a word without quotes"), ("[True]", 1, 2, "without quotes"),
        ("01", 1, 1, "begins with 0"), ("[-00]", 1, 2, "begins with 0"), ("-", 1, 1, "sign without"),
        ("+-1", 1, 1, "sign without"), ("- 1", 1, 1, "sign without"), (".", 1, 1, "point without"),
        ("-.e1", 1, 1, "point without"), ("1e", 1, 1, "exponent"), ("1e+", 1, 1, "exponent"),
        ("0x", 1, 1, "0x without"), ("0xG", 1, 1, "0x without"), ("12ab", 1, 3, "directly after"),
        ("1.2.3", 1, 4, "directly after"), ("0x1.5", 1, 4, "directly after"),
        ("-Inf", 1, 1, "sign before a word"),
        ("9223372036854775808", 1, 1, "does not fit"), ("0xFFFFFFFFFFFFFFFF", 1, 1, "does not fit"),
        ("1e999", 1, 1, "does not fit"), (String(repeating: "1", count: 1025) + ".0", 1, 1, "does not fit"),
        ("0x" + String(repeating: "0", count: 1025), 1, 1, "does not fit"),
        ("'abc", 1, 1, "not closed"), ("['a\nb']", 1, 2, "not closed on its line"),
        ("'a\\", 1, 1, "not closed"),
        ("\"a'", 1, 1, "not closed"), (#"'\1'"#, 1, 2, "does not exist"),
        (#"'a\01'"#, 1, 3, "does not exist"),
        (#"'\xG0'"#, 1, 2, "does not exist"), (#"'\u12'"#, 1, 2, "does not exist"),
        (#"'\uD83D'"#, 1, 2, "surrogate"), (#"'\uDE91\uD83D'"#, 1, 2, "surrogate"),
        (#"'\uDE91\uDE91'"#, 1, 2, "surrogate"),
        (#"'\uD83D\u0041'"#, 1, 2, "surrogate"), (#"{\n: 1}"#, 1, 2, "no part of a name"),
        (#"{a\u0020b: 1}"#, 1, 3, "no part of a name"), (#"{\u0031: 1}"#, 1, 2, "no part of a name"),
        ("/* x", 1, 1, "comment that begins here"), ("1 / 2", 1, 3, "a single /"), ("/", 1, 1, "a single /"),
        ("/*/", 1, 1, "comment that begins here"), ("#", 1, 1, "\"#\" where"), ("\u{1B}[0m", 1, 1, "\\u{1B}"),
    ]

    @Test(arguments: refusals.indices)
    func refusalsNameTheirPlace(row: Int) {
        let (text, line, column, what) = Self.refusals[row]
        do {
            let found = try read(text)
            Issue.record("\(text) was accepted as \(found)")
        } catch {
            #expect(
                error.line == line && error.column == column && error.what.contains(what), "\(text): \(error)"
            )
            #expect(!error.accepted.isEmpty)
        }
    }

    @Test func bytesThatAreNoTextAreRefusedWithTheirPlace() {
        let bad: [[UInt8]] = [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE1, 0x80],
            [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xFF],
        ]
        let frames: [(String, String)] = [
            ("{a:\n '", "'}"), ("{a:\n//", "\n1}"), ("{a:\n/*", "*/1}"), ("{a:\nxy", ":1}"),
        ]
        for bytes in bad {
            for (before, after) in frames {
                let text = Array(before.utf8) + bytes + Array(after.utf8)
                do {
                    _ = try JSON5Reader.read(text)
                    Issue.record("\(text) was accepted")
                } catch {
                    let isHere = error.line == 2 && error.column == 3
                    #expect(isHere && error.what.contains("begins no character"), "\(text): \(error)")
                }
            }
        }
    }

    @Test func depthAndSizeAreBounded() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try read(nested(64))
        #expect(throws: JSON5Error.self) { try read(nested(65)) }
        do { _ = try read(nested(65)) } catch {
            #expect(error.column == 65 && error.accepted == "at most 64")
        }
        #expect(throws: JSON5Error.self) { try read(String(repeating: "{a:[", count: 1_000_000)) }
        let limits = JSON5Limits(maximumDepth: 1, maximumBytes: 4)
        _ = try JSON5Reader.read(text: "[12]", limits: limits)
        #expect(throws: JSON5Error.self) { try JSON5Reader.read(text: "[123]", limits: limits) }
        #expect(throws: JSON5Error.self) { try JSON5Reader.read(text: "[[]]", limits: limits) }
        _ = try JSON5Reader.read([UInt8](repeating: 0x20, count: (8 << 20) - 1) + [0x31])
        #expect(throws: JSON5Error.self) {
            try JSON5Reader.read([UInt8](repeating: 0x20, count: 8 << 20) + [0x31])
        }
    }

    @Test func messagesCannotSteerATerminal() {
        #expect(JSON5Text.quoted("a\u{1B}[2J\n\"\u{202E}\\") == #""a\u{1B}[2J\n\"\u{202E}\\""#)
        #expect(
            JSON5Text.quoted(String(repeating: "x", count: 61)) == "\"" + String(repeating: "x", count: 60)
                + "...\"")
    }

    private static func value(_ content: Content) -> JSON5Value {
        JSON5Value(content, JSON5Place(line: 1, column: 1))
    }
}
