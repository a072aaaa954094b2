// What PostgreSQL, the link to it or its connection string refused, and what that leaves: a connection that
// goes on or not, a commit that is known or not. Never holds a secret or a row's values: DETAIL is left out.

/// A failure of one call.
struct PostgresError: Error, Equatable, Sendable, CustomStringConvertible {
    enum Cause: Equatable, Sendable {
        /// The connection string: nothing was tried.
        case conninfo
        /// No host could be connected to, or none that would do.
        case connect
        /// The server answered with an error.
        case server
        /// The deadline passed.
        case deadline
        /// The link went while something was under way, or the call came when it had gone.
        case link
        /// The server warned (class 01) when it committed: done here, perhaps not on its standby.
        case warning
        /// Not what this client expects of a server: a protocol out of step, or our own misuse.
        case protocolOrder
    }

    var cause: Cause
    /// Five letters and digits where the server gave them (PostgreSQL, appendix A).
    var sqlState: String?
    var message: String
    /// The name our code gave to the statement; empty where there was none.
    var statement: String
    /// Whether other statements may follow on the same connection (after ROLLBACK, where in a transaction).
    var isConnectionUsable: Bool
    /// Whether a COMMIT was sent and nobody knows what became of it.
    var isCommitInDoubt: Bool
    /// The table and constraint concerned, where the server said so.
    var subject: String?

    init(
        _ cause: Cause, _ message: String, sqlState: String? = nil, statement: String = "",
        isConnectionUsable: Bool = false, isCommitInDoubt: Bool = false, subject: String? = nil
    ) {
        self.cause = cause
        self.message = message
        self.sqlState = sqlState
        self.statement = statement
        self.isConnectionUsable = isConnectionUsable
        self.isCommitInDoubt = isCommitInDoubt
        self.subject = subject
    }

    /// The first two of the SQLSTATE; empty where there is none.
    var sqlStateClass: String { String((sqlState ?? "").prefix(2)) }

    var description: String {
        var text = statement.isEmpty ? message : "\(statement): \(message)"
        if let sqlState { text += " (SQLSTATE \(sqlState))" }
        if let subject { text += " [\(subject)]" }
        if isCommitInDoubt { text += "; whether it was committed is not known" }
        return text
    }
}

/// What a server said beside its answers.
struct PostgresNotice: Equatable, Sendable {
    /// WARNING, NOTICE, INFO ..., never translated.
    var severity: String
    var sqlState: String
    var message: String

    /// A warning: at COMMIT it means that the promise of the standby was not kept.
    var isWarning: Bool { sqlState.hasPrefix("01") || severity == "WARNING" }
}
