import Glibc
import Testing

@testable import Dispatch115

/// Repeatable bytes; never twice the same.
private final class TestRandomBytes: RandomBytes {
    private let state: Locked<StorageRandom>
    init(_ seed: UInt64) { state = Locked(StorageRandom(seed)) }
    func bytes(_ count: Int) -> [UInt8] {
        state.with { random in (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
    }
}

@Suite struct RecordKeysTests {
    private func text(_ index: Int) -> TextID { TextID(index: Int32(index)) }

    @Test func keysSurviveReopeningAndDestroyedOnesStayDestroyed() throws {
        let folder = try StorageFolder()
        let path = folder.file("keys")
        var before: [SecretKey] = []
        do {
            let keys = try RecordKeys(path: path, random: TestRandomBytes(1))
            #expect(keys.slotCount == RecordKeys.slotsPerBlock)
            for index in 0..<100 { before.append(try #require(try keys.key(for: text(index)))) }
            try keys.destroy(text(41))
            #expect(try keys.key(for: text(41)) == nil)
        }
        #expect(Set(before.map(\.bytes)).count == 100)
        var info = stat()
        #expect(stat(path, &info) == 0 && info.st_mode & 0o777 == 0o600)
        #expect(info.st_size == 16 + 4096 * 32)
        let keys = try RecordKeys(path: path, random: TestRandomBytes(2))
        for index in 0..<100 {
            #expect(try keys.key(for: text(index)) == (index == 41 ? nil : before[index]))
        }
        #expect(throws: RecordKeysError.noSlot(4096)) { _ = try keys.key(for: text(4096)) }
        #expect(throws: RecordKeysError.noSlot(-1)) { _ = try keys.key(for: .none) }
    }

    @Test func manyKeysAtOnceAreTheSameAsOneByOne() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: TestRandomBytes(1))
        try keys.destroy(text(4))
        let many = try keys.keyBytes(from: text(3), count: 3)
        #expect(Array(many[..<32]) == (try keys.key(for: text(3)))?.bytes)
        #expect(Array(many[32..<64]) == [UInt8](repeating: 0, count: 32))
        #expect(Array(many[64...]) == (try keys.key(for: text(5)))?.bytes)
        #expect(try keys.keyBytes(from: text(0), count: 4096).count == 4096 * 32)
        #expect(throws: RecordKeysError.noSlot(1)) { _ = try keys.keyBytes(from: text(1), count: 4096) }
        #expect(throws: RecordKeysError.noSlot(-1)) { _ = try keys.keyBytes(from: .none, count: 1) }
    }

    @Test func blocksAreMadeAheadOfNeed() throws {
        let folder = try StorageFolder()
        let path = folder.file("keys")
        let keys = try RecordKeys(path: path, random: TestRandomBytes(1))
        #expect(!keys.isLow(above: text(2047)) && keys.isLow(above: text(2048)))
        try keys.topUp(above: text(2047))
        #expect(keys.slotCount == 4096)
        try keys.topUp(above: text(2048))
        #expect(keys.slotCount == 8192)
        let last = try #require(try keys.key(for: text(8191)))
        // Several threads that see the need at once make one block together.
        let threads = try (0..<4).map { _ in
            try NamedThread("keys") { try? keys.topUp(above: TextID(index: 7000)) }
        }
        threads.forEach { $0.join() }
        #expect(keys.slotCount == 12288)
        #expect(try RecordKeys(path: path, random: TestRandomBytes(9)).key(for: text(8191)) == last)
    }

    @Test func aBlockThatTheHeaderDoesNotCountIsMadeAnew() throws {
        let folder = try StorageFolder()
        let path = folder.file("keys")
        do { _ = try RecordKeys(path: path, random: TestRandomBytes(1)) }
        let bytes = try Files.read(path)
        try Files.writeAtomically(path, bytes + [UInt8](repeating: 9, count: 70_000), mode: 0o600)
        let keys = try RecordKeys(path: path, random: TestRandomBytes(2))
        #expect(keys.slotCount == 4096)
        #expect(try Files.read(path) == bytes)
        try keys.topUp(above: text(4000))
        #expect(try keys.key(for: text(4096))?.bytes != [UInt8](repeating: 9, count: 32))
    }

    @Test func filesThatMustNotBeTrustedAreRefused() throws {
        let folder = try StorageFolder()
        let path = folder.file("keys")
        do { _ = try RecordKeys(path: path, random: TestRandomBytes(1)) }
        let whole = try Files.read(path)
        func refusal(_ bytes: [UInt8], mode: mode_t = 0o600) throws -> RecordKeysError? {
            try Files.writeAtomically(path, bytes, mode: mode)
            do throws(RecordKeysError) {
                _ = try RecordKeys(path: path, random: TestRandomBytes(2))
                return nil
            } catch {
                return error
            }
        }
        for mode in [0o640, 0o604, 0o644, 0o660, 0o610] as [mode_t] {
            #expect(try refusal(whole, mode: mode) == .openToOthers(path: path, mode: mode))
        }
        let expected = whole.count
        for size in [17, 4000, expected - 1] {
            let error = try refusal(Array(whole[..<size]))
            #expect(error == .truncated(path: path, bytes: size, expected: expected))
            #expect(error?.description.contains("cut short") == true)
        }
        #expect(try refusal(Array(whole[..<9])) == .truncated(path: path, bytes: 9, expected: 16))
        #expect(try refusal(Array("D115KEYZ".utf8) + whole[8...]) == .notAKeyFile(path: path))
        #expect(try refusal(whole[..<8] + [0, 0, 0, 2] + whole[12...]) == .newerVersion(2))
        #expect(try refusal(whole) == nil)
    }

    @Test func erasingATextLeavesTheChainWhole() throws {
        let folder = try StorageFolder()
        let keysPath = folder.file("keys")
        let path = folder.file("journal")
        let texts = (0..<20).map { Array("0903 123 4\($0) chị Ánh".utf8) }
        let keys = try RecordKeys(path: keysPath, random: TestRandomBytes(1))
        let sealer = TextSealer(keys: keys, random: TestRandomBytes(3)) { _ in }
        do {
            let journal = try Journal(path: path, centre: "HCM")
            try journal.appendNext(try texts.indices.map { try sealer.seal(texts[$0], text($0)) })
        }
        try keys.destroy(text(7))
        let journal = try Journal(path: path, centre: "HCM")
        let stored = try journal.everything()
        for index in texts.indices {
            #expect(sealer.open(stored[index], text(index)) == (index == 7 ? .erased : .text(texts[index])))
        }
        #expect(throws: RecordKeysError.destroyed(7)) { _ = try sealer.seal([1], text(7)) }
        // What is on the disk does not hold the text in any form that a search would find.
        journal.checkpointForTest()
        let file = String(decoding: try Files.read(path), as: UTF8.self)
        #expect(!file.contains("0903") && !file.contains("chị"))
    }
}

extension Journal {
    fileprivate func checkpointForTest() { try? checkpoint(.truncate) }
}

@Suite struct TextSealerTests {
    @Test func changedBytesAndOtherTextsAreDamaged() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: TestRandomBytes(1))
        let sealer = TextSealer(keys: keys, random: TestRandomBytes(2)) { _ in }
        for plain in [[], [0], Array("hẻm 36/45/32".utf8), Array(repeating: 255, count: 5000)] as [[UInt8]] {
            let id = TextID(index: 5)
            let sealed = try sealer.seal(plain, id)
            #expect(sealed.count == plain.count + 28)
            #expect(sealer.open(sealed, id) == .text(plain))
            #expect(sealer.open(sealed, TextID(index: 6)) == .damaged)
            #expect(sealer.open(sealed, TextID(index: 99_999)) == .damaged)
            #expect(sealer.open(Array(sealed.dropLast()), id) == .damaged)
            for index in stride(from: 0, to: sealed.count, by: max(1, sealed.count / 40)) {
                var changed = sealed
                changed[index] ^= 4
                #expect(sealer.open(changed, id) == .damaged)
            }
            #expect(try sealer.seal(plain, id) != sealed, "a nonce is never used again")
        }
        #expect(sealer.open([], TextID(index: 5)) == .damaged)
    }

