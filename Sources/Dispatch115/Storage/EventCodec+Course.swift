// The bytes of what happens around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer, steps taken back: types 180 to 199.

extension EventCodec {
    static func type(of course: CourseEvent) -> UInt16 {
        switch course {}
    }

    static func encode(_ course: CourseEvent, _ out: inout FieldWriter) {
        switch course {}
    }

    static func decodeCourse(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> CourseEvent {
        switch type {
        default: throw .unknownType(type)
        }
    }
}
