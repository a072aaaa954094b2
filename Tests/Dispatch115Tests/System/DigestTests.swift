import Testing

@testable import Dispatch115

@Suite struct DigestTests {
    /// FIPS 180-4's own example.
    @Test func hashOfAbc() {
        #expect(
            Digest(hashing: Array("abc".utf8)).hexadecimal
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    /// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
    @Test(arguments: [
        ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c7"),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f"
        ),
    ])
    func authenticationCodes(key: [UInt8], message: String, expected: String) {
        let prepared = AuthenticationKey(key)
        let body = Array(message.utf8)
        let tag = prepared.tag(over: body)
        #expect(String(tag.hexadecimal.prefix(32)) == expected)
        for count in [0, 1, 16, 32, 33] {
            for flipped in [false, true] {
                var claimed =
                    Array(tag.bytes.prefix(count)) + [UInt8](repeating: 0, count: max(0, count - 32))
                if flipped, count > 0 { claimed[count - 1] ^= 1 }
                let verified = claimed.withUnsafeBytes { claim in
                    body.withUnsafeBytes { prepared.verifies(claim, over: $0) }
                }
                #expect(verified == (!flipped && count >= 1 && count <= 32))
            }
        }
    }

    @Test func hexadecimalGoesBothWays() {
        #expect(Hexadecimal.bytes("00fFa9") == [0, 255, 169])
        #expect(Hexadecimal.text([0, 255, 169]) == "00ffa9")
        #expect(Hexadecimal.bytes("0") == nil)
        #expect(Hexadecimal.bytes("0g") == nil)
    }
}
