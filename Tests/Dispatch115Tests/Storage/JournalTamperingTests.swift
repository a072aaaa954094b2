import Testing

@testable import Dispatch115

@Suite struct JournalTamperingTests {
    private static let count = 14

    private func make() throws -> FaultVFS {
        let vfs = FaultVFS(seed: 1)
        let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
        for number in 0..<JournalTamperingTests.count { try journal.appendNext([storageBody(number)]) }
        return vfs
    }

    /// What opening and replaying the whole says; nil where all is well.
    private func finding(_ vfs: FaultVFS) throws -> JournalBroken? {
        do {
            let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
            _ = try journal.everything()
            return nil
        } catch let broken as JournalBroken {
            return broken
        } catch JournalError.broken(let broken) {
            return broken
        }
    }

    private static let rewrites: [(String, JournalBroken)] = [
        ("DELETE FROM events WHERE sequence = 5", JournalBroken(5, .missing(next: 6))),
        ("DELETE FROM events WHERE sequence = 1", JournalBroken(1, .missing(next: 2))),
        ("DELETE FROM events WHERE sequence = 14", JournalBroken(14, .missing(next: nil))),
        ("DELETE FROM events WHERE sequence > 9", JournalBroken(10, .missing(next: nil))),
        ("DELETE FROM events", JournalBroken(1, .missing(next: nil))),
        (
            "INSERT INTO events SELECT 15, body, hash FROM events WHERE sequence = 14",
            JournalBroken(15, .unexpected)
        ),
        (
            "INSERT INTO events SELECT 0, body, hash FROM events WHERE sequence = 1",
            JournalBroken(0, .unexpected)
        ),
        (
            "INSERT INTO events SELECT -3, body, hash FROM events WHERE sequence = 1",
            JournalBroken(0, .unexpected)
        ),
        ("UPDATE events SET sequence = 99 WHERE sequence = 14", JournalBroken(15, .unexpected)),
        (
            "UPDATE events SET sequence = sequence + 1000 WHERE sequence > 6;"
                + "UPDATE events SET sequence = sequence - 999 WHERE sequence > 1000;"
                + "INSERT INTO events VALUES(7, x'0102', zeroblob(32))",
            JournalBroken(15, .unexpected)
        ),
        (
            "UPDATE events SET body = (SELECT body FROM events WHERE sequence = 9) WHERE sequence = 8",
            JournalBroken(8, .wrongHash)
        ),
        (
            "UPDATE events SET sequence = 1000 WHERE sequence = 8;"
                + "UPDATE events SET sequence = 8 WHERE sequence = 9;"
                + "UPDATE events SET sequence = 9 WHERE sequence = 1000",
            JournalBroken(8, .wrongHash)
        ),
        ("UPDATE events SET body = x'' WHERE sequence = 4", JournalBroken(4, .wrongSize(body: 0, hash: 32))),
        ("UPDATE events SET hash = x'00' WHERE sequence = 4", JournalBroken(4, .wrongType)),
        ("UPDATE events SET body = 'text' WHERE sequence = 4", JournalBroken(4, .wrongType)),
        ("UPDATE events SET hash = zeroblob(32) WHERE sequence = 14", JournalBroken(14, .otherHead)),
        ("UPDATE meta SET head_sequence = 13", JournalBroken(14, .unexpected)),
        ("UPDATE meta SET head_sequence = 15", JournalBroken(15, .missing(next: nil))),
        ("UPDATE meta SET head_hash = zeroblob(32)", JournalBroken(14, .otherHead)),
        ("UPDATE meta SET genesis = zeroblob(32)", JournalBroken(0, .wrongHash)),
        (
            "DELETE FROM events WHERE sequence = 14; UPDATE meta SET head_sequence = 13,"
                + " head_hash = (SELECT hash FROM events WHERE sequence = 12)",
            JournalBroken(13, .otherHead)
        ),
    ]

    @Test func everyRewritingOfRowsIsFoundAndNamed() throws {
        for (sql, expected) in JournalTamperingTests.rewrites {
            let vfs = try make()
            #expect(try finding(vfs) == nil)
            do {
                let plain = try SQLiteConnection(path: "journal", vfs: vfs.name)
                try plain.execute("PRAGMA locking_mode=EXCLUSIVE")
                try plain.execute(sql)
            }
            var expected = expected
            if sql.contains("x'00'") {
                expected = JournalBroken(4, .wrongSize(body: storageBody(3).count, hash: 1))
            }
            #expect(try finding(vfs) == expected, "\(sql)")
        }
    }

    /// Every byte of every body and hash, one at a time.
    @Test func everyChangedByteIsFoundAndNamed() throws {
        let vfs = try make()
        var tried = 0
        for sequence in 1...JournalTamperingTests.count {
            for column in ["body", "hash"] {
                let size = column == "hash" ? Digest.byteCount : storageBody(sequence - 1).count
                for index in stride(from: sequence % 3, to: size, by: 3) {
                    try flip(vfs, column, sequence, index)
                    let found = try finding(vfs)
                    let last = sequence == JournalTamperingTests.count && column == "hash"
                    let expected = JournalBroken(Int64(sequence), last ? .otherHead : .wrongHash)
                    #expect(found == expected, "\(column) \(sequence) byte \(index)")
                    try flip(vfs, column, sequence, index)
                    tried += 1
                }
            }
        }
        #expect(tried > 200)
        #expect(try finding(vfs) == nil)
    }

    private func flip(_ vfs: FaultVFS, _ column: String, _ sequence: Int, _ index: Int) throws {
        let plain = try SQLiteConnection(path: "journal", vfs: vfs.name)
        try plain.execute("PRAGMA locking_mode=EXCLUSIVE")
        let read = try plain.prepare("SELECT \(column) FROM events WHERE sequence = ?")
        try read.bind(1, Int64(sequence))
        #expect(try read.step())
        var bytes = Array(read.blob(0))
        read.reset()
        bytes[index] ^= 0x10
        let write = try plain.prepare("UPDATE events SET \(column) = ? WHERE sequence = ?")
        try write.bind(1, blob: bytes)
        try write.bind(2, Int64(sequence))
        try write.run()
    }

    /// Bytes of the file itself, wherever they lie: refused, or of no meaning; never another content.
    @Test func aFlippedBitInTheFileNeverGivesOtherEvents() throws {
        let seed = StorageSeed.value
        print("seed \(seed)")
        var random = StorageRandom(seed)
        let vfs = try make()
        let bodies = try Journal(path: "journal", centre: "HCM", vfs: vfs.name).everything()
        let file = try #require(vfs.disk.names["journal"])
        let whole = FaultBytes()
        whole.copy(file.disk)
        #expect(whole.count > 8192)
        var refused = 0
        for _ in 0..<800 {
            let index = random.below(whole.count)
            file.disk[index] ^= UInt8(1) << UInt8(random.below(8))
            file.cache.copy(file.disk)
            do {
                let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
                #expect(try journal.everything() == bodies, "seed \(seed) byte \(index)")
            } catch is JournalBroken {
                refused += 1
            } catch is JournalError {
                refused += 1
            }
            file.disk.copy(whole)
            file.cache.copy(whole)
            vfs.disk.forget("journal-wal")
            vfs.disk.forget("journal-journal")
        }
        #expect(refused > 20)
    }
}
