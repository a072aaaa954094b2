import Geo

@testable import Dispatch115

/// Rows for tests of the databases: by column names, what is not said is null or plain.
enum ResultsSample {
    static let centre = "hanoi"
    /// 2026-11-22 10:00 UTC, 17:00 in Vietnam.
    static let start = Timestamp(nanoseconds: 1_795_341_600_000_000_000)

    static func at(_ seconds: Int64) -> ResultsValue { .time(start.adding(seconds: seconds)) }

    static func row(_ name: ResultsTable.Name, _ values: [String: ResultsValue]) -> ResultsChange {
        let table = ResultsTable.of(name)
        for key in values.keys {
            precondition(table.columns.contains { $0.name == key }, "\(name) has no column \(key)")
        }
        let row = table.columns.map { column in
            values[column.name]
                ?? (column.name == "centre"
                    ? .text(centre) : column.isOptional ? .null : plain(column, name))
        }
        return ResultsChange(name, row)
    }

    private static func plain(_ column: ResultsColumn, _ name: ResultsTable.Name) -> ResultsValue {
        let list = name.closedLists.first { $0.column == column.name }
        switch column.type {
        case .integer, .long: return .integer(1)
        case .real: return .real(10.5)
        case .text: return .text(list?.words.first ?? column.name)
        case .bytes: return .bytes(Array(repeating: 7, count: 32))
        case .time: return at(0)
        case .flag: return .flag(false)
        }
    }

    static func cursor(_ sequence: Int64, epoch: UInt32 = 1) -> ResultsCursor {
        let genesis = JournalHead.genesis(centre: centre)
        let hash = sequence == 0 ? genesis : Digest(hashing: Array("\(sequence)".utf8))
        return ResultsCursor(head: JournalHead(sequence: sequence, hash: hash), epoch: epoch)
    }

    static func batch(
        _ from: Int64, _ to: Int64, epoch: UInt32 = 1, _ changes: [ResultsChange]
    ) -> ResultsBatch {
        let order = ResultsTable.Name.allCases
        let sorted = order.flatMap { name in changes.filter { $0.table == name } }
        return ResultsBatch(
            after: cursor(from, epoch: epoch), cursor: cursor(to, epoch: epoch), changes: sorted)
    }

    static let station = row(.station, ["station": .integer(1), "name": .text("Xanh Pôn")])
    static let unit = row(.unit, ["unit": .integer(1), "station": .integer(1), "is_on_duty": .flag(true)])
    static let incident = row(.incident, ["incident": .integer(1), "priority": .integer(1)])

    /// An assignment of incident 1 that runs its course.
    static func assignment(_ values: [String: ResultsValue] = [:]) -> ResultsChange {
        var all: [String: ResultsValue] = [
            "assignment": .integer(1), "incident": .integer(1), "unit": .integer(1),
            "state": .text("dispatched"), "is_live": .flag(true), "dispatch_notified": at(60),
        ]
        for (key, value) in values { all[key] = value }
        return row(.assignment, all)
    }

