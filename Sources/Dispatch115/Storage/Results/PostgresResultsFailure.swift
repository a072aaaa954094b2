// What a failure of PostgreSQL means for the results: away for a while, refused for good, or unknown. By its
// SQLSTATE (PostgreSQL, appendix A), never by its words, which may be in any language.

extension ResultsFailure {
    init(_ error: PostgresError) {
        if error.isCommitInDoubt {
            self = .outcomeUnknown(error.description)
            return
        }
        switch error.cause {
        case .conninfo, .protocolOrder: self = .refused(error.description)
        case .connect, .server, .link, .deadline, .warning:
            let words = ResultsFailure.meaning(error).map { "\($0): \(error.description)" }
            self =
                ResultsFailure.isForGood(error)
                ? .refused(words ?? error.description) : .away(words ?? error.description)
        }
    }

    /// In plain words, for those that an operator can do something about.
    private static func meaning(_ error: PostgresError) -> String? {
        switch error.sqlState {
        case "25006"?: return "read-only, as a standby is"
        case "53100"?: return "its disk is full"
        case "53200"?: return "it is out of memory"
        case "53300"?: return "it has no connection left"
        case "28P01"?: return "wrong password, or none for this host, database and user in the password file"
        case "28000"?: return "it does not let this user in from here (pg_hba.conf)"
        case "3D000"?: return "there is no such database"
        case "3F000"?, "42P01"?, "42703"?, "42883"?, "42804"?, "42P10"?:
            return "its tables are not ours: changed by hand, or another program's"
        case "42501"?: return "the user lacks a grant (those in dispatch115_writer have it)"
        case "55P03"?: return "another session holds what is to be written"
        case "57014"?: return "it did not end in time"
        case "57P01"?, "57P02"?: return "the server is being shut down"
        case "57P03"?: return "the server is starting, or stopping"
        case "58030"?: return "its disk failed"
        default: break
        }
        switch error.sqlStateClass {
        case "23": return "a row breaks a rule of the tables"
        case "28": return "it does not know us"
        default: return nil
        }
    }

    /// Whether the same again would only fail again. A wrong password or a missing database is put right by
    /// somebody over there, and then the same works; so is a full disk.
    private static func isForGood(_ error: PostgresError) -> Bool {
        guard error.cause == .server else { return false }
        switch error.sqlStateClass {
        case "08", "25", "28", "3D", "40", "53", "55", "57", "58": return false
        default: return true
        }
    }
}

/// Runs what may fail as PostgreSQL fails, and says it as results do.
func asResults<Value>(_ body: () throws(PostgresError) -> Value) throws(ResultsFailure) -> Value {
    do throws(PostgresError) { return try body() } catch { throw ResultsFailure(error) }
}
