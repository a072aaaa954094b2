// What one line asks for, in the numbers people say. Looking those numbers up is the engine's.

/// Which units a list shall show.
enum UnitFilter: Equatable, Sendable {
    case all
    case kind(UnitKind)
    /// On duty and bound to nothing.
    case free
    case busy
    case offDuty
    /// Fix too old, or none.
    case stale
    case station(Int32)
    /// Numbers, both ends included.
    case numbers(ClosedRange<Int32>)
}

/// Which part of the journal shall be shown.
enum JournalFilter: Equatable, Sendable {
    case last(Int)
    case range(from: Int64, to: Int64)
    case incident(Int32)
    case unit(Int32)
}

/// One parsed line.
enum Request: Equatable, Sendable {
    /// `phone` without spaces and dots, empty where none was said; `place` as it was typed, may be empty.
    case open(phone: String, priority: Priority?, place: String, words: String)
    case locate(incident: Int32, place: String)
    case prioritise(incident: Int32, Priority)
    case recommend(incident: Int32)
    case dispatch(units: [Int32], incident: Int32)
    /// `at` is a late entry; nil for now. `hospital` with `transport` only.
    case step(Button, unit: Int32, at: Timestamp?, hospital: Int32?)
    case standDown(unit: Int32)
    case divert(unit: Int32, incident: Int32)
    case close(incident: Int32, Disposition)
    case note(incident: Int32, text: String)
    case queue
    case units(UnitFilter)
    case incident(Int32)
    case journal(JournalFilter)
    case why(sequence: Int64)
    case help(Verb?)
    case language(Language)
    case status
    /// On a standby; `code` is the one that was read back.
    case takeOver(code: UInt32?)
    /// For `journal verify|export` through the service; not for people.
    case rawJournal(from: Int64, to: Int64)
    case quit
    /// A line without anything in it.
    case empty

    // One noun each; see the request of its name.
    case call(CallRequest)
    case triage(TriageRequest)
    case offer(OfferRequest)
    case duty(DutyRequest)
    case patient(PatientRequest)
    case course(CourseRequest)
    case alert(AlertRequest)
    case shift(ShiftRequest)
    case privacy(PrivacyRequest)
    case destination(DestinationRequest)
    case hospital(HospitalRequest)
    case notice(NoticeRequest)
    case referral(ReferralRequest)
    case publishing(PublishingRequest)

    /// Whether it may make events: only such a line needs a client id to be answered once.
    var changesSomething: Bool {
        switch self {
        case .open, .locate, .prioritise, .recommend, .dispatch, .step, .standDown, .divert, .close, .note:
            true
        case .queue, .units, .incident, .journal, .why, .help, .language, .status, .takeOver,
            .rawJournal, .quit, .empty, .publishing:
            false
        case .call(let request): request.changesSomething
        case .triage(let request): request.changesSomething
        case .offer(let request): request.changesSomething
        case .duty(let request): request.changesSomething
        case .patient(let request): request.changesSomething
        case .course(let request): request.changesSomething
        case .alert(let request): request.changesSomething
        case .shift(let request): request.changesSomething
        case .privacy(let request): request.changesSomething
        case .destination: true
        case .hospital(let request): request.changesSomething
        case .notice(let request): request.changesSomething
        case .referral(let request): request.changesSomething
        }
    }
}
