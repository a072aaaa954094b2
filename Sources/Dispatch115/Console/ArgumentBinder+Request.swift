// From bound arguments to the request. Whatever is required is there: `bind` has seen to it.

extension ArgumentBinder {
    /// `units` are the numbers of the units that the line names.
    func request(_ units: inout [Int32]) throws(LineError) -> Request {
        var bound = self
        try bound.bind()
        units = bound.units
        return bound.made()
    }

    private var units: [Int32] {
        if case .numbers(let numbers) = self[.units] { return numbers }
        if case .number(let number) = self[.unit] { return [number] }
        return []
    }

    private func made() -> Request {
        switch spec.verb {
        case .open:
            if moment != nil || form != nil {
                return .shift(
                    .enterIncident(
                        form: form, at: moment, phone: text(.phone) ?? "", priority: priority,
                        place: text(.place) ?? "", words: text(.words) ?? ""))
            }
            return .open(
                phone: text(.phone) ?? "", priority: priority, place: text(.place) ?? "",
                words: text(.words) ?? "")
        case .locate: return .locate(incident: number(.incident), place: text(.place) ?? "")
        case .prioritise: return .prioritise(incident: number(.incident), priority ?? .p2)
        case .recommend: return recommendation
        case .dispatch:
            if let moment {
                return .shift(
                    .enterRun(
                        units: numbers(.units), incident: number(.incident), at: moment, steps: [],
                        hospital: nil))
            }
            return .dispatch(units: numbers(.units), incident: number(.incident))
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
            if let moment {
                return .shift(.closeLate(incident: number(.incident), disposition, at: moment))
            }
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
        case .takeOver:
            if case .number(let code) = self[.shiftCode] { return .takeOver(code: UInt32(code)) }
            return .takeOver(code: nil)
        case .quit: return .quit
        case .alerts:
            if case .alertFilter(let filter) = self[.alertFilter] { return .alert(.list(filter)) }
            return .alert(.list(.open))
        case .acknowledgeAlert: return .alert(.acknowledge(numbers(.alerts)))
        case .offer, .acceptOffer, .declineOffer: return offerRequest()
        case .calls, .claim, .callBack, .endCall, .bindCall: return .call(callRequest())
        case .triage:
            let incident = number(.incident)
            guard let words = text(.answers) else { return .triage(.questions(incident: incident)) }
            return .triage(.answer(incident: incident, words: words))
        case .say: return .triage(.say(incident: number(.incident), topic: text(.topic) ?? ""))
        case .enterRun: return .shift(run())
        case .forms:
            if case .formRange(let numbers) = self[.formRange] { return .shift(.forms(numbers)) }
            return .shift(.forms(nil))
        case .erase:
            guard case .textRange(let numbers) = self[.textRange] else { preconditionFailure("required") }
            return .privacy(.erase(numbers))
        case .hospitals: return .hospital(hospitals)
        case .capacity: return .hospital(capacity)
        case .diversion: return .hospital(diversion)
        case .publishing:
            var hospital: Int32?
            if case .number(let number) = self[.hospital] { hospital = number }
            return .publishing(.look(destination: text(.destination), hospital: hospital))
        case .resend:
            guard case .resendTarget(let target) = self[.resendTarget] else {
                return .publishing(.resend(destination: text(.destination) ?? "", .all))
            }
            return .publishing(.resend(destination: text(.destination) ?? "", target))
        case .reserveForms: return .shift(.reserveForms(count: number(.formCount)))
        case .shift:
            guard case .number(let code) = self[.shiftCode] else {
                // A note without a code is half a line.
                return .shift(text(.text).map { .handOver(code: 0, note: $0) } ?? .readBack)
            }
            return .shift(.handOver(code: UInt32(code), note: text(.text) ?? ""))
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
        case .notice: return .notice(notice)
        case .refer: return .referral(referral)
        }
    }

    private func callRequest() -> CallRequest {
        var call: Int32?
        if case .number(let number) = self[.call] { call = number }
        switch spec.verb {
        case .claim: return .claim(call: call)
        case .callBack:
            guard case .callbackResult(let result) = self[.callbackResult] else {
                return .callBack(call: number(.call), nil)
            }
            return .callBack(call: number(.call), result)
        case .endCall:
            guard case .callEnd(let end) = required(.callEnd) else { broken() }
            return .end(end, call: call, words: text(.words) ?? "")
        case .bindCall:
            return .bind(
                call: number(.signedCall), incident: number(.incident), words: text(.words) ?? "")
        default:
            if case .callFilter(let filter) = self[.callFilter] { return .list(filter) }
            return .list(.open)
        }
    }

    func step(_ button: Button) -> Request {
        let at = moment
        var hospital: Int32?
        if case .number(let number) = self[.hospital] { hospital = number }
        return .step(button, unit: number(.unit), at: at, hospital: hospital)
    }

    private func run() -> ShiftRequest {
        var steps: [LateStep] = []
        var hospital: Int32?
        if case .steps(let words) = self[.steps] {
            hospital = words.hospital
            for step in words.steps {
                let at = step.time.latest(notAfter: now, zoneOffsetSeconds: zoneOffsetSeconds)
                steps.append(LateStep(step.button, at: at ?? .none))
            }
        }
        return .enterRun(
            units: numbers(.units), incident: number(.incident), at: moment ?? .none, steps: steps,
            hospital: hospital)
    }

    private var moment: Timestamp? {
        if case .time(let moment) = self[.time] { return moment }
        return nil
    }

    private var form: FormWord? {
        if case .form(let form) = self[.form] { return form }
        return nil
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
