// What is wanted and what happens around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer, lines taken back.
// Event types 180 to 199 of the journal are theirs.

import Geo

public enum IncidentKind: UInt8, CaseIterable, Sendable {
    case emergency = 0
    /// A unit waits at an event; may be called away.
    case standby
    /// A planned transfer between hospitals; may be put off until the patient is on board.
    case transfer
}

/// A place as an incident held it before its last correction.
public struct PlaceBefore: Equatable, Sendable {
    public var coordinate: Coordinate?
    public var certainty: PlaceCertainty = .missing
    public var precisionMetres: Int32 = 0
    public var said: TextID = .none
    public var name: TextID = .none

    public init() {}
}

/// What sets an incident apart from a plain emergency, and what of it can be taken back.
public struct IncidentCourse: Equatable, Sendable {
    public var kind: IncidentKind = .emergency
    /// Planned work: from when to when; `.none` where it was not said.
    public var plannedAt: Timestamp = .none
    public var plannedTo: Timestamp = .none
    /// How many patients are thought to be there; 0 for no mass casualty.
    public var estimate: Int32 = 0
    public var reopenedAt: Timestamp = .none
    /// Assignments that had been completed when it was reopened: they serve it no more.
    public var completedBefore: Int32 = 0
    /// A transfer's hospital of departure, and what was agreed with the other one.
    public var from: HospitalID = .none
    public var doctor: TextID = .none
    public var bed: TextID = .none
    public var escort: TextID = .none
    public var placeBefore: PlaceBefore?

    public init() {}

    /// How many units a mass casualty asks for: one for two patients, so that the first to leave are not
    /// alone; 1 otherwise.
    public var unitsWanted: Int32 { max(1, min(estimate / 2 + estimate % 2, 64)) }
}

/// The events of one line that shall be taken back, and everything that came after it.
public struct LineToUndo: Equatable, Sendable {
    /// Never empty.
    public var line: [Event]
    public var later: [Event]

    public init(line: [Event], later: [Event]) {
        self.line = line
        self.later = later
    }
}

/// What somebody wants.
public enum CourseCommand: Equatable, Sendable {
    case reopen(IncidentID)
    case massCasualty(IncidentID, estimate: Int32)
    case standby(place: PlaceReport, words: String, priority: Priority, at: Timestamp, to: Timestamp)
    case transfer(TransferPlan)
    /// `anybodys`: whoever asks may take back what others did, and after any time.
    case undo(LineToUndo, anybodys: Bool)
}

/// A transfer between hospitals as it is asked for.
public struct TransferPlan: Equatable, Sendable {
    public var from: HospitalID
    public var to: HospitalID
    /// The name of `from`, for the incident's place.
    public var fromName: String
    public var priority: Priority
    public var at: Timestamp
    public var doctor: String
    public var bed: String
    public var escort: String
    /// The patient and what for.
    public var words: String

    public init(
        from: HospitalID, to: HospitalID, fromName: String, priority: Priority, at: Timestamp = .none,
        doctor: String = "", bed: String = "", escort: String = "", words: String = ""
    ) {
        self.from = from
        self.to = to
        self.fromName = fromName
        self.priority = priority
        self.at = at
        self.doctor = doctor
        self.bed = bed
        self.escort = escort
        self.words = words
    }
}

/// What has happened.
public enum CourseEvent: Equatable, Sendable {
    /// `isFresh`: it waits anew. Otherwise its closing was taken back and nothing else changes.
    case reopened(IncidentID, was: Disposition, isFresh: Bool)
    case massCasualty(IncidentID, from: Int32, to: Int32)
    case planned(IncidentID, IncidentKind, at: Timestamp, to: Timestamp)
    case transferPlanned(IncidentID, from: HospitalID, doctor: Text, bed: Text, escort: Text)
    /// The events of these numbers were taken back; what that changes follows.
    case takenBack(first: Int64, last: Int64)
    case noteWithdrawn(IncidentID, note: Int32)
    case stepTakenBack(AssignmentID, from: AssignmentState, to: AssignmentState, Button)
    case placeRestored(IncidentID)
}

/// What of a line stands in the way of taking it back, and what does it honestly.
public enum UndoObstacle: Equatable, Sendable {
    /// The order has left: stand down.
    case orderHasLeft(UnitID)
    /// The unit was told to leave: send it again.
    case standDownHasLeft(UnitID, IncidentID)
    /// Back in service: dispatch again.
    case unitIsFree(UnitID, IncidentID)
    /// The crew pressed it.
    case boxPressed(UnitID)
    /// Another hospital is another TR.
    case hospitalChanged(UnitID)
    case incidentOpened(IncidentID)
    /// Something came after it: the sequence of the first that did.
    case followed(Int64)
    case takenBackAlready(Int64)
    /// Nobody at a desk did it, or it changed nothing.
    case nothingToTakeBack
    case othersLine
    case tooLate(minutes: Int64)
    /// The incident is closed: reopen first.
    case incidentClosed(IncidentID)
}

/// Why nothing changes.
public enum CourseRejection: Equatable, Sendable {
    case notClosed(IncidentID)
    /// Closed longer ago than a reopening is for.
    case closedLongAgo(IncidentID, hours: Int64)
    /// A duplicate whose call is another incident's now: which.
    case boundElsewhere(IncidentID, IncidentID)
    case estimateUnfit(limit: Int32)
    case planned(IncidentID, IncidentKind)
    case sameHospital(HospitalID)
    case plannedTimePassed(Timestamp)
    case notUndone(sequence: Int64, UndoObstacle)
}
