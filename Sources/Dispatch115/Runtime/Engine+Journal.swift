// Questions about what happened: answered from the newest events in memory, older ones from the
// journal's
// thread, at most a page at a time, so that no question holds up a commit.

extension Engine {
    static let pageRows: Int64 = 1_000
    static let shownRows = 60
    /// Rows of one raw page: small enough for a console's output buffer, whatever the rows hold.
    static let rawRows: Int64 = 50

    /// Hands the events of a range (cut to a page) to `body` on the engine's thread. While they are read, the
    /// connection's further lines wait.
    func events(
        _ range: ClosedRange<Int64>, for input: ConsoleInput,
        _ body: @escaping @Sendable (Engine, [Event]) -> Void
    ) {
        let lower = max(1, range.lowerBound)
        let upper = min(range.upperBound, centre.sequence, lower &+ Engine.pageRows - 1)
        guard lower <= upper else {
            body(self, [])
            return
        }
        if let here = recent.slice(lower...upper) {
            body(self, here)
            return
        }
        rows(lower...upper, for: input) { engine, result in
            switch result {
            case .success(let rows): body(engine, engine.decode(rows))
            case .failure(let error):
                Log.line("journal: \(error)")
                body(engine, [])
            }
        }
    }

    /// Asks the journal's thread for rows and holds the connection's further lines until they are there.
    private func rows(
        _ range: ClosedRange<Int64>, for input: ConsoleInput,
        _ body: @escaping @Sendable (Engine, Result<[JournalRow], JournalError>) -> Void
    ) {
        held[input.connection] = []
        let box = box
        let asked = surroundings.writer.read(range) { result in
            _ = box.put(
                .perform { engine in
                    body(engine, result)
                    engine.release(input.connection)
                })
        }
        guard !asked else { return }
        held[input.connection] = nil
        body(self, .failure(.system(SystemCallError("read", "the journal is closing", code: 11))))
    }

    func decode(_ rows: [JournalRow]) -> [Event] {
        var events: [Event] = []
        for row in rows {
            do {
                events.append(
                    try row.body.withUnsafeBytes { (raw) throws(CodecError) in
                        try EventCodec.decode(raw, sequence: row.sequence, vault: vault)
                    })
            } catch {
                Log.line("event \(row.sequence) cannot be read: \(error)")
            }
        }
        return events
    }

    func showJournal(_ filter: JournalFilter, _ input: ConsoleInput, _ renderer: Renderer) {
        switch filter {
        case .last(let count):
            let shown = Int64(min(max(1, count), Engine.shownRows))
            let range = max(1, centre.sequence - shown + 1)...max(1, centre.sequence)
            events(range, for: input) { engine, events in
                engine.reply(input, renderer.journal(events, engine.centre))
            }
        case .range(let from, let to):
            let range = max(1, from)...max(max(1, from), min(to, from &+ Int64(Engine.shownRows) - 1))
            events(range, for: input) { engine, events in
                engine.reply(input, renderer.journal(events, engine.centre))
            }
        case .incident(let number):
            let incident = IncidentID(number: number)
            let found = recent.newest(Engine.shownRows) { concerns($0, incident) }
            reply(input, renderer.journal(found, centre))
        case .unit(let number):
            let unit = centre.unit(numbered: number)
            let found = unit.isSet ? recent.newest(Engine.shownRows) { concerns($0, unit) } : []
            reply(input, renderer.journal(found, centre))
        }
    }

    func showWhy(_ sequence: Int64, _ input: ConsoleInput, _ renderer: Renderer) {
        guard sequence >= 1, sequence <= centre.sequence else {
            reply(input, renderer.unknownSequence(sequence, centre))
            return
        }
        events(max(1, sequence - 8)...sequence + 8, for: input) { engine, events in
            guard let event = events.first(where: { $0.sequence == sequence }) else {
                engine.reply(input, renderer.unknownSequence(sequence, engine.centre))
                return
            }
            let related = events.filter {
                $0.at == event.at && $0.actor == event.actor && $0.client == event.client
            }
            engine.reply(input, renderer.why(event, related: related, engine.centre))
        }
    }

