// The ordered steps from nothing to the tables of today. Each runs in one transaction with its row in
// schema_migration; one that was applied never changes. Pure.

struct ResultsMigration: Equatable, Sendable {
    var version: Int
    var name: String
    var statements: [String]

    /// SHA-256 of the statements, in hexadecimal.
    var checksum: String {
        Digest(hashing: Array(statements.joined(separator: ";\n").utf8)).hexadecimal
    }

    /// All of them, oldest first, versions 1, 2, 3 ...
    static func all(_ dialect: ResultsDialect) -> [ResultsMigration] {
        let steps: [(String, [String])] = [
            ("tables", ResultsSchema.tables(dialect)),
            ("views", ResultsView.statements(dialect)),
            // SQLite has no roles: a step without statements keeps the numbers alike.
            ("access", dialect == .postgres ? ResultsAccess.statements : []),
            ("inbox", dialect == .postgres ? ResultsInbox.statements : []),
        ]
        return steps.enumerated().map {
            ResultsMigration(version: $0.offset + 1, name: $0.element.0, statements: $0.element.1)
        }
    }

    /// What this program writes.
    static let newest = all(.postgres).count

    /// A row of schema_migration.
    struct Applied: Equatable, Sendable {
        var version: Int
        var name: String
        var checksum: String
    }

    /// Those that are still to be run. Throws `schema` where the tables are newer than this program, and
    /// `refused` where a step that was applied is another one here, or one is missing between.
    static func missing(_ dialect: ResultsDialect, applied: [Applied]) throws(ResultsFailure)
        -> [ResultsMigration]
    {
        let wanted = all(dialect)
        let applied = applied.sorted { $0.version < $1.version }
        if let last = applied.last, last.version > wanted.count {
            throw .schema(found: last.version, wanted: wanted.count)
        }
        for (position, row) in applied.enumerated() {
            guard row.version == position + 1 else {
                throw .refused("schema_migration lacks version \(position + 1) and has \(row.version)")
            }
            guard row.checksum == wanted[position].checksum else {
                throw .refused(
                    "version \(row.version) (\(row.name)) of the tables was made by other statements than this "
                        + "program's: checksum \(row.checksum.prefix(12)), here \(wanted[position].checksum.prefix(12))"
                )
            }
        }
        return Array(wanted[applied.count...])
    }
}
