// LISTEN and the wait for what it brings. A notification is a wake-up: whoever is woken looks for himself, and looks
// now and then unwoken too, since none is kept for who was away.

import CPostgres

extension PostgresConnection {
    /// Waits for a notification until the deadline; true where one came. All that have come are taken. Throws where
    /// the link is gone.
    func waitForNotification(before deadline: PostgresDeadline) throws(PostgresError) -> Bool {
        let name = "wait for a notification"
        let handle = try usable(name)
        if takeNotifications(handle) { return true }
        guard deadline.wait(socket: PQsocket(handle), write: false) == .ready else {
            guard isUsable else { throw lost(name, inDoubt: false) }
            return false
        }
        guard PQconsumeInput(handle) == 1, isUsable else { throw lost(name, inDoubt: false) }
        return takeNotifications(handle)
    }

    private func takeNotifications(_ handle: OpaquePointer) -> Bool {
        var came = false
        while let notification = PQnotifies(handle) {
            PQfreemem(notification)
            came = true
        }
        return came
    }
}