    /// For the program's own `journal verify|export`: rows as they are stored, "sequence hash body" each.
    func showRawJournal(_ from: Int64, _ to: Int64, _ input: ConsoleInput, _ renderer: Renderer) {
        let lower = max(1, from)
        let upper = max(lower, min(to, lower &+ Engine.rawRows - 1))
        rows(lower...upper, for: input) { engine, result in
            switch result {
            case .success(let rows):
                let lines = rows.map { "\($0.sequence) \($0.hash.hexadecimal) \(Hexadecimal.text($0.body))" }
                engine.reply(input, lines.isEmpty ? "end" : lines.joined(separator: "\n"), isForProgram: true)
            case .failure(let error): engine.reply(input, "error \(error)", isForProgram: true)
            }
        }
    }

    // MARK: - What an event is about

    private func concerns(_ event: Event, _ incident: IncidentID) -> Bool {
        switch event.body {
        case .incidentOpened(let id, _, _, _, _), .incidentPlaced(let id, _, _),
            .priorityChanged(let id, _, _),
            .noted(let id, _), .recommended(let id, _), .dispatched(_, let id, _, _, _),
            .patientLoaded(_, let id, _, _), .incidentClosed(let id, _):
            return id == incident
        case .orderConfirmed(_, _, let assignment), .orderRenewed(let assignment, _),
            .assignmentMoved(let assignment, _, _, _, _, _, _, _),
            .assignmentCancelled(let assignment, _, _, _):
            return self.incident(of: assignment) == incident
        case .patientEnded(let patient, _):
            return centre.patients.contains(patient.index)
                && centre.patients[patient.index].incident == incident
        case .alertRaised(_, let kind, let subject): return self.incident(of: kind, subject) == incident
        case .epochStarted, .stationDefined, .unitDefined, .callReceived, .pressIgnored, .alertCleared,
            .retired:
            return false
        case .call(let call): return self.incident(of: call) == incident
        case .triage(let triage): return self.incident(of: triage) == incident
        case .offer(let offer): return self.incident(of: offer) == incident
        case .duty(let duty): return self.incident(of: duty) == incident
        case .patient(let patient): return self.incident(of: patient) == incident
        case .course(let course): return self.incident(of: course) == incident
        case .alert(let alert): return self.incident(of: alert) == incident
        case .shift(let shift): return self.incident(of: shift) == incident
        case .privacy: return false
        case .hospital(.bedChosen(let patient, _, _)):
            return centre.patients.contains(patient.index)
                && centre.patients[patient.index].incident == incident
        case .hospital: return false
        case .destination(let destination): return self.incident(of: destination) == incident
        case .notice(let notice): return self.incident(of: notice) == incident
        case .referral(let referral): return self.incident(of: referral) == incident
        }
    }

    private func concerns(_ event: Event, _ unit: UnitID) -> Bool {
        switch event.body {
        case .unitDefined(let id, _, _, _, _, _), .dispatched(_, _, let id, _, _),
            .orderConfirmed(let id, _, _),
            .pressIgnored(let id, _, _):
            return id == unit
        case .orderRenewed(let assignment, _), .assignmentMoved(let assignment, _, _, _, _, _, _, _),
            .assignmentCancelled(let assignment, _, _, _), .patientLoaded(_, _, let assignment, _):
            return centre.assignments.contains(assignment.index) && centre[assignment].unit == unit
        case .epochStarted, .stationDefined, .callReceived, .incidentOpened, .incidentPlaced,
            .priorityChanged, .noted, .recommended, .patientEnded, .incidentClosed, .alertRaised,
            .alertCleared, .retired:
            return false
        case .call(let call): return self.unit(of: call) == unit
        case .triage(let triage): return self.unit(of: triage) == unit
        case .offer(let offer): return self.unit(of: offer) == unit
        case .duty(let duty): return self.unit(of: duty) == unit
        case .patient(let patient): return self.unit(of: patient) == unit
        case .course(let course): return self.unit(of: course) == unit
        case .alert(let alert): return self.unit(of: alert) == unit
        case .shift(let shift): return self.unit(of: shift) == unit
        case .destination(let destination): return self.unit(of: destination) == unit
        case .privacy, .hospital, .referral: return false
        case .notice(let notice): return self.unit(of: notice) == unit
        }
    }

    func incident(of assignment: AssignmentID) -> IncidentID {
        centre.assignments.contains(assignment.index) ? centre[assignment].incident : .none
    }

    private func incident(of kind: AlertKind, _ subject: Int32) -> IncidentID {
        centre.incident(of: kind, subject)
    }
}
