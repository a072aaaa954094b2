// The fold of what happens around hospitals, and what time does to it: reports that run out, diversions that
// end, and the alert about a closed hospital with patients on their way. Costs the event.

extension Centre {
    /// `event` carries the time and the actor.
    mutating func apply(_ hospital: HospitalEvent, _ event: Event) {
        switch hospital {
        case .defined(let id, let definition): define(id, definition)
        case .withdrawn(let id): hospitals[Int(id.index)].isWithdrawn = true
        case .reported(let id, let kind, _, let said, let reporter, let isNewest):
            keep(reporter)
            guard isNewest else { return }
            say(id, kind, said)
            beds[Centre.place(id, kind)].reporter = reporter.id
        case .received(let id, _, let said, let reporter, let isNewest):
            keep(reporter)
            guard isNewest else { return }
            say(id, said)
            hospitals[Int(id.index)].receptionReporter = reporter.id
        case .diverted(let id, _, let said, let reporter, let isNewest):
            keep(reporter)
            guard isNewest else { return }
            say(id, said, event.at)
            hospitals[Int(id.index)].diversionReporter = reporter.id
        case .bedsRanOut(let id, let kind): beds[Centre.place(id, kind)].hasRunOut = true
        case .receptionRanOut(let id): hospitals[Int(id.index)].hasReceptionRunOut = true
        case .diversionRanOut(let id, _): say(id, diversion(id, event.at), event.at)
        case .bedChosen(let patient, _, let kind):
            patients[patient.index].bed = kind
            return
        case .reportRestored(let id, let kind, let said):
            say(id, kind, said)
            beds[Centre.place(id, kind)].reporter = .none
        case .receptionRestored(let id, let said):
            say(id, said)
            hospitals[Int(id.index)].receptionReporter = .none
        case .diversionRestored(let id, let said):
            say(id, said, event.at)
            hospitals[Int(id.index)].diversionReporter = .none
        }
        if let id = Centre.hospital(of: hospital) { touch(id, event) }
    }

    /// The hospital that an event is about; nil where it is about a patient.
    public static func hospital(of event: HospitalEvent) -> HospitalID? {
        switch event {
        case .defined(let id, _), .withdrawn(let id), .reported(let id, _, _, _, _, _),
            .received(let id, _, _, _, _), .diverted(let id, _, _, _, _), .bedsRanOut(let id, _),
            .receptionRanOut(let id), .diversionRanOut(let id, _), .reportRestored(let id, _, _),
            .receptionRestored(let id, _), .diversionRestored(let id, _):
            id
        case .bedChosen: nil
        }
    }

    /// What is known of it has changed.
    mutating func touch(_ id: HospitalID, _ event: Event) {
        hospitals[Int(id.index)].changedBy = event.sequence
        hospitals[Int(id.index)].changedAt = max(event.at, hospitals[Int(id.index)].changedAt)
    }

    private mutating func define(_ id: HospitalID, _ definition: HospitalDefinition) {
        if id.index == hospitals.count {
            hospitals.append(
                Hospital(
                    number: definition.number, coordinate: definition.coordinate,
                    capabilities: definition.capabilities))
            hospitalNames.append(definition.name)
            facilityCodes.append(definition.facilityCode)
            beds.append(contentsOf: repeatElement(Bed(), count: Centre.bedKinds))
            hospitalByNumber[definition.number] = id.index
        } else {
            hospitals[Int(id.index)].coordinate = definition.coordinate
            hospitals[Int(id.index)].capabilities = definition.capabilities
            hospitals[Int(id.index)].isWithdrawn = false
            hospitalNames[Int(id.index)] = definition.name
            facilityCodes[Int(id.index)] = definition.facilityCode
        }
        for (kind, baseline) in zip(BedKind.allCases, definition.baselines) {
            beds[Centre.place(id, kind)].definedBaseline = baseline
        }
    }

    private mutating func say(_ id: HospitalID, _ kind: BedKind, _ said: BedState) {
        let place = Centre.place(id, kind)
        beds[place].said = said
        beds[place].hasRunOut = false
        if said.validUntil.isSet {
            deadlines.add(Deadline(at: said.validUntil, kind: .bedsRunOut, subject: Int32(place)))
        }
    }

    private mutating func say(_ id: HospitalID, _ said: ReceptionState) {
        hospitals[Int(id.index)].reception = said
        hospitals[Int(id.index)].hasReceptionRunOut = false
        if said.validUntil.isSet {
            deadlines.add(Deadline(at: said.validUntil, kind: .receptionRunsOut, subject: id.index))
        }
    }

