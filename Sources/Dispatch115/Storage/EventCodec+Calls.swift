// The bytes of what happens around calls: rung, answered, abandoned, claimed, called back, bound to
// an incident, ended without one: types 100 to 119.

extension EventCodec {
    static func type(of call: CallEvent) -> UInt16 {
        switch call {}
    }

    static func encode(_ call: CallEvent, _ out: inout FieldWriter) {
        switch call {}
    }

    static func decodeCall(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> CallEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
