// What `status` shows: whether all is well, and every counter with what it means. Keys are stable: programs
// read them too.

import Glibc

extension Engine {
    func statusLines() -> [StatusLine] {
        var lines: [StatusLine] = []
        func add(_ key: String, _ value: String, _ vi: String, _ en: String) {
            lines.append(StatusLine(key: key, value: value, meaning: Phrase(vi: vi, en: en)))
        }
        let seconds = (WallClock.monotonicNanoseconds() - startedAt.monotonicNanoseconds) / 1_000_000_000
        let journal = surroundings.writer.status
        add("service.centre", surroundings.configuration.centre.code, "mã trung tâm", "centre")
        add("service.name", surroundings.configuration.centre.name, "tên trung tâm", "name")
        add("service.epoch", "\(centre.epoch)", "lần khởi động thứ", "start number of this centre")
        add("service.uptime-seconds", "\(seconds)", "đã chạy (giây)", "seconds since the start")
        add("service.resident-bytes", "\(Engine.residentBytes())", "bộ nhớ đang dùng", "memory in use")
        add(
            "journal.state", degraded == nil ? "durable" : "NOT-DURABLE",
            degraded.map { "CHƯA LƯU BỀN: \($0.reason)" } ?? "mọi việc đã trả lời đều lưu bền",
            degraded.map { "NOT DURABLE: \($0.reason)" } ?? "whatever was answered is durable")
        add("journal.sequence", "\(centre.sequence)", "sự kiện mới nhất", "newest event")
        add("journal.durable", "\(journal.head)", "sự kiện mới nhất đã lưu bền", "newest durable event")
        add(
            "journal.head", journal.headHash.hexadecimal,
            "đầu chuỗi băm (cất ở nơi khác)", "head of the chain (keep it elsewhere)")
        add("journal.commits", "\(journal.commits)", "lần ghi", "transactions")
        add("journal.failed-commits", "\(journal.failedCommits)", "lần ghi hỏng", "failed transactions")
        add("journal.waiting", "\(journal.waitingEvents)", "sự kiện chờ ghi", "events that wait for the disk")
        add(
            "journal.failed-checkpoints", "\(journal.failedCheckpoints)", "lần dồn nhật ký hỏng",
            "failed checkpoints")
        add("journal.refused", "\(journal.refusedSubmits)", "từ chối vì quá tải", "refused: too much waits")
        add(
            "journal.snapshot", "\(surroundings.snapshotter.lastSequence)", "ảnh chụp mới nhất, tại sự kiện",
            "newest snapshot, at event")
        addResults(add)
        addLeader(add)
        addPublishing(add)
        add("desk.open-incidents", "\(centre.openIncidents.count)", "ca đang mở", "open incidents")
        add(
            "desk.over-target", "\(overTarget())", "ca quá thời hạn mà chưa có xe đến",
            "open incidents past their target with nobody there")
        add(
            "desk.over-target-transport", "\(overTargetForTransport())",
            "ca cần chở, quá thời hạn mà chưa có xe chở đến",
            "open incidents past their target with nothing there that can carry")
        add("desk.open-alerts", "\(centre.openAlerts.count)", "báo động", "open alerts")
        addAlerts(add)
        addOffers(add)
        addInbox(add)
        addTasks(add)
        addShift(add)
        addFleet(add)
        addConsole(add)
        addCalls(add)
        addTelemetry(add)
        return lines
    }

    /// Open incidents older than their priority's target to whose patient nobody has come.
    private func overTarget() -> Int {
        let now = now
        return centre.openIncidents.filter {
            centre.targetDeadline(centre[$0]) < now && centre.awaitsArrival($0)
        }
        .count
    }

    /// The same by the other clock: of those where somebody must be carried, past it with nobody there who can.
    private func overTargetForTransport() -> Int {
        let now = now
        return centre.openIncidents.filter { id in
            let row = centre[id]
            guard row.priority != .p0, row.need.transport, row.course.kind == .emergency,
                row.servedAssignments == 0
            else { return false }
            return centre.targetDeadline(row) < now && !centre.clocks(of: id).transport.isSet
        }.count
    }

