// Capacity that comes by file or by the database: each row becomes what somebody could have typed, is
// decided like that, and is answered once its events are durable. A row that was taken before is answered
// and not done again. A few rows a turn, so that no line waits for a file.

extension Engine {
    /// On the engine's thread. `answer` gets nil, and why, where nothing can be taken for good now.
    func take(
        _ rows: [CapacityRow], from source: CapacitySource, writtenAt: [Timestamp],
        answer: @escaping @Sendable ([CapacityVerdict], CapacityAway?) -> Void
    ) {
        var verdicts: [CapacityVerdict] = []
        do throws(CapacityAway) {
            for (row, at) in zip(rows, writtenAt) {
                verdicts.append(try judge(row, CapacityReading(source: source, writtenAt: at)))
            }
        } catch {
            return answer([], error)
        }
        let judged = verdicts
        surroundings.gate.pass(after: centre.sequence) { durability in
            answer(
                judged, durability.isDurable ? nil : CapacityAway(why: "what was taken is not durable yet"))
        }
    }

    private func judge(_ row: CapacityRow, _ reading: CapacityReading) throws(CapacityAway) -> CapacityVerdict
    {
        let report: CapacityReport
        do throws(CapacityFault) { report = try reading.report(row) } catch {
            return .refused(row.line, error.reason)
        }
        let hospital: HospitalID
        switch find(report.hospital) {
        case .success(let found): hospital = found
        case .failure(let fault): return .refused(row.line, fault.reason)
        }
        let now = now
        let all = commands(report, hospital).map { part, command in
            Submission(
                .hospital(command), actor: Actor(.inbox), client: Engine.client(row.identity, part), now: now)
        }
        let left = all.filter { $0.client == 0 || centre.clients.entry(of: $0.client) == nil }
        // All of a row or nothing: what it says belongs together.
        var wanted: [Submission] = []
        for submission in left {
            do throws(Rejection) {
                _ = try centre.decide(submission)
                wanted.append(submission)
            } catch {
                if error == .nothingChanges { continue }
                return .refused(row.line, reason(error))
            }
        }
        if !left.isEmpty, wanted.isEmpty {
            return .flagged(
                row.line, Phrase(vi: "đã biết như vậy rồi, không có gì mới", en: "says what is known already")
            )
        }
        var older = false
        for submission in wanted {
            do throws(EngineRefusal) {
                older = try submit(submission).contains(where: Engine.isHistory) || older
            } catch {
                switch error {
                case .rejected(let rejection): return .refused(row.line, reason(rejection))
                case .unavailable(let why): throw CapacityAway(why: why.en)
                }
            }
        }
        guard older else { return .accepted(row.line) }
        return .flagged(
            row.line,
            Phrase(
                vi: "cũ hơn điều đã biết: chỉ lưu làm lịch sử",
                en: "older than what is known: kept as history only"))
    }

    private static func isHistory(_ event: Event) -> Bool {
        guard case .hospital(let hospital) = event.body else { return false }
        switch hospital {
        case .reported(_, _, _, _, _, let isNewest), .received(_, _, _, _, let isNewest),
            .diverted(_, _, _, _, let isNewest):
            return !isNewest
        default: return false
        }
    }

    /// Refusals as a person at the desk would read them, without the frame.
    private func reason(_ rejection: Rejection) -> Phrase {
        Phrase(
            vi: Renderer(.vi).reason(rejection, centre), en: Renderer(.en).reason(rejection, centre))
    }

    private func find(_ hospital: CapacityReport.Hospital) -> Result<HospitalID, CapacityFault> {
        switch hospital {
        case .facilityCode(let code):
            let found = centre.hospitalIDs.first {
                centre.facilityCode($0) == code && !centre[$0].isWithdrawn
            }
            if let found { return .success(found) }
            return .failure(
                CapacityFault(
                    0, vi: "hospital \(code): không bệnh viện nào có mã cơ sở này",
                    en: "hospital \(code): no hospital has this facility code"))
        case .number(let number):
            let found = centre.hospital(numbered: number)
            if found.isSet { return .success(found) }
            return .failure(
                CapacityFault(
                    0, vi: "hospital \(number): không có bệnh viện số này",
                    en: "hospital \(number): there is no hospital with this number"))
        }
    }

    private func commands(_ report: CapacityReport, _ hospital: HospitalID) -> [(
        part: String, HospitalCommand
    )] {
        var commands: [(part: String, HospitalCommand)] = []
        if let bed = report.bed { commands.append(("bed", .report(hospital, bed))) }
        if let reception = report.reception { commands.append(("reception", .receive(hospital, reception))) }
        if let diversion = report.diversion { commands.append(("diversion", .divert(hospital, diversion))) }
        return commands
    }

    /// What a row is known by, never 0 where it has a name of its own.
    private static func client(_ identity: String, _ part: String) -> UInt64 {
        guard !identity.isEmpty else { return 0 }
        let digest = Digest(hashing: Array("inbox:\(identity):\(part)".utf8))
        return digest.withBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) } | 1
    }
}

/// The engine as the doors of the inbox see it.
struct EngineCapacityDesk: CapacityDesk {
    /// An answer that does not come in so long is no longer waited for; the rows come again.
    static let patienceNanoseconds: Int64 = 30_000_000_000

    let box: Mailbox<Engine.Message>

    func take(_ rows: [CapacityRow], from source: CapacitySource, writtenAt: [Timestamp]) throws(CapacityAway)
        -> [CapacityVerdict]
    {
        let answers = Mailbox<Answer>(capacity: 1)
        let isTaken = box.put(
            .perform { engine in
                engine.take(rows, from: source, writtenAt: writtenAt) { verdicts, away in
                    _ = answers.put(Answer(verdicts: verdicts, away: away))
                }
            })
        guard isTaken else { throw CapacityAway(why: "too much waits") }
        var batch: [Answer] = []
        _ = answers.takeAll(
            into: &batch, until: WallClock.monotonicNanoseconds() + EngineCapacityDesk.patienceNanoseconds)
        guard let answer = batch.first else { throw CapacityAway(why: "no answer in time") }
        if let away = answer.away { throw away }
        return answer.verdicts
    }

    private struct Answer: Sendable {
        var verdicts: [CapacityVerdict]
        var away: CapacityAway?
    }
}

extension Engine {
    /// What STATUS says of the doors for reports of capacity.
    func addInbox(_ add: Adding) {
        guard let inbox = surroundings.inbox else { return }
        let (files, table) = inbox.counts
        if inbox.folder != nil {
            add("inbox.files.read", "\(files.files)", "tệp sức chứa đã đọc", "capacity files read")
            addRows("inbox.files", files, add)
        }
        guard let door = inbox.table else { return }
        let state = door.reasonAway.map { "AWAY: \($0)" } ?? "reading"
        add(
            "inbox.table.state", state, "bảng inbox.capacity_report", "the table inbox.capacity_report")
        addRows("inbox.table", table, add)
    }

    private func addRows(_ door: String, _ counts: CapacityCounts, _ add: Adding) {
        add(door + ".accepted", "\(counts.accepted)", "dòng đã nhận", "rows accepted")
        add(door + ".flagged", "\(counts.flagged)", "dòng cần xem", "rows flagged")
        add(door + ".refused", "\(counts.refused)", "dòng bị từ chối", "rows refused")
    }
}
