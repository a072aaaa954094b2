/// Where an assignment stands. The live states come first, in the order in which they happen.
public enum AssignmentState: UInt8, CaseIterable, Comparable, Sendable {
    case dispatched = 0
    case acknowledged
    case enRoute
    case onScene
    case atPatient
    case transporting
    case atHospital
    case handedOver
    /// Ran its course: the unit is available again.
    case completed
    /// Stood down or diverted before that.
    case cancelled

    @inline(__always) public var isLive: Bool { rawValue < AssignmentState.completed.rawValue }

    public static func < (left: AssignmentState, right: AssignmentState) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The number of an order: one radio message to one unit.
public typealias OrderID = UInt64

/// One unit bound to one incident, with its own time points.
public struct Assignment: Equatable, Sendable {
    public var incident: IncidentID
    public var unit: UnitID
    public var state: AssignmentState = .dispatched
    public var endReason: EndReason = .none
    public var order: OrderID
    public var isOrderDelivered = false
    /// When `order` was made.
    public var orderedAt: Timestamp
    /// Whether the crew has said anything since its order, by button or by voice.
    public var hasCrewAnswered = false
    /// Where the patient is taken; `none` until it is said.
    public var destination: HospitalID = .none
    public var times = TimePoints()
    /// The next assignment of the same incident.
    public var next: AssignmentID = .none
    /// Patients on board without an outcome.
    public var openPatients: Int16 = 0
    /// Its partner where care comes first and transport behind it, as one response.
    public var linked: AssignmentID = .none
    public var orderAlert: Int32 = -1
    public var crewAlert: Int32 = -1
    /// When it was typed, if it was entered late: no order was sent.
    public var enteredAt = Timestamp.none
    public var odometer = Odometer()

    public init(incident: IncidentID, unit: UnitID, order: OrderID, orderedAt: Timestamp) {
        self.incident = incident
        self.unit = unit
        self.order = order
        self.orderedAt = orderedAt
    }
}
