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
    /// Beside those of a data table, which its declaration makes.
    var rules: [ResultsRule] = []

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

    init(
        _ name: String, _ comment: String, key keyCount: Int, in folder: ResultsFolder = .dispatch,
        _ columns: [ResultsColumn], rules: [ResultsRule] = []
    ) {
        self.folder = folder
        self.rules = rules
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
        ],
        rules: [
            ResultsRule(name: "cursor_hash_size", holds: "length(hash) = 32"),
            ResultsRule(name: "cursor_sequence_range", holds: "sequence >= 0 AND epoch >= 0"),
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

    static let leader = ResultsShape(
        "leader", "Who leads each centre, and until when; times by this database.", key: 1,
        [
            ResultsColumn("centre", .text, "The centre's code, as in its configuration."),
            ResultsColumn("epoch", .long, "The leader's epoch; 0 before the first. Never falls."),
            ResultsColumn("holder", .text, "The leader's machine and data folder."),
            ResultsColumn("address", .text, "Where its units report to."),
            ResultsColumn("lease_until", .time, "Afterwards a standby may take over."),
            ResultsColumn("renewed_at", .time, "When the leader said so last."),
        ],
        rules: [ResultsRule(name: "leader_epoch_range", holds: "epoch BETWEEN 0 AND 4294967295")])

    /// Its sentences hold names and words, so it lies with the protected tables.
    static let stranded = ResultsShape(
        "stranded_event",
        "What a former leader decided that is not in the results: to be settled by people.", key: 4,
        in: .private,
        [
            ResultsColumn("centre", .text, "The centre's code, as in its configuration."),
            ResultsColumn("epoch", .long, "The former leader's epoch."),
            ResultsColumn("sequence", .long, "The event's number in that journal."),
            ResultsColumn("hash", .bytes, "The chain's hash after it, there."),
            ResultsColumn("at", .time, "When it was decided."),
            ResultsColumn("type", .integer, "The event's type, docs/SPEC.md."),
            ResultsColumn("event", .text, "The type's name."),
            ResultsColumn("body", .bytes, "As the journal stores it, texts sealed."),
            ResultsColumn("parted_after", .long, "The last event that both have."),
            ResultsColumn("incident", .integer, "The incident that it concerns.", isOptional: true),
            ResultsColumn("unit", .integer, "The unit that it concerns.", isOptional: true),
            ResultsColumn("call", .integer, "The call that it concerns.", isOptional: true),
            ResultsColumn("vietnamese", .text, "What happened, in a sentence."),
            ResultsColumn("english", .text, "What happened, in a sentence."),
            ResultsColumn("holder", .text, "The machine and data folder that it is in."),
            ResultsColumn("recorded_at", .time, "When it was found."),
            ResultsColumn("settled_at", .time, "When somebody settled it.", isOptional: true),
            ResultsColumn("settled_by", .text, "Who did.", isOptional: true),
            ResultsColumn("settled_how", .text, "What was done about it.", isOptional: true),
        ],
        rules: [
            ResultsRule(name: "stranded_event_hash_size", holds: "length(hash) = 32"),
            ResultsRule(
                name: "stranded_event_settled",
                holds: "(settled_at IS NULL) = (settled_by IS NULL) "
                    + "AND (settled_at IS NULL) = (settled_how IS NULL)"),
        ])

    /// Tables about the results themselves. Only PostgreSQL knows roles, and two machines.
    static func keeping(_ dialect: ResultsDialect) -> [ResultsShape] {
        switch dialect {
        case .postgres: [migration, cursor, access, leader, stranded] + summaries
        case .sqlite: [migration, cursor] + summaries
        }
    }

    static let tables: [ResultsShape] = ResultsTable.all.map { ResultsShape($0) }

    /// Everything that version 1 makes, in its order.
    static func all(_ dialect: ResultsDialect) -> [ResultsShape] { keeping(dialect) + tables }
}
