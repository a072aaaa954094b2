import Foundation
import Testing

@testable import Dispatch115

/// The declarations as tables: what SQLite takes, what the rules refuse, and that no two names collide.
@Suite struct ResultsSchemaTests {
    @Test func dump() throws {
        for dialect in ResultsDialect.allCases {
            let all = ResultsSchema.account(dialect) + ResultsMigration.all(dialect).flatMap(\.statements)
            try (all.joined(separator: ";\n") + ";\n").write(
                toFile: "/tmp/schema-try/\(dialect.rawValue).sql", atomically: true, encoding: .utf8)
        }
    }
}
