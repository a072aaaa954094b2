// Rows of calls in a snapshot.

extension CentreCodec {
    static func put(_ call: Call, _ out: inout FieldWriter) {
        out.put(call.receivedAt)
        out.put(call.phone)
        out.put(call.incident)
        out.put(call.phase)
        out.put(call.exchange)
        out.put(call.recording)
        out.put(call.handler)
        out.put(call.claimedAt)
        out.put(call.answeredAt)
        out.put(call.endedAt)
        out.put(call.outcome)
        out.put(call.words)
        out.put(call.tries)
        out.put(call.callbackDue)
    }

    static func call(_ reader: inout FieldReader) throws(CodecError) -> Call {
        var call = Call(
            receivedAt: try reader.time(), phone: try reader.id(), incident: try reader.id())
        call.phase = try reader.choice()
        call.exchange = try reader.get()
        call.recording = try reader.id()
        call.handler = try reader.get()
        call.claimedAt = try reader.time()
        call.answeredAt = try reader.time()
        call.endedAt = try reader.time()
        call.outcome = try reader.choice()
        call.words = try reader.id()
        call.tries = try reader.get()
        call.callbackDue = try reader.time()
        return call
    }
}
