// Places taken: an ambulance bound for a hospital takes a place of its patient's kind of bed until the patient
// is handed over, or goes elsewhere, or has another outcome. Nothing reserves or releases by itself: what is
// taken follows from assignments and patients, and the counts move by the difference that an event makes.
// Costs the patients of the incident, for events that can change it; nothing for others.

/// One place of one kind of bed.
struct TakenPlace: Equatable, Sendable {
    var hospital: HospitalID
    var kind: BedKind
}

extension Centre {
    /// The places that an assignment takes now. One that is bound for a hospital with nobody named on board
    /// (entered late from paper) takes one of the emergency department.
    func takenPlaces(_ id: AssignmentID) -> [TakenPlace] {
        guard assignments.contains(id.index) else { return [] }
        let row = self[id]
        guard row.state == .transporting || row.state == .atHospital, row.destination.isSet else { return [] }
        var taken: [TakenPlace] = []
        var isAnybody = false
        for patient in patients(of: row.incident) where self[patient].assignment == id {
            isAnybody = true
            guard self[patient].outcome == .open else { continue }
            taken.append(TakenPlace(hospital: row.destination, kind: self[patient].bed ?? .emergency))
        }
        return isAnybody ? taken : [TakenPlace(hospital: row.destination, kind: .emergency)]
    }

    /// The assignments whose places an event may change; at most two, `none` otherwise.
    func reservingAssignments(_ body: EventBody) -> (AssignmentID, AssignmentID) {
        switch body {
        case .assignmentMoved(let id, _, _, _, _, _, _, _), .assignmentCancelled(let id, _, _, _),
            .patientLoaded(_, _, let id, _), .course(.stepTakenBack(let id, _, _, _)),
            .shift(.runEntered(let id, _, _, _, _, _)), .patient(.unboarded(_, let id, _)):
            return (id, .none)
        case .patientEnded(let patient, _), .patient(.reopened(let patient, _)),
            .hospital(.bedChosen(let patient, _, _)):
            guard patients.contains(patient.index) else { return (.none, .none) }
            return (self[patient].assignment, .none)
        case .patient(.boarded(_, let from, let to, _, _)): return (from, to)
        default: return (.none, .none)
        }
    }

    /// Moves the counts from what was taken before the event to what is taken now.
    mutating func settlePlaces(
        _ ids: (AssignmentID, AssignmentID), before: [TakenPlace], _ event: Event
    ) {
        let after = takenPlaces(ids.0) + takenPlaces(ids.1)
        guard before != after else { return }
        for place in before { beds[Centre.place(place.hospital, place.kind)].inbound -= 1 }
        for place in after { beds[Centre.place(place.hospital, place.kind)].inbound += 1 }
        for place in before + after { touch(place.hospital, event) }
        for place in before + after { askForClosed(place.hospital, event.at) }
    }

    /// The kind of bed that a patient will need who has not been given one: the emergency department takes
    /// whoever comes; a newborn in an incubator, and whoever is moved between hospitals, goes to a ward.
    public func likelyBed(_ incident: IncidentID) -> BedKind {
        let row = self[incident]
        if row.need.equipment.contains(.incubator) { return .neonatalICU }
        guard row.course.kind == .transfer else { return .emergency }
        return row.need.equipment.contains(.ventilator) ? .adultICU : .general
    }

    /// Gives the patients of a TR their kind of bed: the one said, else the likely one where none was said.
    func chooseBeds(
        _ taken: [PatientID], _ said: BedKind?, _ incident: IncidentID, isNew: Bool, _ draft: inout Draft
    ) {
        for patient in taken {
            let before = isNew ? nil : self[patient].bed
            if let said {
                if before != said { draft.add(.hospital(.bedChosen(patient, from: before, to: said))) }
                continue
            }
            let likely = likelyBed(incident)
            if before == nil, likely != .emergency {
                draft.add(.hospital(.bedChosen(patient, from: nil, to: likely)))
            }
        }
    }
}