    private mutating func say(_ id: HospitalID, _ said: DiversionState, _ at: Timestamp) {
        hospitals[Int(id.index)].diversion = said
        if said.validUntil.isSet {
            deadlines.add(Deadline(at: said.validUntil, kind: .diversionRunsOut, subject: id.index))
        }
        askForClosed(id, at)
    }

    // MARK: - Closed with patients on their way

    /// Patients are on their way to a hospital that takes none: somebody should look.
    func isClosedUnderWay(_ id: HospitalID) -> Bool {
        self[id].diversion.status == .closed && inbound(id) > 0
    }

    /// The alert follows at the next tick, raised or cleared, wherever the reason came from or went.
    mutating func askForClosed(_ id: HospitalID, _ at: Timestamp) {
        guard isClosedUnderWay(id) != (openAlert(of: .hospitalClosed, about: id.index) >= 0) else { return }
        deadlines.add(Deadline(at: at, kind: .hospitalClosed, subject: id.index))
    }

    // MARK: - What time does

    func isHospitalDue(_ deadline: Deadline, _ now: Timestamp) -> Bool {
        switch deadline.kind {
        case .bedsRunOut:
            let row = beds[Int(deadline.subject)]
            return !row.hasRunOut && Centre.isPast(row.said.validUntil, now)
        case .receptionRunsOut:
            let row = hospitals[Int(deadline.subject)]
            return !row.hasReceptionRunOut && Centre.isPast(row.reception.validUntil, now)
        case .diversionRunsOut:
            return Centre.isPast(hospitals[Int(deadline.subject)].diversion.validUntil, now)
        case .hospitalClosed:
            let isOpen = openAlert(of: .hospitalClosed, about: deadline.subject) >= 0
            return isClosedUnderWay(HospitalID(index: deadline.subject)) != isOpen
        default: return false
        }
    }

    func fireHospital(_ deadline: Deadline, _ draft: inout Draft) {
        let id = HospitalID(index: deadline.subject)
        switch deadline.kind {
        case .bedsRunOut:
            let kinds = Int32(Centre.bedKinds)
            guard let kind = BedKind(rawValue: UInt8(deadline.subject % kinds) + 1) else { return }
            draft.add(.hospital(.bedsRanOut(HospitalID(index: deadline.subject / kinds), kind)))
        case .receptionRunsOut: draft.add(.hospital(.receptionRanOut(id)))
        case .diversionRunsOut:
            draft.add(.hospital(.diversionRanOut(id, was: self[id].diversion.status)))
        case .hospitalClosed:
            let open = openAlert(of: .hospitalClosed, about: deadline.subject)
            if open >= 0 {
                draft.clear(open)
            } else {
                draft.raise(.hospitalClosed, subject: deadline.subject)
            }
        default: break
        }
    }

    /// The deadlines that the state of hospitals implies.
    func addHospitalDeadlines(to heap: inout DeadlineHeap) {
        for (place, bed) in beds.enumerated() where bed.said.validUntil.isSet && !bed.hasRunOut {
            heap.add(Deadline(at: bed.said.validUntil, kind: .bedsRunOut, subject: Int32(place)))
        }
        for id in hospitalIDs {
            let row = self[id]
            if row.reception.validUntil.isSet, !row.hasReceptionRunOut {
                heap.add(
                    Deadline(at: row.reception.validUntil, kind: .receptionRunsOut, subject: id.index))
            }
            if row.diversion.validUntil.isSet {
                heap.add(
                    Deadline(at: row.diversion.validUntil, kind: .diversionRunsOut, subject: id.index))
            }
            if isClosedUnderWay(id) != (openAlert(of: .hospitalClosed, about: id.index) >= 0) {
                heap.add(Deadline(at: row.changedAt, kind: .hospitalClosed, subject: id.index))
            }
        }
    }

    /// Reporters whose names have left memory are not named any more.
    mutating func forgetRetiredReporters() {
        for place in beds.indices
        where beds[place].reporter.isSet && !texts.contains(beds[place].reporter.index) {
            beds[place].reporter = .none
        }
        for index in hospitals.indices {
            if !texts.contains(hospitals[index].receptionReporter.index) {
                hospitals[index].receptionReporter = .none
            }
            if !texts.contains(hospitals[index].diversionReporter.index) {
                hospitals[index].diversionReporter = .none
            }
        }
    }
}
