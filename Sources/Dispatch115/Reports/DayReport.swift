// The numbers of a day, out of its facts: intervals that are always shown together, calls by hour, ends,
// what was changed, what was entered late, who signed. Pure; linear in the facts but for sorting.

/// The intervals that are reported together, never alone.
enum DayInterval: UInt8, CaseIterable, Sendable {
    case ringToAnswer, callToCode, codeToAssignment, toAcknowledged, toRolling, travel, onScene, transport,
        handover, wrapUp
    /// The two clocks: call to the first on scene, and to the first that can carry.
    case response, transportResponse
    /// Of cases that stations were asked for; of those where the caller was told to press the chest.
    case toAccepted, toCompressions

    var phrase: Phrase {
        switch self {
        case .ringToAnswer: Phrase(vi: "chuông → nhấc máy", en: "ring to answer")
        case .callToCode: Phrase(vi: "gọi → mở ca", en: "call to code")
        case .codeToAssignment: Phrase(vi: "mở ca → điều xe", en: "code to assignment")
        case .toAcknowledged: Phrase(vi: "điều xe → nhận lệnh", en: "assignment to acknowledged")
        case .toRolling: Phrase(vi: "nhận lệnh → lăn bánh", en: "acknowledged to wheels rolling")
        case .travel: Phrase(vi: "đi đường", en: "travel")
        case .onScene: Phrase(vi: "tại hiện trường", en: "on scene")
        case .transport: Phrase(vi: "chuyển viện", en: "transport")
        case .handover: Phrase(vi: "bàn giao", en: "handover")
        case .wrapUp: Phrase(vi: "dọn xe", en: "wrap-up")
        case .response: Phrase(vi: "gọi → người đầu tiên tới", en: "call to first on scene")
        case .transportResponse: Phrase(vi: "gọi → xe chở được tới", en: "call to a unit that can carry")
        case .toAccepted: Phrase(vi: "chuông → trạm nhận", en: "ring to accepted station")
        case .toCompressions: Phrase(vi: "chuông → dặn ép tim", en: "ring to compressions told")
        }
    }

    /// The time points of a run between which it lies; nil for those of a case.
    var points: (from: TimePoint, to: TimePoint)? {
        switch self {
        case .toAcknowledged: (.dispatchNotified, .acknowledged)
        case .toRolling: (.acknowledged, .enRoute)
        case .travel: (.enRoute, .onScene)
        case .onScene: (.onScene, .leftScene)
        case .transport: (.leftScene, .atDestination)
        case .handover: (.atDestination, .transferOfCare)
        case .wrapUp: (.transferOfCare, .backInService)
        case .ringToAnswer, .callToCode, .codeToAssignment, .response, .transportResponse, .toAccepted,
            .toCompressions:
            nil
        }
    }
}

struct DayReport: Sendable {
    struct IntervalRow: Equatable, Sendable {
        var interval: DayInterval
        var statistics: IntervalStatistics
    }

    /// One priority's cases, or all (nil).
    struct Group: Sendable {
        var priority: Priority?
        var cases: Int
        var rows: [IntervalRow]
        /// Seconds from call to the first on scene, ascending.
        var responses: [Int64]
        /// Of those, how many were inside the target; nil without a target.
        var withinTarget: Int?
    }

    struct Late: Equatable, Sendable {
        var incident: IncidentID
        var form: Int32
        var receivedAt: Timestamp
        var enteredAt: Timestamp
    }

    let day: Int64
    let from: Timestamp
    let to: Timestamp
    /// All first, then each priority that has cases.
    let groups: [Group]
    let callsByHour: [Int]
    let calls: DayCallNumbers
    let offers: DayOfferNumbers
    let duty: DayDutyNumbers
    let reopened: Int
    let closingsTakenBack: Int
    /// Standbys and transfers, which are in no interval.
    let planned: Int
    let dispositions: [(disposition: Disposition, count: Int)]
    let stillOpen: Int
    let dispatches: Int
    let diverted: Int
    let stoodDown: Int
    let knownFixes: Int
    let staleFixes: Int
    /// Seconds of units bound to incidents, and of all units together; 0 where no unit is known.
    let busySeconds: Int64
    let unitSeconds: Int64
    let late: [Late]
    let lateRuns: Int
    let lateSteps: Int
    let lateCloses: Int
    let signatures: [DaySignature]

