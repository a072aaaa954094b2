import Geo
import Synchronization
import Testing

@testable import Dispatch115

/// Real sockets on loopback, real threads.
@Suite(.serialized) struct TelemetryReceiverTests {
    /// A receiver with what the engine would do around it: marks durable at once, signals collected, presses
    /// settled as soon as they are there.
    final class Service: Sendable {
        let ring: FixRing
        let log = SignalLog()
        let receiver: TelemetryReceiver
        let marks: Locked<[Int32: UInt64]>
        private let hook = Locked<TelemetryReceiver?>(nil)

        init(
            keys: [UnitKey], marks start: [Int32: UInt64] = [:], leaderEpoch: UInt32 = 1,
            bind: SocketAddress = .loopback(), settles: Bool = true, receiveBufferBytes: Int = 8 << 20
        ) throws {
            ring = FixRing(capacity: 4_096)
            let marks = Locked(start)
            self.marks = marks
            let log = log
            let hook = hook
            let hooks = TelemetryHooks(
                persist: { asked, done in
                    marks.with { known in
                        for mark in asked {
                            known[mark.unit.index] = max(known[mark.unit.index] ?? 0, mark.sequence)
                        }
                    }
                    done()
                },
                onSignal: { signal in
                    log.signals.with { $0.append(signal) }
                    if settles, case .press(let press) = signal {
                        _ = hook.with { $0 }?.pressDurable(press.unit, pressID: press.pressID)
                    }
                    return true
                })
            let units = keys.indices.map { index in
                TelemetryUnit(number: keys[index].unitNumber, highWaterMark: start[Int32(index)] ?? 0)
            }
            var configuration = TelemetryConfiguration(bind: bind, leaderEpoch: leaderEpoch)
            configuration.receiveBufferBytes = receiveBufferBytes
            receiver = try TelemetryReceiver(
                configuration, units: units, keys: keys, ring: ring, hooks: hooks)
            let own = receiver
            hook.with { $0 = own }
            try receiver.start()
        }

        func stop() {
            receiver.stop()
            hook.with { $0 = nil }
        }

        subscript(_ counter: TelemetryCounter) -> UInt64 { receiver.counters[counter] }
        var accounted: UInt64 {
            receiver.counters.sum(.accepted) + receiver.counters.sum(.refused) + self[.kernelDropped]
        }
    }

    private func profiles(_ keys: [UnitKey], vehicle: SimulatedVehicle = .car) -> [SimulatedUnitProfile] {
        keys.enumerated().map { index, key in
            SimulatedUnitProfile(
                number: key.unitNumber, vehicle: vehicle, home: .city(east: Double(index) * 500), key: key)
        }
    }

    /// Runs the units while `body` looks on.
    private func withUnits(
        _ configuration: UnitsConfiguration, _ body: (UnitsTally) throws -> Void
    ) throws -> UnitsTally {
        let stop = StopFlag()
        let tally = UnitsTally()
        let failed = Locked<SystemCallError?>(nil)
        let thread = try NamedThread("units") {
            do throws(SystemCallError) {
                try UnitsProcess.run(configuration: configuration, until: stop, tally: tally)
            } catch {
                failed.with { $0 = error }
            }
        }
        defer {
            stop.raise()
            thread.join()
        }
        try body(tally)
        #expect(failed.with { $0 } == nil)
        return tally
    }

