// The database that the results' cases write to: libpq's environment names it, it is empty at first, and the
// tables that are made here stay in it. benchmarks/run.sh starts a server for it, and removes it.

import Glibc

enum BenchResultsTables {
    /// A login that writes as the service should: a member of the writers' group, under row security.
    static let restrictedUser = "dispatch115_bench"

    /// Makes the tables where there are none.
    static func connect() throws -> PostgresConninfo {
        guard getenv("PGDATABASE") != nil else {
            throw BenchFailure(
                "needs an empty database to write to, named by PGHOST, PGPORT, PGUSER and PGDATABASE; "
                    + "benchmarks/run.sh results-writer starts one")
        }
        let conninfo = try PostgresConninfo(checking: "application_name=dispatch115-bench")
        let link = try PostgresConnection.connect(conninfo, before: soon)
        defer { link.close() }
        let isThere = try link.execute(
            "tables", "SELECT to_regclass('dispatch.schema_migration') IS NOT NULL", before: soon)
        if isThere.flag(0, 0) == true { return conninfo }
        let statements =
            ResultsSchema.account(.postgres)
            + ResultsMigration.all(.postgres).flatMap { step in
                step.statements + [
                    "INSERT INTO dispatch.schema_migration (version, name, checksum, applied_at) VALUES "
                        + "(\(step.version), '\(step.name)', '\(step.checksum)', now())"
                ]
            }
        // Parts for the months of the benches' events, as the service has them for its own.
        let parts = "SELECT dispatch.make_partitions('2026-09-01', 12)"
        try link.script("tables", (statements + [parts]).joined(separator: ";\n"), before: soon)
        return conninfo
    }

    /// Connects as a writer whose rows are checked by centre. The server must let it in without a password.
    static func connectRestricted(to centre: String) throws -> PostgresConninfo {
        let conninfo = try connect()
        let link = try PostgresConnection.connect(conninfo, before: soon)
        defer { link.close() }
        try link.script(
            "restricted writer",
            """
            DO $body$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '\(restrictedUser)') THEN
                    CREATE ROLE \(restrictedUser) LOGIN IN ROLE dispatch115_writer;
                END IF;
            END $body$;
            INSERT INTO dispatch.centre_access VALUES ('\(restrictedUser)', '\(centre)') ON CONFLICT DO NOTHING;
            """, before: soon)
        return conninfo.setting("user", restrictedUser)
    }

    private static var soon: PostgresDeadline { .after(milliseconds: 60_000) }
}
