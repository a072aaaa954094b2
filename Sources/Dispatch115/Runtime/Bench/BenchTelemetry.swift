// What a datagram costs: its tag alone, its checks alone in memory; received and thrown away (the peer);
// received, checked, and put into the ring. The last two drain the same datagrams in the same run; their ratio
// is what the receiver reaches of a bare one. Each is the best of its rounds.

import Geo

/// Benchmarks of the receiver's path; `n` is how many datagrams.
enum BenchTelemetry {
    static func run(rounds: Int = 400) throws(SystemCallError) -> [BenchRow] {
        let stand = BenchStand(unitCount: 1_000)
        var rows = [stand.tagAlone(rounds: rounds), stand.inMemory(rounds: rounds)]
        let socket = try UDPSocket(bind: .loopback(), receiveBufferBytes: 32 << 20)
        let sender = try UDPSocket(bind: .loopback())
        var bare = BenchDrain()
        var whole = BenchDrain()
        for _ in 0..<rounds {
            let frames = stand.nextFrames(1_000)
            try stand.drain(frames, from: sender, socket, checking: false, &bare)
            try stand.drain(frames, from: sender, socket, checking: true, &whole)
        }
        rows.append(BenchRow("receive-bare", bare.count, bare.best, "ns/datagram"))
        rows.append(BenchRow("receive-check-ring", whole.count, whole.best, "ns/datagram"))
        rows.append(BenchRow("receive-share-of-bare", whole.count, bare.best / whole.best, "ratio"))
        return rows
    }
}

private final class BenchStand {
    private let unitCount: Int
    private let filter: TelemetryFilter
    private let keys: [AuthenticationKey]
    private let ring = FixRing(capacity: 4_096)
    private let counters = TelemetryCounters()
    private let batch = DatagramBatch(capacity: 64, stride: 128)
    private var sequence: UInt64 = 0
    private var clock = ClockReading(wallNanoseconds: 1_800_000_000_000_000_000, monotonicNanoseconds: 1)
    private var report = UnitReport(
        unitNumber: 0, keyEpoch: 0, sequence: 0, measuredAt: Timestamp(nanoseconds: 0))

    init(unitCount: Int) {
        self.unitCount = unitCount
        let random = SystemRandomBytes()
        let keys = (1...unitCount).compactMap { number in
            SecretKey(bytes: random.bytes(SecretKey.byteCount)).map {
                UnitKey(unitNumber: UInt32(number), epoch: 1, secret: $0)
            }
        }
        let units = keys.map { TelemetryUnit(number: $0.unitNumber) }
        let table = KeyTable(unitNumbers: units.map(\.number), keys: keys, purpose: .live)
        filter = TelemetryFilter(units: units, keys: table, limits: TelemetryLimits())
        self.keys = keys.map { KeyPurpose.live.upKey($0.secret) }
        for unit in 0..<unitCount { filter.slots[unit].mark.becameDurable(.max) }
    }

    /// A second later: one report of each unit, up to `count`.
    func nextFrames(_ count: Int) -> [[UInt8]] {
        sequence += 1
        clock.wallNanoseconds += 1_000_000_000
        clock.monotonicNanoseconds += 1_000_000_000
        return (0..<min(count, unitCount)).map { unit in
            UnitReport(
                unitNumber: UInt32(unit + 1), keyEpoch: 1, sequence: sequence,
                measuredAt: Timestamp(nanoseconds: clock.wallNanoseconds),
                latitudeE7: 107_769_000 + Int32(truncatingIfNeeded: sequence) * 100,
                longitudeE7: 1_067_009_000 + Int32(unit), speedCentimetresPerSecond: 1_000
            ).frame(key: keys[unit])
        }
    }

    @inline(__always)
    private func check(_ bytes: UnsafeRawBufferPointer) {
        let finding = filter.check(bytes, now: clock, report: &report)
        counters.add(finding.outcome)
        guard finding.outcome == .fixTaken,
            let coordinate = Coordinate(latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7)
        else { return }
        let received = Timestamp(nanoseconds: clock.wallNanoseconds)
        _ = ring.put(
            Fix(
                unit: UnitID(index: Int32(finding.unit)), coordinate: coordinate,
                measuredAt: report.measuredAt, receivedAt: received,
                speedCentimetresPerSecond: report.speedCentimetresPerSecond))
    }

    /// The tag over 64 bytes, which is libcrypto's work: what a check can never be cheaper than.
    func tagAlone(rounds: Int) -> BenchRow {
        var result = BenchDrain()
        var sum: UInt64 = 0
        for _ in 0..<rounds {
            let frames = nextFrames(unitCount)
            let began = WallClock.monotonicNanoseconds()
            for (unit, frame) in frames.enumerated() {
                frame.withUnsafeBytes { bytes in
                    let body = UnsafeRawBufferPointer(rebasing: bytes[..<Frame.reportBodyByteCount])
                    sum &+= keys[unit].tag(over: body).withBytes { UInt64($0[0]) }
                }
            }
            result.note(WallClock.monotonicNanoseconds() - began, frames.count)
        }
        precondition(sum > 0, "tags are not all zero")
        return BenchRow("tag-in-memory", result.count, result.best, "ns/datagram")
    }

    func inMemory(rounds: Int) -> BenchRow {
        var result = BenchDrain()
        for _ in 0..<rounds {
            let frames = nextFrames(unitCount)
            let began = WallClock.monotonicNanoseconds()
            for frame in frames { frame.withUnsafeBytes { check($0) } }
            result.note(WallClock.monotonicNanoseconds() - began, frames.count)
            ring.drain { _ in }
        }
        precondition(counters[.fixTaken] == UInt64(result.count), "every benchmark frame is genuine")
        return BenchRow("check-in-memory", result.count, result.best, "ns/datagram")
    }

    /// Queues the frames, then times the draining alone.
    func drain(
        _ frames: [[UInt8]], from sender: UDPSocket, _ socket: UDPSocket, checking: Bool,
        _ result: inout BenchDrain
    ) throws(SystemCallError) {
        for frame in frames { sender.send(frame, to: socket.localAddress) }
        var count = 0
        let began = WallClock.monotonicNanoseconds()
        while try socket.receive(into: batch) > 0 {
            count += batch.count
            guard checking else { continue }
            for i in 0..<batch.count { check(batch.bytes(i)) }
        }
        let spent = WallClock.monotonicNanoseconds() - began
        ring.drain { _ in }
        result.note(spent, count)
    }
}

/// The best round, in nanoseconds a datagram, and how many datagrams all rounds had: a receive queue that is
/// smaller than a round drops some, which are not counted.
private struct BenchDrain {
    var count = 0
    var best = Double.infinity

    mutating func note(_ spentNanoseconds: Int64, _ more: Int) {
        guard more > 0 else { return }
        count += more
        best = min(best, Double(spentNanoseconds) / Double(more))
    }
}
