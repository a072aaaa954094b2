// The bytes of what happens around pre-arrival notices (types 250 to 259) and referrals (types 260 to 269).

extension EventCodec {
    // MARK: - Notices

    static func type(of notice: NoticeEvent) -> UInt16 {
        switch notice {
        case .opened: 250
        case .updated: 251
        case .answered: 252
        case .fellSilent: 253
        case .keptGoing: 254
        case .closed: 255
        case .answeredLate: 256
        }
    }

    static func encode(_ notice: NoticeEvent, _ out: inout FieldWriter) {
        switch notice {
        case .opened(let id, let assignment, let hospital, let isElectronic, let due):
            out.put(id)
            out.put(assignment)
            out.put(hospital)
            out.put(isElectronic)
            out.put(due)
        case .updated(let id, let version):
            out.put(id)
            out.put(version)
        case .answered(let id, let status, let at, let words, let isByPhone, let next):
            out.put(id)
            out.put(status)
            out.put(at)
            out.put(words)
            out.put(isByPhone)
            out.put(next)
        case .fellSilent(let id, let next):
            out.put(id)
            out.put(next)
        case .keptGoing(let id, let version, let words):
            out.put(id)
            out.put(version)
            out.put(words)
        case .closed(let id, let end, let version):
            out.put(id)
            out.put(end)
            out.put(version)
        case .answeredLate(let id, let status, let at, let words):
            out.put(id)
            out.put(status)
            out.put(at)
            out.put(words)
        }
    }

    static func decodeNotice(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> NoticeEvent {
        switch type {
        case 250:
            .opened(
                try reader.id(), try reader.id(), try reader.id(), isElectronic: try reader.flag(),
                due: try reader.time())
        case 251: .updated(try reader.id(), version: try reader.get())
        case 252:
            .answered(
                try reader.id(), try reader.choice(), at: try reader.time(), words: try reader.text(),
                isByPhone: try reader.flag(), next: try reader.alternative())
        case 253: .fellSilent(try reader.id(), next: try reader.alternative())
        case 254: .keptGoing(try reader.id(), version: try reader.get(), words: try reader.text())
        case 255: .closed(try reader.id(), try reader.choice(), version: try reader.get())
        case 256:
            .answeredLate(
                try reader.id(), try reader.choice(), at: try reader.time(), words: try reader.text())
        default: throw .unknownType(type)
        }
    }

    // MARK: - Referrals

    static func type(of referral: ReferralEvent) -> UInt16 {
        switch referral {
        case .offered: 260
        case .answered: 261
        case .fellLate: 262
        case .withdrawn: 263
        case .answeredLate: 264
        case .updated: 265
        }
    }

    static func encode(_ referral: ReferralEvent, _ out: inout FieldWriter) {
        switch referral {
        case .offered(let id, let incident, let due, let words):
            out.put(id)
            out.put(incident)
            out.put(due)
            out.put(words)
        case .answered(let id, let status, let at, let due, let words, let isByPhone):
            out.put(id)
            out.put(status)
            out.put(at)
            out.put(due)
            out.put(words)
            out.put(isByPhone)
        case .fellLate(let id): out.put(id)
        case .withdrawn(let id, let why):
            out.put(id)
            out.put(why)
        case .answeredLate(let id, let status, let at, let words):
            out.put(id)
            out.put(status)
            out.put(at)
            out.put(words)
        case .updated(let id, let version):
            out.put(id)
            out.put(version)
        }
    }

    static func decodeReferral(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError)
        -> ReferralEvent
    {
        switch type {
        case 260:
            .offered(try reader.id(), try reader.id(), due: try reader.time(), words: try reader.text())
        case 261:
            .answered(
                try reader.id(), try reader.choice(), at: try reader.time(), due: try reader.time(),
                words: try reader.text(), isByPhone: try reader.flag())
        case 262: .fellLate(try reader.id())
        case 263: .withdrawn(try reader.id(), try reader.choice())
        case 264:
            .answeredLate(
                try reader.id(), try reader.choice(), at: try reader.time(), words: try reader.text())
        case 265: .updated(try reader.id(), version: try reader.get())
        default: throw .unknownType(type)
        }
    }
}

extension FieldWriter {
    mutating func put(_ next: HospitalAlternative) {
        put(next.hospital)
        put(next.travelSeconds)
    }
}

extension FieldReader {
    mutating func alternative() throws(CodecError) -> HospitalAlternative {
        HospitalAlternative(try id(), travelSeconds: try get())
    }
}
