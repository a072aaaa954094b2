// The standby's copy of the centre: rows of the database, checked against the chain, into a journal of its own,
// byte for byte, with the texts' keys before them. What does not fit is never taken. For one thread.

/// Why following ends for good.
struct FollowFailure: Error, CustomStringConvertible {
    let description: String
    init(_ text: String) { description = text }
}

final class StandbyCopy {
    let store: CentreStore
    private(set) var centre: Centre
    private(set) var head: JournalHead
    /// When the newest event was decided.
    private(set) var lastEventAt = Timestamp.none
    private let vault: SealedTexts
    private var nextText: TextID
    private var hasComparedHead = false

    init(_ configuration: Configuration) throws(ServiceError) {
        do {
            store = try CentreStore(folder: configuration.folders.data, code: configuration.centre.code)
            var recent = RecentEvents()
            centre = try store.recover(rules: Service.rules(configuration), recent: &recent).centre
            // What an old key file that was put back here would undo.
            TextEraser(store.keys).heal(centre.erasure)
        } catch { throw ServiceError(error) }
        head = store.journal.head
        nextText = TextID(index: centre.texts.end)
        vault = SealedTexts(store.sealer)
    }

    /// One page; true where there was no more.
    func follow(_ source: PostgresFollower) throws -> Bool {
        try compareHead(source)
        let rows = try source.rows(after: head.sequence)
        guard !rows.isEmpty else { return true }
        var next = head
        for row in rows {
            guard row.sequence == next.sequence + 1 else {
                throw FollowFailure("the database lacks event \(next.sequence + 1)")
            }
            next = next.following(row.body)
            guard next.hash == row.hash else {
                throw FollowFailure("event \(row.sequence) in the database has not the hash of its chain")
            }
        }
        try takeKeys(source)
        // Read before they are written: a row that cannot be read must not be in a journal that is to lead.
        let events = try rows.map { row in
            try row.body.withUnsafeBytes { try EventCodec.decode($0, sequence: row.sequence, vault: vault) }
        }
        // Before the event is in this journal: whatever ends this process in between, it is read and done again.
        for event in events { try destroyErased(event) }
        try store.journal.append(rows.map(\.body), first: head.sequence + 1)
        head = next
        for event in events { centre.apply(event) }
        lastEventAt = events.last?.at ?? lastEventAt
        return rows.count < PostgresFollower.pageRows
    }

    /// The end of what is here must be in the database, or this folder has another history.
    private func compareHead(_ source: PostgresFollower) throws {
        guard !hasComparedHead else { return }
        if head.sequence > 0, try source.hash(of: head.sequence) != head.hash {
            throw FollowFailure(
                "event \(head.sequence) of this folder is not in the database: it holds what a leader did alone. "
                    + "Start it once with serve, which lists that, then set the folder aside: "
                    + "dispatch115 set-aside")
        }
        hasComparedHead = true
    }

    private func takeKeys(_ source: PostgresFollower) throws {
        while true {
            let page = try source.keys(from: nextText)
            var run: [UInt8] = []
            var runFirst = nextText
            for key in page {
                if key.text.index != runFirst.index + Int32(run.count / SecretKey.byteCount) {
                    if !run.isEmpty { try store.keys.put(run, from: runFirst) }
                    run = []
                    runFirst = key.text
                }
                run += key.bytes
            }
            if !run.isEmpty { try store.keys.put(run, from: runFirst) }
            if let last = page.last { nextText = TextID(index: last.text.index + 1) }
            if page.count < PostgresFollower.pageRows { return }
        }
    }

    /// The keys of texts that the leader has erased; those of all events up to this one are here.
    private func destroyErased(_ event: Event) throws {
        guard case .privacy(.textsErased(let range, _)) = event.body else { return }
        let end = min(range.end, nextText)
        guard range.first < end else { return }
        try store.keys.destroy(TextRange(first: range.first, end: end))
    }

    /// Ready to lead: what the units were heard to say counts as said.
    func finish(_ heard: [HeardUnit]) throws {
        let marks = heard.compactMap { unit -> HighWaterMark? in
            let id = centre.unit(numbered: Int32(clamping: unit.number))
            guard id.isSet, unit.sequence > 0 else { return nil }
            return HighWaterMark(unit: id.index, sequence: Int64(clamping: unit.sequence))
        }
        try store.journal.append([], first: head.sequence + 1, highWater: marks)
        store.journal.close()
    }

    /// Orders that units say they have taken and that are not here.
    func strangeOrders(_ heard: [HeardUnit]) -> [StrangeOrder] {
        heard.compactMap { unit in
            guard unit.order != 0, unit.at != 0 else { return nil }
            let id = centre.unit(numbered: Int32(clamping: unit.number))
            let known = id.isSet ? centre[id].order : 0
            guard unit.order > known else { return nil }
            return StrangeOrder(unit: unit.number, order: unit.order, heardAt: unit.at)
        }
    }
}
