// The receiver's thread: drain the socket in batches, check each datagram, put fixes into the ring, pass on
// what crews said, send what is due, sleep. One clock reading a batch; no allocation for a datagram that
// carries nothing but a position.

import Geo

/// What a unit has said so far, as far as it was passed on.
private struct UnitVoice {
    var passedPressID: UInt32 = 0
    /// Monotonic.
    var passedAt: Int64 = 0
    var passedOrderID: UInt64 = 0
    /// Monotonic; 0 never.
    var heardAt: Int64 = 0
    var isWithoutPosition = false
    var isHeld = false
}

/// Everything that only the receiver's thread touches, once it runs.
final class TelemetryLoop: @unchecked Sendable {
    private static let second: Int64 = 1_000_000_000
    private static let silenceNanoseconds = 60 * second
    /// Marks may wait so long for others to share a commit, unless a frame waits for one.
    private static let markGatherNanoseconds = second / 2
    /// After so many datagrams timers and commands get their turn, whatever still comes.
    private static let drainLimit = 8_192

    private let socket: UDPSocket
    private let poller: EpollSet
    private let shared: TelemetryShared
    private let counters: TelemetryCounters
    private let ring: FixRing
    private let hooks: TelemetryHooks
    private let filter: TelemetryFilter
    private let downlink: Downlink
    private let batch = DatagramBatch(capacity: 64, stride: 128)
    private let voices: UnsafeMutablePointer<UnitVoice>
    private let gatherMilliseconds: Int32
    private var report = UnitReport(
        unitNumber: 0, keyEpoch: 0, sequence: 0, measuredAt: Timestamp(nanoseconds: 0))
    private var commands: [TelemetryCommand] = []
    private var marks: [UnitMark] = []
    private var marksDueAt: Int64 = .max
    private var dropsSeen: UInt32 = 0
    private var dropsAskedAt: Int64 = 0
    private var fixesPut = 0

    init(
        _ configuration: TelemetryConfiguration, units: [TelemetryUnit], keys: KeyTable, socket: UDPSocket,
        shared: TelemetryShared, ring: FixRing, hooks: TelemetryHooks, random: any RandomBytes
    ) throws(SystemCallError) {
        self.socket = socket
        self.shared = shared
        counters = shared.counters
        self.ring = ring
        self.hooks = hooks
        gatherMilliseconds = configuration.gatherMilliseconds
        filter = TelemetryFilter(units: units, keys: keys, limits: configuration.limits)
        downlink = Downlink(
            units: units, keys: keys, leaderEpoch: configuration.leaderEpoch, counters: shared.counters,
            random: random, waitFactor: configuration.limits.orderWaitFactor,
            transmit: { socket.send($0, to: $1) })
        voices = .allocate(capacity: max(1, units.count))
        voices.initialize(repeating: UnitVoice(), count: max(1, units.count))
        marks.reserveCapacity(2 * units.count)
        poller = try EpollSet()
        try poller.add(socket.descriptor, token: 0, .read)
        try poller.add(shared.wake.descriptor, token: 1, .read)
    }

    deinit { voices.deallocate() }

    func run() {
        reserveMarks()
        while !shared.stopping.load(ordering: .acquiring) {
            let ready = poller.wait(milliseconds: waitMilliseconds())
            if ready & 2 != 0 { takeCommands() }
            let received = ready & 1 != 0 ? drain() : 0
            let now = WallClock.monotonicNanoseconds()
            if now >= marksDueAt { handMarksOut() }
            downlink.run(now: now) { unit, orderID in
                _ = pass(.orderGivenUp(unit: UnitID(index: Int32(unit)), orderID: orderID))
            }
            if now - dropsAskedAt >= TelemetryLoop.second {
                dropsAskedAt = now
                noteDrops(socket.kernelDrops())
            }
            if fixesPut > 0 {
                hooks.onFixes(fixesPut)
                fixesPut = 0
            }
            if received > 0, received < TelemetryLoop.drainLimit, gatherMilliseconds > 0 {
                shared.wake.wait(milliseconds: gatherMilliseconds)
            }
        }
        noteDrops(socket.kernelDrops())
    }

    private func waitMilliseconds() -> Int32 {
        let now = WallClock.monotonicNanoseconds()
        let due = min(downlink.nextDueAt ?? .max, marksDueAt, now + TelemetryLoop.second)
        return Int32(clamping: (max(0, due - now) + 999_999) / 1_000_000)
    }

    // MARK: Datagrams

