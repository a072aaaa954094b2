// The rows of the centre's tables besides assignments: plain values without references, so that a table of
// them copies as one block and a drill runs through millions.

import Geo

/// A person of an incident.
public struct Patient: Equatable, Sendable {
    public var incident: IncidentID
    /// The one that has the patient on board, or had; `none` before.
    public var assignment: AssignmentID = .none
    public var destination: HospitalID = .none
    public var outcome: PatientOutcome = .open
    /// The kind of bed it takes; nil where none was chosen: the emergency department's.
    public var bed: BedKind?
    public var next: PatientID = .none
    public var notes: PatientNotes

    /// `number` is the one within the incident.
    public init(incident: IncidentID, number: Int32) {
        self.incident = incident
        notes = PatientNotes(number: number)
    }
}

/// A line added to an incident.
public struct Note: Equatable, Sendable {
    public var text: TextID
    public var at: Timestamp
    public var actor: Actor
    /// The next note of the same incident, -1 at the end.
    public var next: Int32
    /// Taken back: kept, and shown as such.
    public var isWithdrawn = false
}

/// Where units wait. One that stands at a hospital has the hospital's number.
public struct Station: Equatable, Sendable {
    /// The number people say.
    public var number: Int32
    public var coordinate: Coordinate
    public var offers = StationOffers()
}

/// A vehicle with its crew on duty.
public struct Unit: Equatable, Sendable {
    /// The number on the vehicle.
    public var number: Int32
    public var kind: UnitKind
    public var station: StationID
    public var skills: Skills
    public var equipment: Equipment
    /// Logged on; may still be out of service.
    public var isOnDuty: Bool
    public var duty: UnitDuty
    /// Its one live assignment, or none.
    public var live: AssignmentID = .none
    /// The last order that was made for it, 0 for none.
    public var order: OrderID = 0
    public var orderKind: OrderKind = .dispatch
    public var orderAssignment: AssignmentID = .none
    public var isOrderDelivered = true
    /// The last button press that was handled; smaller ones are repeats.
    public var lastPress: UInt32 = 0

    public init(
        number: Int32, kind: UnitKind, station: StationID, skills: Skills, equipment: Equipment,
        isOnDuty: Bool = true
    ) {
        self.number = number
        self.kind = kind
        self.station = station
        self.skills = skills
        self.equipment = equipment
        self.isOnDuty = isOnDuty
        duty = UnitDuty(skills: skills, equipment: equipment)
    }

    /// On duty and in service: may be sent, if nothing else binds it.
    public var isInService: Bool { isOnDuty && duty.reason == .none }
}

/// A state somebody must look at: raised, acknowledged by a person, cleared when its reason is gone.
public struct Alert: Equatable, Sendable {
    public var kind: AlertKind
    /// The index of what it is about: `kind.subjectKind` says in which table.
    public var subject: Int32
    public var raisedAt: Timestamp
    public var clearedAt: Timestamp = .none
    public var acknowledgedAt: Timestamp = .none
    public var acknowledgedBy: Actor?
    public var measure = AlertMeasure()
}
