// Which rows of the tables that change an event touches: one exhaustive switch a noun. Called after the event
// was applied, so that what it made is there.

extension ResultsProjection {
    mutating func touch(_ event: Event) {
        switch event.body {
        case .stationDefined(let id, _, _, _): touched.stations.add(id.index)
        case .unitDefined(let id, _, _, _, _, _): touched.units.add(id.index)
        case .callReceived(let id, _): touched.calls.add(id.index)
        case .incidentOpened(let id, let call, _, _, _):
            touched.incidents.add(id.index)
            touched.calls.add(call.index)
        case .incidentPlaced(let id, _, _), .priorityChanged(let id, _, _), .incidentClosed(let id, _):
            touched.incidents.add(id.index)
        case .noted(let id, _): touched.notes.append((centre.notes.end - 1, id))
        case .dispatched(let id, _, let unit, _, _):
            touched.assignments.add(id.index)
            touched.units.add(unit.index)
        case .orderConfirmed(_, _, let id), .orderRenewed(let id, _): touch(assignment: id)
        case .assignmentMoved(let id, let from, let to, _, _, _, _, _):
            touch(assignment: id)
            touched.units.add(centre[id].unit.index)
            // Another hospital on the way: its patients go there too.
            if from == to {
                for patient in centre.openPatients(on: id) { touched.patients.add(patient.index) }
            }
        case .assignmentCancelled(let id, _, _, _):
            touch(assignment: id)
            touched.units.add(centre[id].unit.index)
        case .patientLoaded(let id, _, _, _), .patientEnded(let id, _): touched.patients.add(id.index)
        case .alertRaised(let alert, _, _), .alertCleared(let alert): touched.alerts.add(alert)
        case .call(let call): touch(call)
        case .triage(.answered(let id, _, _, _, _, _, _, _, _)): touched.incidents.add(id.index)
        case .triage(.instructed): break
        case .offer(let offer): touch(offer)
        case .duty(let duty): touch(duty)
        case .hospital(.bedChosen(let id, _, _)): touched.patients.add(id.index)
        case .hospital(let hospital):
            if let id = Centre.hospital(of: hospital) { touched.hospitals.add(id.index) }
        case .patient(let patient): touched.patients.add(Centre.patient(of: patient).index)
        case .course(let course): touch(course)
        case .alert(.acknowledged(let alert)): touched.alerts.add(alert)
        case .shift(let shift): touch(shift)
        // Crews whose names have left the centre's memory: their units say so. They are few.
        case .retired: for unit in centre.units.indices { touched.units.add(Int32(unit)) }
        case .epochStarted, .recommended, .pressIgnored, .alert(.measured), .privacy: break
        }
    }

    /// An order may be confirmed whose assignment has left memory.
    private mutating func touch(assignment id: AssignmentID) {
        if centre.assignments.contains(id.index) { touched.assignments.add(id.index) }
    }

    private mutating func touch(_ call: CallEvent) {
        switch call {
        case .rang(let id, _, _, _, _), .answered(let id, _, _, _), .parked(let id, _, _, _, _),
            .ended(let id, _, _), .claimed(let id, _), .released(let id, _, _), .tried(let id, _, _, _),
            .numbered(let id, _), .bound(let id, _, _), .finished(let id, _, _):
            touched.calls.add(id.index)
        }
    }

    private mutating func touch(_ offer: OfferEvent) {
        switch offer {
        case .planned(let first, _, let stations, _, _):
            for offset in 0..<Int32(stations.count) { touched.offers.add(first.index + offset) }
        case .asked(let id, _), .accepted(let id, _, _, _, _, _), .declined(let id, _, _, _, _),
            .fellSilent(let id):
            touched.offers.add(id.index)
            touched.stations.add(centre.offers[id.index].station.index)
        case .withdrawn(let id, _): touched.offers.add(id.index)
        case .linked(let care, let transport):
            touched.assignments.add(care.index)
            touched.assignments.add(transport.index)
        case .proposed: break
        }
    }

    private mutating func touch(_ duty: DutyEvent) {
        switch duty {
        case .loggedOn(let unit, _, _, _), .loggedOff(let unit, _), .outOfService(let unit, _, _, _),
            .backInService(let unit), .restored(let unit):
            touched.units.add(unit.index)
        case .odometerRead(let unit, _, _, let trip, _), .odometerWithdrawn(let unit, _, _, let trip):
            touched.units.add(unit.index)
            touch(assignment: trip)
        case .whereabouts: break
        }
    }

    private mutating func touch(_ course: CourseEvent) {
        switch course {
        case .reopened(let id, _, _), .massCasualty(let id, _, _), .planned(let id, _, _, _),
            .transferPlanned(let id, _, _, _, _), .placeRestored(let id):
            touched.incidents.add(id.index)
        case .noteWithdrawn(let id, let note): touched.notes.append((note, id))
        case .stepTakenBack(let id, _, _, _): touched.assignments.add(id.index)
        case .takenBack: break
        }
    }

    private mutating func touch(_ shift: ShiftEvent) {
        switch shift {
        case .incidentBackdated(let id, _, _):
            touched.incidents.add(id.index)
            touched.calls.add(centre[id].call.index)
        case .runEntered(let id, _, let unit, _, _, _):
            touched.assignments.add(id.index)
            touched.units.add(unit.index)
        case .closeBackdated(let id, _): touched.incidents.add(id.index)
        case .readBack, .handedOver, .formsReserved: break
        }
    }
}
