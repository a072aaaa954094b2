// The rows of inbox.capacity_report that wait, and the answers written beside them. Two calls and a wait,
// on a connection of its own; every one ends within its deadline. For one thread.

final class PostgresInboxTable {
    struct Row: Equatable, Sendable {
        var id: Int64
        /// In the order of `waiting` after the id; nil where null.
        var values: [String?]
        /// Microseconds since 1970.
        var insertedAt: Int64
    }

    struct Answer: Equatable, Sendable {
        var id: Int64
        /// accepted, flagged or refused.
        var status: String
        var text: String
    }

    private let session: PostgresSession
    private let centre: String
    private var listening = false

    init(_ conninfo: PostgresConninfo, centre: String, deadlineMilliseconds: Int64) {
        session = PostgresSession(
            conninfo, name: "dispatch115 inbox", deadlineMilliseconds: deadlineMilliseconds)
        self.centre = centre
    }

    /// The oldest that wait, at most `ResultsInbox.mostRows`. Listens from the first call of a connection on.
    func waiting() throws(PostgresError) -> [Row] {
        try call { (link, deadline) throws(PostgresError) in
            if !listening {
                try link.execute("listen", "LISTEN \(ResultsInbox.channel)", before: deadline)
                listening = true
            }
            let found = try link.execute(
                PostgresStatement("read reports", ResultsInbox.waiting, [.text(centre)], commits: true),
                before: deadline)
            return found.rows.indices.compactMap { index in
                guard let id = found.integer(index, 0), let at = found.integer(index, 13) else { return nil }
                return Row(id: id, values: Array(found.rows[index][1...12]), insertedAt: at)
            }
        }
    }

    func answer(_ answers: [Answer]) throws(PostgresError) {
        guard !answers.isEmpty else { return }
        try call { (link, deadline) throws(PostgresError) in
            _ = try link.execute(
                PostgresStatement(
                    "answer reports", ResultsInbox.answer,
                    [
                        .text(centre), .text(PostgresInboxTable.array(answers.map { "\($0.id)" })),
                        .text(PostgresInboxTable.array(answers.map(\.status))),
                        .text(PostgresInboxTable.array(answers.map(\.text))),
                    ], commits: true), before: deadline)
        }
    }

    /// Waits until something is said to have come, so long at most; true where it was.
    func wait(milliseconds: Int64) throws(PostgresError) -> Bool {
        try call { (link, _) throws(PostgresError) in
            try link.waitForNotification(before: .after(milliseconds: milliseconds))
        }
    }

    func close() {
        listening = false
        session.close()
    }

    private func call<Value>(
        _ body: (PostgresConnection, PostgresDeadline) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        do {
            return try session.call(body)
        } catch {
            // The session has let go of the connection.
            listening = false
            throw error
        }
    }

    /// An array in its text form: every element in quotes.
    static func array(_ values: [String]) -> String {
        "{"
            + values.map { value in
                var out = "\""
                for scalar in value.unicodeScalars where scalar != "\u{0}" {
                    if scalar == "\"" || scalar == "\\" { out += "\\" }
                    out.unicodeScalars.append(scalar)
                }
                return out + "\""
            }.joined(separator: ",") + "}"
    }
}
