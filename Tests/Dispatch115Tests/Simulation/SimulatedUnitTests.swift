import Geo
import Testing

@testable import Dispatch115

/// One simulated unit in virtual time: what it sends, what it obeys.
@Suite struct SimulatedUnitTests {
    private static let second: Int64 = 1_000_000_000
    private let start = Timestamp(nanoseconds: TelemetryStand.start)
    private let hospitals = [
        SimulatedHospital(number: 4, coordinate: .city(north: 9_000)),
        SimulatedHospital(number: 5, coordinate: .city(north: 2_500)),
    ]

    private func unit(_ vehicle: SimulatedVehicle = .car, seed: UInt64 = 1, hurry: Double = 1)
        -> SimulatedUnit
    {
        var crew = CrewParameters()
        crew.hurry = hurry
        let key = TelemetryStand.keys(1)[0]
        return SimulatedUnit(
            SimulatedUnitProfile(number: 1, vehicle: vehicle, home: .city(), key: key), crew: crew,
            schedule: ReportSchedule(), hospitals: hospitals, seed: seed, now: start)
    }

    private func header(_ counter: UInt32, leader: UInt32 = 1, press: UInt32 = 0) -> DownHeader {
        DownHeader(
            unitNumber: 1, keyEpoch: 1, leaderEpoch: leader, counter: counter, acknowledgedPressID: press)
    }

    private func order(_ id: UInt64, _ counter: UInt32, leader: UInt32 = 1, kind: OrderKind = .dispatch)
        -> DownFrame
    {
        .order(
            header(counter, leader: leader),
            OrderContent(orderID: id, kind: kind, incidentNumber: 7, coordinate: .city(north: 2_000)))
    }

    /// Runs from event to event; every report goes to `hear`, which may answer.
    private func run(
        _ unit: inout SimulatedUnit, from: Timestamp, seconds: Int64,
        hear: (UnitReport, Timestamp) -> DownFrame? = { _, _ in nil }
    ) -> Timestamp {
        let end = from.adding(seconds: seconds)
        var now = from
        while unit.nextAt <= end {
            now = max(now, unit.nextAt)
            unit.advance(to: now)
            if let report = unit.report(at: now), let answer = hear(report, now) {
                unit.hear(answer, at: now)
            }
        }
        return end
    }

    @Test(arguments: [SimulatedVehicle.car, .motorbike])
    func aWholeIncident(_ vehicle: SimulatedVehicle) {
        var unit = unit(vehicle)
        var gate = MovementGate()
        var counter: UInt32 = 1
        var pressed: [UnitReport] = []
        var sequences: [UInt64] = []
        var now = run(&unit, from: start, seconds: 60)
        unit.hear(order(77, 1), at: now)
        #expect(unit.nextAt == now)
        now = run(&unit, from: now, seconds: 2 * 3_600) { report, now in
            sequences.append(report.sequence)
            #expect(report.acknowledgedOrderID == 77)
            let clock = ClockReading(
                wallNanoseconds: now.nanoseconds, monotonicNanoseconds: now.nanoseconds)
            let verdict = gate.judge(
                latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7,
                measured: report.measuredAt.nanoseconds, isLate: false, now: clock)
            #expect(verdict == .accepted || verdict == .same)
            guard report.pressID != 0 else { return nil }
            if pressed.last?.pressID != report.pressID { pressed.append(report) }
            counter += 1
            return .acknowledgement(header(counter, press: report.pressID))
        }
        let expected: [Button] =
            vehicle == .car
            ? Button.allCases : [.acknowledge, .enRoute, .onScene, .atPatient, .available]
        #expect(pressed.map(\.button) == expected)
        #expect(zip(pressed, pressed.dropFirst()).allSatisfy { $0.pressedAt < $1.pressedAt })
        #expect(zip(sequences, sequences.dropFirst()).allSatisfy { $0 + 1 == $1 })
        let scene = PlanePosition(.city(north: 2_000))
        for report in pressed where report.button == .onScene {
            let place = Coordinate(latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7)
            #expect(place.map { scene.metres(to: $0) <= 15.1 } == true)
        }
        #expect(pressed.first { $0.button == .transport }?.destination == (vehicle == .car ? 5 : nil))
        #expect(unit.isParked && PlanePosition(unit.coordinate).metres(to: .city()) <= 15.1)
        #expect(unit.presses.isEmpty)
    }

    @Test func pressesAreRepeatedOldestFirstUntilAcknowledged() {
        var unit = unit(hurry: 100)
        unit.hear(order(1, 1), at: start)
        var ids: [UInt32] = []
        let now = run(&unit, from: start, seconds: 120) { report, _ in
            if report.pressID != 0 { ids.append(report.pressID) }
            return nil
        }
        #expect(ids.count > 20 && ids.allSatisfy { $0 == 1 })
        #expect(unit.presses.count > 2)
        unit.hear(.acknowledgement(header(2, press: 2)), at: now)
        _ = run(&unit, from: now, seconds: 1) { report, _ in
            #expect(report.pressID == 3)
            return nil
        }
    }

