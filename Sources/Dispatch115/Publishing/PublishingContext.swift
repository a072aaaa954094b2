// Who publishes, under which names, for whom: what every document needs beside the thing that it tells. Reads no
// clock and no configuration. Identifiers are readable and the same for ever: the same hospital, bed kind or task
// of the same centre always has the same one, so that a receiver's PUT by id can be repeated without harm.

/// Whose content a message has.
public enum MessageAudience: UInt8, CaseIterable, Sendable {
    /// The module of electronic health records.
    case ehr = 1
    /// The module of consultations at a distance: it is also told whose doctors can be consulted.
    case telehealth
}

/// Who publishes, and for whom.
public struct PublishingContext: Equatable, Sendable {
    public static let exampleCanonical = "https://115.example.vn/fhir"

    /// What the URLs of our own definitions begin with, without a slash at the end.
    public let canonical: String
    /// The centre's own facility code, five digits; empty where it has none.
    public let centreCode: String
    public let centreName: String
    /// Local time minus UTC.
    public let zoneOffsetSeconds: Int64
    public let audience: MessageAudience
    /// What our identifiers begin with: the canonical's host, shortened where it is long.
    let idPrefix: String

    /// `canonical` is a URL; whatever it holds, identifiers made with it are legal ones.
    public init(
        canonical: String = PublishingContext.exampleCanonical, centreCode: String = "",
        centreName: String = "Trung tâm Cấp cứu 115", zoneOffsetSeconds: Int64 = 7 * 3600,
        audience: MessageAudience = .ehr
    ) {
        var base = Substring(canonical)
        while base.last == "/" { base.removeLast() }
        self.canonical = base.isEmpty ? PublishingContext.exampleCanonical : String(base)
        self.centreCode = FacilityCode.isOne(centreCode) ? centreCode : ""
        self.centreName = PublishedText.line(centreName) ?? "115"
        self.zoneOffsetSeconds = zoneOffsetSeconds
        self.audience = audience
        idPrefix = PublishingContext.prefix(of: self.canonical)
    }

    func url(_ kind: String, _ name: String) -> String { canonical + "/" + kind + "/" + name }
    func structure(_ name: String) -> String { url("StructureDefinition", name) }
    func codes(_ name: String) -> String { url("CodeSystem", name) }
    func names(_ name: String) -> String { url("NamingSystem", name) }

    /// "115.example.vn-79024-icu": at most 64 letters, digits, dots and hyphens.
    func id(_ key: String, _ part: String = "") -> String {
        let tail = part.isEmpty ? "" : "-" + part
        let whole = idPrefix + "-" + key + tail
        if PublishedText.isIdentifier(whole) { return whole }
        return idPrefix + "-" + PublishedText.shortHash(key) + tail
    }

    /// At most 24 characters.
    private static func prefix(of canonical: String) -> String {
        let afterScheme = canonical.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first
        let host = String(afterScheme ?? "dispatch115").lowercased()
        if host.utf8.count <= 24, PublishedText.isIdentifier(host) { return host }
        let kept = host.utf8.filter { PublishedText.mayStandInIdentifier($0) }.prefix(7)
        return String(decoding: Array(kept), as: UTF8.self) + PublishedText.shortHash(canonical)
    }
}

/// The health ministry's code of a facility.
public enum FacilityCode {
    /// Five digits.
    public static func isOne(_ text: String) -> Bool {
        text.utf8.count == 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
