// Rows of alerts in a snapshot.

extension CentreCodec {
    static func put(_ alert: Alert, _ out: inout FieldWriter) {
        out.put(alert.kind)
        out.put(alert.subject)
        out.put(alert.raisedAt)
        out.put(alert.clearedAt)
        out.put(alert.acknowledgedAt)
        out.put(alert.acknowledgedBy != nil)
        if let actor = alert.acknowledgedBy { out.put(actor) }
        out.put(alert.measure)
    }

    static func alert(_ reader: inout FieldReader) throws(CodecError) -> Alert {
        var alert = Alert(
            kind: try reader.choice(), subject: try reader.get(), raisedAt: try reader.time(),
            clearedAt: try reader.time())
        alert.acknowledgedAt = try reader.time()
        if try reader.flag() { alert.acknowledgedBy = try reader.actor() }
        alert.measure = try reader.measure()
        return alert
    }
}

extension FieldWriter {
    mutating func put(_ measure: AlertMeasure) {
        put(measure.count)
        put(measure.of)
    }
}

extension FieldReader {
    mutating func measure() throws(CodecError) -> AlertMeasure {
        AlertMeasure(count: try get(), of: try get())
    }
}
