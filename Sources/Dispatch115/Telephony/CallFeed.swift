// The phone exchange's door: a Unix socket on which it tells of calls, a JSON object a line, each answered by
// one. Reads and answers; what a call becomes is the engine's business. Connections, bounds and backpressure
// are the line server's: a line that comes too fast is not read yet, and nothing is lost.
//
// Only root, the service's own account and those that are named may feed it (SO_PEERCRED): whoever may, can
// make calls appear.

/// One report, to be answered by exactly one `accept`, `putOff` or `refuse`.
struct CallFeedInput: Sendable {
    var connection: UInt64
    /// The line's number on its connection, from 1.
    var line: Int
    /// The Unix user at the other end.
    var userID: UInt32
    var report: CallFeedReport
    /// The Unix user that the report calls its agent; nil where it names none that we know.
    var agentUserID: UInt32?
}

final class CallFeed: @unchecked Sendable {
    struct Settings: Sendable {
        var path: String
        var mode: UInt32 = 0o660
        /// Unix users that may feed.
        var allowedUsers: Set<UInt32>
        var maximumConnections = 8
        var maximumLineBytes = 2_048
        var maximumLinesPerSecond = 200

        init(path: String, allowedUsers: Set<UInt32>) {
            self.path = path
            self.allowedUsers = allowedUsers
        }
    }

    /// What has happened at the door since it opened.
    struct Counters: Equatable, Sendable {
        var open = 0
        var lines = 0
        /// Of these, refused as no report.
        var badLines = 0
        /// Reports that told what was known.
        var repeated = 0
        var turnedAway = 0
        var notAllowed = 0
        var slowClosed = 0
        var pauses = 0
    }

    private let settings: Settings
    private let onReport: @Sendable (CallFeedInput) -> Void
    /// How many lines each connection has sent; the server's thread only.
    private let lineCounts = Locked<[UInt64: Int]>([:])
    private let badLines = Locked(0)
    private let repeated = Locked(0)
    private var server: LineServer!

    /// Opens the door. `onReport` is called on the feed's thread and must not wait.
    init(_ settings: Settings, onReport: @escaping @Sendable (CallFeedInput) -> Void)
        throws(SystemCallError)
    {
        self.settings = settings
        self.onReport = onReport
        var lines = LineServer.Settings(name: "calls", path: settings.path)
        lines.mode = settings.mode
        lines.maximumConnections = settings.maximumConnections
        lines.maximumLineBytes = settings.maximumLineBytes
        lines.maximumLinesPerSecond = settings.maximumLinesPerSecond
        var hooks = LineServer.Hooks(onLine: { [weak self] in self?.take($1, of: $0) ?? false })
        hooks.whenFull = CallFeed.refusal(0, "too many connections; accepted: \(settings.maximumConnections)")
        let allowed = settings.allowedUsers
        hooks.refusal = { user in
            allowed.contains(user)
                ? nil : CallFeed.refusal(0, "the Unix user \(user) may not feed calls; see calls.accounts")
        }
        hooks.onClose = { [lineCounts] connection in lineCounts.with { $0[connection] = nil } }
        server = try LineServer(lines, hooks)
    }

    func start() throws(SystemCallError) { try server.start() }

    /// Closes the door and all connections; returns when the thread has ended.
    func stop() { server.stop() }

    var status: Counters {
        let counted = server.status
        return Counters(
            open: counted.open, lines: counted.lines, badLines: badLines.with { $0 },
            repeated: repeated.with { $0 }, turnedAway: counted.turnedAway, notAllowed: counted.notAllowed,
            slowClosed: counted.slowClosed, pauses: counted.pauses)
    }

    // MARK: - Answers, from any thread

    /// It is durable. `number` is the call's number at the desk.
    func accept(_ input: CallFeedInput, number: Int32, isRepeated: Bool) {
        var text = "{\"ok\":true,\"line\":\(input.line),\"call\":\(JSONText.quoted(input.report.call))"
        text += ",\"number\":\(number)"
        if isRepeated {
            repeated.with { $0 += 1 }
            text += ",\"repeated\":true"
        }
        if !input.report.passedOver.isEmpty {
            let names = input.report.passedOver.prefix(8).map { JSONText.quoted($0) }
            text += ",\"ignored\":[" + names.joined(separator: ",") + "]"
        }
        send(text + "}\n", to: input.connection)
    }

    /// It was not taken, or is not durable: to be sent again.
    func putOff(_ input: CallFeedInput, _ why: String) {
        let text =
            "{\"ok\":false,\"line\":\(input.line),\"retry\":true,\"error\":\(JSONText.quoted(why))}\n"
        send(text, to: input.connection)
    }

    /// It cannot be taken, now or later.
    func refuse(_ input: CallFeedInput, _ why: String) {
        server.write(CallFeed.refusal(input.line, why), to: input.connection, answers: 1)
    }

    private func send(_ text: String, to connection: UInt64) {
        server.write(Array(text.utf8), to: connection, answers: 1)
    }

    /// Nil for an empty name, and where the machine knows no such account: the call is answered all the same.
    private static func userID(_ agent: String) -> UInt32? {
        guard !agent.isEmpty else { return nil }
        do { return try Account.named(agent)?.userID } catch { return nil }
    }

    private static func refusal(_ line: Int, _ why: String) -> [UInt8] {
        Array("{\"ok\":false,\"line\":\(line),\"error\":\(JSONText.quoted(why))}\n".utf8)
    }

    // MARK: - The server's thread

    private func take(_ line: LineBuffer.Line, of source: LineServer.Source) -> Bool {
        let number = lineCounts.with { counts in
            counts[source.connection, default: 0] += 1
            return counts[source.connection] ?? 1
        }
        do {
            guard case .whole(let bytes) = line else {
                throw CallFeedError(
                    "the line is too long; accepted: at most \(settings.maximumLineBytes) bytes")
            }
            let report = try CallFeedReport.read(bytes)
            onReport(
                CallFeedInput(
                    connection: source.connection, line: number, userID: source.userID, report: report,
                    // Asking who that is may take a while: here it holds up nobody but the exchange.
                    agentUserID: CallFeed.userID(report.agent)))
        } catch {
            let why = (error as? CallFeedError)?.what ?? "\(error)"
            badLines.with { $0 += 1 }
            server.write(CallFeed.refusal(number, why), to: source.connection, answers: 1)
        }
        return true
    }
}
