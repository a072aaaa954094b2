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

/// Encrypts and opens; owns one libcrypto context, so it belongs to one thread at a time.
public final class Sealer {
    public static let nonceByteCount = 12
    public static let tagByteCount = 16
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_CIPHER_CTX_new() else { preconditionFailure("libcrypto: out of memory") }
        self.context = context
    }

    deinit { EVP_CIPHER_CTX_free(context) }

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
                EVP_EncryptInit_ex(context, EVP_aes_256_gcm(), nil, key.bytes, nonce) != 1
                || EVP_EncryptUpdate(context, body, &written, plain, Int32(plain.count)) != 1
                || EVP_EncryptFinal_ex(context, body + Int(written), &written) != 1
                || EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_GET_TAG, Int32(Sealer.tagByteCount), body + plain.count) != 1
            precondition(!failed, "libcrypto: AES-256-GCM refused to encrypt")
        }
        return out
    }

    /// The plain bytes, or nil where the key is another or a bit was changed.
    public func open(_ sealed: UnsafeBufferPointer<UInt8>, key: SecretKey) -> [UInt8]? {
        let overhead = Sealer.nonceByteCount + Sealer.tagByteCount
        guard sealed.count >= overhead, let base = sealed.baseAddress else { return nil }
        let count = sealed.count - overhead
        var tag = Array(sealed[(sealed.count - Sealer.tagByteCount)...])
        var written: Int32 = 0
        var genuine = false
        let plain = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { target, initialized in
            guard let out = target.baseAddress else { return }
            genuine =
                EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key.bytes, base) == 1
                && EVP_DecryptUpdate(context, out, &written, base + Sealer.nonceByteCount, Int32(count)) == 1
                && EVP_CIPHER_CTX_ctrl(
                    context, EVP_CTRL_AEAD_SET_TAG, Int32(Sealer.tagByteCount), &tag) == 1
                && EVP_DecryptFinal_ex(context, out + Int(written), &written) == 1
            initialized = genuine ? count : 0
        }
        return genuine ? plain : nil
    }

    /// AES-256-CTR over `bytes`: the same call encrypts and decrypts. `counter` has 16 bytes, new for the key.
    public func stream(_ bytes: [UInt8], key: SecretKey, counter: [UInt8]) -> [UInt8] {
        precondition(counter.count == 16)
        var written: Int32 = 0
        return [UInt8](unsafeUninitializedCapacity: max(bytes.count, 1)) { target, initialized in
            let failed =
                EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nil, key.bytes, counter) != 1
                || EVP_EncryptUpdate(context, target.baseAddress, &written, bytes, Int32(bytes.count)) != 1
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
