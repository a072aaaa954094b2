import Glibc
import Testing

@testable import Dispatch115

/// Each way in which a connection string can be wrong, and what is said about it.
@Suite struct PostgresConninfoTests {
    private func refusal(_ text: String) -> String {
        do {
            _ = try PostgresConninfo(checking: text)
            return "accepted"
        } catch {
            return error.message
        }
    }

    @Test func whatIsLeftOpenHasBounds() throws {
        let plain = try PostgresConninfo(checking: "host=127.0.0.1 dbname=dispatch")
        #expect(plain.value("connect_timeout") == "2" && plain.value("tcp_user_timeout") == "5000")
        #expect(plain.value("application_name") == "dispatch115" && plain.value("keepalives_idle") == "5")
        #expect(plain.value("client_encoding") == "UTF8")
        let own = try PostgresConninfo(
            checking:
                "postgresql://writer@a:5433,b/dispatch?connect_timeout=7&sslmode=verify-full"
                + "&target_session_attrs=read-write"
        )
        #expect(own.value("connect_timeout") == "7" && own.value("sslmode") == "verify-full")
        #expect(own.value("host") == "a,b" && own.value("user") == "writer")
        #expect(own.summary == "host=a,b port=5433, dbname=dispatch user=writer")
    }

    @Test(arguments: [
        ("", "empty"), ("  \n", "empty"), ("host", "missing \"=\""), ("host='a", "unterminated"),
        ("hots=a", "nearest: host"), ("dbnam=a", "nearest: dbname"), ("zzzzzzzz=a", "accepted: key=value"),
        ("postgresql://[::1/x", "connection string:"),
        ("host=a port=abc", "port 'abc' of host 1; accepted: 1 to 65535"),
        ("host=a,b port=1,70000", "port '70000' of host 2"), ("host=a port=0", "port '0'"),
        ("host=a,b,c port=1,2", "2 ports for 3 hosts"), ("host=a,b hostaddr=127.0.0.1", "2 host names and 1"),
        ("hostaddr=localhost", "hostaddr 'localhost' of host 1"), ("sslmode=on", "accepted: disable, allow"),
        ("target_session_attrs=master", "read-write"), ("connect_timeout=soon", "1 to 3600"),
        ("connect_timeout=0", "1 to 3600"), ("keepalives_idle=-1", "0 to 32767"), ("keepalives=yes", "0, 1"),
        ("client_encoding=LATIN1", "accepted: UTF8"), ("replication=database", "leave it out"),
        ("host=a sslrootcert=/nowhere/root.crt", "No such file"),
        ("host=a passfile=/nowhere/pass", "No such file"),
        ("channel_binding=maybe", "prefer"), ("ssl_min_protocol_version=SSLv3", "TLSv1.2"),
    ])
    func eachMistakeIsNamed(_ text: String, _ part: String) {
        let said = refusal(text)
        #expect(said.contains(part), "\(text): \(said)")
        #expect(said.hasPrefix("connection string: "))
    }

    @Test(arguments: [
        "host=a password=hunter2", "host=a password='hunter2", "host=a password=hunter2 x",
        "host=a password=my hunter2", "postgresql://u:hunter2@a/b", "postgresql://u:hunter2@a/b?nope=1",
        "postgres://u:hun/hunter2@[a/b", "host=a sslpassword=hunter2", "host=a PASSWORD=hunter2",
    ])
    func aPasswordIsRefusedAndNeverRepeated(_ text: String) {
        let said = refusal(text)
        #expect(said.contains("passfile=FILE") && said.contains("service=NAME"), "\(said)")
        #expect(!said.contains("hunter2") && !said.contains("hun/"))
    }

    @Test func aPasswordFileIsClosedToOthers() throws {
        let folder = try StorageFolder()
        let path = folder.file("pass")
        try Files.writeAtomically(path, Array("*:*:*:*:hunter2\n".utf8), mode: 0o644)
        let said = refusal("host=a passfile=\(path)")
        #expect(said.contains("open to others (mode 0644)") && said.contains("chmod 600"), "\(said)")
        chmod(path, 0o600)
        #expect(refusal("host=a passfile=\(path)") == "accepted")
    }

    @Test func hostsComeOneByOne() throws {
        let info = try PostgresConninfo(checking: "host=a,/run/pg,::1 port=1,2,3 dbname=x")
        #expect(
            try info.targets() == [
                PostgresTarget(host: "a", address: "", port: "1"),
                PostgresTarget(host: "/run/pg", address: "", port: "2"),
                PostgresTarget(host: "::1", address: "", port: "3"),
            ])
        let unknown = try PostgresConninfo(checking: "service=nowhere115")
        #expect(throws: PostgresError.self) { try unknown.targets() }
        do { _ = try unknown.targets() } catch { #expect(error.message.contains("nowhere115")) }
        #expect(PostgresHostNames.isDirect("10.0.0.1") && PostgresHostNames.isDirect("fe80::1%eth0"))
        #expect(!PostgresHostNames.isDirect("db.example.vn"))
    }
}