    /// Reads until the socket is empty, or so many that others must have their turn.
    private func drain() -> Int {
        var total = 0
        while total < TelemetryLoop.drainLimit {
            let got: Int
            do throws(SystemCallError) {
                got = try socket.receive(into: batch)
            } catch {
                counters.add(.receiveFailed)
                break
            }
            guard got > 0 else { break }
            let now = WallClock.reading()
            for i in 0..<got { receive(batch.bytes(i), source: i, now: now) }
            if let drops = batch.dropCount { noteDrops(drops) }
            total += got
            if got < batch.capacity { break }
        }
        return total
    }

    /// The kernel's count wraps around and may come in two ways, of which one is a little older.
    private func noteDrops(_ count: UInt32?) {
        guard let count else { return }
        let more = Int32(bitPattern: count &- dropsSeen)
        guard more > 0 else { return }
        dropsSeen = count
        counters.add(.kernelDropped, UInt64(more))
    }

    @inline(__always)
    private func receive(_ bytes: UnsafeRawBufferPointer, source: Int, now: ClockReading) {
        let finding = filter.check(bytes, now: now, report: &report)
        var outcome = finding.outcome
        if finding.markWanted != 0 { want(finding, now: now) }
        if outcome.isAccepted {
            if outcome == .fixTaken || outcome == .jumpBelieved { outcome = put(finding, outcome, now: now) }
            counters.add(outcome)
            hear(finding, outcome, source: source, now: now)
        } else {
            counters.add(outcome)
            refuse(finding, bytes, source: source, now: now)
        }
    }

    @inline(__always)
    private func put(_ finding: TelemetryFilter.Finding, _ outcome: TelemetryCounter, now: ClockReading)
        -> TelemetryCounter
    {
        guard
            let coordinate = Coordinate(latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7)
        else { return .placeImpossible }
        let received = Timestamp(nanoseconds: now.wallNanoseconds)
        let fix = Fix(
            unit: UnitID(index: Int32(finding.unit)), coordinate: coordinate,
            measuredAt: min(report.measuredAt, received), receivedAt: received,
            speedCentimetresPerSecond: report.speedCentimetresPerSecond,
            headingCentidegrees: report.headingCentidegrees, quality: report.quality)
        guard ring.put(fix) else { return .ringFull }
        fixesPut += 1
        return outcome
    }

    private func refuse(
        _ finding: TelemetryFilter.Finding, _ bytes: UnsafeRawBufferPointer, source: Int, now: ClockReading
    ) {
        guard finding.unit >= 0 else { return }
        if finding.outcome == .proofFailed {
            guard finding.isReported else { return counters.add(.proofFailureUnreported) }
            let unit = UnitID(index: Int32(finding.unit))
            _ = pass(.proofFailed(unit: unit, source: batch.source(source)))
        } else if finding.outcome == .belowMark || finding.outcome == .replayed {
            let question = ResyncQuestion(
                sequence: bytes.bigEndian(at: 10, UInt64.self),
                highWater: filter.slots[finding.unit].window.highest, key: finding.key,
                address: batch.source(source))
            downlink.ask(finding.unit, question, now: now.monotonicNanoseconds)
        }
    }

    // MARK: What the unit says

    @inline(__always)
    private func hear(
        _ finding: TelemetryFilter.Finding, _ outcome: TelemetryCounter, source: Int, now: ClockReading
    ) {
        let unit = finding.unit
        let monotonic = now.monotonicNanoseconds
        shared.noteHeard(unit, now.wallNanoseconds)
        if finding.isNewest,
            downlink.heard(unit, key: finding.key, from: batch.source(source), now: monotonic)
        {
            counters.add(.addressChanged)
        }
        let before = voices[unit].heardAt
        voices[unit].heardAt = monotonic
        if before != 0, monotonic - before >= TelemetryLoop.silenceNanoseconds {
            let seconds = (monotonic - before) / TelemetryLoop.second
            _ = pass(.heardAgain(unit: UnitID(index: Int32(unit)), silentSeconds: seconds))
        }
        if voices[unit].isWithoutPosition != (outcome == .noPosition)
            || voices[unit].isHeld != (outcome == .jumpHeld)
        {
            notePosition(unit, outcome)
        }
        if report.pressID != 0 { hearPress(unit, now: now) }
        // An older frame, overtaken by a newer one, has nothing to say about orders; 0 is a box that has just
        // started.
        let orderID = report.acknowledgedOrderID
        if orderID != 0, finding.isNewest,
            orderID != voices[unit].passedOrderID || downlink.isOutstanding(unit, orderID: orderID)
        {
            hearOrder(unit, now: now)
        }
    }

