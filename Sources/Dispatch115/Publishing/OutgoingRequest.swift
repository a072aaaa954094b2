// One request that a message comes to, before anybody knows how it travels: relative to the destination's base.

/// What one document comes to for a receiver.
public struct OutgoingRequest: Equatable, Sendable {
    public var method: String
    /// Below the destination's base, as it goes into the URL: "Location/hcm-12-icu". Empty: the base itself.
    public var path: String
    public var type: String
    public var body: [UInt8]
    /// The name of its file where the destination is a folder.
    public var fileName: String
    /// Goes once and is never replaced: a report of one moment.
    public var isOfMoment = false

    public init(
        method: String = "PUT", path: String, type: String = "application/fhir+json", body: [UInt8],
        fileName: String = ""
    ) {
        self.method = method
        self.path = path
        self.type = type
        self.body = body
        self.fileName = fileName
    }
}

extension OutgoingRequest {
    /// One hash for all that a message comes to, in order.
    public static func hash(_ requests: [OutgoingRequest]) -> Digest {
        var hash = StreamingHash()
        func add(_ bytes: [UInt8]) {
            withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update($0) }
            bytes.withUnsafeBytes { hash.update($0) }
        }
        for request in requests {
            add(Array(request.method.utf8))
            add(Array((request.isOfMoment ? "" : request.path).utf8))
            add(Array(request.type.utf8))
            add(request.isOfMoment ? [] : request.body)
        }
        return hash.finish()
    }
}
