// The bytes of what happens around hospitals: defined, reports, diversions, what has run out, the kind of bed
// that a patient takes: types 230 to 249.

extension EventCodec {
    static func type(of hospital: HospitalEvent) -> UInt16 {
        switch hospital {
        case .defined: 230
        case .withdrawn: 231
        case .reported: 232
        case .received: 233
        case .diverted: 234
        case .bedsRanOut: 235
        case .receptionRanOut: 236
        case .diversionRanOut: 237
        case .bedChosen: 238
        case .reportRestored: 239
        case .receptionRestored: 240
        case .diversionRestored: 241
        }
    }

    static func encode(_ hospital: HospitalEvent, _ out: inout FieldWriter) {
        switch hospital {
        case .defined(let id, let definition):
            out.put(id)
            out.put(definition.number)
            out.put(plain: definition.facilityCode)
            out.put(plain: definition.name)
            out.put(definition.coordinate)
            out.put(definition.capabilities.rawValue)
            for baseline in definition.baselines { out.put(baseline) }
        case .withdrawn(let id), .receptionRanOut(let id): out.put(id)
        case .reported(let id, let kind, let from, let to, let reporter, let isNewest):
            out.put(id)
            out.put(kind)
            out.put(from)
            out.put(to)
            out.put(reporter)
            out.put(isNewest)
        case .received(let id, let from, let to, let reporter, let isNewest):
            out.put(id)
            out.put(from)
            out.put(to)
            out.put(reporter)
            out.put(isNewest)
        case .diverted(let id, let from, let to, let reporter, let isNewest):
            out.put(id)
            out.put(from)
            out.put(to)
            out.put(reporter)
            out.put(isNewest)
        case .bedsRanOut(let id, let kind):
            out.put(id)
            out.put(kind)
        case .diversionRanOut(let id, let was):
            out.put(id)
            out.put(was)
        case .bedChosen(let id, let from, let to):
            out.put(id)
            out.put(bed: from)
            out.put(bed: to)
        case .reportRestored(let id, let kind, let said):
            out.put(id)
            out.put(kind)
            out.put(said)
        case .receptionRestored(let id, let said):
            out.put(id)
            out.put(said)
        case .diversionRestored(let id, let said):
            out.put(id)
            out.put(said)
        }
    }

    static func decodeHospital(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError)
        -> HospitalEvent
    {
        switch type {
        case 230: .defined(try reader.id(), try reader.hospitalDefinition())
        case 231: .withdrawn(try reader.id())
        case 232:
            .reported(
                try reader.id(), try reader.choice(), from: try reader.bedState(), to: try reader.bedState(),
                reporter: try reader.text(), isNewest: try reader.flag())
        case 233:
            .received(
                try reader.id(), from: try reader.receptionState(), to: try reader.receptionState(),
                reporter: try reader.text(), isNewest: try reader.flag())
        case 234:
            .diverted(
                try reader.id(), from: try reader.diversionState(), to: try reader.diversionState(),
                reporter: try reader.text(), isNewest: try reader.flag())
        case 235: .bedsRanOut(try reader.id(), try reader.choice())
        case 236: .receptionRanOut(try reader.id())
        case 237: .diversionRanOut(try reader.id(), was: try reader.choice())
        case 238: .bedChosen(try reader.id(), from: try reader.bedKind(), to: try reader.bedKind())
        case 239: .reportRestored(try reader.id(), try reader.choice(), try reader.bedState())
        case 240: .receptionRestored(try reader.id(), try reader.receptionState())
        case 241: .diversionRestored(try reader.id(), try reader.diversionState())
        default: throw .unknownType(type)
        }
    }
}

extension FieldWriter {
    /// 0 for none.
    mutating func put(bed kind: BedKind?) { put(kind?.rawValue ?? 0) }

    mutating func put(_ said: BedState) {
        put(said.baseline)
        put(said.free)
        put(said.asOf)
        put(said.validUntil)
        put(said.source)
    }

    mutating func put(_ said: ReceptionState) {
        put(said.offloadMinutes)
        put(said.redPlaces)
        put(said.yellowPlaces)
        put(said.asOf)
        put(said.validUntil)
        put(said.source)
    }

    mutating func put(_ said: DiversionState) {
        put(said.status)
        put(plain: said.reason)
        put(said.asOf)
        put(said.validUntil)
        put(said.source)
    }
}

extension FieldReader {
    mutating func bedKind() throws(CodecError) -> BedKind? {
        let offset = bytes.offset
        let raw: UInt8 = try get()
        if raw == 0 { return nil }
        guard let kind = BedKind(rawValue: raw) else {
            throw .bytes(.badValue(field: "bed kind", offset: offset))
        }
        return kind
    }

    mutating func hospitalDefinition() throws(CodecError) -> HospitalDefinition {
        let number: Int32 = try get()
        guard number >= 0, number <= NumberTable.largestNumber else {
            throw .bytes(.badValue(field: "hospital number", offset: bytes.offset))
        }
        var definition = HospitalDefinition(
            number: number, facilityCode: try plain(), name: try plain(), coordinate: try coordinate(),
            capabilities: HospitalCapabilities(rawValue: try get()))
        for kind in BedKind.allCases { definition.baselines[kind.place] = try get() }
        return definition
    }

    mutating func bedState() throws(CodecError) -> BedState {
        var said = BedState()
        said.baseline = try get()
        said.free = try get()
        said.asOf = try time()
        said.validUntil = try time()
        said.source = try choice()
        return said
    }

    mutating func receptionState() throws(CodecError) -> ReceptionState {
        var said = ReceptionState()
        said.offloadMinutes = try get()
        said.redPlaces = try get()
        said.yellowPlaces = try get()
        said.asOf = try time()
        said.validUntil = try time()
        said.source = try choice()
        return said
    }

    mutating func diversionState() throws(CodecError) -> DiversionState {
        var said = DiversionState()
        said.status = try choice()
        said.reason = try plain()
        said.asOf = try time()
        said.validUntil = try time()
        said.source = try choice()
        return said
    }
}
