// SHA-256 and HMAC-SHA-256 through libcrypto. The low-level calls are used on purpose: a context of plain
// bytes can be copied, so a keyed state is prepared once and one tag costs four compressions
// (FIPS 180-4; RFC 2104).

import CCrypto

/// Thirty-two bytes of SHA-256.
public struct Digest: Equatable, Hashable, Sendable {
    public static let byteCount = 32
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    public init() {}

    /// Takes exactly 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Digest.byteCount else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    public init(hashing bytes: UnsafeRawBufferPointer) {
        var hash = StreamingHash()
        hash.update(bytes)
        self = hash.finish()
    }

    public init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Digest(hashing: $0) }
    }

    @inline(__always)
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: words, body)
    }

    @inline(__always)
    mutating func withMutableBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        try withUnsafeMutableBytes(of: &words, body)
    }

    public var bytes: [UInt8] { withBytes { Array($0) } }
    public var hexadecimal: String { Hexadecimal.text(bytes) }

    public static func == (left: Digest, right: Digest) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
            && left.words.3 == right.words.3
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// A hash over several pieces.
public struct StreamingHash {
    private var context = SHA256_CTX()

    public init() { SHA256_Init(&context) }

    @inline(__always)
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    public mutating func finish() -> Digest {
        var digest = Digest()
        digest.withMutableBytes { target in
            _ = SHA256_Final(target.baseAddress?.assumingMemoryBound(to: UInt8.self), &context)
        }
        return digest
    }
}

/// A key for HMAC-SHA-256, prepared once (RFC 2104).
public struct AuthenticationKey: @unchecked Sendable {
    private var inner = SHA256_CTX()
    private var outer = SHA256_CTX()

    public init(_ key: [UInt8]) {
        var block = [UInt8](repeating: 0, count: 64)
        let short = key.count > 64 ? Digest(hashing: key).bytes : key
        block.replaceSubrange(0..<short.count, with: short)
        SHA256_Init(&inner)
        SHA256_Init(&outer)
        let innerPad = block.map { $0 ^ 0x36 }
        let outerPad = block.map { $0 ^ 0x5c }
        SHA256_Update(&inner, innerPad, 64)
        SHA256_Update(&outer, outerPad, 64)
    }

    public func tag(over bytes: UnsafeRawBufferPointer) -> Digest {
        var first = inner
        SHA256_Update(&first, bytes.baseAddress, bytes.count)
        var digest = Digest()
        digest.withMutableBytes { target in
            let out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            SHA256_Final(out, &first)
            var second = outer
            SHA256_Update(&second, out, Digest.byteCount)
            SHA256_Final(out, &second)
        }
        return digest
    }

    public func tag(over bytes: [UInt8]) -> Digest { bytes.withUnsafeBytes { tag(over: $0) } }

    /// Whether `claimed` (1...32 bytes) begins the tag over `bytes`. Constant time in the tag's content.
    public func verifies(_ claimed: UnsafeRawBufferPointer, over bytes: UnsafeRawBufferPointer) -> Bool {
        guard claimed.count > 0, claimed.count <= Digest.byteCount else { return false }
        return tag(over: bytes).withBytes { genuine in
            CRYPTO_memcmp(genuine.baseAddress, claimed.baseAddress, claimed.count) == 0
        }
    }
}

/// Bytes as text and back.
public enum Hexadecimal {
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil where a character is no hexadecimal digit, or one is left over.
    public static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        var out: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let value: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = character - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                out.append(first << 4 | value)
                high = nil
            } else {
                high = value
            }
        }
        return high == nil ? out : nil
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
