// The engine's part around publishing: it answers what is asked about it, raises and clears its alerts, and tells
// `status`. It never waits for it.

import Glibc

/// What the engine keeps for its watch over publishing. Lost with the process.
struct EnginePublishing {
    /// Dead letters that were there at the last look.
    var dead = 0
}

extension Engine {
    /// Answers a line about publishing.
    func show(_ request: PublishingRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard let publisher = surroundings.publisher else { return reply(input, renderer.noPublishing()) }
        switch request {
        case .look(nil, _): reply(input, renderer.publishing(publisher.status, now: now))
        case .look(let name?, let hospital):
            ask(publisher, name, input, renderer) { loop, number in
                guard let hospital else {
                    return (renderer.publishing(loop.desk.outbox.lanes[number], now: now), false)
                }
                return Engine.shown(
                    loop.preview(.hospital(hospital), loop.desk.destinations[number]), hospital, renderer)
            }
        case .resend(let name, let target):
            let who = people(input)
            ask(publisher, name, input, renderer) { loop, number in
                let count: Int
                switch target {
                case .all: count = loop.retry(number, nil)
                case .hospital(let hospital): count = loop.retry(number, .hospital(hospital))
                }
                Log.line("publishing: \(who) sends again: \(name), \(count) messages")
                return (renderer.resent(count, name), false)
            }
        }
    }

    private func people(_ input: ConsoleInput) -> String {
        surroundings.people.displayName(input.userID) ?? "user \(input.userID)"
    }

    /// Has the publisher's thread make the answer; the connection's further lines wait for it.
    private func ask(
        _ publisher: Publisher, _ name: String, _ input: ConsoleInput, _ renderer: Renderer,
        _ body: @escaping @Sendable (PublisherLoop, Int) -> (text: String, isForProgram: Bool)
    ) {
        let names = publisher.settings.destinations.map(\.name)
        guard let number = names.firstIndex(of: name.lowercased()) else {
            return reply(input, renderer.unknownDestination(name, names))
        }
        held[input.connection] = []
        let box = box
        let asked = publisher.ask { loop in
            let answer = body(loop, number)
            _ = box.put(
                .perform { engine in
                    engine.reply(input, answer.text, isForProgram: answer.isForProgram)
                    engine.release(input.connection)
                })
        }
        guard !asked else { return }
        held[input.connection] = nil
        reply(input, renderer.busyPublishing())
    }

    private static func shown(_ content: OutgoingContent, _ hospital: Int32, _ renderer: Renderer) -> (
        String, Bool
    ) {
        switch content {
        case .moot:
            return (
                renderer.refusal(
                    renderer.say(
                        vi: "không có viện \(hospital)", en: "there is no hospital \(hospital)"),
                    renderer.say(vi: "số của một viện", en: "a hospital's number")), false
            )
        case .unfit(let why): return (renderer.failed(Phrase(vi: why, en: why)), false)
        case .requests(let requests, _):
            var lines: [String] = []
            for request in requests {
                lines.append("\(request.method) \(request.path) \(request.type)")
                lines += String(decoding: request.body, as: UTF8.self).split(separator: "\n").map(String.init)
            }
            return (lines.joined(separator: "\n"), true)
        }
    }

    // MARK: - Alerts

    /// A destination has refused a message for good: said at once, on every desk that hears alerts.
    func letterDied(_ destination: String, _ subject: OutboxSubject, _ why: String) {
        announce(
            Phrase(
                vi: Renderer(.vi).letterDied(destination, subject, why),
                en: Renderer(.en).letterDied(destination, subject, why)))
        watchPublishing()
    }

    /// Raises and clears what stands: destinations that do not answer for too long, messages they refuse.
    func watchPublishing() {
        guard let publisher = surroundings.publisher else { return }
        let status = publisher.status
        let wall = Timestamp(nanoseconds: WallClock.wallNanoseconds())
        var away = 0
        for (row, destination) in zip(status.destinations, publisher.settings.destinations)
        where row.lane.awaySince.isSet
            && wall.seconds(since: row.lane.awaySince) >= Int64(destination.awayAlertSeconds)
        {
            away += 1
        }
        if case .refused = status.state { away = status.destinations.count }
        let dead = status.destinations.reduce(0) { $0 + $1.dead }
        watch(.publishingAway, count: away, of: status.destinations.count)
        watch(.publishingDead, count: dead, of: 0)
    }

    private func watch(_ kind: AlertKind, count: Int, of whole: Int) {
        let open = centre.openAlert(of: kind, about: 0)
        let now = now
        guard count > 0 else {
            if open >= 0 { report(.watch(kind, subject: 0, stands: nil), now) }
            return
        }
        let measure = AlertMeasure(count: Int32(clamping: count), of: Int32(clamping: whole))
        guard open < 0 || centre.alerts[open].measure != measure else { return }
        report(.watch(kind, subject: 0, stands: measure), now)
    }

    func addPublishing(_ add: Adding) {
        guard let publisher = surroundings.publisher else {
            return add("publishing.destinations", "0", "không gửi cho nơi nào", "nothing is published")
        }
        let status = publisher.status
        add("publishing.destinations", "\(status.destinations.count)", "nơi nhận", "destinations")
        switch status.state {
        case .starting: add("publishing.state", "starting", "đang đọc nhật ký", "reading the journal")
        case .following: add("publishing.state", "following", "theo kịp nhật ký", "follows the journal")
        case .refused(let why):
            add("publishing.state", "REFUSED", "KHÔNG GỬI: \(why)", "NOTHING IS SENT: \(why)")
        }
        add(
            "publishing.behind", "\(max(0, status.head - status.cursor))", "sự kiện chưa đọc",
            "durable events that it has not read")
        add(
            "publishing.courier-starts", "\(status.courierStarts)", "lần khởi động người đưa tin",
            "courier starts")
        add(
            "publishing.courier-deaths", "\(status.courierDeaths)", "lần người đưa tin hỏng", "courier deaths"
        )
        if let trouble = status.trouble {
            add(
                "publishing.outbox", "NOT-KEPT", "hộp tin không ghi được: \(trouble)",
                "outbox not kept: \(trouble)")
        }
        let wall = Timestamp(nanoseconds: WallClock.wallNanoseconds())
        for row in status.destinations {
            let key = "publishing.\(row.name)."
            let failure = row.lane.lastFailure.isEmpty ? "" : ": " + row.lane.lastFailure
            add(
                key + "state", row.lane.isAway ? "AWAY" : "well", "nơi nhận\(failure)",
                "the destination\(failure)")
            add(key + "sent", "\(row.lane.sentCount)", "bản tin đã nhận", "messages acknowledged")
            add(key + "waiting", "\(row.waiting)", "bản tin đang chờ", "messages that wait")
            let oldest = row.oldestWaiting.isSet ? wall.seconds(since: row.oldestWaiting) : 0
            add(key + "oldest-seconds", "\(oldest)", "bản tin cũ nhất đã chờ", "the oldest has waited")
            add(key + "dead", "\(row.dead)", "bị từ chối", "refused for good")
            add(
                key + "delay-milliseconds", "\(row.lane.lastDelayNanoseconds / 1_000_000)",
                "từ lúc đổi đến lúc nhận", "from the change to its acknowledgement, the last")
        }
    }
}
