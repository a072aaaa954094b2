// The standby's ear: takes the same datagrams as the leader, with the same proofs, and answers none. What it
// keeps of each unit: when it was heard, the order it says it has taken, and how far its sequences have come,
// so that no frame that was heard here counts again when this machine leads. One thread of its own.

import Synchronization

/// What is known of one unit.
struct HeardUnit: Equatable, Sendable {
    /// The number on the vehicle.
    var number: UInt32
    /// Monotonic; 0 never.
    var at: Int64 = 0
    /// The order of its newest frame, 0 none.
    var order: UInt64 = 0
    /// The highest sequence, 0 none.
    var sequence: UInt64 = 0
}

final class UnitListener: @unchecked Sendable {
    let localAddress: SocketAddress
    private let socket: UDPSocket
    private let filter: TelemetryFilter
    private let poller: EpollSet
    private let wake: WakeUp
    private let stopping = Atomic<Bool>(false)
    private let heard: Locked<[HeardUnit]>
    private let refused = Atomic<UInt64>(0)
    private let thread = Locked<NamedThread?>(nil)

    /// Every unit that has a key is listened to.
    init(bind: SocketAddress, receiveBufferBytes: Int, keys: [UnitKey]) throws(SystemCallError) {
        var numbers: [UInt32] = []
        for key in keys where !numbers.contains(key.unitNumber) { numbers.append(key.unitNumber) }
        let table = KeyTable(unitNumbers: numbers, keys: keys, purpose: .live)
        filter = TelemetryFilter(
            units: numbers.map { TelemetryUnit(number: $0) }, keys: table, limits: TelemetryLimits())
        // Nothing is done here on a frame's word that a replay could do again.
        for unit in numbers.indices { filter.slots[unit].mark.becameDurable(.max) }
        heard = Locked(numbers.map { HeardUnit(number: $0) })
        socket = try UDPSocket(bind: bind, receiveBufferBytes: receiveBufferBytes)
        localAddress = socket.localAddress
        poller = try EpollSet()
        wake = try WakeUp()
        try poller.add(socket.descriptor, token: 0, .read)
        try poller.add(wake.descriptor, token: 1, .read)
    }

    var units: [HeardUnit] { heard.with { $0 } }
    /// Datagrams that proved nothing.
    var refusedCount: UInt64 { refused.load(ordering: .relaxed) }

    func start() throws(SystemCallError) {
        let started = try NamedThread("listener") { [self] in run() }
        thread.with { $0 = started }
    }

    /// Ends the thread; the socket is closed with the object.
    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        wake.signal()
        thread.joinOnce()
    }

    private func run() {
        let batch = DatagramBatch(capacity: 64, stride: 128)
        var report = UnitReport(
            unitNumber: 0, keyEpoch: 0, sequence: 0, measuredAt: Timestamp(nanoseconds: 0))
        while !stopping.load(ordering: .acquiring) {
            _ = poller.wait(milliseconds: 500)
            while let got = try? socket.receive(into: batch), got > 0 {
                let now = WallClock.reading()
                for index in 0..<got { take(batch.bytes(index), now, &report) }
                if stopping.load(ordering: .acquiring) { return }
            }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ now: ClockReading, _ report: inout UnitReport) {
        let finding = filter.check(bytes, now: now, report: &report)
        guard finding.outcome.isAccepted, finding.unit >= 0 else {
            refused.wrappingAdd(1, ordering: .relaxed)
            return
        }
        let sequence = report.sequence
        let order = report.acknowledgedOrderID
        heard.with {
            $0[finding.unit].at = now.monotonicNanoseconds
            $0[finding.unit].sequence = max($0[finding.unit].sequence, sequence)
            if finding.isNewest { $0[finding.unit].order = order }
        }
    }
}
