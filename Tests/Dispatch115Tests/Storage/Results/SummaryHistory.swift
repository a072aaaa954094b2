import Geo

@testable import Dispatch115

/// Ten weeks of a centre for the tests of reports: rows that come, change and are corrected at random, each change
/// with the days that it touches as the projection marks them; and what the reports must say, reckoned slowly
/// from the rows that there are.
struct SummaryHistory {
    typealias Row = [String: ResultsValue]
    private var incidents: [Int64: Row] = [:]
    private var calls: [Int64: Row] = [:]
    private var assignments: [Int64: Row] = [:]
    private var offers: [Int64: Row] = [:]
    /// In the order of their numbers.
    private var duties: [(unit: Int64, isOn: Bool, at: Int64)] = []
    private var waiting: [ResultsTable.Name: [Int64: Row]] = [:]
    private var days = ResultsDays()
    private var sequence: Int64 = 0
    private var written: Int64 = 0

    static let units: Int64 = 5
    static let stations: Int64 = 3
    /// Seconds behind the sample's start; it begins three weeks before a month ends.
    static let span: Int64 = 70 * 86_400
    static let clock: Int64 = span + 5 * 86_400

    init() {
        for station in 1...SummaryHistory.stations {
            waiting[.station, default: [:]][station] = [
                "station": .integer(station), "name": .text("S\(station)"),
            ]
        }
        for unit in 1...SummaryHistory.units {
            waiting[.unit, default: [:]][unit] = ["unit": .integer(unit), "station": .integer(1 + unit % 3)]
        }
    }

    // MARK: - Changes

    private mutating func mark(_ row: Row) {
        for name in ["received_at", "dispatch_notified", "asked_at"] {
            if case .time(let time)? = row[name] { days.mark(time, sequence) }
        }
        if case .integer(let number)? = row["incident"], let incident = incidents[number],
            case .time(let time)? = incident["received_at"]
        {
            days.mark(time, sequence)
        }
    }

    private mutating func put(_ table: ResultsTable.Name, _ number: Int64, _ row: Row, old: Row?) {
        if let old { mark(old) }
        switch table {
        case .incident: incidents[number] = row
        case .call: calls[number] = row
        case .assignment: assignments[number] = row
        default: offers[number] = row
        }
        mark(row)
        waiting[table, default: [:]][number] = row
    }

    mutating func step(_ random: inout SplitMix64) {
        sequence += 1
        func below(_ bound: Int64) -> Int64 { Int64.random(in: 0..<bound, using: &random) }
        func pick(_ rows: [Int64: Row]) -> (Int64, Row)? {
            rows.keys.sorted().randomElement(using: &random).flatMap { key in rows[key].map { (key, $0) } }
        }
        let at = { (seconds: Int64) in ResultsSample.at(seconds) }
        switch below(10) {
        case 0...2:
            let number = Int64(incidents.count + 1)
            let moment = below(SummaryHistory.span)
            put(
                .call, number,
                ["call": .integer(number), "incident": .integer(number), "received_at": at(moment)],
                old: nil)
            put(
                .incident, number,
                [
                    "incident": .integer(number), "call": .integer(number), "priority": .integer(below(5)),
                    "received_at": at(moment), "opened_at": at(moment + below(200)),
                    "kind": .text(below(4) == 0 ? "transfer" : "emergency"),
                ], old: nil)
        case 3:
            // Closed, opened again, or typed from paper to have rung on another day.
            guard let (number, old) = pick(incidents) else { return }
            var row = old
            if below(3) == 0 {
                let moment = below(SummaryHistory.span)
                row["received_at"] = at(moment)
                row["entered_at"] = at(SummaryHistory.span)
                if var call = calls[number] {
                    let was = call
                    call["received_at"] = at(moment)
                    put(.call, number, call, old: was)
                }
            } else if row["closed_at"] == nil {
                row["closed_at"] = at(SummaryHistory.span)
                row["disposition"] = .text(below(2) == 0 ? "transported" : "nuisance")
                row["entered_at"] = at(SummaryHistory.span)
            } else {
                row["closed_at"] = nil
                row["disposition"] = nil
            }
            if below(4) == 0 { row["priority"] = .integer(below(5)) }
            put(.incident, number, row, old: old)
        case 4, 5: send(&random)
        case 6:
            guard let (number, old) = pick(assignments), old["is_live"] == .flag(true) else { return }
            var row = old
            row["is_live"] = .flag(false)
            guard case .time(let start)? = row["dispatch_notified"] else { return }
            let end = ResultsValue.time(start.adding(seconds: below(100_000)))
            if below(4) == 0 {
                row["state"] = .text("cancelled")
                row["cancelled"] = end
            } else {
                row["state"] = .text("completed")
                row["back_in_service"] = end
            }
            put(.assignment, number, row, old: old)
        case 7:
            // A time is put right, or taken back.
            guard let (number, old) = pick(assignments), case .time(let start)? = old["dispatch_notified"]
            else { return }
            var row = old
            let names = ["acknowledged", "en_route", "on_scene", "left_scene", "at_destination"]
            let name = names[Int(below(5))]
            row[name] = below(4) == 0 ? nil : .time(start.adding(seconds: below(4_000) - 200))
            put(.assignment, number, row, old: old)
        case 8: offer(&random)
        default:
            let unit = 1 + below(SummaryHistory.units)
            let last = duties.last { $0.unit == unit }
            // Clocks step back now and then.
            let moment = max(0, (last?.at ?? below(86_400)) + below(150_000) - 5_000)
            duties.append((unit, !(last?.isOn ?? false), moment))
            waiting[.unitHistory, default: [:]][sequence] = [
                "sequence": .integer(sequence), "at": at(moment), "unit": .integer(unit),
                "status": .text(duties[duties.count - 1].isOn ? "onDuty" : "offDuty"),
            ]
        }
    }

