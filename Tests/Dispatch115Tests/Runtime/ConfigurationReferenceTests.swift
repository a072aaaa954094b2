import Glibc
import Testing

@testable import Dispatch115

@Suite struct ConfigurationReferenceTests {
    /// The package's folder, from this file's own path.
    private static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(4)
        return "/" + parts.joined(separator: "/")
    }()

    private static func contents(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"), "\(path) is missing")
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        return Array(bytes[..<fread(&bytes, 1, bytes.count, file)])
    }

    private static func compare(_ name: String, with text: String) throws {
        let path = root + "/" + name
        if getenv("DISPATCH115_WRITE_DOCS") != nil {
            let file = try #require(fopen(path, "w"))
            let bytes = Array(text.utf8)
            #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
            fclose(file)
        }
        let isSame = try contents(path) == Array(text.utf8)
        #expect(
            isSame,
            "\(name) is not what the table says: DISPATCH115_WRITE_DOCS=1 swift test --filter \(Self.self)")
    }

    @Test func theCommittedPageIsTheTables() throws {
        try Self.compare("docs/CONFIGURATION.md", with: ConfigurationReference.markdown())
    }

    @Test func theExampleFileIsTheTablesAndHoldsTheDefaults() throws {
        try Self.compare("dispatch115.json5", with: ConfigurationReference.example())
        let path = Self.root + "/dispatch115.json5"
        #expect(try Configuration.load(file: path) == Configuration())
        let tree = try JSON5Reader.read(Self.contents(path))
        for key in ConfigurationKey.all {
            let value = key.path.split(separator: ".").reduce(Optional(tree)) { $0?[String($1)] }
            #expect(value != nil, "\(key.path) is not in the example")
        }
    }

    @Test func everyKeyStandsInEveryText() {
        let page = ConfigurationReference.markdown()
        let help = ConfigurationReference.text()
        for key in ConfigurationKey.all {
            #expect(
                page.contains(
                    "| `\(key.path)` | `\(key.defaultText)` | \(key.type.accepted) | \(key.meaning) |"))
            #expect(help.contains("\n\(key.path) = \(key.defaultText)\n"))
            #expect(
                !(key.type.accepted + key.meaning + key.defaultText).contains("|"),
                "a bar would break the table")
            #expect(key.meaning.hasSuffix("."))
        }
    }

    @Test func helpIsWrapped() {
        for line in ConfigurationReference.text().split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
        }
        #expect(HelpText.wrapped("aa bb cc", indent: 2, width: 7) == "  aa bb\n  cc\n")
        #expect(HelpText.wrapped("aaaaaaaaaa b", indent: 0, width: 4) == "aaaaaaaaaa\nb\n")
        #expect(HelpText.wrapped("", indent: 4, width: 10) == "")
    }
}

@Suite struct NearestNameTests {
    @Test func distances() {
        let rows: [(String, String, Int)] = [
            ("", "", 0), ("", "abc", 3), ("port", "port", 0), ("prot", "port", 1), ("PORT", "port", 0),
            ("kitten", "sitting", 3), ("por", "port", 1), ("poort", "port", 1), ("abc", "xyz", 3),
        ]
        for (left, right, expected) in rows {
            #expect(
                NearestName.distance(left, right) == expected && NearestName.distance(right, left) == expected
            )
        }
        let long = String(repeating: "a", count: 1_000_000)
        #expect(NearestName.distance(long, "b") == 64)
    }

    @Test func theFirstOfTheNearest() {
        #expect(NearestName.of("x", among: []) == nil)
        #expect(NearestName.of("ax", among: ["ab", "ac"]) == "ab")
        #expect(NearestName.ofPath("port", among: ["a.pots", "b.port"]) == "b.port")
    }
}
