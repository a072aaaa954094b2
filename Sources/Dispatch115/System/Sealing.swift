// Encryption through libcrypto: AES-256-GCM for records at rest (NIST SP 800-38D), AES-256-CTR for the body
// of frames, which carry an HMAC of their own (encrypt, then authenticate).

import CCrypto

/// A 32-byte secret.
public struct SecretKey: Equatable, Sendable {
    public static let byteCount = 32
    public let bytes: [UInt8]

    public init?(bytes: [UInt8]) {
        guard bytes.count == SecretKey.byteCount else { return nil }
        self.bytes = bytes
    }

    /// A key for one purpose, so that no key serves two: HMAC of the purpose's name under this key.
    public func derived(for purpose: String) -> SecretKey {
        let bytes = AuthenticationKey(self.bytes).tag(over: Array(purpose.utf8)).bytes
        guard let key = SecretKey(bytes: bytes) else { preconditionFailure("a digest has 32 bytes") }
        return key
    }
}

/// Encrypts and opens; owns libcrypto contexts, so it belongs to one thread at a time. Each context keeps its
/// cipher: libcrypto would else look it up by name at every call, which costs more than a short text.
public final class Sealer {
    public static let nonceByteCount = 12
    public static let tagByteCount = 16
    private let gcm: OpaquePointer
    private let ctr: OpaquePointer

    public init() {
        guard let gcm = EVP_CIPHER_CTX_new(), let ctr = EVP_CIPHER_CTX_new(),
            EVP_EncryptInit_ex(gcm, EVP_aes_256_gcm(), nil, nil, nil) == 1,
            EVP_EncryptInit_ex(ctr, EVP_aes_256_ctr(), nil, nil, nil) == 1
        else { preconditionFailure("libcrypto: out of memory, or without AES") }
        self.gcm = gcm
        self.ctr = ctr
    }

    deinit {
        EVP_CIPHER_CTX_free(gcm)
        EVP_CIPHER_CTX_free(ctr)
    }

    /// nonce, ciphertext, tag. The nonce must be new for this key.
    public func seal(_ plain: [UInt8], key: SecretKey, nonce: [UInt8]) -> [UInt8] {
        precondition(nonce.count == Sealer.nonceByteCount)
        var out = nonce
        out.append(contentsOf: repeatElement(0, count: plain.count + Sealer.tagByteCount))
        var written: Int32 = 0
        out.withUnsafeMutableBufferPointer { target in
            guard let base = target.baseAddress else { return }
            let body = base + Sealer.nonceByteCount
            let failed =
                EVP_EncryptInit_ex(gcm, nil, nil, key.bytes, nonce) != 1
                || EVP_EncryptUpdate(gcm, body, &written, plain, Int32(plain.count)) != 1
                || EVP_EncryptFinal_ex(gcm, body + Int(written), &written) != 1
                || EVP_CIPHER_CTX_ctrl(
                    gcm, EVP_CTRL_AEAD_GET_TAG, Int32(Sealer.tagByteCount), body + plain.count) != 1
            precondition(!failed, "libcrypto: AES-256-GCM refused to encrypt")
        }
        return out
    }

    /// The plain bytes, or nil where the key is another or a bit was changed.
    public func open(_ sealed: UnsafeBufferPointer<UInt8>, key: SecretKey) -> [UInt8]? {
        var opened: Int?
        let plain = [UInt8](unsafeUninitializedCapacity: max(sealed.count, 1)) { target, initialized in
            guard let out = target.baseAddress else { return }
            opened = open(UnsafeRawBufferPointer(sealed), key: key.bytes, into: out)
            initialized = opened ?? 0
        }
        return opened == nil ? nil : plain
    }

    /// The same into `target`, which has room for as many bytes as are sealed; `key` points to its 32 bytes.
    /// How many came out, or nil; then what lies in `target` means nothing.
    func open(
        _ sealed: UnsafeRawBufferPointer, key: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        let overhead = Sealer.nonceByteCount + Sealer.tagByteCount
        guard sealed.count >= overhead, let start = sealed.baseAddress else { return nil }
        let count = sealed.count - overhead
        let base = start.assumingMemoryBound(to: UInt8.self)
        // libcrypto only reads the tag that it is given.
        let tag = UnsafeMutablePointer(mutating: base + (Sealer.nonceByteCount + count))
        var written: Int32 = 0
        let isGenuine =
            EVP_DecryptInit_ex(gcm, nil, nil, key, base) == 1
            && EVP_DecryptUpdate(gcm, target, &written, base + Sealer.nonceByteCount, Int32(count)) == 1
            && EVP_CIPHER_CTX_ctrl(gcm, EVP_CTRL_AEAD_SET_TAG, Int32(Sealer.tagByteCount), tag) == 1
            && EVP_DecryptFinal_ex(gcm, target + Int(written), &written) == 1
        return isGenuine ? count : nil
    }

    /// AES-256-CTR over `bytes`: the same call encrypts and decrypts. `counter` has 16 bytes, new for the key.
    public func stream(_ bytes: [UInt8], key: SecretKey, counter: [UInt8]) -> [UInt8] {
        precondition(counter.count == 16)
        var written: Int32 = 0
        return [UInt8](unsafeUninitializedCapacity: max(bytes.count, 1)) { target, initialized in
            let failed =
                EVP_EncryptInit_ex(ctr, nil, nil, key.bytes, counter) != 1
                || EVP_EncryptUpdate(ctr, target.baseAddress, &written, bytes, Int32(bytes.count)) != 1
            precondition(!failed, "libcrypto: AES-256-CTR refused to encrypt")
            initialized = bytes.count
        }
    }
}

/// Where keys, nonces and client ids come from. Injected, so that tests can repeat a run.
public protocol RandomBytes: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// The operating system's generator, through libcrypto.
public struct SystemRandomBytes: RandomBytes {
    public init() {}

    public func bytes(_ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        var out = [UInt8](repeating: 0, count: count)
        let done = RAND_bytes(&out, Int32(count))
        precondition(done == 1, "libcrypto: no randomness")
        return out
    }
}
