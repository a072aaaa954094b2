// One ambulance with its box, as a value: told the time, it moves, its crew presses buttons, and it says
// which report to send; told a frame down, it obeys. No clock, no socket; the seed repeats it. It stands for
// a real box also in what it must withstand: lost frames both ways, a restarted service, a second leader.

import Geo
import Glibc

public struct SimulatedUnit: Sendable {
    /// What the crew is doing; `until` is when it presses next.
    enum Phase: Equatable, Sendable {
        case parked
        case ordered(until: Int64)
        case boarding(until: Int64)
        case drivingToScene
        case walking(until: Int64)
        case caring(until: Int64)
        case drivingToHospital
        case handingOver(until: Int64)
        case cleaning(until: Int64)
        case returning
    }

    struct Press: Equatable, Sendable {
        var button: Button
        var id: UInt32
        var at: Int64
        var destination: UInt16
    }

    /// Closer than this the crew says that it is there.
    static let arrivalMetres = 15.0
    /// A crew that nobody acknowledges does not press for ever.
    static let pressLimit = 64

    public let profile: SimulatedUnitProfile
    public private(set) var acknowledgedOrderID: UInt64 = 0
    public private(set) var sequence: UInt64 = 0
    private(set) var phase: Phase = .parked
    private(set) var presses: [Press] = []
    private(set) var leaderEpoch: UInt32 = 0
    private(set) var downSequence: UInt64 = 0
    private(set) var position: PlanePosition
    private let crew: CrewParameters
    private let schedule: ReportSchedule
    private let hospitals: [SimulatedHospital]
    private var random: SplitMix64
    private var lastPressID: UInt32
    private var target: Coordinate?
    private var destination: UInt16 = 0
    private var movedAt: Int64
    private var sentAt: Int64 = .min
    private var sendAt: Int64
    private var heading: UInt16 = 65_535

    /// `firstPressID`: this one's presses are above it; a box that starts anew must begin above its old
    /// ones. The first report comes within the first second.
    public init(
        _ profile: SimulatedUnitProfile, crew: CrewParameters, schedule: ReportSchedule,
        hospitals: [SimulatedHospital], seed: UInt64, firstPressID: UInt32 = 0, now: Timestamp
    ) {
        self.profile = profile
        self.crew = crew
        self.schedule = schedule
        self.hospitals = hospitals
        lastPressID = firstPressID
        random = SplitMix64(seed: seed ^ UInt64(profile.number) &* 0xD6E8_FEB8_6659_FD93)
        position = PlanePosition(profile.home)
        movedAt = now.nanoseconds
        sendAt = now.nanoseconds
        sendAt += SimulatedUnit.nanoseconds(random.unitInterval())
    }

    public var coordinate: Coordinate { position.coordinate }
    var isParked: Bool { phase == .parked }

    /// When `advance` and `report` have something to do next.
    public var nextAt: Timestamp {
        Timestamp(nanoseconds: min(sendAt, phaseEnd ?? .max))
    }

    // MARK: Time

    /// Moves the unit and its crew to `now`; a time before the last one changes nothing.
    public mutating func advance(to now: Timestamp) {
        let elapsed = now.nanoseconds - movedAt
        if elapsed > 0 {
            movedAt = now.nanoseconds
            if let target {
                drive(to: target, metres: crew.metresPerSecond(profile.vehicle) * Double(elapsed) * 1e-9)
            }
        }
        if let end = phaseEnd, end <= now.nanoseconds { finishPhase(now.nanoseconds) }
    }

    /// The report that is due at `now`, or nil. Call `advance` first.
    public mutating func report(at now: Timestamp) -> UnitReport? {
        guard sendAt <= now.nanoseconds, sequence < .max else { return nil }
        sequence += 1
        sentAt = now.nanoseconds
        sendAt = now.nanoseconds + SimulatedUnit.nanoseconds(intervalSeconds)
        let here = position.coordinate
        let press = presses.first
        return UnitReport(
            unitNumber: profile.number, keyEpoch: profile.key.epoch, sequence: sequence, measuredAt: now,
            latitudeE7: here.latitudeE7, longitudeE7: here.longitudeE7,
            speedCentimetresPerSecond: target == nil
                ? 0 : UInt16(clamping: Int(crew.metresPerSecond(profile.vehicle) * 100)),
            headingCentidegrees: heading, quality: 1, accuracyMetres: 5, button: press?.button,
            pressID: press?.id ?? 0, pressedAt: Timestamp(nanoseconds: press?.at ?? 0),
            destination: press?.destination ?? 0, acknowledgedOrderID: acknowledgedOrderID)
    }

