// What somebody wants of the centre. A command names things by dense numbers; whoever makes it has
// looked
// them up. Nothing in a command has been decided yet.

import Geo

/// What is told of a place: where, how sure, and in which words.
public struct PlaceReport: Equatable, Sendable {
    public var coordinate: Coordinate?
    public var certainty: PlaceCertainty
    public var precisionMetres: Int32
    /// The words as they were typed.
    public var said: String
    /// The name it was found under, or the candidates.
    public var name: String

    public init(
        coordinate: Coordinate?, certainty: PlaceCertainty, precisionMetres: Int32 = 0, said: String = "",
        name: String = ""
    ) {
        self.coordinate = coordinate
        self.certainty = certainty
        self.precisionMetres = precisionMetres
        self.said = said
        self.name = name
    }
}

public enum Command: Equatable, Sendable {
    /// The service starts: a new epoch, with both clocks as they stand. `epoch` is the one that the lease
    /// gave, 0 where none did; whoever takes over renews what no box has confirmed.
    case startEpoch(monotonicNanoseconds: Int64, epoch: UInt32 = 0, renewsOrders: Bool = false)
    /// `isHospital`: the city's files tell of no hospitals, each station stands for one.
    case defineStation(number: Int32, coordinate: Coordinate, name: String, isHospital: Bool = true)
    case defineUnit(
        number: Int32, kind: UnitKind, station: StationID, skills: Skills, equipment: Equipment)
    /// A call comes in and becomes an incident.
    case openIncident(phone: String, priority: Priority, place: PlaceReport, words: String)
    case locate(IncidentID, PlaceReport)
    case prioritise(IncidentID, Priority)
    case note(IncidentID, String)
    /// Somebody was shown these candidates.
    case recommend(IncidentID, Basis)
    /// All of these units, or none.
    case dispatch([UnitID], IncidentID, Basis)
    case divert(UnitID, IncidentID, Basis)
    case standDown(UnitID, reason: EndReason = .stoodDown, note: String = "")
    /// A step typed by somebody; `occurredAt` earlier than now is a late entry.
    case step(UnitID, Button, occurredAt: Timestamp, destination: HospitalID)
    /// The same step, pressed in the vehicle.
    case press(UnitID, Button, press: UInt32, pressedAt: Timestamp, destination: HospitalID)
    /// The unit's box has confirmed an order.
    case confirmOrder(UnitID, OrderID)
    case close(IncidentID, Disposition)
    /// Time has passed: fire what is due.
    case tick

    // One noun each; see the vocabulary of its name.
    case call(CallCommand)
    case triage(TriageCommand)
    case offer(OfferCommand)
    case duty(DutyCommand)
    case patient(PatientCommand)
    case course(CourseCommand)
    case alert(AlertCommand)
    case shift(ShiftCommand)
    case privacy(PrivacyCommand)
    case hospital(HospitalCommand)
}

/// A command with who wants it and when.
public struct Submission: Equatable, Sendable {
    public var command: Command
    public var actor: Actor
    /// The client's own number for this command, made unique per person; 0 for none.
    public var client: UInt64
    public var now: Timestamp

    public init(_ command: Command, actor: Actor, client: UInt64 = 0, now: Timestamp) {
        self.command = command
        self.actor = actor
        self.client = client
        self.now = now
    }
}
