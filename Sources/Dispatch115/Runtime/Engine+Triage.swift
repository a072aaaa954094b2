// The engine's part around triage: the words of a line become answers, with the cards and what is known of the
// incident; the questions and the instructions are shown from the cards as they are now.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: TriageRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .answer(let number, let words): return answers(IncidentID(number: number), words, renderer)
        case .questions, .say: preconditionFailure("these change nothing")
        }
    }

    private func answers(_ id: IncidentID, _ words: String, _ renderer: Renderer) -> Result<
        Command, Unresolved
    > {
        if let refusal = missing(id, renderer) { return .failure(Unresolved(text: refusal)) }
        let desk = surroundings.triage
        let known = knownAnswers(id)
        let all: TriageAnswers
        do {
            let given = try TriageLine.read(
                words, known: known, cards: desk.cards, vocabulary: desk.vocabulary)
            all = known.merging(given, in: desk.cards)
        } catch {
            return .failure(Unresolved(text: renderer.refused(error, desk, known: known, id)))
        }
        let outcome = desk.cards.evaluate(all)
        return .success(
            .triage(
                .answer(
                    id,
                    TriageReport(
                        version: desk.cards.versionNumber, answers: all.text(desk.cards),
                        reason: TriageReason.text(outcome.reasons), priority: outcome.priority,
                        need: outcome.need, isComplete: outcome.isFinal))))
    }

    /// What earlier lines said; nothing where the text was erased.
    private func knownAnswers(_ id: IncidentID) -> TriageAnswers {
        let text = centre[id].triage.flatMap { centre.text($0.answers) } ?? ""
        return TriageAnswers(text: text, surroundings.triage.cards)
    }

    private func missing(_ id: IncidentID, _ renderer: Renderer) -> String? {
        guard !centre.incidents.contains(id.index) else { return nil }
        return renderer.refused(
            id.index >= 0 && id.index < centre.incidents.end ? .incidentRetired(id) : .incidentUnknown(id),
            centre)
    }

    /// The reply to a line of answers, once they are part of the centre.
    func triageReply(_ id: IncidentID, _ events: [Event], _ renderer: Renderer) -> String {
        let known = knownAnswers(id)
        let outcome = surroundings.triage.cards.evaluate(known)
        return renderer.triaged(id, events, known, outcome, surroundings.triage, centre)
    }

    /// Answers a line that only asks.
    func show(_ request: TriageRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        let desk = surroundings.triage
        switch request {
        case .questions(let number):
            let id = IncidentID(number: number)
            if let refusal = missing(id, renderer) { return reply(input, refusal) }
            let known = knownAnswers(id)
            reply(input, renderer.questions(id, known, desk.cards.evaluate(known), desk, centre))
        case .say(let number, let topic):
            let id = IncidentID(number: number)
            if let refusal = missing(id, renderer) { return reply(input, refusal) }
            guard topic.isEmpty else {
                let words = topic.split { $0.isWhitespace || $0 == "," }.map(String.init)
                guard let found = desk.vocabulary.topic(words) else {
                    return reply(input, renderer.unknownTopic(topic, id, desk))
                }
                return reply(input, renderer.instruction(found, id, desk))
            }
            let known = knownAnswers(id)
            guard !known.isEmpty else { return reply(input, renderer.topics(id, desk)) }
            reply(input, renderer.instruction(desk.cards.evaluate(known).instruction, id, desk))
        case .answer: preconditionFailure("this is an act")
        }
    }

    /// What the event causes outside: nothing; a change of priority is an event of its own.
    func letOut(_ triage: TriageEvent, _ event: Event) {}

    /// The incident that it concerns, for the journal's filter.
    func incident(of triage: TriageEvent) -> IncidentID {
        switch triage {
        case .answered(let id, _, _, _, _, _, _, _, _): id
        }
    }

    /// The unit that it concerns.
    func unit(of triage: TriageEvent) -> UnitID {
        switch triage {
        case .answered: .none
        }
    }
}