    @Test func lowKeysAreSaidOnceAndRunOutNever() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: TestRandomBytes(1))
        let told = Locked<[Int32]>([])
        let sealer = TextSealer(keys: keys, random: TestRandomBytes(2)) { id in
            told.with { $0.append(id.index) }
        }
        for index in 0..<4096 { _ = try sealer.seal([1], TextID(index: Int32(index))) }
        #expect(told.with { $0 } == [2048])
        // Nobody has answered the call: sealing makes the keys itself.
        let sealed = try sealer.seal([2], TextID(index: 4096))
        #expect(keys.slotCount == 8192)
        #expect(sealer.open(sealed, TextID(index: 4096)) == .text([2]))
    }

    @Test func threadsSealAndOpenAtOnce() throws {
        let folder = try StorageFolder()
        let keys = try RecordKeys(path: folder.file("keys"), random: TestRandomBytes(1))
        let sealer = TextSealer(keys: keys, random: TestRandomBytes(2)) { _ in }
        let wrong = Locked(0)
        let threads = try (0..<4).map { thread in
            try NamedThread("seal") {
                for round in 0..<500 {
                    let id = TextID(index: Int32(thread * 600 + round))
                    let plain = Array("text \(thread) \(round)".utf8)
                    guard let sealed = try? sealer.seal(plain, id), sealer.open(sealed, id) == .text(plain)
                    else {
                        wrong.with { $0 += 1 }
                        continue
                    }
                    if round % 10 == 0 {
                        try? keys.destroy(id)
                        if sealer.open(sealed, id) != .erased { wrong.with { $0 += 1 } }
                    }
                }
            }
        }
        threads.forEach { $0.join() }
        #expect(wrong.with { $0 } == 0)
    }
}
