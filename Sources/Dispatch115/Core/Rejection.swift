/// Why a command changes nothing. Each case carries what its reader needs to do better.
public enum Rejection: Error, Equatable, Sendable {
    case incidentUnknown(IncidentID)
    /// It was closed long ago and is in the journal only.
    case incidentRetired(IncidentID)
    case incidentClosed(IncidentID)
    case incidentHasUnit(IncidentID, UnitID)
    case unitUnknown(UnitID)
    case unitNamedTwice(UnitID)
    case noUnitNamed
    /// Somebody else has it: which assignment, to which incident.
    case unitBusy(UnitID, AssignmentID, IncidentID)
    case unitOffDuty(UnitID)
    case unitHasNoAssignment(UnitID)
    case alreadyOnIncident(UnitID, IncidentID)
    case moveNotLegal(UnitID, from: AssignmentState, Button)
    case standDownNotLegal(UnitID, from: AssignmentState)
    case divertNotLegal(UnitID, from: AssignmentState)
    case kindCannotTransport(UnitID)
    case hospitalNeeded(UnitID)
    case hospitalUnknown(HospitalID)
    case stationUnknown(StationID)
    case patientOpen(UnitID, PatientID)
    case timeInFuture(Timestamp)
    /// Before the step that came last.
    case timeBeforeLastStep(Timestamp, last: Timestamp)
    case nothingChanges
    case orderUnknown(UnitID, OrderID)
    case pressRepeated(UnitID, press: UInt32)
    case textTooLong(limit: Int)
    case textMissing
    case centreFull

    // One noun each; see the vocabulary of its name.
    case call(CallRejection)
    case triage(TriageRejection)
    case offer(OfferRejection)
    case duty(DutyRejection)
    case patient(PatientRejection)
    case course(CourseRejection)
    case alert(AlertRejection)
    case shift(ShiftRejection)
    case privacy(PrivacyRejection)
    case hospital(HospitalRejection)
}
