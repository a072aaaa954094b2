// FHIR R4 resources as JSON: a tree whose members keep their order, written without choice, so that the same
// value always gives the same bytes. Absent values, empty lists and empty objects are never written: FHIR forbids
// them. Knows no resource. Linear in what is written.

/// Where a resource stands: "Location", "115.example.vn-79024".
public struct FHIRKey: Equatable, Hashable, Sendable {
    public var type: String
    public var id: String

    public init(type: String, id: String) {
        self.type = type
        self.id = id
    }

    /// "Location/115.example.vn-79024".
    public var path: String { type + "/" + id }
}

/// One resource, ready to be put at its own place.
public struct FHIRResource: Equatable, Sendable {
    public var key: FHIRKey
    /// UTF-8, one line.
    public var json: [UInt8]

    public var type: String { key.type }
    public var id: String { key.id }
}

/// How resources name each other and where they are put.
public enum FHIRUpdates: Equatable, Sendable {
    /// Under our own ids: PUT Location/115.example.vn-79024. Any receiver that lets clients give ids.
    case byID
    /// Under the receiver's ids, found by our identifiers: PUT Location?identifier=... Only within a transaction,
    /// and only where the receiver says that it can.
    case conditional
}

struct FHIRMember: Equatable, Sendable {
    var name: String
    var value: FHIRNode
}

indirect enum FHIRNode: Equatable, Sendable {
    /// Not written.
    case absent
    case boolean(Bool)
    case whole(Int64)
    /// Its digits, as they shall stand.
    case decimal(String)
    case text(String)
    case list([FHIRNode])
    case object([FHIRMember])
    /// `reference` of one resource in another, in the style of the message.
    case place(FHIRKey)

    static func optional(_ text: String?) -> FHIRNode { text.map { .text($0) } ?? .absent }
    static func optional(_ number: Int32?) -> FHIRNode { number.map { .whole(Int64($0)) } ?? .absent }

    var isAbsent: Bool {
        switch self {
        case .absent: true
        case .list(let values): values.allSatisfy(\.isAbsent)
        case .object(let members): members.allSatisfy { $0.value.isAbsent }
        case .boolean, .whole, .decimal, .text, .place: false
        }
    }
}

extension FHIRNode: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
    /// Members in the order in which they stand.
    init(dictionaryLiteral members: (String, FHIRNode)...) {
        self = .object(members.map { FHIRMember(name: $0.0, value: $0.1) })
    }
    init(arrayLiteral values: FHIRNode...) { self = .list(values) }
    init(stringLiteral text: String) { self = .text(text) }
    init(booleanLiteral flag: Bool) { self = .boolean(flag) }
    init(integerLiteral number: Int64) { self = .whole(number) }
}

/// A resource that does not yet know how it will be put.
struct FHIRDraft: Sendable {
    var key: FHIRKey
    /// The identifier by which a receiver finds it.
    var system: String
    var value: String
    /// Without `resourceType` and `id`.
    var members: [FHIRMember]

    init(_ key: FHIRKey, system: String, value: String, _ content: FHIRNode) {
        self.key = key
        self.system = system
        self.value = value
        guard case .object(let members) = content else { preconditionFailure("a resource is an object") }
        self.members = members
    }

    func node(_ updates: FHIRUpdates) -> FHIRNode {
        var head = [FHIRMember(name: "resourceType", value: .text(key.type))]
        if updates == .byID { head.append(FHIRMember(name: "id", value: .text(key.id))) }
        return .object(head + members)
    }

    var resource: FHIRResource {
        var writer = FHIRWriter(updates: .byID)
        writer.write(node(.byID))
        return FHIRResource(key: key, json: writer.bytes)
    }

    /// "Location/..." or "Location?identifier=...": of a request in a transaction.
    func request(_ updates: FHIRUpdates) -> String {
        switch updates {
        case .byID: key.path
        case .conditional:
            key.type + "?identifier=" + PublishedText.percentEncoded(system + "|" + value)
        }
    }
}

struct FHIRWriter {
    private(set) var bytes: [UInt8] = []
    private let updates: FHIRUpdates
    /// Made into names of resources that have no id yet.
    private let canonical: String
    private let isIndented: Bool
    private var depth = 0

    init(updates: FHIRUpdates, canonical: String = "", isIndented: Bool = false) {
        self.updates = updates
        self.canonical = canonical
        self.isIndented = isIndented
        bytes.reserveCapacity(2048)
    }

    static func fullURL(_ key: FHIRKey, _ updates: FHIRUpdates, _ canonical: String) -> String {
        let url = canonical + "/" + key.path
        return updates == .byID ? url : PublishedText.uuidName(url)
    }

    mutating func write(_ node: FHIRNode) {
        switch node {
        case .absent: put("null")
        case .boolean(let flag): put(flag ? "true" : "false")
        case .whole(let number): put(String(number))
        case .decimal(let digits): put(digits)
        case .text(let text): putQuoted(text)
        case .place(let key):
            putQuoted(updates == .byID ? key.path : FHIRWriter.fullURL(key, updates, canonical))
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            depth += 1
            var isFirst = true
            for value in values where !value.isAbsent {
                separate(&isFirst)
                write(value)
            }
            depth -= 1
            if !isFirst { breakLine() }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            depth += 1
            var isFirst = true
            for member in members where !member.value.isAbsent {
                separate(&isFirst)
                putQuoted(member.name)
                put(isIndented ? ": " : ":")
                write(member.value)
            }
            depth -= 1
            if !isFirst { breakLine() }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func separate(_ isFirst: inout Bool) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        breakLine()
    }

    private mutating func breakLine() {
        guard isIndented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * 2))
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func putQuoted(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20: put("\\u00" + Hexadecimal.text([byte]))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