    /// `until` cuts a day that is not over. `targetMinutes` are those of P1 to P4.
    init(
        _ facts: DayFacts, day: Int64, until: Timestamp, units: Int, targetMinutes: [Int], time: LocalTime
    ) {
        self.day = day
        from = time.start(ofDay: day)
        to = max(from, min(time.start(ofDay: day + 1), until))
        let span = (from, time.start(ofDay: day + 1))
        func isToday(_ moment: Timestamp) -> Bool { moment >= span.0 && moment < span.1 }
        let cases = facts.cases.filter { isToday($0.openedAt) }
        var runsOfCase: [IncidentID: [DayRun]] = [:]
        for run in facts.runs { runsOfCase[run.incident, default: []].append(run) }
        var groups: [Group] = []
        for priority in [nil] + Priority.allCases.map(Optional.some) {
            let mine = cases.filter { !$0.isPlanned && (priority == nil || $0.priority == priority) }
            guard priority == nil || !mine.isEmpty else { continue }
            let runs = mine.flatMap { runsOfCase[$0.incident] ?? [] }
            groups.append(DayReport.group(priority, mine, runs, targetMinutes))
        }
        self.groups = groups
        var hours = [Int](repeating: 0, count: 24)
        let calls = facts.calls.rows.filter { !$0.isPlanned && isToday($0.receivedAt) }
        for call in calls { hours[time.hour(of: call.receivedAt)] += 1 }
        callsByHour = hours
        self.calls = DayCallNumbers(calls)
        offers = DayOfferNumbers(
            facts.offers.rows.filter { isToday($0.askedAt) }, numbers: facts.stationNumbers)
        duty = facts.duty.numbers(from, to)
        reopened = facts.reopened.count(where: isToday)
        closingsTakenBack = facts.closingsTakenBack.count(where: isToday)
        planned = cases.count(where: \.isPlanned)
        dispositions = Disposition.allCases.map { kind in
            (kind, cases.count { $0.disposition == kind && $0.closedAt.isSet })
        }.filter { $0.1 > 0 }
        stillOpen = cases.count { !$0.closedAt.isSet }
        dispatches = facts.runs.count { isToday($0.times.dispatchNotified) }
        diverted = facts.diverted.count(where: isToday)
        stoodDown = facts.stoodDown.count(where: isToday)
        let fixes = facts.fixes.filter { isToday($0.at) }
        knownFixes = fixes.count
        staleFixes = fixes.count { !$0.isUsable }
        let end = to
        let begin = from
        busySeconds = facts.runs.reduce(0) { $0 + DayReport.busy($1, begin, end) }
        unitSeconds = Int64(units) * end.seconds(since: begin)
        late = facts.cases.filter { $0.enteredAt.isSet && (isToday($0.enteredAt) || isToday($0.openedAt)) }
            .map {
                Late(
                    incident: $0.incident, form: $0.form, receivedAt: $0.receivedAt, enteredAt: $0.enteredAt)
            }
        lateRuns = facts.lateRuns.count(where: isToday)
        lateSteps = facts.lateSteps.count(where: isToday)
        lateCloses = facts.lateCloses.count(where: isToday)
        signatures = facts.signatures.filter { isToday($0.at) }
    }

    private static func group(
        _ priority: Priority?, _ cases: [DayCase], _ runs: [DayRun], _ targetMinutes: [Int]
    ) -> Group {
        let rows = DayInterval.allCases.map { interval -> IntervalRow in
            let all: [Int64?]
            if let points = interval.points {
                // A run that was taken back before it got there has no such interval to miss.
                all = runs.filter {
                    $0.times[points.from].isSet && !($0.isCancelled && !$0.times[points.to].isSet)
                }
                .map { seconds($0.times[points.from], $0.times[points.to]) }
            } else {
                all = cases.filter { concerns(interval, $0) }.map { duration(interval, $0) }
            }
            let known = all.compactMap { $0 }
            return IntervalRow(
                interval: interval, statistics: IntervalStatistics(known, leftOut: all.count - known.count))
        }
        let responses = cases.compactMap { duration(.response, $0) }.sorted()
        let target = priority.flatMap { code -> Int64? in
            let position = Int(code.rawValue) - 1
            return targetMinutes.indices.contains(position) ? Int64(targetMinutes[position]) * 60 : nil
        }
        return Group(
            priority: priority, cases: cases.count, rows: rows, responses: responses,
            withinTarget: target.map { limit in responses.count { $0 <= limit } })
    }

    /// A case that asked no station has no such interval to miss.
    private static func concerns(_ interval: DayInterval, _ row: DayCase) -> Bool {
        switch interval {
        case .toAccepted: row.wasOffered
        case .toCompressions: row.compressionsAt.isSet
        default: true
        }
    }

    private static func duration(_ interval: DayInterval, _ row: DayCase) -> Int64? {
        switch interval {
        // The console's own line starts both clocks where no exchange feeds the calls.
        case .callToCode: row.openedAt == row.receivedAt ? nil : seconds(row.receivedAt, row.openedAt)
        case .codeToAssignment: seconds(row.openedAt, row.sentAt)
        case .ringToAnswer: seconds(row.receivedAt, row.answeredAt)
        case .toAccepted: seconds(row.receivedAt, row.acceptedAt)
        case .toCompressions: seconds(row.receivedAt, row.compressionsAt)
        case .response: seconds(row.receivedAt, row.firstOnScene)
        case .transportResponse: seconds(row.receivedAt, row.firstTransport)
        case .toAcknowledged, .toRolling, .travel, .onScene, .transport, .handover, .wrapUp:
            nil
        }
    }

    /// Nil where one of them was never told, or a clock that stepped back has turned them round.
    private static func seconds(_ from: Timestamp, _ to: Timestamp) -> Int64? {
        guard from.isSet, to.isSet, to >= from else { return nil }
        return to.seconds(since: from)
    }

    /// How long a run holds its unit inside the span.
    private static func busy(_ run: DayRun, _ from: Timestamp, _ to: Timestamp) -> Int64 {
        let ended = run.isCancelled ? run.times.cancelled : run.isOver ? run.times.backInService : to
        let begin = max(from, run.times.dispatchNotified)
        let end = min(to, ended)
        return end > begin ? end.seconds(since: begin) : 0
    }
}
