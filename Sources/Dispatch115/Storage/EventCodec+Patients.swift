// The bytes of what happens around patients: added, taken on board, each with an outcome and a
// destination: types 160 to 179.

extension EventCodec {
    static func type(of patient: PatientEvent) -> UInt16 {
        switch patient {}
    }

    static func encode(_ patient: PatientEvent, _ out: inout FieldWriter) {
        switch patient {}
    }

    static func decodePatient(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> PatientEvent
    {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
