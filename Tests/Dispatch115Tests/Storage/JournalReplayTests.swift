import Testing

@testable import Dispatch115

@Suite struct JournalReplayTests {
    /// More rows than the threads need to be used, in several batches.
    private static let count = 9000

    private func make(_ folder: StorageFolder) throws -> String {
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        var next = 0
        while next < JournalReplayTests.count {
            // One body of many database pages among small ones.
            try journal.appendNext(
                (next..<next + 1000).map { storageBody($0, extra: $0 == 4321 ? 700_000 : 0) })
            next += 1000
        }
        return path
    }

    @Test func threadsGiveTheSameAsOneByOne() throws {
        let folder = try StorageFolder()
        let journal = try Journal(path: try make(folder), centre: "HCM")
        let file = try journal.settled()
        for verifying in [true, false] {
            let source = try ReplaySource(
                file.connection, first: 1, last: journal.head.sequence, before: journal.genesis,
                verifying: verifying)
            var slow: [[UInt8]] = []
            try source.replayHere { _, body in slow.append(Array(body)) }
            var fast: [[UInt8]] = []
            let head = try journal.replay(from: 1, expectedHash: journal.genesis, verifying: verifying) {
                sequence, body in
                #expect(Int(sequence) == fast.count + 1)
                fast.append(Array(body))
            }
            #expect(head == journal.head)
            #expect(fast.count == JournalReplayTests.count && fast == slow)
        }
    }

    @Test func aSnapshotsHeadIsWhereItGoesOn() throws {
        let folder = try StorageFolder()
        let journal = try Journal(path: try make(folder), centre: "HCM")
        for first in [1, 2, 4000, 8999, 9000] as [Int64] {
            let before = try first == 1 ? journal.genesis : journal.read(first - 1...first - 1)[0].hash
            var seen = 0
            try journal.replay(from: first, expectedHash: before) { _, _ in seen += 1 }
            #expect(seen == JournalReplayTests.count - Int(first) + 1)
            #expect(throws: JournalBroken(first, .wrongHash)) {
                try journal.replay(from: first, expectedHash: Digest()) { _, _ in
                    Issue.record("a row was given")
                }
            }
        }
        try journal.replay(from: 9001, expectedHash: journal.head.hash) { _, _ in Issue.record("no such row")
        }
        #expect(throws: JournalBroken(9000, .otherHead)) {
            try journal.replay(from: 9001, expectedHash: Digest()) { _, _ in }
        }
        #expect(throws: JournalBroken(9001, .missing(next: nil))) {
            try journal.replay(from: 9002, expectedHash: journal.head.hash) { _, _ in }
        }
    }

    @Test func theFirstBrokenRowIsNamedAndAllBeforeItAreGiven() throws {
        let seed = StorageSeed.value
        print("seed \(seed)")
        var random = StorageRandom(seed)
        let folder = try StorageFolder()
        let path = try make(folder)
        for _ in 0..<6 {
            let first = 1 + random.below(JournalReplayTests.count)
            let later = min(JournalReplayTests.count, first + random.below(3000))
            let bodies = try change(path, rows: [first, later])
            let journal = try Journal(path: path, centre: "HCM")
            var given = 0
            #expect(throws: JournalBroken(Int64(first), .wrongHash), "seed \(seed)") {
                try journal.replay(from: 1, expectedHash: journal.genesis) { _, _ in given += 1 }
            }
            #expect(given == first - 1, "seed \(seed)")
            // The file is still readable by those who ask for a page.
            #expect(try journal.read(1...3).count == 3)
            journal.close()
            try restore(path, bodies)
        }
        #expect(try Journal(path: path, centre: "HCM").everything().count == JournalReplayTests.count)
    }

    @Test func whatTheDecoderThrowsEndsTheReplay() throws {
        struct Enough: Error {}
        let folder = try StorageFolder()
        let journal = try Journal(path: try make(folder), centre: "HCM")
        var given = 0
        #expect(throws: Enough.self) {
            try journal.replay(from: 1, expectedHash: journal.genesis) { _, _ in
                given += 1
                if given == 5000 { throw Enough() }
            }
        }
        #expect(given == 5000)
        try journal.appendNext([storageBody(9000)])
        #expect(try journal.everything().count == JournalReplayTests.count + 1)
    }

    private func change(_ path: String, rows: [Int]) throws -> [(Int, [UInt8])] {
        let plain = try SQLiteConnection(path: path)
        var before: [(Int, [UInt8])] = []
        for row in Set(rows).sorted() {
            let read = try plain.prepare("SELECT body FROM events WHERE sequence = ?")
            try read.bind(1, Int64(row))
            guard try read.step() else { continue }
            var body = Array(read.blob(0))
            read.reset()
            before.append((row, body))
            body[body.count - 1] ^= 1
            try restore(plain, [(row, body)])
        }
        return before
    }

    private func restore(_ path: String, _ bodies: [(Int, [UInt8])]) throws {
        try restore(try SQLiteConnection(path: path), bodies)
    }

    private func restore(_ plain: SQLiteConnection, _ bodies: [(Int, [UInt8])]) throws {
        let write = try plain.prepare("UPDATE events SET body = ? WHERE sequence = ?")
        for (row, body) in bodies {
            try write.bind(1, blob: body)
            try write.bind(2, Int64(row))
            try write.run()
        }
    }
}
