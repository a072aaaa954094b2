// Asks a server to stop what a connection of ours does there. It goes over a connection of its own, which
// libpq makes blocking: so it runs on a thread of its own, and nobody waits for it.
// Bound: `limit` such threads in the process; more are not started, and the server ends the statement by its
// own statement_timeout.

import CPostgres

/// What is needed to cancel; may be used from any thread, also after the connection is closed.
final class PostgresCanceller: @unchecked Sendable {
    static let limit = 4
    private static let underWay = Locked<Int>(0)

    // Immutable after its making; PQcancel only reads it.
    private let token: OpaquePointer

    init?(of connection: PostgresConnection) {
        guard let handle = connection.handle, let token = PQgetCancel(handle) else { return nil }
        self.token = token
    }

    deinit { PQfreeCancel(token) }

    /// Blocks for as long as the network likes. True where the server took the wish, which says nothing about
    /// whether the statement had ended already.
    func send() -> Bool {
        var reason = [CChar](repeating: 0, count: 256)
        return PQcancel(token, &reason, Int32(reason.count)) == 1
    }

    /// Returns at once.
    func sendInBackground() {
        let mayStart = PostgresCanceller.underWay.with { count in
            guard count < PostgresCanceller.limit else { return false }
            count += 1
            return true
        }
        guard mayStart else { return }
        do {
            try NamedThread("pg-cancel") {
                _ = self.send()
                PostgresCanceller.underWay.with { $0 -= 1 }
            }.detach()
        } catch {
            PostgresCanceller.underWay.with { $0 -= 1 }
        }
    }
}
