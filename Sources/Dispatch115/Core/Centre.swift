// The centre as a value: everything that is open, and what is recent. One writer owns it; it is a
// fold of
// its events (`apply`), and nothing else changes it. No strings in its rows: text lies in a table of its
// own, which drills never touch.

import Geo

/// Limits and times by which the centre decides. Part of its value: a replay decides alike.
public struct CentreRules: Equatable, Sendable {
    /// Seconds until an order that no box has confirmed raises an alert.
    public var orderAlertSeconds: Int64 = 30
    /// Seconds until a crew that has not acknowledged raises an alert.
    public var crewAlertSeconds: Int64 = 60
    /// Seconds until an incident without a unit raises an alert, by priority P0...P4.
    public var waitingAlertSeconds: [Int64] = [3600, 60, 180, 600, 1800]
    /// Seconds from the call until somebody is to be on scene, by priority; P0 has no target.
    public var targetSeconds: [Int64] = [0, 480, 900, 2400, 7200]
    /// Seconds that a station has to answer an offer, by priority P0...P4.
    public var offerAnswerSeconds: [Int64] = [120, 30, 45, 90, 120]
    /// How many stations are asked at once for a P1.
    public var offersAtOnce: Int = 3
    /// Seconds until a call that nobody answers raises an alert.
    public var callAlertSeconds: Int64 = 20
    /// How often an abandoned or silent call is called back before it is let go, 1 and up.
    public var callbackTries: UInt8 = 2
    /// Seconds within which a call-back, and the next after one in vain, is due.
    public var callbackSeconds: Int64 = 300
    /// So many calls of one number waiting at once are shown as one line, after everybody else's.
    public var floodCalls = 5
    /// How many closed incidents stay in memory.
    public var keptIncidents: Int32 = 10_000
    /// How long after its closing an incident may be reopened.
    public var reopenSeconds: Int64 = 24 * 3600
    /// Seconds that a report of a hospital holds where it does not say until when.
    public var capacityValidSeconds: Int64 = 6 * 3600
    /// Seconds that a reporter's clock may be ahead of ours.
    public var reportAheadSeconds: Int64 = 120
    /// Bytes of UTF-8 of one text.
    public var maximumTextBytes: Int = 4_000

    public init() {}
}

public struct Centre: Sendable {
    public var rules: CentreRules
    /// The last event's number; 0 before the first.
    public internal(set) var sequence: Int64 = 0
    /// The leader's epoch: grows with every start.
    public internal(set) var epoch: UInt32 = 0
    public internal(set) var stations: [Station] = []
    public internal(set) var stationNames: [String] = []
    public internal(set) var hospitals: [Hospital] = []
    public internal(set) var hospitalNames: [String] = []
    public internal(set) var facilityCodes: [String] = []
    /// `bedKinds` rows a hospital, in the order of `BedKind`.
    public internal(set) var beds: [Bed] = []
    public internal(set) var units: [Unit] = []
    public internal(set) var calls = DenseTable<Call>()
    public internal(set) var incidents = DenseTable<Incident>()
    public internal(set) var assignments = DenseTable<Assignment>()
    public internal(set) var patients = DenseTable<Patient>()
    public internal(set) var notes = DenseTable<Note>()
    public internal(set) var alerts = DenseTable<Alert>()
    public internal(set) var offers = DenseTable<Offer>()
    /// Texts by `TextID`; nil where a text was erased.
    public internal(set) var texts = DenseTable<String?>()
    /// Open incidents, ascending.
    public internal(set) var openIncidents: [IncidentID] = []
    /// Calls that are not done, ascending.
    public internal(set) var openCalls: [CallID] = []
    /// Alerts that are raised and not cleared, ascending.
    public internal(set) var openAlerts: [Int32] = []
    public internal(set) var shift = ShiftState()
    /// Paper forms that were entered, by number.
    public internal(set) var forms: [PaperForm] = []
    /// Form numbers given to desks, ascending.
    public internal(set) var formRanges: [FormRange] = []
    public internal(set) var lastOrder: OrderID = 0
    public internal(set) var erasure = ErasureState()
    public internal(set) var clients = ClientLog()
    var deadlines = DeadlineHeap()
    var unitByNumber = NumberTable()
    var stationByNumber = NumberTable()
    var hospitalByNumber = NumberTable()
    /// Calls by the exchange's name of them.
    var callByExchange: [UInt64: Int32] = [:]

    public init(rules: CentreRules = CentreRules()) { self.rules = rules }

