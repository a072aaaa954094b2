// The door to PostgreSQL: one owner per libpq connection, closed on every path. libpq runs non-blocking and
// we wait on its socket ourselves, so that no call takes longer than its deadline, whatever the other side does:
// PQexec and PQconnectdb would wait for as long as a stopped server is stopped.
//
// A call that passes its deadline or loses the link closes the connection: what libpq holds then is half an
// answer. Nothing is ever sent again by itself; whoever calls decides what an unknown outcome means.
// Not for two threads at a time; it may be handed from one to another.

import CPostgres
import Glibc

/// An open connection.
final class PostgresConnection {
    /// nil once it is closed or broken.
    private(set) var handle: OpaquePointer?
    /// The host that it reached, for messages.
    let target: PostgresTarget
    /// What the server says beside its answers; its owner must outlive the handle.
    let inbox: PostgresInbox
    /// Whether statements with a key are prepared at the server, once, and named from then on. Not through a
    /// pooler that gives each transaction another session: what is not there any more is SQLSTATE 26000.
    var keepsStatements = false
    /// The keys of those that the server has, as far as it has said so.
    var keptKeys: Set<String> = []

    init(handle: OpaquePointer, target: PostgresTarget, inbox: PostgresInbox) {
        self.handle = handle
        self.target = target
        self.inbox = inbox
    }

    deinit { close() }

    /// Whether statements may be sent.
    var isUsable: Bool { handle.map { PQstatus($0) == CONNECTION_OK } ?? false }

    /// Whether the server is inside a transaction of this connection, failed or not.
    var isInTransaction: Bool {
        guard let handle else { return false }
        let status = PQtransactionStatus(handle)
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
    }

    /// The server's version, 150004 for 15.4; 0 once closed.
    var serverVersion: Int { handle.map { Int(PQserverVersion($0)) } ?? 0 }

    /// What the server reports of itself: server_encoding, in_hot_standby ...
    func report(_ name: String) -> String? {
        guard let handle, let value = PQparameterStatus(handle, name) else { return nil }
        return String(cString: value)
    }

    /// The process of the server that serves us; 0 once closed.
    var serverProcess: Int32 { handle.map { PQbackendPID($0) } ?? 0 }

    /// Notices since the last time, oldest first.
    func takeNotices() -> [PostgresNotice] { inbox.take() }

    /// Says goodbye where it can without waiting. Without effect where it is closed.
    func close() {
        guard let handle else { return }
        self.handle = nil
        PQfinish(handle)
    }

    /// Closes it in the middle of whatever it does, and asks the server to stop doing it, but for a COMMIT:
    /// one that is cut short while it waits for its standby would count here and not there.
    func abandon(cancelling: Bool) {
        guard let handle else { return }
        if cancelling { PostgresCanceller(of: self)?.sendInBackground() }
        let socket = PQsocket(handle)
        if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
        close()
    }
}

/// Collects what libpq would print on standard error.
final class PostgresInbox {
    /// Later ones are dropped: a loop of notices in a function of theirs must not fill our memory.
    static let limit = 200

    private var notices: [PostgresNotice] = []
    /// How many have come since the connection began, dropped ones too.
    private(set) var warningCount = 0
    private(set) var lastWarning: PostgresNotice?

    func take() -> [PostgresNotice] {
        defer { notices = [] }
        return notices
    }

    fileprivate func put(_ notice: PostgresNotice) {
        if notices.count < PostgresInbox.limit { notices.append(notice) }
        if notice.isWarning {
            warningCount += 1
            lastWarning = notice
        }
    }

    /// From now on notices of the connection come here.
    func listen(to handle: OpaquePointer) {
        PQsetNoticeReceiver(
            handle,
            { context, result in
                guard let context, let result else { return }
                func field(_ code: Int32) -> String {
                    PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
                }
                let severity = field(PostgresField.severity)
                let state = field(PostgresField.sqlState)
                let message = field(PostgresField.message)
                Unmanaged<PostgresInbox>.fromOpaque(context).takeUnretainedValue().put(
                    PostgresNotice(severity: severity, sqlState: state, message: message))
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}

/// Fields of an error or notice (postgres_ext.h); their names there are character constants, which Swift does
/// not import.
enum PostgresField {
    static let severity = Int32(UInt8(ascii: "V"))
    /// The same, translated where the server speaks another language.
    static let localSeverity = Int32(UInt8(ascii: "S"))
    static let sqlState = Int32(UInt8(ascii: "C"))
    static let message = Int32(UInt8(ascii: "M"))
    static let table = Int32(UInt8(ascii: "t"))
    static let column = Int32(UInt8(ascii: "c"))
    static let constraint = Int32(UInt8(ascii: "n"))
}
