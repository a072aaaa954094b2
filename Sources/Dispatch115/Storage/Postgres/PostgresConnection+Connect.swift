// Connecting: every host of the string in its order, each with its share of one deadline for all of them.
// As libpq does, a host that refuses us by name (password, no such database) ends the search; one that is
// away, starting, stopping, full or of the wrong kind sends us to the next.

import CPostgres
import Glibc

extension PostgresConnection {
    /// The first host that will do. Cost at most the deadline, names of hosts looked up and all.
    static func connect(_ conninfo: PostgresConninfo, before deadline: PostgresDeadline)
        throws(PostgresError) -> PostgresConnection
    {
        let targets = try conninfo.targets()
        let wanted = conninfo.value("target_session_attrs") ?? "any"
        // libpq asks each host twice where a standby is only preferred: first for standbys, then for any.
        let rounds = wanted == "prefer-standby" ? ["standby", "any"] : [wanted]
        let perHost = (conninfo.value("connect_timeout").flatMap { Int64($0) } ?? 2) * 1000
        var failures: [PostgresError] = []
        var left = rounds.count * targets.count
        for attributes in rounds {
            for target in targets {
                let share = deadline.remainingMilliseconds / Int64(max(1, left))
                left -= 1
                let limit = PostgresDeadline.after(milliseconds: min(perHost, share)).earlier(of: deadline)
                do {
                    return try connect(conninfo, to: target, attributes, before: limit)
                } catch {
                    failures.append(error)
                    if !error.mayTryNextHost { throw error }
                }
            }
        }
        throw summary(of: failures)
    }

    private static func connect(
        _ conninfo: PostgresConninfo, to target: PostgresTarget, _ attributes: String,
        before limit: PostgresDeadline
    ) throws(PostgresError) -> PostgresConnection {
        guard target.address.isEmpty, !PostgresHostNames.isDirect(target.host) else {
            return try open(conninfo, target, attributes, before: limit)
        }
        var last = PostgresError(.connect, "\(target.host): its name has no address")
        let found = try PostgresHostNames.addresses(of: target.host, before: limit)
        for (index, address) in found.enumerated() {
            var one = target
            one.address = address
            let share = limit.remainingMilliseconds / Int64(found.count - index)
            do {
                return try open(
                    conninfo, one, attributes,
                    before: PostgresDeadline.after(milliseconds: share).earlier(of: limit))
            } catch {
                last = error
                if !error.mayTryNextHost { throw error }
            }
        }
        throw last
    }

    private static func open(
        _ conninfo: PostgresConninfo, _ target: PostgresTarget, _ attributes: String,
        before limit: PostgresDeadline
    ) throws(PostgresError) -> PostgresConnection {
        typealias Setting = PostgresConninfo.Setting
        let started = conninfo.start(with: [
            Setting(keyword: "host", value: target.host), Setting(keyword: "hostaddr", value: target.address),
            Setting(keyword: "port", value: target.port),
            Setting(keyword: "target_session_attrs", value: attributes),
        ])
        guard let handle = started else { throw PostgresError(.connect, "no memory for a connection") }
        let connection = PostgresConnection(handle: handle, target: target, inbox: PostgresInbox())
        connection.inbox.listen(to: handle)
        // Verbose, so that the server's SQLSTATE stands in the text: there is no other way to it here.
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        var state = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            guard state != PGRES_POLLING_FAILED else { throw connectError(handle, target) }
            let isWriting = state == PGRES_POLLING_WRITING
            switch limit.wait(socket: PQsocket(handle), read: !isWriting, write: isWriting) {
            case .ready: state = PQconnectPoll(handle)
            case .broken: throw PostgresError(.connect, "\(target.description): the socket is gone")
            case .late:
                connection.abandon(cancelling: false)
                throw PostgresError(.connect, "\(target.description): no answer in time")
            }
        }
        PQsetErrorVerbosity(handle, PQERRORS_TERSE)
        guard PQsetnonblocking(handle, 1) == 0 else { throw connectError(handle, target) }
        return connection
    }

    /// libpq's text in one line, without the place in the server's source, its SQLSTATE taken out.
    private static func connectError(_ handle: OpaquePointer, _ target: PostgresTarget) -> PostgresError {
        let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        let lines = text.split(separator: "\n").map { String($0).trimmedBlanks }
            .filter { !$0.hasPrefix("LOCATION:") && !$0.hasPrefix("DETAIL:") && !$0.hasPrefix("HINT:") }
        let words = lines.joined(separator: " ").partedByColons
        let state = words.last { word in
            word.utf8.count == 5 && word.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
                && word.utf8.contains { (48...57).contains($0) }
        }
        let message = words.filter { $0 != state }.joined(separator: ": ")
        return PostgresError(
            .connect, message.isEmpty ? "\(target.description): cannot connect" : message, sqlState: state)
    }

    private static func summary(of failures: [PostgresError]) -> PostgresError {
        guard var error = failures.last else { return PostgresError(.connect, "no host to try") }
        guard failures.count > 1 else { return error }
        error.message = failures.prefix(6).map(\.message).joined(separator: "; ")
        if !failures.allSatisfy({ $0.sqlState == error.sqlState }) { error.sqlState = nil }
        return error
    }
}

extension PostgresError {
    /// Away, starting, stopping (57), without room for us (53), or of the wrong kind; not one that knows us
    /// and refuses.
    fileprivate var mayTryNextHost: Bool {
        cause == .connect && (sqlState == nil || sqlStateClass == "57" || sqlStateClass == "53")
    }
}

extension String {
    fileprivate var trimmedBlanks: String {
        var text = Substring(self)
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }

    /// The parts between ": ", blanks around them dropped.
    fileprivate var partedByColons: [String] {
        var parts: [String] = []
        var part = ""
        var before: Character = " "
        for letter in self {
            if letter == " ", before == ":" {
                parts.append(String(part.dropLast()).trimmedBlanks)
                part = ""
            } else {
                part.append(letter)
            }
            before = letter
        }
        parts.append(part.trimmedBlanks)
        return parts
    }
}
