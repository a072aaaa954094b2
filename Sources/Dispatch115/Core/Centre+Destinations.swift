// Decisions about where patients are taken: what was proposed is kept with the patient, so that a TR
// without a hospital may mean it and another one is known to be another; whoever chooses is free and need
// not say why. Linear in the patients of the incident.

extension Centre {
    /// What was proposed longer ago than this is not meant by a TR that names no hospital.
    static let proposalSeconds: Int64 = 30 * 60

    func decide(_ command: DestinationCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .propose(let incident, let proposal, let units):
            try requireOpen(incident)
            guard !proposal.plan.isEmpty || units != nil else { throw .nothingChanges }
            try requireKnown(proposal, incident)
            if !proposal.plan.isEmpty { draft.add(.destination(.proposed(incident, proposal))) }
            if let units {
                try decide(OfferCommand.propose(incident, units.basis, units.proposal), &draft)
            }
        case .transport(let wish): try transport(wish, &draft)
        }
    }

    /// What the fold goes by must be there.
    private func requireKnown(_ proposal: HospitalProposal, _ incident: IncidentID) throws(Rejection) {
        for planned in proposal.plan {
            let patient = planned.patient
            if patient.isSet, !patients.contains(patient.index) || self[patient].incident != incident {
                throw .patient(.unknown(incident, number: patient.number))
            }
            if planned.hospital.isSet, planned.hospital.index >= hospitals.count {
                throw .hospitalUnknown(planned.hospital)
            }
        }
    }

    // MARK: - Looking

    /// What was last proposed for the patients that a TR of this assignment would take: for the first of
    /// them, or for the one of whom nobody has spoken.
    public func proposal(_ assignment: AssignmentID, _ chosen: [PatientID] = []) -> PatientProposal {
        let incident = self[assignment].incident
        let taken = chosen.isEmpty ? openPatients(on: assignment) + boarding(assignment) : chosen
        for patient in taken where self[patient].proposal.isSet { return self[patient].proposal }
        return taken.isEmpty ? self[incident].proposal : PatientProposal()
    }

    /// Units that have reached the patients, and have not left with them.
    public func unitsOnScene(of incident: IncidentID) -> [UnitID] {
        assignments(of: incident).filter {
            self[$0].state == .onScene || self[$0].state == .atPatient
        }.map { self[$0].unit }
    }

    // MARK: - TR

    private func transport(_ wish: TransportWish, _ draft: inout Draft) throws(Rejection) {
        try requireShort(wish.reason)
        let assignment = try requireLive(wish.unit)
        let chosen = try boarders(wish.patients, assignment)
        let proposal = proposal(assignment, chosen)
        let before = self[assignment].destination
        var hospital = wish.hospital.isSet ? wish.hospital : plannedDestination(assignment, chosen)
        if !hospital.isSet, proposal.isSet {
            try requireUsable(proposal, wish.unit, draft.submission.now)
            hospital = proposal.hospital
        }
        let need = proposal.isSet ? proposal.need : wish.basis.need
        // The bed of the need, but for one that was chosen for the patient before.
        let first = chosen.first ?? boarding(assignment).first
        let known = first.flatMap { self[$0].bed }
        let bed = wish.bed ?? known ?? (need.bed == .emergency ? nil : need.bed)
        do throws(Rejection) {
            try step(
                wish.unit, .transport, wish.occurredAt, hospital, taking: chosen, bed: bed, &draft)
        } catch {
            // The same once more, with the reason that was asked for.
            guard error == .nothingChanges, !wish.reason.isEmpty, hospital == before else { throw error }
            draft.add(
                .destination(.explained(assignment, hospital, reason: draft.text(wish.reason))))
            return
        }
        guard hospital != before || !wish.reason.isEmpty else { return }
        draft.add(
            .destination(
                .chosen(
                    assignment, hospital, proposed: proposal.hospital, proposal: proposal.sequence,
                    reason: draft.text(wish.reason), wish.basis)))
    }

    /// What was shown must still be so, where nobody says it again.
    private func requireUsable(_ proposal: PatientProposal, _ unit: UnitID, _ now: Timestamp)
        throws(Rejection)
    {
        let hospital = proposal.hospital
        guard now.seconds(since: proposal.at) <= Centre.proposalSeconds else {
            throw .destination(.proposedLongAgo(unit, hospital, at: proposal.at))
        }
        let isClosed = diversion(hospital, now).status == .closed && proposal.standing != .closed
        guard !isClosed, !self[hospital].isWithdrawn else {
            throw .destination(.closedSince(unit, hospital))
        }
    }

    // MARK: - The fold

    /// `event` carries the number and the time.
    mutating func apply(_ destination: DestinationEvent, _ event: Event) {
        switch destination {
        case .proposed(let incident, let proposal):
            for planned in proposal.plan {
                var kept = PatientProposal()
                kept.hospital = planned.hospital
                kept.sequence = event.sequence
                kept.at = event.at
                kept.standing = planned.standing
                kept.need = planned.need
                if planned.patient.isSet {
                    patients[planned.patient.index].proposal = kept
                } else {
                    incidents[incident.index].proposal = kept
                }
            }
        case .chosen(_, _, _, _, let reason, _), .explained(_, _, let reason): keep(reason)
        }
    }
}
