// The bytes of what happens around the course of an incident beyond its units: reopened, mass
// casualty, standby, transfer, lines taken back: types 180 to 199.

extension EventCodec {
    static func type(of course: CourseEvent) -> UInt16 {
        switch course {
        case .reopened: 180
        case .massCasualty: 181
        case .planned: 182
        case .transferPlanned: 183
        case .takenBack: 184
        case .noteWithdrawn: 185
        case .stepTakenBack: 186
        case .placeRestored: 187
        }
    }

    static func encode(_ course: CourseEvent, _ out: inout FieldWriter) {
        switch course {
        case .reopened(let id, let was, let isFresh):
            out.put(id)
            out.put(was)
            out.put(isFresh)
        case .massCasualty(let id, let from, let to):
            out.put(id)
            out.put(from)
            out.put(to)
        case .planned(let id, let kind, let at, let to):
            out.put(id)
            out.put(kind)
            out.put(at)
            out.put(to)
        case .transferPlanned(let id, let from, let doctor, let bed, let escort):
            out.put(id)
            out.put(from)
            out.put(doctor)
            out.put(bed)
            out.put(escort)
        case .takenBack(let first, let last):
            out.put(first)
            out.put(last)
        case .noteWithdrawn(let id, let note):
            out.put(id)
            out.put(note)
        case .stepTakenBack(let id, let from, let to, let button):
            out.put(id)
            out.put(from)
            out.put(to)
            out.put(button)
        case .placeRestored(let id): out.put(id)
        }
    }

    static func decodeCourse(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> CourseEvent {
        switch type {
        case 180: .reopened(try reader.id(), was: try reader.choice(), isFresh: try reader.flag())
        case 181: .massCasualty(try reader.id(), from: try reader.get(), to: try reader.get())
        case 182:
            .planned(try reader.id(), try reader.choice(), at: try reader.time(), to: try reader.time())
        case 183:
            .transferPlanned(
                try reader.id(), from: try reader.id(), doctor: try reader.text(), bed: try reader.text(),
                escort: try reader.text())
        case 184: .takenBack(first: try reader.get(), last: try reader.get())
        case 185: .noteWithdrawn(try reader.id(), note: try reader.get())
        case 186:
            .stepTakenBack(
                try reader.id(), from: try reader.choice(), to: try reader.choice(), try reader.choice())
        case 187: .placeRestored(try reader.id())
        default: throw .unknownType(type)
        }
    }
}
