import Glibc
import Testing

@testable import Dispatch115

@Suite struct ConfigurationTests {
    private func read(_ text: String, _ settings: String...) throws(ConfigurationError) -> Configuration {
        try Configuration.read(
            Array(text.utf8), file: "c.json5",
            overrides: settings.compactMap { ConfigurationOverride(setting: $0) })
    }

    /// The problems as lines, of a text that must be refused.
    private func problems(_ text: String, _ settings: String...) -> [String] {
        do {
            _ = try Configuration.read(
                Array(text.utf8), file: "c.json5",
                overrides: settings.compactMap { ConfigurationOverride(setting: $0) })
            Issue.record("\(text) was accepted")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    /// `telemetry.port` and a value as the file that gives it.
    static func file(_ path: String, _ value: String) -> String {
        let names = path.split(separator: ".")
        let opening = names.dropLast().map { "{\($0):" }.joined()
        return opening + "{\(names[names.count - 1]):\(value)}"
            + String(repeating: "}", count: names.count - 1)
    }

    @Test func nothingGivenIsTheDefaults() throws {
        #expect(try read("{}") == Configuration())
        #expect(try Configuration.load(file: nil) == Configuration())
        let defaults = Configuration()
        #expect(
            defaults.consoleSocketPath == "data/console.sock" && defaults.unitKeysPath == "data/unit-keys")
        #expect(defaults.telemetry.port == 11500 && defaults.console.socketMode == 0o660)
        #expect(defaults.targets.minutes.inOrder == [8, 15, 40, 120])
        #expect(defaults.incidents.unassignedAlertSeconds.inOrder == [60, 180, 600, 1800])
    }

    @Test func emptyPathsFollowTheDataFolder() throws {
        let moved = try read("{folders: {data: '/var/lib/d115/'}, console: {socket: '/run/d115.sock'}}")
        #expect(moved.consoleSocketPath == "/run/d115.sock")
        #expect(moved.unitKeysPath == "/var/lib/d115/unit-keys")
    }

    /// Counts the values that a struct stores, to the leaves.
    private static func leaves(_ value: Any) -> Int {
        let children = Mirror(reflecting: value).children
        return children.isEmpty ? 1 : children.reduce(0) { $0 + leaves($1.value) }
    }

    @Test func everyStoredValueHasExactlyOneKey() {
        let paths = ConfigurationKey.all.map(\.path)
        #expect(Set(paths).count == paths.count)
        #expect(Self.leaves(Configuration()) == paths.count)
        for key in ConfigurationKey.all {
            #expect(!ConfigurationReading.groups.contains(key.path))
            #expect(key.path.hasSuffix(key.lastName) && key.path.hasPrefix(key.group + "."))
        }
    }

    /// A value that differs from the default, that every test of a key may use.
    static func other(_ key: ConfigurationKey) -> String {
        switch key.type {
        case .code: "'DN5'"
        case .text, .path, .group, .accounts: "'other'"
        case .address: "'10.1.2.3'"
        case .mode: "'0600'"
        case .language: "'en'"
        case .times: "'06:30,14:30,22:30'"
        case .choice(let slot, let words): "'\(words.first { $0 != Configuration()[keyPath: slot] } ?? "")'"
        case .digits(_, let count): "'\(String(repeating: "7", count: count))'"
        case .destinations: "[{ name: 'ehr', kind: 'fhir', url: 'http://a', module: 'ehr' }]"
        case .connection: "'host=db1,db2 dbname=dispatch target_session_attrs=read-write'"
        case .whole(let slot, let range, _):
            "\(Configuration()[keyPath: slot] == range.lowerBound ? range.upperBound : range.lowerBound)"
        case .number(let slot, let range, _):
            "\(Configuration()[keyPath: slot] == range.lowerBound ? range.upperBound : range.lowerBound)"
        }
    }

    /// The slot of each key is its own: one value given changes one leaf, the one that the table names.
    @Test(arguments: ConfigurationKey.all.map(\.path))
    func everyKeyIsReadIntoItsOwnSlot(path: String) throws {
        let key = try #require(ConfigurationKey.named(path))
        var reading = ConfigurationReading()
        reading.read(Array(Self.file(path, Self.other(key)).utf8), file: "c.json5")
        #expect(reading.problems.isEmpty)
        for other in ConfigurationKey.all {
            let isChanged = other.type.text(in: reading.configuration) != other.defaultText
            #expect(isChanged == (other.path == path), "\(path) given, \(other.path) looked at")
        }
        #expect(reading.configuration != Configuration())
        // The default too, written as the reference page writes it.
        #expect(try read(Self.file(path, key.defaultText)) == Configuration())
    }

    @Test(arguments: ConfigurationKey.all.map(\.path))
    func everyKeyRefusesEveryOtherType(path: String) throws {
        let key = try #require(ConfigurationKey.named(path))
        var foreign = ["null", "true", "false", "[]", "[1]", "{}", "{a: 1}", "NaN", "Infinity", "-Infinity"]
        switch key.type {
        case .code: foreign += ["1", "1.5", "''", "'A'", "'ABCDEFGHI'", "'A-B'", "'ĐN'"]
        case .text: foreign += ["1", "1.5", "''", "'a\\nb'", "'\(String(repeating: "x", count: 121))'"]
        case .path(_, let emptyMeans):
            foreign += ["1", "1.5", "'a\\0b'", "'\(String(repeating: "x", count: 1025))'"]
            if emptyMeans == nil { foreign.append("''") }
        case .address:
            foreign += ["1", "1.5", "''", "'localhost'", "'1.2.3'", "'256.1.1.1'", "'1.2.3.4\\0'", "'::1'"]
        case .accounts:
            foreign += [
                "1", "1.5", "'a b'", "'a,'", "',a'", "'-a'", "'a/b'",
                "'\(String(repeating: "x", count: 33))'",
            ]
        case .group:
            foreign += ["1", "1.5", "'a b'", "'-a'", "'a/b'", "'\(String(repeating: "x", count: 33))'"]
        case .mode: foreign += ["432", "1.5", "''", "'0668'", "'66'", "'1777'", "'00660'", "'rw-'"]
        case .language: foreign += ["1", "1.5", "''", "'fr'", "'VI'"]
        case .times:
            foreign += ["7", "''", "'7:00'", "'24:00'", "'07:60'", "'07:00,07:00'", "'07:00,'", "'+7:00'"]
        case .choice: foreign += ["1", "1.5", "''", "'other'", "'Journal'"]
        case .digits: foreign += ["79024", "'7902'", "'790245'", "'7902x'"]
        case .destinations:
            // An empty list is one, and a list's slips have places of their own: DestinationReadingTests.
            foreign.removeAll { $0.hasPrefix("[") }
            foreign += ["1", "''"]
        case .connection:
            foreign += [
                "1", "1.5", "'a\\nb'", "'\(String(repeating: "x", count: 1025))'",
                "'host=db password=geheim'", "'PassWord = geheim'", "'postgresql://lan:geheim@db/dispatch'",
            ]
        case .whole(_, let range, _):
            foreign += [
                "'1'", "''", "\(range.lowerBound).0", "1e3", "\(range.lowerBound - 1)",
                "\(range.upperBound + 1)",
            ]
        case .number(_, let range, _):
            foreign += ["'1'", "''", "\(range.lowerBound.nextDown)", "\(range.upperBound.nextUp)", "-1"]
        }
        let column = path.count { $0 == "." } + 1 + path.utf8.count + 2 - path.count { $0 == "." }
        for value in foreign {
            let found = problems(Self.file(path, value))
            #expect(found.count == 1, "\(path): \(value) gave \(found)")
            let begin = "c.json5:1:\(column + path.count { $0 == "." }): \(path): "
            #expect(found.first?.hasPrefix(begin) ?? false, "\(path): \(value) gave \(found), not \(begin)")
            #expect(found.first?.hasSuffix("accepted: \(key.type.accepted)") ?? false)
        }
    }

    @Test(arguments: ConfigurationKey.all.map(\.path))
    func everyKeyCanBeSetOnTheCommandLine(path: String) throws {
        let key = try #require(ConfigurationKey.named(path))
        var value = Self.other(key)
        if key.type.wantsText { value = String(value.dropFirst().dropLast()) }
        let setting = try #require(ConfigurationOverride(setting: "\(path)=\(value)"))
        var byFile = ConfigurationReading()
        byFile.read(Array(Self.file(path, Self.other(key)).utf8), file: "c.json5")
        var bySetting = ConfigurationReading()
        bySetting.apply(setting)
        #expect(bySetting.problems.isEmpty && bySetting.configuration == byFile.configuration)
        // Never a list: no key takes one, and as text it is neither code, path nor number for the others.
        if !key.type.wantsText {
            let found = problems("{}", "\(path)=[1]")
            #expect(found.count == 1 && found[0].hasPrefix("--set \(path)=[1]: \(path): "), "\(found)")
        }
    }

    @Test func theLastOfTwoSettingsCounts() throws {
        let file = "{telemetry: {port: 1}}"
        #expect(try read(file, "telemetry.port=2").telemetry.port == 2)
        #expect(try read(file, "telemetry.port=2", "telemetry.port=3").telemetry.port == 3)
        #expect(try read(file, "centre.name=A = B").centre.name == "A = B")
        #expect(ConfigurationOverride(setting: "telemetry.port") == nil)
        #expect(ConfigurationOverride(setting: "=3") == nil)
    }

    /// Text, then every problem in full.
    static let refusals: [(String, [String])] = [
        (
            "{\n  telemetry: {\n    prot: 1,\n  },\n}",
            ["c.json5:3:5: unknown key \"telemetry.prot\"; nearest valid key: telemetry.port"]
        ),
        ("{telemtry: {port: 1}}", ["c.json5:1:2: unknown key \"telemtry\"; nearest valid key: telemetry"]),
        ("{port: 1}", ["c.json5:1:2: unknown key \"port\"; nearest valid key: telemetry.port"]),
        (
            "{console: {port: 1}}",
            ["c.json5:1:12: unknown key \"console.port\"; nearest valid key: telemetry.port"]
        ),
        (
            "{'telemetry.port': 1}",
            [
                "c.json5:1:2: unknown key \"telemetry.port\": a name in the file has no point; "
                    + "nearest valid key: telemetry.port, written telemetry: { port: ... }"
            ]
        ),
        (
            "{orders: 5}",
            [
                "c.json5:1:10: orders: 5 is no object; accepted: an object with the keys retrySeconds, "
                    + "unacknowledgedAlertSeconds"
            ]
        ),
        ("[]", ["c.json5:1:1: the file holds a list; accepted: an object: { centre: { ... } }"]),
        (
            "{telemetry: {port: 1,\n port: 2}}",
            [
                "c.json5:2:2: the key \"port\" is given twice, first at line 1, column 14; "
                    + "accepted: each key once in an object"
            ]
        ),
        ("{a: }", ["c.json5:1:5: \"}\" where a value should stand; accepted: \(JSON5Reader.valueForms)"]),
        (
            "{telemetry: {port: 65536, frsh: 1},\n orders: {retrySeconds: 'x'}}",
            [
                "c.json5:1:20: telemetry.port: 65536 is too large; accepted: a whole number from 0 to 65535",
                "c.json5:1:27: unknown key \"telemetry.frsh\"; nearest valid key: telemetry.port",
                "c.json5:2:25: orders.retrySeconds: \"x\" is no whole number; accepted: a whole "
                    + "number from 1 to 600 (seconds)",
            ]
        ),
        (
            "{telemetry: {freshSeconds: 61}}",
            [
                "c.json5:1:28: telemetry.freshSeconds is 61 and telemetry.staleSeconds is 60; the "
                    + "first may not be above the second: a position is fresh before it is stale",
                "c.json5:1:28: telemetry.freshSeconds is 61 and telemetry.parkedFreshSeconds is 60; "
                    + "the first may not be "
                    + "above the second: a parked unit reports less often than a moving one",
            ]
        ),
        (
            "{targets: {minutes: {p2: 50,\n p1: 51, p3: 60}}}",
            [
                "c.json5:2:6: targets.minutes.p1 is 51 and targets.minutes.p2 is 50; the first may "
                    + "not be above the second: a redder call does not wait longer than a paler one"
            ]
        ),
        // A refused value is not compared with others.
        (
            "{recommendation: {count: 40, candidates: 0}}",
            [
                "c.json5:1:42: recommendation.candidates: 0 is too small; accepted: a whole number "
                    + "from 1 to 100 (units)"
            ]
        ),
    ]

    @Test(arguments: refusals.indices)
    func refusalsAreWholeAndInPlace(row: Int) {
        #expect(problems(Self.refusals[row].0) == Self.refusals[row].1)
    }

    @Test func everyOrderOfTwoKeysIsHeld() throws {
        let defaults = Configuration()
        for order in ConfigurationOrder.all {
            let smaller = try #require(ConfigurationKey.named(order.smaller)?.type.number(in: defaults))
            let greater = try #require(ConfigurationKey.named(order.greater)?.type.number(in: defaults))
            #expect(smaller <= greater)
            let above = "\(order.smaller)=\(ConfigurationType.plain(greater + 1))"
            let found = problems("{}", above)
            #expect(
                found.contains { $0.hasPrefix("--set \(above): \(order.smaller) is") }, "\(above): \(found)")
        }
    }

