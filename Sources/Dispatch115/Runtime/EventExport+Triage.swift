// What happens around triage: answers, what follows from them, and what the incident needs, as
// fields of JSON.

extension EventExport {
    static func describe(_ triage: TriageEvent) -> Fields {
        switch triage {
        case .answered(
            let id, let version, let answers, let reason, let said, let from, let to, let need,
            let isComplete):
            (
                "triageAnswered",
                [
                    ("incident", "\(id.number)"), ("cards", "\(version)"), ("answers", text(answers)),
                    ("reason", text(reason)), ("said", "\(said.rawValue)"), ("from", "\(from.rawValue)"),
                    ("to", "\(to.rawValue)"), ("needSkills", "\(need.skills.rawValue)"),
                    ("needEquipment", "\(need.equipment.rawValue)"), ("needTransport", "\(need.transport)"),
                    ("needUnits", "\(need.units)"), ("complete", "\(isComplete)"),
                ]
            )
        case .instructed(let id, let version, let instruction, let title, let steps, let isCompressions):
            (
                "instructionShown",
                [
                    ("incident", "\(id.number)"), ("cards", "\(version)"),
                    ("instruction", JSONText.quoted(instruction)), ("title", text(title)),
                    ("steps", "\(steps)"), ("compressions", "\(isCompressions)"),
                ]
            )
        }
    }
}
