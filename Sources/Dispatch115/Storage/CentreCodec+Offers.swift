// Rows of offers in a snapshot.

extension CentreCodec {
    static func put(_ offer: Offer, _ out: inout FieldWriter) {
        out.put(offer.incident)
        out.put(offer.station)
    }

    static func offer(_ reader: inout FieldReader) throws(CodecError) -> Offer {
        Offer(incident: try reader.id(), station: try reader.id())
    }
}
