// One key of the configuration file and the table of them all. From this table come parsing, range checks,
// `--set`, the messages about wrong names, docs/CONFIGURATION.md, `help configuration` and the example
// file; nothing else may name a key. Defaults are the initial values of `Configuration`, read through the
// key's own slot.

struct ConfigurationKey: Sendable {
    /// Names joined with points: `telemetry.port` is `telemetry: { port: ... }` in the file.
    let path: String
    let type: ConfigurationType
    /// One or two sentences.
    let meaning: String
    /// True where a running service cannot take another value.
    let needsRestart: Bool

    enum Change { case restart, reload }

    init(_ path: String, _ type: ConfigurationType, _ change: Change, _ meaning: String) {
        self.path = path
        self.type = type
        self.meaning = meaning
        switch change {
        case .restart: needsRestart = true
        case .reload: needsRestart = false
        }
    }

    /// `telemetry` of `telemetry.port`.
    var group: String { String(path.prefix { $0 != "." }) }
    /// `port` of `telemetry.port`.
    var lastName: String {
        String(path[(path.lastIndex(of: ".").map { path.index(after: $0) } ?? path.startIndex)...])
    }

    static func named(_ path: String) -> ConfigurationKey? { all.first { $0.path == path } }
}

/// A pair of keys of which the first may not be above the second.
struct ConfigurationOrder: Sendable {
    let smaller: String
    let greater: String
    let why: String

    static let all: [ConfigurationOrder] =
        [
            ConfigurationOrder(
                smaller: "telemetry.freshSeconds", greater: "telemetry.staleSeconds",
                why: "a position is fresh before it is stale"),
            ConfigurationOrder(
                smaller: "telemetry.freshSeconds", greater: "telemetry.parkedFreshSeconds",
                why: "a parked unit reports less often than a moving one"),
            ConfigurationOrder(
                smaller: "telemetry.tokensPerSecond", greater: "telemetry.tokensBurst",
                why: "a bucket holds at least what flows in during a second"),
            ConfigurationOrder(
                smaller: "orders.retrySeconds", greater: "orders.unacknowledgedAlertSeconds",
                why: "an order is repeated before somebody is alarmed"),
            ConfigurationOrder(
                smaller: "recommendation.count", greater: "recommendation.candidates",
                why: "only units that were looked at can be recommended"),
        ] + perPriority("incidents.unassignedAlertSeconds") + perPriority("targets.minutes")

    private static func perPriority(_ path: String) -> [ConfigurationOrder] {
        (1...3).map { priority in
            ConfigurationOrder(
                smaller: "\(path).p\(priority)", greater: "\(path).p\(priority + 1)",
                why: "a redder call does not wait longer than a paler one")
        }
    }
}
