// What the consoles are told of alerts, and when: at most once a second and a few lines then, however many
// alerts come. A lone alert is said at once. What does not fit waits for the next second and is then named
// together with its kind, so that every number stands in every console's scroll-back. Pure: told the time.
//
// A dispatcher reads the end of the output first, next to the prompt: so the least urgent stand first, and
// while a P1 alert waits for its acknowledgement, the last line is about a P1. It is a line of its own, and
// is said again every `repeatSeconds`.
//
// Bound: what waits is no more than the centre's alerts; cost of a turn is linear in what waits and is open.

struct AlertCoalescer: Sendable {
    var linesPerSecond = 8
    var repeatSeconds: Int64 = 30

    /// Red ones said again in full; more of them are named by number.
    static let repeatedInFull = 3
    private static let second: Int64 = 1_000_000_000

    private var raised: [Int32] = []
    private var cleared: [Int32] = []
    private var seen: [(alert: Int32, actor: Actor)] = []
    private var saidAt: Int64?
    private var lookedAt: Int64?
    private var repeatedAt: Int64?
    private(set) var linesSaid = 0

    init(linesPerSecond: Int = 8, repeatSeconds: Int64 = 30) {
        self.linesPerSecond = linesPerSecond
        self.repeatSeconds = repeatSeconds
    }

    /// How many alerts wait to be said.
    var waiting: Int { raised.count + cleared.count + seen.count }

    mutating func raise(_ alert: Int32) { if !raised.contains(alert) { raised.append(alert) } }
    mutating func clear(_ alert: Int32) { cleared.append(alert) }
    mutating func acknowledge(_ alert: Int32, by actor: Actor) { seen.append((alert, actor)) }

    /// What is to be said now, in both languages; nil where nothing is. `now` is monotonic nanoseconds.
    mutating func say(_ centre: Centre, now: Int64) -> Phrase? {
        if let saidAt, now - saidAt < AlertCoalescer.second { return nil }
        if waiting == 0 {
            if centre.openAlerts.isEmpty { return nil }
            if let lookedAt, now - lookedAt < AlertCoalescer.second { return nil }
        }
        lookedAt = now
        // Raised and over before it was said: once, as over.
        let gone = raised.filter { !centre.alerts.contains($0) || centre.alerts[$0].clearedAt.isSet }
        cleared += gone.filter { !cleared.contains($0) }
        raised.removeAll { gone.contains($0) }
        let reds = AlertOrder.open(centre).filter {
            !centre.alerts[$0].acknowledgedAt.isSet && centre.isRed($0)
        }
        if reds.isEmpty { repeatedAt = nil }
        let isDue = repeatedAt.map { now - $0 >= repeatSeconds * AlertCoalescer.second } ?? true
        let turn = Turn(centre, limit: linesPerSecond)
        let text = turn.say(&self, reds, isRepeatDue: isDue && !reds.isEmpty)
        if isDue, !reds.isEmpty { repeatedAt = now }
        guard !text.vi.isEmpty else { return nil }
        saidAt = now
        return text
    }

    /// One turn's lines, filled from the most urgent on and put out in the opposite order.
    private struct Turn {
        let centre: Centre
        let limit: Int
        let vi = Renderer(.vi)
        let en = Renderer(.en)

        init(_ centre: Centre, limit: Int) {
            self.centre = centre
            self.limit = limit
        }

        func say(
            _ queue: inout AlertCoalescer, _ reds: [Int32], isRepeatDue: Bool
        ) -> Phrase {
            var left = limit
            var red: [Both] = []
            let fresh = queue.raised.filter { reds.contains($0) }
            let others = queue.waiting > fresh.count
            // New red ones, each in its own line; some room stays for the rest.
            for alert in fresh {
                let lines = both { ($0.alertLines(alert, centre), 1) }
                guard red.isEmpty || lines.height <= left - (others ? 3 : 0) else { break }
                red.append(lines)
                left -= lines.height
                queue.raised.removeAll { $0 == alert }
            }
            let older = reds.filter { !fresh.contains($0) }
            var again: [Both] = []
            if isRepeatDue, !older.isEmpty {
                again = repeated(older, &left)
            } else if red.isEmpty, queue.waiting > 0, let oldest = older.first {
                again = [both { ($0.alertLines(oldest, centre), 1) }]
                left -= again[0].height
            }
            let rest = quieter(&queue, max(1, left))
            let all = rest + again + red
            queue.linesSaid += all.reduce(0) { $0 + $1.height }
            return Phrase(
                vi: all.flatMap(\.vi).joined(separator: "\n"), en: all.flatMap(\.en).joined(separator: "\n"))
        }

