// The bytes of what happens around triage: answers, what follows from them, and what the incident
// needs: types 120 to 129.

extension EventCodec {
    static func type(of triage: TriageEvent) -> UInt16 {
        switch triage {}
    }

    static func encode(_ triage: TriageEvent, _ out: inout FieldWriter) {
        switch triage {}
    }

    static func decodeTriage(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> TriageEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
