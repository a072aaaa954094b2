// Simulated ambulances on a real socket: one UDP socket for all of them, frames of version 1 both ways. What
// `dispatch115 units` runs; it shares nothing with the service but the key file and the frame.

import Geo
import Synchronization

public struct UnitsConfiguration: Sendable {
    public var units: [SimulatedUnitProfile]
    public var hospitals: [SimulatedHospital] = []
    public var server: SocketAddress
    /// Where every report goes as well: the standby. Orders are taken from all of them.
    public var alsoTo: [SocketAddress] = []
    public var bind = SocketAddress.none
    public var purpose: KeyPurpose = .live
    public var crew = CrewParameters()
    public var schedule = ReportSchedule()
    public var seed: UInt64
    /// Presses begin above this. Nil: the seconds since 2020, so that a restarted process does not use an id
    /// again that the service has seen.
    public var firstPressID: UInt32?

    public init(units: [SimulatedUnitProfile], server: SocketAddress, seed: UInt64) {
        self.units = units
        self.server = server
        self.seed = seed
    }
}

/// Ends a loop of another thread.
public final class StopFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    public init() {}
    public func raise() { raised.store(true, ordering: .releasing) }
    public var isRaised: Bool { raised.load(ordering: .acquiring) }
}

/// What the simulated units did; any thread may read.
public final class UnitsTally: Sendable {
    private let reports = Atomic<UInt64>(0)
    private let frames = Atomic<UInt64>(0)
    private let refusals = Atomic<UInt64>(0)
    private let failures = Atomic<UInt64>(0)

    public init() {}
    /// Reports handed to the kernel.
    public var sent: UInt64 { reports.load(ordering: .relaxed) }
    /// Frames down that were proven and opened.
    public var heard: UInt64 { frames.load(ordering: .relaxed) }
    /// Datagrams that were no such frame.
    public var refused: UInt64 { refusals.load(ordering: .relaxed) }
    /// Reports that the kernel did not take.
    public var sendFailed: UInt64 { failures.load(ordering: .relaxed) }

    func noteSent(_ taken: Bool) {
        if taken {
            reports.wrappingAdd(1, ordering: .relaxed)
        } else {
            failures.wrappingAdd(1, ordering: .relaxed)
        }
    }
    func noteHeard() { frames.wrappingAdd(1, ordering: .relaxed) }
    func noteRefused() { refusals.wrappingAdd(1, ordering: .relaxed) }
}

public enum UnitsProcess {
    /// Runs until `stop` is raised (looked at every 100 ms or sooner).
    public static func run(
        configuration: UnitsConfiguration, until stop: StopFlag, tally: UnitsTally = UnitsTally()
    ) throws(SystemCallError) {
        var fleet = try SimulatedFleet(configuration, tally: tally)
        try fleet.run(until: stop)
    }
}

/// The units of one process, their keys and their socket.
private struct SimulatedFleet {
    private static let longestWaitMilliseconds: Int64 = 100
    private static let secondsFrom1970To2020: Int64 = 1_577_836_800

    private let socket: UDPSocket
    private let poller: EpollSet
    private let servers: [SocketAddress]
    private let tally: UnitsTally
    private let batch = DatagramBatch(capacity: 64, stride: 1_280)
    private let sealer = Sealer()
    private let upKeys: [AuthenticationKey]
    private let downKeys: [DownKeys]
    private let places: [UInt32: Int]
    private let start: ClockReading
    private var units: [SimulatedUnit]
    /// `nextAt` of each unit, so that a wake-up looks at plain numbers.
    private var dueAt: [Int64]

    init(_ configuration: UnitsConfiguration, tally: UnitsTally) throws(SystemCallError) {
        socket = try UDPSocket(bind: configuration.bind)
        poller = try EpollSet()
        try poller.add(socket.descriptor, token: 0, .read)
        servers = [configuration.server] + configuration.alsoTo
        self.tally = tally
        start = WallClock.reading()
        let began = Timestamp(nanoseconds: start.wallNanoseconds)
        let seconds = start.wallNanoseconds / 1_000_000_000 - SimulatedFleet.secondsFrom1970To2020
        let firstPressID = configuration.firstPressID ?? UInt32(clamping: seconds)
        units = configuration.units.map {
            SimulatedUnit(
                $0, crew: configuration.crew, schedule: configuration.schedule,
                hospitals: configuration.hospitals, seed: configuration.seed, firstPressID: firstPressID,
                now: began)
        }
        dueAt = units.map(\.nextAt.nanoseconds)
        upKeys = configuration.units.map { configuration.purpose.upKey($0.key.secret) }
        downKeys = configuration.units.map { configuration.purpose.downKeys($0.key.secret) }
        var places: [UInt32: Int] = [:]
        for (index, unit) in configuration.units.enumerated() { places[unit.number] = index }
        self.places = places
    }

    /// The wall clock as it stood at the start, carried on by the clock that never steps.
    private var now: Timestamp {
        let gone = WallClock.monotonicNanoseconds() - start.monotonicNanoseconds
        return Timestamp(nanoseconds: start.wallNanoseconds + gone)
    }

    mutating func run(until stop: StopFlag) throws(SystemCallError) {
        while !stop.isRaised {
            var now = self.now
            let next = dueAt.reduce(Int64.max) { min($0, $1) }
            let left = next == .max ? Int64.max : max(0, next - now.nanoseconds)
            let wait = min(left / 1_000_000, SimulatedFleet.longestWaitMilliseconds)
            if poller.wait(milliseconds: Int32(wait)) != 0 { try hear() }
            now = self.now
            for index in dueAt.indices where dueAt[index] <= now.nanoseconds { step(index, now) }
            // Reports that are due within the same few milliseconds share a wake-up.
            WallClock.sleep(nanoseconds: 2_000_000)
        }
    }

    private mutating func step(_ index: Int, _ now: Timestamp) {
        units[index].advance(to: now)
        let due = units[index].report(at: now)
        dueAt[index] = units[index].nextAt.nanoseconds
        guard let report = due else { return }
        let frame = report.frame(key: upKeys[index])
        for (place, server) in servers.enumerated() {
            let taken = socket.send(frame, to: server)
            if place == 0 { tally.noteSent(taken) }
        }
    }

    private mutating func hear() throws(SystemCallError) {
        while try socket.receive(into: batch) > 0 {
            let now = self.now
            for i in 0..<batch.count {
                let bytes = batch.bytes(i)
                do throws(FrameError) {
                    let claim = try DownFrame.claim(bytes)
                    guard let index = places[claim.unitNumber],
                        claim.keyEpoch == units[index].profile.key.epoch
                    else {
                        tally.noteRefused()
                        continue
                    }
                    let frame = try DownFrame(bytes, keys: downKeys[index], sealer: sealer)
                    units[index].advance(to: now)
                    units[index].hear(frame, at: now)
                    step(index, now)
                    tally.noteHeard()
                } catch {
                    tally.noteRefused()
                }
            }
        }
    }
}
