// A console's line: looked up, decided, answered. Every line gets exactly one answer, in the order
// of the
// lines; an answer never overtakes the journal.

import Geo

extension Engine {
    func answer(_ input: ConsoleInput) {
        if held[input.connection] != nil {
            held[input.connection]?.append(input)
            return
        }
        let renderer = Renderer(input.language, people: surroundings.people)
        guard mayGoOn(input, renderer) else { return }
        if let stoodDown, input.verb != .quit, input.verb != .language {
            reply(input, stoodDown[input.language])
            return
        }
        let request: Request
        switch input.request {
        case .success(let parsed): request = parsed
        case .failure(let error):
            reply(input, renderer.refused(error))
            return
        }
        let client = Engine.client(input)
        if request.changesSomething, let entry = centre.clients.entry(of: client) {
            // What to tell the caller is wanted again, not that it was told.
            if case .triage(.say) = request { return show(request, input, renderer) }
            events(entry.firstSequence...entry.lastSequence, for: input) { engine, events in
                engine.reply(input, renderer.repeated(events, engine.centre))
            }
            return
        }
        if request.changesSomething {
            act(request, input, renderer, client)
        } else {
            show(request, input, renderer)
        }
    }

    /// The client's own number, made unique per person; 0 where it gave none.
    static func client(_ input: ConsoleInput) -> UInt64 {
        guard let id = input.clientID else { return 0 }
        let digest = Digest(hashing: Array("\(input.userID):\(id)".utf8))
        return digest.withBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) } | 1
    }

    /// Goes on with the lines that were held while the line before waited for the journal.
    func release(_ connection: UInt64) {
        guard var waiting = held.removeValue(forKey: connection) else { return }
        while !waiting.isEmpty {
            answer(waiting.removeFirst())
            // That one may wait in turn.
            if held[connection] != nil {
                held[connection]?.append(contentsOf: waiting)
                return
            }
        }
    }

    /// Sends an answer once everything decided so far is durable, or says that it is not. Answers for
    /// programs carry no mark: `status` says it in a line of its own.
    func reply(_ input: ConsoleInput, _ text: String, thenClose: Bool = false, isForProgram: Bool = false) {
        guard let console = surroundings.console else { return }
        let text = isForProgram ? text : SafeText.fitted(text)
        let connection = input.connection
        let language = input.language
        surroundings.gate.pass(after: centre.sequence) { durability in
            let whole = isForProgram ? text : durability.marked(text, Renderer(language))
            console.send(connection, whole, thenClose: thenClose)
        }
    }

    // MARK: - Acts

    private func act(_ request: Request, _ input: ConsoleInput, _ renderer: Renderer, _ client: UInt64) {
        let now = now
        let actor = Actor(.console, input.userID)
        let command: Command
        switch resolve(request, input, renderer, now) {
        case .success(let resolved): command = resolved
        case .failure(let refusal):
            reply(input, refusal.text)
            return
        }
        do {
            let events = try submit(Submission(command, actor: actor, client: client, now: now))
            if case .offer(.propose(let incident, let basis, let proposal)) = command {
                reply(
                    input,
                    renderer.recommendation(
                        incident, basis, proposal, sequence: events.first?.sequence ?? centre.sequence,
                        centre, now: now))
            } else if case .destination(.propose(let incident, let proposal, let units)) = command {
                reply(input, hospitalsReply(incident, proposal, units, events, renderer, now))
            } else if case .triage(.answer(let incident, _)) = command {
                reply(input, triageReply(incident, events, renderer))
            } else if case .triage(.instruct(let incident, let shown)) = command {
                let sequence = events.first?.sequence ?? 0
                reply(input, instructionReply(incident, shown, renderer, sequence: sequence))
            } else {
                let remarks = asking(command, events, renderer) + callRemarks(events, renderer, now)
                reply(input, renderer.reply([renderer.accepted(events, centre), remarks]))
            }
        } catch {
            let refusal: String
            switch error {
            case .rejected(let rejection): refusal = renderer.refused(rejection, centre)
            case .unavailable(let why): refusal = renderer.failed(why)
            }
            guard case .triage(.instruct(let incident, let shown)) = command else {
                return reply(input, refusal)
            }
            reply(input, instructionReply(incident, shown, renderer) + "\n" + refusal)
        }
    }

    /// A line that names something that is not there.
    struct Unresolved: Error {
        let text: String
    }

    /// From the numbers people say to the centre's own, with the place looked up and the basis measured.
    private func resolve(
        _ request: Request, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp
    ) -> Result<Command, Unresolved> {
        switch request {
        case .open(let phone, let priority, let place, let words):
            return .success(
                .openIncident(phone: phone, priority: priority ?? .p2, place: report(place), words: words))
        case .locate(let incident, let place):
            let id = IncidentID(number: incident)
            guard let choice = PlaceChoice.number(in: place) else {
                return .success(.locate(id, report(place)))
            }
            return chosen(choice, of: id, renderer).map { .locate(id, $0) }
        case .prioritise(let incident, let priority):
            return .success(.prioritise(IncidentID(number: incident), priority))
        case .note(let incident, let text): return .success(.note(IncidentID(number: incident), text))
        case .recommend(let incident):
            let id = IncidentID(number: incident)
            return recommendation(for: id, renderer, now)
        case .dispatch(let numbers, let incident):
            let id = IncidentID(number: incident)
            return units(numbers, renderer).map { .dispatch($0, id, basis(id, $0, now)) }
        case .divert(let number, let incident):
            let id = IncidentID(number: incident)
            return units([number], renderer).map { .divert($0[0], id, basis(id, $0, now)) }
        case .standDown(let number): return units([number], renderer).map { .standDown($0[0]) }
        case .step(.transport, let number, let at, let hospital):
            return transport(
                DestinationLine(unit: number, hospital: hospital, at: at), "", renderer, now)
        case .step(let button, let number, let at, let hospital):
            var destination = HospitalID.none
            if let hospital {
                destination = centre.hospital(numbered: hospital)
                guard destination.isSet else {
                    return .failure(Unresolved(text: renderer.unknownHospital(hospital, centre)))
                }
            }
            return units([number], renderer).map {
                .step($0[0], button, occurredAt: at ?? .none, destination: destination)
            }
        case .close(let incident, let disposition):
            return .success(.close(IncidentID(number: incident), disposition))
        case .queue, .units, .incident, .journal, .why, .help, .language, .status, .takeOver, .rawJournal,
            .quit, .empty, .publishing:
            preconditionFailure("these change nothing")
        case .call(let request): return resolve(request, input, renderer, now)
        case .triage(let request): return resolve(request, input, renderer, now)
        case .offer(let request): return resolve(request, input, renderer, now)
        case .duty(let request): return resolve(request, input, renderer, now)
        case .patient(let request): return resolve(request, input, renderer, now)
        case .course(let request): return resolve(request, input, renderer, now)
        case .alert(let request): return resolve(request, input, renderer, now)
        case .shift(let request): return resolve(request, input, renderer, now)
        case .privacy(.erase(let numbers)): return .success(erasure(of: numbers))
        case .destination(let request): return resolve(request, input, renderer, now)
        case .hospital(let request): return resolve(request, input, renderer)
        case .notice(let request): return resolve(request, input, renderer, now)
        case .referral(let request): return resolve(request, input, renderer, now)
        }
    }

    func units(_ numbers: [Int32], _ renderer: Renderer) -> Result<[UnitID], Unresolved> {
        var found: [UnitID] = []
        for number in numbers {
            let unit = centre.unit(numbered: number)
            guard unit.isSet else { return .failure(Unresolved(text: renderer.unknownUnit(number))) }
            found.append(unit)
        }
        return .success(found)
    }

    func basis(
        _ incident: IncidentID, _ chosen: [UnitID], _ now: Timestamp, ranked: Int? = nil
    ) -> Basis {
        drainFixes()
        guard centre.incidents.contains(incident.index) else { return .unknown }
        var basis = surroundings.recommender.basis(
            for: centre[incident].coordinate, need: centre.remainingNeed(of: incident), incident: incident,
            also: chosen, ranked: ranked, in: centre, fleet: fleet, now: now)
        if centre[incident].course.kind != .emergency { bindPlanned(&basis) }
        return basis
    }

    // MARK: - Looking

    private func show(_ request: Request, _ input: ConsoleInput, _ renderer: Renderer) {
        let now = now
        switch request {
        case .queue: reply(input, withAlerts(renderer.queue(centre, now: now), renderer, now))
        case .units(let filter):
            drainFixes()
            let text = renderer.units(
                centre, filter: filter, of: scope(of: .units, input),
                sighting: { fleet.sighting(of: $0, in: centre, now: now) }, now: now)
            reply(input, text)
        case .incident(let number):
            reply(input, renderer.incident(whole: IncidentID(number: number), centre, now: now))
        case .journal(let filter): showJournal(filter, input, renderer)
        case .why(let sequence): showWhy(sequence, input, renderer)
        case .rawJournal(let from, let to): showRawJournal(from, to, input, renderer)
        case .help(let verb):
            reply(input, renderer.help(verb, for: surroundings.people.person(input.userID)))
        case .language: reply(input, renderer.languageSet())
        case .takeOver: reply(input, StandbyWords.leads[input.language])
        case .status: reply(input, renderer.status(statusLines()), isForProgram: true)
        case .quit: reply(input, renderer.goodbye(), thenClose: true)
        case .empty: reply(input, "")
        case .open, .locate, .prioritise, .recommend, .dispatch, .step, .standDown, .divert, .close, .note:
            preconditionFailure("these are acts")
        case .call(let request): show(request, input, renderer, now)
        case .triage(let request): show(request, input, renderer, now)
        case .offer(let request): show(request, input, renderer, now)
        case .duty(let request): show(request, input, renderer, now)
        case .patient(let request): show(request, input, renderer, now)
        case .course(let request): show(request, input, renderer, now)
        case .alert(let request): show(request, input, renderer, now)
        case .shift(let request): show(request, input, renderer, now)
        case .privacy, .destination: preconditionFailure("these are acts")
        case .hospital(let request): show(request, input, renderer, now)
        case .notice(let request): show(request, input, renderer, now)
        case .referral(let request): show(request, input, renderer, now)
        case .publishing(let request): show(request, input, renderer, now)
        }
    }

    private func withAlerts(_ text: String, _ renderer: Renderer, _ now: Timestamp) -> String {
        let alerts = renderer.openAlerts(centre, now: now)
        return alerts.isEmpty ? text : alerts + "\n" + text
    }
}