    private func notePosition(_ unit: Int, _ outcome: TelemetryCounter) {
        let id = UnitID(index: Int32(unit))
        if voices[unit].isWithoutPosition != (outcome == .noPosition) {
            voices[unit].isWithoutPosition = outcome == .noPosition
            _ = pass(outcome == .noPosition ? .positionLost(unit: id) : .positionRegained(unit: id))
        }
        let isHeld = outcome == .jumpHeld
        if isHeld, !voices[unit].isHeld { _ = pass(.jumpHeld(unit: id)) }
        voices[unit].isHeld = isHeld
    }

    private func hearPress(_ unit: Int, now: ClockReading) {
        guard let button = report.button else { return }
        let id = report.pressID
        if id <= downlink.durablePressID(unit) { return downlink.acknowledgePress(unit) }
        let isNew = id > voices[unit].passedPressID
        let isOverdue =
            id == voices[unit].passedPressID
            && now.monotonicNanoseconds - voices[unit].passedAt > TelemetryLoop.second
        guard isNew || isOverdue else { return }
        let received = Timestamp(nanoseconds: now.wallNanoseconds)
        let isPossible =
            report.pressedAt.nanoseconds <= now.wallNanoseconds + TelemetryFilter.futureNanoseconds
            && report.pressedAt.nanoseconds >= now.wallNanoseconds - TelemetryFilter.pastNanoseconds
        let press = UnitPress(
            unit: UnitID(index: Int32(unit)), button: button, pressID: id,
            pressedAt: isPossible ? report.pressedAt : received, receivedAt: received,
            destination: report.destination)
        guard pass(.press(press)) else { return }
        counters.add(isNew ? .pressPassed : .pressPassedAgain)
        voices[unit].passedPressID = id
        voices[unit].passedAt = now.monotonicNanoseconds
    }

    private func hearOrder(_ unit: Int, now: ClockReading) {
        let id = report.acknowledgedOrderID
        downlink.acknowledged(unit, orderID: id)
        let received = Timestamp(nanoseconds: now.wallNanoseconds)
        let signal = UnitSignal.orderAcknowledged(
            unit: UnitID(index: Int32(unit)), orderID: id, receivedAt: received)
        guard pass(signal) else { return }
        counters.add(.orderAcknowledged)
        voices[unit].passedOrderID = id
    }

    private func pass(_ signal: UnitSignal) -> Bool {
        if hooks.onSignal(signal) { return true }
        counters.add(.signalNotTaken)
        return false
    }

    // MARK: Commands and marks

    private func takeCommands() {
        shared.wake.clear()
        _ = shared.commands.takeAll(into: &commands, until: 0)
        let now = WallClock.monotonicNanoseconds()
        for command in commands {
            switch command {
            case .order(let order): downlink.take(order, now: now)
            case .withdraw(let unit, let orderID): downlink.withdraw(Int(unit.index), orderID: orderID)
            case .pressDurable(let unit, let pressID):
                downlink.pressDurable(Int(unit.index), pressID: pressID)
            case .marksDurable(let durable):
                for mark in durable {
                    filter.slots[Int(mark.unit.index)].mark.becameDurable(mark.sequence)
                }
                counters.add(.marksDurable, UInt64(durable.count))
            }
        }
    }

    /// At the start every unit gets its first reserve, so that its first frame need not wait for a disk.
    private func reserveMarks() {
        let now = WallClock.monotonicNanoseconds()
        for unit in 0..<filter.unitCount where filter.keys.hasKey(unit: unit) {
            let floor = filter.slots[unit].mark.floor
            guard let mark = filter.slots[unit].mark.wanted(for: floor, now: now) else { continue }
            marks.append(UnitMark(unit: UnitID(index: Int32(unit)), sequence: mark))
        }
        if !marks.isEmpty { handMarksOut() }
    }

    private func want(_ finding: TelemetryFilter.Finding, now: ClockReading) {
        marks.append(UnitMark(unit: UnitID(index: Int32(finding.unit)), sequence: finding.markWanted))
        let wait = finding.outcome == .markPending ? 0 : TelemetryLoop.markGatherNanoseconds
        marksDueAt = min(marksDueAt, now.monotonicNanoseconds + wait)
    }

    private func handMarksOut() {
        let handed = marks
        marks.removeAll(keepingCapacity: true)
        marksDueAt = .max
        counters.add(.marksAsked, UInt64(handed.count))
        let shared = shared
        hooks.persist(handed) { _ = shared.post(.marksDurable(handed)) }
    }
}
