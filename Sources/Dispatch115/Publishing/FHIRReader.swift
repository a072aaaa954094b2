// Reads what a receiver answers: the task that it was asked, what it can do, why it refused. Bytes from outside: never
// traps, bounded in size and depth, and every refusal is typed. JSON is read with `JSON5Reader`, which takes all of
// JSON (but whole numbers outside Int64) and a little more. Texts that are kept are one line, and short.

/// Why an answer cannot be used.
public enum FHIRReadError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooLarge(bytes: Int, limit: Int)
    /// What the JSON reader says.
    case notJSON(String)
    /// JSON that is no FHIR resource.
    case notAResource
    case otherResource(wanted: String, found: String)
    /// No task under this name: another id came back.
    case otherTask(wanted: String, found: String)
    case missing(String)
    /// A value that R4 does not have there.
    case unknownValue(element: String, value: String)

    public var description: String {
        switch self {
        case .tooLarge(let bytes, let limit): "\(bytes) bytes; accepted: at most \(limit)"
        case .notJSON(let why): "no JSON: \(why)"
        case .notAResource: "JSON without resourceType; accepted: a FHIR resource"
        case .otherResource(let wanted, let found): "a \(found); accepted: a \(wanted)"
        case .otherTask(let wanted, let found): "the task \(found); accepted: \(wanted)"
        case .missing(let element): "no \(element)"
        case .unknownValue(let element, let value): "\(element) is \(value), which FHIR R4 does not have"
        }
    }
}

/// FHIR R4's task statuses.
public enum FHIRTaskStatus: String, CaseIterable, Sendable {
    case draft
    case requested
    case received
    case accepted
    case rejected
    case ready
    case cancelled
    case inProgress = "in-progress"
    case onHold = "on-hold"
    case failed
    case completed
    case enteredInError = "entered-in-error"

    /// What it means for whoever waits.
    public var standing: FHIRTaskStanding {
        switch self {
        case .draft, .requested: .waiting
        case .received: .delivered
        case .accepted, .ready, .inProgress, .onHold: .accepted
        case .rejected, .failed, .cancelled, .enteredInError: .rejected
        case .completed: .completed
        }
    }
}

/// What the other side has made of a task.
public enum FHIRTaskStanding: UInt8, CaseIterable, Sendable {
    case waiting = 0
    case delivered
    case accepted
    case rejected
    case completed
}

/// A task as its receiver shows it.
public struct FHIRTaskReport: Equatable, Sendable {
    public var id: String
    public var status: FHIRTaskStatus
    /// Why, or what came of it: the other side's words, one line; empty where it gave none.
    public var reason: String
    /// By the other side's clock; `.none` where it does not say or says nonsense.
    public var lastModified: Timestamp
    /// The receiver's version of it; empty where it keeps none.
    public var versionID: String
}

/// What matters of a CapabilityStatement.
public struct FHIRReceiverFacts: Equatable, Sendable {
    /// "4.0.1"; empty where it does not say.
    public var fhirVersion: String
    public var takesTransactions: Bool
    /// Types, sorted, each once.
    public var updates: [String]
    public var updatesCreate: [String]
    public var conditionalUpdates: [String]

    /// Whether our own ids can be put: R4 says `updateCreate`; many servers do it and say nothing.
    public func canPut(_ type: String) -> Bool { updates.contains(type) || updatesCreate.contains(type) }
    public func canPutConditionally(_ type: String) -> Bool { conditionalUpdates.contains(type) }
}

public enum FHIRReader {
    public static let maximumBytes = 1 << 20
    /// Capability statements of large servers list every parameter that they know.
    public static let maximumStatementBytes = 8 << 20
    /// Of a reason that is kept.
    static let maximumReasonCharacters = 300

    /// `id`: the one that was asked for.
    public static func task(_ bytes: [UInt8], id: String) throws(FHIRReadError) -> FHIRTaskReport {
        let task = try resource(bytes, "Task", maximumBytes)
        guard let found = task["id"]?.asText else { throw .missing("Task.id") }
        guard found == id else { throw .otherTask(wanted: id, found: shown(found)) }
        guard let code = task["status"]?.asText else { throw .missing("Task.status") }
        guard let status = FHIRTaskStatus(rawValue: code) else {
            throw .unknownValue(element: "Task.status", value: shown(code))
        }
        return FHIRTaskReport(
            id: found, status: status, reason: reason(task),
            lastModified: task["lastModified"]?.asText.flatMap(moment) ?? .none,
            versionID: PublishedText.line(task["meta"]?["versionId"]?.asText ?? "", 64) ?? "")
    }

