// Who may do what in PostgreSQL: group roles without login, their grants, and row security by centre. People
// and programs get roles of their own that are members of one group. SQLite has none of this: its file's mode
// says who may read.

struct ResultsRole: Equatable, Sendable {
    var name: String
    var comment: String

    static let writer = ResultsRole(
        name: "dispatch115_writer",
        comment: "The service: writes rows and moves the cursor; makes no tables, deletes only summaries.")
    static let reader = ResultsRole(
        name: "dispatch115_reader", comment: "People: tables and views without names, numbers and words.")
    static let modules = ResultsRole(
        name: "dispatch115_modules", comment: "Other modules: the views of schema published, nothing else.")
    static let auditor = ResultsRole(
        name: "dispatch115_auditor", comment: "The auditor: reads everything, names and words too.")

    static let all = [writer, reader, modules, auditor]
}

enum ResultsAccess {
    /// What the writer keeps and changes itself beside the data's tables.
    private static let writerTables = [ResultsShape.cursor, .leader, .stranded] + ResultsShape.summaries

    /// What version 3 makes in PostgreSQL.
    static let statements: [String] = roles + schemas + grants + security

    private static let roles = ResultsRole.all.flatMap { role in
        [
            """
            DO $body$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '\(role.name)') THEN
                    CREATE ROLE \(role.name) NOLOGIN;
                    COMMENT ON ROLE \(role.name) IS \(ResultsSchema.quoted(role.comment));
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $body$
            """
        ]
    }

    private static let schemas = [
        "GRANT USAGE ON SCHEMA dispatch TO \(list(.writer, .reader, .auditor))",
        "GRANT USAGE ON SCHEMA private TO \(list(.writer, .auditor))",
        "GRANT USAGE ON SCHEMA published TO \(list(.reader, .modules, .auditor))",
        "REVOKE ALL ON FUNCTION dispatch.visible_centres(name), dispatch.sees_all_centres(name) FROM PUBLIC",
        "GRANT EXECUTE ON FUNCTION dispatch.visible_centres(name), dispatch.sees_all_centres(name) TO "
            + list(.writer, .reader, .modules, .auditor),
        "GRANT EXECUTE ON FUNCTION dispatch.make_partitions(timestamp with time zone, integer) TO "
            + list(.writer),
    ]

    /// What one role may do with one table or view.
    struct Right: Equatable, Sendable {
        var role: ResultsRole
        var verbs: [String]
        var object: String
    }

    static let rights: [Right] = {
        func read(_ object: String, _ roles: ResultsRole...) -> [Right] {
            roles.map { Right(role: $0, verbs: ["SELECT"], object: object) }
        }
        var rights: [Right] = []
        for shape in ResultsShape.tables + writerTables {
            let name = shape.qualified(.postgres)
            let isSummary = ResultsShape.summaries.contains(shape)
            let verbs =
                ["SELECT", "INSERT"] + (shape.onlyGrows ? [] : ["UPDATE"]) + (isSummary ? ["DELETE"] : [])
            rights.append(Right(role: .writer, verbs: verbs, object: name))
            if shape.folder != .private { rights += read(name, .reader) }
            rights += read(name, .auditor)
        }
        rights += read(ResultsShape.migration.qualified(.postgres), .writer, .reader, .auditor)
        rights += read(ResultsShape.access.qualified(.postgres), .auditor)
        for view in ResultsView.all {
            let name = view.qualified(.postgres)
            switch view.folder {
            case .dispatch: rights += read(name, .reader, .auditor)
            case .private: rights += read(name, .auditor)
            case .published: rights += read(name, .reader, .modules, .auditor)
            }
        }
        return rights
    }()

    private static let grants = rights.map {
        "GRANT \($0.verbs.joined(separator: ", ")) ON \($0.object) TO \($0.role.name)"
    }

    /// Tables whose rows are seen by centre.
    static let secured = ResultsShape.tables + writerTables

    /// A row is seen and written by those whom centre_access gives its centre. The owner sees all.
    private static let security: [String] = secured.flatMap { shape in
        let name = shape.qualified(.postgres)
        return [
            "ALTER TABLE \(name) ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY by_centre ON \(name) USING \(ResultsView.visible("centre", .postgres))",
        ]
    }

    private static func list(_ roles: ResultsRole...) -> String {
        roles.map(\.name).joined(separator: ", ")
    }
}
