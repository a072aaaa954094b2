// How a simulated crew behaves: how long it takes for each step and how fast it drives. Placeholders of a
// plausible size, not measurements; everything is a parameter.

import Geo

public enum SimulatedVehicle: String, CaseIterable, Sendable {
    case car, motorbike, boat

    /// Whether it can carry a patient.
    public var transports: Bool { self != .motorbike }
}

/// One simulated unit: who it is and where it belongs.
public struct SimulatedUnitProfile: Sendable {
    public var number: UInt32
    public var vehicle: SimulatedVehicle
    public var home: Coordinate
    public var key: UnitKey

    public init(number: UInt32, vehicle: SimulatedVehicle, home: Coordinate, key: UnitKey) {
        self.number = number
        self.vehicle = vehicle
        self.home = home
        self.key = key
    }
}

public struct SimulatedHospital: Equatable, Sendable {
    /// What stands in the frame, 1...65535.
    public var number: UInt16
    public var coordinate: Coordinate

    public init(number: UInt16, coordinate: Coordinate) {
        self.number = number
        self.coordinate = coordinate
    }
}

/// Waits in seconds, drawn evenly from the range; speeds in km/h. `hurry` divides the waits and multiplies
/// the speeds, these up to 190 km/h: above 200 the receiver would not believe the positions.
public struct CrewParameters: Sendable {
    public static let fastestKilometresPerHour = 190.0

    public var acknowledgeSeconds: ClosedRange<Double> = 3...10
    public var boardSeconds: ClosedRange<Double> = 20...60
    public var walkSeconds: ClosedRange<Double> = 20...90
    public var careSeconds: ClosedRange<Double> = 300...900
    public var handOverSeconds: ClosedRange<Double> = 300...1_200
    public var cleanSeconds: ClosedRange<Double> = 120...300
    public var carKilometresPerHour = 40.0
    public var motorbikeKilometresPerHour = 30.0
    public var boatKilometresPerHour = 20.0
    public var hurry = 1.0

    public init() {}

    func metresPerSecond(_ vehicle: SimulatedVehicle) -> Double {
        let speed =
            switch vehicle {
            case .car: carKilometresPerHour
            case .motorbike: motorbikeKilometresPerHour
            case .boat: boatKilometresPerHour
            }
        return min(speed * max(1, hurry), CrewParameters.fastestKilometresPerHour) / 3.6
    }
}

/// When a box reports.
public struct ReportSchedule: Sendable {
    /// Reports a second while the unit drives; 0.1...10.
    public var reportsPerSecond = 1.0
    /// Parked at home with nothing to say.
    public var keepAliveSeconds = 20.0
    /// Standing, but on an incident.
    public var standingSeconds = 5.0
    /// A press is repeated so often until it is acknowledged.
    public var repeatSeconds = 1.0
    /// Never closer together than this.
    public var leastSeconds = 0.05

    public init() {}
}
