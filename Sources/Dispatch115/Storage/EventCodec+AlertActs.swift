// The bytes of what happens around alerts as the desk handles them: acknowledged, and those that
// the service itself raises: types 200 to 209.

extension EventCodec {
    static func type(of alert: AlertEvent) -> UInt16 {
        switch alert {
        case .acknowledged: 200
        case .measured: 201
        }
    }

    static func encode(_ alert: AlertEvent, _ out: inout FieldWriter) {
        switch alert {
        case .acknowledged(let alert): out.put(alert)
        case .measured(let alert, let measure):
            out.put(alert)
            out.put(measure)
        }
    }

    static func decodeAlert(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> AlertEvent {
        switch type {
        case 200: .acknowledged(alert: try reader.get())
        case 201: .measured(alert: try reader.get(), try reader.measure())
        default: throw .unknownType(type)
        }
    }
}
