import Foundation
import Testing

@testable import Dispatch115

/// The corpus of the fuzz harnesses (fuzz/corpus): the table's examples, an event of every type, and inputs that
/// once broke something. Here every input goes through the parsers as it is and changed by seed, so that
/// `make test` needs no libFuzzer to hold what `make fuzz` has found.
@Suite struct CorpusReferenceTests {
    private static let folder = ServiceFixture.root + "/fuzz/corpus"

    private static func inputs(_ harness: String) throws -> [(name: String, bytes: [UInt8])] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(harness)").sorted().map {
            ($0, try Files.read("\(folder)/\(harness)/\($0)"))
        }
    }

    /// One example a line: `make fuzz` parts the file.
    @Test func theTablesExamplesAreInTheCorpus() throws {
        for language in Language.allCases {
            let path = "\(Self.folder)/line/examples-\(language)"
            let lines = CommandTable.rows.flatMap { $0.examples.map { $0[language] + "\n" } }.joined()
            if WriteReference.isAsked { try Files.writeAtomically(path, Array(lines.utf8)) }
            #expect(try Files.readText(path) == lines, "run with DISPATCH115_WRITE_DOCS=1")
        }
    }

    @Test func everyEventTypeIsInTheCorpus() throws {
        var seen: Set<UInt16> = []
        for event in EventCodecTests.events(seed: 7) {
            let type = EventCodec.type(of: event.body)
            guard seen.insert(type).inserted else { continue }
            let path = "\(Self.folder)/event/type-\(type)"
            if WriteReference.isAsked, !Files.exists(path) {
                try Files.writeAtomically(path, EventCodec.encode(event, vault: OpenTexts()))
            }
            #expect(Files.exists(path), "type \(type): run with DISPATCH115_WRITE_DOCS=1")
        }
        for input in try Self.inputs("event") where input.name.hasPrefix("type-") {
            let event = try input.bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: 1, vault: OpenTexts())
            }
            #expect("type-\(EventCodec.type(of: event.body))" == input.name)
        }
    }

    @Test func changedLinesAreRefusedReadably() throws {
        var random = TestRandom.make("CorpusReferenceTests")
        let parser = LineParser()
        let now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)
        var seeds: [[UInt8]] = []
        for input in try Self.inputs("line") {
            seeds +=
                input.name.hasPrefix("examples-")
                ? input.bytes.split(separator: 10).map(Array.init) : [input.bytes]
        }
        try #require(seeds.count >= 100)
        var refused = 0
        for round in 0..<(isCampaign ? 500_000 : 20_000) {
            let bytes =
                round < seeds.count
                ? seeds[round]
                : Self.changed(seeds[Int.random(in: 0..<seeds.count, using: &random)], seeds, &random)
            guard case .failure(let error) = parser.parse(bytes, now: now).request else { continue }
            refused += 1
            for language in Language.allCases {
                let text = Renderer(language).refused(error)
                let flaws = WrongLinesTests.flaws(text)
                #expect(flaws.isEmpty, "\(bytes): \(flaws): \(text)")
            }
        }
        #expect(refused > 5_000)
    }

    @Test func changedEventsAreRefusedOrWrittenBackTheSame() throws {
        var random = TestRandom.make("CorpusReferenceTests")
        let seeds = try Self.inputs("event").map(\.bytes)
        var read = 0
        for round in 0..<(isCampaign ? 500_000 : 20_000) {
            let bytes =
                round < seeds.count
                ? seeds[round]
                : Self.changed(seeds[Int.random(in: 0..<seeds.count, using: &random)], seeds, &random)
            let event = bytes.withUnsafeBytes { raw in
                try? EventCodec.decode(raw, sequence: 1, vault: OpenTexts())
            }
            guard let event, bytes[2] == EventCodec.version(of: EventCodec.type(of: event.body)) else {
                continue
            }
            read += 1
            #expect(EventCodec.encode(event, vault: OpenTexts()) == bytes, "\(bytes)")
        }
        #expect(read > 1_000)
    }

    @Test func foundInputsOfTheOtherReadersTrapNothing() throws {
        for input in try Self.inputs("json5") { _ = try? JSON5Reader.read(input.bytes) }
        for input in try Self.inputs("frame") {
            input.bytes.withUnsafeBytes { raw in
                _ = try? UnitReport(raw, key: AuthenticationKey([7]))
                _ = try? DownFrame.claim(raw)
            }
        }
    }

    /// A few bytes turned, cut, doubled or taken from another input.
    private static func changed(
        _ original: [UInt8], _ others: [[UInt8]], _ random: inout TestRandom
    ) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let at = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, at + Int.random(in: 0...8, using: &random))
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where !bytes.isEmpty: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 3 where !bytes.isEmpty: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 4:
                let other = others[Int.random(in: 0..<others.count, using: &random)]
                bytes.insert(contentsOf: other.suffix(Int.random(in: 0...12, using: &random)), at: at)
            default:
                let pieces = [
                    "\u{202E}", "ộ", "e\u{301}", ";", ",", "=", "@", " ", "\t", "#", "\u{1F691}", "１", "!",
                ]
                bytes.insert(
                    contentsOf: Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8), at: at)
            }
        }
        return bytes
    }
}
