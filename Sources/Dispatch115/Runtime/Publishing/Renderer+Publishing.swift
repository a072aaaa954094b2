// What the console says of publishing.

extension Renderer {
    /// Rows of one destination before it is said how many more there are.
    private static let slotRows = 40

    func noPublishing() -> String {
        refusal(
            say(vi: "trung tâm này không gửi cho nơi nào", en: "this centre publishes to nobody"),
            say(
                vi: "nơi nhận khai trong publishing.destinations của cấu hình",
                en: "destinations stand in publishing.destinations of the configuration"))
    }

    func unknownDestination(_ name: String, _ known: [String]) -> String {
        refusal(
            say(
                vi: "không có nơi nhận \(SafeText.visible(name))",
                en: "there is no destination \(SafeText.visible(name))"), known.joined(separator: ", "))
    }

    /// Every destination in one line, and a second where something is wrong.
    func publishing(_ status: PublishingStatus, now: Timestamp) -> String {
        var lines: [String] = []
        switch status.state {
        case .starting: lines.append(say(vi: "đang đọc nhật ký", en: "still reading the journal"))
        case .following: break
        case .refused(let why):
            lines += SafeText.wrap(say(vi: "KHÔNG GỬI: ", en: "NOTHING IS SENT: ") + SafeText.visible(why))
        }
        for row in status.destinations {
            let lane = row.lane
            lines.append(
                row.name + " (" + row.kind.rawValue + ", " + row.module.rawValue + "): "
                    + state(lane, now)
                    + say(
                        vi: "; đã gửi \(lane.sentCount), chờ \(row.waiting), bị từ chối \(row.dead)",
                        en: "; sent \(lane.sentCount), waiting \(row.waiting), dead \(row.dead)"))
            if row.oldestWaiting.isSet {
                lines.append(
                    "  "
                        + say(
                            vi: "chờ lâu nhất từ \(clock(row.oldestWaiting))",
                            en: "the oldest has waited since \(clock(row.oldestWaiting))"))
            }
            if lane.lastSuccess.isSet {
                lines.append(
                    "  "
                        + say(
                            vi:
                                "nhận gần nhất \(clock(lane.lastSuccess)), sau khi đổi \(milliseconds(lane)) ms",
                            en:
                                "last answered \(clock(lane.lastSuccess)), \(milliseconds(lane)) ms after the change"
                        ))
            }
            if !lane.lastFailure.isEmpty {
                lines += SafeText.wrap(
                    "  " + say(vi: "hỏng gần nhất: ", en: "last failure: ")
                        + SafeText.visible(lane.lastFailure))
            }
        }
        return reply(lines)
    }

    private func milliseconds(_ lane: OutboxLane) -> Int64 { lane.lastDelayNanoseconds / 1_000_000 }

    private func state(_ lane: OutboxLane, _ now: Timestamp) -> String {
        guard lane.isAway else { return say(vi: "thông", en: "well") }
        return say(
            vi: "MẤT LIÊN LẠC từ \(clock(lane.awaySince))", en: "AWAY since \(clock(lane.awaySince))")
    }

    /// One destination's hospitals and tasks: what was refused first, then what waits, then the rest.
    func publishing(_ lane: OutboxLane, now: Timestamp) -> String {
        let order: [OutboxSlot.State] = [.dead, .inFlight, .waiting, .sent]
        var lines = [lane.name + ": " + state(lane, now)]
        let rows = order.flatMap { state in lane.slots.filter { $0.state == state } }
        for slot in rows.prefix(Renderer.slotRows) {
            lines += SafeText.wrap("  " + name(slot.subject) + ": " + words(slot))
        }
        if rows.count > Renderer.slotRows {
            let more = rows.count - Renderer.slotRows
            lines.append(say(vi: "  và \(more) dòng nữa", en: "  and \(more) more"))
        }
        return reply(lines)
    }

    private func name(_ subject: OutboxSubject) -> String {
        switch subject {
        case .hospital(let number): say(vi: "viện \(number)", en: "hospital \(number)")
        case .notice(let number): say(vi: "báo trước \(number)", en: "notice \(number)")
        case .referral(let number): say(vi: "chuyển tư vấn \(number)", en: "referral \(number)")
        }
    }

    private func words(_ slot: OutboxSlot) -> String {
        let failure = slot.failure.isEmpty ? "" : ": " + SafeText.visible(slot.failure)
        switch slot.state {
        case .sent:
            guard slot.sentAt.isSet else { return say(vi: "chưa có gì để gửi", en: "nothing to tell") }
            return say(vi: "đã gửi \(clock(slot.sentAt))", en: "told \(clock(slot.sentAt))")
        case .inFlight: return say(vi: "đang gửi", en: "under way")
        case .waiting:
            return say(
                vi: "chờ từ \(clock(slot.waitingSince)), đã thử \(slot.attempts) lần",
                en: "waits since \(clock(slot.waitingSince)), tried \(slot.attempts) times") + failure
        case .dead:
            return say(vi: "BỊ TỪ CHỐI", en: "REFUSED THERE") + failure + " -> " + verb(.resend)
        }
    }

    func resent(_ count: Int, _ destination: String) -> String {
        count == 0
            ? say(
                vi: "\(destination): không có gì bị từ chối hoặc đang chờ",
                en: "\(destination): nothing was refused, and nothing waits")
            : say(
                vi: "\(destination): gửi lại \(count) bản tin ngay",
                en: "\(destination): \(count) go again now")
    }

    func busyPublishing() -> String {
        failed(
            Phrase(
                vi: "bộ phận gửi tin đang quá bận; gõ lại dòng này",
                en: "publishing has too much to do; type this line again"))
    }

    func letterDied(_ destination: String, _ subject: OutboxSubject, _ why: String) -> String {
        say(
            vi: "! \(destination) từ chối \(name(subject)): ",
            en: "! \(destination) refuses \(name(subject)): ")
            + SafeText.visible(why) + " -> \(verb(.publishing)) \(destination)"
    }
}
