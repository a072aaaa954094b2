// The fold alone: whole incident lives decided and applied on one thread, nothing written. Also whether
// memory stays where it is while closed incidents come and go.

enum BenchCore {
    /// Cost at the defaults: a few seconds, some 30 MB.
    static func run(lives count: Int = 200_000, rules: CentreRules = CentreRules()) throws -> [BenchRow] {
        var events = 0
        var lives = try BenchLives(.whole, rules: rules) { _ in }
        let kept = Int(rules.keptIncidents)
        // To the state in which the centre stays: from here on the oldest are let go.
        for _ in 0..<min(count, 2 * kept + 2) { try lives.live { _ in } }
        let residentBefore = Engine.residentBytes()
        let began = WallClock.processorNanoseconds()
        for _ in 0..<count { try lives.live { _ in events += 1 } }
        let seconds = Double(max(1, WallClock.processorNanoseconds() - began)) / 1e9
        let grown = Engine.residentBytes() - residentBefore
        return [
            BenchRow("incidents", count, Double(count) / seconds, "1/s"),
            BenchRow("events", events, Double(events) / seconds, "1/s"),
            BenchRow("events-of-a-life", count, Double(events) / Double(count), "events"),
            BenchRow(
                "kept-incidents", lives.livesLived, Double(lives.centre.incidents.rows.count), "incidents"),
            BenchRow("memory-growth", count, Double(grown) / Double(count), "B/closed incident"),
        ]
    }
}
