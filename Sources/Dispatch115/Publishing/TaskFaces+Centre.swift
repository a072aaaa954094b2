// What a notice and a referral tell, read from the centre. Nil where a row has left memory, or where nobody is to
// be told. Holds personal data, which goes to the one receiver only.

extension PreArrivalNoticeFace {
    /// The notice as it is now. `expectedSeconds`: the way that is left, -1 where that is not known.
    public init?(
        _ id: NoticeID, in centre: Centre, expectedSeconds: Int32 = -1, changedAt: Timestamp
    ) {
        guard centre.notices.contains(id.index) else { return nil }
        let row = centre[id]
        guard centre.assignments.contains(row.assignment.index),
            centre.incidents.contains(row.incident.index)
        else { return nil }
        let assignment = centre[row.assignment]
        let incident = centre[row.incident]
        let aboard = centre.patients(of: row.incident).map { centre[$0] }
            .filter { $0.assignment == row.assignment }
        // Of several the most urgent is told first; how many there are is told beside.
        let told = aboard.min {
            ($0.notes.tag.urgencyOrder, $0.notes.number) < ($1.notes.tag.urgencyOrder, $1.notes.number)
        }
        var patient = PatientFace()
        patient.words = told.flatMap { centre.text($0.notes.words) } ?? ""
        self.init(
            key: TaskID(id).text,
            hospital: FacilityFace(
                number: centre[row.hospital].number, code: centre.facilityCode(row.hospital),
                name: centre.hospitalName(row.hospital)),
            incidentNumber: row.incident.number, unitNumber: centre[assignment.unit].number,
            patient: patient, priority: incident.priority, complaint: centre.text(incident.words) ?? "",
            times: assignment.times, authoredAt: row.openedAt, deadline: row.dueAt)
        patientCount = Int32(clamping: max(1, aboard.count))
        tag = told?.notes.tag ?? .none
        version = row.version
        self.changedAt = max(changedAt, row.openedAt)
        if let end = row.end, end != .arrived {
            intent = .cancelled
            intentReason = end == .otherHospital ? "taken to another hospital" : "no longer under way"
        }
        if row.state.isLive, expectedSeconds >= 0 {
            expectedAt = changedAt.adding(seconds: Int64(expectedSeconds))
        }
    }
}

extension ReferralFace {
    /// The referral as it is now. `redFlagsExcluded`: what was asked and denied, a line each, as the triage
    /// cards word it.
    public init?(
        _ id: ReferralID, in centre: Centre, redFlagsExcluded: [String], changedAt: Timestamp
    ) {
        guard centre.referrals.contains(id.index) else { return nil }
        let row = centre[id]
        guard centre.incidents.contains(row.incident.index) else { return nil }
        let incident = centre[row.incident]
        let call = centre.calls.contains(incident.call.index) ? centre[incident.call] : nil
        var patient = PatientFace()
        let first = centre.patients(of: row.incident).first.map { centre[$0] }
        patient.words = first.flatMap { centre.text($0.notes.words) } ?? ""
        let said = centre.text(incident.words) ?? ""
        let note = centre.text(row.words) ?? ""
        self.init(
            key: TaskID(id).text, incidentNumber: row.incident.number,
            callbackNumber: call.flatMap { centre.text($0.phone) } ?? "", patient: patient,
            priority: incident.priority,
            complaint: [said, note].filter { !$0.isEmpty }.joined(separator: "; "),
            callReceivedAt: call?.receivedAt ?? incident.openedAt, authoredAt: row.offeredAt,
            deadline: row.dueAt)
        version = row.version
        if let triage = incident.triage {
            triageVersion = triage.version
            triageAnswers = centre.text(triage.answers) ?? ""
            triageReason = centre.text(triage.reason) ?? ""
            isTriageComplete = triage.isComplete
        }
        self.redFlagsExcluded = redFlagsExcluded
        place = centre.text(incident.placeName) ?? centre.text(incident.placeSaid) ?? ""
        coordinate = incident.coordinate
        self.changedAt = max(changedAt, row.offeredAt)
        switch row.state {
        case .offered, .delivered, .accepted, .completed, .rejected: break
        case .late:
            intent = .cancelled
            intentReason = "no answer in time"
        case .withdrawn:
            intent = .cancelled
            intentReason = row.withdrawal.map(ReferralFace.reason) ?? ""
        }
    }

    private static func reason(_ why: ReferralWithdrawal) -> String {
        switch why {
        case .takenBack: "taken back by the desk"
        case .escalated: "needs a vehicle"
        case .unitSent: "a unit was sent"
        case .closed: "closed by the desk"
        }
    }
}