    private var intervalSeconds: Double {
        let moving = 1 / min(max(schedule.reportsPerSecond, 0.1), 10)
        if target != nil { return moving }
        if !presses.isEmpty { return schedule.repeatSeconds }
        return phase == .parked ? schedule.keepAliveSeconds : schedule.standingSeconds
    }

    /// The next report goes out at once, or as soon as the last one is far enough away.
    private mutating func hasten(_ now: Int64) {
        let least = SimulatedUnit.nanoseconds(schedule.leastSeconds)
        let earliest = sentAt == .min ? now : max(now, sentAt + least)
        sendAt = min(sendAt, earliest)
    }

    // MARK: Frames down

    /// Obeys a frame whose tag was right. Ignored: another unit's, a lower leader epoch than the highest
    /// seen, and what is not newer than the last frame.
    public mutating func hear(_ frame: DownFrame, at now: Timestamp) {
        let header = frame.header
        guard header.unitNumber == profile.number, header.leaderEpoch >= leaderEpoch,
            header.sequence > downSequence
        else { return }
        leaderEpoch = header.leaderEpoch
        downSequence = header.sequence
        let before = presses.count
        presses.removeAll { $0.id <= header.acknowledgedPressID }
        if presses.count < before, !presses.isEmpty { hasten(now.nanoseconds) }
        switch frame {
        case .acknowledgement: break
        case .resync(_, let highWater):
            if highWater >= sequence {
                sequence = highWater
                hasten(now.nanoseconds)
            }
        case .order(_, let order): obey(order, now.nanoseconds)
        }
    }

    private mutating func obey(_ order: OrderContent, _ now: Int64) {
        hasten(now)
        guard order.orderID != acknowledgedOrderID else { return }
        acknowledgedOrderID = order.orderID
        switch order.kind {
        case .dispatch:
            scene = order.coordinate
            target = nil
            phase = .ordered(until: now + wait(crew.acknowledgeSeconds))
        case .standDown:
            if phase != .parked { goHome() }
        }
    }

    private var scene: Coordinate?

    // MARK: The crew

    private var phaseEnd: Int64? {
        switch phase {
        case .ordered(let end), .boarding(let end), .walking(let end), .caring(let end),
            .handingOver(let end), .cleaning(let end):
            end
        case .parked, .drivingToScene, .drivingToHospital, .returning: nil
        }
    }

    private mutating func finishPhase(_ now: Int64) {
        switch phase {
        case .ordered:
            press(.acknowledge, now)
            phase = .boarding(until: now + wait(crew.boardSeconds))
        case .boarding:
            press(.enRoute, now)
            phase = .drivingToScene
            target = scene
            if let scene, position.metres(to: scene) <= SimulatedUnit.arrivalMetres { arrive() }
        case .walking:
            press(.atPatient, now)
            phase = .caring(until: now + wait(crew.careSeconds))
        case .caring: leaveScene(now)
        case .handingOver:
            press(.handOver, now)
            phase = .cleaning(until: now + wait(crew.cleanSeconds))
        case .cleaning:
            press(.available, now)
            goHome()
        case .parked, .drivingToScene, .drivingToHospital, .returning: break
        }
    }

    private mutating func leaveScene(_ now: Int64) {
        let here = position
        let nearest = hospitals.min { here.metres(to: $0.coordinate) < here.metres(to: $1.coordinate) }
        guard profile.vehicle.transports, let nearest else {
            press(.available, now)
            return goHome()
        }
        destination = nearest.number
        press(.transport, now, destination: nearest.number)
        phase = .drivingToHospital
        target = nearest.coordinate
        if here.metres(to: nearest.coordinate) <= SimulatedUnit.arrivalMetres { arrive() }
    }

