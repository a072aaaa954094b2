// An incident's triage and need in the bytes of a centre.

extension CentreCodec {
    static func writeTriage(of incident: Incident, _ out: inout FieldWriter) {
        out.put(incident.need)
        out.put(incident.isPrioritySetByPerson)
        out.put(incident.telling.times)
        out.put(incident.telling.title)
        out.put(incident.telling.at)
        out.put(incident.telling.by)
        out.put(incident.telling.compressionsAt)
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
        incident.telling.times = try reader.get()
        incident.telling.title = try reader.id()
        incident.telling.at = try reader.time()
        incident.telling.by = try reader.actor()
        incident.telling.compressionsAt = try reader.time()
        guard try reader.flag() else { return }
        incident.triage = Triage(
            version: try reader.get(), answers: try reader.id(), reason: try reader.id(),
            priority: try reader.choice(), isComplete: try reader.flag())
    }
}
