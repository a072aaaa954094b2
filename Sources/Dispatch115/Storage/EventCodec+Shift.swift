// The bytes of what happens around the shift's hand-over, and entries made late from paper forms:
// types 210 to 219.

extension EventCodec {
    static func type(of shift: ShiftEvent) -> UInt16 {
        switch shift {}
    }

    static func encode(_ shift: ShiftEvent, _ out: inout FieldWriter) {
        switch shift {}
    }

    static func decodeShift(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> ShiftEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