    /// The unit with this number on its side; `none` where there is no such unit.
    public func unit(numbered number: Int32) -> UnitID { UnitID(index: unitByNumber[number]) }

    public func station(numbered number: Int32) -> StationID { StationID(index: stationByNumber[number]) }

    public func text(_ id: TextID) -> String? {
        texts.contains(id.index) ? texts[id.index] : nil
    }

    public subscript(call: CallID) -> Call { calls[call.index] }
    public subscript(incident: IncidentID) -> Incident { incidents[incident.index] }
    public subscript(assignment: AssignmentID) -> Assignment { assignments[assignment.index] }
    public subscript(unit: UnitID) -> Unit { units[Int(unit.index)] }
    public subscript(station: StationID) -> Station { stations[Int(station.index)] }

    /// The assignments of an incident, oldest first.
    public func assignments(of incident: IncidentID) -> [AssignmentID] {
        var found: [AssignmentID] = []
        var next = self[incident].firstAssignment
        while next.isSet {
            found.append(next)
            next = self[next].next
        }
        return found
    }

    /// The patients of an incident, oldest first.
    public func patients(of incident: IncidentID) -> [PatientID] {
        var found: [PatientID] = []
        var next = self[incident].firstPatient
        while next.isSet {
            found.append(next)
            next = patients[next.index].next
        }
        return found
    }

    /// Puts the content of a text back that was left out when its event was applied: what a start does once it
    /// knows which texts have stayed. Without effect where the text has left memory or was erased.
    mutating func restore(_ text: TextID, _ content: String?) {
        if texts.contains(text.index), !erasure.contains(text) { texts[text.index] = content }
    }

    /// Lets go of the contents of all texts; their numbers stay.
    mutating func forgetContents() {
        texts = DenseTable(base: texts.base, rows: ContiguousArray(repeating: nil, count: texts.rows.count))
    }

    /// For a fold that nobody asks for deadlines: they would only gather.
    mutating func forgetDeadlines() { deadlines = DeadlineHeap() }

    /// The patients on board of an assignment that have no outcome yet, oldest first.
    func openPatients(on assignment: AssignmentID) -> [PatientID] {
        guard self[assignment].openPatients > 0 else { return [] }
        return patients(of: self[assignment].incident).filter {
            patients[$0.index].assignment == assignment && patients[$0.index].outcome == .open
        }
    }

    /// The open alert of this kind about this subject; -1 where there is none. Linear in the open alerts.
    public func openAlert(of kind: AlertKind, about subject: Int32) -> Int32 {
        openAlerts.first { alerts[$0].kind == kind && alerts[$0].subject == subject } ?? -1
    }

    /// The incident that an alert of this kind concerns; `none` where it concerns none, or its row has gone.
    public func incident(of kind: AlertKind, _ subject: Int32) -> IncidentID {
        switch kind.subjectKind {
        case .assignment: assignments.contains(subject) ? assignments[subject].incident : .none
        case .incident: IncidentID(index: subject)
        case .call: calls.contains(subject) ? calls[subject].incident : .none
        case .offer: offers.contains(subject) ? offers[subject].incident : .none
        case .unit:
            subject >= 0 && subject < units.count && units[Int(subject)].live.isSet
                ? self[units[Int(subject)].live].incident : .none
        case .centre, .hospital: .none
        }
    }

    /// When the next deadline falls, for whoever sends `tick`.
    public var nextDeadline: Timestamp? { deadlines.first?.at }
}

/// From a number people say to a dense index. Numbers are small (at most 65,535), so an array will do.
struct NumberTable: Sendable {
    static let largestNumber: Int32 = 65_535
    private var indexes: [Int32] = []

    subscript(number: Int32) -> Int32 {
        get { number >= 0 && number < indexes.count ? indexes[Int(number)] : -1 }
        set {
            if number >= indexes.count {
                indexes.append(contentsOf: repeatElement(-1, count: Int(number) + 1 - indexes.count))
            }
            indexes[Int(number)] = newValue
        }
    }
}

extension Centre {
    /// What follows from the tables, after they were read from a snapshot.
    mutating func rebuildIndexes() {
        openIncidents = (incidents.base..<incidents.end).filter { incidents[$0].isOpen }.map {
            IncidentID(index: $0)
        }
        rebuildCallIndexes()
        openAlerts = (alerts.base..<alerts.end).filter { !alerts[$0].clearedAt.isSet }
        rebuildDeadlines()
    }
}