    public static func receiver(_ bytes: [UInt8]) throws(FHIRReadError) -> FHIRReceiverFacts {
        let statement = try resource(bytes, "CapabilityStatement", maximumStatementBytes)
        var facts = FHIRReceiverFacts(
            fhirVersion: PublishedText.line(statement["fhirVersion"]?.asText ?? "", 20) ?? "",
            takesTransactions: false, updates: [], updatesCreate: [], conditionalUpdates: [])
        for rest in statement["rest"].values where (rest["mode"]?.asText ?? "server") == "server" {
            for interaction in rest["interaction"].values {
                if ["transaction", "batch-transaction"].contains(interaction["code"]?.asText) {
                    facts.takesTransactions = true
                }
            }
            for resource in rest["resource"].values {
                guard let type = resource["type"]?.asText, isTypeName(type) else { continue }
                let codes = resource["interaction"].values.compactMap { $0["code"]?.asText }
                if codes.contains("update") { facts.updates.append(type) }
                if resource["updateCreate"]?.content == .boolean(true) { facts.updatesCreate.append(type) }
                if resource["conditionalUpdate"]?.content == .boolean(true) {
                    facts.conditionalUpdates.append(type)
                }
            }
        }
        facts.updates = sortedOnce(facts.updates)
        facts.updatesCreate = sortedOnce(facts.updatesCreate)
        facts.conditionalUpdates = sortedOnce(facts.conditionalUpdates)
        return facts
    }

    /// One line of what a refusal says: an OperationOutcome's issues, or what can be read of anything else. Never
    /// fails; empty where there is nothing.
    public static func refusal(_ bytes: [UInt8], maximumCharacters: Int = 200) -> String {
        guard let outcome = try? resource(bytes, "OperationOutcome", maximumBytes) else {
            let begin = String(decoding: bytes.prefix(4 * maximumCharacters), as: UTF8.self)
            return PublishedText.line(begin, maximumCharacters) ?? ""
        }
        let issues = outcome["issue"].values.prefix(8).compactMap { issue -> String? in
            let words =
                issue["diagnostics"]?.asText ?? words(of: issue["details"]) ?? issue["code"]?.asText
            guard let line = words.flatMap({ PublishedText.line($0, maximumCharacters) }) else { return nil }
            let place = issue["expression"].values.first?.asText ?? issue["location"].values.first?.asText
            return line + (place.flatMap { PublishedText.line($0, 80) }.map { " (\($0))" } ?? "")
        }
        return PublishedText.line(issues.joined(separator: "; "), maximumCharacters) ?? ""
    }

    /// The newest moment that a capacity resource of ours names; `.none` where it names none. For a receiver that
    /// has another state than we think (412): what is older than its own is not sent.
    public static func newestMoment(_ bytes: [UInt8]) throws(FHIRReadError) -> Timestamp {
        let resource = try resource(bytes, nil, maximumBytes)
        var newest = Timestamp.none
        func look(_ moment: String?) {
            if let told = moment.flatMap(self.moment) { newest = max(newest, told) }
        }
        look(resource["date"]?.asText)
        for outer in resource["extension"].values {
            let isExpiry = outer["extension"].values.contains {
                $0["valueCode"]?.asText == CapacitySense.expires.rawValue
            }
            for inner in outer["extension"].values where !isExpiry {
                let name = inner["url"]?.asText
                if name == "capacityUpdateDate" || name == "asOf" { look(inner["valueDateTime"]?.asText) }
            }
        }
        return newest
    }

    // MARK: - Pieces

    private static func resource(_ bytes: [UInt8], _ type: String?, _ limit: Int) throws(FHIRReadError)
        -> JSON5Value
    {
        guard bytes.count <= limit else { throw .tooLarge(bytes: bytes.count, limit: limit) }
        let value: JSON5Value
        do {
            value = try JSON5Reader.read(bytes, limits: JSON5Limits(maximumDepth: 64, maximumBytes: limit))
        } catch {
            throw .notJSON(PublishedText.line(error.description, maximumReasonCharacters) ?? "")
        }
        guard let found = value["resourceType"]?.asText else { throw .notAResource }
        if let type, found != type { throw .otherResource(wanted: type, found: shown(found)) }
        return value
    }

    private static func reason(_ task: JSON5Value) -> String {
        var said: [String] = []
        func add(_ text: String?) {
            if let line = text.flatMap({ PublishedText.line($0, maximumReasonCharacters) }),
                !said.contains(line)
            {
                said.append(line)
            }
        }
        add(words(of: task["statusReason"]))
        for output in task["output"].values.prefix(4) { add(output["valueString"]?.asText) }
        for note in task["note"].values.suffix(2) { add(note["text"]?.asText) }
        return PublishedText.line(said.joined(separator: "; "), maximumReasonCharacters) ?? ""
    }

    /// Of a CodeableConcept.
    private static func words(of concept: JSON5Value?) -> String? {
        guard let concept else { return nil }
        if let text = concept["text"]?.asText { return text }
        let coding = concept["coding"].values.first
        return coding?["display"]?.asText ?? coding?["code"]?.asText
    }

    private static func shown(_ text: String) -> String { PublishedText.line(text, 64) ?? "\"\"" }

    private static func isTypeName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    private static func sortedOnce(_ names: [String]) -> [String] {
        var kept: [String] = []
        for name in names.sorted() where kept.last != name { kept.append(name) }
        return kept
    }
}

extension JSON5Value {
    fileprivate var asText: String? {
        if case .text(let text) = content { text } else { nil }
    }
}

extension JSON5Value? {
    /// Of a list; none where it is absent or no list.
    fileprivate var values: [JSON5Value] {
        if case .array(let values)? = self?.content { values } else { [] }
    }
}
