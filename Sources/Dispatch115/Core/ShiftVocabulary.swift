// What is wanted and what happens around the shift's hand-over, and entries made late from paper forms.
// Event types 210 to 219 of the journal are theirs.

/// A step of a run that is entered as a whole.
public struct LateStep: Equatable, Sendable {
    public var button: Button
    public var at: Timestamp

    public init(_ button: Button, at: Timestamp) {
        self.button = button
        self.at = at
    }
}

/// What a paper form says of a call.
public struct PaperEntry: Equatable, Sendable {
    /// The form's number; 0 for none.
    public var form: Int32
    /// The person has been shown what it may double, and says that it does not.
    public var insists: Bool
    /// When the call came.
    public var receivedAt: Timestamp
    public var phone: String
    public var priority: Priority
    public var place: PlaceReport
    public var words: String

    public init(
        form: Int32, insists: Bool, receivedAt: Timestamp, phone: String, priority: Priority,
        place: PlaceReport, words: String
    ) {
        self.form = form
        self.insists = insists
        self.receivedAt = receivedAt
        self.phone = phone
        self.priority = priority
        self.place = place
        self.words = words
    }
}

/// What somebody wants.
public enum ShiftCommand: Equatable, Sendable {
    /// An incident of the past, from a paper form or from memory.
    case enterIncident(PaperEntry)
    /// Units that were sent then. With steps up to `available` the run is over, else the unit is on it still.
    case enterRun([UnitID], IncidentID, sentAt: Timestamp, steps: [LateStep], destination: HospitalID)
    /// Closed then.
    case closeLate(IncidentID, Disposition, at: Timestamp)
    /// The next free form numbers, for one desk.
    case reserveForms(count: Int32)
    /// The outgoing person has what is open read back.
    case readBack
    /// The incoming person takes over what was read back under this code.
    case handOver(code: UInt32, note: String)
}

/// What has happened.
public enum ShiftEvent: Equatable, Sendable {
    /// What was open; whoever knows its code has been read it.
    case readBack(items: [ShiftItem])
    case handedOver(from: UInt32, to: UInt32, code: UInt32, counts: ShiftCounts, note: Text)
    /// Follows the event that opened it.
    case incidentBackdated(IncidentID, form: Int32, receivedAt: Timestamp)
    /// A run of the past; no order goes to the unit's box.
    case runEntered(
        AssignmentID, IncidentID, UnitID, state: AssignmentState, times: TimePoints, destination: HospitalID)
    /// Follows the event that closed it.
    case closeBackdated(IncidentID, at: Timestamp)
    case formsReserved(first: Int32, count: Int32)
}

/// Why nothing changes.
public enum ShiftRejection: Equatable, Sendable {
    /// A form without the time at which the call came.
    case timeMissing
    case formNumberWrong(Int32)
    /// This form is in already.
    case formUsed(Int32, IncidentID)
    /// Same phone or same place within minutes.
    case possibleDouble(IncidentID, form: Int32)
    /// Before the incident was reported.
    case beforeIncident(IncidentID, Timestamp, opened: Timestamp)
    /// Before something that has happened on it.
    case beforeLastStep(IncidentID, Timestamp, last: Timestamp)
    /// The unit was on another run then.
    case unitElsewhere(UnitID, IncidentID, from: Timestamp, until: Timestamp)
    case stepsOutOfOrder(Button, Timestamp, before: Timestamp)
    case formCountWrong(Int32)
    case nothingReadBack
    /// Nobody signs for himself.
    case samePerson(UInt32)
    case codeWrong(UInt32)
    /// What is open is not what was read back; under the new code it may be taken over.
    case changedSince([ShiftChange], code: UInt32)
}

// MARK: - Rows

/// How an incident came from paper.
public struct IncidentPaper: Equatable, Sendable {
    /// The form's number; 0 for none.
    public var form: Int32 = 0
    /// When it was typed, if it was entered late.
    public var enteredAt = Timestamp.none
    /// When its end was typed, if that was entered late.
    public var closeEnteredAt = Timestamp.none

    public var isLate: Bool { enteredAt.isSet }

    public init() {}
}

/// A form that has been entered. Kept for good: a form is entered once.
public struct PaperForm: Equatable, Sendable {
    public var number: Int32
    public var incident: IncidentID
    public var enteredAt: Timestamp
}

/// Form numbers that one desk has been given.
public struct FormRange: Equatable, Sendable {
    public var first: Int32
    public var count: Int32
    public var by: UInt32
    public var at: Timestamp

    public var numbers: ClosedRange<Int32> { first...first + max(1, count) - 1 }
}

public enum ShiftItemKind: UInt8, CaseIterable, Sendable {
    case incident = 1
    /// Off duty or out of service.
    case unit
    /// Open and not acknowledged.
    case alert
    /// Waiting, or to be called back.
    case call
    /// Put to a station and not answered.
    case offer
    /// An incident with an appointed time that has not come.
    case planned
}

/// An open thing, and a digest of what matters about it.
public struct ShiftItem: Equatable, Sendable {
    public var kind: ShiftItemKind
    public var subject: Int32
    public var digest: UInt64
}

/// How an open thing differs from what was read back.
public struct ShiftChange: Equatable, Sendable {
    public enum Kind: Equatable, Sendable { case added, gone, changed }
    public var item: ShiftItem
    public var kind: Kind
}

public struct ShiftCounts: Equatable, Sendable {
    public var byKind: [Int32]

    /// In the order of `ShiftItemKind.allCases`.
    public init(byKind: [Int32]) { self.byKind = byKind }

    public init(_ items: [ShiftItem]) {
        byKind = ShiftItemKind.allCases.map { kind in Int32(clamping: items.count { $0.kind == kind }) }
    }

    public subscript(kind: ShiftItemKind) -> Int32 {
        let position = Int(kind.rawValue) - 1
        return position < byKind.count ? byKind[position] : 0
    }
}

/// Who has the shift, and what was read back last.
public struct ShiftState: Equatable, Sendable {
    public struct ReadBack: Equatable, Sendable {
        public var by: UInt32
        public var at: Timestamp
        public var items: [ShiftItem]
    }

    /// The user id of who took over last; nil before the first hand-over.
    public var holder: UInt32?
    public var since = Timestamp.none
    public var readBack: ReadBack?

    public init() {}
}