    private mutating func send(_ random: inout SplitMix64) {
        let unit = 1 + Int64.random(in: 0..<SummaryHistory.units, using: &random)
        guard let incident = incidents.keys.sorted().randomElement(using: &random),
            !assignments.values.contains(where: {
                $0["unit"] == .integer(unit) && $0["is_live"] == .flag(true)
            }),
            case .time(let rang)? = incidents[incident]?["received_at"]
        else { return }
        let number = Int64(assignments.count + 1)
        let sent = rang.adding(seconds: Int64.random(in: -50..<90_000, using: &random))
        put(
            .assignment, number,
            [
                "assignment": .integer(number), "incident": .integer(incident), "unit": .integer(unit),
                "state": .text("dispatched"), "is_live": .flag(true), "dispatch_notified": .time(sent),
                "entered_at": ResultsSample.at(SummaryHistory.span),
            ], old: nil)
    }

    private mutating func offer(_ random: inout SplitMix64) {
        guard let incident = incidents.keys.sorted().randomElement(using: &random),
            case .time(let rang)? = incidents[incident]?["received_at"]
        else { return }
        let isNew = offers.isEmpty || Bool.random(using: &random)
        let number =
            isNew ? Int64(offers.count + 1) : Int64.random(in: 1...Int64(offers.count), using: &random)
        let old = offers[number]
        let asked = Int64.random(in: 0..<100_000, using: &random)
        var row: Row = [:]
        row["offer"] = .integer(number)
        row["incident"] = .integer(incident)
        row["station"] = .integer(1 + number % SummaryHistory.stations)
        row["asked_at"] = .time(rang.adding(seconds: asked))
        if let old { row = old }
        let states = ["asked", "accepted", "declined", "silent", "withdrawn"]
        let state = states[Int.random(in: 0..<5, using: &random)]
        row["state"] = .text(state)
        row["reason"] = state == "declined" ? .text("noCrew") : .null
        if case .time(let asked)? = row["asked_at"], state == "accepted" || state == "declined" {
            row["answered_at"] = .time(asked.adding(seconds: 30))
        } else {
            row["answered_at"] = nil
        }
        put(.offer, number, row, old: old)
    }

    /// What has changed since the last batch.
    mutating func batch() -> ResultsBatch {
        var changes: [ResultsChange] = []
        for table in ResultsTable.Name.allCases {
            for (_, row) in (waiting[table] ?? [:]).sorted(by: { isEnded($0.value) && !isEnded($1.value) }) {
                changes.append(ResultsSample.row(table, row))
            }
            guard table == .changedDay else { continue }
            let rows = ResultsRows(code: ResultsSample.centre)
            changes += days.drain().map { ResultsChange(.changedDay, rows.changedDay($0)) }
        }
        waiting = [:]
        defer { written = sequence }
        return ResultsBatch(
            after: ResultsSample.cursor(written), cursor: ResultsSample.cursor(sequence), changes: changes)
    }

    private func isEnded(_ row: Row) -> Bool { row["is_live"] == .flag(false) }

    // MARK: - The rows

    func numbered(_ table: ResultsTable.Name) -> [(Int64, Row)] {
        let rows =
            switch table {
            case .incident: incidents
            case .call: calls
            case .assignment: assignments
            default: offers
            }
        return rows.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func rows(_ table: ResultsTable.Name) -> [Row] { numbered(table).map(\.1) }
    var dutyRows: [(unit: Int64, isOn: Bool, at: Int64)] { duties }

    // MARK: - The databases

    /// What goes on is counted until then.
    func setClock(_ both: ResultsDatabases) throws {
        let moment = ResultsSample.start.adding(seconds: SummaryHistory.clock).microseconds
        _ = try both.askSQLite("UPDATE cursor SET written_at = \(moment)")
        try both.cluster?.query(
            "UPDATE dispatch.cursor SET written_at = to_timestamp(\(moment) / 1000000.0)",
            database: both.database)
    }

    /// How many days and months were counted in both together.
    func count(_ both: ResultsDatabases, mostDays: Int) throws -> Int {
        let here = try ResultsSummary.count(on: SQLiteConnection(path: both.sqlite.path), mostDays: mostDays)
        guard let cluster = both.cluster else { return here.days + here.months }
        let there = try ResultsSummary.count(
            on: cluster.connect(database: both.database), mostDays: mostDays, milliseconds: 60_000)
        return here.days + here.months + there.days + there.months
    }

    func forget(_ both: ResultsDatabases) throws {
        for sql in ResultsSummary.Counting(dialect: .sqlite).forget { _ = try both.askSQLite(sql) }
        for sql in ResultsSummary.Counting(dialect: .postgres).forget {
            try both.cluster?.query(sql, database: both.database)
        }
    }
}
