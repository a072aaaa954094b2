import Testing

@testable import Dispatch115

@Suite struct SealingTests {
    /// NIST's GCM test case 14: a zero key, a zero nonce, one zero block.
    @Test func knownAnswer() throws {
        let key = try #require(SecretKey(bytes: [UInt8](repeating: 0, count: 32)))
        let sealed = Sealer().seal(
            [UInt8](repeating: 0, count: 16), key: key, nonce: [UInt8](repeating: 0, count: 12))
        #expect(
            Hexadecimal.text(sealed.dropFirst(12))
                == "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919")
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1000])
    func anyChangedBitIsFound(count: Int) throws {
        let key = try #require(SecretKey(bytes: SystemRandomBytes().bytes(32)))
        let sealer = Sealer()
        let plain = SystemRandomBytes().bytes(count)
        var sealed = sealer.seal(plain, key: key, nonce: SystemRandomBytes().bytes(12))
        #expect(sealed.withUnsafeBufferPointer { sealer.open($0, key: key) } == plain)
        for index in stride(from: 0, to: sealed.count, by: max(1, sealed.count / 40)) {
            sealed[index] ^= 0x10
            #expect(sealed.withUnsafeBufferPointer { sealer.open($0, key: key) } == nil)
            sealed[index] ^= 0x10
        }
        #expect(sealed.withUnsafeBufferPointer { sealer.open($0, key: key.derived(for: "other")) } == nil)
    }

    /// Its contexts are used again and again, also after a refusal.
    @Test func oneSealerServesAllInTurn() throws {
        let sealer = Sealer()
        let zero = try #require(SecretKey(bytes: [UInt8](repeating: 0, count: 32)))
        for round in 0..<5 {
            let key = try #require(SecretKey(bytes: SystemRandomBytes().bytes(32)))
            let plain = SystemRandomBytes().bytes(10 + round)
            var sealed = sealer.seal(plain, key: key, nonce: SystemRandomBytes().bytes(12))
            #expect(sealed.withUnsafeBufferPointer { sealer.open($0, key: key) } == plain)
            sealed[14] ^= 1
            #expect(sealed.withUnsafeBufferPointer { sealer.open($0, key: key) } == nil)
            let counter = SystemRandomBytes().bytes(16)
            let hidden = sealer.stream(plain, key: key, counter: counter)
            #expect(Sealer().stream(hidden, key: key, counter: counter) == plain)
            let known = sealer.seal(
                [UInt8](repeating: 0, count: 16), key: zero, nonce: [UInt8](repeating: 0, count: 12))
            #expect(Hexadecimal.text(known.dropFirst(12).prefix(16)) == "cea7403d4d606b6e074ec5d3baf39d18")
        }
    }

    @Test func streamIsItsOwnInverse() throws {
        let key = try #require(SecretKey(bytes: SystemRandomBytes().bytes(32)))
        let counter = SystemRandomBytes().bytes(16)
        let plain = Array("36/45 Nguyễn Trãi".utf8)
        let hidden = Sealer().stream(plain, key: key, counter: counter)
        #expect(hidden != plain)
        #expect(Sealer().stream(hidden, key: key, counter: counter) == plain)
    }
}
