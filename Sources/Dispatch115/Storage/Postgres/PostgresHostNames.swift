// Names of hosts to addresses, with a deadline: libpq would ask the resolver itself and wait as long as that
// takes, which may be half a minute. Numbers and socket folders are never looked up.
// Bound: at most `limit` look-ups under way in the process; a further one fails at once and says so.

import Glibc

enum PostgresHostNames {
    static let limit = 4

    private static let underWay = Locked<Int>(0)

    /// Whether libpq can take the host without asking anybody.
    static func isDirect(_ host: String) -> Bool {
        if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") { return true }
        var four = in_addr()
        var six = in6_addr()
        let plain = host.split(separator: "%").first.map(String.init) ?? host
        return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, plain, &six) == 1
    }

    private final class Answer: Sendable {
        let found = Locked<[String]?>(nil)
        let failure = Locked<String?>(nil)
    }

    /// The addresses of a name, in the resolver's order, without repeats, at most eight.
    static func addresses(of host: String, before deadline: PostgresDeadline) throws(PostgresError)
        -> [String]
    {
        let mayStart = underWay.with { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard mayStart else {
            throw PostgresError(.connect, "\(host): earlier look-ups of names have not come back yet")
        }
        let answer = Answer()
        do {
            try NamedThread("pg-names") {
                ask(host, answer)
                underWay.with { $0 -= 1 }
            }.detach()
        } catch {
            underWay.with { $0 -= 1 }
            throw PostgresError(.connect, "\(host): \(error)")
        }
        var pause: Int64 = 50_000
        while true {
            if let found = answer.found.with({ $0 }) { return found }
            if let failure = answer.failure.with({ $0 }) {
                throw PostgresError(.connect, "\(host): cannot find its address: \(failure)")
            }
            if deadline.hasPassed {
                throw PostgresError(.connect, "\(host): its address was not found in time")
            }
            WallClock.sleep(nanoseconds: min(pause, max(1, deadline.remainingNanoseconds)))
            pause = min(pause * 2, 5_000_000)
        }
    }

    private static func ask(_ host: String, _ answer: Answer) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            answer.failure.with { $0 = String(cString: gai_strerror(code)) }
            return
        }
        defer { freeaddrinfo(list) }
        var names: [String] = []
        var entry = list
        while let one = entry, names.count < 8 {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                one.pointee.ai_addr, one.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                NI_NUMERICHOST) == 0
            {
                let name = String(
                    decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !names.contains(name) { names.append(name) }
            }
            entry = one.pointee.ai_next
        }
        answer.found.with { $0 = names }
    }
}
