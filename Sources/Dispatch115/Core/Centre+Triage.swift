// Decisions and their fold around triage: answers, what follows from them, and what the incident needs.

extension Centre {
    func decide(_ command: TriageCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .answer(let incident, let report): try answer(incident, report, &draft)
        case .instruct(let incident, let shown):
            try requireOpen(incident)
            guard !shown.instruction.isEmpty, !shown.title.isEmpty else { throw .textMissing }
            try requireShort(shown.instruction)
            try requireShort(shown.title)
            draft.add(
                .triage(
                    .instructed(
                        incident, version: shown.version, instruction: shown.instruction,
                        title: draft.text(shown.title), steps: shown.steps,
                        isCompressions: shown.isCompressions)))
        }
    }

    private func answer(_ id: IncidentID, _ report: TriageReport, _ draft: inout Draft) throws(Rejection) {
        try requireOpen(id)
        guard !report.answers.isEmpty else { throw .textMissing }
        try requireShort(report.answers)
        try requireShort(report.reason)
        let row = self[id]
        if let before = row.triage, before.version == report.version, before.priority == report.priority,
            text(before.answers) == report.answers
        {
            throw .triage(.sameAnswers(id))
        }
        let to = Centre.priority(after: report.priority, of: row)
        if to != row.priority { try prioritise(id, to, &draft) }
        clearWithoutTransport(id, for: report.need, &draft)
        draft.add(
            .triage(
                .answered(
                    id, version: report.version, answers: draft.text(report.answers),
                    reason: draft.text(report.reason), said: report.priority, from: row.priority, to: to,
                    report.need, isComplete: report.isComplete)))
    }

    /// What a person has set stays, unless the cards now say something more urgent than it, and than they
    /// said before: otherwise every further answer would undo the person's decision.
    private static func priority(after said: Priority, of row: Incident) -> Priority {
        guard row.isPrioritySetByPerson else { return said }
        let isNews = row.triage.map { said.isMoreUrgent(than: $0.priority) } ?? true
        return isNews && said.isMoreUrgent(than: row.priority) ? said : row.priority
    }

    /// `event` carries the time and the actor.
    mutating func apply(_ triage: TriageEvent, _ event: Event) {
        switch triage {
        case .answered(
            let id, let version, let answers, let reason, let said, let from, let to, let need,
            let isComplete):
            keep(answers)
            keep(reason)
            incidents[id.index].triage = Triage(
                version: version, answers: answers.id, reason: reason.id, priority: said,
                isComplete: isComplete)
            incidents[id.index].need = need
            if from != to { incidents[id.index].isPrioritySetByPerson = false }
        case .instructed(let id, _, _, let title, _, let isCompressions):
            keep(title)
            var telling = incidents[id.index].telling
            telling.times += 1
            telling.title = title.id
            telling.at = event.at
            telling.by = event.actor
            if isCompressions, !telling.compressionsAt.isSet { telling.compressionsAt = event.at }
            incidents[id.index].telling = telling
        }
    }
}
