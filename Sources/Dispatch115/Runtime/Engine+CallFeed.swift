// From the exchange's reports to commands, and the answers to them: each once its event is durable. A report
// that tells what is known is answered as done. Nothing in it is personal but number and recording, which go
// as texts.

extension Engine {
    /// Takes a report; on the engine's thread.
    func take(_ input: CallFeedInput) {
        guard let feed = surroundings.calls else { return }
        let exchange = Engine.exchange(input.report.call)
        let now = now
        do throws(EngineRefusal) {
            _ = try submit(
                Submission(
                    .call(Engine.command(input, exchange)), actor: Actor(.exchange, input.userID),
                    now: now))
            accept(input, exchange, isRepeated: false, feed)
        } catch {
            switch error {
            case .rejected(.nothingChanges): accept(input, exchange, isRepeated: true, feed)
            case .rejected(let rejection): feed.refuse(input, "\(rejection)")
            case .unavailable(let why): feed.putOff(input, why.en)
            }
        }
    }

    private func accept(_ input: CallFeedInput, _ exchange: UInt64, isRepeated: Bool, _ feed: CallFeed) {
        let number = centre.call(exchange: exchange).number
        surroundings.gate.pass(after: centre.sequence) { durability in
            if durability.isDurable {
                feed.accept(input, number: number, isRepeated: isRepeated)
            } else {
                feed.putOff(
                    input, "NOT DURABLE: the journal cannot be written; the desk has it, send it again")
            }
        }
    }

    /// The exchange's name of a call as a number, never 0.
    static func exchange(_ name: String) -> UInt64 {
        let digest = Digest(hashing: Array("call:\(name)".utf8))
        return digest.withBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) } | 1
    }

    private static func command(_ input: CallFeedInput, _ exchange: UInt64) -> CallCommand {
        let report = input.report
        let told = CallReport(
            exchange: exchange, phone: report.number, recording: report.recording,
            at: report.at.map { Timestamp(nanoseconds: $0) } ?? .none)
        switch report.event {
        case .rang: return .rang(told)
        case .answered:
            return .answered(told, by: input.agentUserID ?? Call.nobody)
        case .abandoned: return .abandoned(told)
        case .ended: return .ended(told)
        }
    }
}
