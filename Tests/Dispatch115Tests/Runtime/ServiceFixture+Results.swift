import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// Work at the console of a real service whose results stand somewhere, and what must stand there afterwards.
extension ServiceFixture {
    /// Lines that change something, one at a time; the longest answer in nanoseconds.
    @discardableResult
    func work(lines: Int) throws -> Int64 {
        let link = try link()
        _ = try link.ask("LANG en")
        var longest: Int64 = 0
        for number in 0..<lines {
            let line =
                number % 5 == 0
                ? "N 0903111\(100 + number) P2 ; 10.77\(number % 10),106.7009 ; ngất"
                : "NOTE 1 ; mark \(number)"
            let start = WallClock.monotonicNanoseconds()
            let answer = try link.ask(line)
            longest = max(longest, WallClock.monotonicNanoseconds() - start)
            #expect(answer.first?.hasPrefix("NOT D") == false, "\(line): \(answer)")
        }
        return longest
    }

    /// Works until told to stop, on a thread of its own; gives the longest answer in nanoseconds.
    func workWhile(_ body: () throws -> Void) throws -> (lines: Int, longest: Int64) {
        let isOver = Locked(false)
        let done = Locked((lines: 0, longest: Int64(0)))
        let trouble = Locked<String?>(nil)
        let desk = try NamedThread("desk") { [self] in
            do {
                while !isOver.with({ $0 }) {
                    let longest = try work(lines: 10)
                    done.with { $0 = ($0.lines + 10, max($0.longest, longest)) }
                }
            } catch { trouble.with { $0 = "\(error)" } }
        }
        defer {
            isOver.with { $0 = true }
            desk.join()
        }
        try body()
        isOver.with { $0 = true }
        desk.join()
        #expect(trouble.with { $0 } == nil)
        return done.with { $0 }
    }

    /// What `status` says of a key in words.
    func words(_ key: String) -> String {
        let link = try? link()
        _ = try? link?.ask("LANG en")
        return (try? link?.status().first { $0.key == key }?.meaning) ?? ""
    }

    var hasResultsAlert: Bool? {
        guard let link = try? link(), (try? link.ask("LANG en")) != nil else { return nil }
        return (try? link.ask("ALERTS"))?.joined().contains("results cannot be written")
    }

    func comesBack() throws {
        #expect(
            eventually {
                (try? value("results.state")) == "following" && (try? value("results.behind")) == "0"
            }, "\((try? value("results.state")) ?? "?") \(words("results.failures"))")
        #expect(eventually { hasResultsAlert == false }, "the alert is over")
    }

    /// The whole journal of a stopped service once more, into another store, without a fault.
    func writeAnew(_ store: any ResultsStore) throws -> JournalHead {
        let centre = try CentreStore(folder: folder, code: "HCM")
        let head = centre.journal.head
        let journal = try JournalWriter(centre.journal) { _ in }
        let writer = try ResultsWriter(
            store,
            following: ResultsWriter.Source(
                code: "HCM", journal: journal, snapshots: centre.snapshots, sealer: centre.sealer,
                keys: centre.keys, rules: CentreRules()), from: head.sequence, epoch: 1_000_000, seed: 1)
        #expect(writer.catchUp(forNanoseconds: 60_000_000_000), "\(writer.status)")
        writer.close()
        _ = journal.close()
        return head
    }

    /// Every row of the results is what the journal of the stopped service says, once.
    func expectResultsEqualToJournal(_ cluster: PostgresCluster, _ database: String) throws {
        let other = try cluster.makeDatabase("again")
        try cluster.migrate(other)
        let store = PostgresResultsStore(
            conninfo: try PostgresConninfo(checking: cluster.conninfo(database: other)), centre: "HCM",
            version: ResultsMigration.newest)
        let head = try writeAnew(store)
        for table in ResultsTable.all where table.name != .position {
            let name = (table.isProtected ? "private." : "dispatch.") + table.name.rawValue
            let sql = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \(name) t"
            let written = try cluster.query(sql, database: database)
            let again = try cluster.query(sql, database: other)
            #expect(written.text(0, 0) == again.text(0, 0), "\(name)")
            #expect(written.text(0, 1) == again.text(0, 1), "\(name)")
        }
        let cursor = try cluster.query(
            "SELECT sequence, encode(hash, 'hex') FROM dispatch.cursor", database: database)
        #expect(cursor.integer(0, 0) == head.sequence && cursor.text(0, 1) == head.hash.hexadecimal)
    }
}

extension PostgresCluster {
    /// The tables of today, as `results migrate` makes them.
    func migrate(_ database: String) throws {
        let link = try connect(database: database)
        defer { link.close() }
        try ResultsMigrator.migrate(link, before: .after(milliseconds: 60_000))
    }

    /// Ends every session in a database: the next statement of each says so.
    func endSessions(_ database: String) throws {
        try query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
    }
}
