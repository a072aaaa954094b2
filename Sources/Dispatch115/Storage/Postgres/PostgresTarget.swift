// The hosts of a connection string, one by one: libpq's non-blocking connect has no time limit for a host, so
// that a silent first host would take the whole deadline. We try each ourselves, with its share of it.

import CPostgres
import Glibc

/// One host to try.
struct PostgresTarget: Equatable, Sendable {
    /// A name, a number or the folder of a socket; empty for libpq's own default.
    var host: String
    /// Its address in numbers, where the string gives it or we looked it up; empty otherwise.
    var address: String
    /// Empty for the default port.
    var port: String

    /// For messages.
    var description: String {
        let place = host.isEmpty ? (address.isEmpty ? "the local server" : address) : host
        return port.isEmpty ? place : "\(place):\(port)"
    }
}

extension PostgresConninfo {
    /// The hosts in the order of the string, after libpq has added what a service file or the environment
    /// says. Reads those files; connects to nothing.
    func targets() throws(PostgresError) -> [PostgresTarget] {
        let merged = try mergedByLibpq()
        func values(_ keyword: String) -> [String] {
            let text = merged.first { $0.keyword == keyword }?.value ?? ""
            return text.isEmpty ? [] : PostgresConninfo.list(text)
        }
        let hosts = values("host")
        let addresses = values("hostaddr")
        let ports = values("port")
        return (0..<max(1, hosts.count, addresses.count)).map { index in
            PostgresTarget(
                host: hosts.indices.contains(index) ? hosts[index] : "",
                address: addresses.indices.contains(index) ? addresses[index] : "",
                port: ports.count == 1 ? ports[0] : ports.indices.contains(index) ? ports[index] : "")
        }
    }

    /// libpq merges service file and environment only when it connects. A last setting that cannot be right
    /// makes it give up after the merging and before the connecting (libpq, PQconnectStartParams: the status
    /// is CONNECTION_BAD where the parameters are wrong).
    private func mergedByLibpq() throws(PostgresError) -> [Setting] {
        let handle = start(with: [Setting(keyword: "target_session_attrs", value: "nothing")])
        guard let handle else { throw PostgresError(.connect, "no memory for a connection") }
        defer { PQfinish(handle) }
        let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        guard message.contains("target_session_attrs"), let options = PQconninfo(handle) else {
            throw PostgresConninfo.refusal(
                message.split(separator: "\n").first.map(String.init) ?? "its settings cannot be merged")
        }
        defer { PQconninfoFree(options) }
        var merged: [Setting] = []
        var entry = options
        while let word = entry.pointee.keyword {
            if let value = entry.pointee.val {
                merged.append(Setting(keyword: String(cString: word), value: String(cString: value)))
            }
            entry += 1
        }
        return merged
    }

    /// A connection under way with these settings in place of the string's own.
    func start(with replaced: [Setting]) -> OpaquePointer? {
        let kept = settings.filter { setting in !replaced.contains { $0.keyword == setting.keyword } }
        let all = kept + replaced.filter { !$0.value.isEmpty }
        var words: [UnsafePointer<CChar>?] = all.map { UnsafePointer(strdup($0.keyword)) }
        var values: [UnsafePointer<CChar>?] = all.map { UnsafePointer(strdup($0.value)) }
        defer { for text in words + values { free(UnsafeMutablePointer(mutating: text)) } }
        words.append(nil)
        values.append(nil)
        return PQconnectStartParams(words, values, 0)
    }
}