    typealias Adding = (_ key: String, _ value: String, _ vi: String, _ en: String) -> Void
    private func addShift(_ add: Adding) {
        let time = LocalTime()
        let shift = centre.shift
        let holder = shift.holder.flatMap(surroundings.people.displayName).map { ": " + $0 } ?? ""
        add(
            "shift.holder", shift.holder.map { "\($0)" } ?? "-", "người giữ ca trực\(holder)",
            "who has the shift\(holder)")
        add("shift.since", time.dateAndClock(shift.since).replacingSpace, "từ lúc", "since")
        let began = Engine.shiftBegan(surroundings.configuration.shiftStarts, now: now, time)
        let isSigned = shift.since.isSet && shift.since >= began.adding(seconds: -3_600)
        add("shift.began", time.dateAndClock(began).replacingSpace, "ca trực này bắt đầu", "this shift began")
        add(
            "shift.signed", isSigned ? "yes" : "no", "đã giao ca từ lúc đó",
            "handed over since (up to an hour before counts)")
        guard let printer = surroundings.printer?.state else { return }
        add(
            "printouts.newest", time.dateAndClock(printer.writtenAt).replacingSpace, "bản in mới nhất",
            "newest printout")
        add(
            "printouts.failed", "\(printer.failures)",
            printer.failure.map { "bản in HỎNG: \($0)" } ?? "lần in hỏng",
            printer.failure.map { "printouts FAIL: \($0)" } ?? "printouts that failed")
    }

    /// When the shift of this moment began.
    static func shiftBegan(_ starts: [Int], now: Timestamp, _ time: LocalTime) -> Timestamp {
        let day = time.day(of: now)
        for start in [day, day - 1] {
            for minutes in starts.reversed() {
                let moment = time.start(ofDay: start).adding(seconds: Int64(minutes) * 60)
                if moment <= now { return moment }
            }
        }
        return .none
    }

    private func addFleet(_ add: Adding) {
        drainFixes()
        var counts = [Int](repeating: 0, count: 5)
        let now = now
        for index in centre.units.indices {
            let seen = fleet.sighting(of: UnitID(index: Int32(index)), in: centre, now: now)
            counts[Int(seen.freshness.rawValue)] += 1
        }
        add("fleet.units", "\(centre.units.count)", "xe", "units")
        add("fleet.fresh", "\(counts[0])", "vị trí mới", "with a fresh fix")
        add("fleet.ageing", "\(counts[1])", "vị trí hơi cũ", "with an ageing fix")
        add("fleet.stale", "\(counts[2])", "vị trí quá cũ", "with a stale fix")
        add("fleet.parked", "\(counts[3])", "đang ở trạm", "parked at their station")
        add("fleet.unheard", "\(counts[4])", "chưa nghe thấy lần nào", "never heard")
    }

    private func addConsole(_ add: Adding) {
        guard let counters = surroundings.console?.status else { return }
        add("console.open", "\(counters.open)", "bàn đang kết nối", "consoles connected")
        add("console.lines", "\(counters.lines)", "dòng đã nhận", "lines taken")
        add("console.bad-lines", "\(counters.badLines)", "dòng không hiểu", "lines not understood")
        add("console.denied", "\(denials.count)", "dòng không được phép", "lines that were not allowed")
        add("console.too-long", "\(counters.tooLongLines)", "dòng quá dài", "lines too long")
        add("console.half-lines", "\(counters.halfLines)", "dòng dở dang", "half lines at hang-up")
        add(
            "console.turned-away", "\(counters.turnedAway)", "bị từ chối vì quá nhiều",
            "turned away: too many")
        add("console.slow-closed", "\(counters.slowClosed)", "đóng vì không đọc", "closed: did not read")
        add("console.pauses", "\(counters.pauses)", "lần phải chờ", "times lines had to wait")
    }

    private func addTelemetry(_ add: Adding) {
        guard let telemetry = surroundings.telemetry else { return }
        add(
            "telemetry.address", "\(telemetry.localAddress)", "địa chỉ nhận vị trí",
            "where datagrams are taken")
        for entry in TelemetryCounter.table {
            add(
                "telemetry.\(entry.group.rawValue).\(entry.name)", "\(telemetry.counters[entry.counter])",
                entry.vietnamese, entry.meaning)
        }
        add(
            "telemetry.presses-ignored", "\(signalCounts.pressesIgnored)", "nút bấm không hợp lúc",
            "presses that were not possible then")
        add(
            "telemetry.orders-given-up", "\(signalCounts.ordersGivenUp)", "lệnh gửi mãi không ai nhận",
            "orders that no box confirmed in a quarter of an hour")
        add(
            "telemetry.positions-lost", "\(signalCounts.positionsLost)", "lần xe mất vị trí",
            "times a unit lost its position")
        add(
            "telemetry.proofs-failed", "\(signalCounts.proofsFailed)", "gói tin giả danh đã ghi lại",
            "forged datagrams that were logged singly")
        add(
            "telemetry.heard-again", "\(signalCounts.heardAgain)", "xe nghe lại được sau khi im lặng",
            "units heard again after silence")
    }

    /// Resident memory of this process, from /proc.
    static func residentBytes() -> Int {
        do {
            let words = try Files.readText("/proc/self/statm").split(separator: " ")
            return words.count > 1 ? (Int(words[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
        } catch {
            return 0
        }
    }
}

extension String {
    /// A value of `status` is one word.
    fileprivate var replacingSpace: String { String(map { $0 == " " ? "T" : $0 }) }
}
