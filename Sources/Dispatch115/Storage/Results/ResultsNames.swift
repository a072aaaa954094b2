// The names of event types, as docs/SPEC.md lists them and `JRNRAW` shows them: one exhaustive switch a noun.

extension EventBody {
    /// The type's name.
    var name: String {
        switch self {
        case .epochStarted: "epochStarted"
        case .stationDefined: "stationDefined"
        case .unitDefined: "unitDefined"
        case .callReceived: "callReceived"
        case .incidentOpened: "incidentOpened"
        case .incidentPlaced: "incidentPlaced"
        case .priorityChanged: "priorityChanged"
        case .noted: "noted"
        case .recommended: "recommended"
        case .dispatched: "dispatched"
        case .orderConfirmed: "orderConfirmed"
        case .orderRenewed: "orderRenewed"
        case .assignmentMoved: "assignmentMoved"
        case .assignmentCancelled: "assignmentCancelled"
        case .pressIgnored: "pressIgnored"
        case .patientLoaded: "patientLoaded"
        case .patientEnded: "patientEnded"
        case .incidentClosed: "incidentClosed"
        case .alertRaised: "alertRaised"
        case .alertCleared: "alertCleared"
        case .retired: "retired"
        case .call(let call): call.name
        case .triage(.answered): "triageAnswered"
        case .triage(.instructed): "instructionShown"
        case .offer(let offer): offer.name
        case .duty(let duty): duty.name
        case .hospital(let hospital): hospital.name
        case .patient(let patient): patient.name
        case .course(let course): course.name
        case .alert(.acknowledged): "alertAcknowledged"
        case .alert(.measured): "alertMeasured"
        case .shift(let shift): shift.name
        case .privacy(.textsErased): "textsErased"
        }
    }
}

extension CallEvent {
    fileprivate var name: String {
        switch self {
        case .rang: "callRang"
        case .answered: "callAnswered"
        case .parked: "callParked"
        case .ended: "callEnded"
        case .claimed: "callClaimed"
        case .released: "callReleased"
        case .tried: "callTried"
        case .numbered: "callNumbered"
        case .bound: "callBound"
        case .finished: "callFinished"
        }
    }
}

extension OfferEvent {
    fileprivate var name: String {
        switch self {
        case .planned: "offersPlanned"
        case .asked: "offerAsked"
        case .accepted: "offerAccepted"
        case .declined: "offerDeclined"
        case .fellSilent: "offerSilent"
        case .withdrawn: "offerWithdrawn"
        case .linked: "responseLinked"
        case .proposed: "responseProposed"
        }
    }
}

extension DutyEvent {
    fileprivate var name: String {
        switch self {
        case .loggedOn: "loggedOn"
        case .loggedOff: "loggedOff"
        case .outOfService: "outOfService"
        case .backInService: "backInService"
        case .whereabouts: "whereabouts"
        case .odometerRead: "odometerRead"
        case .odometerWithdrawn: "odometerWithdrawn"
        case .restored: "dutyRestored"
        }
    }
}

extension PatientEvent {
    fileprivate var name: String {
        switch self {
        case .added: "patientAdded"
        case .tagged: "patientTagged"
        case .destined: "patientDestined"
        case .boarded: "patientBoarded"
        case .unboarded: "patientUnboarded"
        case .described: "patientDescribed"
        case .reopened: "patientReopened"
        }
    }
}

extension CourseEvent {
    fileprivate var name: String {
        switch self {
        case .reopened: "incidentReopened"
        case .massCasualty: "massCasualty"
        case .planned: "planned"
        case .transferPlanned: "transferPlanned"
        case .takenBack: "takenBack"
        case .noteWithdrawn: "noteWithdrawn"
        case .stepTakenBack: "stepTakenBack"
        case .placeRestored: "placeRestored"
        }
    }
}

extension ShiftEvent {
    fileprivate var name: String {
        switch self {
        case .readBack: "shiftReadBack"
        case .handedOver: "shiftHandedOver"
        case .incidentBackdated: "incidentBackdated"
        case .runEntered: "runEntered"
        case .closeBackdated: "closeBackdated"
        case .formsReserved: "formsReserved"
        }
    }
}

extension HospitalEvent {
    fileprivate var name: String {
        switch self {
        case .defined: "hospitalDefined"
        case .withdrawn: "hospitalWithdrawn"
        case .reported: "bedsReported"
        case .received: "receptionReported"
        case .diverted: "hospitalDiverted"
        case .bedsRanOut: "bedsRanOut"
        case .receptionRanOut: "receptionRanOut"
        case .diversionRanOut: "diversionRanOut"
        case .bedChosen: "bedChosen"
        case .reportRestored: "bedsRestored"
        case .receptionRestored: "receptionRestored"
        case .diversionRestored: "diversionRestored"
        }
    }
}
