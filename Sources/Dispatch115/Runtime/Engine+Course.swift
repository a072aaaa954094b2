// The engine's part around the course of an incident beyond its units: numbers and places looked up, the
// line that shall be taken back found among the newest events, and what leaves the process.

extension Engine {
    /// Whether this person may take back what others did, and after any time: the supervisor's right.
    func mayTakeBackAnybodys(_ input: ConsoleInput) -> Bool {
        surroundings.people.person(input.userID).roles.contains(.supervisor)
    }

    /// From the numbers people say to the centre's own.
    func resolve(_ request: CourseRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .queue: preconditionFailure("this changes nothing")
        case .standDown(let number, let reason, let note):
            return units([number], renderer).map { .standDown($0[0], reason: reason, note: note) }
        case .reopen(let incident): return .success(.course(.reopen(IncidentID(number: incident))))
        case .massCasualty(let incident, let estimate):
            return .success(.course(.massCasualty(IncidentID(number: incident), estimate: estimate)))
        case .standby(let place, let words, let priority, let at, let to):
            return .success(
                .course(
                    .standby(
                        place: report(place), words: words, priority: priority ?? .p4, at: at ?? .none,
                        to: to ?? .none)))
        case .transfer(let asked): return transfer(asked, renderer)
        case .undo(let sequence): return lineToUndo(sequence, input, renderer)
        }
    }

    private func transfer(_ asked: TransferRequest, _ renderer: Renderer) -> Result<Command, Unresolved> {
        hospital(asked.from, renderer).flatMap { from in
            hospital(asked.to, renderer).map { to in
                .course(
                    .transfer(
                        TransferPlan(
                            from: from, to: to, fromName: centre.hospitalName(from),
                            priority: asked.priority ?? .p3, at: asked.at ?? .none, doctor: asked.doctor,
                            bed: asked.bed, escort: asked.escort, words: asked.words)))
            }
        }
    }

    /// One line's events, and all that came later: from memory only, since older ones are past taking back.
    private func lineToUndo(_ sequence: Int64, _ input: ConsoleInput, _ renderer: Renderer)
        -> Result<Command, Unresolved>
    {
        guard sequence >= 1, sequence <= centre.sequence else {
            return .failure(Unresolved(text: renderer.unknownSequence(sequence, centre)))
        }
        // The longest line ends an incident with all its patients, a few events each at most.
        let earliest = max(recent.first ?? 1, sequence - 4_000)
        guard sequence >= earliest, let events = recent.slice(earliest...centre.sequence),
            let event = events.first(where: { $0.sequence == sequence })
        else {
            return .failure(
                Unresolved(
                    text: renderer.refused(
                        .course(.notUndone(sequence: sequence, .tooLate(minutes: Centre.undoMinutes))), centre
                    )))
        }
        func isSameLine(_ other: Event) -> Bool {
            other.at == event.at && other.actor == event.actor && other.client == event.client
        }
        let line = events.filter(isSameLine)
        let later = events.filter { $0.sequence > sequence && !isSameLine($0) }
        return .success(
            .course(.undo(LineToUndo(line: line, later: later), anybodys: mayTakeBackAnybodys(input))))
    }

    /// Planned work takes nobody away from other planned work.
    func bindPlanned(_ basis: inout Basis) {
        for index in basis.candidates.indices
        where basis.candidates[index].standing == .eligible
            && centre.isInterruptible(basis.candidates[index].unit)
        {
            basis.candidates[index].standing = .busy
        }
        let eligible = basis.candidates.filter { $0.standing == .eligible }
        basis.candidates = eligible + basis.candidates.filter { $0.standing != .eligible }
    }

    /// Answers a line that only asks.
    func show(_ request: CourseRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard case .queue(let filter) = request else { preconditionFailure("these are acts") }
        let lines: [String]
        switch filter {
        case .emergencies: lines = [renderer.emergencies(centre, now: now)]
        case .standbys: lines = renderer.plannedQueue([.standby], centre, now: now)
        case .transfers: lines = renderer.plannedQueue([.transfer], centre, now: now)
        }
        reply(
            input,
            lines.isEmpty
                ? renderer.say(vi: "không có ca nào đang mở", en: "no incident is open")
                : renderer.reply(lines))
    }

    /// What the event causes outside.
    func letOut(_ course: CourseEvent, _ event: Event) {
        let unit = unit(of: course)
        if unit.isSet { noteFree(unit) }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of course: CourseEvent) -> IncidentID {
        switch course {
        case .reopened(let id, _, _), .massCasualty(let id, _, _), .planned(let id, _, _, _),
            .transferPlanned(let id, _, _, _, _), .noteWithdrawn(let id, _), .placeRestored(let id):
            id
        case .stepTakenBack(let id, _, _, _): incident(of: id)
        case .takenBack: .none
        }
    }

    /// The unit that it concerns.
    func unit(of course: CourseEvent) -> UnitID {
        guard case .stepTakenBack(let id, _, _, _) = course, centre.assignments.contains(id.index) else {
            return .none
        }
        return centre[id].unit
    }
}
