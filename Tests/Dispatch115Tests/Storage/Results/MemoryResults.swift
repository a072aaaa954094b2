import Testing

@testable import Dispatch115

/// Results in memory, as strict as a database: every value of its column's type, keys of growing tables once,
/// a batch only behind the cursor that stands.
struct MemoryResults: Equatable {
    typealias Row = [ResultsValue]
    var tables: [ResultsTable.Name: [String: Row]] = [:]
    var cursor: ResultsCursor

    init(code: String) {
        cursor = ResultsCursor(
            head: JournalHead(sequence: 0, hash: JournalHead.genesis(centre: code)), epoch: 0)
    }

    static func == (left: MemoryResults, right: MemoryResults) -> Bool {
        left.cursor == right.cursor && left.tables == right.tables
    }

    static func key(_ table: ResultsTable.Name, _ row: Row) -> String {
        row[..<ResultsTable.of(table).keyCount].map { "\($0)" }.joined(separator: "|")
    }

    mutating func write(_ batch: ResultsBatch, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(batch.after == cursor, sourceLocation: sourceLocation)
        var order = -1
        var seen: Set<String> = []
        for change in batch.changes {
            let table = ResultsTable.of(change.table)
            let place = ResultsTable.Name.allCases.firstIndex(of: change.table) ?? -1
            #expect(place >= order, "tables in their order", sourceLocation: sourceLocation)
            order = place
            MemoryResults.check(change.row, table, sourceLocation)
            let key = MemoryResults.key(change.table, change.row)
            #expect(
                seen.insert("\(change.table) \(key)").inserted, "a key twice", sourceLocation: sourceLocation)
            let old = tables[change.table, default: [:]].updateValue(change.row, forKey: key)
            #expect(
                !table.onlyGrows || old == nil, "\(change.table): \(key) once", sourceLocation: sourceLocation
            )
        }
        for erased in batch.erased { erase(erased) }
        cursor = batch.cursor
    }

    private mutating func erase(_ erased: ErasedTexts) {
        func isErased(_ row: Row) -> Bool {
            guard case .integer(let number) = row[1] else { return false }
            return erased.texts.contains(TextID(index: Int32(clamping: number)))
        }
        for (key, row) in tables[.personalText] ?? [:] where isErased(row) {
            tables[.personalText]?[key]?[3] = .null
            if row[5] == .null { tables[.personalText]?[key]?[5] = .time(erased.at) }
        }
        for (key, row) in tables[.recordKey] ?? [:] where isErased(row) {
            tables[.recordKey]?[key]?[2] = .null
        }
    }

    private static func check(_ row: Row, _ table: ResultsTable, _ sourceLocation: SourceLocation) {
        guard row.count == table.columns.count else {
            Issue.record("\(table.name): \(row.count) values", sourceLocation: sourceLocation)
            return
        }
        for (value, column) in zip(row, table.columns) where !fits(value, column) {
            Issue.record("\(table.name).\(column.name): \(value)", sourceLocation: sourceLocation)
        }
    }

    private static func fits(_ value: ResultsValue, _ column: ResultsColumn) -> Bool {
        switch (value, column.type) {
        case (.null, _): column.isOptional
        case (.integer(let number), .integer): Int32(exactly: number) != nil
        case (.integer, .long), (.real, .real), (.text, .text), (.bytes, .bytes), (.flag, .flag): true
        case (.time(let time), .time): time.isSet
        default: false
        }
    }

    /// The rows of a table, ascending by their first key of its own, as `column=value`.
    func rows(_ table: ResultsTable.Name) -> [Row] {
        (tables[table] ?? [:]).values.sorted { left, right in
            for (one, other) in zip(left, right) where one != other {
                if case .integer(let small) = one, case .integer(let large) = other { return small < large }
                return "\(one)" < "\(other)"
            }
            return false
        }
    }

    /// A row with its columns' names, the empty ones left out: what tests expect.
    func told(_ table: ResultsTable.Name, _ row: Row) -> [String] {
        zip(ResultsTable.of(table).columns, row).dropFirst().compactMap { column, value in
            switch value {
            case .null: nil
            case .integer(let number): "\(column.name)=\(number)"
            case .real(let number): "\(column.name)=\(number)"
            case .text(let text): "\(column.name)=\(text)"
            case .bytes(let bytes): "\(column.name)=\(bytes.count) bytes"
            case .time(let time):
                "\(column.name)=+\((time.nanoseconds - MemoryResults.start) / 1_000_000_000)"
            case .flag(let flag): "\(column.name)=\(flag)"
            }
        }
    }

    /// Where the clock of `CentreFixture` begins: times are told in seconds behind it.
    static let start: Int64 = 1_790_000_000_000_000_000
}

