// From bound arguments to the request. Whatever is required is there: `bind` has seen to it.

extension ArgumentBinder {
    func request() throws(LineError) -> Request {
        var bound = self
        try bound.bind()
        return bound.made()
    }

    private func made() -> Request {
        switch spec.verb {
        case .open:
            return .open(
                phone: text(.phone) ?? "", priority: priority, place: text(.place) ?? "",
                words: text(.words) ?? "")
        case .locate: return .locate(incident: number(.incident), place: text(.place) ?? "")
        case .prioritise: return .prioritise(incident: number(.incident), priority ?? .p2)
        case .recommend: return .recommend(incident: number(.incident))
        case .dispatch: return .dispatch(units: numbers(.units), incident: number(.incident))
        case .acknowledge: return step(.acknowledge)
        case .enRoute: return step(.enRoute)
        case .onScene: return step(.onScene)
        case .atPatient: return step(.atPatient)
        case .transport: return transport
        case .atHospital: return step(.atHospital)
        case .handOver: return step(.handOver)
        case .available: return step(.available)
        case .standDown: return standDown
        case .divert: return .divert(unit: number(.unit), incident: number(.incident))
        case .close:
            guard case .disposition(let disposition) = required(.disposition) else { broken() }
            return .close(incident: number(.incident), disposition)
        case .note: return .note(incident: number(.incident), text: text(.text) ?? "")
        case .queue:
            if case .queueFilter(let filter) = self[.queueFilter] { return .course(.queue(filter)) }
            return .queue
        case .units:
            if case .unitFilter(let filter) = self[.unitFilter] { return .units(filter) }
            return .units(.all)
        case .incident: return .incident(number(.incident))
        case .journal:
            if case .journalFilter(let filter) = self[.journalFilter] { return .journal(filter) }
            return .journal(.last(ArgumentReader.usualJournalLines))
        case .why: return .why(sequence: sequence(.sequence))
        case .help:
            if case .verb(let verb) = self[.verb] { return .help(verb) }
            return .help(nil)
        case .language:
            guard case .language(let language) = required(.language) else { broken() }
            return .language(language)
        case .status: return .status
        case .quit: return .quit
        case .rawJournal: return .rawJournal(from: sequence(.fromSequence), to: sequence(.toSequence))
        case .returning: return .duty(.whereabouts(unit: number(.unit), .returning))
        case .atStation: return .duty(.whereabouts(unit: number(.unit), .atStation))
        case .logOn: return .duty(logOn)
        case .logOff: return .duty(.logOff(unit: number(.unit)))
        case .outOfService: return .duty(outOfService)
        case .odometer:
            return .duty(.odometer(unit: number(.unit), kilometres: number(.kilometres)))
        case .patients: return .patient(patients)
        case .reopen: return .course(.reopen(incident: number(.incident)))
        case .massCasualty:
            return .course(.massCasualty(incident: number(.incident), estimate: number(.estimate)))
        case .standby: return .course(standby)
        case .transfer: return .course(.transfer(transfer))
        case .undo: return .course(.undo(sequence: sequence(.sequence)))
        }
    }

    func step(_ button: Button) -> Request {
        var at: Timestamp?
        if case .time(let moment) = self[.time] { at = moment }
        var hospital: Int32?
        if case .number(let number) = self[.hospital] { hospital = number }
        return .step(button, unit: number(.unit), at: at, hospital: hospital)
    }

    var priority: Priority? {
        if case .priority(let priority) = self[.priority] { return priority }
        return nil
    }

    func text(_ kind: ArgumentKind) -> String? {
        if case .text(let text) = self[kind] { return text }
        return nil
    }

    func number(_ kind: ArgumentKind) -> Int32 {
        guard case .number(let number) = required(kind) else { broken() }
        return number
    }

    func numbers(_ kind: ArgumentKind) -> [Int32] {
        guard case .numbers(let numbers) = required(kind) else { broken() }
        return numbers
    }

    func sequence(_ kind: ArgumentKind) -> Int64 {
        guard case .sequence(let sequence) = required(kind) else { broken() }
        return sequence
    }

    func required(_ kind: ArgumentKind) -> ArgumentValue {
        guard let value = self[kind] else { broken() }
        return value
    }

    func broken() -> Never {
        preconditionFailure("the table of commands and its verbs do not fit: \(spec.verb)")
    }
}
