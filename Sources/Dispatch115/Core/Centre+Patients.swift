// Decisions and their fold around patients: added, tagged, taken on board, each with an outcome and a
// destination; and whether an incident may be closed with what became of them. Linear in the patients of
// the incident.

extension Centre {
    /// Rows of one incident, however the mass casualty grows.
    static let mostPatients: Int32 = 500
    /// Added by one line.
    static let mostPatientsAtOnce: Int32 = 100

    func decide(_ command: PatientCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .add(let incident, let count, let details):
            try add(incident, count, details, &draft)
        case .change(let incident, let number, let details):
            try requireOpen(incident)
            let patient = try patient(number, of: incident)
            guard !details.isEmpty else { throw .nothingChanges }
            try change(patient, details, &draft)
        case .transport(let unit, let numbers, let destination, let occurredAt, let bed):
            try transport(unit, numbers, destination, occurredAt, bed, &draft)
        }
    }

    public subscript(patient: PatientID) -> Patient { patients[patient.index] }

    /// The patient with this number within the incident.
    func patient(_ number: Int32, of incident: IncidentID) throws(Rejection) -> PatientID {
        for patient in patients(of: incident) where self[patient].notes.number == number { return patient }
        throw .patient(.unknown(incident, number: number))
    }

    /// Open patients on nobody's unit: the most urgent tag first, then the oldest.
    public func waitingPatients(of incident: IncidentID) -> [PatientID] {
        guard self[incident].openPatients > 0 else { return [] }
        let waiting = patients(of: incident).filter {
            self[$0].outcome == .open && !self[$0].assignment.isSet
        }
        return waiting.sorted { left, right in
            let (a, b) = (self[left].notes.tag.urgencyOrder, self[right].notes.tag.urgencyOrder)
            return a == b ? left < right : a < b
        }
    }

    // MARK: - Adding and changing

    private func add(
        _ incident: IncidentID, _ count: Int32, _ details: PatientDetails, _ draft: inout Draft
    ) throws(Rejection) {
        try requireOpen(incident)
        try requireShort(details.words)
        let there = numberOfPatients(of: incident)
        guard count >= 1, count <= min(Centre.mostPatientsAtOnce, Centre.mostPatients - there) else {
            throw .patient(
                .tooMany(incident, limit: min(Centre.mostPatientsAtOnce, Centre.mostPatients - there)))
        }
        guard patients.end < .max - count else { throw .centreFull }
        for offset in 0..<count {
            let id = PatientID(index: patients.end + offset)
            draft.add(.patient(.added(id, incident, words: draft.text(details.words))))
            if let tag = details.tag, tag != .none { draft.add(.patient(.tagged(id, from: .none, to: tag))) }
            if details.destination.isSet {
                try requireHospital(details.destination)
                draft.add(.patient(.destined(id, from: .none, to: details.destination)))
            }
            if details.unit.isSet {
                let assignment = try boardable(details.unit, incident)
                draft.add(
                    .patient(
                        .boarded(
                            id, from: .none, to: assignment, before: details.destination,
                            destination: self[assignment].destination.isSet
                                ? self[assignment].destination : details.destination)))
            }
            if let bed = details.bed { draft.add(.hospital(.bedChosen(id, from: nil, to: bed))) }
            if let outcome = details.outcome, outcome != .open {
                guard outcome != .handedOver else { throw .patient(.notOnBoard(id)) }
                draft.add(.patientEnded(id, outcome))
            }
        }
    }

    func numberOfPatients(of incident: IncidentID) -> Int32 {
        let last = self[incident].lastPatient
        return last.isSet ? self[last].notes.number : 0
    }

    private func change(_ patient: PatientID, _ details: PatientDetails, _ draft: inout Draft)
        throws(Rejection)
    {
        let row = self[patient]
        guard row.outcome == .open else { throw .patient(.ended(patient)) }
        var changes = false
        if !details.words.isEmpty {
            try requireShort(details.words)
            draft.add(.patient(.described(patient, words: draft.text(details.words))))
            changes = true
        }
        if let tag = details.tag, tag != row.notes.tag {
            draft.add(.patient(.tagged(patient, from: row.notes.tag, to: tag)))
            changes = true
        }
        var destination = row.destination
        if details.destination.isSet, details.destination != row.destination {
            try requireHospital(details.destination)
            if row.assignment.isSet, self[row.assignment].state >= .transporting {
                throw .patient(.onBoard(patient, self[row.assignment].unit))
            }
            destination = details.destination
            draft.add(.patient(.destined(patient, from: row.destination, to: destination)))
            changes = true
        }
        if let bed = details.bed, bed != row.bed {
            draft.add(.hospital(.bedChosen(patient, from: row.bed, to: bed)))
            changes = true
        }
        var assignment = row.assignment
        if details.unit.isSet {
            let wanted = try boardable(details.unit, row.incident)
            if wanted != assignment {
                if assignment.isSet, self[assignment].state > .transporting {
                    throw .patient(.onBoard(patient, self[assignment].unit))
                }
                let hospital = self[wanted].destination.isSet ? self[wanted].destination : destination
                draft.add(
                    .patient(
                        .boarded(
                            patient, from: assignment, to: wanted, before: destination,
                            destination: hospital)))
                assignment = wanted
                changes = true
            }
        }
        if let outcome = details.outcome, outcome != .open {
            if outcome == .handedOver {
                guard assignment.isSet, self[assignment].state >= .atHospital else {
                    throw .patient(.notOnBoard(patient))
                }
            }
            draft.add(.patientEnded(patient, outcome))
            changes = true
            if self[row.incident].openPatients == 1 { clearServed(row.incident, &draft) }
        }
        guard changes else { throw .nothingChanges }
    }

    /// The unit's assignment, where it may take a patient of this incident on board now.
    private func boardable(_ unit: UnitID, _ incident: IncidentID) throws(Rejection) -> AssignmentID {
        try requireUnit(unit)
        let live = self[unit].live
        guard live.isSet, self[live].incident == incident else {
            throw .patient(.unitElsewhere(unit, incident))
        }
        guard self[unit].kind.canTransport else { throw .kindCannotTransport(unit) }
        guard self[live].state >= .onScene, self[live].state <= .transporting else {
            throw .patient(.cannotBoard(unit, self[live].state))
        }
        return live
    }

    /// Nobody waits there any more where the last open patient has an outcome and units have been there.
    private func clearServed(_ incident: IncidentID, _ draft: inout Draft) {
        let row = self[incident]
        if row.liveAssignments == 0, row.servedAssignments > 0 { clearWaiting(incident, &draft) }
    }

    // MARK: - On board

    private func transport(
        _ unit: UnitID, _ numbers: [Int32], _ destination: HospitalID, _ occurredAt: Timestamp,
        _ bed: BedKind?, _ draft: inout Draft
    ) throws(Rejection) {
        let assignment = try requireLive(unit)
        var chosen: [PatientID] = []
        for number in numbers {
            let patient = try patient(number, of: self[assignment].incident)
            guard self[patient].outcome == .open else { throw .patient(.ended(patient)) }
            let other = self[patient].assignment
            if other.isSet, other != assignment {
                throw .patient(.onBoard(patient, self[other].unit))
            }
            if !chosen.contains(patient) { chosen.append(patient) }
        }
        try step(unit, .transport, occurredAt, destination, taking: chosen, bed: bed, &draft)
    }

    /// Where the patients go that a TR would take: what was planned for the first of them.
    func plannedDestination(_ assignment: AssignmentID, _ chosen: [PatientID]) -> HospitalID {
        let row = self[assignment]
        let taken = chosen.isEmpty ? boarding(assignment) : chosen
        for patient in taken + openPatients(on: assignment) where self[patient].destination.isSet {
            return self[patient].destination
        }
        return row.destination
    }

    /// Who boards when nobody is named: nobody where somebody is on board already, else the one who waits, else
    /// the most urgent.
    private func boarding(_ assignment: AssignmentID) -> [PatientID] {
        guard self[assignment].openPatients == 0 else { return [] }
        return waitingPatients(of: self[assignment].incident).first.map { [$0] } ?? []
    }

    /// The patients of a TR: those named, those who wait, or one nobody has spoken of yet.
    func board(
        _ assignment: AssignmentID, _ chosen: [PatientID], _ destination: HospitalID, _ bed: BedKind?,
        _ draft: inout Draft
    ) {
        let row = self[assignment]
        let taken = chosen.isEmpty ? boarding(assignment) : chosen
        for patient in taken where self[patient].assignment != assignment {
            draft.add(
                .patient(
                    .boarded(
                        patient, from: self[patient].assignment, to: assignment,
                        before: self[patient].destination, destination: destination)))
        }
        if taken.isEmpty, row.openPatients == 0, row.state != .transporting {
            draft.add(
                .patientLoaded(
                    PatientID(index: patients.end), row.incident, assignment, destination: destination))
            chooseBeds([PatientID(index: patients.end)], bed, row.incident, isNew: true, &draft)
        }
        chooseBeds(
            chosen.isEmpty ? taken + openPatients(on: assignment) : chosen, bed, row.incident, isNew: false,
            &draft)
    }

    /// Whether a TR that says nothing else says another kind of bed.
    func changesBed(_ assignment: AssignmentID, _ chosen: [PatientID], _ bed: BedKind?) -> Bool {
        (chosen.isEmpty ? openPatients(on: assignment) : chosen).contains { self[$0].bed != bed }
    }

    /// The last unit may not leave an open patient behind.
    func requireNobodyLeft(_ unit: UnitID, _ row: Assignment) throws(Rejection) {
        guard self[row.incident].liveAssignments == 1,
            let patient = waitingPatients(of: row.incident).first
        else { return }
        throw .patient(.leftBehind(unit, patient))
    }

    // MARK: - Closing

    /// What a disposition makes of patients that are still open; nil where it says nothing of them.
    public static func outcome(of disposition: Disposition) -> PatientOutcome? {
        switch disposition {
        case .treatedOnScene: .treatedOnScene
        case .refusedByPatient: .refused
        case .leftByOtherMeans: .left
        case .dead: .dead
        case .notFound: .notFound
        case .duplicate: .mistaken
        case .transported, .noVehicleNeeded, .nuisance, .cancelledByCaller, .standbyOver: nil
        }
    }

    /// Gives open patients the outcome that the disposition implies, or refuses it where it does not fit.
    func settle(_ incident: IncidentID, _ disposition: Disposition, _ draft: inout Draft) throws(Rejection) {
        // A run that was entered whole from paper has times, and patients only where somebody typed them.
        let isCarried = assignments(of: incident).contains {
            self[$0].enteredAt.isSet && self[$0].times.leftScene.isSet
        }
        guard
            Centre.fits(disposition, self[incident], outcomes(of: incident))
                || disposition == .transported && isCarried
        else {
            throw .patient(.dispositionUnfit(incident, disposition))
        }
        guard self[incident].openPatients > 0 else { return }
        guard let outcome = Centre.outcome(of: disposition) else {
            throw .patient(.open(incident, disposition))
        }
        for patient in patients(of: incident) where self[patient].outcome == .open {
            draft.add(.patientEnded(patient, outcome))
        }
    }

    /// What became of the patients so far.
    public func outcomes(of incident: IncidentID) -> [PatientOutcome] {
        patients(of: incident).map { self[$0].outcome }
    }

    /// Whether an incident whose patients ended so may be closed so.
    public static func fits(
        _ disposition: Disposition, _ row: Incident, _ outcomes: [PatientOutcome]
    ) -> Bool {
        let anyHandedOver = outcomes.contains(.handedOver)
        switch disposition {
        case .transported: return anyHandedOver
        case .notFound, .noVehicleNeeded, .nuisance, .cancelledByCaller, .duplicate: return !anyHandedOver
        case .standbyOver: return row.course.kind == .standby
        case .treatedOnScene, .refusedByPatient, .leftByOtherMeans, .dead: return true
        }
    }

    // MARK: - The fold

    /// `event` carries the time and the actor.
    mutating func apply(_ patient: PatientEvent, _ event: Event) {
        switch patient {
        case .added(let id, let incident, let words):
            keep(words)
            append(id, Patient(incident: incident, number: numberOfPatients(of: incident) + 1))
            patients[id.index].notes.words = words.id
            waitAgain(incident, event.at)
        case .described(let id, let words):
            keep(words)
            patients[id.index].notes.words = words.id
        case .tagged(let id, _, let tag): patients[id.index].notes.tag = tag
        case .destined(let id, _, let destination): patients[id.index].destination = destination
        case .boarded(let id, let from, let assignment, _, let destination):
            if from.isSet { assignments[from.index].openPatients -= 1 }
            patients[id.index].assignment = assignment
            patients[id.index].destination = destination
            assignments[assignment.index].openPatients += 1
        case .unboarded(let id, let assignment, let destination):
            assignments[assignment.index].openPatients -= 1
            patients[id.index].assignment = .none
            patients[id.index].destination = destination
        case .reopened(let id, _):
            let row = patients[id.index]
            patients[id.index].outcome = .open
            incidents[row.incident.index].openPatients += 1
            // Who is no longer on any unit's way waits on scene.
            if row.assignment.isSet, assignments[row.assignment.index].state.isLive {
                assignments[row.assignment.index].openPatients += 1
            } else {
                patients[id.index].assignment = .none
            }
            waitAgain(row.incident, event.at)
        }
    }

    /// A patient more where no unit is left: the clock of waiting starts.
    private mutating func waitAgain(_ incident: IncidentID, _ at: Timestamp) {
        let row = incidents[incident.index]
        guard row.isOpen, row.liveAssignments == 0, row.servedAssignments > 0, row.openPatients == 1 else {
            return
        }
        incidents[incident.index].waitingSince = at
        awaitUnit(incident)
    }

    mutating func load(
        _ id: PatientID, _ incident: IncidentID, _ assignment: AssignmentID, _ destination: HospitalID
    ) {
        var row = Patient(incident: incident, number: numberOfPatients(of: incident) + 1)
        row.assignment = assignment
        row.destination = destination
        append(id, row)
        assignments[assignment.index].openPatients += 1
    }

    private mutating func append(_ id: PatientID, _ row: Patient) {
        precondition(id.index == patients.end)
        patients.append(row)
        let previous = incidents[row.incident.index].lastPatient
        if previous.isSet {
            patients[previous.index].next = id
        } else {
            incidents[row.incident.index].firstPatient = id
        }
        incidents[row.incident.index].lastPatient = id
        incidents[row.incident.index].openPatients += 1
    }

    mutating func end(_ id: PatientID, _ outcome: PatientOutcome) {
        patients[id.index].outcome = outcome
        incidents[patients[id.index].incident.index].openPatients -= 1
        let assignment = patients[id.index].assignment
        if assignment.isSet { assignments[assignment.index].openPatients -= 1 }
    }
}
