// What a former leader decided that the database does not have: found by comparing hashes, told in sentences,
// written to private.stranded_event and into a file beside the journal. Nothing of it is ever merged by itself.

/// One event of the tail.
struct StrandedEvent: Sendable {
    var row: JournalRow
    var event: Event
    var name: String
    var incident: Int64?
    var unit: Int64?
    var call: Int64?
    var sentence: Phrase
}

struct StrandedTail {
    /// The last event that both have.
    var partedAfter: Int64
    var events: [StrandedEvent]

    private static let askMilliseconds: Int64 = 10_000

    /// Finds, writes and says it; what could not be done is said too.
    static func report(_ configuration: Configuration, _ lease: Lease) {
        do {
            let (tail, file) = try record(configuration)
            if tail.events.isEmpty {
                Output.error("Everything that this machine did is in the database.")
            } else {
                Output.error(
                    "\(tail.events.count) events of this machine, after event \(tail.partedAfter), are not in the "
                        + "database: dispatch115 stranded lists them; they are in \(file) too")
            }
        } catch {
            Output.error(
                "Whether all that this machine did is in the database could not be found out: \(error)")
        }
    }

    /// The tail, written to the database and to the file that is named.
    static func record(_ configuration: Configuration) throws -> (StrandedTail, file: String) {
        guard let door = try LeaseDoor(configuration) else {
            return (StrandedTail(partedAfter: 0, events: []), "")
        }
        let store = try CentreStore(folder: configuration.folders.data, code: configuration.centre.code)
        defer { store.journal.close() }
        let source = PostgresFollower(
            door.conninfo, centre: configuration.centre.code, deadlineMilliseconds: askMilliseconds)
        defer { source.close() }
        let parted = try fork(store.journal, source)
        var tail = StrandedTail(partedAfter: parted, events: [])
        guard parted < store.journal.head.sequence else { return (tail, "") }
        tail.events = try read(store, configuration, after: parted)
        let file = configuration.folders.data + "/stranded-after-\(parted).txt"
        try Files.writeAtomically(file, Array(tail.text(configuration).utf8), mode: 0o600)
        for event in tail.events { try tail.insert(event, door.terms, source) }
        return (tail, file)
    }

    /// The last event whose hash is the same here and there: equal hashes mean equal histories up to them.
    private static func fork(_ journal: Journal, _ source: PostgresFollower) throws -> Int64 {
        var same: Int64 = 0
        var other = journal.head.sequence + 1
        while other - same > 1 {
            let middle = same + (other - same) / 2
            let here = try journal.read(middle...middle).first?.hash
            if here != nil, try source.hash(of: middle) == here { same = middle } else { other = middle }
        }
        return same
    }

    private static func read(_ store: CentreStore, _ configuration: Configuration, after parted: Int64) throws
        -> [StrandedEvent]
    {
        var recent = RecentEvents()
        let centre = try store.recover(rules: Service.rules(configuration), recent: &recent).centre
        var before = Centre(rules: Service.rules(configuration))
        let hidden = HiddenTexts()
        try store.journal.replay(from: 1, expectedHash: store.journal.genesis) { sequence, body in
            guard sequence <= parted else { return }
            before.apply(try EventCodec.decode(body, sequence: sequence, vault: hidden))
        }
        var projection = ResultsProjection(centre: before, code: configuration.centre.code)
        let vault = SealedTexts(store.sealer)
        var events: [StrandedEvent] = []
        var next = parted + 1
        let hash = try parted > 0 ? store.journal.read(parted...parted).first?.hash : store.journal.genesis
        var head = JournalHead(sequence: parted, hash: hash ?? store.journal.genesis)
        while next <= store.journal.head.sequence {
            let page = try store.journal.read(next...store.journal.head.sequence)
            for row in page {
                let event = try row.body.withUnsafeBytes {
                    try EventCodec.decode($0, sequence: row.sequence, vault: vault)
                }
                try projection.take(row, vault: hidden, keys: nil)
                let cursor = ResultsCursor(head: head, epoch: event.epoch)
                let changes = projection.batch(after: cursor, epoch: event.epoch).changes
                head = JournalHead(sequence: row.sequence, hash: row.hash)
                events.append(stranded(row, event, changes, centre))
            }
            next = (page.last?.sequence ?? next) + 1
        }
        return events
    }

    private static func stranded(
        _ row: JournalRow, _ event: Event, _ changes: [ResultsChange], _ centre: Centre
    ) -> StrandedEvent {
        func first(_ column: String, in tables: [ResultsTable.Name]) -> Int64? {
            for table in tables {
                guard let place = ResultsTable.of(table).columns.firstIndex(where: { $0.name == column })
                else {
                    continue
                }
                for change in changes where change.table == table {
                    if case .integer(let number) = change.row[place] { return number }
                }
            }
            return nil
        }
        return StrandedEvent(
            row: row, event: event, name: event.body.name,
            incident: first(
                "incident", in: [.incidentHistory, .incident, .assignment, .note, .patient, .offer]),
            unit: first("unit", in: [.unitHistory, .unit, .assignment]), call: first("call", in: [.call]),
            sentence: Phrase(
                vi: Renderer(.vi).what(event, centre), en: Renderer(.en).what(event, centre)))
    }

    private func text(_ configuration: Configuration) -> String {
        var lines = [
            "Việc đã làm ở máy này sau sự kiện \(partedAfter) mà cơ sở dữ liệu không có / "
                + "done on this machine after event \(partedAfter) and not in the database"
        ]
        for event in events {
            let at = Renderer(.vi).dateAndClock(event.event.at)
            lines.append("\(event.event.epoch)/\(event.row.sequence)  \(at)  \(event.sentence.vi)")
            lines.append("    \(event.sentence.en)")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func insert(_ stranded: StrandedEvent, _ terms: LeaseTerms, _ source: PostgresFollower) throws {
        func number(_ value: Int64?) -> PostgresParameter { value.map { .integer($0) } ?? .null }
        _ = try source.ask(
            "write a stranded event",
            """
            INSERT INTO private.stranded_event (centre, epoch, sequence, hash, at, type, event, body, parted_after,
                incident, unit, call, vietnamese, english, holder, recorded_at)
            VALUES ($1, $2::bigint, $3::bigint, $4, 'epoch'::timestamptz + $5::bigint * interval '1 microsecond',
                $6::integer, $7, $8, $9::bigint, $10::integer, $11::integer, $12::integer, $13, $14, $15,
                clock_timestamp())
            ON CONFLICT DO NOTHING
            """,
            [
                .text(terms.centre), .integer(stranded.event.epoch), .integer(stranded.row.sequence),
                .bytes(stranded.row.hash.bytes), .integer(stranded.event.at.microseconds),
                .integer(EventCodec.type(of: stranded.event.body)), .text(stranded.name),
                .bytes(stranded.row.body), .integer(partedAfter),
                number(stranded.incident), number(stranded.unit), number(stranded.call),
                .text(stranded.sentence.vi), .text(stranded.sentence.en), .text(terms.holder),
            ])
    }
}
