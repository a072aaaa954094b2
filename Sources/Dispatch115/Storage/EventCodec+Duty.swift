// The bytes of what happens around duty: crews logging on and off, units out of service, returning,
// at their station, odometer readings: types 150 to 159.

extension EventCodec {
    static func type(of duty: DutyEvent) -> UInt16 {
        switch duty {
        case .loggedOn: 150
        case .loggedOff: 151
        case .outOfService: 152
        case .backInService: 153
        case .whereabouts: 154
        case .odometerRead: 155
        case .odometerWithdrawn: 156
        case .restored: 157
        }
    }

    static func encode(_ duty: DutyEvent, _ out: inout FieldWriter) {
        switch duty {
        case .loggedOn(let unit, let crew, let skills, let equipment):
            out.put(unit)
            out.put(crew)
            out.put(skills.rawValue)
            out.put(equipment.rawValue)
        case .loggedOff(let unit, let reason):
            out.put(unit)
            out.put(reason)
        case .outOfService(let unit, let reason, let until, let note):
            out.put(unit)
            out.put(reason)
            out.put(until)
            out.put(note)
        case .backInService(let unit), .restored(let unit): out.put(unit)
        case .whereabouts(let unit, let whereabouts):
            out.put(unit)
            out.put(whereabouts)
        case .odometerRead(let unit, let kilometres, let before, let assignment, let isEnd):
            out.put(unit)
            out.put(kilometres)
            out.put(before)
            out.put(assignment)
            out.put(isEnd)
        case .odometerWithdrawn(let unit, let kilometres, let to, let assignment):
            out.put(unit)
            out.put(kilometres)
            out.put(to)
            out.put(assignment)
        }
    }

    static func decodeDuty(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> DutyEvent {
        switch type {
        case 150:
            .loggedOn(
                try reader.id(), crew: try reader.text(), skills: Skills(rawValue: try reader.get()),
                equipment: Equipment(rawValue: try reader.get()))
        case 151: .loggedOff(try reader.id(), try reader.choice())
        case 152:
            .outOfService(
                try reader.id(), try reader.choice(), until: try reader.time(), note: try reader.text())
        case 153: .backInService(try reader.id())
        case 154: .whereabouts(try reader.id(), try reader.choice())
        case 155:
            .odometerRead(
                try reader.id(), kilometres: try reader.get(), before: try reader.get(), try reader.id(),
                isEnd: try reader.flag())
        case 156:
            .odometerWithdrawn(
                try reader.id(), kilometres: try reader.get(), to: try reader.get(), try reader.id())
        case 157: .restored(try reader.id())
        default: throw .unknownType(type)
        }
    }
}
