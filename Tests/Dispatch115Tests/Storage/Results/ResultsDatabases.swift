import Foundation

@testable import Dispatch115

/// The same rows in both databases, and questions to both, answered as text: times as microseconds.
final class ResultsDatabases {
    let folder: StorageFolder
    let sqlite: SQLiteResultsStore
    let cluster: PostgresCluster?
    let database: String
    let postgres: PostgresResultsStore?
    let centre: String

    init(centre: String = ResultsSample.centre) throws {
        self.centre = centre
        folder = try StorageFolder()
        sqlite = SQLiteResultsStore(path: folder.file("results.sqlite"), centre: centre)
        guard PostgresHome.binaries != nil else {
            (cluster, database, postgres) = (nil, "", nil)
            return
        }
        let cluster = try PostgresCluster.shared.get()
        self.cluster = cluster
        database = try cluster.makeDatabase("results")
        try ResultsMigrator.migrate(
            cluster.connect(database: database), before: .after(milliseconds: 60_000))
        // The published views ask who looks, the owner too.
        try cluster.query("INSERT INTO dispatch.centre_access VALUES ('postgres', '*')", database: database)
        postgres = PostgresResultsStore(
            conninfo: try PostgresConninfo(checking: cluster.conninfo(database: database)), centre: centre,
            deadlineMilliseconds: 60_000)
    }

    var stores: [any ResultsStore] { [sqlite] + (postgres.map { [$0] } ?? []) }

    /// Closes the store's file for as long as the question takes.
    func askSQLite(_ sql: String) throws -> [[String?]] {
        sqlite.close()
        let connection = try SQLiteConnection(path: sqlite.path)
        let statement = try connection.prepare(sql)
        var rows: [[String?]] = []
        while try statement.step() {
            rows.append((0..<statement.columnCount).map { statement.isNull($0) ? nil : statement.text($0) })
        }
        return rows
    }

    /// Every row of a view or table, sorted.
    func all(_ view: ResultsView, _ dialect: ResultsDialect) throws -> [String] {
        let names = view.columns.map(\.name)
        let rows: [[String?]]
        switch dialect {
        case .sqlite:
            rows = try askSQLite("SELECT \(names.joined(separator: ", ")) FROM \(view.qualified(.sqlite))")
        case .postgres:
            guard let cluster else { return [] }
            let kinds = try cluster.query(
                """
                SELECT column_name, data_type FROM information_schema.columns
                WHERE table_schema = '\(view.folder.rawValue)' AND table_name = '\(view.name)'
                """, database: database)
            let list = names.map { name in
                kinds.rows.contains { $0[0] == name && $0[1]?.hasPrefix("timestamp") == true }
                    ? "(extract(epoch FROM \(name)) * 1000000)::bigint" : name
            }
            rows = try cluster.query(
                "SELECT \(list.joined(separator: ", ")) FROM \(view.qualified(.postgres))", database: database
            ).rows
        }
        return rows.map { $0.map { $0 ?? "-" }.joined(separator: "|") }.sorted()
    }
}
