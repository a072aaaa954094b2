// The bytes of what happens around calls: types 100 to 119.

extension EventCodec {
    static func type(of call: CallEvent) -> UInt16 {
        switch call {
        case .rang: 100
        case .answered: 101
        case .parked: 102
        case .ended: 103
        case .claimed: 104
        case .released: 105
        case .tried: 106
        case .numbered: 107
        case .bound: 108
        case .finished: 109
        }
    }

    static func encode(_ call: CallEvent, _ out: inout FieldWriter) {
        switch call {
        case .rang(let id, let exchange, let phone, let recording, let at):
            out.put(id)
            out.put(exchange)
            out.put(phone)
            out.put(recording)
            out.put(at)
        case .answered(let id, let user, let recording, let at):
            out.put(id)
            out.put(user)
            out.put(recording)
            out.put(at)
        case .parked(let id, let why, let words, let at, let due):
            out.put(id)
            out.put(why)
            out.put(words)
            out.put(at)
            out.put(due)
        case .ended(let id, let recording, let at):
            out.put(id)
            out.put(recording)
            out.put(at)
        case .claimed(let id, let from):
            out.put(id)
            out.put(from)
        case .released(let id, let phase, let due):
            out.put(id)
            out.put(phase)
            out.put(due)
        case .tried(let id, let result, let tries, let due):
            out.put(id)
            out.put(result)
            out.put(tries)
            out.put(due)
        case .numbered(let id, let phone):
            out.put(id)
            out.put(phone)
        case .bound(let id, let from, let to):
            out.put(id)
            out.put(from)
            out.put(to)
        case .finished(let id, let outcome, let words):
            out.put(id)
            out.put(outcome)
            out.put(words)
        }
    }

    static func decodeCall(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError) -> CallEvent {
        switch type {
        case 100:
            .rang(
                try reader.id(), exchange: try reader.get(), phone: try reader.text(),
                recording: try reader.text(), at: try reader.time())
        case 101:
            .answered(
                try reader.id(), by: try reader.get(), recording: try reader.text(), at: try reader.time())
        case 102:
            .parked(
                try reader.id(), try reader.choice(), words: try reader.text(), at: try reader.time(),
                due: try reader.time())
        case 103: .ended(try reader.id(), recording: try reader.text(), at: try reader.time())
        case 104: .claimed(try reader.id(), from: try reader.choice())
        case 105: .released(try reader.id(), to: try reader.choice(), due: try reader.time())
        case 106:
            .tried(
                try reader.id(), try reader.choice(), tries: try reader.get(), due: try reader.time())
        case 107: .numbered(try reader.id(), phone: try reader.text())
        case 108: .bound(try reader.id(), from: try reader.id(), to: try reader.id())
        case 109: .finished(try reader.id(), try reader.choice(), words: try reader.text())
        default: throw .unknownType(type)
        }
    }
}
