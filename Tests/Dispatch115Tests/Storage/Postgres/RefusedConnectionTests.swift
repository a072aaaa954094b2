import Glibc
import Testing

@testable import Dispatch115

/// What the program says where it cannot get in: certificates, passwords, and each way in which a connection
/// string that can be read is wrong all the same. By the real program, `results status`, against real servers.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct RefusedConnectionTests {
    /// Ends with 1 and one line that says so, within the time that connecting may take.
    private func refused(
        _ database: String, _ part: String, _ fixture: ServiceFixture, line: Int = #line
    ) throws {
        let (status, output) = try fixture.run(["results", "status", "--database", database])
        #expect(status == 1, "line \(line): \(output)")
        #expect(output.contains(part), "line \(line): \(output)")
        #expect(output.split(separator: "\n").count == 1, "line \(line): \(output)")
        #expect(!output.contains("hunter2"), "line \(line)")
    }

    private func accepted(_ database: String, _ fixture: ServiceFixture, line: Int = #line) throws {
        let (status, output) = try fixture.run(["results", "status", "--database", database])
        #expect(status == 0 && output.contains("tables of version"), "line \(line): \(output)")
    }

    /// Takes what the server says now, once it says it: a reload takes a moment.
    private func soonRefused(_ database: String, _ part: String, _ fixture: ServiceFixture) throws {
        var output = ""
        #expect(
            eventually {
                let done = try? fixture.run(["results", "status", "--database", database])
                output = done?.output ?? ""
                return done?.status == 1 && output.contains(part)
            }, "\(part): \(output)")
    }

    @Test(.enabled(if: TestAuthority.program != nil, "no openssl here"))
    func certificatesAreBelievedOrNot() throws {
        let fixture = try ServiceFixture()
        let cluster = try PostgresCluster("tls", access: ["hostssl all cert115 127.0.0.1/32 cert"])
        let database = try ResultsFixture.makeDatabase(cluster)
        try cluster.query("CREATE ROLE cert115 LOGIN SUPERUSER")
        let ours = try TestAuthority()
        let theirs = try TestAuthority("foreign")
        try cluster.write("data/root.crt", Files.readText(ours.root))
        try cluster.query("ALTER SYSTEM SET ssl_ca_file = 'root.crt'")
        let good = try ours.sign("localhost", names: "DNS:localhost")
        func address(_ host: String, _ user: String = "postgres", _ more: String = "") -> String {
            "host=\(host) port=\(cluster.port) dbname=\(database) user=\(user) sslmode=verify-full "
                + "sslrootcert=\(ours.root)\(more)"
        }
        // A server without TLS.
        try refused(address("localhost"), "server does not support SSL, but SSL was required", fixture)
        try cluster.present(good)
        #expect(
            eventually {
                (try? fixture.run(["results", "status", "--database", address("localhost")]))?.status == 0
            })
        try accepted(address("localhost"), fixture)
        // The right certificate under another name, and with a root that did not sign it.
        try refused(address("127.0.0.1"), "does not match host name \"127.0.0.1\"", fixture)
        try refused(
            address("localhost").replacing(ours.root, with: theirs.root), "certificate verify failed", fixture
        )
        // Ours, shown as we are asked to; not at all; another authority's; another name's; open to others.
        let mine = try ours.sign("cert115")
        let other = try theirs.sign("cert115")
        let wrong = try ours.sign("somebody")
        func shown(_ pair: (certificate: String, key: String)) -> String {
            address("localhost", "cert115", " sslcert=\(pair.certificate) sslkey=\(pair.key)")
        }
        try accepted(shown(mine), fixture)
        try refused(
            address("localhost", "cert115", " sslcert=/nowhere"), "sslcert='/nowhere': No such file", fixture)
        try refused(
            address("localhost", "cert115"), "connection requires a valid client certificate", fixture)
        try refused(shown(other), "unknown ca", fixture)
        try refused(shown(wrong), "certificate authentication failed for user \"cert115\"", fixture)
        chmod(mine.key, 0o644)
        try refused(shown(mine), "has group or world access", fixture)
        // What the server may show.
        try cluster.present(ours.sign("localhost", names: "DNS:localhost", days: -1))
        try soonRefused(address("localhost"), "certificate verify failed", fixture)
        try cluster.present(theirs.sign("localhost", names: "DNS:localhost"))
        try soonRefused(address("localhost"), "certificate verify failed", fixture)
        try cluster.present(ours.sign("db.example.vn", names: "DNS:db.example.vn"))
        try soonRefused(address("localhost"), "does not match host name \"localhost\"", fixture)
    }

    @Test func passwordsAreInTheirFileOrItIsSaid() throws {
        let fixture = try ServiceFixture()
        let cluster = try PostgresCluster("passwords", access: ["host all locked 127.0.0.1/32 scram-sha-256"])
        let database = try ResultsFixture.makeDatabase(cluster)
        try cluster.query("CREATE ROLE locked LOGIN SUPERUSER PASSWORD 'right115'")
        let info = cluster.conninfo(database: database, user: "locked")
        let file = fixture.folder + "/pass"
        func write(_ line: String, mode: UInt32 = 0o600) throws {
            try Files.writeAtomically(file, Array((line + "\n").utf8), mode: mode)
        }
        try write("*:*:*:*:right115")
        try accepted(info + " passfile=\(file)", fixture)
        try write("127.0.0.1:\(cluster.port):\(database):locked:right115")
        try accepted(info + " passfile=\(file)", fixture)
        try write("*:*:*:*:hunter2")
        try refused(info + " passfile=\(file)", "wrong password", fixture)
        try write("elsewhere:*:*:*:hunter2")
        try refused(info + " passfile=\(file)", "no password supplied", fixture)
        try write("*:*:*:*:right115", mode: 0o644)
        try refused(info + " passfile=\(file)", "open to others (mode 0644)", fixture)
        try refused(info + " passfile=/nowhere/pass", "No such file", fixture)
        try refused(info + " password=hunter2", "a password must not stand in it", fixture)
    }

    @Test func eachWayNotToGetInIsTold() throws {
        let fixture = try ServiceFixture()
        let cluster = try PostgresCluster("doors", access: ["host all shut 127.0.0.1/32 reject"])
        let database = try ResultsFixture.makeDatabase(cluster)
        try cluster.query(
            "CREATE ROLE shut LOGIN; CREATE ROLE crowd LOGIN CONNECTION LIMIT 0; CREATE ROLE poor LOGIN")
        let info = cluster.conninfo(database: database)
        let nobody = try PostgresHome.freePort()
        try accepted(info, fixture)
        try accepted("host=\(cluster.folder) port=\(cluster.port) dbname=\(database) user=postgres", fixture)
        try accepted(
            "host=127.0.0.1,127.0.0.1 port=\(nobody),\(cluster.port) dbname=\(database) user=postgres",
            fixture)
        try refused("host=127.0.0.1 port=\(nobody) dbname=x", "Connection refused", fixture)
        try refused("host=nowhere115.invalid dbname=x", "address", fixture)
        try refused("host=/nowhere/pg dbname=x", "No such file or directory", fixture)
        try refused(cluster.conninfo(database: "nowhere"), "there is no such database", fixture)
        try refused(
            cluster.conninfo(database: database, user: "nobody115"), "role \"nobody115\" does not exist",
            fixture)
        try refused(
            cluster.conninfo(database: database, user: "shut"), "it does not let this user in", fixture)
        try refused(cluster.conninfo(database: database, user: "crowd"), "it has no connection left", fixture)
        try refused(cluster.conninfo(database: database, user: "poor"), "lacks a grant", fixture)
        try refused(info + " target_session_attrs=standby", "server is not in hot standby mode", fixture)
        try refused(info + " target_session_attrs=leader", "accepted: any, read-write", fixture)
        try refused(info + " conect_timeout=3", "nearest: connect_timeout", fixture)
        try refused("host=127.0.0.1 port=70000", "accepted: 1 to 65535", fixture)
        try refused(info + " sslmode=on", "accepted: disable, allow", fixture)
        try refused(info + " service=nowhere115", "nowhere115", fixture)
        // Something answers there, and is no PostgreSQL; something is there and does not answer.
        let other = try LinkProxy(to: nobody)
        try refused("host=127.0.0.1 port=\(other.port) dbname=x", "127.0.0.1", fixture)
        let hanging = try LinkProxy(to: cluster.port)
        hanging.set(.hang)
        try refused("host=127.0.0.1 port=\(hanging.port) dbname=x", "no answer in time", fixture)
        // All places taken: those that are left are kept for others.
        try cluster.query("ALTER DATABASE \(database) CONNECTION LIMIT 0; GRANT dispatch115_reader TO poor")
        try refused(cluster.conninfo(database: database, user: "poor"), "it has no connection left", fixture)
        // A string that cannot be right ends the service before it starts, with the words of above.
        let (status, output) = try fixture.run(
            ["serve"] + fixture.common + [
                "--set", "results.kind=postgresql", "--set", "results.database=host=a port=abc",
            ])
        #expect(status != 0 && output.contains("port 'abc' of host 1; accepted: 1 to 65535"), "\(output)")
    }
}
