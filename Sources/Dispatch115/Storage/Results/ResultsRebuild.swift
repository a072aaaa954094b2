// The centre as it was at the results' cursor, so that the projection can go on from there: the newest snapshot
// at or before it, then the journal's rows up to it, of which nothing is written. Where no snapshot serves, all
// of the journal is read. Texts stay sealed until the end (DeferredTexts).

final class ResultsRebuild {
    let goal: JournalHead
    /// The last event that is in.
    private(set) var head: JournalHead
    private var centre: Centre
    private let texts = UnreadTexts()

    init(_ source: ResultsWriter.Source, upTo goal: JournalHead) {
        self.goal = goal
        var bound = goal.sequence + 1
        while let snapshot = (try? source.snapshots.newest(below: bound))?.found {
            if let centre = ResultsRebuild.centre(of: snapshot, source.rules, texts) {
                self.centre = centre
                head = snapshot.head
                return
            }
            bound = snapshot.head.sequence
        }
        centre = Centre(rules: source.rules)
        head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: source.code))
    }

    /// Nil where the snapshot is of no use: an older one, or the journal from its beginning, serves as well.
    private static func centre(of snapshot: Snapshot, _ rules: CentreRules, _ texts: UnreadTexts) -> Centre? {
        let centre = try? snapshot.payload.withUnsafeBytes { (raw) throws(CodecError) in
            try CentreCodec.decode(raw, rules: rules, vault: texts)
        }
        guard let centre, centre.sequence == snapshot.head.sequence else { return nil }
        return centre
    }

    func take(_ row: JournalRow) throws(ResultsFailure) {
        do {
            centre.apply(
                try row.body.withUnsafeBytes { (raw) throws(CodecError) in
                    try EventCodec.decode(raw, sequence: row.sequence, vault: texts)
                })
        } catch {
            throw .refused("event \(row.sequence) of the journal cannot be read: \(error)")
        }
        head = JournalHead(sequence: row.sequence, hash: row.hash)
    }

    /// The centre at the cursor, when it has been reached. Throws where the cursor is of another chain.
    func finish() throws(ResultsFailure) -> Centre {
        guard head == goal else {
            throw .otherHistory(
                "event \(goal.sequence) has another hash in the results than in the journal: they have parted "
                    + "before it")
        }
        return centre
    }
}

/// Leaves every text without content.
private final class UnreadTexts: TextVault {
    func seal(_ text: String, _ id: TextID) -> [UInt8]? { nil }
    func open(_ kept: UnsafeRawBufferPointer, _ id: TextID) throws(CodecError) -> String? { nil }
}
