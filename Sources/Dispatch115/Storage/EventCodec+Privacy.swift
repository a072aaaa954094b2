// The bytes of what happens around erased texts: types 220 to 229.

extension EventCodec {
    static func type(of privacy: PrivacyEvent) -> UInt16 {
        switch privacy {
        case .textsErased: 220
        }
    }

    static func encode(_ privacy: PrivacyEvent, _ out: inout FieldWriter) {
        switch privacy {
        case .textsErased(let range, let reason):
            out.put(range.first)
            out.put(range.end)
            out.put(reason)
        }
    }

    static func decodePrivacy(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> PrivacyEvent
    {
        switch type {
        case 220: .textsErased(try reader.textRange(), try reader.choice())
        default: throw .unknownType(type)
        }
    }
}

extension FieldReader {
    mutating func textRange() throws(CodecError) -> TextRange {
        let offset = bytes.offset
        let range = TextRange(first: try id(), end: try id())
        guard range.first.isSet, range.end >= range.first else {
            throw .bytes(.badValue(field: "texts", offset: offset))
        }
        return range
    }
}

// MARK: - Snapshots

extension CentreCodec {
    static func put(_ erasure: ErasureState, _ out: inout FieldWriter) {
        out.put(erasure.before)
        out.put(UInt32(erasure.single.count))
        for range in erasure.single {
            out.put(range.first)
            out.put(range.end)
        }
        out.put(UInt32(erasure.days.count))
        for day in erasure.days {
            out.put(day.day)
            out.put(day.firstText)
        }
    }

    static func erasure(_ reader: inout FieldReader) throws(CodecError) -> ErasureState {
        var state = ErasureState()
        state.before = try reader.id()
        for _ in 0..<Int(try reader.get(UInt32.self)) { state.single.append(try reader.textRange()) }
        for _ in 0..<Int(try reader.get(UInt32.self)) {
            state.days.append(ErasureState.Day(day: try reader.get(), firstText: try reader.id()))
        }
        return state
    }
}