        /// Red ones that are said again: the oldest nearest to the prompt.
        private func repeated(_ reds: [Int32], _ left: inout Int) -> [Both] {
            var said: [Both] = []
            for alert in reds.prefix(AlertCoalescer.repeatedInFull) {
                let lines = both { ($0.alertLines(alert, centre), 1) }
                guard said.isEmpty || lines.height <= left else { break }
                said.insert(lines, at: 0)
                left -= lines.height
            }
            let more = Array(reds.dropFirst(said.count))
            guard !more.isEmpty, left > 1 else { return said }
            let lines = both { renderer in
                renderer.packed(
                    renderer.say(
                        vi: "! còn \(more.count) báo động P1 chưa ai rõ: ",
                        en: "! \(more.count) more P1 alerts not acknowledged: "),
                    more.map { renderer.entry($0, centre) }, limit: max(1, left - 1))
            }
            left -= lines.height
            return [lines] + said
        }

        /// Everything that is not red, from the most urgent kind on; what is over comes first in the output.
        private func quieter(_ queue: inout AlertCoalescer, _ limit: Int) -> [Both] {
            var left = limit
            var said: [Both] = []
            let pending = AlertOrder.sorted(
                queue.raised.filter { alert in
                    centre.alerts[alert].acknowledgedAt.isSet || !centre.isRed(alert)
                },
                centre)
            for group in AlertOrder.byKind(pending, centre) where left > 0 {
                let (lines, taken) = fitting(group.count) { renderer, count in
                    renderer.together(Array(group.prefix(count)), centre, limit: left)
                }
                guard lines.height <= left || said.isEmpty else { break }
                said.insert(lines, at: 0)
                left -= lines.height
                let done = group.prefix(taken)
                queue.raised.removeAll { done.contains($0) }
            }
            if left > 0, let actor = queue.seen.first?.actor {
                let mine = queue.seen.filter { $0.actor == actor }.map(\.alert)
                let (lines, taken) = fitting(mine.count) { renderer, count in
                    renderer.packed(
                        "! " + renderer.actor(actor)
                            + renderer.say(vi: " đã rõ: ", en: " has acknowledged: "),
                        mine.prefix(count).map { renderer.entry($0, centre) }, limit: left)
                }
                said.insert(lines, at: 0)
                left -= lines.height
                let done = mine.prefix(taken)
                queue.seen.removeAll { $0.actor == actor && done.contains($0.alert) }
            }
            if left > 0, !queue.cleared.isEmpty {
                let over = queue.cleared
                let (lines, taken) = fitting(over.count) { renderer, count in
                    if count == 1 { return (renderer.overLines(over[0], centre), 1) }
                    return renderer.packed(
                        renderer.say(vi: "! hết báo động: ", en: "! over: "),
                        over.prefix(count).map { renderer.entry($0, centre) }, limit: left)
                }
                said.insert(lines, at: 0)
                left -= lines.height
                queue.cleared.removeFirst(taken)
            }
            return said
        }

        /// As many as have room in both languages.
        private func fitting(
            _ count: Int, _ make: (Renderer, Int) -> (lines: [String], taken: Int)
        ) -> (Both, Int) {
            let taken = min(make(vi, count).taken, make(en, count).taken)
            return (Both(vi: make(vi, taken).lines, en: make(en, taken).lines), taken)
        }

        private func both(_ make: (Renderer) -> (lines: [String], taken: Int)) -> Both {
            Both(vi: make(vi).lines, en: make(en).lines)
        }
    }

    private struct Both {
        let vi: [String]
        let en: [String]
        var height: Int { max(vi.count, en.count) }
    }
}
