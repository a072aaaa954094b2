import Geo
import Testing

@testable import Dispatch115

@Suite struct ResultsProjectionTests {
    /// Walks through every noun; the first leaves memory again and again.
    static func walks(seed: UInt64) -> [[Event]] {
        [
            EventCodecTests.events(seed: seed), CentreCallsTests.walk(seed: seed, steps: 800).desk.events,
            DeskScript.everyEvent(), EventCodecTests.scripted(),
        ]
    }

    static func fold(_ events: some Sequence<Event>) -> Centre {
        var centre = Centre()
        for event in events { centre.apply(event) }
        return centre
    }

    /// Whatever a walk does, the tables hold what the centre holds; and they are the same wherever batches are
    /// cut and wherever the projection began.
    @Test(arguments: seedsForTests(2))
    func tablesHoldWhatTheCentreHolds(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        for events in ResultsProjectionTests.walks(seed: seed) {
            let journal = JournalOfTest(events)
            var whole = MemoryResults(code: JournalOfTest.code)
            try whole.follow(journal)
            let differences = whole.differences(from: ResultsProjectionTests.fold(events))
            #expect(differences.isEmpty, "seed \(seed): \(differences.prefix(3))")

            let chance = Int.random(in: 1...60, using: &random)
            let cuts = Set(
                journal.rows.map(\.sequence).filter { _ in Int.random(in: 0..<chance, using: &random) == 0 })
            var cut = MemoryResults(code: JournalOfTest.code)
            try cut.follow(journal, cuts: cuts)
            #expect(cut == whole, "seed \(seed), cut at \(cuts.count) places")

            let middle = Int.random(in: 1..<events.count, using: &random)
            var late = MemoryResults(code: JournalOfTest.code)
            try late.follow(journal, until: middle)
            let snapshot = CentreCodec.encode(ResultsProjectionTests.fold(events[..<middle]))
            let centre = try snapshot.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
            #expect(late.differences(from: centre).isEmpty, "seed \(seed) at \(middle)")
            try late.follow(journal, from: centre, cuts: cuts)
            #expect(late == whole, "seed \(seed), begun again behind \(middle)")
        }
    }

    @Test func namesAreThoseOfTheExport() {
        for event in ResultsProjectionTests.walks(seed: 3).joined() {
            #expect(EventExport.line(event, Digest()).contains("\"event\":\"\(event.body.name)\""))
        }
    }

    /// The audit rows are the journal, byte for byte: whoever has only them can verify the chain.
    @Test func theAuditChainVerifies() throws {
        let journal = JournalOfTest(EventCodecTests.events(seed: 5))
        var results = MemoryResults(code: JournalOfTest.code)
        try results.follow(journal, cuts: [3, 400])
        var head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: JournalOfTest.code))
        let rows = results.rows(.auditEvent)
        #expect(rows.count == journal.rows.count)
        for row in rows {
            guard case .bytes(let body) = row[9], case .bytes(let hash) = row[10] else {
                Issue.record("no bytes")
                return
            }
            head = head.following(body)
            #expect(row[1] == .integer(head.sequence) && hash == head.hash.bytes)
        }
        #expect(results.cursor.head == head)
    }

    /// Sealed texts: content and key in their two tables; a destroyed key leaves neither.
    @Test func textsComeWithTheirKeys() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: SystemRandomBytes())
        let sealer = TextSealer(keys: keys, random: SystemRandomBytes()) { _ in }
        let events = EventCodecTests.scripted()
        let journal = JournalOfTest(events, vault: SealedTexts(sealer))
        try keys.destroy(TextID(index: 1))
        var results = MemoryResults(code: JournalOfTest.code)
        try results.follow(journal, vault: SealedTexts(sealer), keys: keys)
        let texts = results.rows(.personalText)
        let told = texts.prefix(4).map { results.told(.personalText, $0) }
        #expect(
            told == [
                ["text=0", "kind=phone", "content=0903123456", "recorded_at=+0"],
                ["text=1", "kind=placeSaid", "recorded_at=+0"],
                ["text=2", "kind=words", "content=đau ngực", "recorded_at=+0"],
                ["text=3", "kind=triageAnswers", "content=tinh=k", "recorded_at=+0"],
            ])
        let stored = results.rows(.recordKey)
        #expect(stored.count == texts.count && stored[1][2] == .null)
        #expect(stored[0][2] == .bytes(try #require(try keys.key(for: TextID(index: 0))).bytes))
    }
}