    /// Some days of a city as a generator makes them: units on duty, calls, offers, runs with missing steps.
    static func history(seed: UInt64, incidents: Int) -> [ResultsChange] {
        var random = SplitMix64(seed: seed)
        var changes: [ResultsChange] = []
        var sequence: Int64 = 0
        for station in 1...4 {
            changes.append(
                row(.station, ["station": .integer(Int64(station)), "name": .text("Trạm \(station)")]))
            changes.append(
                row(.hospital, ["hospital": .integer(Int64(station)), "name": .text("BV \(station)")]))
            for (place, kind) in ["emergency", "adultICU"].enumerated() {
                changes.append(
                    row(
                        .hospitalBed,
                        [
                            "hospital": .integer(Int64(station)), "bed_kind": .text(kind),
                            "free": .integer(Int64(random.below(5))), "as_of": at(Int64(station) * 60),
                            "valid_until": (station + place) % 3 == 0
                                ? at(-60) : (station + place) % 3 == 1 ? .null : at(1_000_000_000),
                        ]))
            }
        }
        for unit in 1...8 {
            let isOut = unit % 4 == 0
            changes.append(
                row(
                    .unit,
                    [
                        "unit": .integer(Int64(unit)), "station": .integer(Int64(unit % 4) + 1),
                        "is_on_duty": .flag(unit != 8), "out_of_service": isOut ? .text("meal") : .null,
                    ]))
            for shift in 0..<6 {
                sequence += 1
                let on = Int64(shift) * 43_200 + Int64(random.below(3_000))
                for (moment, status) in [
                    (on, "onDuty"), (on + 30_000 + Int64(random.below(9_000)), "offDuty"),
                ] {
                    sequence += 1
                    changes.append(
                        row(
                            .unitHistory,
                            [
                                "sequence": .integer(sequence), "at": at(moment),
                                "unit": .integer(Int64(unit)), "status": .text(status),
                            ]))
                }
            }
        }
        for number in 1...incidents { changes += response(Int64(number), &random) }
        for report in 1...12 {
            changes.append(
                row(
                    .capacityReport,
                    [
                        "sequence": .integer(sequence + Int64(report)),
                        "hospital": .integer(Int64(random.below(4)) + 1),
                        "bed_kind": .text(report % 2 == 0 ? "adultICU" : "emergency"),
                        "free": .integer(Int64(random.below(5))), "as_of": at(Int64(report) * 60),
                        "valid_until": report % 3 == 0
                            ? at(-60) : report % 3 == 1 ? .null : at(1_000_000_000),
                    ]))
        }
        return changes
    }

    private static func response(_ number: Int64, _ random: inout SplitMix64) -> [ResultsChange] {
        let rang = Int64(random.below(250_000))
        let opened = rang + 20 + Int64(random.below(90))
        let closed = random.below(10) > 0
        var changes = [
            row(.call, ["call": .integer(number), "received_at": at(rang)]),
            row(
                .incident,
                [
                    "incident": .integer(number), "priority": .integer(Int64(random.below(5))),
                    "received_at": at(rang), "opened_at": at(opened), "call": .integer(number),
                    "closed_at": closed ? at(opened + 4_000) : .null,
                    "disposition": closed ? .text("transported") : .null,
                ]),
        ]
        for offer in 0..<Int64(random.below(3)) {
            let state = ["accepted", "declined", "silent", "withdrawn"][random.below(4)]
            let answered = state == "accepted" || state == "declined"
            changes.append(
                row(
                    .offer,
                    [
                        "offer": .integer(number * 4 + offer), "incident": .integer(number),
                        "station": .integer(Int64(random.below(4)) + 1), "state": .text(state),
                        "asked_at": at(opened + 5),
                        "answered_at": answered ? at(opened + 30 + Int64(random.below(60))) : .null,
                        "reason": state == "declined" ? .text("noCrew") : .null,
                    ]))
        }
        guard random.below(8) > 0 else { return changes }
        var moment = opened + Int64(random.below(200))
        var times: [String: ResultsValue] = ["dispatch_notified": at(moment)]
        for point in ResultsRule.timesInOrder[1...7] {
            moment += 1 + Int64(random.below(900))
            if random.below(6) > 0 { times[point] = at(moment) }
        }
        let isLive = number <= 7 && random.below(2) == 0
        times["assignment"] = .integer(number)
        times["incident"] = .integer(number)
        times["unit"] = .integer(isLive ? number : Int64(random.below(8)) + 1)
        times["state"] = .text(isLive ? "transporting" : "completed")
        times["is_live"] = .flag(isLive)
        times["destination"] = .integer(Int64(random.below(4)) + 1)
        if !isLive { times["back_in_service"] = at(moment + 300) }
        return changes + [row(.assignment, times)]
    }
}
