// The time points of an assignment, as NEMSIS 3.5 names them (eTimes.01 to .14).

/// A time point of an assignment; raw values are NEMSIS' own.
public enum TimePoint: UInt8, CaseIterable, Sendable {
    case callReceived = 1
    case dispatchNotified = 2
    case unitNotified = 3
    case acknowledged = 4
    case enRoute = 5
    case onScene = 6
    case atPatient = 7
    case leftScene = 9
    case atDestination = 11
    case transferOfCare = 12
    case backInService = 13
    case cancelled = 14
}

/// All time points of one assignment; `Timestamp.none` where it has not happened or was not told.
public struct TimePoints: Equatable, Sendable {
    public var callReceived = Timestamp.none
    public var dispatchNotified = Timestamp.none
    public var unitNotified = Timestamp.none
    public var acknowledged = Timestamp.none
    public var enRoute = Timestamp.none
    public var onScene = Timestamp.none
    public var atPatient = Timestamp.none
    public var leftScene = Timestamp.none
    public var atDestination = Timestamp.none
    public var transferOfCare = Timestamp.none
    public var backInService = Timestamp.none
    public var cancelled = Timestamp.none

    public init() {}

    public subscript(point: TimePoint) -> Timestamp {
        get {
            switch point {
            case .callReceived: callReceived
            case .dispatchNotified: dispatchNotified
            case .unitNotified: unitNotified
            case .acknowledged: acknowledged
            case .enRoute: enRoute
            case .onScene: onScene
            case .atPatient: atPatient
            case .leftScene: leftScene
            case .atDestination: atDestination
            case .transferOfCare: transferOfCare
            case .backInService: backInService
            case .cancelled: cancelled
            }
        }
        set {
            switch point {
            case .callReceived: callReceived = newValue
            case .dispatchNotified: dispatchNotified = newValue
            case .unitNotified: unitNotified = newValue
            case .acknowledged: acknowledged = newValue
            case .enRoute: enRoute = newValue
            case .onScene: onScene = newValue
            case .atPatient: atPatient = newValue
            case .leftScene: leftScene = newValue
            case .atDestination: atDestination = newValue
            case .transferOfCare: transferOfCare = newValue
            case .backInService: backInService = newValue
            case .cancelled: cancelled = newValue
            }
        }
    }

    /// The steps that a crew reports, in the order in which they happen. That a box has got its order
    /// (unitNotified) is told by the box and may come after the crew was reached by phone.
    public static let crewOrder: [TimePoint] = [
        .dispatchNotified, .acknowledged, .enRoute, .onScene, .atPatient, .leftScene, .atDestination,
        .transferOfCare, .backInService,
    ]

    /// The crew's first word, if it has said any.
    public var firstAnswer: Timestamp? {
        for point in TimePoints.crewOrder.dropFirst() where self[point].isSet { return self[point] }
        return nil
    }

    /// The latest of the steps that has happened so far.
    public var latest: Timestamp {
        var latest = max(dispatchNotified, acknowledged)
        latest = max(latest, enRoute)
        latest = max(latest, onScene)
        latest = max(latest, atPatient)
        latest = max(latest, leftScene)
        latest = max(latest, atDestination)
        latest = max(latest, transferOfCare)
        return max(latest, backInService)
    }
}
