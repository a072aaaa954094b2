// The bytes of what happens around duty: crews logging on and off, units out of service, returning,
// at their station: types 150 to 159.

extension EventCodec {
    static func type(of duty: DutyEvent) -> UInt16 {
        switch duty {}
    }

    static func encode(_ duty: DutyEvent, _ out: inout FieldWriter) {
        switch duty {}
    }

    static func decodeDuty(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> DutyEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
