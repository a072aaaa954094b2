import CSQLite
import Glibc
import Testing

@testable import Dispatch115

@Suite struct JournalTests {
    @Test func whatWasAppendedIsThereAfterReopening() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        var bodies: [[UInt8]] = []
        do {
            let journal = try Journal(path: path, centre: "HCM")
            #expect(journal.head == JournalHead(sequence: 0, hash: JournalHead.genesis(centre: "HCM")))
            for batch in 0..<20 {
                let more = (0..<batch % 4 + 1).map { storageBody(bodies.count + $0) }
                try journal.appendNext(more)
                bodies += more
            }
            try journal.append(
                [], first: journal.head.sequence + 1,
                highWater: [HighWaterMark(unit: 7, sequence: 900), HighWaterMark(unit: 2, sequence: 5)])
            try journal.append(
                [storageBody(bodies.count)], first: journal.head.sequence + 1,
                highWater: [HighWaterMark(unit: 7, sequence: 899), HighWaterMark(unit: 2, sequence: 6)])
            bodies.append(storageBody(bodies.count))
            #expect(journal.commitCount == 23)  // the tables, twenty batches, twice marks
        }
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        #expect(!Files.exists(path + "-shm"))
        let journal = try Journal(path: path, centre: "HCM")
        #expect(try journal.everything() == bodies)
        let marks = [HighWaterMark(unit: 2, sequence: 6), HighWaterMark(unit: 7, sequence: 900)]
        #expect(try journal.highWater() == marks)
        // The chain is what the documents say, computed by hand.
        var hash = Digest(hashing: Array("dispatch115 journal 1".utf8) + [0] + Array("HCM".utf8))
        for (index, body) in bodies.enumerated() {
            var number = ByteWriter()
            number.put(Int64(index + 1))
            hash = Digest(hashing: hash.bytes + number.bytes + body)
        }
        #expect(journal.head == JournalHead(sequence: Int64(bodies.count), hash: hash))
    }

    @Test func theLogIsKeptByItsOwnSettings() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        let connection = try journal.settled().connection
        for (pragma, value) in [
            ("synchronous", "2"), ("journal_mode", "wal"), ("locking_mode", "exclusive"),
        ] {
            #expect(try connection.text("PRAGMA \(pragma)") == value)
        }
        for number in 0..<3000 { try journal.appendNext([storageBody(number)]) }
        #expect(journal.waitingLogFrames > 2000, "SQLite carries nothing over by itself")
        try journal.checkpoint(.passive)
        #expect(journal.waitingLogFrames == 0)
        try journal.checkpoint(.truncate)
        var info = stat()
        #expect(stat(path + "-wal", &info) == 0 && info.st_size == 0)
    }

    @Test func pagesAreBoundedAndInOrder() throws {
        let folder = try StorageFolder()
        let journal = try Journal(path: folder.file("journal"), centre: "HCM")
        try journal.appendNext((0..<2500).map { storageBody($0) })
        let page = try journal.read(11...5000)
        #expect(page.count == Journal.pageMaximumRows)
        #expect(page.first?.sequence == 11 && page.last?.sequence == 1010)
        #expect(page[5].body == storageBody(15))
        #expect(try journal.read(2499...2600).map(\.body) == [storageBody(2498), storageBody(2499)])
        #expect(try journal.read(9000...9001).isEmpty)
    }

    @Test func aSecondOpenerIsToldThatItIsInUse() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        try journal.appendNext([storageBody(0)])
        let refusal = #expect(throws: JournalError.inUse(path: path)) {
            _ = try Journal(path: path, centre: "HCM")
        }
        #expect("\(String(describing: refusal))".contains("in use by another process"))
        try journal.appendNext([storageBody(1)])
        #expect(try journal.everything().count == 2)
    }

    @Test func anotherProcessIsRefusedToo() async throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        try journal.appendNext([storageBody(0)])
        setenv("DISPATCH115_TEST_JOURNAL", path, 1)
        await #expect(processExitsWith: .exitCode(42)) {
            let path = getenv("DISPATCH115_TEST_JOURNAL").map { String(cString: $0) } ?? ""
            do throws(JournalError) {
                _ = try Journal(path: path, centre: "HCM")
                exit(1)
            } catch {
                exit(error == .inUse(path: path) ? 42 : 2)
            }
        }
        try journal.appendNext([storageBody(1)])
        #expect(try journal.everything().count == 2)
    }

    @Test func aJournalThatIsNotOursIsLeftAsItIs() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        do { try Journal(path: path, centre: "HCM").appendNext([storageBody(0)]) }
        #expect(throws: JournalError.otherCentre(expected: "HAN", found: "HCM")) {
            _ = try Journal(path: path, centre: "HAN")
        }
        do {
            let plain = try SQLiteConnection(path: path)
            try plain.execute("UPDATE meta SET format = 3")
        }
        #expect(throws: JournalError.newerFormat(found: 3, known: 2)) {
            _ = try Journal(path: path, centre: "HCM")
        }
        do {
            let plain = try SQLiteConnection(path: path)
            try plain.execute("UPDATE meta SET format = 1")
        }
        #expect(throws: JournalError.olderFormat(found: 1, known: 2)) {
            _ = try Journal(path: path, centre: "HCM")
        }
        let other = folder.file("other")
        do { try SQLiteConnection(path: other).execute("CREATE TABLE t(a)") }
        let before = try Files.read(other)
        #expect(throws: JournalError.notAJournal(path: other, "it has other tables")) {
            _ = try Journal(path: other, centre: "HCM")
        }
        #expect(try Files.read(other) == before)
        let text = folder.file("text")
        try Files.writeAtomically(text, Array(repeating: 65, count: 5000))
        do throws(JournalError) {
            _ = try Journal(path: text, centre: "HCM")
            Issue.record("a text was opened as a journal")
        } catch {
            guard case .notAJournal = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func theErrorNamesCodeStatementAndDoubt() throws {
        let folder = try StorageFolder()
        let connection = try SQLiteConnection(path: folder.file("plain"))
        try connection.execute("CREATE TABLE t(a INTEGER PRIMARY KEY)")
        try connection.execute("INSERT INTO t VALUES(1)")
        do throws(SQLiteError) {
            try connection.execute("INSERT INTO t VALUES(1)")
            Issue.record("a key was taken twice")
        } catch {
            #expect(error.code == SQLITE_CONSTRAINT && error.extendedCode == SQLITE_CONSTRAINT | 6 << 8)
            #expect(error.sql == "INSERT INTO t VALUES(1)" && error.isOurs && !error.commitInDoubt)
            #expect(error.message.contains("UNIQUE"))
        }
        do throws(SQLiteError) {
            _ = try connection.prepare("SELECT a FROM nowhere")
            Issue.record("a table that is not there was read")
        } catch {
            #expect(error.message == "no such table: nowhere")
        }
    }
}
