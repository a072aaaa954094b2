// The bytes of what happens around offers to stations and responses of several units: types 130 to 149.

extension EventCodec {
    static func type(of offer: OfferEvent) -> UInt16 {
        switch offer {
        case .planned: 130
        case .asked: 131
        case .accepted: 132
        case .declined: 133
        case .fellSilent: 134
        case .withdrawn: 135
        case .linked: 136
        case .proposed: 137
        }
    }

    static func encode(_ offer: OfferEvent, _ out: inout FieldWriter) {
        switch offer {
        case .planned(let first, let incident, let stations, let isChosen, let basis):
            out.put(first)
            out.put(incident)
            out.put(ids: stations)
            out.put(isChosen)
            out.put(basis)
        case .asked(let id, let expiresAt):
            out.put(id)
            out.put(expiresAt)
        case .accepted(let id, let unit, let assignment, let isByPhone, let isLate, let crew):
            out.put(id)
            out.put(unit)
            out.put(assignment)
            out.put(isByPhone)
            out.put(isLate)
            out.put(crew)
        case .declined(let id, let reason, let until, let isByPhone, let words):
            out.put(id)
            out.put(reason)
            out.put(until)
            out.put(isByPhone)
            out.put(words)
        case .fellSilent(let id): out.put(id)
        case .withdrawn(let id, let why):
            out.put(id)
            out.put(why)
        case .linked(let care, let transport):
            out.put(care)
            out.put(transport)
        case .proposed(let incident, let proposal):
            out.put(incident)
            put(proposal, &out)
        }
    }

    static func decodeOffer(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> OfferEvent {
        switch type {
        case 130:
            .planned(
                first: try reader.id(), try reader.id(), try reader.ids(), isChosen: try reader.flag(),
                try reader.basis())
        case 131: .asked(try reader.id(), expiresAt: try reader.time())
        case 132:
            .accepted(
                try reader.id(), try reader.id(), try reader.id(), isByPhone: try reader.flag(),
                isLate: try reader.flag(), crew: try reader.text())
        case 133:
            .declined(
                try reader.id(), try reader.choice(), until: try reader.time(),
                isByPhone: try reader.flag(), words: try reader.text())
        case 134: .fellSilent(try reader.id())
        case 135: .withdrawn(try reader.id(), try reader.choice())
        case 136: .linked(care: try reader.id(), transport: try reader.id())
        case 137: .proposed(try reader.id(), try proposal(&reader))
        default: throw .unknownType(type)
        }
    }

    private static func put(_ proposal: Proposal, _ out: inout FieldWriter) {
        out.put(proposal.kind)
        out.put(proposal.need)
        out.put(proposal.stillNeeded)
        out.put(ids: proposal.units)
        out.put(proposal.careSeconds)
        out.put(proposal.transportSeconds)
        out.put(proposal.missing.skills.rawValue)
        out.put(proposal.missing.equipment.rawValue)
        out.put(proposal.missing.transport)
    }

    private static func proposal(_ reader: inout FieldReader) throws(CodecError) -> Proposal {
        Proposal(
            kind: try reader.choice(), need: try reader.need(), stillNeeded: try reader.get(),
            units: try reader.ids(), careSeconds: try reader.get(), transportSeconds: try reader.get(),
            missing: Capability(
                skills: Skills(rawValue: try reader.get()), equipment: Equipment(rawValue: try reader.get()),
                transport: try reader.flag()))
    }
}

extension FieldWriter {
    /// A count of 16 bits and the ids; those above it are left out.
    mutating func put(ids: [some DenseIdentifier]) {
        put(UInt16(clamping: ids.count))
        for id in ids.prefix(Int(UInt16.max)) { put(id) }
    }
}

extension FieldReader {
    mutating func ids<Identifier: DenseIdentifier>() throws(CodecError) -> [Identifier] {
        var ids: [Identifier] = []
        for _ in 0..<(try get(UInt16.self)) { ids.append(try id()) }
        return ids
    }
}
