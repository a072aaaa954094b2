// What the service and its courier say to each other: one JSON object a line, over a socket pair that nobody
// else has. Both directions are read with `JSON5Reader`, whose bounds hold; a line above `maximumLineBytes` is
// an error of the one who sent it.
//
//   to the courier    {"destination":0,"timeout":10,"silence":5,"atOnce":4,"authentication":{...}}
//                     {"job":17,"destination":0,"keepsBody":false,"requests":[{"method":"PUT","url":"...",
//                      "type":"application/fhir+json","body":"..."}]}
//   to the service    {"job":17,"outcome":"status","status":200,"retryAfter":0,"words":"","body":""}
//                     {"job":17,"outcome":"cut","words":"..."}     also "superseded" and "unfit"

/// One HTTP request.
struct CourierRequest: Equatable, Sendable {
    var method: String
    /// Whole, with scheme and host.
    var url: String
    /// Media type of the body; empty where there is none.
    var type: String
    var body: String
}

/// Requests that go one after the other, as far as each succeeds.
struct CourierJob: Equatable, Sendable {
    var number: Int
    var destination: Int
    /// Whether the answer's body is wanted (at most `Courier.maximumBodyBytes`).
    var keepsBody = false
    var requests: [CourierRequest]
}

/// How a destination is spoken with.
struct CourierDestination: Equatable, Sendable {
    var number: Int
    var timeoutSeconds: Int
    var silenceSeconds: Int
    var atOnce: Int
    var authentication: PublishingDestination.Authentication
}

struct CourierReply: Equatable, Sendable {
    enum Outcome: Equatable, Sendable {
        /// The last answer: of the last request, or of the first that did not succeed.
        case status(Int, retryAfterSeconds: Int64, words: String)
        case cut(String)
        case superseded
        case unfit(String)
    }

    var job: Int
    var outcome: Outcome
    var body = ""
}

/// What one line holds.
enum CourierMessage: Equatable, Sendable {
    case destination(CourierDestination)
    case job(CourierJob)
    case reply(CourierReply)

    /// 16 MiB: a transaction of a thousand resources.
    static let maximumLineBytes = 16 << 20
}

/// A line that is none of ours.
struct CourierMessageError: Error, CustomStringConvertible {
    let description: String
}

// MARK: - Writing

extension CourierMessage {
    /// Ended with LF.
    var line: [UInt8] {
        switch self {
        case .destination(let destination): Array((destination.text + "\n").utf8)
        case .job(let job): Array((job.text + "\n").utf8)
        case .reply(let reply): Array((reply.text + "\n").utf8)
        }
    }
}

extension CourierDestination {
    fileprivate var text: String {
        "{\"destination\":\(number),\"timeout\":\(timeoutSeconds),\"silence\":\(silenceSeconds),"
            + "\"atOnce\":\(atOnce),\"authentication\":\(authenticationText)}"
    }

    private var authenticationText: String {
        func object(_ members: [(String, String)]) -> String {
            "{" + members.map { "\"\($0.0)\":" + JSONText.quoted($0.1) }.joined(separator: ",") + "}"
        }
        switch authentication {
        case .none: return object([("kind", "none")])
        case .bearer(let file): return object([("kind", "bearer"), ("tokenFile", file)])
        case .hmac(let file): return object([("kind", "hmac"), ("keyFile", file)])
        case .smart(let url, let client, let file):
            return object([
                ("kind", "smart"), ("tokenURL", url), ("clientID", client), ("keyFile", file),
            ])
        case .headers(let headers):
            let list = headers.map { object([("name", $0.name), ("file", $0.file)]) }
            return "{\"kind\":\"headers\",\"headers\":[" + list.joined(separator: ",") + "]}"
        }
    }
}

extension CourierJob {
    fileprivate var text: String {
        let list = requests.map {
            "{\"method\":\(JSONText.quoted($0.method)),\"url\":\(JSONText.quoted($0.url)),"
                + "\"type\":\(JSONText.quoted($0.type)),\"body\":\(JSONText.quoted($0.body))}"
        }
        return "{\"job\":\(number),\"destination\":\(destination),\"keepsBody\":\(keepsBody),"
            + "\"requests\":[" + list.joined(separator: ",") + "]}"
    }
}

