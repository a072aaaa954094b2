// Which texts an event carries, and of what kind each is. The order is that in which the fold keeps them, so
// their numbers ascend. Costs nothing but the walk; keeps nothing.

/// What a text is about.
public enum TextKind: UInt8, CaseIterable, Sendable {
    /// The caller's number.
    case phone = 0
    /// The exchange's name of the recording.
    case recording
    /// What was noted when a call ended.
    case callWords
    /// The place as the caller said it.
    case placeSaid
    /// The place as the gazetteer names it.
    case placeName
    /// What the caller said happened.
    case words
    case note
    case triageAnswers
    case triageReason
    /// A crew's names.
    case crew
    /// Why a unit is out of service.
    case dutyNote
    /// Why a station declines.
    case declineWords
    /// Sex, age, what happened.
    case patient
    // A transfer's arrangements.
    case doctor
    case bed
    case escort
    case handOver
    /// What somebody was shown to say to the caller.
    case instruction
    /// Who reported of a hospital.
    case reporter
}

extension EventBody {
    /// Every text of the event that has a number, those that were erased among them.
    func forEachText(_ body: (TextKind, Text) -> Void) {
        func give(_ kind: TextKind, _ text: Text) { if text.id.isSet { body(kind, text) } }
        switch self {
        case .callReceived(_, let phone): give(.phone, phone)
        case .incidentOpened(_, _, _, let place, let words):
            give(.placeSaid, place.said)
            give(.placeName, place.name)
            give(.words, words)
        case .incidentPlaced(_, _, let place):
            give(.placeSaid, place.said)
            give(.placeName, place.name)
        case .noted(_, let text): give(.note, text)
        case .call(let call): call.forEachText(give)
        case .triage(.answered(_, _, let answers, let reason, _, _, _, _, _)):
            give(.triageAnswers, answers)
            give(.triageReason, reason)
        case .triage(.instructed(_, _, _, let title, _, _)): give(.instruction, title)
        case .offer(let offer): offer.forEachText(give)
        case .duty(let duty): duty.forEachText(give)
        case .patient(let patient): patient.forEachText(give)
        case .course(let course): course.forEachText(give)
        case .shift(let shift): shift.forEachText(give)
        case .hospital(let hospital): hospital.forEachText(give)
        case .epochStarted, .stationDefined, .unitDefined, .priorityChanged, .recommended, .dispatched,
            .orderConfirmed, .orderRenewed, .assignmentMoved, .assignmentCancelled, .pressIgnored,
            .patientLoaded, .patientEnded, .incidentClosed, .alertRaised, .alertCleared, .retired, .alert,
            .privacy:
            break
        }
    }
}

extension CallEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .rang(_, _, let phone, let recording, _):
            give(.phone, phone)
            give(.recording, recording)
        case .answered(_, _, let recording, _), .ended(_, let recording, _): give(.recording, recording)
        case .parked(_, _, let words, _, _), .finished(_, _, let words): give(.callWords, words)
        case .numbered(_, let phone): give(.phone, phone)
        case .claimed, .released, .tried, .bound: break
        }
    }
}

extension OfferEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .accepted(_, _, _, _, _, let crew): give(.crew, crew)
        case .declined(_, _, _, _, let words): give(.declineWords, words)
        case .planned, .asked, .fellSilent, .withdrawn, .linked, .proposed: break
        }
    }
}

extension DutyEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .loggedOn(_, let crew, _, _): give(.crew, crew)
        case .outOfService(_, _, _, let note): give(.dutyNote, note)
        case .loggedOff, .backInService, .whereabouts, .odometerRead, .odometerWithdrawn, .restored: break
        }
    }
}

extension PatientEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .added(_, _, let words), .described(_, let words): give(.patient, words)
        case .tagged, .destined, .boarded, .unboarded, .reopened: break
        }
    }
}

extension CourseEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .transferPlanned(_, _, let doctor, let bed, let escort):
            give(.doctor, doctor)
            give(.bed, bed)
            give(.escort, escort)
        case .reopened, .massCasualty, .planned, .takenBack, .noteWithdrawn, .stepTakenBack, .placeRestored:
            break
        }
    }
}

extension ShiftEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .handedOver(_, _, _, _, let note): give(.handOver, note)
        case .readBack, .incidentBackdated, .runEntered, .closeBackdated, .formsReserved: break
        }
    }
}

extension HospitalEvent {
    fileprivate func forEachText(_ give: (TextKind, Text) -> Void) {
        switch self {
        case .reported(_, _, _, _, let reporter, _), .received(_, _, _, let reporter, _),
            .diverted(_, _, _, let reporter, _):
            give(.reporter, reporter)
        case .defined, .withdrawn, .bedsRanOut, .receptionRanOut, .diversionRanOut, .bedChosen,
            .reportRestored, .receptionRestored, .diversionRestored:
            break
        }
    }
}
