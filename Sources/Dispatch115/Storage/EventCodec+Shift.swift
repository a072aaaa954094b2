// The bytes of what happens around the shift's hand-over, and entries made late from paper forms:
// types 210 to 219.

extension EventCodec {
    static func type(of shift: ShiftEvent) -> UInt16 {
        switch shift {
        case .readBack: 210
        case .handedOver: 211
        case .incidentBackdated: 212
        case .runEntered: 213
        case .closeBackdated: 214
        case .formsReserved: 215
        }
    }

    static func encode(_ shift: ShiftEvent, _ out: inout FieldWriter) {
        switch shift {
        case .readBack(let items): out.put(items)
        case .handedOver(let from, let to, let code, let counts, let note):
            out.put(from)
            out.put(to)
            out.put(code)
            out.put(UInt8(clamping: counts.byKind.count))
            for count in counts.byKind { out.put(count) }
            out.put(note)
        case .incidentBackdated(let id, let form, let receivedAt):
            out.put(id)
            out.put(form)
            out.put(receivedAt)
        case .runEntered(let id, let incident, let unit, let state, let times, let destination):
            out.put(id)
            out.put(incident)
            out.put(unit)
            out.put(state)
            out.put(destination)
            let told = TimePoints.crewOrder.filter { times[$0].isSet }
            out.put(UInt8(told.count))
            for point in told {
                out.put(point)
                out.put(times[point])
            }
        case .closeBackdated(let id, let moment):
            out.put(id)
            out.put(moment)
        case .formsReserved(let first, let count):
            out.put(first)
            out.put(count)
        }
    }

    static func decodeShift(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> ShiftEvent {
        switch type {
        case 210: return .readBack(items: try reader.shiftItems())
        case 211:
            let from: UInt32 = try reader.get()
            let to: UInt32 = try reader.get()
            let code: UInt32 = try reader.get()
            var counts: [Int32] = []
            for _ in 0..<(try reader.get(UInt8.self)) { counts.append(try reader.get()) }
            return .handedOver(
                from: from, to: to, code: code, counts: ShiftCounts(byKind: counts), note: try reader.text())
        case 212:
            return .incidentBackdated(
                try reader.id(), form: try reader.get(), receivedAt: try reader.time())
        case 213:
            let id: AssignmentID = try reader.id()
            let incident: IncidentID = try reader.id()
            let unit: UnitID = try reader.id()
            let state: AssignmentState = try reader.choice()
            let destination: HospitalID = try reader.id()
            var times = TimePoints()
            var last: UInt8 = 0
            for _ in 0..<(try reader.get(UInt8.self)) {
                let point: TimePoint = try reader.choice()
                let moment = try reader.time()
                // Written once each, in order, and only those that are set.
                guard point.rawValue > last, moment.isSet, TimePoints.crewOrder.contains(point) else {
                    throw .bytes(.badValue(field: "time point", offset: reader.bytes.offset))
                }
                last = point.rawValue
                times[point] = moment
            }
            return .runEntered(
                id, incident, unit, state: state, times: times, destination: destination)
        case 214: return .closeBackdated(try reader.id(), at: try reader.time())
        case 215: return .formsReserved(first: try reader.formNumber(), count: try reader.formNumber())
        default: throw .unknownType(type)
        }
    }
}