/// Events as the journal would hold them.
struct JournalOfTest {
    static let code = "HCM"
    var rows: [JournalRow] = []

    init(_ events: [Event], vault: any TextVault = OpenTexts()) {
        var head = JournalHead(sequence: 0, hash: JournalHead.genesis(centre: JournalOfTest.code))
        for event in events {
            let body = EventCodec.encode(event, vault: vault)
            head = head.following(body)
            rows.append(JournalRow(sequence: head.sequence, body: body, hash: head.hash))
        }
    }
}

extension MemoryResults {
    /// All events through one projection, cut behind every sequence of `cuts` and at the end.
    mutating func follow(
        _ journal: JournalOfTest, from centre: Centre = Centre(), cuts: Set<Int64> = [],
        vault: any TextVault = OpenTexts(), keys: RecordKeys? = nil, until: Int = .max
    ) throws {
        var projection = ResultsProjection(centre: centre, code: JournalOfTest.code)
        for row in journal.rows.prefix(until) where row.sequence > centre.sequence {
            try projection.take(row, vault: vault, keys: keys)
            if cuts.contains(row.sequence) { write(projection.batch(after: cursor, epoch: 1)) }
        }
        write(projection.batch(after: cursor, epoch: 1))
    }

    /// Rows of the centre that are not in the tables as the centre has them.
    func differences(from centre: Centre) -> [String] {
        let make = ResultsRows(code: JournalOfTest.code)
        var out: [String] = []
        func check(_ table: ResultsTable.Name, _ row: Row) {
            let found = tables[table]?[MemoryResults.key(table, row)]
            if found != row {
                out.append("\(table): \(found.map { told(table, $0) } ?? []) for \(told(table, row))")
            }
        }
        for index in centre.stations.indices {
            check(.station, make.station(Int32(index), centre))
        }
        for index in centre.hospitals.indices {
            check(.hospital, make.hospital(Int32(index), centre))
            for row in make.hospitalBeds(Int32(index), centre) { check(.hospitalBed, row) }
        }
        for index in centre.units.indices { check(.unit, make.unit(Int32(index), centre)) }
        for index in centre.calls.base..<centre.calls.end { check(.call, make.call(index, centre)) }
        for index in centre.assignments.base..<centre.assignments.end {
            check(.assignment, make.assignment(index, centre))
        }
        for index in centre.patients.base..<centre.patients.end {
            check(.patient, make.patient(index, centre))
        }
        for index in centre.offers.base..<centre.offers.end { check(.offer, make.offer(index, centre)) }
        for index in centre.alerts.base..<centre.alerts.end { check(.alert, make.alert(index, centre)) }
        for index in centre.notices.base..<centre.notices.end {
            check(.notice, make.notice(index, centre))
        }
        for index in centre.referrals.base..<centre.referrals.end {
            check(.referral, make.referral(index, centre))
        }
        for index in centre.incidents.base..<centre.incidents.end {
            check(.incident, make.incident(index, centre))
            var note = centre.incidents[index].firstNote
            while note >= 0 {
                check(.note, make.note(note, centre, of: IncidentID(index: index)))
                note = centre.notes[note].next
            }
        }
        return out
    }
}
