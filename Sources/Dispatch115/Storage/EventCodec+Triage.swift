// The bytes of what happens around triage: answers, what follows from them, and what the incident
// needs: types 120 to 129.

extension EventCodec {
    static func type(of triage: TriageEvent) -> UInt16 {
        switch triage {
        case .answered: 120
        case .instructed: 121
        }
    }

    static func encode(_ triage: TriageEvent, _ out: inout FieldWriter) {
        switch triage {
        case .answered(
            let id, let version, let answers, let reason, let said, let from, let to, let need,
            let isComplete):
            out.put(id)
            out.put(version)
            out.put(answers)
            out.put(reason)
            out.put(said)
            out.put(from)
            out.put(to)
            out.put(need)
            out.put(isComplete)
        case .instructed(let id, let version, let instruction, let title, let steps, let isCompressions):
            out.put(id)
            out.put(version)
            out.put(plain: instruction)
            out.put(title)
            out.put(steps)
            out.put(isCompressions)
        }
    }

    static func decodeTriage(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> TriageEvent {
        switch type {
        case 120:
            return .answered(
                try reader.id(), version: try reader.get(), answers: try reader.text(),
                reason: try reader.text(), said: try reader.choice(), from: try reader.choice(),
                to: try reader.choice(), try reader.need(), isComplete: try reader.flag())
        case 121:
            return .instructed(
                try reader.id(), version: try reader.get(), instruction: try reader.plain(),
                title: try reader.text(), steps: try reader.get(), isCompressions: try reader.flag())
        default: throw .unknownType(type)
        }
    }
}

extension FieldWriter {
    mutating func put(_ need: Need) {
        put(need.skills.rawValue)
        put(need.equipment.rawValue)
        put(need.transport)
        put(need.units)
    }
}

extension FieldReader {
    mutating func need() throws(CodecError) -> Need {
        Need(
            skills: Skills(rawValue: try get()), equipment: Equipment(rawValue: try get()),
            transport: try flag(), units: try get())
    }
}
