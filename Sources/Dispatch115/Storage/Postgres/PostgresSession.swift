// One connection that is opened when it is wanted and let go of after any failure, for those who ask now and
// then: every call ends within the same deadline, the opening included. Closing ends an open transaction too.
// For one thread.

final class PostgresSession {
    private let conninfo: PostgresConninfo
    private let milliseconds: Int64
    private var connection: PostgresConnection?

    /// `name` is what the server shows of it.
    init(_ conninfo: PostgresConninfo, name: String, deadlineMilliseconds: Int64) {
        self.conninfo = conninfo.setting("application_name", name)
        milliseconds = deadlineMilliseconds
    }

    /// Runs `body` on the connection, before the deadline that it is given.
    func call<Value>(
        _ body: (PostgresConnection, PostgresDeadline) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        let deadline = PostgresDeadline.after(milliseconds: milliseconds)
        let connection = try open(before: deadline)
        do {
            return try body(connection, deadline)
        } catch {
            close()
            throw error
        }
    }

    func close() {
        connection?.abandon(cancelling: false)
        connection = nil
    }

    private func open(before deadline: PostgresDeadline) throws(PostgresError) -> PostgresConnection {
        if let connection, connection.isUsable { return connection }
        close()
        let opened = try PostgresConnection.connect(conninfo, before: deadline)
        connection = opened
        return opened
    }
}
