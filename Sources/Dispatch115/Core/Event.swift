// What has happened. Events are the truth: the centre is a fold of them. They carry what was before
// where a
// reader wants to know it, and everything the fold needs; applying one cannot fail.

import Geo

/// A piece of text with the number under which it is kept and encrypted.
public struct Text: Equatable, Sendable {
    public var id: TextID
    /// Nil where its key was destroyed: the text is erased, the event stays.
    public var content: String?

    public init(id: TextID, content: String?) {
        self.id = id
        self.content = content
    }

    public static let none = Text(id: .none, content: nil)
}

/// `PlaceReport` as it is kept.
public struct PlaceRecord: Equatable, Sendable {
    public var coordinate: Coordinate?
    public var certainty: PlaceCertainty
    public var precisionMetres: Int32
    public var said: Text
    public var name: Text
}

public enum EventBody: Equatable, Sendable {
    case epochStarted(epoch: UInt32, monotonicNanoseconds: Int64)
    case stationDefined(StationID, number: Int32, coordinate: Coordinate, name: String)
    case unitDefined(
        UnitID, number: Int32, kind: UnitKind, station: StationID, skills: Skills, equipment: Equipment)
    case callReceived(CallID, phone: Text)
    case incidentOpened(IncidentID, call: CallID, priority: Priority, place: PlaceRecord, words: Text)
    case incidentPlaced(IncidentID, before: TextID, place: PlaceRecord)
    case priorityChanged(IncidentID, from: Priority, to: Priority)
    case noted(IncidentID, Text)
    case recommended(IncidentID, Basis)
    case dispatched(AssignmentID, IncidentID, UnitID, order: OrderID, Basis)
    case orderConfirmed(UnitID, order: OrderID, AssignmentID)
    /// The crew is told anew where to go: a new order for the same assignment.
    case orderRenewed(AssignmentID, order: OrderID)
    case assignmentMoved(
        AssignmentID, from: AssignmentState, to: AssignmentState, Button, occurredAt: Timestamp,
        isLate: Bool, destination: HospitalID, press: UInt32)
    case assignmentCancelled(AssignmentID, from: AssignmentState, EndReason, order: OrderID)
    /// A press that changed nothing, so that its repeats are known.
    case pressIgnored(UnitID, Button, press: UInt32)
    case patientLoaded(PatientID, IncidentID, AssignmentID, destination: HospitalID)
    case patientEnded(PatientID, PatientOutcome)
    case incidentClosed(IncidentID, Disposition)
    case alertRaised(alert: Int32, AlertKind, subject: Int32)
    case alertCleared(alert: Int32)
    /// The oldest closed incidents and what belongs to them leave the centre's memory (not the journal).
    case retired(RetiredBounds)

    // One noun each; see the vocabulary of its name.
    case call(CallEvent)
    case triage(TriageEvent)
    case offer(OfferEvent)
    case duty(DutyEvent)
    case patient(PatientEvent)
    case course(CourseEvent)
    case alert(AlertEvent)
    case shift(ShiftEvent)
    case privacy(PrivacyEvent)
    case hospital(HospitalEvent)
}

/// The first row of each table that stays.
public struct RetiredBounds: Equatable, Sendable {
    public var incidents: Int32
    public var calls: Int32
    public var assignments: Int32
    public var patients: Int32
    public var notes: Int32
    public var texts: Int32
    public var alerts: Int32
    public var offers: Int32

    public init(
        incidents: Int32, calls: Int32, assignments: Int32, patients: Int32, notes: Int32, texts: Int32,
        alerts: Int32, offers: Int32
    ) {
        self.incidents = incidents
        self.calls = calls
        self.assignments = assignments
        self.patients = patients
        self.notes = notes
        self.texts = texts
        self.alerts = alerts
        self.offers = offers
    }
}

/// One event with its place in the journal's order.
public struct Event: Equatable, Sendable {
    /// 1, 2, 3 ... without gaps.
    public var sequence: Int64
    /// The leader's epoch that made it.
    public var epoch: UInt32
    public var at: Timestamp
    public var actor: Actor
    public var client: UInt64
    public var body: EventBody

    public init(
        sequence: Int64, epoch: UInt32, at: Timestamp, actor: Actor, client: UInt64, body: EventBody
    ) {
        self.sequence = sequence
        self.epoch = epoch
        self.at = at
        self.actor = actor
        self.client = client
        self.body = body
    }
}
