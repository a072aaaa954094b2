// The engine's part around triage: the words of a line become answers, with the cards and what is known of the
// incident; the questions and the instructions are shown from the cards as they are now.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: TriageRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .answer(let number, let words): return answers(IncidentID(number: number), words, renderer)
        case .say(let number, let topic):
            return instruction(IncidentID(number: number), topic, renderer).flatMap { index in
                let id = IncidentID(number: number)
                // Who looks it up after the end tells nobody.
                guard centre[id].isOpen else {
                    return .failure(Unresolved(text: renderer.instruction(index, id, surroundings.triage)))
                }
                return .success(.triage(.instruct(id, shown(index))))
            }
        case .questions: preconditionFailure("this changes nothing")
        }
    }

    /// Which instruction is meant; or the answer to a line that means none.
    private func instruction(_ id: IncidentID, _ topic: String, _ renderer: Renderer) -> Result<
        Int, Unresolved
    > {
        let desk = surroundings.triage
        if let refusal = missing(id, renderer) { return .failure(Unresolved(text: refusal)) }
        guard topic.isEmpty else {
            let words = topic.split { $0.isWhitespace || $0 == "," }.map(String.init)
            guard let found = desk.vocabulary.topic(words) else {
                return .failure(Unresolved(text: renderer.unknownTopic(topic, id, desk)))
            }
            return .success(found)
        }
        let known = knownAnswers(id)
        guard !known.isEmpty else { return .failure(Unresolved(text: renderer.topics(id, desk))) }
        return .success(desk.cards.evaluate(known).instruction)
    }

    private func shown(_ index: Int) -> InstructionShown {
        let cards = surroundings.triage.cards
        let instruction = cards.instructions[index]
        return InstructionShown(
            version: cards.versionNumber, instruction: instruction.id,
            title: TriageReason.text([instruction.title]), steps: UInt8(clamping: instruction.steps.count),
            isCompressions: TriageCards.pulseless.contains(instruction.id))
    }

    /// The steps, whatever became of their event: who has no pulse does not wait for a disk.
    func instructionReply(
        _ id: IncidentID, _ shown: InstructionShown, _ renderer: Renderer, sequence: Int64 = 0
    ) -> String {
        let desk = surroundings.triage
        guard let index = desk.cards.instructions.firstIndex(where: { $0.id == shown.instruction }) else {
            preconditionFailure("an instruction that the cards do not have")
        }
        return renderer.instruction(index, id, desk, sequence: sequence)
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
    func knownAnswers(_ id: IncidentID) -> TriageAnswers {
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
            // A line that was answered before: its steps once more.
            let id = IncidentID(number: number)
            switch instruction(id, topic, renderer) {
            case .success(let index): reply(input, renderer.instruction(index, id, desk))
            case .failure(let refusal): reply(input, refusal.text)
            }
        case .answer: preconditionFailure("this is an act")
        }
    }

    /// What the event causes outside: nothing; a change of priority is an event of its own.
    func letOut(_ triage: TriageEvent, _ event: Event) {}

    /// The incident that it concerns, for the journal's filter.
    func incident(of triage: TriageEvent) -> IncidentID {
        switch triage {
        case .answered(let id, _, _, _, _, _, _, _, _), .instructed(let id, _, _, _, _, _): id
        }
    }

    /// The unit that it concerns.
    func unit(of triage: TriageEvent) -> UnitID {
        switch triage {
        case .answered, .instructed: .none
        }
    }
}