    private mutating func goHome() {
        phase = .returning
        target = profile.home
        if position.metres(to: profile.home) <= SimulatedUnit.arrivalMetres { arrive() }
    }

    private mutating func arrive() {
        target = nil
        switch phase {
        case .drivingToScene:
            press(.onScene, movedAt)
            phase = .walking(until: movedAt + wait(crew.walkSeconds))
        case .drivingToHospital:
            press(.atHospital, movedAt, destination: destination)
            phase = .handingOver(until: movedAt + wait(crew.handOverSeconds))
        case .returning:
            phase = .parked
            hasten(movedAt)
        case .parked, .ordered, .boarding, .walking, .caring, .handingOver, .cleaning: break
        }
    }

    private mutating func press(_ button: Button, _ now: Int64, destination: UInt16 = 0) {
        guard lastPressID < .max, presses.count < SimulatedUnit.pressLimit else { return }
        lastPressID += 1
        presses.append(Press(button: button, id: lastPressID, at: now, destination: destination))
        hasten(now)
    }

    private mutating func drive(to goal: Coordinate, metres: Double) {
        heading = position.heading(to: goal)
        if position.move(to: goal, metres: metres) <= SimulatedUnit.arrivalMetres { arrive() }
    }

    private mutating func wait(_ seconds: ClosedRange<Double>) -> Int64 {
        let drawn = seconds.lowerBound + (seconds.upperBound - seconds.lowerBound) * random.unitInterval()
        return SimulatedUnit.nanoseconds(drawn / max(1, crew.hurry))
    }

    static func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }
}

/// Where a simulated unit is, finer than a coordinate: small steps must add up.
struct PlanePosition: Equatable, Sendable {
    private(set) var latitudeE7: Double
    private(set) var longitudeE7: Double
    private static let metresPerE7 = 6_371_008.8 * Double.pi / 180 * 1e-7

    init(_ coordinate: Coordinate) {
        latitudeE7 = Double(coordinate.latitudeE7)
        longitudeE7 = Double(coordinate.longitudeE7)
    }

    /// Rounded to a coordinate; between two coordinates of the globe there are only such.
    var coordinate: Coordinate {
        let latitude = Int32(max(-900_000_000, min(900_000_000, latitudeE7.rounded())))
        let longitude = Int32(max(-1_800_000_000, min(1_800_000_000, longitudeE7.rounded())))
        guard let out = Coordinate(latitudeE7: latitude, longitudeE7: longitude) else {
            preconditionFailure("clamped to the globe")
        }
        return out
    }

    private func offset(to goal: Coordinate) -> (north: Double, east: Double, narrowing: Double) {
        let north = Double(goal.latitudeE7) - latitudeE7
        let middle = (latitudeE7 + north / 2) * 1e-7 * Double.pi / 180
        let narrowing = max(cos(middle), 1e-6)
        let east = (Double(goal.longitudeE7) - longitudeE7) * narrowing
        return (north * PlanePosition.metresPerE7, east * PlanePosition.metresPerE7, narrowing)
    }

    func metres(to goal: Coordinate) -> Double {
        let way = offset(to: goal)
        return (way.north * way.north + way.east * way.east).squareRoot()
    }

    /// Hundredths of a degree clockwise from north; 65,535 at the goal.
    func heading(to goal: Coordinate) -> UInt16 {
        let way = offset(to: goal)
        guard way.north != 0 || way.east != 0 else { return 65_535 }
        let degrees = atan2(way.east, way.north) * 180 / Double.pi
        let hundredths = Int((degrees * 100).rounded())
        return UInt16((hundredths + 36_000) % 36_000)
    }

    /// Goes at most `metres` straight towards the goal; returns the metres that are left.
    mutating func move(to goal: Coordinate, metres: Double) -> Double {
        let left = self.metres(to: goal)
        guard left > metres else {
            self = PlanePosition(goal)
            return 0
        }
        let share = metres / left
        latitudeE7 += (Double(goal.latitudeE7) - latitudeE7) * share
        longitudeE7 += (Double(goal.longitudeE7) - longitudeE7) * share
        return left - metres
    }
}
