// The bytes of what happens around alerts as the desk handles them: acknowledged, and those that
// the service itself raises: types 200 to 209.

extension EventCodec {
    static func type(of alert: AlertEvent) -> UInt16 {
        switch alert {}
    }

    static func encode(_ alert: AlertEvent, _ out: inout FieldWriter) {
        switch alert {}
    }

    static func decodeAlert(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> AlertEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
