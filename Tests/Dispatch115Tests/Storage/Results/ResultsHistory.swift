import Testing

@testable import Dispatch115

/// A history without a centre behind it, for the tests of stores: events 1, 2, 3 ... of which each one adds an
/// audit row and a history row, and puts a call and a text in place of the one before. Every row says of which
/// event it is, so that whatever is lost, doubled or out of order can be seen afterwards.
struct ResultsHistory {
    let centre: String
    /// Heads after 0, 1, 2 ... events.
    private(set) var heads: [JournalHead]
    /// Rows of other kinds that one event replaces: call `event % width`.
    static let width: Int64 = 40

    init(centre: String) {
        self.centre = centre
        heads = [JournalHead(sequence: 0, hash: JournalHead.genesis(centre: centre))]
    }

    static func body(_ event: Int64) -> [UInt8] { Array("event \(event)".utf8) }

    mutating func head(_ sequence: Int64) -> JournalHead {
        while Int64(heads.count) <= sequence {
            let last = heads[heads.count - 1]
            heads.append(last.following(ResultsHistory.body(last.sequence + 1)))
        }
        return heads[Int(sequence)]
    }

    /// Times a second apart, so that a year has all of them in few months.
    static func time(_ event: Int64) -> ResultsValue {
        .time(Timestamp(nanoseconds: 1_700_000_000_000_000_000 + event * 1_000_000_000 + 123_456))
    }

    func changes(_ event: Int64, hash: [UInt8]) -> [ResultsChange] {
        let number = event % ResultsHistory.width + 1
        let at = ResultsHistory.time(event)
        let call: [ResultsValue] = [
            .text(centre), .integer(number), .null, .text("waiting"), .null, at, .null, .null, .null,
            .integer(event), .flag(event % 2 == 0), .integer(event % 7), .null, .integer(number), .null,
            .null,
        ]
        let history: [ResultsValue] = [
            .text(centre), .integer(event), .integer(0), at, .text("console"), .integer(1000),
            .integer(event % 114 + 1), .text("onDuty"), .text("event \(event)"), .null,
        ]
        let text: [ResultsValue] = [
            .text(centre), .integer(number), .text("note"), .text("Nguyễn \(event) \u{0}'\\,{}\""), at, .null,
        ]
        let audit: [ResultsValue] = [
            .text(centre), .integer(event), at, .integer(1), .text("console"), .integer(1000),
            .integer(-event), .integer(1), .text("unitOnDuty"), .bytes(ResultsHistory.body(event)),
            .bytes(hash),
        ]
        return [
            ResultsChange(.call, call), ResultsChange(.unitHistory, history),
            ResultsChange(.personalText, text), ResultsChange(.auditEvent, audit),
        ]
    }

    /// The events after `sequence`, so many of them, as one batch.
    mutating func batch(after sequence: Int64, count: Int64, epoch: UInt32 = 1) -> ResultsBatch {
        var changes: [ResultsChange] = []
        for event in (sequence + 1)...(sequence + count) {
            let isLast = event > sequence + count - ResultsHistory.width
            for change in self.changes(event, hash: head(event).hash.bytes) {
                // Of rows that replace each other only the last of each key.
                if ResultsTable.of(change.table).onlyGrows || isLast { changes.append(change) }
            }
        }
        return ResultsBatch(
            after: ResultsCursor(head: head(sequence), epoch: epoch),
            cursor: ResultsCursor(head: head(sequence + count), epoch: epoch), changes: changes)
    }

    /// Positions of so many moments, those of `first` and after.
    func positions(from first: Int64, count: Int64) -> [[ResultsValue]] {
        (first..<(first + count)).map { event in
            [
                .text(centre), .integer(event % 114 + 1), ResultsHistory.time(event),
                ResultsHistory.time(event), .real(10.7), .real(106.7), .null, .real(90),
            ]
        }
    }

    /// What must stand in PostgreSQL after so many events: each once, in order, nothing else.
    mutating func check(_ cluster: PostgresCluster, _ database: String, events: Int64) throws {
        let link = try cluster.connect(database: database)
        func ask(_ sql: String) throws -> [[String?]] {
            try link.script("check", sql, before: .after(milliseconds: 60_000)).rows
        }
        let expected = ["\(events)", "\(events)", "1", "\(events)"]
        for table in ["audit_event", "unit_history"] {
            let found = try ask(
                "SELECT count(*), count(DISTINCT sequence), min(sequence), max(sequence) FROM dispatch.\(table)"
            )
            #expect(found == [expected], "\(table)")
        }
        let chain = try ask(
            "SELECT encode(body, 'escape'), encode(hash, 'hex') FROM dispatch.audit_event ORDER BY sequence")
        var wrong = 0
        for (index, row) in chain.enumerated() {
            let event = Int64(index + 1)
            if row[0] != "event \(event)" || row[1] != head(event).hash.hexadecimal { wrong += 1 }
        }
        #expect(wrong == 0 && Int64(chain.count) == events, "each event's bytes and hash")
        let calls = try ask("SELECT call, handler FROM dispatch.call ORDER BY call")
        let texts = try ask("SELECT text, content FROM private.personal_text ORDER BY text")
        let lasts = (1...min(events, ResultsHistory.width)).map { number in
            let back = (events - (number - 1)) % ResultsHistory.width
            return events - (back < 0 ? back + ResultsHistory.width : back)
        }
        let numbers = lasts.map { $0 % ResultsHistory.width + 1 }
        if events >= ResultsHistory.width {
            #expect(calls == zip(numbers, lasts).map { ["\($0)", "\($1)"] })
            #expect(texts.map { $0[1] } == lasts.map { "Nguyễn \($0) \u{FFFD}'\\,{}\"" })
        }
        let cursor = try ask("SELECT sequence, encode(hash, 'hex') FROM dispatch.cursor")
        #expect(cursor == [["\(events)", head(events).hash.hexadecimal]])
    }
}

/// Tables of the results in a database of a test, and stores on them.
enum ResultsFixture {
    /// A new database with the tables of today.
    static func makeDatabase(_ cluster: PostgresCluster) throws -> String {
        let name = try cluster.makeDatabase("results")
        var statements = ResultsSchema.account(.postgres)
        for step in ResultsMigration.all(.postgres) {
            statements += step.statements
            statements.append(
                "INSERT INTO dispatch.schema_migration VALUES "
                    + "(\(step.version), '\(step.name)', '\(step.checksum)', now())"
            )
        }
        try cluster.query(statements.joined(separator: ";\n"), database: name)
        return name
    }

    static func store(
        _ conninfo: String, centre: String = "HCM", deadlineMilliseconds: Int64 = 10_000,
        copyFromRows: Int = 200
    ) throws -> PostgresResultsStore {
        try PostgresResultsStore(
            conninfo: PostgresConninfo(checking: conninfo), centre: centre,
            deadlineMilliseconds: deadlineMilliseconds, copyFromRows: copyFromRows)
    }
}
