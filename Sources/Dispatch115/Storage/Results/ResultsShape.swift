// The tables as they are rendered, and those that keep account of the results themselves. Declarations only;
// ResultsSchema makes statements of them.

/// A table as it is rendered.
struct ResultsShape: Equatable, Sendable {
    var folder: ResultsFolder
    var name: String
    var comment: String
    /// The first so many columns are the primary key.
    var keyCount: Int
    var columns: [ResultsColumn]
    var partedBy: String?
    var onlyGrows: Bool

    func qualified(_ dialect: ResultsDialect) -> String { folder.name(name, dialect) }

    init(_ table: ResultsTable) {
        folder = table.isProtected ? .private : .dispatch
        name = table.name.rawValue
        comment = table.comment
        keyCount = table.keyCount
        columns = table.columns
        partedBy = table.partedBy
        onlyGrows = table.onlyGrows
    }

    private init(_ name: String, _ comment: String, key keyCount: Int, _ columns: [ResultsColumn]) {
        folder = .dispatch
        self.name = name
        self.comment = comment
        self.keyCount = keyCount
        self.columns = columns
        partedBy = nil
        onlyGrows = false
    }

    static let cursor = ResultsShape(
        "cursor", "How far the results follow each centre's journal; moves in the transaction of its rows.",
        key: 1,
        [
            ResultsColumn("centre", .text, "The centre's code, as in its configuration."),
            ResultsColumn("sequence", .long, "The last event that is in the results."),
            ResultsColumn("hash", .bytes, "The chain's hash after that event."),
            ResultsColumn(
                "epoch", .long, "The epoch of the leader that wrote it: a lower one writes no more."),
            ResultsColumn("written_at", .time, "When, by the writer's clock."),
            ResultsColumn("program", .text, "What wrote it."),
        ])

    static let migration = ResultsShape(
        "schema_migration", "Which versions of these tables have been made.", key: 1,
        [
            ResultsColumn("version", .integer, "1, 2, 3 ..."),
            ResultsColumn("name", .text, "What it made."),
            ResultsColumn("checksum", .text, "SHA-256 of its statements."),
            ResultsColumn("applied_at", .time, "When."),
        ])

    static let access = ResultsShape(
        "centre_access", "Which role sees which centres' rows: row security asks here.", key: 2,
        [
            ResultsColumn("role_name", .text, "A role, or a group that the role is in."),
            ResultsColumn("centre", .text, "A centre's code, or * for all."),
        ])

    /// Tables about the results themselves. Only PostgreSQL knows roles.
    static func keeping(_ dialect: ResultsDialect) -> [ResultsShape] {
        switch dialect {
        case .postgres: [migration, cursor, access]
        case .sqlite: [migration, cursor]
        }
    }

    static let tables: [ResultsShape] = ResultsTable.all.map { ResultsShape($0) }

    /// Everything that version 1 makes, in its order.
    static func all(_ dialect: ResultsDialect) -> [ResultsShape] { keeping(dialect) + tables }
}
