// The checks of a connection string's values: what libpq would find out late, one host at a time, or in words
// that do not say what would be accepted. No connection is made; files are only looked at.

import Glibc

extension PostgresConninfo {
    private static let words: [String: [String]] = [
        "sslmode": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
        "target_session_attrs": ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"],
        "channel_binding": ["disable", "prefer", "require"],
        "gssencmode": ["disable", "prefer", "require"],
        "ssl_min_protocol_version": ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
        "ssl_max_protocol_version": ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
        "sslsni": ["0", "1"], "sslcompression": ["0", "1"], "keepalives": ["0", "1"],
    ]

    /// Whole numbers, with what they may be.
    private static let numbers: [String: ClosedRange<Int>] = [
        "connect_timeout": 1...3600, "tcp_user_timeout": 0...3_600_000, "keepalives_idle": 0...32_767,
        "keepalives_interval": 0...32_767, "keepalives_count": 0...127,
    ]

    static func check(_ setting: Setting) throws(PostgresError) {
        let shown = "\(setting.keyword)='\(setting.value)'"
        if let accepted = words[setting.keyword], !accepted.contains(setting.value), !setting.value.isEmpty {
            throw refusal("\(shown); accepted: \(accepted.joined(separator: ", "))")
        }
        if let range = numbers[setting.keyword] {
            guard let number = Int(setting.value), range.contains(number) else {
                throw refusal(
                    "\(shown); accepted: a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
        }
        switch setting.keyword {
        case "client_encoding":
            guard ["utf8", "utf-8", "unicode"].contains(setting.value.lowercased()) else {
                throw refusal("\(shown); accepted: UTF8, or leave it out")
            }
        case "replication":
            throw refusal("\(shown): results cannot be written over a replication connection; leave it out")
        case "port":
            for (index, port) in PostgresConninfo.list(setting.value).enumerated() where !port.isEmpty {
                guard let number = Int(port), (1...65_535).contains(number) else {
                    throw refusal("port '\(port)' of host \(index + 1); accepted: 1 to 65535")
                }
            }
        default: break
        }
    }

    static func list(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    func checkHosts() throws(PostgresError) {
        let hosts = value("host").map { PostgresConninfo.list($0) } ?? []
        let addresses = value("hostaddr").map { PostgresConninfo.list($0) } ?? []
        let ports = value("port").map { PostgresConninfo.list($0) } ?? []
        let count = max(hosts.count, addresses.count)
        if !hosts.isEmpty, !addresses.isEmpty, hosts.count != addresses.count {
            throw PostgresConninfo.refusal(
                "\(hosts.count) host names and \(addresses.count) in hostaddr; accepted: as many as names")
        }
        if ports.count > 1, ports.count != max(1, count) {
            throw PostgresConninfo.refusal(
                "\(ports.count) ports for \(max(1, count)) hosts; accepted: one for all, or one for each")
        }
        for (index, address) in addresses.enumerated() where !address.isEmpty {
            guard PostgresHostNames.isDirect(address), !address.hasPrefix("/") else {
                throw PostgresConninfo.refusal(
                    "hostaddr '\(address)' of host \(index + 1); accepted: an IPv4 or IPv6 address in numbers"
                )
            }
        }
    }

    /// Files that are named must be there; a password file must be closed to others, since libpq would ignore
    /// it with a word on standard error only.
    func checkFiles() throws(PostgresError) {
        for keyword in ["sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile"] {
            guard let path = value(keyword), !path.isEmpty, path != "system" || keyword != "sslrootcert"
            else {
                continue
            }
            guard access(path, R_OK) == 0 else {
                throw PostgresConninfo.refusal("\(keyword)='\(path)': \(String(cString: strerror(errno)))")
            }
        }
        guard let path = passwordFile else { return }
        var info = stat()
        guard stat(path, &info) == 0 else { return }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw PostgresConninfo.refusal("the password file \(path) is no plain file")
        }
        guard info.st_mode & 0o077 == 0 else {
            let mode = String(info.st_mode & 0o777, radix: 8)
            throw PostgresConninfo.refusal(
                "the password file \(path) is open to others (mode 0\(mode)); accepted: "
                    + "0600 or less (chmod 600)"
            )
        }
    }

    /// The one that libpq would read.
    private var passwordFile: String? {
        if let path = value("passfile"), !path.isEmpty { return path }
        if let path = getenv("PGPASSFILE") { return String(cString: path) }
        return getenv("HOME").map { String(cString: $0) + "/.pgpass" }
    }
}
