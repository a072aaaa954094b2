// An incident's triage and need in the bytes of a centre.

extension CentreCodec {
    static func writeTriage(of incident: Incident, _ out: inout FieldWriter) {
        out.put(incident.need)
        out.put(incident.isPrioritySetByPerson)
        out.put(incident.triage != nil)
        guard let triage = incident.triage else { return }
        out.put(triage.version)
        out.put(triage.answers)
        out.put(triage.reason)
        out.put(triage.priority)
        out.put(triage.isComplete)
    }

    static func readTriage(of incident: inout Incident, _ reader: inout FieldReader) throws(CodecError) {
        incident.need = try reader.need()
        incident.isPrioritySetByPerson = try reader.flag()
        guard try reader.flag() else { return }
        incident.triage = Triage(
            version: try reader.get(), answers: try reader.id(), reason: try reader.id(),
            priority: try reader.choice(), isComplete: try reader.flag())
    }
}
