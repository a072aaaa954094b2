import Foundation
import Testing

/// The house as one table: what each room may name, and what it may never say. Fails when a wall is broken.
@Suite struct HouseTests {
    struct Room {
        let name: String
        /// Modules that its files may import.
        let imports: Set<String>
        /// Words that its code may not contain.
        var banned: [String] = []
    }

    /// No clock, randomness, threads, files or sockets, and nothing whose order changes from run to run.
    static let pure = [
        "WallClock", "clock_gettime", "Date(", "SystemRandomBytes", "SystemRandomNumberGenerator", ".random(",
        "UUID", "Dispatch.", "NamedThread", "Mailbox", "Files.", "FileDescriptor", "socket(", "open(path",
        "print(", "ProcessInfo",
    ]
    static let storageOnly = ["sqlite3_", "PQ"]

    static let rooms: [Room] = [
        Room(name: "Geo", imports: ["Glibc"], banned: pure + ["Incident", "Assignment"]),
        Room(name: "Dispatch115/Core", imports: ["Geo"], banned: pure),
        Room(name: "Dispatch115/Intake", imports: ["Geo"], banned: pure),
        Room(name: "Dispatch115/Assignment", imports: ["Geo"], banned: pure),
        Room(
            name: "Dispatch115/Leadership", imports: [],
            banned: pure + ["Centre", "Journal", "Engine", "Postgres"]),
        Room(
            name: "Dispatch115/Words", imports: ["Geo"],
            banned: pure + ["Renderer", "Verb", "CommandTable", "Engine", "Journal"]),
        Room(
            name: "Dispatch115/Reports", imports: ["Geo"],
            banned: pure + ["Renderer", "Verb", "CommandTable", "Engine", "Journal", "Fleet"]),
        Room(
            name: "Dispatch115/Publishing", imports: ["Geo"],
            banned: pure + ["Renderer", "Verb", "CommandTable", "Engine", "JournalWriter", "URLSession"]),
        Room(
            name: "Dispatch115/Courier", imports: ["Glibc", "Foundation", "FoundationNetworking"],
            banned: ["Centre", "Journal", "Engine", "Outbox", "Renderer"]),
        Room(
            name: "Dispatch115/System",
            imports: ["Glibc", "CLinux", "CCrypto", "Synchronization", "Foundation"],
            banned: ["Centre", "Incident", "Journal"]),
        Room(
            name: "Dispatch115/Telemetry", imports: ["Geo", "Glibc", "Synchronization"],
            banned: ["JournalWriter", "ConsoleServer", "Gazetteer"]),
        Room(
            name: "Dispatch115/Telephony", imports: ["Synchronization"],
            banned: ["Centre", "Gazetteer", "JournalWriter", "ConsoleServer", "Renderer"]),
        Room(
            name: "Dispatch115/Storage",
            imports: ["Geo", "Glibc", "CPostgres", "CSQLite", "Synchronization"],
            banned: ["TelemetryReceiver", "ConsoleServer", "Renderer"]),
        Room(
            name: "Dispatch115/Console", imports: ["Geo", "Glibc", "Synchronization"],
            banned: ["TelemetryReceiver", "JournalWriter", "SQLite"]),
        Room(
            name: "Dispatch115/Simulation", imports: ["Geo", "Glibc", "Synchronization"],
            banned: ["SystemRandomNumberGenerator", "Int.random(in", "Double.random(in"]),
        Room(
            name: "Dispatch115/Runtime", imports: ["Geo", "Glibc", "Foundation", "Synchronization"]),
        Room(name: "Dispatch115CLI", imports: ["Dispatch115"]),
    ]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file below a folder, with its lines.
    static func files(_ folder: String) -> [(path: String, lines: [String])] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        var found: [(String, [String])] = []
        for case let name as String in walk where name.hasSuffix(".swift") {
            let url = base.appendingPathComponent(name)
            guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
            found.append((folder + "/" + name, text.components(separatedBy: "\n")))
        }
        return found.sorted { $0.0 < $1.0 }
    }

    /// A line without its comment; good enough for words that no string of ours holds.
    static func code(_ line: String) -> String {
        line.components(separatedBy: "//").first ?? line
    }

    /// Whether the text has the word, not as the tail of a longer one.
    static func says(_ text: String, _ word: String) -> Bool {
        var rest = Substring(text)
        while let range = rest.range(of: word) {
            let before =
                range.lowerBound == text.startIndex ? " " : text[text.index(before: range.lowerBound)]
            if word.hasPrefix(".") || !(before.isLetter || before.isNumber || before == "_") { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    @Test func everyRoomKeepsToItsWalls() {
        for room in HouseTests.rooms {
            let files = HouseTests.files("Sources/" + room.name)
            if room.name != "Dispatch115/Simulation" {
                #expect(!files.isEmpty, "\(room.name) has no files: is the table out of date?")
            }
            for file in files {
                for (number, line) in file.lines.enumerated() {
                    let text = HouseTests.code(line)
                    let words = text.split(separator: " ")
                    if let first = words.first, first == "import" || first == "@_exported",
                        let module = words.last
                    {
                        #expect(
                            room.imports.contains(String(module)),
                            "\(file.path):\(number + 1) imports \(module)")
                    }
                    for word in room.banned where HouseTests.says(text, word) {
                        Issue.record("\(file.path):\(number + 1) says \(word), which \(room.name) may not")
                    }
                    if room.name.hasPrefix("Dispatch115/"), room.name != "Dispatch115/Storage" {
                        for word in HouseTests.storageOnly where HouseTests.says(text, word) {
                            Issue.record("\(file.path):\(number + 1) says \(word): only Storage may")
                        }
                    }
                }
            }
        }
    }

    @Test func everyFolderHasItsRow() throws {
        let sources = HouseTests.root.appendingPathComponent("Sources/Dispatch115")
        for name in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
            #expect(
                HouseTests.rooms.contains { $0.name == "Dispatch115/" + name },
                "Sources/Dispatch115/\(name) is no room of the table")
        }
    }

    /// The order of a Dictionary or Set changes from run to run: pure rooms look things up, and never walk.
    @Test func noPureRoomWalksADictionary() throws {
        let typed = #":\s*(?:\[[^\[\]()]+:[^\[\]()]+\]|Set<|Dictionary<)"#
        let made = #"=\s*(?:\[[^\[\]()?]*:[^\[\]()]*\]|Set<|Dictionary<|\[[\w.]+\s*:\s*[\w.\[\]<>?]+\]\()"#
        let declared = try NSRegularExpression(
            pattern: #"(?:let|var)\s+(\w+)\s*(?:"# + typed + "|" + made + ")")
        let walks = "map|filter|forEach|reduce|keys|values|min|max|first\\b|compactMap|flatMap|enumerated"
        for room in HouseTests.rooms.prefix(8) {
            for file in HouseTests.files("Sources/" + room.name) {
                let code = file.lines.map(HouseTests.code).joined(separator: "\n")
                let whole = NSRange(code.startIndex..., in: code)
                for match in declared.matches(in: code, range: whole) {
                    guard let range = Range(match.range(at: 1), in: code) else { continue }
                    let name = String(code[range])
                    let loop = "in (self\\.)?\(name)(\\.keys|\\.values|\\.sorted)?\\s*(\\{|where)"
                    let walked = try NSRegularExpression(pattern: "\(loop)|\\b\(name)\\.(\(walks))")
                    let hit = walked.firstMatch(in: code, range: whole)
                    #expect(hit == nil, "\(file.path) walks \(name), whose order is not stable")
                }
            }
        }
    }

    /// 110 columns are the rule of the layout; a message that cannot be broken may need a few more.
    @Test func filesAndLinesStayReadable() {
        for file in HouseTests.files("Sources") + HouseTests.files("Tests") {
            #expect(file.lines.count <= 501, "\(file.path) has \(file.lines.count) lines: find the next noun")
            for (number, line) in file.lines.enumerated() where line.count > 122 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    @Test func thePackageNamesNoPackage() throws {
        let manifest = try String(
            contentsOf: HouseTests.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        #expect(!manifest.contains(".package("))
    }
}