extension CourierReply {
    fileprivate var text: String {
        var out = "{\"job\":\(job),\"outcome\":"
        switch outcome {
        case .status(let status, let retryAfter, let words):
            out +=
                "\"status\",\"status\":\(status),\"retryAfter\":\(retryAfter),"
                + "\"words\":\(JSONText.quoted(words))"
        case .cut(let words): out += "\"cut\",\"words\":\(JSONText.quoted(words))"
        case .superseded: out += "\"superseded\""
        case .unfit(let words): out += "\"unfit\",\"words\":\(JSONText.quoted(words))"
        }
        return out + ",\"body\":\(JSONText.quoted(body))}"
    }
}

// MARK: - Reading

extension CourierMessage {
    static func read(_ bytes: [UInt8]) throws(CourierMessageError) -> CourierMessage {
        let value: JSON5Value
        do {
            value = try JSON5Reader.read(
                bytes, limits: JSON5Limits(maximumDepth: 8, maximumBytes: maximumLineBytes))
        } catch {
            throw CourierMessageError(description: "no JSON: \(error.what)")
        }
        if value["outcome"] != nil { return .reply(try readReply(value)) }
        if let job = value["job"]?.whole { return .job(try readJob(job, value)) }
        return .destination(try readDestination(value))
    }

    private static func need<Found>(_ found: Found?, _ what: String) throws(CourierMessageError) -> Found {
        guard let found else { throw CourierMessageError(description: "no \(what)") }
        return found
    }

    private static func readJob(_ number: Int, _ value: JSON5Value) throws(CourierMessageError) -> CourierJob
    {
        var requests: [CourierRequest] = []
        for request in try need(value["requests"]?.list, "requests") {
            requests.append(
                CourierRequest(
                    method: try need(request["method"]?.text, "method"),
                    url: try need(request["url"]?.text, "url"),
                    type: request["type"]?.text ?? "", body: request["body"]?.text ?? ""))
        }
        return CourierJob(
            number: number, destination: try need(value["destination"]?.whole, "destination"),
            keepsBody: value["keepsBody"]?.content == .boolean(true), requests: requests)
    }

    private static func readDestination(_ value: JSON5Value) throws(CourierMessageError) -> CourierDestination
    {
        let how = try need(value["authentication"], "authentication")
        func file(_ name: String) throws(CourierMessageError) -> String { try need(how[name]?.text, name) }
        let authentication: PublishingDestination.Authentication
        switch how["kind"]?.text {
        case "none": authentication = .none
        case "bearer": authentication = .bearer(tokenFile: try file("tokenFile"))
        case "hmac": authentication = .hmac(keyFile: try file("keyFile"))
        case "smart":
            authentication = .smart(
                tokenURL: try file("tokenURL"), clientID: try file("clientID"), keyFile: try file("keyFile"))
        case "headers":
            var headers: [PublishingHeader] = []
            for header in try need(how["headers"]?.list, "headers") {
                headers.append(
                    PublishingHeader(
                        name: try need(header["name"]?.text, "name"),
                        file: try need(header["file"]?.text, "file")))
            }
            authentication = .headers(headers)
        default: throw CourierMessageError(description: "no authentication that is known")
        }
        return CourierDestination(
            number: try need(value["destination"]?.whole, "destination"),
            timeoutSeconds: try need(value["timeout"]?.whole, "timeout"),
            silenceSeconds: try need(value["silence"]?.whole, "silence"),
            atOnce: try need(value["atOnce"]?.whole, "atOnce"), authentication: authentication)
    }

    private static func readReply(_ value: JSON5Value) throws(CourierMessageError) -> CourierReply {
        let words = value["words"]?.text ?? ""
        let outcome: CourierReply.Outcome
        switch value["outcome"]?.text {
        case "status":
            outcome = .status(
                try need(value["status"]?.whole, "status"),
                retryAfterSeconds: Int64(value["retryAfter"]?.whole ?? 0), words: words)
        case "cut": outcome = .cut(words)
        case "superseded": outcome = .superseded
        case "unfit": outcome = .unfit(words)
        default: throw CourierMessageError(description: "no outcome that is known")
        }
        return CourierReply(
            job: try need(value["job"]?.whole, "job"), outcome: outcome, body: value["body"]?.text ?? "")
    }
}

extension JSON5Value {
    var text: String? {
        if case .text(let text) = content { return text }
        return nil
    }

    var whole: Int? {
        if case .whole(let number) = content { return number }
        return nil
    }

    var list: [JSON5Value]? {
        if case .array(let values) = content { return values }
        return nil
    }
}