    @Test func theCommandLineAndTheFileAreReportedTogether() {
        #expect(
            problems("{centre: {code: 5}}", "centre.cod=X", "telemetry.port=many") == [
                "c.json5:1:17: centre.code: 5 is no text; accepted: text of 2 to 8 letters A-Z, a-z "
                    + "or digits",
                "--set centre.cod=X: unknown key \"centre.cod\"; nearest valid key: centre.code",
                "--set telemetry.port=many: telemetry.port: \"many\" is no number; accepted: a "
                    + "whole number from 0 to 65535",
            ])
    }

    @Test func theSocketsPathFitsItsAddress() throws {
        func folder(_ count: Int) -> String { "folders.data=" + String(repeating: "d", count: count) }
        #expect(try read("{}", folder(107 - "/console.sock".count)).consoleSocketPath.utf8.count == 107)
        let found = problems("{}", folder(108 - "/console.sock".count))
        #expect(found.count == 1 && found[0].contains("has 108 bytes") && found[0].contains("console.socket"))
        let sockets = ["console.socket=/run/d115.sock", "calls.socket=/run/d115-calls.sock"]
        #expect(try read("{}", folder(500), sockets[0], sockets[1]).folders.data.count == 500)
        #expect(problems("{}", folder(500), sockets[0]).first?.contains("set calls.socket") == true)
    }

    @Test func manyProblemsAreCutShort() {
        let many = (0..<5_000).map { "k\($0): 1" }.joined(separator: ",")
        do {
            _ = try read("{\(many)}")
            Issue.record("accepted")
        } catch {
            #expect(error.problems.count == ConfigurationError.maximumProblems)
            #expect(error.description.hasSuffix("(there may be more)"))
        }
    }

    @Test func filesThatCannotBeReadAreSaidToBe() throws {
        let rows = [
            ("/nowhere/d115.json5", "there is no such file"), ("/tmp", "cannot be read: Is a directory"),
        ]
        for (path, what) in rows {
            do {
                _ = try Configuration.load(file: path)
                Issue.record("\(path) was read")
            } catch {
                #expect(
                    error.problems.count == 1 && error.description.hasPrefix("\(path): \(what); "), "\(error)"
                )
            }
        }
        // An endless file ends at the reader's bound.
        do { _ = try Configuration.load(file: "/dev/zero") } catch {
            #expect(error.description.contains("bytes"))
        }
    }

    @Test func aFileOnDiskIsRead() throws {
        var template = Array("/tmp/d115-configuration-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let text = Array("{centre: {name: 'Đà Nẵng'}}".utf8)
        #expect(write(descriptor, text, text.count) == text.count)
        close(descriptor)
        let setting = try #require(ConfigurationOverride(setting: "telemetry.port=0"))
        let configuration = try Configuration.load(file: path, overrides: [setting])
        #expect(configuration.centre.name == "Đà Nẵng" && configuration.telemetry.port == 0)
    }

    @Test func aReloadKnowsWhatOnlyARestartChanges() throws {
        let old = Configuration()
        let new = try read("{telemetry: {port: 1, freshSeconds: 5}, console: {socketMode: '0600'}}")
        let paths = Configuration.keysNeedingRestart(from: old, to: new).map(\.path)
        #expect(paths == ["console.socketMode", "telemetry.port"])
        #expect(Configuration.keysNeedingRestart(from: new, to: new).isEmpty)
    }
}