    @Test func parkedUnitsKeepTheLineOpenAndDrivingOnesReportAtTheirRate() {
        var unit = unit()
        var parked = 0
        var now = run(&unit, from: start, seconds: 200) { _, _ in
            parked += 1
            return nil
        }
        #expect(parked == 10)
        unit.hear(order(1, 1), at: now)
        now = run(&unit, from: now, seconds: 80)
        #expect(unit.phase == .drivingToScene)
        var driving = 0
        _ = run(&unit, from: now, seconds: 50) { report, _ in
            driving += 1
            #expect(report.speedCentimetresPerSecond == 1_111)
            return nil
        }
        #expect(driving == 50)
    }

    @Test func standDownAndANewOrder() {
        var unit = unit(hurry: 10)
        unit.hear(order(1, 1), at: start)
        var now = run(&unit, from: start, seconds: 20)
        #expect(unit.phase == .drivingToScene)
        unit.hear(order(2, 2, kind: .standDown), at: now)
        #expect(unit.acknowledgedOrderID == 2 && unit.phase == .returning)
        now = run(&unit, from: now, seconds: 2)
        unit.hear(order(3, 3), at: now)
        now = run(&unit, from: now, seconds: 1)
        #expect(unit.acknowledgedOrderID == 3)
        let before = unit.phase
        unit.hear(order(3, 4), at: now)
        #expect(unit.phase == before, "an order that comes twice is taken once")
        #expect(unit.nextAt <= now.adding(seconds: 1))
        now = run(&unit, from: now, seconds: 2_000)
        unit.hear(order(4, 5, kind: .standDown), at: now)
        _ = run(&unit, from: now, seconds: 2_000)
        #expect(unit.isParked)
    }

    @Test func lowerLeadersAndOldFramesAreIgnored() {
        var unit = unit()
        unit.hear(order(1, 5, leader: 4), at: start)
        unit.hear(order(2, 4, leader: 4), at: start)
        unit.hear(order(2, 5, leader: 4), at: start)
        unit.hear(order(2, 900, leader: 3), at: start)
        unit.hear(.resync(header(901, leader: 3), highWater: 5_000), at: start)
        #expect(unit.acknowledgedOrderID == 1 && unit.sequence == 0)
        unit.hear(order(3, 1, leader: 5), at: start)
        #expect(unit.acknowledgedOrderID == 3)
        let other = DownHeader(unitNumber: 2, keyEpoch: 1, leaderEpoch: 9, counter: 1)
        unit.hear(.resync(other, highWater: 5_000), at: start)
        #expect(unit.sequence == 0 && unit.leaderEpoch == 5)
    }

    @Test func resyncJumpsForwardOnlyAndAnswersAtOnce() {
        var unit = unit()
        var now = run(&unit, from: start, seconds: 30)
        unit.hear(.resync(header(1), highWater: 640), at: now)
        var next: UInt64 = 0
        now = run(&unit, from: now, seconds: 1) { report, _ in
            next = report.sequence
            return nil
        }
        #expect(next == 641)
        unit.hear(.resync(header(2), highWater: 10), at: now)
        #expect(unit.sequence == 641)
        unit.hear(.resync(header(3), highWater: .max), at: now)
        unit.advance(to: now.adding(seconds: 60))
        #expect(unit.report(at: now.adding(seconds: 60)) == nil, "no sequence is left, and no trap")
    }

    @Test func anOrderWithoutAPlaceIsAcknowledgedAndWaits() {
        var unit = unit(hurry: 100)
        let content = OrderContent(orderID: 6, kind: .dispatch, incidentNumber: 7, coordinate: nil)
        unit.hear(.order(header(1), content), at: start)
        let now = run(&unit, from: start, seconds: 60)
        #expect(unit.phase == .drivingToScene && unit.coordinate == .city())
        #expect(unit.presses.map(\.button) == [.acknowledge, .enRoute])
        unit.hear(order(7, 2), at: now)
        _ = run(&unit, from: now, seconds: 60)
        #expect(unit.coordinate != .city())
    }

    @Test func theSeedRepeatsTheUnit() {
        func reports(_ seed: UInt64) -> [UnitReport] {
            var unit = unit(seed: seed, hurry: 20)
            unit.hear(order(1, 1), at: start)
            var all: [UnitReport] = []
            _ = run(&unit, from: start, seconds: 300) { report, _ in
                all.append(report)
                return nil
            }
            return all
        }
        #expect(reports(1) == reports(1))
        #expect(reports(1) != reports(2))
    }

    @Test func noHurryIsFasterThanTheGate() {
        for vehicle in SimulatedVehicle.allCases {
            var crew = CrewParameters()
            crew.hurry = 1e9
            #expect(crew.metresPerSecond(vehicle) <= 190 / 3.6)
        }
    }
}
