// The bytes of what happens around offers to stations: asked, answered, fallen silent, withdrawn:
// types 130 to 149.

extension EventCodec {
    static func type(of offer: OfferEvent) -> UInt16 {
        switch offer {}
    }

    static func encode(_ offer: OfferEvent, _ out: inout FieldWriter) {
        switch offer {}
    }

    static func decodeOffer(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> OfferEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
