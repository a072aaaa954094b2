// Signatures for the assertions by which a service proves who it is (RFC 7515, RFC 7518: RS384 and ES384),
// through libcrypto. Reads a private key from PEM, never writes one and never says what is in it.

import CCrypto

/// Why a key cannot be used.
public struct SigningKeyError: Error, Equatable, CustomStringConvertible {
    public let description: String
}

/// A private key: RSA of at least 2,048 bits, or EC on P-384. For one thread.
public final class SigningKey {
    public enum Algorithm: String, Sendable {
        case rs384 = "RS384"
        case es384 = "ES384"
    }

    public let algorithm: Algorithm
    private let key: OpaquePointer

    /// From a PEM text without a passphrase.
    public init(pem: [UInt8]) throws(SigningKeyError) {
        let found = pem.withUnsafeBytes { raw -> OpaquePointer? in
            guard let bio = BIO_new_mem_buf(raw.baseAddress, Int32(clamping: raw.count)) else { return nil }
            defer { BIO_free(bio) }
            // An answer of our own, so that libcrypto asks nobody at a terminal.
            return PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in 0 }, nil)
        }
        guard let found else {
            throw SigningKeyError(description: "the file holds no private key in PEM without a passphrase")
        }
        let bits = EVP_PKEY_get_bits(found)
        switch EVP_PKEY_get_base_id(found) {
        case EVP_PKEY_RSA where bits >= 2048: algorithm = .rs384
        case EVP_PKEY_EC where bits == 384: algorithm = .es384
        default:
            EVP_PKEY_free(found)
            throw SigningKeyError(
                description: "accepted: an RSA key of 2,048 bits or more, or an EC key on P-384")
        }
        key = found
    }

    deinit { EVP_PKEY_free(key) }

    /// The signature as JWS wants it: for ES384 the two numbers of 48 bytes, not their DER.
    public func sign(_ bytes: [UInt8]) throws(SigningKeyError) -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw SigningKeyError(description: "out of memory") }
        defer { EVP_MD_CTX_free(context) }
        var count = 0
        guard EVP_DigestSignInit(context, nil, EVP_sha384(), nil, key) == 1,
            EVP_DigestSign(context, nil, &count, bytes, bytes.count) == 1
        else { throw SigningKeyError(description: "libcrypto refuses to sign") }
        var signature = [UInt8](repeating: 0, count: count)
        guard EVP_DigestSign(context, &signature, &count, bytes, bytes.count) == 1 else {
            throw SigningKeyError(description: "libcrypto refuses to sign")
        }
        let made = Array(signature[..<count])
        switch algorithm {
        case .rs384: return made
        case .es384: return try SigningKey.numbers(made)
        }
    }

    private static func numbers(_ der: [UInt8]) throws(SigningKeyError) -> [UInt8] {
        let out = der.withUnsafeBufferPointer { buffer -> [UInt8]? in
            var at = buffer.baseAddress
            guard let pair = d2i_ECDSA_SIG(nil, &at, buffer.count) else { return nil }
            defer { ECDSA_SIG_free(pair) }
            var out = [UInt8](repeating: 0, count: 96)
            let done = out.withUnsafeMutableBufferPointer { target -> Bool in
                guard let base = target.baseAddress else { return false }
                return BN_bn2binpad(ECDSA_SIG_get0_r(pair), base, 48) == 48
                    && BN_bn2binpad(ECDSA_SIG_get0_s(pair), base + 48, 48) == 48
            }
            return done ? out : nil
        }
        guard let out else { throw SigningKeyError(description: "libcrypto made no signature of P-384") }
        return out
    }
}

/// Base64 for URLs, without padding (RFC 4648, section 5).
public enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    public static func text(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                out.append(digits[Int(bits >> UInt32(count) & 63)])
            }
        }
        if count > 0 { out.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: out, as: UTF8.self)
    }
}

/// A signed assertion of SMART Backend Services (hl7.org/fhir/smart-app-launch/backend-services.html): who
/// says it, to whom, for at most five minutes, once.
public enum ClientAssertion {
    public static let seconds: Int64 = 240

    public static func make(
        clientID: String, tokenURL: String, keyID: String?, key: SigningKey, nowSeconds: Int64,
        identifier: String
    ) throws(SigningKeyError) -> String {
        let kid = keyID.map { ",\"kid\":" + JSONText.quoted($0) } ?? ""
        let header = "{\"alg\":\"\(key.algorithm.rawValue)\",\"typ\":\"JWT\"\(kid)}"
        let client = JSONText.quoted(clientID)
        let claims =
            "{\"iss\":\(client),\"sub\":\(client),\"aud\":\(JSONText.quoted(tokenURL)),"
            + "\"exp\":\(nowSeconds + seconds),\"jti\":\(JSONText.quoted(identifier))}"
        let signed = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(Array(claims.utf8))
        return signed + "." + Base64URL.text(try key.sign(Array(signed.utf8)))
    }
}
