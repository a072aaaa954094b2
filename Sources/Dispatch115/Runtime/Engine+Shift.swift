// The engine's part around the shift's hand-over, and entries made late from paper forms: numbers
// looked up, answers that need more than the events, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: ShiftRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .enterIncident(let form, let at, let phone, let priority, let place, let words):
            return .success(
                .shift(
                    .enterIncident(
                        PaperEntry(
                            form: form?.number ?? 0, insists: form?.insists ?? false,
                            receivedAt: at ?? .none, phone: phone, priority: priority ?? .p2,
                            place: report(place), words: words))))
        case .enterRun(let numbers, let incident, let at, let steps, let hospital):
            var destination = HospitalID.none
            if let hospital {
                destination = centre.hospital(numbered: hospital)
                guard destination.isSet else {
                    return .failure(Unresolved(text: renderer.unknownHospital(hospital, centre)))
                }
            }
            return units(numbers, renderer).map {
                .shift(
                    .enterRun(
                        $0, IncidentID(number: incident), sentAt: at, steps: steps, destination: destination))
            }
        case .closeLate(let incident, let disposition, let at):
            return .success(.shift(.closeLate(IncidentID(number: incident), disposition, at: at)))
        case .readBack: return .success(.shift(.readBack))
        case .handOver(let code, let note): return .success(.shift(.handOver(code: code, note: note)))
        case .reserveForms(let count): return .success(.shift(.reserveForms(count: count)))
        case .forms: preconditionFailure("this changes nothing")
        }
    }

    /// Answers a line that only asks.
    func show(_ request: ShiftRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {
        case .forms(let range): reply(input, renderer.forms(range, centre))
        case .enterIncident, .enterRun, .closeLate, .readBack, .handOver, .reserveForms:
            preconditionFailure("these are acts")
        }
    }

    /// What the event causes outside.
    func letOut(_ shift: ShiftEvent, _ event: Event) {
        switch shift {
        case .runEntered(_, _, let unit, _, _, _): fleet.note(unit, centre[unit])
        case .handedOver: writeReport(after: event)
        case .readBack, .incidentBackdated, .closeBackdated, .formsReserved: break
        }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of shift: ShiftEvent) -> IncidentID {
        switch shift {
        case .incidentBackdated(let id, _, _), .closeBackdated(let id, _), .runEntered(_, let id, _, _, _, _):
            id
        case .readBack, .handedOver, .formsReserved: .none
        }
    }

    /// The unit that it concerns.
    func unit(of shift: ShiftEvent) -> UnitID {
        switch shift {
        case .runEntered(_, _, let unit, _, _, _): unit
        case .readBack, .handedOver, .formsReserved, .incidentBackdated, .closeBackdated: .none
        }
    }
}
