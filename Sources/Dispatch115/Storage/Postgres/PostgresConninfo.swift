// The connection string, checked before anybody connects: read by libpq's own reader (key=value or URI), then
// held to what libpq would only find out later or in other words. Never repeats a secret: a string that
// holds one is refused without being quoted.

import CPostgres
import Glibc

/// A checked connection string, with our defaults where it leaves something open.
struct PostgresConninfo: Equatable, Sendable {
    struct Setting: Equatable, Sendable {
        var keyword: String
        var value: String
    }

    /// As given, then our defaults; each keyword once.
    private(set) var settings: [Setting]

    /// What a hanging link may cost at most: a host that is silent is left after two seconds, data that
    /// nobody acknowledges after five.
    static let defaults = [
        Setting(keyword: "connect_timeout", value: "2"),
        Setting(keyword: "tcp_user_timeout", value: "5000"),
        Setting(keyword: "keepalives_idle", value: "5"),
        Setting(keyword: "keepalives_interval", value: "2"),
        Setting(keyword: "keepalives_count", value: "3"),
        Setting(keyword: "application_name", value: "dispatch115"),
        Setting(keyword: "client_encoding", value: "UTF8"),
        // Asking for tickets may wait for a server of its own; who uses them says so.
        Setting(keyword: "gssencmode", value: "disable"),
    ]

    /// Throws `conninfo`, with what is wrong, where, and what would be accepted.
    init(checking text: String) throws(PostgresError) {
        let given = try PostgresConninfo.parse(text)
        settings = given
        for setting in given { try PostgresConninfo.check(setting) }
        for setting in PostgresConninfo.defaults where value(setting.keyword) == nil {
            settings.append(setting)
        }
        try checkHosts()
        try checkFiles()
    }

    /// nil where the string does not say it.
    func value(_ keyword: String) -> String? {
        settings.first { $0.keyword == keyword }?.value
    }

    /// The same with one setting more or another.
    func setting(_ keyword: String, _ value: String) -> PostgresConninfo {
        var copy = self
        copy.settings.removeAll { $0.keyword == keyword }
        copy.settings.append(Setting(keyword: keyword, value: value))
        return copy
    }

    /// For status lines: where to, as whom; never more.
    var summary: String {
        let shown = ["service", "host", "hostaddr", "port", "dbname", "user"]
        let parts = shown.compactMap { word in value(word).map { "\(word)=\($0)" } }
        return parts.isEmpty ? "the local server" : parts.joined(separator: " ")
    }

    static func refusal(_ what: String) -> PostgresError {
        PostgresError(.conninfo, "connection string: \(what)")
    }

    private static let secretAdvice =
        "a password must not stand in it; put it into a password file (passfile=FILE or ~/.pgpass, mode "
        + "0600, a line host:port:database:user:password) or name a service=NAME that has it"

    /// What libpq reads out of the string; only what it says, without libpq's defaults.
    private static func parse(_ text: String) throws(PostgresError) -> [Setting] {
        guard text.utf8.contains(where: { $0 > 32 }) else {
            throw refusal("empty; accepted: for example host=127.0.0.1 dbname=dispatch user=dispatch115")
        }
        guard !text.utf8.contains(0) else { throw refusal("holds the character U+0000") }
        // A slash or an @ in a password makes libpq take a part of it for a port or a database.
        if text.hasPrefix("postgres"), seemsToHoldPassword(text) { throw refusal(secretAdvice) }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &message) else {
            let reason = message.map { String(cString: $0) } ?? "no memory"
            PQfreemem(message)
            throw unreadable(text, reason)
        }
        defer { PQconninfoFree(options) }
        var settings: [Setting] = []
        var entry = options
        while let word = entry.pointee.keyword {
            if let value = entry.pointee.val {
                // libpq marks what must not be shown with a star.
                if entry.pointee.dispchar.map({ String(cString: $0) }) == "*" { throw refusal(secretAdvice) }
                settings.append(Setting(keyword: String(cString: word), value: String(cString: value)))
            }
            entry += 1
        }
        guard !settings.isEmpty else {
            throw refusal("says nothing; accepted: for example host=127.0.0.1 dbname=dispatch")
        }
        return settings
    }

    private static func seemsToHoldPassword(_ text: String) -> Bool {
        let lower = text.lowercased()
        guard lower.hasPrefix("postgres://") || lower.hasPrefix("postgresql://") else {
            return lower.contains("pass")
        }
        let upToHost = lower.split(separator: "@", omittingEmptySubsequences: false).dropLast().joined()
        return upToHost.split(separator: ":", omittingEmptySubsequences: false).count > 2
            || lower.contains("password=")
    }

    /// libpq's reason quotes the string, so it may only be told where no secret can be in it.
    private static func unreadable(_ text: String, _ reason: String) -> PostgresError {
        guard !seemsToHoldPassword(text) else {
            return refusal(
                "cannot be read, and is not shown, since it seems to hold a password; " + secretAdvice)
        }
        var why = reason.split(separator: "\n").joined(separator: " ")
        if let quoted = why.split(separator: "\"").dropFirst().first, why.contains("option"),
            let nearest = nearestKeyword(String(quoted))
        {
            why += "; nearest: \(nearest)"
        }
        return refusal(
            "\(why); accepted: key=value parted by blanks ('...' around values with blanks), or a "
                + "postgresql:// address")
    }

    private static func nearestKeyword(_ word: String) -> String? {
        guard let options = PQconndefaults() else { return nil }
        defer { PQconninfoFree(options) }
        var best: (distance: Int, name: String)?
        var entry = options
        while let known = entry.pointee.keyword {
            let name = String(cString: known)
            let distance = EditDistance.between(word, name)
            if distance < best?.distance ?? .max { best = (distance, name) }
            entry += 1
        }
        guard let best, best.distance <= max(2, word.count / 3) else { return nil }
        return best.name
    }
}
