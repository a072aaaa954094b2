import Testing

@testable import Dispatch115

@Suite struct SnapshotStoreTests {
    private func head(_ sequence: Int64) -> JournalHead {
        JournalHead(sequence: sequence, hash: Digest(hashing: Array("\(sequence)".utf8)))
    }

    private func payload(_ sequence: Int64) -> [UInt8] {
        (0..<Int(sequence) * 10).map { UInt8(truncatingIfNeeded: $0 ^ Int(sequence)) }
    }

    @Test func theNewestThreeAreKeptAndTheNewestIsGiven() throws {
        let folder = try StorageFolder()
        let store = SnapshotStore(folder: folder.path, centre: "HCM")
        #expect(try store.newest().found == nil)
        try Files.writeAtomically(folder.file("snapshot-x.bin"), [1])
        for sequence in [5, 20, 9, 100, 7] as [Int64] {
            try store.write(head(sequence), payload: payload(sequence))
        }
        #expect(
            try Files.list(folder.path) == [
                "snapshot-100.bin", "snapshot-20.bin", "snapshot-9.bin", "snapshot-x.bin",
            ])
        for (bound, expected) in [(Int64.max, 100), (100, 20), (20, 9)] as [(Int64, Int64)] {
            let (found, damaged) = try store.newest(below: bound)
            #expect(found == Snapshot(head: head(expected), payload: payload(expected)) && damaged.isEmpty)
        }
        #expect(try store.newest(below: 9).found == nil)
    }

    @Test func damagedOnesAreReportedAndTheOlderOneIsGiven() throws {
        let folder = try StorageFolder()
        let store = SnapshotStore(folder: folder.path, centre: "HCM")
        for sequence in [3, 4] as [Int64] { try store.write(head(sequence), payload: payload(sequence)) }
        let path = folder.file("snapshot-4.bin")
        let whole = try Files.read(path)
        func check(_ bytes: [UInt8], _ expected: DamagedSnapshot.Flaw?, _ note: String) throws {
            try Files.writeAtomically(path, bytes)
            let (found, damaged) = try store.newest()
            #expect(found?.head == head(3), "\(note)")
            #expect(damaged.count == 1 && damaged[0].path == path && damaged[0].sequence == 4, "\(note)")
            if let expected { #expect(damaged.first?.what == expected, "\(note)") }
        }
        for size in 0..<whole.count {
            try check(Array(whole[..<size]), .truncated, "cut at \(size)")
        }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 1
            try check(changed, nil, "byte \(index)")
        }
        try check(whole + [0], nil, "one byte too many")
        try check(try Files.read(folder.file("snapshot-3.bin")), .otherSequence(3), "another's content")
        let foreign = SnapshotStore(folder: folder.path, centre: "HAN")
        try foreign.write(head(4), payload: [1])
        try check(try Files.read(path), .ofAnotherCentre("HAN"), "another centre's")
        try store.write(head(4), payload: [])
        #expect(try store.newest().found == Snapshot(head: head(4), payload: []))
    }

    @Test func whereAllAreDamagedAllAreReported() throws {
        let folder = try StorageFolder()
        let store = SnapshotStore(folder: folder.path, centre: "HCM")
        for sequence in [1, 2, 3] as [Int64] {
            try store.write(head(sequence), payload: payload(sequence))
            try Files.writeAtomically(folder.file("snapshot-\(sequence).bin"), Array("D115SNAP".utf8))
        }
        let (found, damaged) = try store.newest()
        #expect(found == nil && damaged.map(\.sequence) == [3, 2, 1])
    }
}
