// What the courier says of a failure, in one line; and what it reads out of answers.

import Foundation
import FoundationNetworking

enum CourierWords {
    private static let maximumBytes = 200

    /// Why there was no answer.
    static func of(_ error: any Error, _ settings: CourierDestination) -> String {
        guard let error = error as? URLError else { return line(Array("\(error)".utf8)) }
        switch error.code {
        case .timedOut: return "silent for \(settings.silenceSeconds) s"
        case .cannotConnectToHost: return "nobody takes the connection"
        case .cannotFindHost, .dnsLookupFailed: return "no such host"
        case .networkConnectionLost: return "the connection was cut"
        case .secureConnectionFailed: return "TLS fails"
        case .serverCertificateHasBadDate: return "its certificate has run out, or is not valid yet"
        case .serverCertificateUntrusted, .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid:
            return "its certificate is not trusted by this system"
        case .badServerResponse, .cannotParseResponse, .zeroByteResource: return "the answer is no HTTP"
        case .unsupportedURL, .badURL: return "no URL"
        default:
            // libcurl's own words for a certificate come without a number of their own.
            let words = line(Array(error.localizedDescription.utf8))
            if words.lowercased().contains("certificate") {
                return "its certificate is not trusted by this system (\(words))"
            }
            return "no answer (\(error.code.rawValue): \(words))"
        }
    }

    /// The beginning of an answer's body.
    static func short(_ body: [UInt8]) -> String { line(body) }

    private static func line(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(maximumBytes), as: UTF8.self)
        var out = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}" {
                if !out.hasSuffix(" ") { out += " " }
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Seconds, given as such or as a date (RFC 9110, section 10.2.3); 0 where there is none.
    static func retryAfter(_ response: HTTPURLResponse) -> Int64 {
        guard let text = response.value(forHTTPHeaderField: "Retry-After") else { return 0 }
        if let seconds = Int64(text.trimmingCharacters(in: .whitespaces)) { return max(0, seconds) }
        let reader = DateFormatter()
        reader.locale = Locale(identifier: "en_US_POSIX")
        reader.timeZone = TimeZone(secondsFromGMT: 0)
        reader.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        guard let date = reader.date(from: text) else { return 0 }
        return Int64(max(0, min(date.timeIntervalSinceNow, 1e9)).rounded(.up))
    }
}