    @Test func twoHundredUnitsAllFixesArrive() throws {
        let keys = TelemetryStand.keys(200)
        let service = try Service(keys: keys)
        defer { service.stop() }
        var configuration = UnitsConfiguration(
            units: profiles(keys), server: service.receiver.localAddress, seed: 1)
        configuration.schedule.keepAliveSeconds = 0.5
        var perUnit = [Int](repeating: 0, count: 200)
        var wrong = 0
        func drain() {
            service.ring.drain { fix in
                perUnit[Int(fix.unit.index)] += 1
                if fix.coordinate != .city(east: Double(fix.unit.index) * 500) || !fix.isAuthenticated
                    || fix.measuredAt > fix.receivedAt
                {
                    wrong += 1
                }
            }
        }
        let tally = try withUnits(configuration) { _ in
            #expect(
                waits {
                    drain()
                    return perUnit.allSatisfy { $0 >= 4 }
                })
        }
        #expect(waits { service.accounted == tally.sent })
        drain()
        #expect(perUnit.reduce(0, +) == Int(tally.sent) && wrong == 0 && tally.sendFailed == 0)
        #expect(service[.fixTaken] == tally.sent && service[.marksAsked] >= 200)
        #expect(service.receiver.heardAt(UnitID(index: 199)).isSet)
        #expect(!service.receiver.heardAt(UnitID(index: 200)).isSet)
    }

    /// From the order to the freed unit through a relay that loses half of everything, both ways.
    @Test func aWholeIncidentThroughALossyRelay() throws {
        let seed = TelemetrySeed.value("aWholeIncidentThroughALossyRelay")
        let keys = TelemetryStand.keys(3)
        let service = try Service(keys: keys)
        defer { service.stop() }
        let relay = try LossyRelay(to: service.receiver.localAddress, lossPercent: 50, seed: seed)
        defer { relay.stop() }
        var configuration = UnitsConfiguration(
            units: profiles(keys), server: relay.frontAddress, seed: seed)
        configuration.hospitals = [SimulatedHospital(number: 9, coordinate: .city(north: 200, east: 100))]
        configuration.crew.hurry = 2_000
        configuration.schedule.reportsPerSecond = 10
        configuration.schedule.repeatSeconds = 0.1
        configuration.schedule.keepAliveSeconds = 0.3
        configuration.schedule.standingSeconds = 0.3
        _ = try withUnits(configuration) { _ in
            #expect(waits { service.receiver.heardAt(UnitID(index: 0)).isSet })
            let content = OrderContent(
                orderID: 41, kind: .dispatch, incidentNumber: 1, coordinate: .city(north: 100), priority: 1)
            #expect(service.receiver.send(UnitOrder(unit: UnitID(index: 0), content: content)))
            #expect(waits(seconds: 120) { service.log.presses.contains { $0.button == .available } })
            #expect(waits { service.log.acknowledged(41) > 0 })
        }
        let presses = service.log.presses
        #expect(presses.map(\.button) == Button.allCases, "each press once, in order")
        #expect(zip(presses, presses.dropFirst()).allSatisfy { $0.pressID + 1 == $1.pressID })
        #expect(presses.first { $0.button == .transport }?.destination == 9)
        #expect(service.log.acknowledged(41) == 1)
        #expect(service[.orderTaken] == 1 && service[.orderGivenUp] == 0)
        #expect(relay.dropped > 0)
    }

    /// A press that nobody settles comes again, with the same id, and never a later one before it.
    @Test func aPressIsPassedAgainUntilItIsDurable() throws {
        let keys = TelemetryStand.keys(1)
        let service = try Service(keys: keys, settles: false)
        defer { service.stop() }
        var configuration = UnitsConfiguration(
            units: profiles(keys, vehicle: .motorbike), server: service.receiver.localAddress, seed: 3)
        configuration.crew.hurry = 2_000
        configuration.schedule.repeatSeconds = 0.2
        _ = try withUnits(configuration) { _ in
            #expect(waits { service.receiver.heardAt(UnitID(index: 0)).isSet })
            let content = OrderContent(
                orderID: 5, kind: .dispatch, incidentNumber: 1, coordinate: .city(north: 50))
            #expect(service.receiver.send(UnitOrder(unit: UnitID(index: 0), content: content)))
            #expect(waits { service[.pressPassedAgain] >= 2 })
            let presses = service.log.presses
            #expect(presses.allSatisfy { $0.button == .acknowledge && $0.pressID == presses[0].pressID })
            #expect(service.receiver.pressDurable(UnitID(index: 0), pressID: presses[0].pressID))
            #expect(waits { service.log.presses.contains { $0.button == .enRoute } })
        }
    }

    /// The service starts anew with its marks: captured frames are refused, the genuine units are back.
    @Test func aRestartedServiceLosesNoUnit() throws {
        let keys = TelemetryStand.keys(5)
        var first: Service? = try Service(keys: keys)
        let address = try #require(first).receiver.localAddress
        var configuration = UnitsConfiguration(units: profiles(keys), server: address, seed: 4)
        configuration.schedule.keepAliveSeconds = 0.2
        let all = (0..<5).map { UnitID(index: $0) }
        _ = try withUnits(configuration) { _ in
            #expect(waits { first?[.fixTaken] ?? 0 >= 25 })
            first?.stop()
            let marks = first?.marks.with { $0 } ?? [:]
            first = nil
            let second = try Service(keys: keys, marks: marks, leaderEpoch: 2, bind: address)
            defer { second.stop() }
            #expect(waits { all.allSatisfy { second.receiver.heardAt($0).isSet } })
            #expect(second[.resyncSent] >= 5 && second[.belowMark] >= 5)
            for unit in all {
                let before = try #require(marks[unit.index])
                #expect(second.marks.with { $0[unit.index] ?? 0 } > before)
            }
        }
    }

    /// A flood that the receive buffer cannot hold: every datagram is in exactly one count.
    @Test func everyDatagramOfAFloodIsAccountedFor() throws {
        let stand = TelemetryStand()
        let service = try Service(keys: stand.keys, receiveBufferBytes: 16 << 10)
        let sender = try UDPSocket(bind: .loopback())
        var forged = stand.genuine(1)
        forged[79] ^= 1
        var sent: UInt64 = 0
        for round in 0..<200 {
            stand.now = WallClock.reading()
            let genuine = stand.genuine(UInt64(round) + 1, unit: 2)
            for number in 0..<300 {
                let bytes =
                    switch number % 4 {
                    case 0: forged
                    case 1: genuine
                    case 2: [UInt8](repeating: 7, count: number)
                    default: stand.genuine(5, unit: 1) { $0.keyEpoch = 77 }
                    }
                if sender.send(bytes, to: service.receiver.localAddress) { sent += 1 }
            }
        }
        #expect(waits { service.accounted >= sent })
        service.stop()
        #expect(service.accounted == sent)
        #expect(service[.kernelDropped] > 0 && service[.proofFailed] > 0 && service[.wrongLength] > 0)
    }

    @Test func badRostersAndOrdersAreRefused() throws {
        let hooks = TelemetryHooks(persist: { _, done in done() }, onSignal: { _ in true })
        for numbers: [UInt32] in [[0], [1_000_000], [4, 5, 4]] {
            #expect(throws: TelemetrySetupError.self) {
                try TelemetryReceiver(
                    TelemetryConfiguration(bind: .loopback(), leaderEpoch: 1),
                    units: numbers.map { TelemetryUnit(number: $0) }, keys: [],
                    ring: FixRing(capacity: 2), hooks: hooks)
            }
        }
        let receiver = try TelemetryReceiver(
            TelemetryConfiguration(bind: .loopback(), leaderEpoch: 1), units: [TelemetryUnit(number: 7)],
            keys: [], ring: FixRing(capacity: 2), hooks: hooks)
        #expect(receiver.unitsWithoutKey == [7])
        let content = OrderContent(orderID: 1, kind: .standDown, incidentNumber: 1, coordinate: nil)
        #expect(!receiver.send(UnitOrder(unit: UnitID(index: 1), content: content)))
        #expect(!receiver.send(UnitOrder(unit: .none, content: content)))
        #expect(receiver.send(UnitOrder(unit: UnitID(index: 0), content: content)))
        var zero = content
        zero.orderID = 0
        #expect(!receiver.send(UnitOrder(unit: UnitID(index: 0), content: zero)))
        #expect(!receiver.pressDurable(UnitID(index: 9), pressID: 1))
        #expect(throws: TelemetrySetupError.self) {
            try TelemetryReceiver(
                TelemetryConfiguration(bind: receiver.localAddress, leaderEpoch: 1), units: [], keys: [],
                ring: FixRing(capacity: 2), hooks: hooks)
        }
    }
}

