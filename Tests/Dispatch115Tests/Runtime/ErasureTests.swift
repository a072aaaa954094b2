import Foundation
import Testing

@testable import Dispatch115

/// Erased texts in every place that held them: memory, recent events, keys, snapshots, results.
@Suite(.serialized) struct ErasureTests {
    private static let day: Int64 = 86_400 * 1_000_000_000
    private static let start: Int64 = 1_790_000_000_000_000_000

    /// A service in this process under a played clock, and its folder, which outlives it.
    private final class World {
        let folder: String
        let clock = Locked<Int64>(ErasureTests.start)
        var service: Service?

        init() throws {
            var template = Array("/tmp/dispatch115-erasure-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
            folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }

        deinit { do { try FileManager.default.removeItem(atPath: folder) } catch {} }

        func start(eraseAfterDays days: Int) throws -> ConsoleLink {
            let configuration = try Configuration.load(
                file: nil,
                overrides: [
                    "folders.data=\(folder)", "folders.city=\(ServiceFixture.root)/cities/hcmc",
                    "triage.cards=\(ServiceFixture.root)/cards/triage.json5", "telemetry.port=0",
                    "privacy.eraseTextsAfterDays=\(days)",
                ].compactMap(ConfigurationOverride.init(setting:)))
            let clock = clock
            let person = Person(
                userID: 2001, account: "u2001", name: "U", roles: [.callTaker, .dispatcher, .supervisor],
                station: nil)
            service = try Service(
                configuration,
                in: ServiceWorld(
                    clock: { Timestamp(nanoseconds: clock.with { $0 }) }, userID: { _ in 2001 },
                    people: People([person], ownUserIDs: [])))
            let link = try ConsoleLink(folder + "/console.sock")
            _ = try link.ask("LANG en")
            return link
        }

        func stop() {
            service?.stop()
            service = nil
        }

        func keys() throws -> RecordKeys {
            try RecordKeys(path: folder + "/record-keys", random: SystemRandomBytes())
        }

        func isDestroyed(_ text: Int32) throws -> Bool {
            try keys().key(for: TextID(index: text)) == nil
        }

        /// The results of the whole journal, with texts, and whether the chain verifies.
        func results() throws -> MemoryResults {
            let store = try CentreStore(folder: folder, code: JournalOfTest.code)
            defer { store.journal.close() }
            var rows: [JournalRow] = []
            var head = JournalHead(sequence: 0, hash: store.journal.genesis)
            try store.journal.replay(from: 1, expectedHash: store.journal.genesis) { sequence, body in
                head = head.following(Array(body))
                rows.append(JournalRow(sequence: sequence, body: Array(body), hash: head.hash))
            }
            #expect(head == store.journal.head)
            var journal = JournalOfTest([])
            journal.rows = rows
            var results = MemoryResults(code: JournalOfTest.code)
            try results.follow(journal, vault: SealedTexts(store.sealer), keys: store.keys)
            return results
        }
    }

    @Test func onRequestItIsGoneEverywhere() throws {
        let world = try World()
        var desk = try world.start(eraseAfterDays: 0)
        _ = try desk.ask("N P=2 0903123456 10.77,106.70 ; secret words")
        #expect(try desk.ask("ERASE 0").joined().contains("REFUSED: text 0 is still needed by"))
        _ = try desk.ask("CL 1 NUISANCE")
        #expect(try desk.ask("I 1").joined().contains("secret words"))
        let told = try desk.ask("ERASE 0-4").joined(separator: "\n")
        #expect(told.contains("REFUSED: no text has that number yet"), "\(told)")
        #expect(try desk.ask("ERASE 0-3").joined().contains("erased for good on request: texts 0 to 3"))
        for question in ["I 1", "JRN 40", "WHY 400"] {
            let shown = try desk.ask(question).joined()
            #expect(!shown.contains("secret words") && !shown.contains("0903123456"), "\(question): \(shown)")
        }
        #expect(eventually { (try? world.isDestroyed(3)) == true })
        world.stop()
        desk = try world.start(eraseAfterDays: 0)
        #expect(try !desk.ask("I 1").joined().contains("secret words"))
        world.stop()
        let texts = try world.results()
        for row in texts.rows(.personalText).prefix(4) {
            #expect(row[3] == .null && row[5] == .time(Timestamp(nanoseconds: ErasureTests.start)))
        }
        for row in texts.rows(.recordKey).prefix(4) { #expect(row[2] == .null) }
    }

    /// By age, at a start; and where a crash, or an old key file put back, left the keys there, the next start
    /// destroys them.
    @Test func byAgeAndHealedAtTheNextStart() throws {
        let world = try World()
        for day in 0..<5 {
            let desk = try world.start(eraseAfterDays: 0)
            _ = try desk.ask("N P=2 090312345\(day) 10.77,106.70 ; secret \(day)")
            _ = try desk.ask("CL \(day + 1) NUISANCE")
            world.stop()
            world.clock.with { $0 += ErasureTests.day }
        }
        let keyFile = try Files.read(world.folder + "/record-keys", limit: 1 << 20)
        _ = try world.start(eraseAfterDays: 2)
        // Four texts a day (number, place as said and found, words), and the two newest days stay.
        #expect(eventually { (try? world.isDestroyed(11)) == true })
        #expect(try !world.isDestroyed(12))
        world.stop()
        try Files.writeAtomically(world.folder + "/record-keys", keyFile, mode: 0o600)
        #expect(try !world.isDestroyed(0))
        let desk = try world.start(eraseAfterDays: 2)
        #expect(try world.isDestroyed(0) && world.isDestroyed(11) && !world.isDestroyed(12))
        let shown = try desk.ask("I 1").joined() + desk.ask("JRN 60").joined()
        #expect(!shown.contains("secret 0"))
        #expect(try desk.ask("I 5").joined().contains("secret 4"))
        world.stop()
        let rows = try world.results().rows(.personalText)
        let contents = rows.map { $0[3] == .null }
        let erased = contents.firstIndex(of: false) ?? 0
        #expect(erased == 12 && !contents[erased...].contains(true), "\(contents)")
    }

    @Test func manyKeysAreDestroyedInBlocks() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: SystemRandomBytes())
        try keys.topUp(above: TextID(index: 9_000))
        let end = TextID(index: 9_001)
        #expect(try !keys.isDestroyed(before: end))
        try keys.destroy(TextRange(first: TextID(index: 10), end: TextID(index: 9_001)))
        #expect(try keys.isDestroyed(before: end))
        #expect(try keys.key(for: TextID(index: 9)) != nil && keys.key(for: TextID(index: 10)) == nil)
        #expect(try keys.key(for: TextID(index: 9_000)) == nil && keys.key(for: end) != nil)
        // Beyond the file there is nothing to destroy.
        try keys.destroy(TextRange(first: TextID(index: 20_000_000), end: TextID(index: 20_000_001)))
    }
}
