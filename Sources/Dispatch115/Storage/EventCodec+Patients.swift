// The bytes of what happens around patients: added, tagged, taken on board, each with an outcome and
// a destination: types 160 to 179.

extension EventCodec {
    static func type(of patient: PatientEvent) -> UInt16 {
        switch patient {
        case .added: 160
        case .tagged: 161
        case .destined: 162
        case .boarded: 163
        case .unboarded: 164
        case .reopened: 165
        case .described: 166
        }
    }

    static func encode(_ patient: PatientEvent, _ out: inout FieldWriter) {
        switch patient {
        case .added(let id, let incident, let words):
            out.put(id)
            out.put(incident)
            out.put(words)
        case .tagged(let id, let from, let to):
            out.put(id)
            out.put(from)
            out.put(to)
        case .destined(let id, let from, let to):
            out.put(id)
            out.put(from)
            out.put(to)
        case .boarded(let id, let from, let to, let before, let destination):
            out.put(id)
            out.put(from)
            out.put(to)
            out.put(before)
            out.put(destination)
        case .unboarded(let id, let from, let destination):
            out.put(id)
            out.put(from)
            out.put(destination)
        case .described(let id, let words):
            out.put(id)
            out.put(words)
        case .reopened(let id, let was):
            out.put(id)
            out.put(was)
        }
    }

    static func decodePatient(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> PatientEvent
    {
        switch type {
        case 160: .added(try reader.id(), try reader.id(), words: try reader.text())
        case 161: .tagged(try reader.id(), from: try reader.choice(), to: try reader.choice())
        case 162: .destined(try reader.id(), from: try reader.id(), to: try reader.id())
        case 163:
            .boarded(
                try reader.id(), from: try reader.id(), to: try reader.id(), before: try reader.id(),
                destination: try reader.id())
        case 164: .unboarded(try reader.id(), from: try reader.id(), destination: try reader.id())
        case 165: .reopened(try reader.id(), was: try reader.choice())
        case 166: .described(try reader.id(), words: try reader.text())
        default: throw .unknownType(type)
        }
    }
}
