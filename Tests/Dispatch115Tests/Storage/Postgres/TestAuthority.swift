import Glibc

@testable import Dispatch115

/// A certificate authority of our own, made by openssl in a folder of the clusters: it signs what a test wants
/// signed, good and bad.
final class TestAuthority {
    let folder: String
    var root: String { folder + "/ca.crt" }

    static let program: String? = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { Files.exists($0) }
    private static let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    init(_ name: String = "authority") throws {
        folder = try PostgresHome.folder(name)
        try Files.makeFolder(folder, mode: 0o755)
        try openssl(
            ["req", "-x509"] + TestAuthority.curve + [
                "-keyout", folder + "/ca.key", "-out", root, "-days", "30", "-subj", "/CN=\(name) of a test",
            ])
    }

    /// A certificate for a name, good for so many days from now (less than none: expired), and its key of mode
    /// 0600; the paths of both.
    func sign(_ subject: String, names: String = "", days: Int = 30) throws -> (
        certificate: String, key: String
    ) {
        made += 1
        let stem = "\(folder)/\(made)"
        try openssl(
            ["req"] + TestAuthority.curve + [
                "-keyout", stem + ".key", "-out", stem + ".csr", "-subj", "/CN=\(subject)",
            ])
        try Files.writeAtomically(
            stem + ".ext", Array((names.isEmpty ? "" : "subjectAltName=\(names)\n").utf8), mode: 0o644)
        try openssl([
            "x509", "-req", "-in", stem + ".csr", "-CA", root, "-CAkey", folder + "/ca.key",
            "-CAcreateserial",
            "-days", "\(days)", "-extfile", stem + ".ext", "-out", stem + ".crt",
        ])
        chmod(stem + ".key", 0o600)
        return (stem + ".crt", stem + ".key")
    }

    private var made = 0

    private func openssl(_ words: [String]) throws {
        try PostgresHome.run(TestAuthority.program ?? "/nowhere", words, asServer: false)
    }
}

extension PostgresCluster {
    /// Puts a certificate in place; new sessions get it as soon as the server has looked.
    func present(_ pair: (certificate: String, key: String), isOn: Bool = true) throws {
        try write("data/server.crt", Files.readText(pair.certificate))
        try write("data/server.key", Files.readText(pair.key))
        chmod(data + "/server.key", 0o600)
        try query("ALTER SYSTEM SET ssl = \(isOn ? "on" : "off")")
        try reload()
    }
}