/// Passes datagrams between one client and the service and loses a share of them, by a seed.
private final class LossyRelay: Sendable {
    let frontAddress: SocketAddress
    private let flag = StopFlag()
    private let thread = Locked<NamedThread?>(nil)
    private let losses = Atomic<Int>(0)
    var dropped: Int { losses.load(ordering: .relaxed) }

    init(to service: SocketAddress, lossPercent: UInt64, seed: UInt64) throws {
        let front = try UDPSocket(bind: .loopback())
        let back = try UDPSocket(bind: .loopback())
        frontAddress = front.localAddress
        let flag = flag
        let poller = try EpollSet()
        try poller.add(front.descriptor, token: 0, .read)
        try poller.add(back.descriptor, token: 1, .read)
        let box = Box(poller)
        let started = try NamedThread("relay") { [self] in
            let batch = DatagramBatch(stride: 1_500)
            var random = SplitMix64(seed: seed)
            var client = SocketAddress.none
            while !flag.isRaised {
                _ = box.poller.wait(milliseconds: 20)
                for (from, to) in [(front, back), (back, front)] {
                    while let got = try? from.receive(into: batch), got > 0 {
                        for i in 0..<got {
                            if from === front { client = batch.source(i) }
                            if random.next() % 100 < lossPercent {
                                losses.wrappingAdd(1, ordering: .relaxed)
                            } else {
                                to.send(batch.bytes(i), to: from === front ? service : client)
                            }
                        }
                    }
                }
            }
        }
        thread.with { $0 = started }
    }

    func stop() {
        flag.raise()
        let running = thread.with { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }

    private final class Box: @unchecked Sendable {
        let poller: EpollSet
        init(_ poller: EpollSet) { self.poller = poller }
    }
}
