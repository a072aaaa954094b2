// How the courier says who we are: headers of a request, and tokens that are fetched and kept until they run out.
// Secrets are read from their files when they are used, so that a new one needs no restart; they are never
// written, logged or said.
//
// HMAC: X-Dispatch115-Time is the time in seconds since 1970, X-Dispatch115-Signature "v1=" and the hexadecimal
// HMAC-SHA-256 under the file's bytes over time LF method LF path LF body, path with its query as it was sent.

final class CourierCredentials {
    private let how: PublishingDestination.Authentication
    private var token: (value: String, until: Int64)?
    /// A token is not used in the last seconds of its life.
    private static let marginSeconds = 20

    init(_ how: PublishingDestination.Authentication) { self.how = how }

    /// Whether a fresh token may help where one was refused.
    var isRenewable: Bool {
        if case .smart = how { return true }
        return false
    }

    func needsToken(_ now: Int64) -> Bool {
        guard isRenewable else { return false }
        return token.map { $0.until <= now } ?? true
    }

    func forget() { token = nil }

    func headers(method: String, path: String, body: [UInt8]) throws(SecretFileError) -> [(
        name: String, value: String
    )] {
        switch how {
        case .none: return []
        case .bearer(let file): return [("Authorization", "Bearer " + (try SecretFile.line(file)))]
        case .hmac(let file):
            let seconds = WallClock.wallNanoseconds() / 1_000_000_000
            let key = AuthenticationKey(try SecretFile.read(file))
            let signed = Array("\(seconds)\n\(method)\n\(path)\n".utf8) + body
            return [
                ("X-Dispatch115-Time", "\(seconds)"),
                ("X-Dispatch115-Signature", "v1=" + key.tag(over: signed).hexadecimal),
            ]
        case .smart:
            guard let token else { return [] }
            return [("Authorization", "Bearer " + token.value)]
        case .headers(let headers):
            var out: [(name: String, value: String)] = []
            for header in headers { out.append((header.name, try SecretFile.line(header.file))) }
            return out
        }
    }

    /// What to ask the token server.
    func tokenRequest(nowSeconds: Int64) throws(SecretFileError) -> CourierRequest {
        guard case .smart(let url, let client, let file) = how else {
            throw SecretFileError(description: "no token is wanted")
        }
        let identifier = Hexadecimal.text(SystemRandomBytes().bytes(16))
        do {
            let key = try SigningKey(pem: try SecretFile.read(file))
            let assertion = try ClientAssertion.make(
                clientID: client, tokenURL: url, keyID: nil, key: key, nowSeconds: nowSeconds,
                identifier: identifier)
            let kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            let body =
                "grant_type=client_credentials&scope=system%2F*.*&client_assertion_type=\(kind)"
                + "&client_assertion=\(assertion)"
            return CourierRequest(
                method: "POST", url: url, type: "application/x-www-form-urlencoded", body: body)
        } catch let error as SecretFileError {
            throw error
        } catch {
            throw SecretFileError(description: "\(file): \(error)")
        }
    }

    /// False where there is no token in it.
    func take(token body: [UInt8], now: Int64) -> Bool {
        guard let value = try? JSON5Reader.read(body, limits: JSON5Limits(maximumBytes: 64 << 10)),
            let token = value["access_token"]?.text, !token.isEmpty,
            token.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return false }
        let seconds = max(5, min(value["expires_in"]?.whole ?? 300, 86_400) - Self.marginSeconds)
        self.token = (token, now + Int64(seconds) * 1_000_000_000)
        return true
    }
}
