// The engine's part around calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one: numbers looked up, answers that need more than the events, and the exchange's reports.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: CallRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        func id(_ number: Int32?) -> CallID { number.map { CallID(number: $0) } ?? .none }
        switch request {
        case .claim(let call): return .success(.call(.claim(id(call))))
        case .callBack(let call, let result):
            guard let result else { return .success(.call(.claim(id(call)))) }
            return .success(.call(.tried(id(call), result)))
        case .end(.outcome(let outcome), let call, let words):
            return .success(.call(.finish(id(call), outcome, words: words)))
        case .end(.givenBack, let call, _): return .success(.call(.release(id(call))))
        case .bind(let call, let incident, let words):
            return .success(.call(.bind(id(call), IncidentID(number: incident), words: words)))
        case .list: preconditionFailure("this changes nothing")
        }
    }

    /// Answers a line that only asks.
    func show(_ request: CallRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {
        case .list(.open): reply(input, renderer.calls(centre, now: now))
        case .list(.callbacks): reply(input, renderer.callbacks(centre, now: now))
        case .list(.phone(let phone)):
            let calls = callsOf(phone)
            let history = history(of: phone, except: .none, renderer, now)
            reply(input, renderer.calls(of: phone, history, calls, centre))
        case .list(.incident(let number)): showCalls(of: IncidentID(number: number), input, renderer)
        case .list(.call(let number)):
            let call = CallID(number: number)
            guard centre.calls.contains(call.index) else {
                let isOld = call.index < centre.calls.base
                reply(
                    input, renderer.refused(.call(isOld ? .retired(call) : .unknown(call)), centre))
                return
            }
            let phone = centre.text(centre[call].phone) ?? ""
            reply(
                input,
                renderer.reply([
                    renderer.line(of: call, centre),
                    "  " + renderer.history(history(of: phone, except: call, renderer, now)),
                ]))
        case .claim, .callBack, .end, .bind: preconditionFailure("these are acts")
        }
    }

    private func showCalls(of incident: IncidentID, _ input: ConsoleInput, _ renderer: Renderer) {
        guard centre.incidents.contains(incident.index) else {
            let isOld = incident.isSet && incident.index < centre.incidents.end
            let rejection: Rejection = isOld ? .incidentRetired(incident) : .incidentUnknown(incident)
            reply(input, renderer.refused(rejection, centre))
            return
        }
        let place = PlaceHistory(near: incident, in: centre)
        reply(input, renderer.calls(whole: incident, place, centre))
    }

    /// The calls of a number, the newest first; a page of them.
    private func callsOf(_ phone: String) -> [CallID] {
        let key = PhoneNumber.key(phone)
        guard !key.isEmpty else { return [] }
        var found: [CallID] = []
        let first = max(centre.calls.base, centre.calls.end - CallerHistory.scannedCalls)
        var index = centre.calls.end - 1
        while index >= first {
            if PhoneNumber.key(centre.text(centre.calls[index].phone) ?? "") == key {
                found.append(CallID(index: index))
            }
            index -= 1
        }
        return found
    }

    private func history(of phone: String, except: CallID, _ renderer: Renderer, _ now: Timestamp)
        -> CallerHistory
    {
        CallerHistory(
            of: phone, in: centre, except: except, now: now, zoneOffsetSeconds: renderer.zoneOffsetSeconds)
    }

    // MARK: - What is said beside an answer

    /// After a line that took a call or changed a place: which call it was, what its number is known for, and
    /// which incidents it may concern. Empty where there is nothing to say.
    func callRemarks(_ events: [Event], _ renderer: Renderer, _ now: Timestamp) -> String {
        var lines: [String] = []
        for event in events {
            switch event.body {
            case .incidentOpened(let incident, let call, _, _, _):
                lines += taken(call, by: incident, renderer, now)
                lines += renderer.proposals(proposals(of: incident), for: call)
                lines += renderer.sameNumber(others(like: call), incident, centre)
            case .incidentPlaced(let incident, _, _):
                guard centre.incidents.contains(incident.index) else { break }
                lines += renderer.proposals(proposals(of: incident), for: centre[incident].call)
            case .call(.claimed(let call, _)): lines += claimed(call, renderer, now)
            default: break
            }
        }
        return renderer.reply(lines)
    }

    /// "call c12 (0903...): rang 14:02:10, 0:35 before": whose clock the new incident runs on.
    private func taken(_ call: CallID, by incident: IncidentID, _ renderer: Renderer, _ now: Timestamp)
        -> [String]
    {
        guard centre.calls.contains(call.index) else { return [] }
        let row = centre[call]
        var lines: [String] = []
        if row.claimedAt.isSet || row.exchange != 0 {
            lines.append(
                "  " + renderer.call(call, centre)
                    + renderer.say(
                        vi: ": reo lúc \(renderer.clock(row.receivedAt)), giờ tính từ đó",
                        en: ": rang at \(renderer.clock(row.receivedAt)); the clock runs from there"))
        }
        let phone = centre.text(row.phone) ?? ""
        let history = history(of: phone, except: call, renderer, now)
        if history.ever > 0 { lines.append("  " + renderer.history(history)) }
        return lines.flatMap { SafeText.wrap($0) }
    }

    private func claimed(_ call: CallID, _ renderer: Renderer, _ now: Timestamp) -> [String] {
        guard centre.calls.contains(call.index) else { return [] }
        let phone = centre.text(centre[call].phone) ?? ""
        guard !PhoneNumber.key(phone).isEmpty else { return [] }
        let report = NewReport(phone: phone, at: centre[call].receivedAt)
        return SafeText.wrap("  " + renderer.history(history(of: phone, except: call, renderer, now)))
            + renderer.proposals(DuplicateFinder.proposals(for: report, in: centre), for: call)
            + renderer.sameNumber(others(like: call), .none, centre)
    }

    private func proposals(of incident: IncidentID) -> [DuplicateProposal] {
        let row = centre[incident]
        let report = NewReport(
            incident: incident,
            phone: centre.calls.contains(row.call.index) ? centre.text(centre[row.call].phone) ?? "" : "",
            coordinate: row.coordinate, precisionMetres: row.precisionMetres,
            place: centre.text(row.placeSaid) ?? "", words: centre.text(row.words) ?? "", at: row.openedAt)
        return DuplicateFinder.proposals(for: report, in: centre)
    }

    /// Other open calls of the same number.
    private func others(like call: CallID) -> [CallID] {
        guard centre.calls.contains(call.index) else { return [] }
        let key = PhoneNumber.key(centre.text(centre[call].phone) ?? "")
        guard !key.isEmpty else { return [] }
        return centre.openCalls.filter {
            $0 != call && PhoneNumber.key(centre.text(centre[$0].phone) ?? "") == key
        }
    }

    // MARK: - For the shared switches

    /// What the event causes outside: nothing. The exchange is answered by whoever took its line.
    func letOut(_ call: CallEvent, _ event: Event) {}

    /// The incident that it concerns, for the journal's filter.
    func incident(of call: CallEvent) -> IncidentID {
        switch call {
        case .bound(_, _, let incident): return incident
        case .rang(let id, _, _, _, _), .answered(let id, _, _, _), .parked(let id, _, _, _, _),
            .ended(let id, _, _), .claimed(let id, _), .released(let id, _, _), .tried(let id, _, _, _),
            .numbered(let id, _), .finished(let id, _, _):
            return centre.calls.contains(id.index) ? centre[id].incident : .none
        }
    }

    /// The unit that it concerns: none.
    func unit(of call: CallEvent) -> UnitID { .none }
}
